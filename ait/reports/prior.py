"""What the universal machine proves about one string, as text and as JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence as Items
from dataclasses import replace
from typing import Any

from ait.errors import AitError
from ait.estimate import Estimate, Kind
from ait.machines.lbf import Run, run, trace_text
from ait.measures.prior import Halting, Prior
from ait.measures.resource_bounded import Depth
from ait.reports.rows import Cell, Rows
from ait.words import counted

_STEPS = 1_000_000
_LISTED = 20
_TRACED = 12


def prior_record(found: Prior, further: Items[Estimate] = (), depth: Depth | None = None) -> dict[str, Any]:
    """The same for JSON: ``{"string": ..., "bits": D, "low": M_low, "high": M_up, "km": ..., ...}``."""
    record = _record(found)
    record["further"] = [estimate.as_dict() for estimate in further]
    if depth is not None:
        record["logical_depth"] = {
            "steps": depth.steps,
            "significance": depth.significance,
            "certified": depth.certified,
        }
    return record


def prior_tables(found: Prior, further: Items[Estimate] = (), depth: Depth | None = None) -> list[Rows]:
    """The same as a row a quantity: what is proved of it from below and above, and in which unit."""
    reference = f"LBF, all programs of up to {found.bits} bits"
    rows: list[tuple[Cell, ...]] = [
        ("M", None, found.low, found.high, "probability", None, None, reference),
        ("-log2 M", None, found.low_bits, found.high_bits, "bits", "bounds", None, reference),
        ("Km", *_proved(found.km, found.km_low), "bits", _kind(found.certified), found.witness, reference),
    ]
    if found.halting is not None:
        halting, unit = found.halting, 2.0**found.unit_bits
        ends = halting.mass_low / unit, halting.mass_high / unit
        rows += [
            ("m", None, *ends, "probability", None, None, reference),
            ("KP", *_proved(halting.kp, halting.kp_low), "bits", _kind(halting.certified), halting.witness, reference),
        ]
    rows += [(e.method, e.bits, e.low, e.high, "bits", e.kind.value, None, e.reference) for e in further]
    if depth is not None:
        rows.append(("logical depth", depth.steps, None, None, "steps", _kind(depth.certified), None, reference))
    return [Rows("quantity", ("quantity", "value", "low", "high", "unit", "kind", "witness", "reference"), rows)]


def _proved(value: int, low: int) -> tuple[int, int, int]:
    return value, low, value


def _kind(certified: bool) -> str:
    return str(Kind.EXACT if certified else Kind.UPPER_BOUND)


def _record(found: Prior) -> dict[str, Any]:
    record: dict[str, Any] = {
        "string": found.string,
        "reference": f"LBF, all programs of up to {found.bits} bits",
        "bits": found.bits,
        "low": found.low,
        "high": found.high,
        "unit_bits": found.unit_bits,
        "mass_low": found.mass_low,
        "mass_high": found.mass_high,
        "low_bits": found.low_bits,
        "high_bits": found.high_bits,
        "km": found.km,
        "km_low": found.km_low,
        "certified": found.certified,
        "witness": found.witness,
        "instructions": _replayed(found).text,
        "in_the_way": [program.bits for program in found.in_the_way],
    }
    if found.halting is not None:
        halting = found.halting
        record["halting"] = {
            "mass_low": halting.mass_low,
            "mass_high": halting.mass_high,
            "kp": halting.kp,
            "kp_low": halting.kp_low,
            "certified": halting.certified,
            "witness": halting.witness,
        }
    return record


def _replayed(found: Prior) -> Run:
    """The witness, run once more: nothing is shown that was not seen to write the string.

    Raises:
        AitError: if it does not, which would be an error in this package.
    """
    replayed = run(found.witness, length=len(found.string), steps=_STEPS, keep_trace=True)
    if replayed.output != found.string:
        raise AitError(f"the witness {found.witness} does not write {found.string}: please report this")
    return replayed


def prior_text(found: Prior, further: Items[Estimate] = (), depth: Depth | None = None) -> str:
    """A few lines for a person: the interval for M, Km with its program, and the halting side."""
    replayed = _replayed(found)
    taken = counted(replayed.steps, "steps")
    lines = [
        f"{_shown(found.string)}  ({counted(len(found.string), 'bits')})",
        f"relative to LBF, all programs of up to {found.bits} bits",
        "",
        f"M      {_scientific(found.low)} to {_scientific(found.high)}",
        f"       -log2 M lies in [{_down(found.low_bits)}, {_up(found.high_bits)}] bits",
        f"Km     {found.km} bits, {_certainty(found)}",
        f"       {_shown(replayed.text)}   listing {_shown(replayed.listing)}",
        f"       as bits {_shown(found.witness)}; replayed: {replayed.status.value} after {taken}",
    ]
    lines += ["", *_trace(replayed)]
    if found.halting is not None:
        lines += ["", *_halting(found.halting, found.unit_bits)]
    lines += ["", *map(_line, further)] if further else []
    if depth is not None:
        certainty = "exact" if depth.certified else "as far as is known"
        lines.append(
            f"logical depth at significance {depth.significance}: {counted(depth.steps, 'steps')}, {certainty} (the"
            " quickest of the shortest programs)"
        )
    if found.in_the_way:
        lines += ["", f"Undecided programs that might be shorter than Km's ({len(found.in_the_way)}):"]
        lines += [f"       {program.bits}" for program in found.in_the_way[:_LISTED]]
        if len(found.in_the_way) > _LISTED:
            lines.append(f"       and {len(found.in_the_way) - _LISTED} more (--json lists all)")
    return "\n".join(lines) + "\n"


def _line(estimate: Estimate) -> str:
    """One more figure, with what is proved of it and what it is relative to."""
    bounds = ""
    if estimate.low is not None and estimate.high is not None and estimate.low < estimate.high:
        bounds = f" in [{_down(estimate.low)}, {_up(estimate.high)}]"
    return f"{estimate.method}: {estimate.bits:.2f} bits, {estimate.kind}{bounds} ({estimate.reference})"


def _trace(replayed: Run) -> list[str]:
    """The first steps of the witness, as a table."""
    # Cut first: each line shows the output so far, so that the whole table grows with the square of the steps.
    *table, last = trace_text(replace(replayed, trace=replayed.trace[:_TRACED])).splitlines()
    more = len(replayed.trace) - _TRACED
    shown = [*table, *([f"  ... and {more:,} more steps"] if more > 0 else []), last]
    return [f"       {line}" for line in shown]


def _halting(halting: Halting, unit_bits: int) -> list[str]:
    """The side of the programs that write the string and then halt."""
    unit = 2.0**unit_bits
    certainty = (
        "exact" if halting.certified else f"an upper bound; no such program is shorter than {halting.kp_low} bits"
    )
    return [
        "Programs that write the string and then halt:",
        f"m      {_scientific(halting.mass_low / unit)} to {_scientific(halting.mass_high / unit)}",
        f"KP     {halting.kp} bits, {certainty}",
        f"       as bits {_shown(halting.witness)}",
    ]


def _certainty(found: Prior) -> str:
    if found.certified:
        return "exact: every shorter program is decided"
    return f"an upper bound; no program is shorter than {found.km_low} bits"


def _shown(text: str) -> str:
    return text if len(text) <= 64 else f"{text[:63]}…"


def _scientific(value: float) -> str:
    return f"{value:.6e}"


def _down(bits: float) -> str:
    return f"{math.floor(max(0.0, bits) * 1e4) / 1e4:.4f}"


def _up(bits: float) -> str:
    return f"{math.ceil(bits * 1e4) / 1e4:.4f}"
