"""What was found about a sequence's randomness, as text and for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ait.measures.randomness import Randomness, Verdict
from ait.reports.rows import Cell, Rows
from ait.words import counted


def randomness_text(found: Randomness) -> str:
    """The findings as text, a row each."""
    sequence, statistics = found.sequence, found.statistics
    rows = [
        ("symbols", f"{len(sequence):,} over {sequence.k}: {len(sequence)}·log2 k = {sequence.literal_bits:,.4f} bits")
    ]
    for estimate in (found.complexity, found.given_length):
        if estimate is not None:
            error = "" if estimate.standard_error is None else f" ± {estimate.standard_error:.4f}"
            bounds = "" if estimate.low is None else f", in [{estimate.low:.4f}, {estimate.high:.4f}]"
            name = estimate.method.rsplit(", ", 1)[-1]
            rows.append((name, f"{estimate.bits:,.4f}{error} bits, {estimate.kind.value}{bounds}"))
    if found.refusal:
        rows.append(("table", found.refusal))
    for name, verdict in (("machines", found.machines), ("urn", found.urn)):
        if verdict is not None:
            rows += _verdict(name, verdict, found.prior)
    local = found.local
    spread = f"mean {local.bits.mean():.4f}, from {local.bits.min():.4f} to {local.bits.max():.4f} bits"
    error = "" if local.standard_errors is None else f", standard errors up to {local.standard_errors.max():.4f}"
    absent = f", {local.absent:,} of them without a count" if local.absent else ""
    rows.append(("local", f"{counted(len(local.bits), 'windows')} of {local.window}: {spread}{error}{absent}"))
    rows.append(("entropy", f"{statistics.entropy:.4f} bits per symbol"))
    if statistics.pair_entropy is not None:
        rows.append(("of pairs", f"{statistics.pair_entropy:.4f} bits per pair"))
        rows.append(
            ("alternations", f"{statistics.alternations:,}, {statistics.alternation_share:.2%} of all that could be")
        )
    rows.append(("longest run", f"{statistics.longest_run:,}"))
    if statistics.change_complexity is not None:
        rows.append(("change", f"{statistics.change_complexity:.4f} (change complexity, no bits)"))
    width = max(len(name) for name, _ in rows)
    return "".join(f"{name:<{width}}  {value}\n" for name, value in rows)


def _verdict(name: str, verdict: Verdict, prior: float) -> list[tuple[str, str]]:
    error = "" if verdict.standard_error is None else f" ± {verdict.standard_error:.4f}"
    within = verdict.within(prior=prior)
    ends = "" if within is None else f", {within[0]:.4f} to {within[1]:.4f} at 1.96 standard errors"
    return [
        (name, f"chance against {verdict.rival}"),
        (
            "",
            f"likelihood {verdict.likelihood:.6g}, Bayes factor {verdict.bayes_factor:.6g}"
            f" (log2 {verdict.log2_bayes_factor:+.4f}{error})",
        ),
        ("", f"probability of chance {verdict.posterior:.6g}{ends}, prior {prior:g}"),
    ]


def randomness_record(found: Randomness) -> dict[str, Any]:
    """The same for JSON, with every window."""
    errors = found.local.standard_errors
    return {
        "symbols": len(found.sequence),
        "k": found.sequence.k,
        "table": found.table,
        "prior": found.prior,
        "refusal": found.refusal,
        "complexity": None if found.complexity is None else found.complexity.as_dict(),
        "given_length": None if found.given_length is None else found.given_length.as_dict(),
        "machines": None if found.machines is None else asdict(found.machines),
        "urn": asdict(found.urn),
        "local": {
            "window": found.local.window,
            "bits": found.local.bits.tolist(),
            "standard_errors": None if errors is None else errors.tolist(),
            "absent": found.local.absent,
        },
        "statistics": asdict(found.statistics),
    }


def randomness_tables(found: Randomness) -> list[Rows]:
    """A row a figure, then a row a window."""
    figures: list[tuple[Cell, ...]] = []
    for estimate in (found.complexity, found.given_length):
        if estimate is not None:
            name, words = estimate.method.rsplit(", ", 1)[-1], (estimate.kind.value, estimate.reference)
            figures.append((name, estimate.bits, "bits", estimate.standard_error, *words))
    for name, verdict in (("machines", found.machines), ("urn", found.urn)):
        if verdict is not None:
            against = f"chance against {verdict.rival}"
            figures += [
                (f"likelihood, {name}", verdict.likelihood, "probability", None, None, against),
                (
                    f"log2 Bayes factor, {name}",
                    verdict.log2_bayes_factor,
                    "bits",
                    verdict.standard_error,
                    None,
                    against,
                ),
                (f"posterior of chance, {name}", verdict.posterior, "probability", None, None, against),
            ]
    units = {"entropy": "bits per symbol", "pair_entropy": "bits per pair", "alternation_share": "share"}
    for name, value in asdict(found.statistics).items():
        figures.append((name.replace("_", " "), value, units.get(name, ""), None, None, None))
    local = found.local
    errors = [None] * len(local.bits) if local.standard_errors is None else local.standard_errors.tolist()
    windows = [(at, *pair) for at, pair in enumerate(zip(local.bits.tolist(), errors, strict=True))]
    return [
        Rows("figure", ("figure", "value", "unit", "standard_error", "kind", "reference"), figures),
        Rows("window", ("place", "bits", "standard_error"), windows),
    ]
