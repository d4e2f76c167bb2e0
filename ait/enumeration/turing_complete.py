"""The space of all two-symbol Turing machines with n states, with no step limit: nothing is left undecided.

A short walk comes first.  Each machine that it leaves open is then decided by :mod:`ait.enumeration.turing_late`: it
never halts, or it halts late, and then its children are walked and decided in the same way.  That needs the busy
beaver, so there are at most 5 states.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ait.enumeration import turing_frame_kernel as node
from ait.enumeration import turing_late, turing_parts
from ait.enumeration.space import Part
from ait.enumeration.turing import TuringSpace
from ait.errors import AitError, InputError

FIRST_STEPS, FIRST_NGRAM = 500, 3
"""The short walk: longer ones, or ones without n-grams, take more time in all."""

COMPLETE_FORMAT = 1
_LATE = ("late_number", "late_steps", "late_machines")


@dataclass(frozen=True)
class CompleteTuringSpace(TuringSpace):
    """All machines with ``states`` states and two symbols, each decided; ``steps`` and ``ngram`` are the first walk's.

    A walk's part holds what :class:`~ait.enumeration.turing.TuringSpace` says, nothing undecided, and besides:

    * the late halters, nodes that halt in more than ``steps`` steps, by number: ``late_number`` (the published number,
      undefined entries being digit 0, halt and write 0), ``late_steps`` (uint32, the halting step included),
      ``late_machines`` (reduced machines that halt there); ``halting_by_steps`` holds the others;
    * ``decided``, shape (stages + 2,): how many nodes that the first walk left open each of ``turing_late.STAGES``
      proved never to halt, then how many ran as many steps as the busy beaver, and how many halted.

    Raises:
        InputError: if ``states`` is not 1 to 5, or as for TuringSpace.

    >>> from ait.enumeration.driver import walk
    >>> walk(CompleteTuringSpace(2, 3))["machines"].tolist()
    [522, 1478, 0]
    """

    steps: int = FIRST_STEPS
    ngram: int = FIRST_NGRAM

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.states not in turing_late.BUSY_BEAVER:
            raise InputError(
                f"states = {self.states}: every machine can be decided for 1 to {max(turing_late.BUSY_BEAVER)} states,"
                " whose busy beaver is known; give a step limit"
            )

    @property
    def busy_beaver(self) -> int:
        """The most steps of any machine of this space that halts."""
        return turing_late.BUSY_BEAVER[self.states]

    def identity(self) -> dict[str, int | str]:
        """What makes two walks the same walk."""
        return {**super().identity(), "complete": COMPLETE_FORMAT}

    def run_job(self, job: int) -> Part:
        """Walk the subtrees that belong to one job and decide every machine; errors as for TuringSpace."""
        jobs = self.job_count()
        if not 0 <= job < jobs:
            raise InputError(f"job = {job}: this walk has the jobs 0 to {jobs - 1}")
        trunk, subtrees, ends = turing_parts.trunk(self.states, self.steps, self.ngram, keep_open=True)
        branches, open_ends = self._explore(subtrees[job::jobs])
        if job:
            return self._decide(branches, open_ends)
        return self._decide(self.merge(branches, self._own(trunk)), np.concatenate([ends, open_ends]))

    def empty(self) -> Part:
        """The result of no job at all."""
        return self._own(super().empty())

    def merge(self, whole: Part, part: Part) -> Part:
        """Both parts added up, in any order."""
        numbers = np.concatenate([whole["late_number"], part["late_number"]])
        order = np.argsort(numbers, kind="stable")
        late = {name: np.concatenate([whole[name], part[name]])[order] for name in _LATE}
        return {**super().merge(whole, part), **late, "decided": whole["decided"] + part["decided"]}

    def check(self, whole: Part) -> None:
        """Insist that a finished walk accounts for every machine, exactly, and that none is undecided (AitError)."""
        super().check(whole)
        undecided = int(whole["machines"][2])
        timed = int(whole["halting_by_steps"].sum() + whole["late_machines"].sum())
        if undecided or timed != int(whole["machines"][0]):
            raise AitError(
                f"{undecided} machines are undecided and {timed} of {int(whole['machines'][0])} have a halting time:"
                " this walk is not finished, or damaged"
            )

    def _own(self, part: Part) -> Part:
        """A part of the first walk with room for what comes after."""
        return {
            **part,
            "late_number": np.zeros(0, np.uint64),
            "late_steps": np.zeros(0, np.uint32),
            "late_machines": np.zeros(0, np.uint64),
            "decided": np.zeros(len(turing_late.STAGES) + 2, np.uint64),
        }

    def _explore(self, roots: np.ndarray) -> tuple[Part, np.ndarray]:
        part, open_ends = turing_parts.explore(roots, self.states, self.steps, self.ngram, keep_open=True)
        return self._own(part), open_ends

    def _decide(self, part: Part, open_ends: np.ndarray) -> Part:
        """The part once every machine left open is decided, and all that descends from those that halt."""
        while len(open_ends):
            machines = turing_late.tables(open_ends, self.states)
            fates = turing_late.fates(machines, self.busy_beaver)
            late = fates.halts
            ends = [
                turing_late.end_of(machines[row], int(fates.steps[row]), int(fates.lefts[row]), int(fates.rights[row]))
                for row in np.flatnonzero(late)
            ]
            parents = open_ends[late].copy()
            part = self.merge(part, self._settled(open_ends, fates, parents, ends))
            branches, open_ends = self._explore(_prepared(parents, ends, self.states))
            part = self.merge(part, branches)
        return part

    def _settled(
        self, frames: np.ndarray, fates: turing_late.Fates, parents: np.ndarray, ends: list[turing_late.End]
    ) -> Part:
        """What the verdicts change: the nodes' machines are undecided no longer. Differences wrap, sums do not."""
        radix = 4 * self.states + 2
        part = self.empty()
        powers = np.array([radix**power for power in range(2 * self.states)], np.uint64)
        machines = frames[:, node.WEIGHT] * powers[frames[:, node.OPEN].astype(np.int64)]
        spans = (frames[:, node.LEFT_CELLS] + frames[:, node.RIGHT_CELLS]).astype(np.int64) + 1
        np.subtract.at(part["undecided_by_span"], spans, machines)
        shares = parents[:, node.WEIGHT] * powers[parents[:, node.OPEN].astype(np.int64) - 1]
        # The last entry undefined: any other instruction there makes a machine that runs on.
        last = parents[parents[:, node.OPEN] == 1]
        running = machines[~fates.halts].sum() + last[:, node.WEIGHT].sum() * np.uint64(4 * self.states)
        part["machines"][:] = 2 * shares.sum(), running, _negative(machines.sum())
        part["nodes"][2:4] = len(parents), _negative(len(frames))
        part["decided"] += np.bincount(fates.stage, minlength=len(part["decided"])).astype(np.uint64)
        part["late_number"], part["late_machines"] = parents[:, node.NUMBER], 2 * shares
        part["late_steps"] = np.array([end.steps + 1 for end in ends], np.uint32)
        part.update(turing_parts.output_columns(_outputs(parents, ends, shares, powers)))
        return self.merge(self.empty(), part)


def _negative(amount: int | np.uint64) -> int:
    """What adds up with ``amount`` to 0 in 64 bits."""
    return -int(amount) % 2**64


def _outputs(
    parents: np.ndarray, ends: list[turing_late.End], shares: np.ndarray, powers: np.ndarray
) -> Iterator[tuple[str, int, int, int]]:
    """The two outputs of every late halter, head cell 0 and 1: (string, machines, steps, number)."""
    for parent, end, share in zip(parents, ends, shares.tolist(), strict=True):
        for symbol in (0, 1):
            cells = end.cells.copy()
            cells[end.head] = symbol
            number = int(parent[node.NUMBER]) + symbol * int(powers[end.entry])
            yield (cells + ord("0")).tobytes().decode(), share, end.steps + 1, number


def _prepared(parents: np.ndarray, ends: list[turing_late.End], states: int) -> np.ndarray:
    """Late halters as roots of their children, which run from the start; those with an entry left besides."""
    for parent, end in zip(parents, ends, strict=True):
        parent[node.ENTRY], parent[node.STEPS], parent[node.WIDE] = end.entry, end.steps, 1
        node.prepare(parent, states)
    return parents[parents[:, node.OPEN] > 1]
