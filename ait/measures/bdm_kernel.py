"""Cutting a binary sequence into blocks at memory speed.

Symbols are bytes 0 or 1, read eight at a time as one uint64: multiplied by 2^63 + 2^54 + … + 2^9 + 1, the byte i moves
its bit to place 63 - i of the product, and no two bits meet, so the top byte holds all eight, the first one highest.
"""

from __future__ import annotations

import numpy as np

from ait.jit import kernel

_GATHER = np.uint64(0x8040201008040201)
_TOP, _BYTE, _ONE = np.uint64(56), np.uint64(8), np.uint64(1)


@kernel
def count_packed(eights: np.ndarray, rest: np.ndarray, block: int, counts: np.ndarray) -> int | np.int64:
    """Add the blocks' numbers of occurrences to ``counts``, shape (2^block,); returns the incomplete block's word.

    ``eights`` is the sequence as uint64 on a little-endian machine, ``rest`` its last symbols, fewer than eight.
    """
    mask = np.uint64(counts.size - 1)
    wanted = np.uint64(block)
    kept = np.uint64(0)
    have = np.uint64(0)
    for i in range(eights.size):
        kept = (kept << _BYTE) | ((eights[i] * _GATHER) >> _TOP)
        have += _BYTE
        while have >= wanted:
            have -= wanted
            counts[(kept >> have) & mask] += 1
    for i in range(rest.size):
        kept = (kept << _ONE) | np.uint64(rest[i])
        have += _ONE
        if have == wanted:
            have = np.uint64(0)
            counts[kept & mask] += 1
    return np.int64(kept & ((_ONE << have) - _ONE))


@kernel
def pack_blocks(eights: np.ndarray, rest: np.ndarray, block: int, words: np.ndarray) -> int | np.int64:
    """The same, with the blocks listed in order in ``words``, shape (⌊n / block⌋,)."""
    mask = (_ONE << np.uint64(block)) - _ONE
    wanted = np.uint64(block)
    kept = np.uint64(0)
    have = np.uint64(0)
    at = 0
    for i in range(eights.size):
        kept = (kept << _BYTE) | ((eights[i] * _GATHER) >> _TOP)
        have += _BYTE
        while have >= wanted:
            have -= wanted
            words[at] = (kept >> have) & mask
            at += 1
    for i in range(rest.size):
        kept = (kept << _ONE) | np.uint64(rest[i])
        have += _ONE
        if have == wanted:
            have = np.uint64(0)
            words[at] = kept & mask
            at += 1
    return np.int64(kept & ((_ONE << have) - _ONE))
