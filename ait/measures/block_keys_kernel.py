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
def count_numbers(symbols: np.ndarray, k: int, block: int, step: int, counts: np.ndarray) -> None:
    """The same over k symbols, ``counts`` of shape (k^block,): the block s_1…s_L is the number with these digits."""
    highest = np.int64(1)
    for _ in range(block - 1):
        highest *= np.int64(k)
    number = np.int64(0)
    wait = block
    for i in range(symbols.size):
        if i >= block:
            number -= np.int64(symbols[i - block]) * highest
        number = number * k + np.int64(symbols[i])
        wait -= 1
        if wait == 0:
            counts[number] += 1
            wait = step


@kernel
def count_side_by_side(symbols: np.ndarray, k: int, block: int, counts: np.ndarray) -> None:
    """The same for blocks side by side, which is quicker."""
    for start in range(0, symbols.size - block + 1, block):
        number = np.int64(0)
        for i in range(start, start + block):
            number = number * k + np.int64(symbols[i])
        counts[number] += 1


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
