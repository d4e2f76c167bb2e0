"""A hash table of two-dimensional outputs while a job runs, and the merge of two sorted lists of them afterwards.

A row is (word, count, witness, steps·2^16 + rows·2^8 + columns, squares, subtrees, subtree, here); an empty one is all
0. The last four are for outputs of sampled subtrees, of which the number, and the sum of the squared counts, tell how
exact an estimate is: ``subtree`` is the one of which ``here`` are counted so far, and not yet squared.
"""

from __future__ import annotations

import numpy as np

from ait.jit import kernel, lean_kernel

WORD, COUNT, WITNESS, STEPS_SHAPE, SQUARES, SUBTREES, SUBTREE, HERE = range(8)
COLUMNS = 8

EMPTY, ONE = np.uint64(0), np.uint64(1)
SHAPE_BITS, SHAPE_MASK = np.uint64(16), np.uint64(0xFFFF)
# Fibonacci hashing: 2^64 over the golden ratio, twice, so that shape and word both reach the bits that are used.
FIBONACCI, HIGH_HALF = np.uint64(0x9E3779B97F4A7C15), np.uint64(32)


@lean_kernel
def slot(word: np.uint64, shape: np.uint64, size: int) -> int | np.int64:
    """The first place to look for an output in a table of ``size`` rows, a power of 2."""
    mixed = (word ^ (shape * FIBONACCI)) * FIBONACCI
    return np.int64(((mixed >> HIGH_HALF) ^ mixed) & np.uint64(size - 1))


@lean_kernel
def add(
    rows: np.ndarray,
    word: np.uint64,
    shape: np.uint64,
    count: np.uint64,
    steps: np.uint64,
    witness: np.uint64,
    subtree: np.uint64,
) -> int:
    """Count an output; of equal outputs keep the witness of fewest steps, then the least. 1 if the output is new.

    ``subtree`` is the number of the sampled subtree that it is in, from 1; 0 outside them.
    """
    place = slot(word, shape, rows.shape[0])
    fresh = (steps << SHAPE_BITS) | shape
    while True:
        row = rows[place]
        known = row[STEPS_SHAPE]
        if known == EMPTY:
            row[WORD], row[COUNT], row[WITNESS], row[STEPS_SHAPE] = word, count, witness, fresh
            if subtree:
                row[SUBTREES], row[SUBTREE], row[HERE] = ONE, subtree, count
            return 1
        if row[WORD] == word and known & SHAPE_MASK == shape:
            row[COUNT] += count
            if subtree:
                if row[SUBTREE] == subtree:
                    row[HERE] += count
                else:
                    row[SQUARES] += row[HERE] * row[HERE]
                    row[SUBTREES] += ONE
                    row[SUBTREE], row[HERE] = subtree, count
            if fresh < known or (fresh == known and witness < row[WITNESS]):
                row[STEPS_SHAPE], row[WITNESS] = fresh, witness
            return 0
        place = (place + 1) & (rows.shape[0] - 1)


@kernel
def doubled(rows: np.ndarray) -> np.ndarray:
    """The same outputs in a table of twice the size."""
    larger = np.zeros((2 * rows.shape[0], COLUMNS), np.uint64)
    for index in range(rows.shape[0]):
        known = rows[index, STEPS_SHAPE]
        if known != EMPTY:
            place = slot(rows[index, WORD], known & SHAPE_MASK, larger.shape[0])
            while larger[place, STEPS_SHAPE] != EMPTY:
                place = (place + 1) & (larger.shape[0] - 1)
            larger[place] = rows[index]
    return larger


@lean_kernel
def order(shapes_a: np.ndarray, words_a: np.ndarray, i: int, shapes_b: np.ndarray, words_b: np.ndarray, j: int) -> int:
    """-1, 0 or 1 as output i of a comes before output j of b, is the same, or comes after: by shape, then word."""
    if shapes_a[i] != shapes_b[j]:
        return -1 if shapes_a[i] < shapes_b[j] else 1
    if words_a[i] != words_b[j]:
        return -1 if words_a[i] < words_b[j] else 1
    return 0


@lean_kernel
def merge(
    shapes_a: np.ndarray,
    rows_a: np.ndarray,
    shapes_b: np.ndarray,
    rows_b: np.ndarray,
    sums: int,
    shapes: np.ndarray,
    rows: np.ndarray,
) -> int:
    """Merge two lists of outputs, sorted and each without repeats, into arrays with room for both; how many there are.

    ``rows_a``, ``rows_b`` and ``rows`` have a row for each column of the outputs: word, steps, witness, then ``sums``
    columns that are added up.
    """
    count_a, count_b = shapes_a.shape[0], shapes_b.shape[0]
    i = j = row = 0
    while i < count_a or j < count_b:
        if i < count_a and j < count_b:
            side = order(shapes_a, rows_a[0], i, shapes_b, rows_b[0], j)
        else:
            side = -1 if i < count_a else 1
        if side <= 0:
            shapes[row] = shapes_a[i]
            for column in range(3 + sums):
                rows[column, row] = rows_a[column, i]
            i += 1
        if side >= 0:
            fewer = rows_b[1, j] < rows[1, row] or (rows_b[1, j] == rows[1, row] and rows_b[2, j] < rows[2, row])
            if side > 0 or fewer:
                shapes[row] = shapes_b[j]
                for column in range(3):
                    rows[column, row] = rows_b[column, j]
            for column in range(3, 3 + sums):
                rows[column, row] = rows_b[column, j] + (np.uint64(0) if side > 0 else rows[column, row])
            j += 1
        row += 1
    return row
