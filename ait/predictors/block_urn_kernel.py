"""The block urn: probabilities of whole blocks, and bit by bit along a tree of the beginnings of blocks.

After t blocks, P(next = r) = (n_r + G(r)) / (t + 1).  The tree holds, for every beginning of a block, the sums of G
and of the counts over the blocks that begin so; node 1 is the empty beginning, and the bit b leads from node v to
2·v + b.  The product of a block's bits is then the block's probability.  Over k symbols, s leads to k·(v - 1) + 2 + s.
"""

from __future__ import annotations

import math

import numpy as np

from ait.jit import kernel, lean_kernel

NEW, REPEATED = 0, 1


@kernel
def urn_bits(words: np.ndarray, base: np.ndarray, counts: np.ndarray, spent: np.ndarray) -> None:
    """Σ -log2 (n_r + G(r)) / (t + 1) over the blocks, new ones and repeats apart; ``counts`` is brought up to date."""
    for t in range(words.size):
        word = words[t]
        seen = counts[word]
        bits = -math.log2((seen + base[word]) / (t + 1))
        spent[NEW if seen == 0 else REPEATED] += bits
        counts[word] = seen + 1


@lean_kernel
def urn_one(base: np.ndarray, counts: np.ndarray, node: int) -> float:
    """The probability of a one at a node of the tree of beginnings of blocks; node 1 is the empty beginning."""
    one = (counts[2 * node + 1] + base[2 * node + 1]) / (counts[node] + base[node])
    return float(one)


@lean_kernel
def urn_step(base: np.ndarray, counts: np.ndarray, node: int, bit: int | np.int64) -> int:
    """The node after a bit; at the end of a block, the block is counted along its path, and the next one begins."""
    node = 2 * node + int(bit)
    if 2 * node < base.size:
        return node
    while node > 0:
        counts[node] += 1
        node >>= 1
    return 1


@kernel
def urn_surprisals(symbols: np.ndarray, base: np.ndarray, counts: np.ndarray, node: int, bits: np.ndarray) -> int:
    """-log2 of the probability of each bit in turn, from a node on; returns the node after them."""
    for i in range(symbols.size):
        one = urn_one(base, counts, node)
        bit = np.int64(symbols[i])
        bits[i] = -math.log2(one if bit == 1 else 1.0 - one)
        node = urn_step(base, counts, node, bit)
    return node


@lean_kernel
def urn_step_of(k: int, base: np.ndarray, counts: np.ndarray, node: int, symbol: int | np.int64) -> int:
    """:func:`urn_step` over k symbols."""
    node = k * (node - 1) + 2 + int(symbol)
    if k * (node - 1) + 2 < base.size:
        return node
    while node > 1:
        counts[node] += 1
        node = (node - 2) // k + 1
    counts[1] += 1
    return 1


@kernel
def urn_surprisals_of(
    k: int, symbols: np.ndarray, base: np.ndarray, counts: np.ndarray, node: int, bits: np.ndarray
) -> int:
    """:func:`urn_surprisals` over k symbols."""
    for i in range(symbols.size):
        symbol = np.int64(symbols[i])
        first = k * (node - 1) + 2
        whole = 0.0
        for other in range(first, first + k):
            whole += counts[other] + base[other]
        bits[i] = -math.log2((counts[first + symbol] + base[first + symbol]) / whole)
        node = urn_step_of(k, base, counts, node, symbol)
    return node
