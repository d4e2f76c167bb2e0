"""A hash table of outputs while a job runs, and the merge of two sorted lists of them afterwards.

A row of the hash table is (word, count, witness, steps·2^8 + length); an empty one is all 0, as no length is 0.
"""

from __future__ import annotations

import numpy as np

from ait.jit import kernel, lean_kernel

WORD, COUNT, WITNESS, STEPS_LENGTH = range(4)
COLUMNS = 4

Rows = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]

EMPTY = np.uint64(0)
LENGTH_BITS, LENGTH_MASK = np.uint64(8), np.uint64(255)
# Fibonacci hashing: 2^64 over the golden ratio; the length enters at the top, where words of this length are 0.
FIBONACCI, LENGTH_PLACE, HIGH_HALF = np.uint64(0x9E3779B97F4A7C15), np.uint64(57), np.uint64(32)


@lean_kernel
def slot(word: np.uint64, length: np.uint64, size: int) -> int | np.int64:
    """The first place to look for an output in a table of ``size`` rows, a power of 2."""
    mixed = (word ^ (length << LENGTH_PLACE)) * FIBONACCI
    return np.int64((mixed >> HIGH_HALF) & np.uint64(size - 1))


@lean_kernel
def add(
    rows: np.ndarray, word: np.uint64, length: np.uint64, count: np.uint64, steps: np.uint64, witness: np.uint64
) -> int:
    """Count an output; of equal outputs keep the witness of fewest steps, then the least. 1 if the output is new."""
    place = slot(word, length, rows.shape[0])
    fresh = (steps << LENGTH_BITS) | length
    while True:
        known = rows[place, STEPS_LENGTH]
        if known == EMPTY:
            rows[place, WORD], rows[place, COUNT], rows[place, WITNESS] = word, count, witness
            rows[place, STEPS_LENGTH] = fresh
            return 1
        if rows[place, WORD] == word and known & LENGTH_MASK == length:
            rows[place, COUNT] += count
            if fresh < known or (fresh == known and witness < rows[place, WITNESS]):
                rows[place, STEPS_LENGTH], rows[place, WITNESS] = fresh, witness
            return 0
        place = (place + 1) & (rows.shape[0] - 1)


@kernel
def doubled(rows: np.ndarray) -> np.ndarray:
    """The same outputs in a table of twice the size."""
    larger = np.zeros((2 * rows.shape[0], COLUMNS), np.uint64)
    for index in range(rows.shape[0]):
        known = rows[index, STEPS_LENGTH]
        if known != EMPTY:
            place = slot(rows[index, WORD], known & LENGTH_MASK, larger.shape[0])
            while larger[place, STEPS_LENGTH] != EMPTY:
                place = (place + 1) & (larger.shape[0] - 1)
            larger[place] = rows[index]
    return larger


@lean_kernel
def order(
    lengths_a: np.ndarray, words_a: np.ndarray, i: int, lengths_b: np.ndarray, words_b: np.ndarray, j: int
) -> int:
    """-1, 0 or 1 as output i of a comes before output j of b, is the same, or comes after: by length, then words."""
    if lengths_a[i] != lengths_b[j]:
        return -1 if lengths_a[i] < lengths_b[j] else 1
    for index in range(words_a.shape[1]):
        if words_a[i, index] != words_b[j, index]:
            return -1 if words_a[i, index] < words_b[j, index] else 1
    return 0


@lean_kernel
def merge(
    a: Rows,
    b: Rows,
    lengths: np.ndarray,
    words: np.ndarray,
    counts: np.ndarray,
    steps: np.ndarray,
    witnesses: np.ndarray,
) -> int:
    """Merge two lists of outputs, sorted and each without repeats, into arrays with room for both; how many rows.

    ``a`` and ``b`` are (lengths, words, counts, steps, witnesses); words have the shape (rows, words an output).
    """
    lengths_a, words_a, counts_a, steps_a, witnesses_a = a
    lengths_b, words_b, counts_b, steps_b, witnesses_b = b
    rows_a, rows_b = lengths_a.shape[0], lengths_b.shape[0]
    i = j = row = 0
    while i < rows_a or j < rows_b:
        if i < rows_a and j < rows_b:
            side = order(lengths_a, words_a, i, lengths_b, words_b, j)
        else:
            side = -1 if i < rows_a else 1
        counts[row] = 0
        if side <= 0:
            lengths[row], counts[row], steps[row], witnesses[row] = (
                lengths_a[i],
                counts_a[i],
                steps_a[i],
                witnesses_a[i],
            )
            for index in range(words.shape[1]):
                words[row, index] = words_a[i, index]
            i += 1
        if side >= 0:
            counts[row] += counts_b[j]
            better = steps_b[j] < steps[row] or (steps_b[j] == steps[row] and witnesses_b[j] < witnesses[row])
            if side > 0 or better:
                lengths[row], steps[row], witnesses[row] = lengths_b[j], steps_b[j], witnesses_b[j]
                for index in range(words.shape[1]):
                    words[row, index] = words_b[j, index]
            j += 1
        row += 1
    return row
