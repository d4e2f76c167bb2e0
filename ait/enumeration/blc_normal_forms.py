"""The normal forms of all closed lambda terms of each size: how many have one, which is the largest, what is open.

The largest is the busy beaver of lambda calculus (A333479 of the OEIS), the number of terms with a normal form A333958.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from ait.enumeration.blc_terms import LONGEST, closed_term, count_closed, counts_table
from ait.enumeration.driver import Progress, walk
from ait.enumeration.space import Part
from ait.errors import InputError
from ait.machines.blc_code import decode
from ait.machines.blc_divergence import has_no_normal_form

_PER_JOB = 1 << 17
_QUICK_STEPS, _QUICK_TOKENS = 200, 2_000
_TERMS, _NORMAL, _LARGEST, _LARGEST_RANK, _STEPS = range(5)


@lru_cache(maxsize=4)
def _ranges(longest: int) -> list[tuple[int, int, int]]:
    """(size, first rank, last rank + 1) of each job."""
    return [
        (size, first, min(first + _PER_JOB, count_closed(size)))
        for size in range(4, longest + 1)
        for first in range(0, count_closed(size), _PER_JOB)
    ]


@dataclass(frozen=True)
class NormalForms:
    """All closed terms of 4 to ``longest`` bits, as a space for the driver.

    A term is reduced for 200 steps with simple loop checks; if that leaves it open, proofs that it has no normal form
    are tried, and then it is reduced again within ``steps`` and ``tokens``.
    """

    longest: int
    steps: int = 300_000
    tokens: int = 5_000

    def __post_init__(self) -> None:
        if not 4 <= self.longest <= LONGEST:
            raise InputError(f"longest = {self.longest}: closed terms have 4 to {LONGEST} bits here")
        if self.steps < 1 or self.tokens < self.longest:
            raise InputError(f"steps = {self.steps}, tokens = {self.tokens}: too few for terms of {self.longest} bits")

    def identity(self) -> dict[str, int | str]:
        return {
            "space": "normal forms of closed lambda terms",
            "format": 1,
            "longest": self.longest,
            "steps": self.steps,
            "tokens": self.tokens,
        }

    def job_count(self) -> int:
        return len(_ranges(self.longest))

    def run_job(self, job: int) -> Part:
        from ait.enumeration import blc_terms_kernel as kernels
        from ait.machines.blc_stack_kernel import new_machine

        size, first, stop = _ranges(self.longest)[job]
        open_ranks = np.zeros(stop - first, np.int64)
        table = counts_table(self.longest)
        machine = new_machine(min(_QUICK_TOKENS, self.tokens))
        totals = kernels.reduce_range(machine, table, size, first, stop, min(_QUICK_STEPS, self.steps), open_ranks)
        normal, largest = int(totals[kernels.NORMAL_COUNT]), int(totals[kernels.LARGEST])
        largest_rank = int(totals[kernels.LARGEST_RANK])
        undecided = []
        for rank in open_ranks[: totals[kernels.OPEN_COUNT]].tolist():
            reached = self._closer_look(size, rank)
            if reached is None:
                undecided.append((size, rank))
            elif reached > 0:
                normal += 1
                if (-reached, rank) < (-largest, largest_rank):
                    largest, largest_rank = reached, rank
        part = self.empty()
        part["sizes"][size] = stop - first, normal, largest, largest_rank, totals[kernels.TOTAL_STEPS]
        part["undecided"] = np.array(undecided, np.int64).reshape(-1, 2)
        return part

    def _closer_look(self, size: int, rank: int) -> int | None:
        """The size of the normal form, 0 if there provably is none, None if that stays open."""
        from ait.machines.blc_reduce_kernel import LOOPING, NORMAL, run_normal
        from ait.machines.blc_stack_kernel import SIZE, new_machine

        tokens, _ = decode(closed_term(size, rank))
        if has_no_normal_form(tokens):
            return 0
        machine = new_machine(self.tokens)
        status = run_normal(machine, np.array(tokens, np.int32), self.steps)
        if status == LOOPING:
            return 0
        return int(machine.registers[SIZE]) if status == NORMAL else None

    def empty(self) -> Part:
        sizes = np.zeros((self.longest + 1, 5), np.int64)
        sizes[:, _LARGEST_RANK] = -1
        return {"sizes": sizes, "undecided": np.zeros((0, 2), np.int64)}

    def merge(self, whole: Part, part: Part) -> Part:
        ours, theirs = whole["sizes"], part["sizes"]
        larger = theirs[:, _LARGEST] > ours[:, _LARGEST]
        earlier = theirs[:, _LARGEST_RANK] < ours[:, _LARGEST_RANK]
        better = larger | ((theirs[:, _LARGEST] == ours[:, _LARGEST]) & earlier & (theirs[:, _LARGEST] > 0))
        merged = ours + theirs
        for column in (_LARGEST, _LARGEST_RANK):
            merged[:, column] = np.where(better, theirs[:, column], ours[:, column])
        undecided = np.concatenate([whole["undecided"], part["undecided"]])
        order = np.lexsort((undecided[:, 1], undecided[:, 0]))
        return {"sizes": merged, "undecided": undecided[order]}

    def nodes(self, whole: Part) -> int:
        return int(whole["sizes"][:, _TERMS].sum())

    def share_done(self, whole: Part) -> float:
        return self.nodes(whole) / max(1, sum(count_closed(size) for size in range(self.longest + 1)))


@dataclass(frozen=True)
class SizeClass:
    """What is known of the closed terms of one size.

    Attributes:
        bits: their size.
        terms: how many there are.
        normal: how many of them were found to have a normal form.
        endless: how many provably have none; terms = normal + endless + len(undecided).
        undecided: the codes of the others.
        largest: the size in bits of the largest normal form found, 0 if there is no term; certain if none is undecided.
        witness: the code of the first term that has it, "" if there is none.
        steps: β-steps made for all of them, in the first, quick look.
    """

    bits: int
    terms: int
    normal: int
    endless: int
    undecided: tuple[str, ...]
    largest: int
    witness: str
    steps: int


def normal_forms(
    longest: int,
    *,
    steps: int = 300_000,
    tokens: int = 5_000,
    workers: int = 1,
    executor: Executor | None = None,
    checkpoint: Path | str | None = None,
    resume: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> list[SizeClass]:
    """Reduce every closed term of at most ``longest`` bits; entry i of the result is on terms of i bits.

    Args:
        longest: the greatest size in bits, 4 to 60.
        steps, tokens: the budget of terms that neither end quickly nor are proved endless.
        workers, executor, checkpoint, resume, progress: see :func:`ait.enumeration.driver.walk`.

    >>> [(row.terms, row.normal, row.largest) for row in normal_forms(21)[18:]]
    [(298, 297, 18), (431, 431, 19), (883, 882, 20), (1361, 1361, 22)]
    """
    space = NormalForms(longest, steps, tokens)
    part = walk(space, workers=workers, executor=executor, checkpoint=checkpoint, resume=resume, progress=progress)
    undecided: dict[int, list[str]] = {}
    for bits, rank in part["undecided"].tolist():
        undecided.setdefault(bits, []).append(closed_term(bits, rank))
    rows = []
    for bits, (terms, normal, largest, rank, made) in enumerate(part["sizes"].tolist()):
        open_terms = tuple(undecided.get(bits, ()))
        witness = closed_term(bits, rank) if rank >= 0 else ""
        endless = terms - normal - len(open_terms)
        rows.append(SizeClass(bits, terms, normal, endless, open_terms, largest, witness, made))
    return rows
