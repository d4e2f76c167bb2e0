"""The spaces of machines with three or four symbols whose busy beaver is proved, with no step limit.

As :mod:`ait.enumeration.turing_complete` does for two symbols: each machine that a short walk leaves open is proved
never to halt, or run for as many steps as any machine of its size that halts, and the children of those that do are
walked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ait.enumeration import symbols_parts as parts
from ait.enumeration import symbols_step_kernel as step
from ait.enumeration import symbols_walk_kernel as node
from ait.enumeration import turing_late
from ait.enumeration.closure_kernel import NEXT_PLACE, UNDEFINED, WRITE_PLACE
from ait.enumeration.space import Part
from ait.enumeration.symbols import PROVED_STEPS, SymbolsSpace
from ait.errors import AitError, InputError
from ait.tables.patterns import pattern_words

FIRST_STEPS = 200
_LATE = ("late_number", "late_steps", "late_machines")


@dataclass(frozen=True)
class CompleteSymbolsSpace(SymbolsSpace):
    """All machines of (2,3) or (2,4), each decided; ``steps`` is the first walk's limit.

    A walk's part holds what :class:`~ait.enumeration.symbols.SymbolsSpace` says, nothing undecided, and the late
    halters: ``late_number``, ``late_steps`` (uint32) and ``late_machines``, as in
    :class:`~ait.enumeration.turing_complete.CompleteTuringSpace`.

    Raises:
        InputError: if the busy beaver of this size is not known, or as for SymbolsSpace.

    >>> from ait.enumeration.driver import walk
    >>> walk(CompleteSymbolsSpace(2, 3, 5))["machines"].tolist()
    [676017, 1602108, 0, 0]
    """

    steps: int = FIRST_STEPS

    def __post_init__(self) -> None:
        if (self.states, self.symbols) not in PROVED_STEPS:
            known = ", ".join(f"({states},{symbols})" for states, symbols in PROVED_STEPS)
            raise InputError(
                f"({self.states},{self.symbols}): beyond two symbols every machine can be decided for {known}, whose"
                " busy beaver is proved; give a step limit"
            )
        super().__post_init__()

    @property
    def busy_beaver(self) -> int:
        """The most steps of any machine of this space that halts."""
        return PROVED_STEPS[self.states, self.symbols]

    def identity(self) -> dict[str, int | str]:
        """What makes two walks the same walk."""
        return {**super().identity(), "complete": 1}

    def run_job(self, job: int) -> Part:
        """The whole walk, which takes seconds: there is one job."""
        if job != 0:
            raise InputError(f"job = {job}: this walk has the jobs 0 to 0")
        return self._decide(*self._explore(parts.root(self.states, self.symbols)))

    def empty(self) -> Part:
        """The result of no job at all."""
        return self._own(super().empty())

    def merge(self, whole: Part, part: Part) -> Part:
        """Both parts added up, in any order."""
        order = np.argsort(np.concatenate([whole["late_number"], part["late_number"]]), kind="stable")
        late = {name: np.concatenate([whole[name], part[name]])[order] for name in _LATE}
        return {**super().merge(whole, part), **late}

    def check(self, whole: Part) -> None:
        """Insist that a finished walk accounts for every machine, exactly, and that none is undecided (AitError)."""
        super().check(whole)
        halting, _, undecided, _ = (int(count) for count in whole["machines"])
        timed = int(whole["halting_by_steps"].sum() + whole["late_machines"].sum())
        if undecided or timed != halting:
            raise AitError(f"{undecided} machines are undecided, and {timed} of {halting} have a halting time")

    def _own(self, part: Part) -> Part:
        kinds = (np.uint64, np.uint32, np.uint64)
        return {**part, **{name: np.zeros(0, kind) for name, kind in zip(_LATE, kinds, strict=True)}}

    def _explore(self, roots: np.ndarray) -> tuple[Part, np.ndarray]:
        part, kept = parts.explore(roots, self.states, self.symbols, self.steps, keep_open=True)
        return self._own(part), kept

    def _decide(self, part: Part, frames: np.ndarray) -> Part:
        while len(frames):
            machines = _tables(frames[:, node.FRAME :].astype(np.int64) - 1, self.symbols)
            fates = turing_late.fates(machines, self.busy_beaver, self.symbols)
            ends = [
                turing_late.end_of(
                    machines[row], int(fates.steps[row]), int(fates.lefts[row]), int(fates.rights[row]), self.symbols
                )
                for row in np.flatnonzero(fates.halts)
            ]
            late = frames[fates.halts].copy()
            part = self.merge(part, self._settled(frames, fates.halts, late, ends))
            branches, frames = self._explore(self._prepared(late, ends))
            part = self.merge(part, branches)
        return part

    def _settled(self, frames: np.ndarray, halts: np.ndarray, late: np.ndarray, ends: list[turing_late.End]) -> Part:
        """What the verdicts change: the nodes' machines are undecided no longer. Differences wrap, sums do not."""
        k, radix, part = self.symbols, self.symbols * (2 * self.states + 1), self.empty()
        powers = np.array([radix**power for power in range(self.states * k)], np.uint64)
        machines = frames[:, node.WEIGHT] * powers[frames[:, node.OPEN].astype(np.int64)]
        spans = (frames[:, node.LEFT_CELLS] + frames[:, node.RIGHT_CELLS]).astype(np.int64) + 1
        np.subtract.at(part["undecided_by_span"], spans, machines)
        shares = late[:, node.WEIGHT] * powers[late[:, node.OPEN].astype(np.int64) - 1]
        # The last entry undefined: any other instruction there makes a machine that runs on.
        last = late[late[:, node.OPEN] == 1]
        running = machines[~halts].sum() + last[:, node.WEIGHT].sum() * np.uint64(2 * self.states * k)
        long = np.array([len(end.cells) for end in ends], np.int64) > parts.layout(k).cells
        part["machines"][:] = np.uint64(k) * shares.sum(), running, 0, np.uint64(k) * shares[long].sum()
        np.subtract.at(part["machines"], [2], machines.sum())
        np.add.at(part["nodes"], [2], np.uint64(len(late)))
        np.subtract.at(part["nodes"], [3], np.uint64(len(frames)))
        part["late_number"], part["late_machines"] = late[:, node.NUMBER], np.uint64(k) * shares
        part["late_steps"] = np.array([end.steps + 1 for end in ends], np.uint32)
        for row in np.flatnonzero(~long):
            part = super().merge(part, self._outputs(late[row], ends[row], int(shares[row]), powers)) | {
                name: part[name] for name in _LATE
            }
        return self.merge(self.empty(), part)

    def _outputs(self, frame: np.ndarray, end: turing_late.End, share: int, powers: np.ndarray) -> Part:
        """The outputs of one late halter, one for each symbol in use at its head and one for all others."""
        part, seen = super().empty(), int(frame[node.SYMBOLS])
        found: dict[int, tuple[int, int]] = {}
        for symbol in range(min(seen + 1, self.symbols)):
            cells = end.cells.copy()
            cells[end.head] = symbol
            word = int(pattern_words(cells.reshape(1, -1), self.symbols)[0])
            count, number = found.get(word, (0, int(frame[node.NUMBER]) + symbol * int(powers[end.entry])))
            found[word] = count + share * (self.symbols - seen if symbol == seen else 1), number
        words = sorted(found)
        part["word"] = np.array(words, np.uint64)
        part["count"], part["witness"] = (np.array([found[word][i] for word in words], np.uint64) for i in (0, 1))
        part["length"] = np.full(len(words), len(end.cells), np.uint8)
        part["least_steps"] = np.full(len(words), end.steps + 1, np.uint32)
        return part

    def _prepared(self, late: np.ndarray, ends: list[turing_late.End]) -> np.ndarray:
        """Late halters as roots of their children, which run from the start; those with an entry left besides."""
        for frame, end in zip(late, ends, strict=True):
            frame[node.ENTRY], frame[node.STEPS], frame[node.WIDE] = end.entry, end.steps, 1
            table = frame[node.FRAME :].astype(np.int64) - 1
            node.prepare(frame, table, self.states, self.symbols)
        return late[late[:, node.OPEN] > 1]


def _tables(entries: np.ndarray, symbols: int) -> np.ndarray:
    """Tables of the walk, shape (machines, k·n), in the form of the closure kernel."""
    after = (entries >> step.NEXT_PLACE) // symbols
    leftward = (entries & step.LEFT) // step.LEFT
    packed = after << NEXT_PLACE | (entries & step.WRITTEN) << WRITE_PLACE | leftward
    return np.where(entries == step.UNDEFINED, UNDEFINED, packed)
