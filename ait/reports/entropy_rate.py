"""Entropy rates as text and for JSON: every method with what it divides by, and the ladder of block entropies."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from ait.estimate import Estimate
from ait.measures.entropy_ladder import BAND, ESTIMATORS, EntropyLadder
from ait.reports.rows import Cell, Rows
from ait.sequence import Sequence
from ait.words import counted

_HEADS = ("plug-in", "Miller-M.", "Grassb.", "Chao-Shen", "NSB")
_NOTE = (
    "± 1.96 standard errors by batch means: the scatter from one sequence of the source to the next. They know nothing "
    "of bias, which for Lempel-Ziv phrases and match lengths falls like 1/log n only."
)


def rates_text(sequence: Sequence, found: Mapping[str, Estimate | str], truth: float | None, width: int = 80) -> str:
    """A row a method: bits per symbol, the band, and what was divided by what.

    ``found`` holds an Estimate for each method, or why there is none. ``truth`` is the source's rate where it is known.
    """
    n = len(sequence)
    lines = [
        f"{sequence.preview(60)}",
        f"{counted(n, sequence.unit)}, alphabet of {sequence.k:,}, from {sequence.source}",
        "",
    ]
    margin = max(map(len, found)) + 2
    lines.append(f"{'method':<{margin}}{'bits/symbol':>11}  {'band':<10}normalisation")
    indent = margin + 23
    for name, estimate in found.items():
        rate, error, words = "–", None, str(estimate)
        if isinstance(estimate, Estimate):
            rate, error = f"{estimate.per_symbol(n):.6f}", estimate.standard_error
            words = f"{estimate.method}; {estimate.reference}" if len(found) == 1 else estimate.method
        band = "" if error is None else f"± {BAND * error / n:.4f}"
        told = textwrap.wrap(words, max(30, width - indent))
        lines.append(f"{name:<{margin}}{rate:>11}  {band:<10}{told[0]}")
        lines += [" " * indent + more for more in told[1:]]
    if truth is not None:
        lines.append(f"{'the truth':<{margin}}{truth:>11.6f}")
    return "\n".join([*lines, "", *textwrap.wrap(_NOTE, width)]) + "\n"


def ladder_text(ladder: EntropyLadder, width: int = 80) -> str:
    """A row a length: h_L by each estimator, the band, and the excess entropy."""
    lines = [
        "h_L, bits per symbol, by",
        f"{'L':>3}{''.join(f'{name:>10}' for name in _HEADS)}{'±':>8}{'E_L':>8}{'windows':>10}",
    ]
    for i in range(ladder.length):
        rates = "".join(f"{ladder.rates(name)[i]:>10.4f}" for name in ESTIMATORS)
        error = ladder.errors[i]
        band = f"{'–':>8}" if error is None else f"{BAND * error:>8.4f}"
        mark = " " if i < ladder.sampled else "!"
        excess = ladder.excess("miller-madow")[i]
        lines.append(
            f"{i + 1:>3}{rates}{band}{excess:>8.3f}{ladder.windows[i] / ladder.distinct[i]:>10,.1f}{mark}".rstrip()
        )
    told = (
        "windows: how many for each different block; ! fewer than 16: from here on the estimators part, and none is "
        "to be trusted. E_L is the excess entropy H_L - L·h_L by Miller and Madow, bits. ± as above, for the plug-in "
        "value."
    )
    return "\n".join([*lines, "", *textwrap.wrap(told, width)]) + "\n"


def rates_tables(
    sequence: Sequence, found: Mapping[str, Estimate | str], truth: float | None, ladder: EntropyLadder | None
) -> list[Rows]:
    """A row a method and, of the ladder, a row a length and estimator; bits per symbol but for the excess entropy."""
    n = len(sequence)
    rates: list[tuple[Cell, ...]] = []
    for name, estimate in found.items():
        if isinstance(estimate, str):
            rates.append((name, None, None, None, None, None, estimate))
            continue
        error = None if estimate.standard_error is None else estimate.standard_error / n
        words = (estimate.kind.value, estimate.method, estimate.reference)
        rates.append((name, estimate.per_symbol(n), error, *words, estimate.note))
    if truth is not None:
        rates.append(("the truth", truth, None, None, None, None, None))
    rungs: list[tuple[Cell, ...]] = []
    if ladder is not None:
        for name in ESTIMATORS:
            pairs = zip(ladder.rates(name), ladder.errors, ladder.excess(name), strict=True)
            sizes = zip(ladder.windows, ladder.distinct, strict=True)
            rungs += [(name, i, *of, *seen) for i, (of, seen) in enumerate(zip(pairs, sizes, strict=True), 1)]
    columns = ("method", "bits_per_symbol", "standard_error_per_symbol", "kind", "divided", "reference", "note")
    shape = ("method", "length", "bits_per_symbol", "standard_error_per_symbol", "excess_bits", "windows", "distinct")
    return [Rows("rate", columns, rates), Rows("rung", shape, rungs)]


def rates_record(
    sequence: Sequence, found: Mapping[str, Estimate | str], truth: float | None, ladder: EntropyLadder | None
) -> dict[str, Any]:
    """The same for JSON."""
    n = len(sequence)
    rates: list[dict[str, Any]] = []
    for name, estimate in found.items():
        if isinstance(estimate, str):
            rates.append({"method": name, "left_out": estimate})
            continue
        error = estimate.standard_error
        rates.append(
            {
                "method": name,
                "bits_per_symbol": estimate.per_symbol(n),
                "standard_error_per_symbol": None if error is None else error / n,
                "estimate": estimate.as_dict(),
            }
        )
    return {
        "input": {"source": sequence.source, "symbols": n, "alphabet_size": sequence.k, "unit": sequence.unit},
        "rates": rates,
        "true_rate": truth,
        "ladder": None if ladder is None else ladder.as_dict(),
    }
