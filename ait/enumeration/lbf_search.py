"""Search all LBF programs of up to D bits for those that write one given string, and say what was found.

Everything the whole walk says about a string and its prefixes, for strings of any length and for larger D.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ait.enumeration.driver import Progress, walk
from ait.enumeration.lbf import NEVER, STEPS, verify
from ait.enumeration.lbf_target import LbfSearch
from ait.enumeration.space import Part
from ait.notebook import Shown

_KEY_SHIFT = 48


@dataclass(frozen=True)
class Program:
    """A program as its ``size`` bits, e.g. '1010001', and the number of symbols it is known to have written."""

    bits: str
    written: int

    @property
    def size(self) -> int:
        """Its length in bits."""
        return len(self.bits)


@dataclass(frozen=True, eq=False)
class Found(Shown):
    """What a search has found; ``complete`` is False where it was interrupted, and then what is unseen counts as open.

    Masses are integers in units of 2^-(D+4), for the prefix of the target that has ``size`` symbols.
    """

    space: LbfSearch
    part: Part
    complete: bool = True

    def _shown(self) -> Mapping[str, Any]:
        size = len(self.space.target)
        least = self.least(size)
        ends = (f"{mass * 2.0**-self.unit_bits:.6e}" for mass in (self.low(size), self.high(size)))
        return {
            "string": self.space.target,
            "programs of up to": f"{self.space.bits} bits",
            "M": " to ".join(ends),
            "a shortest program": "none found" if least is None else f"{least.bits} ({least.size} bits)",
            "certified": self.is_certified(size),
            "complete": self.complete,
        }

    @property
    def unit_bits(self) -> int:
        """Masses are in units of 2^-unit_bits: D + 4."""
        return self.space.bits + 4

    @cached_property
    def _unseen(self) -> int:
        return (1 << self.unit_bits) - int(self.part["classes"].sum())

    @cached_property
    def _open_before(self) -> list[int]:
        """For every prefix the open mass of its proper prefixes."""
        opened = self.part["open"][: len(self.space.target) + 1].tolist()
        sums = [self._unseen]
        for mass in opened:
            sums.append(sums[-1] + mass)
        return sums

    def low(self, size: int) -> int:
        """M_low: the mass of the programs that are known to write the prefix; for the empty one all there is."""
        return int(self.part["mass"][size]) if size else 1 << self.unit_bits

    def high(self, size: int) -> int:
        """M_up: M_low and the open mass of all proper prefixes."""
        return self.low(size) + self._open_before[size] if size else 1 << self.unit_bits

    def beside(self, size: int) -> int:
        """The mass of the programs that are known to write the prefix with its last symbol exchanged."""
        return int(self.part["aside"][size])

    def open_before(self, size: int) -> int:
        """The open mass of the proper prefixes: what might still write this prefix, or the other one."""
        return self._open_before[size]

    def halting_low(self) -> int:
        """m_low: the mass of programs that write the target and halt; only searches with ``halting`` know it."""
        return int(self.part["halted"][len(self.space.target)])

    def halting_high(self) -> int:
        """m_up: m_low and the open mass of all prefixes, the target itself among them."""
        return self.halting_low() + self._open_before[len(self.space.target) + 1]

    def least(self, size: int) -> Program | None:
        """A least program of the prefix: fewest bits, then least number; None if none was found."""
        return _program(int(self.part["least"][size]), size)

    def least_halting(self) -> Program | None:
        """A least program that writes the target and halts."""
        return _program(int(self.part["halted_least"][len(self.space.target)]), len(self.space.target))

    def quickest(self, size: int) -> dict[int, tuple[int, Program]]:
        """By program size the fewest steps in which such a program writes the prefix, and the least that does so.

        A step is one executed instruction; timed searches only.
        """
        rows = self.part["quickest"][size].tolist()
        return {
            count: (steps, Program(format(bits, f"0{count}b"), size))
            for count, (steps, bits) in enumerate(rows)
            if steps != NEVER
        }

    def in_the_way(self, size: int, shorter_than: int) -> tuple[Program, ...]:
        """The undecided programs of fewer bits that might still write the prefix."""
        rows = self.part["undecided"].tolist()
        return tuple(
            Program(format(bits, f"0{count}b"), written)
            for bits, count, written in rows
            if count < shorter_than and written < size
        )

    def is_certified(self, size: int) -> bool:
        """Whether the least program of the prefix is proved to be least: Km is exactly its size."""
        least = self.least(size)
        return self.complete and least is not None and not self.in_the_way(size, least.size)


class SearchInterrupted(KeyboardInterrupt):
    """Ctrl-C during a search; ``found`` is what was found until then."""

    def __init__(self, found: Found) -> None:
        super().__init__()
        self.found = found


def search(
    target: str,
    *,
    bits: int,
    halting: bool = False,
    timed: bool = False,
    steps: int = STEPS,
    workers: int = 1,
    executor: Executor | None = None,
    checkpoint: Path | str | None = None,
    resume: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Found:
    """Run every LBF program of up to ``bits`` bits that can still write ``target``.

    Args:
        target: a string of 0 and 1.
        bits, halting, timed, steps: see :class:`LbfSearch`.
        workers, executor, checkpoint, resume, progress: see :func:`ait.enumeration.driver.walk`.

    Raises:
        InputError: if a limit is out of range. Further errors as for ``walk``.
        SearchInterrupted: at Ctrl-C, with what was found until then.

    >>> found = search("100", bits=16)
    >>> found.least(3).bits, found.is_certified(3), found.low(1) / 2**4
    ('1011000100', True, 4952.0)
    """
    options = {"workers": workers, "executor": executor, "checkpoint": checkpoint, "resume": resume}
    return run_search(LbfSearch(bits, target, halting, timed, steps), progress=progress, **options)


def run_search(space: LbfSearch, **options: Any) -> Found:
    """Walk a search to its end; options and errors as for :func:`search`."""
    kept = _Keeping(space)
    try:
        whole = walk(kept, **options)
    except KeyboardInterrupt as interrupt:
        raise SearchInterrupted(Found(space, kept.whole, complete=False)) from interrupt
    return Found(space, verify(space, whole))


class _Keeping:
    """A space that remembers the last whole, so that an interrupted walk leaves something."""

    def __init__(self, space: LbfSearch) -> None:
        self._space, self.whole = space, space.empty()
        self.identity, self.job_count, self.run_job = space.identity, space.job_count, space.run_job
        self.empty, self.nodes, self.share_done = space.empty, space.nodes, space.share_done

    def merge(self, whole: Part, part: Part) -> Part:
        self.whole = self._space.merge(whole, part)
        return self.whole


def _program(key: int, written: int) -> Program | None:
    if key == NEVER:
        return None
    size = key >> _KEY_SHIFT
    return Program(format(key & (1 << _KEY_SHIFT) - 1, f"0{size}b"), written)
