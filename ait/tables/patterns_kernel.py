"""What a string looks like once its symbols have no names: relabelled in order of first appearance, in the better
direction."""

from __future__ import annotations

import numpy as np

from ait.jit import kernel, lean_kernel

ONE, LABEL_BITS, LABEL, NO_LABEL = np.uint64(1), np.uint64(2), np.uint64(15), np.uint64(0xFFFFFFFFFFFFFFFF)


@lean_kernel
def relabelled(word: np.uint64, length: int | np.int64, bits: np.uint64, from_last: bool) -> np.uint64:
    """The string read from one end, its symbols (at most 15 different ones) numbered in order of first appearance."""
    cell = (ONE << bits) - ONE
    # Four bits a symbol, all ones where it has not appeared yet.
    labels, fresh, found = NO_LABEL, np.uint64(0), np.uint64(0)
    for at in range(length):
        place = at if from_last else length - 1 - at
        at_label = ((word >> (bits * np.uint64(place))) & cell) << LABEL_BITS
        label = (labels >> at_label) & LABEL
        if label == LABEL:
            label = fresh
            labels ^= (fresh ^ LABEL) << at_label
            fresh += ONE
        found = (found << bits) | label
    return found


@lean_kernel
def pattern(word: np.uint64, length: int | np.int64, bits: np.uint64) -> np.uint64:
    """The least string, by value, among the relabellings of a string and of its reversal."""
    forward, backward = relabelled(word, length, bits, False), relabelled(word, length, bits, True)
    return min(forward, backward)


@kernel
def patterns(lengths: np.ndarray, words: np.ndarray, bits: np.uint64) -> np.ndarray:
    """The pattern of each string."""
    found = np.empty_like(words)
    for row in range(words.shape[0]):
        found[row] = pattern(words[row], np.int64(lengths[row]), bits)
    return found


@kernel
def facts(lengths: np.ndarray, words: np.ndarray, bits: np.uint64) -> np.ndarray:
    """Of each string, shape (rows, 2): how many different symbols; 1 if it is a relabelling of its reversal, or 0."""
    cell = (ONE << bits) - ONE
    found = np.zeros((words.shape[0], 2), np.int64)
    for row in range(words.shape[0]):
        length = np.int64(lengths[row])
        seen = np.int64(0)
        for at in range(length):
            seen |= np.int64(1) << np.int64((words[row] >> (bits * np.uint64(at))) & cell)
        while seen:
            found[row, 0] += seen & 1
            seen >>= 1
        same = relabelled(words[row], length, bits, False) == relabelled(words[row], length, bits, True)
        found[row, 1] = 1 if same else 0
    return found
