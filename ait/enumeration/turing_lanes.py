"""Subtrees of Turing machines walked by many lanes at once: what goes in, level by level, and the part that comes out.

The lanes are a graphics processor's (:mod:`ait.enumeration.turing_cuda`).  They start from frames with few undefined
entries, so that there are thousands for each lane and none waits long for the last; the levels above are walked in
launches of their own.  What lanes hand back is walked by the kernel of :mod:`ait.enumeration.turing_walk_kernel`, on
as many processors as there are: few of these machines at 500 steps, one in a hundred at 2,000.
Nothing is rounded and nothing left out: the part is that kernel's own, to the last unit.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from ait.enumeration import turing_frame_kernel as node
from ait.enumeration import turing_lane_kernel as lanes
from ait.enumeration import turing_parts
from ait.enumeration.space import Part
from ait.errors import AitError

START = 2
"""Undefined entries of the frames from which lanes walk to the end: some 24 nodes each; from 3 it would be 200."""

_CHILDREN = 24  # at most, of a machine with six states
_FIRST_DIGITS = 6  # the first entry's digit is this, or one more: write 0 or 1, move right, into the next state
_SMALL_BACK = 1 << 12
_PIECE = 1 << 14
"""How many of the machines handed back are walked as one piece: a few milliseconds, or 0.2 s where each is long."""


class Machine(Protocol):
    """Where lanes run: its memory and its two kernels."""

    frames_at_once: int
    rows: int
    blocks: int
    seconds: float

    def zeros(self, shape: tuple[int, ...]) -> Any:
        """An array of 64-bit zeros in its memory."""

    def room(self, shape: tuple[int, ...]) -> Any:
        """An array of 64-bit words with anything in it."""

    def upload(self, array: np.ndarray) -> Any:
        """A copy in its memory."""

    def download(self, array: Any) -> np.ndarray:
        """A copy here, once all that was launched before is done."""

    def walk(self, *arguments: Any) -> None:
        """Launch the walk of :func:`ait.enumeration.turing_cuda_kernel.walk_kernel`."""

    def gather(self, rows: Any, listed: Any, used: Any) -> None:
        """Launch :func:`ait.enumeration.turing_cuda_kernel.gather_rows`."""


class _TooSmallError(Exception):
    """A list was too short for what the lanes found; which one, and how long it should be."""

    def __init__(self, name: str, size: int) -> None:
        self.name, self.size = name, size


@dataclass(frozen=True)
class _Size:
    """A space as lanes see it."""

    states: int
    steps: int

    @property
    def base(self) -> int:
        return 4 * self.states + 2

    @property
    def number_bits(self) -> int:
        """Bits of a number without its first digit, of which one bit is kept."""
        return int(2 * self.base ** (2 * self.states - 1) - 1).bit_length()

    def weight(self, used: int) -> int:
        """By how many machines a node that uses so many states is multiplied."""
        weight = 1
        for state in range(1, used):
            weight *= self.states - state
        return weight


def most_steps(states: int) -> int:
    """The largest step limit whose steps fit a word together with a machine's number.

    >>> most_steps(5), most_steps(6)
    (1048575, 2047)
    """
    return int(min(1 << (64 - _Size(states, 0).number_bits), 1 << 20)) - 1


class Lanes:
    """Lanes and the memory they use, made once for a space and used for one batch of subtrees after another."""

    def __init__(self, machine: Machine, states: int, steps: int, start: int = START) -> None:
        self.machine, self._size, self._start = machine, _Size(states, steps), start
        size = self._size
        shares = np.zeros(lanes.FATE_CLASS, np.uint64)
        for used in range(1, states + 1):
            for opened in range(2 * states):
                shares[used * lanes.USED_CLASS + opened] = size.weight(used) * size.base**opened
        powers = np.zeros(16, np.uint64)
        powers[1 : 2 * states] = [2 * size.base ** (entry - 1) for entry in range(1, 2 * states)]
        self._shares_here = shares
        self._shares, self._powers = machine.upload(shares), machine.upload(powers)
        self._kept: dict[int, Any] = {}
        self._rows = machine.zeros((machine.rows * lanes.ROW,))
        self._room_back = _SMALL_BACK
        self._reset()

    def _reset(self) -> None:
        """Forget all that was counted."""
        machine, steps = self.machine, self._size.steps
        self._classes = machine.zeros((lanes.CLASSES,))
        self._times, self._spans = machine.zeros((steps + 2,)), machine.zeros((lanes.WIDEST + 3,))
        self._counters = machine.zeros((lanes.COUNTERS,))
        self._back = machine.room((self._room_back, lanes.HANDED))
        self._outputs: list[np.ndarray] = []
        self._handed: list[np.ndarray] = []

    def explore(self, roots: np.ndarray) -> Part:
        """Walk the children of ``roots``, frames of the processor's kernel, and all that descends from them.

        Raises:
            AitError: if a machine is not accounted for.
        """
        while True:
            try:
                return self._explore(roots)
            except _TooSmallError as found:
                # Nothing of this batch has been handed on: begin it anew with more room.
                if found.name == "rows":
                    self.machine.rows = found.size
                    self._rows = self.machine.zeros((found.size * lanes.ROW,))
                else:
                    self._room_back = found.size
                    self._gather()
                self._reset()

    def _explore(self, roots: np.ndarray) -> Part:
        size = self._size
        frames, skipped = pack(roots, size)
        for opened in np.unique(roots[:, node.OPEN]).tolist():
            chosen = np.ascontiguousarray(frames[roots[:, node.OPEN] == opened])
            self._descend(self.machine.upload(chosen), len(chosen), int(opened))
        self._gather()
        self._take_back(int(self.machine.download(self._counters)[lanes.BACK]))
        part = self._part(skipped)
        rest, left = _walk_handed(np.concatenate([np.zeros((0, lanes.HANDED), np.uint64), *self._handed]), size)
        expected = turing_parts.below(roots, size.states) - left
        if int(part["machines"].sum()) != expected:
            raise AitError(
                f"a walk of {expected} machines accounts for {part['machines'].tolist()}; please report this"
            )
        self._reset()
        return turing_parts.merge(part, rest)

    def _take_back(self, count: int) -> None:
        """Fetch so many machines that lanes handed back."""
        if count:
            self._handed.append(self.machine.download(self._back[:count]))

    def _descend(self, frames: Any, count: int, opened: int) -> None:
        """Walk frames with so many undefined entries: to the end, or their children, then those of the children."""
        if opened <= self._start:
            self._launch(frames, count, 0, self._nothing())
            return
        at_once = max(1, self.machine.frames_at_once // _CHILDREN)
        for first in range(0, count, at_once):
            here = frames[first : min(first + at_once, count)]
            room = _CHILDREN * min(at_once, count)
            if opened not in self._kept or self._kept[opened].shape[0] < room:
                self._kept[opened] = self.machine.room((room, lanes.FRAME))
            found = self._launch(here, here.shape[0], opened - 1, self._kept[opened])
            if found:
                self._descend(self._kept[opened][:found], found, opened - 1)

    def _nothing(self) -> Any:
        if 0 not in self._kept:
            self._kept[0] = self.machine.zeros((1, lanes.FRAME))
        return self._kept[0]

    def _launch(self, frames: Any, count: int, keep: int, kept: Any) -> int:
        """Let all lanes walk below ``frames``; how many frames were kept."""
        machine, size = self.machine, self._size
        before = machine.download(self._counters)
        before[[lanes.TAKEN, lanes.KEPT]] = 0
        self._counters = machine.upload(before)
        settings = machine.upload(np.array([size.states, size.steps, keep, count, size.number_bits], np.int64))
        machine.walk(
            frames,
            settings,
            self._shares,
            self._powers,
            self._counters,
            self._classes,
            self._times,
            self._spans,
            self._rows,
            kept,
            self._back,
        )
        after = machine.download(self._counters)
        if after[lanes.NO_PLACE]:
            raise _TooSmallError("rows", 4 * machine.rows)
        if after[lanes.BACK] > self._room_back:
            raise _TooSmallError("back", 2 * int(after[lanes.BACK]))
        if 2 * int(after[lanes.FRESH]) > machine.rows:
            self._gather()
            after[lanes.FRESH] = 0
            self._counters = machine.upload(after)
        if 2 * int(after[lanes.BACK]) > self._room_back:
            # So the room need only do for one launch, however many there are.
            self._take_back(int(after[lanes.BACK]))
            after[lanes.BACK] = 0
            self._counters = machine.upload(after)
        return int(after[lanes.KEPT])

    def _gather(self) -> None:
        """Take the outputs out of the machine's table."""
        machine = self.machine
        found = int(machine.download(self._counters)[lanes.FRESH])
        listed, used = machine.room((max(1, found), 3)), machine.zeros((1,))
        machine.gather(self._rows, listed, used)
        if int(machine.download(used)[0]) != found:
            raise AitError("the outputs on the device are not as many as were counted; please report this")
        self._outputs.append(machine.download(listed)[:found])

    def _part(self, skipped: np.ndarray) -> Part:
        """What the lanes have found, as a part; ``skipped`` are the nodes skipped before they began, by class."""
        size = self._size
        classes = self.machine.download(self._classes).astype(np.uint64).reshape(4, lanes.FATE_CLASS)
        classes[lanes.SKIPPED] += skipped
        shares = [int(share) for share in self._shares_here]
        counts = [[int(count) for count in row] for row in classes]

        def weigh(fate: int, shift: int = 0) -> int:
            return sum(count * shares[kind - shift] for kind, count in enumerate(counts[fate]) if count)

        last = [used * lanes.USED_CLASS + 1 for used in range(size.states + 1)]
        run_on = sum(counts[lanes.HALTED][kind] * shares[kind - 1] * 4 * size.states for kind in last)
        halted, looped, undecided, passed = (sum(row) for row in counts)
        part = turing_parts.empty(size.steps)
        part["machines"] = np.array(
            [
                2 * weigh(lanes.HALTED, 1),
                weigh(lanes.LOOPED) + weigh(lanes.SKIPPED) + run_on,
                weigh(lanes.UNDECIDED),
            ],
            np.uint64,
        )
        part["nodes"] = np.array([halted + looped + undecided, passed, halted, undecided, 0, 0], np.uint64)
        part["halting_by_steps"] = self.machine.download(self._times)[: size.steps + 1].astype(np.uint64)
        spans = self.machine.download(self._spans).astype(np.uint64)
        common = min(len(spans), size.steps + 2)
        part["undecided_by_span"][:common] = spans[:common]
        for found in self._outputs:
            part = turing_parts.merge(part, output_part(found, size.states, size.steps))
        return part


