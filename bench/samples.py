"""Sampled tables over more symbols: how many classes they hold within 0.45 bit, beside those of pybdm 0.1.0.

``python -m bench.samples TABLE...`` prints the rows of docs/more-symbols.md, of tables by name or file; ``--json FILE``
writes all of it down.  The columns about pybdm need the extra ``peers`` and are empty without it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import pickle
import sys
import time
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from ait.ranks import rank_correlation
from ait.tables.pattern_table import PatternTable
from ait.tables.patterns import pattern_words
from ait.tables.patterns_kernel import facts
from ait.tables.shipped import open_table

WITHIN = 0.45
"""Bits of standard error: that of a count of ten."""


def classes(table: PatternTable) -> np.ndarray:
    """How many classes under relabelling alone each row stands for: 2, or 1 if it is the same read backwards."""
    return 2 - facts(table.lengths, table.words, np.uint64(table.bits))[:, 1]


def errors(table: PatternTable) -> np.ndarray:
    """Each row's standard error in bits."""
    return table.columns["standard_error"] / table.counts.astype(float) / math.log(2)


def described(table: PatternTable) -> dict[str, Any]:
    """What the page says of a table: classes up to relabelling, seen and within 0.45 bit, masses, by length."""
    many, error, orbits = classes(table), errors(table), table.orbits
    good = error <= WITHIN
    lengths = []
    for length in range(1, table.longest + 1):
        here = table.lengths == length
        quantiles = np.quantile(np.repeat(error[here], many[here]), [0.1, 0.5, 0.9, 1.0])
        lengths.append(
            {
                "length": length,
                "there_are": sum(stirling(length, different) for different in range(1, table.symbols + 1)),
                "seen": int(many[here].sum()),
                "within": int(many[here & good].sum()),
                "share_of_what_halts": float(table.counts[here].astype(float) @ orbits[here] / table.total),
                "standard_error_quantiles_10_50_90_100": [float(f"{value:.3g}") for value in quantiles],
                "machines_10_50_90": np.quantile(table.columns["carried"][here], [0.1, 0.5, 0.9]).tolist(),
            }
        )
    return {
        "table": table.name,
        "fields": table.fields,
        "rows": len(table),
        "seen": int(many.sum()),
        "within": int(many[good].sum()),
        "strings_within": int(orbits[good].sum()),
        "strings_seen": int(orbits.sum()),
        "total_relative_error": table.fields["total_standard_error"] / table.total,
        "one_symbol_bits": -math.log2(table.count("0") / table.total),
        "by_length": lengths,
    }


def stirling(length: int, different: int) -> int:
    """Strings of so many different symbols, up to relabelling: Stirling numbers of the second kind."""
    if different == 0 or different > length:
        return int(different == length == 0)
    total = sum(
        (-1) ** missing * math.comb(different, missing) * (different - missing) ** length
        for missing in range(different + 1)
    )
    return total // math.factorial(different)


