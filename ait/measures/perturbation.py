"""Perturbation analysis: how a figure changes with every single change, deletion or insertion of a cell.

For the block decomposition only the blocks around a cell are looked at again, so that a map of a million cells takes
seconds and is exact for every step and boundary; any other measure is computed anew for each perturbed input.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ait.errors import InputError
from ait.estimate import Estimate
from ait.measures.bdm_blocks import Blocks, Table, read_blocks
from ait.measures.bdm_classical import block_figures, classical
from ait.measures.block_counts import array_keys, as_cells
from ait.measures.block_layout import Axis, cut_axis, piece_shapes
from ait.measures.perturbation_kernel import Cut, State, changes, deletions, insertions
from ait.notebook import Shown
from ait.sequence import as_sequence

KINDS = ("change", "delete", "insert")
_ONE_ROW = cut_axis(1, 1, 1, "drop")


@dataclass(frozen=True, eq=False)
class Perturbation(Shown):
    """How a figure changes; positive where the perturbed data are more complex.

    Attributes:
        kind: "change", "delete" or "insert".
        bits: by how many bits the figure grows. For changes, where cell i becomes symbol v: shape (n, k), or (rows,
            columns, k); 0 where it is v already. For deletions of cell i: (n,); of an array's row i: (rows,), or column
            i: (columns,). For insertions of symbol v before cell i, the end included: (n + 1, k).
        estimate: the figure of the data as they are.
    """

    kind: str
    bits: np.ndarray
    estimate: Estimate

    def _shown(self) -> Mapping[str, Any]:
        return {"figure": self.estimate, "done": self.kind, "bits added": self.map()}

    def map(self) -> np.ndarray:
        """One number a place: of several symbols that could be put there, the mean change over those that differ.

        For a binary change it is the change when the cell is flipped, shape as the data.

        >>> perturbation("000000000000").map()[[0, 5, 11]].round(2).tolist()
        [1.44, 2.33, 1.44]
        """
        if self.kind == "delete":
            return self.bits
        k = self.bits.shape[-1]
        return np.asarray(self.bits.sum(axis=-1) / (k - 1 if self.kind == "change" else k))


def perturbation(
    x: Any,
    kind: str = "change",
    measure: Callable[[Any], Estimate] | None = None,
    axis: int = 0,
    *,
    block: int | tuple[int, ...] | None = None,
    table: Table | None = None,
    boundary: str = "smaller",
    missing: str = "literal",
    step: int | tuple[int, ...] | None = None,
) -> Perturbation:
    """The change in BDM, or in any measure, for every single-cell change, deletion or insertion.

    Args:
        x: what :func:`ait.bdm` accepts; for another measure any sequence, or an array of 0 and 1.
        kind: "change" one cell to each other symbol, "delete" one, or "insert" each symbol at each place. Of an array
            whole rows (or columns) are deleted, and nothing is inserted.
        measure: what to compute, such as ``ait.lempel_ziv``; it is called for every perturbed input, so the cost is n
            times (k - 1) times its own. The classical sum of the block decomposition if left out.
        axis: of an array, whether rows (0) or columns (1) are deleted.
        block, table, boundary, missing, step: see :func:`ait.bdm`.

    Raises:
        InputError: as for :func:`ait.bdm`; if there is nothing left after a deletion, or no such kind.
        TableError: as for :func:`ait.bdm`.

    >>> found = perturbation("0" * 24)  # two equal blocks: any change makes them two
    >>> found.bits.shape, round(float(found.bits[3, 1]), 4)
    ((24, 2), 27.3482)
    >>> from ait.measures.lempel_ziv import lempel_ziv
    >>> perturbation("0101", "delete", measure=lempel_ziv).bits.shape
    (4,)
    """
    if kind not in KINDS:
        raise InputError(f"kind {kind!r} is not one of {', '.join(KINDS)}")
    if measure is not None:
        return _anew(x, kind, measure, axis)
    blocks = read_blocks(x, block, step, boundary, table, missing)
    _check(kind, blocks.cells, axis)
    estimate = classical(blocks)
    # A sequence is one row.
    cells = np.atleast_2d(blocks.cells)
    if kind == "change":
        bits = np.empty((*cells.shape, blocks.k))
        changes(state_of(cells, blocks), bits)
        bits = bits.reshape(*blocks.cells.shape, blocks.k)
    elif kind == "delete":
        bits = _deleted(cells, axis + 2 - blocks.cells.ndim, blocks, estimate)
    else:
        bits = np.stack([_inserted(cells, value, blocks, estimate) for value in range(blocks.k)], axis=1)
    return Perturbation(kind, bits, estimate)


def _check(kind: str, cells: np.ndarray, axis: int) -> None:
    if kind == "insert" and cells.ndim > 1:
        raise InputError("an array has no place for a single cell: insertions are for sequences")
    if axis not in range(cells.ndim):
        raise InputError(f"axis = {axis}: data of {cells.ndim} dimensions have the axes 0 to {cells.ndim - 1}")
    if kind == "delete" and cells.shape[axis] < 2:
        raise InputError("nothing is left where the only cell is deleted: give at least two")


def _deleted(whole: np.ndarray, axis: int, blocks: Blocks, estimate: Estimate) -> np.ndarray:
    shorter = np.ascontiguousarray(whole[1:] if axis == 0 else whole[:, 1:])
    out = np.empty(whole.shape[axis])
    deletions(state_of(shorter, blocks), whole, axis, out)
    return out + (_sum_of(shorter, blocks) - estimate.bits)


def _inserted(whole: np.ndarray, value: int, blocks: Blocks, estimate: Estimate) -> np.ndarray:
    longer = np.concatenate([np.array([[value]], whole.dtype), whole], axis=1)
    out = np.empty(whole.shape[1] + 1)
    insertions(state_of(longer, blocks), whole, value, out)
    return out + (_sum_of(longer, blocks) - estimate.bits)


def _sum_of(cells: np.ndarray, blocks: Blocks) -> float:
    data = cells.ravel() if blocks.cells.ndim == 1 else cells
    return classical(replace(blocks, cells=data, sequence=None)).bits


def state_of(cells: np.ndarray, blocks: Blocks) -> State:
    """A copy of the cells, shape (rows, columns), with all of its blocks counted."""
    is_string = blocks.cells.ndim == 1
    axes = (_ONE_ROW, *blocks.cut.axes(cells.shape[1:])) if is_string else blocks.cut.axes(cells.shape)
    keys = array_keys(cells, axes, blocks.k)
    rows, columns = (_cut(axis) for axis in axes)
    offsets, counts, figures, size = np.zeros(4, np.int64), [], [], 0
    for shape in piece_shapes(axes):
        which = tuple(int(length < axis.block) for length, axis in zip(shape, axes, strict=True))
        offsets[2 * which[0] + which[1]] = size
        chosen = keys[np.ix_(rows.smaller == which[0], columns.smaller == which[1])]
        counts.append(np.bincount(chosen.ravel(), minlength=blocks.k ** math.prod(shape)))
        figures.append(block_figures(blocks, shape[1:] if is_string else shape))
        size += len(figures[-1])
    logs = np.log2(np.maximum(1, np.arange(keys.size + 2)))
    powers = blocks.k ** np.arange(math.prod(blocks.cut.block), dtype=np.int64)
    return State(
        cells.copy(), rows, columns, keys, offsets, _joined(counts, np.int64), _joined(figures, float), logs, powers
    )


def _joined(arrays: list[np.ndarray], kind: type) -> np.ndarray:
    joined: np.ndarray = np.concatenate([np.zeros(0, kind), *arrays])
    return joined


def _cut(axis: Axis) -> Cut:
    """An axis for the kernel: its pieces, and for each cell the pieces that hold it."""
    starts, lengths = axis.starts, axis.lengths
    cells = (np.repeat(starts, lengths) + _within(lengths)) % axis.size
    order = np.argsort(cells, kind="stable")
    first = np.searchsorted(cells[order], np.arange(axis.size + 1)).astype(np.int64)
    holders = np.repeat(np.arange(len(starts)), lengths)[order]
    return Cut(starts, lengths, (lengths < axis.block).astype(np.int64), first, holders)


def _within(lengths: np.ndarray) -> np.ndarray:
    """0, 1, ..., length - 1 for each piece, one after the other."""
    ends = np.cumsum(lengths)
    within: np.ndarray = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - lengths, lengths)
    return within


def _anew(x: Any, kind: str, measure: Callable[[Any], Estimate], axis: int) -> Perturbation:
    """Every perturbed input measured from the beginning."""
    array = as_cells(x)
    if array is not None:
        return _each(array, 2, kind, axis, measure)
    sequence = as_sequence(x)
    return _each(sequence.symbols, sequence.k, kind, axis, lambda symbols: measure(replace(sequence, symbols=symbols)))


def _each(cells: np.ndarray, k: int, kind: str, axis: int, measure: Callable[[np.ndarray], Estimate]) -> Perturbation:
    _check(kind, cells, axis)
    estimate = measure(cells)
    if kind == "delete":
        found = [measure(np.delete(cells, place, axis)).bits for place in range(cells.shape[axis])]
        return Perturbation(kind, np.array(found) - estimate.bits, estimate)
    if kind == "insert":
        places = [[measure(np.insert(cells, place, v)).bits for v in range(k)] for place in range(cells.size + 1)]
        return Perturbation(kind, np.array(places) - estimate.bits, estimate)
    bits = np.zeros((*cells.shape, k))
    for place in np.ndindex(cells.shape):
        for value in range(k):
            if value != cells[place]:
                perturbed = cells.copy()
                perturbed[place] = value
                bits[(*place, value)] = measure(perturbed).bits - estimate.bits
    return Perturbation(kind, bits, estimate)
