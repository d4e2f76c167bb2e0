"""The classical sum of an array kept up to date while single cells change: only the blocks around a cell do.

A deletion is a change, too: the sequence without symbol i + 1 is the one without symbol i with one cell changed, and an
inserted symbol that moves by one place changes two.  So all maps come from one operation, for every kind of boundary.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ait.jit import kernel


class Cut(NamedTuple):
    """One axis cut into pieces: which pieces hold a cell (``holders[first[cell] : first[cell + 1]]``), and how."""

    starts: np.ndarray
    lengths: np.ndarray
    smaller: np.ndarray
    first: np.ndarray
    holders: np.ndarray


class State(NamedTuple):
    """An array and its blocks.

    ``cells`` (rows, columns), uint8; ``keys``: the number of each block; ``counts`` and ``figures``: how often each
    block occurs, and its bits, those of block shape number c from ``offsets[c]`` on; ``logs``: log2 of 0 to all blocks;
    ``powers``: k^0, k^1, ..., what a step of a cell adds to a block's number.
    """

    cells: np.ndarray
    rows: Cut
    columns: Cut
    keys: np.ndarray
    offsets: np.ndarray
    counts: np.ndarray
    figures: np.ndarray
    logs: np.ndarray
    powers: np.ndarray


@kernel
def set_cell(state: State, row: int, column: int, value: int) -> float:
    """Change one cell to ``value``; returns by how many bits the sum grows."""
    step = np.int64(value) - np.int64(state.cells[row, column])
    if step == 0:
        return 0.0
    rows, columns = state.rows, state.columns
    counts, figures, logs = state.counts, state.figures, state.logs
    height, width = state.cells.shape
    change = 0.0
    for at in range(rows.first[row], rows.first[row + 1]):
        a = rows.holders[at]
        i = row - rows.starts[a]
        if i < 0:
            i += height
        for to in range(columns.first[column], columns.first[column + 1]):
            b = columns.holders[to]
            j = column - columns.starts[b]
            if j < 0:
                j += width
            place = (rows.lengths[a] - i) * columns.lengths[b] - 1 - j
            offset = state.offsets[2 * rows.smaller[a] + columns.smaller[b]]
            before = state.keys[a, b]
            after = before + step * state.powers[place]
            state.keys[a, b] = after
            n = counts[offset + before]
            counts[offset + before] = n - 1
            change += logs[n - 1] - logs[n] if n > 1 else -figures[offset + before]
            n = counts[offset + after]
            counts[offset + after] = n + 1
            change += logs[n + 1] - logs[n] if n > 0 else figures[offset + after]
    state.cells[row, column] = value
    return change


@kernel
def changes(state: State, out: np.ndarray) -> None:
    """By how much the sum grows when each cell alone becomes symbol v, into ``out``, shape (rows, columns, k)."""
    height, width = state.cells.shape
    for row in range(height):
        for column in range(width):
            kept = state.cells[row, column]
            change = 0.0
            for value in range(out.shape[2]):
                if value == kept:
                    out[row, column, value] = 0.0
                else:
                    change += set_cell(state, row, column, value)
                    out[row, column, value] = change
            set_cell(state, row, column, kept)


@kernel
def deletions(state: State, whole: np.ndarray, axis: int, out: np.ndarray) -> None:
    """The sum without row (or column) i less that without the first, into ``out``, one entry for each of the whole.

    ``state`` holds the whole without its first row (column), and ends without its last.
    """
    across = whole.shape[1 - axis]
    change = 0.0
    out[0] = 0.0
    for place in range(whole.shape[axis] - 1):
        for other in range(across):
            row, column = (place, other) if axis == 0 else (other, place)
            change += set_cell(state, row, column, whole[row, column])
        out[place + 1] = change


@kernel
def insertions(state: State, whole: np.ndarray, value: int, out: np.ndarray) -> None:
    """The sum with ``value`` before symbol i less that with it first, into ``out``, shape (symbols + 1,).

    ``whole`` is a sequence as one row; ``state`` holds it with the new symbol first, and ends with it last.
    """
    change = 0.0
    out[0] = 0.0
    for column in range(whole.shape[1]):
        change += set_cell(state, 0, column, whole[0, column])
        change += set_cell(state, 0, column + 1, value)
        out[column + 1] = change
