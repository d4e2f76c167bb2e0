"""Blocks as integers: windows of a sequence at any step, and blocks of an array at any places."""

from __future__ import annotations

import numpy as np

from ait.jit import kernel


@kernel
def count_windows(symbols: np.ndarray, block: int, step: int, counts: np.ndarray) -> None:
    """Add to ``counts``, shape (2^block,), the windows of a binary sequence that begin at 0, step, 2·step, ..."""
    mask = np.int64(counts.size - 1)
    kept = np.int64(0)
    wait = block
    for i in range(symbols.size):
        kept = ((kept << 1) | np.int64(symbols[i])) & mask
        wait -= 1
        if wait == 0:
            counts[kept] += 1
            wait = step


@kernel
def block_keys(
    cells: np.ndarray,
    row_starts: np.ndarray,
    row_lengths: np.ndarray,
    column_starts: np.ndarray,
    column_lengths: np.ndarray,
    k: int,
    keys: np.ndarray,
) -> None:
    """The number of each block, row by row and the first cell most significant, into ``keys``, shape (rows, columns).

    Blocks that reach over an end go on at the beginning; none is longer than its axis.
    """
    height, width = cells.shape
    for a in range(row_starts.size):
        for b in range(column_starts.size):
            key = np.int64(0)
            for i in range(row_starts[a], row_starts[a] + row_lengths[a]):
                row = i if i < height else i - height
                for j in range(column_starts[b], column_starts[b] + column_lengths[b]):
                    column = j if j < width else j - width
                    key = key * k + np.int64(cells[row, column])
            keys[a, b] = key
