"""Counting the overlapping blocks of a sequence, in a dense array or by sorted keys.

A block s_1…s_L is the number s_1·b^(L-1) + … + s_L in a base b. The kernels trust their caller that b^L fits.
"""

from __future__ import annotations

import numpy as np

from ait.jit import kernel

_FEW = 4096


@kernel
def first_context(symbols: np.ndarray, k: int, length: int) -> tuple[np.int64, np.int64]:
    """The number of the first block without its last symbol, and k^length."""
    leaves = np.int64(1)
    key = np.int64(0)
    for i in range(length - 1):
        leaves *= np.int64(k)
        key = key * k + np.int64(symbols[i])
    return key, leaves * np.int64(k)


@kernel
def count_blocks(symbols: np.ndarray, k: int, length: int, counts: np.ndarray) -> None:
    """Add the number of occurrences of every block of ``length`` symbols to ``counts``, shape (k^length,).

    Every other block is counted in a second array, if that fits the cache: where a block follows itself, as in a run,
    adding to what has just been stored would wait for the store.
    """
    if symbols.size < length:
        return
    key, leaves = first_context(symbols, k, length)
    few = counts.size <= _FEW
    others = np.zeros_like(counts) if few else counts
    key = key * k + np.int64(symbols[length - 1])
    counts[key] += 1
    # What leaves is known long before the key is, and is kept off the chain of keys.
    last = length + (symbols.size - length) // 2 * 2
    for i in range(length, last, 2):
        key = key * k + (np.int64(symbols[i]) - np.int64(symbols[i - length]) * leaves)
        others[key] += 1
        key = key * k + (np.int64(symbols[i + 1]) - np.int64(symbols[i + 1 - length]) * leaves)
        counts[key] += 1
    if last < symbols.size:
        counts[key * k + (np.int64(symbols[last]) - np.int64(symbols[last - length]) * leaves)] += 1
    if few:
        for number in range(counts.size):
            counts[number] += others[number]


@kernel
def block_sums(symbols: np.ndarray, k: int, length: int, values: np.ndarray, size: int, sums: np.ndarray) -> None:
    """The sums of ``values``, shape (k^length,), of the blocks of ``length`` symbols, ``size`` blocks after another.

    As many stretches as ``sums`` has places; the sequence holds as many blocks.
    """
    key, leaves = first_context(symbols, k, length)
    leaving = np.int64(0)
    start = length - 1
    for stretch in range(sums.size):
        total = 0.0
        for i in range(start, start + size):
            key = key * k + (np.int64(symbols[i]) - leaving * leaves)
            leaving = np.int64(symbols[i - length + 1])
            total += values[key]
        sums[stretch] = total
        start += size


@kernel
def block_keys(symbols: np.ndarray, k: int, length: int, keys: np.ndarray) -> None:
    """The key of the block that starts at each position, shape (n,), in base k + 1.

    Past the end of the sequence the blocks are filled with the extra symbol k.
    """
    base = np.uint64(k + 1)
    highest = np.uint64(1)
    for _ in range(length - 1):
        highest *= base
    key = np.uint64(0)
    for i in range(symbols.size + length - 1):
        entering = np.uint64(symbols[i]) if i < symbols.size else np.uint64(k)
        if i >= length:
            key -= np.uint64(symbols[i - length]) * highest
        key = key * base + entering
        if i >= length - 1:
            keys[i - length + 1] = key


@kernel
def group_sizes(
    sorted_keys: np.ndarray, divisor: np.uint64, k: int, sizes: np.ndarray, context_sizes: np.ndarray
) -> tuple[int, int]:
    """Sizes of the groups of equal blocks among sorted keys cut to ``key // divisor``, and of equal contexts.

    A context is a block without its last symbol. Blocks that reach past the end (their last symbol is the extra
    one) are left out of both. Returns how many groups and how many contexts were written.
    """
    base = np.uint64(k + 1)
    groups = 0
    contexts = 0
    last_block = np.uint64(0)
    last_context = np.uint64(0)
    for i in range(sorted_keys.size):
        block = sorted_keys[i] // divisor
        context = block // base
        if block - context * base == np.uint64(k):
            continue
        if groups == 0 or block != last_block:
            sizes[groups] = 0
            groups += 1
        if contexts == 0 or context != last_context:
            context_sizes[contexts] = 0
            contexts += 1
        sizes[groups - 1] += 1
        context_sizes[contexts - 1] += 1
        last_block = block
        last_context = context
    return groups, contexts
