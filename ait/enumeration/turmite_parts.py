"""The parts of a walk over turmites, as named arrays: made by a kernel, merged, empty."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ait.enumeration import turmite_frame_kernel as node
from ait.enumeration import turmite_output_kernel as table
from ait.enumeration import turmite_walk_kernel as walk
from ait.enumeration.space import Part
from ait.enumeration.turmite_step_kernel import ALL_UNDEFINED_0, ALL_UNDEFINED_1, BIAS, SIDE
from ait.errors import AitError
from ait.tables.arrays import least_words, to_cells, to_rows

_SUMS = ("tally", "undecided_by_shape", "halting_by_shape", "halting_by_steps")
_WHOLE = ("word", "least_steps", "witness", "count")
_DRAWN = ("drawn_word", "drawn_least_steps", "drawn_witness", "drawn_count", "drawn_squares", "drawn_subtrees")
_SHAPE = (walk.LARGEST_SHAPE + 1, walk.LARGEST_SHAPE + 1)

# Subtrees start at the nodes that halt with so many undefined entries left: 1,036 of them, and 41,661.
_OPEN_AT_SPLIT = {4: 4, 5: 5}
_NO_SPLIT = 0

FATES = 4
"""The first entries of a tally: machines that halt, never halt, are undecided, are not explored."""


@dataclass(frozen=True)
class Limits:
    """What a walk is told: see :class:`ait.enumeration.turmite.TurmiteSpace`."""

    states: int
    steps: int
    cells: int
    sample_open: int = 0
    one_in: int = 1
    seed: int = 0


def empty(steps: int) -> Part:
    """The part in which nothing has been walked yet."""
    return {
        "tally": np.zeros((2, walk.TALLY), np.uint64),
        "undecided_by_shape": np.zeros((2, *_SHAPE), np.uint64),
        "halting_by_shape": np.zeros((2, *_SHAPE), np.uint64),
        "halting_by_steps": np.zeros((2, steps + 1), np.uint64),
        "shape": np.zeros(0, np.uint16),
        **{name: np.zeros(0, np.uint64) for name in _WHOLE},
        "drawn_shape": np.zeros(0, np.uint16),
        **{name: np.zeros(0, np.uint64) for name in _DRAWN},
    }


def merge(one: Part, other: Part) -> Part:
    """Two parts of a walk added up: counts, and of equal outputs the witness of fewest steps, then the least."""
    merged = {name: one[name] + other[name] for name in _SUMS}
    for shape, names in (("shape", _WHOLE), ("drawn_shape", _DRAWN)):
        sides = [(part[shape], np.stack([part[name] for name in names])) for part in (one, other)]
        room = len(sides[0][0]) + len(sides[1][0])
        shapes, rows = np.empty(room, np.uint16), np.empty((len(names), room), np.uint64)
        used = table.merge(*sides[0], *sides[1], len(names) - 3, shapes, rows)
        merged[shape] = shapes[:used]
        merged |= zip(names, rows[:, :used], strict=True)
    return merged


@lru_cache(maxsize=4)
def trunk(limits: Limits) -> tuple[Part, np.ndarray]:
    """The walk from the root down to where subtrees start; with those, as frames."""
    root = np.zeros((1 if limits.states > 1 else 0, node.FRAME), np.uint64)
    root[:, node.TABLE_0], root[:, node.TABLE_1] = ALL_UNDEFINED_0, ALL_UNDEFINED_1
    root[:, [node.STATES, node.WEIGHT, node.FLAT]] = 1
    root[:, node.BOX] = BIAS
    root[:, node.OPEN] = 2 * limits.states
    # Reduced machines first move right, into the next state, having written 0 or 1.
    root[:, node.HOPEFUL] = 0b11
    root[:, node.CHOICE], root[:, node.END] = 8, 10
    return explore(root, limits, _OPEN_AT_SPLIT.get(limits.states, _NO_SPLIT))


def explore(roots: np.ndarray, limits: Limits, keep: int = _NO_SPLIT) -> tuple[Part, np.ndarray]:
    """Walk all below ``roots``, frames of the kernel, down to nodes with ``keep`` open entries; these are returned.

    Raises:
        AitError: if a machine is not accounted for.
    """
    part = empty(limits.steps)
    radix = 8 * limits.states + 2
    powers = np.array([radix**power for power in range(2 * limits.states)], np.uint64)
    settings = [limits.states, limits.steps, limits.cells, keep, limits.sample_open, limits.one_in, limits.seed]
    counts = walk.Counts(*(part[name] for name in _SUMS))
    outputs, drawn, kept = walk.explore(roots, np.array(settings, np.int64), powers, counts)
    found = int(part["tally"][:, :FATES].sum())
    expected = _below(roots, limits.states) - _below(kept, limits.states)
    if found != expected:
        raise AitError(f"a walk of {expected} machines accounts for {found}; please report this")
    part["shape"], columns = _sorted_rows(outputs)
    part.update(zip(_WHOLE, columns[:4], strict=True))
    part["drawn_shape"], columns = _sorted_rows(drawn)
    part.update(zip(_DRAWN, columns, strict=True))
    return part, kept


def _below(frames: np.ndarray, states: int) -> int:
    """How many machines are children of these frames, or descend from them."""
    total = 0
    for frame in frames:
        weight, choices = int(frame[node.WEIGHT]), int(frame[node.END]) - int(frame[node.CHOICE])
        # The root's two choices move right; elsewhere all four directions are there, down or for up counted twice.
        old = min(choices, 8 * int(frame[node.STATES]) - int(frame[node.CHOICE]))
        new = (choices - old) * (states - int(frame[node.STATES]))
        total += weight * (old + new) * (8 * states + 2) ** (int(frame[node.OPEN]) - 1)
    return total


def _sorted_rows(outputs: np.ndarray) -> tuple[np.ndarray, list[np.ndarray]]:
    """A hash table's shapes and columns by shape, then word, the words now row by row, the last cell lowest."""
    rows = outputs[outputs[:, table.STEPS_SHAPE] != 0]
    shapes = (rows[:, table.STEPS_SHAPE] & table.SHAPE_MASK).astype(np.uint16)
    words = rows[:, table.WORD].copy()
    for shape in np.unique(shapes).tolist():
        here = shapes == shape
        if shape & 0xFF <= SIDE:
            words[here] = to_rows(words[here], shape >> 8, shape & 0xFF)
        words[here] = least_words(to_cells(words[here], shape >> 8, shape & 0xFF))
    steps = rows[:, table.STEPS_SHAPE] >> table.SHAPE_BITS
    squares = rows[:, table.SQUARES] + rows[:, table.HERE] * rows[:, table.HERE]
    columns = [words, steps, rows[:, table.WITNESS], rows[:, table.COUNT], squares, rows[:, table.SUBTREES]]
    order = np.lexsort((words, shapes))
    return shapes[order], [column[order] for column in columns]
