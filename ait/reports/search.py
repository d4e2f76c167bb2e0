"""What a search for the shortest program of one string found, as text and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ait.enumeration.lbf_search import Found
from ait.machines.lbf import Run, run
from ait.measures.fallback import copy_program
from ait.reports.rows import Rows, facts_of
from ait.words import counted

_STEPS = 1_000_000
_SHOWN = 200


@dataclass(frozen=True)
class _Answer:
    """The shortest program known, run once more, and whether it is proved to be shortest."""

    bits: int
    program: str
    certified: bool
    replayed: Run


def _answer(found: Found) -> _Answer:
    target, size = found.space.target, len(found.space.target)
    least = found.least(size)
    program = copy_program(target) if least is None else least.bits
    # Where all programs of D bits were seen and none writes it, a copy program of D + 1 bits is the shortest.
    nothing_shorter = found.complete and least is None and len(program) == found.space.bits + 1
    certified = found.is_certified(size) or (nothing_shorter and not found.in_the_way(size, len(program)))
    return _Answer(len(program), program, certified, run(program, length=size, steps=_STEPS))


def search_record(found: Found) -> dict[str, Any]:
    """The same for JSON: ``{"string": ..., "bits": Km or a bound, "program": its bits, "certified": ..., ...}``."""
    answer, size = _answer(found), len(found.space.target)
    return {
        "string": found.space.target,
        "reference": f"LBF, all programs of up to {found.space.bits} bits",
        "bits": answer.bits,
        "program": answer.program,
        "instructions": answer.replayed.text,
        "listing": answer.replayed.listing,
        "certified": answer.certified,
        "complete": found.complete,
        "budget_bits": found.space.bits,
        "mass_low": found.low(size),
        "mass_high": found.high(size),
        "unit_bits": found.unit_bits,
        "undecided_shorter": [program.bits for program in found.in_the_way(size, answer.bits)],
    }


def search_tables(found: Found) -> list[Rows]:
    """The same as one row."""
    record = search_record(found)
    return [facts_of("search", {**record, "undecided_shorter": len(record["undecided_shorter"])})]


def search_text(found: Found) -> str:
    """A few lines for a person."""
    answer, size = _answer(found), len(found.space.target)
    if answer.certified:
        certainty = "Km, exact: every shorter program is decided"
    elif not found.complete:
        certainty = "an upper bound on Km: the search was interrupted"
    elif found.least(size) is None:
        certainty = f"an upper bound on Km, the copy program's: none of up to {found.space.bits} bits writes the string"
    else:
        waiting = len(found.in_the_way(size, answer.bits))
        certainty = f"an upper bound on Km: {waiting} shorter programs are undecided"
    lines = [
        f"{_shortened(found.space.target)}  ({size} bits), LBF, all programs of up to {found.space.bits} bits",
        f"bits     {answer.bits}, {certainty}",
        f"program  {_shortened(answer.program)}",
        f"         {_shortened(answer.replayed.text)}   listing {_shortened(answer.replayed.listing)}",
        f"replayed {answer.replayed.status.value} after {counted(answer.replayed.steps, 'steps')}",
    ]
    return "\n".join(lines) + "\n"


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
