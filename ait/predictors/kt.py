"""Krichevsky and Trofimov's predictor: a source without memory, whose probabilities are unknown.

It is the Bayes mixture of all such sources under the Dirichlet(1/2, …, 1/2) prior (Krichevsky and Trofimov, "The
performance of universal encoding", 1981): no more than about (k-1)/2·log2 n bits above the best of them.
"""

from __future__ import annotations

import numpy as np

from ait.predictors.base import check_symbol
from ait.predictors.kt_kernel import kt_surprisals


class KrichevskyTrofimov:
    """P(next = a) = (n_a + 1/2) / (n + k/2).

    >>> kt = KrichevskyTrofimov(2)
    >>> (2.0 ** -kt.surprisals(np.array([0, 0, 1]))).round(6).tolist()  # 1/2, 3/4, 1/6: their product is 1/16
    [0.5, 0.75, 0.166667]
    """

    description = "memoryless source, add 1/2"

    def __init__(self, k: int) -> None:
        self.k = k
        self.counts = np.zeros(k, np.int64)

    def probabilities(self) -> np.ndarray:
        """See :class:`ait.predictors.base.Predictor`."""
        return (self.counts + 0.5) / (int(self.counts.sum()) + 0.5 * self.k)

    def update(self, symbol: int) -> None:
        """See :class:`ait.predictors.base.Predictor`."""
        check_symbol(symbol, self.k)
        self.counts[symbol] += 1

    def surprisals(self, symbols: np.ndarray) -> np.ndarray:
        """See :class:`ait.predictors.base.FastPredictor`."""
        bits = np.empty(len(symbols))
        kt_surprisals(symbols, self.counts, bits)
        return bits
