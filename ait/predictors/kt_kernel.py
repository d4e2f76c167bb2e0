"""The Krichevsky-Trofimov rule: each symbol's probability is its count plus one half, over their sum."""

from __future__ import annotations

import math

import numpy as np

from ait.jit import kernel, lean_kernel


@lean_kernel
def kt_probability(counts: np.ndarray, total: int, symbol: int) -> float:
    """(n_symbol + 1/2) / (n + k/2), shared by everything that predicts or codes."""
    probability: float = (counts[symbol] + 0.5) / (total + 0.5 * counts.size)
    return probability


@kernel
def kt_surprisals(symbols: np.ndarray, counts: np.ndarray, bits: np.ndarray) -> None:
    """-log2 of each symbol's probability in turn, shape (n,); ``counts``, shape (k,), is brought up to date."""
    total = counts.sum()
    for i in range(symbols.size):
        bits[i] = -math.log2(kt_probability(counts, total, symbols[i]))
        counts[symbols[i]] += 1
        total += 1
