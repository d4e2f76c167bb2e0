"""The space of all LBF programs of up to D bits, with exact masses and a least program for every short output.

Masses are integers in units of 2^-(D+4).  Every program of D bits ends up in exactly one class: it has written the
recorded length (``reached``), halted, is proved to write nothing more and never to halt (``dead``), was given up
after its step budget (``undecided``), wants more bits than D (``unexpanded``), or, when a target is given, has
written something else (``aside``).  The classes sum to 2^(D+4), which is checked after every walk.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from ait.enumeration.space import Part
from ait.errors import AitError, InputError
from ait.machines.lbf import CODES

CLASSES = ("reached", "halted", "dead", "undecided", "unexpanded", "aside")
LARGEST_BITS = 48
LONGEST_OUTPUT = 22
STEPS = 4096
"""How many steps a program may make between two reads before it is given up as undecided."""
MOST_STEPS = 100_000
TOTALS_SIZE = len(CLASSES) + 3

ROWS = ("mass", "least", "open", "halted", "halted_least", "aside")
NEVER = int(np.iinfo(np.int64).max)
"""Where a least program would stand, when none was found."""

_FORMAT = 1
_LEAST_ROWS = ("least", "halted_least")
CODE_ARRAYS = (
    np.array([int(code, 2) for code in CODES.values()], np.int64),
    np.array([len(code) for code in CODES.values()], np.int64),
)
NOTHING = np.zeros(0, np.uint8)


@dataclass(frozen=True)
class Programs(ABC):
    """What both spaces share: jobs are the prefixes of ``split`` bits, parts are added up."""

    bits: int

    @property
    @abstractmethod
    def split(self) -> int:
        """How many bits of a program its job fixes."""

    @abstractmethod
    def empty(self) -> Part:
        """The result of no job at all."""

    def job_count(self) -> int:
        """One job for each prefix; a leaf above several of them is counted by the first."""
        return 1 << self.split

    def prefix(self, job: int) -> int:
        """The first ``split`` bits of a job's programs: the job's number with its bits reversed.

        So the first few jobs are a fair sample of all, and the time that is left can be told from them.
        """
        return int(format(job, f"0{self.split}b")[::-1], 2) if self.split else 0

    def merge(self, whole: Part, part: Part) -> Part:
        """Add ``part`` into ``whole``: masses add, least programs compete, undecided programs are listed in order."""
        for name, array in part.items():
            if name in _LEAST_ROWS:
                np.minimum(whole[name], array, out=whole[name])
            elif name == "quickest":
                (steps, bits), (fewer, least) = np.moveaxis(whole[name], 2, 0), np.moveaxis(array, 2, 0)
                better = (fewer < steps) | ((fewer == steps) & (least < bits))
                whole[name][better] = array[better]
            elif name != "undecided":
                whole[name] += array
        rows = np.concatenate([whole["undecided"], part["undecided"]])
        whole["undecided"] = rows[np.lexsort((rows[:, 0], rows[:, 1]))]
        return whole

    def nodes(self, whole: Part) -> int:
        """How many programs were run: each bound instruction and each data bit makes one."""
        return int(whole["nodes"][0])

    def share_done(self, whole: Part) -> float:
        """The share of the program mass that is accounted for."""
        return float(whole["classes"].sum()) / 2.0 ** (self.bits + 4)


@dataclass(frozen=True)
class LbfSpace(Programs):
    """All LBF programs of up to ``bits`` bits.

    Attributes:
        bits: D, the longest programs (at most 48).
        length: L, outputs of up to so many symbols are recorded (1 to 22; a part takes
            80 bytes times 2^L).
        capped: whether a program is left alone once it has written ``length`` symbols; else it is followed on, so
            that all halting mass is seen, and is dead once it can neither halt nor reach new code.
        steps: how many steps a program may make between two reads.

    A part holds arrays over all outputs of up to L symbols, indexed by the number whose binary digits are 1 and then
    the output (the empty output is 1; index 0 gathers longer outputs): ``mass`` (M_low in units of 2^-(D+4)),
    ``least`` (the least program: size << 48 | bits), ``open`` (undecided and unexpanded mass by the output so far),
    ``halted`` and ``halted_least`` (programs that halt with exactly this output); further ``classes`` (see
    ``CLASSES``), ``nodes`` (1 entry), and ``undecided``, shape (n, 3): bits, size, and output so far as index.

    Raises:
        InputError: if a limit is out of range.

    >>> part = LbfSpace(16, 4).run_job(0)
    >>> int(part["mass"][0b10]) / 2**4, int(part["least"][0b11]) >> 48
    (23439.0, 5)
    """

    length: int
    capped: bool = True
    steps: int = STEPS

    def __post_init__(self) -> None:
        check(self.bits, self.steps)
        if not 1 <= self.length <= LONGEST_OUTPUT:
            raise InputError(f"outputs of 1 to {LONGEST_OUTPUT} symbols can be recorded, not {self.length}")

    def identity(self) -> dict[str, int | str]:
        """What makes two walks the same walk."""
        limits = {"bits": self.bits, "length": self.length, "capped": int(self.capped), "steps": self.steps}
        return {"machine": "lbf", "format": _FORMAT, **limits}

    @property
    def split(self) -> int:
        """Jobs of up to about 2^22 programs, at most 1,024 of them: a part is as long as there are outputs."""
        return min(max(self.bits - 25, 0), 10)

    def empty(self) -> Part:
        """The result of no job at all."""
        return unwalked(fresh(5, 2 << self.length)[0])

    def run_job(self, job: int) -> Part:
        """All programs under one prefix."""
        from ait.enumeration.lbf_kernel import walk

        part, found = fresh(5, 2 << self.length)
        limits = (self.bits, self.length, self.capped, self.steps)
        tally = np.zeros((0, 0, 0), np.int64)
        totals, undecided = walk(self.prefix(job), self.split, limits, CODE_ARRAYS, NOTHING, NOTHING, found, tally)
        return filled(part, totals, undecided)


def check(bits: int, steps: int) -> None:
    """Raise InputError unless such programs can be walked with such a budget."""
    if not all(hasattr(limit, "__index__") for limit in (bits, steps)):
        raise InputError(f"bits = {bits!r}, steps = {steps!r}: limits are whole numbers")
    if not 4 <= bits <= LARGEST_BITS:
        raise InputError(f"LBF programs of 4 to {LARGEST_BITS} bits can be walked, not {bits}")
    if not 1 <= steps <= MOST_STEPS:
        raise InputError(f"a step budget lies between 1 and {MOST_STEPS}, not {steps}")


def fresh(rows: int, width: int) -> tuple[Part, np.ndarray]:
    """The columns of an empty part, and the one array whose rows they are."""
    found = np.zeros((rows, width), np.int64)
    part = dict(zip(ROWS, found, strict=False))
    part["least"][:] = part["halted_least"][:] = NEVER
    return part, found


def filled(part: Part, totals: np.ndarray, undecided: np.ndarray) -> Part:
    """A part with its columns, the totals that a walk returns, and its undecided programs."""
    return {**part, "classes": totals[: len(CLASSES)], "nodes": totals[len(CLASSES) :][:1], "undecided": undecided}


def unwalked(part: Part) -> Part:
    """A part of no job at all, from empty columns."""
    return filled(part, np.zeros(TOTALS_SIZE, np.int64), np.zeros((0, 3), np.int64))


def verify(space: Programs, whole: Part) -> Part:
    """``whole`` as it is, once its classes are seen to sum to the whole space (AitError otherwise)."""
    total = int(whole["classes"].sum())
    if total != 1 << (space.bits + 4):
        raise AitError(f"the classes of a finished walk sum to {total}, not to 2^{space.bits + 4}: please report this")
    return whole