def published(symbols: int) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """pybdm's normalised strings of each length, symbols of shape (strings, length), and their values in bits."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pybdm
    path = Path(pybdm.__file__).parent / "ctmdata" / f"ctm-b{symbols}-d12.pkl.gz"
    # The file comes with the installed package, as trusted as its code.
    tables = pickle.loads(gzip.decompress(path.read_bytes()))
    found = {}
    for (length,), values in tables.items():
        text = "".join(str(key) for key in values)
        cells = np.frombuffer(text.encode(), np.uint8).reshape(-1, length) - ord("0")
        found[int(length)] = cells, np.fromiter(values.values(), float, len(values))
    return found


def one_count(values: np.ndarray) -> float:
    """The bits of a string that came up once in one labelling: values are multiples of that, as rare ones show."""
    ratios = np.unique(np.round(2 ** (values.max() - values), 6))
    return float(values.max() - math.log2(np.diff(ratios)[:50].min()))


def beside(table: PatternTable) -> list[dict[str, Any]]:
    """Length by length: what pybdm holds, how much of it ours holds, and how far the two agree."""
    rows, error, files = [], errors(table), published(table.symbols)
    once = one_count(files[table.longest][1])
    for length, (cells, theirs) in sorted(files.items()):
        normal = len({row.tobytes() for row in cells})
        found = table.find(cells)
        known = found >= 0
        ours = -np.log2(table.counts[found[known]] / table.total)
        difference, good = theirs[known] - ours, error[found[known]] <= WITHIN
        # Their counts are of all labellings of a string together, of which strings of few symbols have fewer.
        different = 1 + (np.diff(np.sort(cells[known], axis=1), axis=1) != 0).sum(axis=1)
        labellings = np.array([float(math.perm(table.symbols, m)) for m in range(table.symbols + 1)])[different]
        unit = 2.0**once / math.factorial(table.symbols) * labellings
        counts, expected = unit * 2.0 ** -theirs[known], unit * 2.0**-ours
        own, their = error[found[known]], 1 / (np.sqrt(expected) * math.log(2))
        scores = (counts - expected) / np.sqrt(expected + (expected * own * math.log(2)) ** 2)
        ranks = rank_correlation(ours, theirs[known]) if known.sum() > 2 else math.nan
        rows.append(
            {
                "length": length,
                "they_keep": normal,
                "of_these_seen": int(known.sum()),
                "of_these_within": int(good.sum()),
                "spearman": ranks,
                "mean_difference": float(difference.mean()),
                "rms_of_rest": float(difference.std()),
                "own_error_rms": float(np.sqrt(np.mean(own**2))),
                "expected_rms": float(np.sqrt(np.mean(own**2 + their**2))),
                "counts_within_one_and_two_errors": [float(np.mean(np.abs(scores) < limit)) for limit in (1, 2)],
                "their_least_count": float(counts.min()),
                "classes": len(np.unique(pattern_words(cells, table.symbols))),
            }
        )
    return rows


def line(facts_of: dict[str, Any]) -> str:
    """A row of the page's table."""
    fields, peer = facts_of["fields"], facts_of.get("pybdm")
    kept = f"{sum(row['they_keep'] for row in peer):,}" if peer else ""
    return (
        f"| ({fields['states']},{fields['symbols']}) effort {fields['effort']:,.0f} | {fields['nodes']:,} |"
        f" {facts_of['seen']:,} | {facts_of['within']:,} | {facts_of['strings_within']:,} | {kept} |"
    )


def lines_by_length(facts_of: dict[str, Any]) -> list[str]:
    """A row a length: classes there are, seen, within 0.45 bit; median error; share; pybdm's, and Spearman's rank."""
    found = []
    for row, peer in zip(facts_of["by_length"], facts_of.get("pybdm") or [None] * 99, strict=False):
        median = row["standard_error_quantiles_10_50_90_100"][1]
        theirs = "" if peer is None else f" {peer['they_keep']:,} | {peer['spearman']:.4f} |"
        found.append(
            f"| {row['length']} | {row['there_are']:,} | {row['seen']:,} | {row['within']:,} | {median} |"
            f" {row['share_of_what_halts']:.3g} |{theirs}"
        )
    return found


def main(arguments: list[str]) -> None:
    """Print the rows of each table named; with ``--json FILE`` write everything there."""
    out = Path(arguments[arguments.index("--json") + 1]) if "--json" in arguments else None
    names = [name for name in arguments if name not in ("--json", str(out))]
    everything = []
    for name in names:
        started = time.perf_counter()
        table = open_table(name)
        loading = time.perf_counter() - started
        if not isinstance(table, PatternTable) or not table.is_sampled:
            sys.exit(f"{name} is no sample of machines over more symbols")
        found = described(table) | {"seconds_to_load": round(loading, 2)}
        if Path(name).is_file():
            data = Path(name).read_bytes()
            found |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        if find_spec("pybdm") is not None and table.symbols in (4, 5, 6, 9) and table.fields["states"] == 4:
            found["pybdm"] = beside(table)
        everything.append(found)
        sys.stdout.write("\n".join([line(found), *lines_by_length(found)]) + "\n\n")
    if out is not None:
        out.write_text(json.dumps(everything, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