def _walk_handed(back: np.ndarray, size: _Size) -> tuple[Part, int]:
    """What lies below the machines that lanes handed back, walked here, and how many machines they stand for."""

    def piece(first: int) -> tuple[Part, int]:
        handed = unpack(back[first : first + _PIECE], size)
        return turing_parts.explore(handed, size.states, size.steps, 0)[0], turing_parts.below(handed, size.states)

    if len(back) <= _PIECE:
        return piece(0)
    part, left = turing_parts.empty(size.steps), 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for found, machines in pool.map(piece, range(0, len(back), _PIECE)):
            part, left = turing_parts.merge(part, found), left + machines
    return part, left


def output_part(found: np.ndarray, states: int, steps: int) -> Part:
    """Gathered outputs, rows of (key, machines, best), as the output columns of a part that counts nothing else."""
    size = _Size(states, steps)
    # A key is the word under a leading 1: ordered by key, outputs are ordered by length, then word.
    keys, counts, best = (found[np.argsort(found[:, 0])].T).astype(np.uint64)
    lengths = np.zeros(len(keys), np.uint8)
    for bit in range(64):
        lengths[keys >> np.uint64(bit) != 0] = bit
    best = ~best
    bits = np.uint64(size.number_bits)
    numbers = best & ((np.uint64(1) << bits) - np.uint64(1))
    part = turing_parts.empty(steps)
    part["length"] = lengths
    part["word"] = keys ^ (np.uint64(1) << lengths.astype(np.uint64))
    part["count"] = counts.copy()
    part["least_steps"] = (best >> bits).astype(np.uint32)
    part["witness"] = (
        (numbers >> np.uint64(1)) * np.uint64(size.base) + np.uint64(_FIRST_DIGITS) + (numbers & np.uint64(1))
    )
    return part


