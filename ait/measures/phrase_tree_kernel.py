"""The incremental parse of Ziv and Lempel (1978), with its tree of phrases in a hash table."""

from __future__ import annotations

import numpy as np

from ait.jit import kernel

_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@kernel
def count_phrases(symbols: np.ndarray, k: int, edges: np.ndarray, nodes: np.ndarray) -> int:
    """How many phrases there are: each is the shortest stretch that is not a phrase yet, but for the end of the text.

    ``edges`` (zeros, uint64) and ``nodes`` have a power of two as their size, which the caller makes larger than the
    number of phrases. An edge is 1 + node·k + symbol, below 2^64.
    """
    mask = np.uint64(edges.size - 1)
    phrases = 0
    node = 0
    for i in range(symbols.size):
        edge = np.uint64(node) * np.uint64(k) + np.uint64(symbols[i]) + np.uint64(1)
        mixed = edge * _SPREAD
        place = (mixed ^ (mixed >> np.uint64(32))) & mask
        while edges[place] != np.uint64(0) and edges[place] != edge:
            place = (place + np.uint64(1)) & mask
        if edges[place] == edge:
            node = nodes[place]
        else:
            phrases += 1
            edges[place] = edge
            nodes[place] = phrases
            node = 0
    return phrases if node == 0 else phrases + 1
