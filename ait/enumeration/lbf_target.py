"""The programs that can still write one given string: the walk over LBF, pruned at the first other symbol."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ait.enumeration.lbf import CODE_ARRAYS, NEVER, NOTHING, ROWS, STEPS, Programs, check, filled, fresh, unwalked
from ait.enumeration.space import Part
from ait.errors import InputError

LONGEST_TARGET = 1_000_000
LONGEST_TIMED = 1024
_SCALES = 40


@dataclass(frozen=True)
class LbfSearch(Programs):
    """All LBF programs of up to ``bits`` bits whose output agrees with ``target`` as far as both go.

    Attributes:
        bits: D, the longest programs (at most 48).
        target: the string, of 0 and 1, up to 1,000,000 symbols.
        halting: whether programs that have written the target are followed on, to see which of them halt there.
        timed: whether steps are recorded (targets of up to 1,024 symbols).
        steps: how many steps a program may make between two reads.

    The arrays of a part have an entry for every prefix of the target, by its length: those of ``LbfSpace``, and
    ``aside``: the mass that wrote the prefix but for its last symbol, which it wrote wrong.  When timed, further
    for each prefix and program size: ``tally``, the number of programs that take from 2^(i-1) + 1 to 2^i steps, and
    ``quickest``, the least number of steps and the least program that takes so few.

    Raises:
        InputError: if a limit is out of range, or the target is empty or not binary.
    """

    target: str
    halting: bool = False
    timed: bool = False
    steps: int = STEPS

    def __post_init__(self) -> None:
        check(self.bits, self.steps)
        if not isinstance(self.target, str):
            raise InputError(f"a search needs a string of 0 and 1, not {type(self.target).__name__}")
        if not 1 <= len(self.target) <= LONGEST_TARGET or self.target.strip("01"):
            raise InputError(f"a search needs a string of 0 and 1 with 1 to {LONGEST_TARGET} symbols")
        if self.timed and len(self.target) > LONGEST_TIMED:
            raise InputError(f"steps are recorded for up to {LONGEST_TIMED} symbols, not {len(self.target)}")

    def identity(self) -> dict[str, int | str]:
        """What makes two walks the same walk."""
        limits = {"bits": self.bits, "halting": int(self.halting), "timed": int(self.timed), "steps": self.steps}
        return {"machine": "lbf search", "format": 1, "target": self.target, **limits}

    @property
    def split(self) -> int:
        """A search meets far fewer programs than the whole walk, and its parts are short."""
        return min(max(self.bits - 25, 0), 12)

    def _columns(self) -> tuple[Part, np.ndarray, np.ndarray]:
        part, found = fresh(len(ROWS), len(self.target) + 2)
        shape = (len(self.target) + 1, self.bits + 1, 2 + _SCALES) if self.timed else (0, 0, 0)
        tally = np.zeros(shape, np.int64)
        if self.timed:
            tally[:, :, :2] = NEVER
            part |= {"quickest": tally[:, :, :2], "tally": tally[:, :, 2:]}
        return part, found, tally

    def empty(self) -> Part:
        """The result of no job at all."""
        return unwalked(self._columns()[0])

    def run_job(self, job: int) -> Part:
        """All programs under one prefix."""
        from ait.enumeration.lbf_kernel import walk as walk_prefix

        part, found, tally = self._columns()
        limits = (self.bits, len(self.target), not self.halting, self.steps)
        target = np.frombuffer(self.target.encode(), np.uint8) - ord("0")
        codes, given = self._machine()
        totals, undecided = walk_prefix(self.prefix(job), self.split, limits, codes, target, given, found, tally)
        return filled(part, totals, undecided)

    def _machine(self) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
        """The codes (bits, sizes) and the string on the second tape."""
        return CODE_ARRAYS, NOTHING