def pack(roots: np.ndarray, size: _Size) -> tuple[np.ndarray, np.ndarray]:
    """Frames of the processor's kernel as those of a lane; with the children already skipped, by class."""
    frames, skipped = np.zeros((len(roots), lanes.FRAME), np.uint64), np.zeros(lanes.FATE_CLASS, np.uint64)
    if len(roots) == 0:
        return frames, skipped
    used, opened = roots[:, node.STATES], roots[:, node.OPEN]
    weights = np.array([size.weight(int(count)) for count in range(size.states + 1)], np.uint64)
    firsts = roots[:, node.NUMBER] % np.uint64(size.base) - np.uint64(_FIRST_DIGITS)
    if (roots[:, node.WEIGHT] != weights[used]).any() or roots[:, node.WIDE].any() or firsts.max() > 1:
        raise AitError("these frames are no nodes of the reduced walk that fit a register; please report this")
    frames[:, lanes.TABLE_0], frames[:, lanes.TABLE_1] = roots[:, node.TABLE_0], roots[:, node.TABLE_1]
    frames[:, lanes.WORD] = roots[:, node.WORD]
    frames[:, lanes.NUMBER] = np.uint64(2) * (roots[:, node.NUMBER] // np.uint64(size.base)) + firsts
    for column, place in (
        (node.LEFT_CELLS, lanes.LEFT_AT),
        (node.RIGHT_CELLS, lanes.RIGHT_AT),
        (node.STATES, lanes.USED_AT),
        (node.OPEN, lanes.OPEN_AT),
        (node.ENTRY, lanes.ENTRY_AT),
        (node.STEPS, lanes.STEPS_AT),
    ):
        frames[:, lanes.FIELDS] |= roots[:, column] << place
    kinds = (used * np.uint64(lanes.USED_CLASS) + opened - np.uint64(1)).astype(np.int64)
    for choice in range(4 * size.states):
        state = np.uint64(choice // 4)
        to_come = (roots[:, node.CHOICE] <= choice) & (choice < roots[:, node.END])
        hopeful = (roots[:, node.HOPEFUL] >> state) & np.uint64(1) != 0
        frames[to_come & hopeful, lanes.TODO] |= np.uint64(1 << choice)
        np.add.at(skipped, kinds[to_come & ~hopeful], np.uint64(1))
    return frames, skipped


def unpack(back: np.ndarray, size: _Size) -> np.ndarray:
    """What lanes handed back as frames of the processor's kernel, each with the one child that is left to run."""
    roots = np.zeros((len(back), node.FRAME), np.uint64)
    fields = back[:, lanes.FIELDS]
    roots[:, node.TABLE_0], roots[:, node.TABLE_1] = back[:, lanes.TABLE_0], back[:, lanes.TABLE_1]
    roots[:, node.WORD] = back[:, lanes.WORD]
    roots[:, node.LEFT_CELLS] = (fields >> lanes.LEFT_AT) & lanes.SIX_BITS
    roots[:, node.RIGHT_CELLS] = (fields >> lanes.RIGHT_AT) & lanes.SIX_BITS
    roots[:, node.STATES] = (fields >> lanes.USED_AT) & lanes.THREE_BITS
    roots[:, node.OPEN] = (fields >> lanes.OPEN_AT) & lanes.FOUR_BITS
    roots[:, node.ENTRY] = (fields >> lanes.ENTRY_AT) & lanes.FOUR_BITS
    roots[:, node.STEPS] = fields >> lanes.STEPS_AT
    weights = np.array([size.weight(int(count)) for count in range(size.states + 1)], np.uint64)
    roots[:, node.WEIGHT] = weights[roots[:, node.STATES]]
    number = back[:, lanes.NUMBER]
    first = np.uint64(_FIRST_DIGITS) + (number & np.uint64(1))
    roots[:, node.NUMBER] = (number >> np.uint64(1)) * np.uint64(size.base) + first
    # Only children worth running are run, so every state counts as hopeful here.
    roots[:, node.HOPEFUL] = 255
    roots[:, node.CHOICE] = back[:, lanes.CHILD]
    roots[:, node.END] = back[:, lanes.CHILD] + np.uint64(1)
    return roots
