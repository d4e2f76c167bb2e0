"""All programs of binary lambda calculus up to a length, as a space for the driver: what they print, which ones halt.

A program is the code of a closed term M followed by data bits d.  It is asked one of three things:

* ``monotone``: which bits it prints, M being applied to the endless list of its data and read lazily;
* ``plain``: which finite list M (d : nil) is;
* ``halting``: whether M (d : Ω), where Ω has no normal form, has one.

Data bits count when they are read, so each walk is a tree and its masses are exact, in units of 2^-bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ait.enumeration.blc_rows import program
from ait.enumeration.blc_terms import LONGEST, closed_mass, count_closed, counts_table
from ait.enumeration.space import Part
from ait.errors import InputError
from ait.machines.blc_silent import Silent, never_goes_on

MODES = ("monotone", "plain", "halting")
LONGEST_TABLE = 20

_SPLIT = 16  # a term with a data tree deeper than this is several jobs
_PER_JOB = 18  # log2 of the programs that a job of several terms may have
_ROWS = 1 << 10
_COLUMNS = 7  # of the lists of programs, see blc_walk_kernel


@lru_cache(maxsize=4)
def _jobs(bits: int, deepest: int, per_job: int) -> list[tuple[int, int, int, int, int]]:
    """(code bits, first rank, last rank + 1, data prefix, its length) of each job."""
    jobs = []
    for size in range(4, bits + 1):
        split = max(0, bits - size - deepest)
        step = 1 if split else 1 << max(0, per_job - (bits - size))
        for first in range(0, count_closed(size), step):
            stop = min(first + step, count_closed(size))
            jobs += [(size, first, stop, prefix, split) for prefix in range(1 << split)]
    return jobs


@dataclass(frozen=True)
class Programs:
    """All programs of at most ``bits`` bits.

    Attributes:
        mode: what is asked of them, one of MODES.
        bits: the greatest length.
        length: outputs are followed to so many bits.
        table: of outputs up to so many bits, every single one is accounted for.
        quiet: a program that makes so many steps without reading or printing is left undecided, unless proved endless.
        tokens: the space that a program may use.
    """

    mode: str
    bits: int
    length: int = 0
    table: int = 0
    quiet: int = 200
    tokens: int = 2_000

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise InputError(f"mode {self.mode!r} is not one of {', '.join(MODES)}")
        if not 4 <= self.bits <= LONGEST:
            raise InputError(f"bits = {self.bits}: programs of 4 to {LONGEST} bits can be walked")
        if not 0 <= self.table <= min(self.length, LONGEST_TABLE):
            raise InputError(
                f"table = {self.table}: outputs are tabled up to {LONGEST_TABLE} bits, and to length = {self.length}"
            )
        if not 0 <= self.length <= LONGEST or self.quiet < 1 or self.tokens < 2 * self.bits:
            raise InputError(f"length = {self.length}, quiet = {self.quiet}, tokens = {self.tokens}: out of range")

    def identity(self) -> dict[str, int | str]:
        return {
            "space": f"programs of binary lambda calculus, {self.mode}",
            "format": 1,
            "bits": self.bits,
            "length": self.length,
            "table": self.table,
            "quiet": self.quiet,
            "tokens": self.tokens,
        }

    def job_count(self) -> int:
        return len(_jobs(self.bits, _SPLIT, _PER_JOB))

    def run_job(self, job: int) -> Part:
        return self.run_range(*_jobs(self.bits, _SPLIT, _PER_JOB)[job])

    def run_range(
        self, size: int, first: int, stop: int, prefix: int = 0, split: int = 0, target: str | None = None
    ) -> Part:
        """Walk the programs of one range of terms, with data that begin with ``prefix`` (``split`` bits).

        With a ``target``, programs are abandoned at the first bit printed that it does not have, and row 0 of "least"
        and "mass" is the target's.
        """
        from ait.enumeration import blc_programs_kernel as kernels
        from ait.enumeration.blc_walk_kernel import SETTINGS, TARGET, TARGET_BITS, Walk
        from ait.machines.blc_stack_kernel import REGISTERS, new_machine

        machine = new_machine(self.tokens, data_bits=self.bits)
        depth = self.bits - 3
        frames = kernels.Frames(
            np.zeros((depth, self.tokens), np.int32),
            np.zeros((depth, self.tokens if self.mode == "halting" else 2, 2), np.int64),
            np.zeros((depth, REGISTERS), np.int64),
            np.zeros(depth, np.int64),
        )
        settings = np.zeros(SETTINGS, np.int64)
        settings[:6] = MODES.index(self.mode), self.bits, self.length, self.quiet, prefix, split
        settings[TARGET] = int(target, 2) if target else 0
        settings[TARGET_BITS] = -1 if target is None else len(target)
        rows = _ROWS
        while True:
            part = self.empty()
            part["undecided"], part["shortcuts"] = (
                np.zeros((rows, _COLUMNS), np.int64),
                np.zeros((rows, _COLUMNS), np.int64),
            )
            counts = np.zeros(3, np.int64)
            walk = Walk(
                settings=settings,
                least=part["least"],
                mass=part["mass"],
                open_mass=part["open mass"],
                classes=part["classes"],
                halting=part["halting"],
                undecided=part["undecided"],
                shortcuts=part["shortcuts"],
                counts=counts,
            )
            kernels.explore_range(machine, walk, frames, counts_table(self.bits), size, first, stop)
            if max(counts[:2]) <= rows:
                break
            rows = int(max(counts[:2]))  # the lists were too short: once more, with room
        part["undecided"], part["shortcuts"] = part["undecided"][: counts[0]], part["shortcuts"][: counts[1]]
        part["programs"][0] = counts[2]
        return self._settled(part)

    def _settled(self, part: Part) -> Part:
        """Take the programs off the undecided list that provably never go on."""
        from ait.enumeration.blc_walk_kernel import NEVER, UNDECIDED

        left = []
        for row in part["undecided"].tolist():
            code, data = program(row)
            ended, printed, output = row[4:]
            mass = 0 if ended else 1 << (self.bits - len(code) - len(data))
            if never_goes_on(Silent(code, data, printed, bool(ended), self.mode == "halting"), self.tokens):
                part["classes"][UNDECIDED] -= mass
                part["classes"][NEVER] += mass
            else:
                left.append(row)
                if printed <= self.table:
                    part["open mass"][(1 << printed) - 1 + output] += mass
        part["undecided"] = np.array(left, np.int64).reshape(-1, _COLUMNS)
        return part

    def empty(self) -> Part:
        from ait.enumeration.blc_walk_kernel import CLASSES, NEVER_FOUND

        outputs = (2 << self.table) - 1
        return {
            "least": np.full((outputs, 5), NEVER_FOUND, np.int64),
            "mass": np.zeros(outputs, np.int64),
            "open mass": np.zeros(outputs, np.int64),
            "classes": np.zeros(CLASSES, np.int64),
            "halting": np.zeros((self.bits + 1, 2), np.int64),
            "undecided": np.zeros((0, _COLUMNS), np.int64),
            "shortcuts": np.zeros((0, _COLUMNS), np.int64),
            "programs": np.zeros(1, np.int64),
        }

    def merge(self, whole: Part, part: Part) -> Part:
        for name in ("mass", "open mass", "classes", "programs"):
            whole[name] += part[name]
        whole["halting"][:, 0] += part["halting"][:, 0]
        np.maximum(whole["halting"][:, 1], part["halting"][:, 1], out=whole["halting"][:, 1])
        better = _first_is_less(part["least"], whole["least"])
        whole["least"][better] = part["least"][better]
        for name in ("undecided", "shortcuts"):
            rows = np.concatenate([whole[name], part[name]])
            whole[name] = rows[np.lexsort(rows.T[::-1])]
        return whole

    def nodes(self, whole: Part) -> int:
        return int(whole["programs"][0])

    def share_done(self, whole: Part) -> float:
        return float(whole["classes"].sum() / (closed_mass(self.bits) * (1 << self.bits)))


def _first_is_less(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """For each row, whether the first table's comes first in lexicographic order."""
    less = np.zeros(len(first), np.bool_)
    equal = np.ones(len(first), np.bool_)
    for column in range(first.shape[1]):
        less |= equal & (first[:, column] < second[:, column])
        equal &= first[:, column] == second[:, column]
    return less
