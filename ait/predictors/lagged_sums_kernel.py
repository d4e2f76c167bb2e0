"""Remainders of bytes after a lagged sum, counted: for one sum, and for all sums on the first bytes to choose among."""

from __future__ import annotations

import numpy as np

from ait.jit import kernel, lean_kernel


@lean_kernel
def count_remainders(symbols: np.ndarray, sums: np.ndarray, counts: np.ndarray) -> None:
    """Add 1 to counts[x_i - a·x_(i-p) - b·x_(i-q) modulo 256] for each i >= q.

    ``sums`` int64 (4,): p < q, a, b. ``counts`` int64 (256,). Trusts that symbols are uint8.
    """
    p, q, a, b = sums[0], sums[1], sums[2], sums[3]
    for i in range(q, symbols.size):
        rest = np.int64(symbols[i]) - a * np.int64(symbols[i - p]) - b * np.int64(symbols[i - q])
        counts[rest & 255] += 1


@kernel
def best_sum(symbols: np.ndarray, sums: np.ndarray, weights: np.ndarray, whole: np.ndarray) -> int:
    """Which row of ``sums``, shape (m, 4), gives the largest probability; the first such.

    Its logarithm is the sum of weights[count of each remainder] less whole[all counts]; both hold 0 to n.
    """
    counts = np.zeros(256, np.int64)
    best, most = 0, -np.inf
    for row in range(sums.shape[0]):
        counts[:] = 0
        count_remainders(symbols, sums[row], counts)
        total = -whole[max(0, symbols.size - sums[row, 1])]
        for i in range(256):
            total += weights[counts[i]]
        if total > most:
            best, most = row, total
    return best
