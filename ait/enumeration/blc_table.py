"""KM and the universal prior M of all short strings in binary lambda calculus, by running all programs up to a length.

The machine and the complexities are defined in :mod:`ait.machines.blc`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from ait.enumeration.blc_programs import LONGEST_TABLE, Programs
from ait.enumeration.blc_rows import printed
from ait.enumeration.blc_search import IDENTITY, Program, listed_program
from ait.enumeration.blc_terms import closed_mass, total_closed_mass
from ait.enumeration.driver import Progress, walk
from ait.errors import InputError


@dataclass(frozen=True, eq=False)
class MonotoneTable:
    """KM and the universal prior M of every binary string up to a length.

    String x has row 2^|x| - 1 + x, x read as a binary number.

    Attributes:
        length: the longest strings.
        budget: all programs up to so many bits were run.
        least: int64, shape (rows, 5): of the shortest program: bits, steps, code bits, rank of the term, data.
        mass: int64: of the programs of minimal length that print x, in units of 2^-budget.
        open_mass: int64: of the programs that go on after printing x and nothing more, likewise.
        undecided: rows (code bits, rank, data bits, data, 0, output bits, output) of programs that were given up.
    """

    length: int
    budget: int
    least: np.ndarray
    mass: np.ndarray
    open_mass: np.ndarray
    undecided: np.ndarray

    def _row(self, x: str) -> int:
        if not x or len(x) > self.length or not set(x) <= set("01"):
            raise InputError(f"{x!r}: this table holds the binary strings of 1 to {self.length} bits")
        return (1 << len(x)) - 1 + int(x, 2)

    def program(self, x: str) -> Program | None:
        """The shortest program of x, None if none was found."""
        bits, *row = self.least[self._row(x)].tolist()
        return listed_program(bits, row) if bits <= self.budget else None

    def complexity(self, x: str) -> tuple[int, int]:
        """Proved bounds on KM(x) in bits, from below and from above; they are equal if it is certified."""
        found = min(int(self.least[self._row(x), 0]), len(x) + len(IDENTITY))
        # Only an undecided program whose output is a proper beginning of x could still print x.
        rows = [row for row in self.undecided.tolist() if row[5] < len(x) and printed(row) == x[: row[5]]]
        shortest = min((row[0] + row[2] for row in rows), default=self.budget + 1)
        return min(found, shortest, self.budget + 1), found

    def complexities(self, length: int) -> np.ndarray:
        """The least program lengths of all strings of one length, in order; int64, shape (2^length,)."""
        self._row("0" * length)
        first = (1 << length) - 1
        least: np.ndarray = np.minimum(self.least[first : 2 * first + 1, 0], length + len(IDENTITY))
        return least

    def prior(self, x: str) -> tuple[Fraction, Fraction]:
        """Proved bounds on M(x), the mass of all programs whose output begins with x."""
        unit = Fraction(1, 1 << self.budget)
        low = int(self.mass[self._row(x)]) * unit
        beginnings = [(1 << n) - 1 + (int(x[:n], 2) if n else 0) for n in range(len(x))]
        still_open = sum(int(self.open_mass[row]) for row in beginnings) * unit
        beyond = total_closed_mass()[1] - closed_mass(self.budget)
        return low, low + still_open + beyond


def monotone_table(
    length: int,
    bits: int | None = None,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    checkpoint: Path | str | None = None,
    resume: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> MonotoneTable:
    """Walk all programs of at most ``bits`` bits (default: length + 4); KM and M of all strings up to ``length``.

    Args:
        length: 1 to 20.
        bits: the greatest program length.
        workers, executor, checkpoint, resume, progress: see :func:`ait.enumeration.driver.walk`.

    >>> table = monotone_table(6)
    >>> set(table.complexities(6).tolist()), table.complexity("011010"), table.program("011010").bits
    ({10}, (10, 10), '0010011010')
    """
    if not 1 <= length <= LONGEST_TABLE:
        raise InputError(f"length = {length}: strings of 1 to {LONGEST_TABLE} bits can be tabled")
    budget = length + len(IDENTITY) if bits is None else bits
    space = Programs("monotone", budget, length, length)
    whole = walk(space, workers=workers, executor=executor, checkpoint=checkpoint, resume=resume, progress=progress)
    columns = (whole[name] for name in ("least", "mass", "open mass", "undecided"))
    return MonotoneTable(length, budget, *columns)
