"""The halting mass of binary lambda calculus, from below and from above.

The machine is defined in :mod:`ait.machines.blc`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ait.enumeration.blc_programs import Programs
from ait.enumeration.blc_rows import program
from ait.enumeration.blc_terms import total_closed_mass
from ait.enumeration.driver import Progress, walk


@dataclass(frozen=True)
class HaltingMass:
    """The probability that a program of fair coin tosses halts: M (d : Ω) has a normal form, d as far as it is read.

    Attributes:
        budget: all programs up to so many bits were run.
        low, high: proved bounds on the whole mass, and high counts what is undecided or longer than the budget.
        programs: how many programs of each length halt, from length 0; they are prefix-free.
        largest: the size in bits of the largest normal form among them, 0 where there is none (A361211 of the OEIS).
        undecided: programs (code, data) that were given up.
    """

    budget: int
    low: Fraction
    high: Fraction
    programs: tuple[int, ...]
    largest: tuple[int, ...]
    undecided: tuple[tuple[str, str], ...]


def halting_mass(
    bits: int,
    *,
    quiet: int = 2_000,
    workers: int = 1,
    executor: Executor | None = None,
    checkpoint: Path | str | None = None,
    resume: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> HaltingMass:
    """Bounds on the halting mass of binary lambda calculus from all programs of at most ``bits`` bits.

    >>> mass = halting_mass(12)
    >>> mass.programs
    (0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 2, 2, 8)
    >>> mass.low, bool(mass.low < mass.high < 0.126)
    (Fraction(27, 1024), True)
    """
    from ait.enumeration.blc_walk_kernel import FINISHED, NEVER

    space = Programs("halting", bits, quiet=quiet)
    whole = walk(space, workers=workers, executor=executor, checkpoint=checkpoint, resume=resume, progress=progress)
    unit = Fraction(1, 1 << bits)
    low, never = (int(whole["classes"][name]) * unit for name in (FINISHED, NEVER))
    counts, largest = (tuple(column) for column in whole["halting"].T.tolist())
    undecided = tuple(program(row) for row in whole["undecided"].tolist())
    return HaltingMass(bits, low, total_closed_mass()[1] - never, counts, largest, undecided)
