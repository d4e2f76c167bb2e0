"""How far codes lie above -log2 p(x) on average, and how far that lies from nH: exact for memoryless sources."""

from __future__ import annotations

import math

import numpy as np

from ait.inference.model_set import Floats


def expected_redundancy(chances: tuple[float, ...], n: int) -> float:
    """E[-log2 KT(x)] - nH for n independent symbols with these probabilities, where KT is the add-1/2 mixture.

    Exact: the mixture's log-probability is a sum over symbols of a function of their count, which is binomial.

    >>> round(expected_redundancy((0.5, 0.5), 1), 12), round(expected_redundancy((1.0,), 9), 12)
    (0.0, 0.0)
    """
    k = len(chances)
    count = np.arange(n + 1)
    log_gamma = np.array([math.lgamma(c + 0.5) for c in range(n + 1)])
    bits = math.lgamma(n + k / 2) - math.lgamma(k / 2) + k * math.lgamma(0.5)
    for p in chances:
        bits -= float((_binomial(count, n, p) * log_gamma).sum())
    entropy = -sum(p * math.log2(p) for p in chances if p > 0)
    return bits / math.log(2) - n * entropy


def _binomial(count: np.ndarray, n: int, p: float) -> Floats:
    if p in (0.0, 1.0):
        return np.asarray(count == round(n * p), np.float64)
    ways = np.array([math.lgamma(c + 1) for c in range(n + 1)])
    return np.asarray(np.exp(ways[n] - ways - ways[::-1] + count * math.log(p) + (n - count) * math.log(1 - p)))


def variance_of_surprise(p: float) -> float:
    """Var[-log2 p(symbol)] of a coin with probability p of a 1: p(1 - p)·log2((1 - p)/p)^2.

    >>> variance_of_surprise(0.5), round(variance_of_surprise(0.125), 6)
    (0.0, 0.862011)
    """
    return p * (1 - p) * math.log2((1 - p) / p) ** 2
