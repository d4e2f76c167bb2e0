"""From the turmites that were walked to all turmites on both blank symbols: the counts behind D of an array.

Left out of the walk were the machines that halt at once, those whose first move is not to the right, and the other
blank symbol.  A quarter turn of a machine turns its output, and exchanging its symbols, and the blank with them,
complements it. With the first move fixed to the right the machines are closed under reflection that keeps right and
left, so that full(a) is the sum of the walked counts over the 4 turns of a and of its complement.  A walk counts a
machine whose first vertical move is up twice and its mirror image not, so that full(a) is half the sum over all 16
images of a; which is, for N the count of the class of a and i the number of its different images, 8·N/i.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ait.enumeration.space import Part
from ait.enumeration.turmite import TurmiteSpace
from ait.enumeration.turmite_walk_kernel import HALTING, NON_HALTING, SQUARES, UNDECIDED, UNEXPLORED
from ait.errors import AitError
from ait.tables.arrays import orbits

IMAGES = 8
"""Every reduced machine counted stands for so many machines over both blanks: 4 turns, 2 blanks."""


@dataclass(frozen=True)
class Completion:
    """How many machines give each array, over all machines and both blank symbols; estimates, if the walk was a sample.

    Attributes:
        shapes, words, counts, columns: see :class:`ait.tables.array_table.ArrayTable`.
        total, non_halting, undecided: machines over both blanks.
        unexplored: how many of them lie in subtrees that were not drawn; exact.
        total_error: the standard error of ``total``; 0 if the walk was whole.
        by_shape, by_steps: halting reduced machines by rows and columns, and by steps; ``undecided_by_shape`` likewise.
    """

    shapes: np.ndarray
    words: np.ndarray
    counts: np.ndarray
    columns: dict[str, np.ndarray]
    total: int
    non_halting: int
    undecided: int
    unexplored: int
    total_error: int
    by_shape: np.ndarray
    by_steps: np.ndarray
    undecided_by_shape: np.ndarray


def complete_counts(part: Part, space: TurmiteSpace) -> Completion:
    """The counts over all machines of a finished walk.

    Raises:
        AitError: if the walk is not finished, or does not account for every machine.

    >>> from ait.enumeration.driver import walk
    >>> space = TurmiteSpace(2, 6)
    >>> found = complete_counts(walk(space), space)
    >>> found.total, int(found.counts[0])  # both blanks: 2·17,688 of 2·104,976, 11,664 of them with '0'
    (35376, 11664)
    """
    space.check(part)
    factor = space.one_in
    at_once = 2 * (8 * space.states + 2) ** (2 * space.states - 1)
    halting, non_halting, undecided = (_estimate(part["tally"][:, fate], factor) for fate in _FATES)
    shapes, words, columns = _classes(part, at_once, factor)
    counts = columns.pop("count")
    found = Completion(
        shapes,
        words,
        counts,
        columns,
        total=2 * at_once + IMAGES * halting,
        non_halting=8 * at_once + IMAGES * non_halting,
        undecided=IMAGES * undecided,
        unexplored=IMAGES * int(part["tally"][0, UNEXPLORED]),
        total_error=_root(IMAGES * IMAGES * factor * (factor - 1) * int(part["tally"][1, SQUARES])),
        by_shape=_estimates(part["halting_by_shape"], factor),
        by_steps=_estimates(part["halting_by_steps"], factor),
        undecided_by_shape=_estimates(part["undecided_by_shape"], factor),
    )
    if space.one_in == 1 and found.total + found.non_halting + found.undecided != 2 * space.machines:
        raise AitError("the completed counts do not sum to all machines; please report this")
    return found


_FATES = HALTING, NON_HALTING, UNDECIDED


def _estimate(pair: np.ndarray, factor: int) -> int:
    """What was found outside the sampled subtrees, and ``factor`` times what was found in them."""
    return int(pair[0]) + factor * int(pair[1])


def _estimates(pair: np.ndarray, factor: int) -> np.ndarray:
    return np.asarray(pair[0] + np.uint64(factor) * pair[1])


def _root(square: int) -> int:
    """The square root, rounded up to a whole number."""
    root = int(square**0.5)
    while root * root > square:
        root -= 1
    while root * root < square:
        root += 1
    return root


def _classes(part: Part, at_once: int, factor: int) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """Every class of arrays, once, with its columns: those of the walk, of its sampled subtrees, and of one cell."""
    one_cell = {"shape": 1 << 8 | 1, "word": 0, "least_steps": 1, "witness": 0, "count": at_once // 4}
    exact, drawn, single = len(part["shape"]), len(part["drawn_shape"]), np.uint64(1)
    merged = {
        name: np.concatenate([part[name], part[f"drawn_{name}"], [part[name].dtype.type(value)]])
        for name, value in one_cell.items()
    }
    merged["count"][exact : exact + drawn] *= np.uint64(factor)
    zeros = np.zeros(exact, np.uint64), np.zeros(1, np.uint64)
    squares, subtrees = (
        np.concatenate([zeros[0], part[name], zeros[1]]) for name in ("drawn_squares", "drawn_subtrees")
    )
    order = np.lexsort([merged[name] for name in ("witness", "least_steps", "word", "shape")])
    shapes, words = merged["shape"][order], merged["word"][order]
    fresh = np.ones(len(order), np.bool_)
    fresh[1:] = (shapes[1:] != shapes[:-1]) | (words[1:] != words[:-1])
    first = np.flatnonzero(fresh)
    shapes, words, best = shapes[first], words[first], order[first]
    images = _orbits(shapes, words)
    counts = np.add.reduceat(merged["count"][order], first) * np.uint64(IMAGES)
    if np.any(counts % images):
        raise AitError("a class of arrays has a count that its images cannot share; please report this")
    columns = {
        "count": counts // images,
        "least_steps": merged["least_steps"][best].astype(np.uint32),
        "witness": merged["witness"][best],
    }
    if factor > single:
        spread = np.add.reduceat(squares[order], first).astype(np.float64) * factor * (factor - 1)
        columns["standard_error"] = np.ceil(np.sqrt(spread) * IMAGES / images).astype(np.uint64)
        columns["subtrees"] = np.add.reduceat(subtrees[order], first).astype(np.uint32)
    return shapes, words, columns


def _orbits(shapes: np.ndarray, words: np.ndarray) -> np.ndarray:
    found = np.zeros(len(shapes), np.uint64)
    for shape in np.unique(shapes).tolist():
        here = shapes == shape
        found[here] = orbits(words[here], shape >> 8, shape & 0xFF)
    return found
