"""The longest match of every position in a window before it, from suffix ranks in a set that answers for neighbours.

The set holds the ranks of the suffixes that begin in the window.  It is a tree of 64-bit words: bit b of word w on
one level says whether word 64·w + b of the level below has any bit.  ``offsets`` says where each level begins in
``words``, the lowest first; the highest is one word.
"""

from __future__ import annotations

import numpy as np

from ait.jit import kernel

_ONE = np.uint64(1)


@kernel
def highest_bit(word: np.uint64) -> int:
    """The number of the highest bit that is set; the word is not 0."""
    at = 0
    for shift in (32, 16, 8, 4, 2, 1):
        if word >> np.uint64(shift) != np.uint64(0):
            word = word >> np.uint64(shift)
            at += shift
    return at


@kernel
def insert(words: np.ndarray, offsets: np.ndarray, member: int | np.int64) -> None:
    """Put a member into the set."""
    for level in range(offsets.size):
        place = offsets[level] + (member >> 6)
        before = words[place]
        words[place] = before | (_ONE << np.uint64(member & 63))
        if before != np.uint64(0):
            return
        member >>= 6


@kernel
def remove(words: np.ndarray, offsets: np.ndarray, member: int | np.int64) -> None:
    """Take a member out of the set."""
    for level in range(offsets.size):
        place = offsets[level] + (member >> 6)
        words[place] &= ~(_ONE << np.uint64(member & 63))
        if words[place] != np.uint64(0):
            return
        member >>= 6


@kernel
def next_below(words: np.ndarray, offsets: np.ndarray, number: int | np.int64) -> int | np.int64:
    """The largest member below ``number``, or -1."""
    for level in range(offsets.size):
        found = words[offsets[level] + (number >> 6)] & ((_ONE << np.uint64(number & 63)) - _ONE)
        if found != np.uint64(0):
            number = (number >> 6 << 6) + highest_bit(found)
            for lower in range(level - 1, -1, -1):
                number = (number << 6) + highest_bit(words[offsets[lower] + number])
            return number
        number >>= 6
    return -1


@kernel
def next_above(words: np.ndarray, offsets: np.ndarray, number: int | np.int64) -> int | np.int64:
    """The smallest member above ``number``, or -1."""
    for level in range(offsets.size):
        found = words[offsets[level] + (number >> 6)] >> np.uint64(number & 63) >> _ONE
        if found != np.uint64(0):
            number += 1 + highest_bit(found ^ (found & (found - _ONE)))
            for lower in range(level - 1, -1, -1):
                word = words[offsets[lower] + number]
                number = (number << 6) + highest_bit(word ^ (word & (word - _ONE)))
            return number
        number >>= 6
    return -1


@kernel
def longest_matches(
    symbols: np.ndarray,
    order: np.ndarray,
    ranks: np.ndarray,
    window: int,
    words: np.ndarray,
    offsets: np.ndarray,
    lengths: np.ndarray,
) -> None:
    """Fill ``lengths``: how many symbols from i on also begin at one of the ``window`` positions before i.

    ``order`` is the suffix array, ``ranks`` its inverse, ``words`` an empty set. The best match is with a neighbour in
    sorted order. A neighbour's match loses at most one symbol per step, on either side, so that all take linear time.
    """
    n = symbols.size
    smaller = 0
    larger = 0
    for i in range(n):
        if i > 0:
            insert(words, offsets, np.int64(ranks[i - 1]))
        if i > window:
            remove(words, offsets, np.int64(ranks[i - window - 1]))
        smaller = extend(symbols, order, next_below(words, offsets, np.int64(ranks[i])), i, smaller - 1)
        larger = extend(symbols, order, next_above(words, offsets, np.int64(ranks[i])), i, larger - 1)
        lengths[i] = max(smaller, larger)


@kernel
def extend(symbols: np.ndarray, order: np.ndarray, rank: int | np.int64, i: int, known: int) -> int:
    """How far position i matches the suffix of this rank, of which ``known`` symbols are known to; 0 for rank -1."""
    if rank < 0:
        return 0
    j = order[rank]
    length = max(known, 0)
    while i + length < symbols.size and symbols[i + length] == symbols[j + length]:
        length += 1
    return length
