"""Nemenman, Shafee and Bialek's entropy by adaptive integration over the prior's mean entropy, with SciPy's functions.

The second moment is Wolpert and Wolf's (1995) double sum over outcomes, written out.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import digamma, gammaln, polygamma


def nsb(counts: list[int], outcomes: int) -> tuple[float, float]:
    """Posterior mean and standard deviation, bits."""
    n = np.array([*counts, *[0] * (outcomes - len(counts))], float)

    def concentration(xi: float) -> float:
        """The β at which the prior's mean entropy is xi nats."""

        def excess(log_beta: float) -> float:
            b = math.exp(log_beta)
            return float(digamma(outcomes * b + 1) - digamma(b + 1)) - xi

        return math.exp(brentq(excess, -60, 25, xtol=1e-13))

    def log_evidence(b: float) -> float:
        whole = gammaln(outcomes * b) - gammaln(n.sum() + outcomes * b)
        return float(whole + (gammaln(n + b) - gammaln(b)).sum())

    top = math.log(outcomes)
    scale = max(log_evidence(concentration(top * f)) for f in np.linspace(0.01, 0.99, 99))

    def integral(power: int) -> float:
        def integrand(xi: float) -> float:
            b = concentration(xi)
            return math.exp(log_evidence(b) - scale) * moments(n + b)[power]

        return float(quad(integrand, top * 1e-9, top * (1 - 1e-9), epsabs=0, epsrel=1e-9, limit=200)[0])

    norm, first, second = (integral(power) for power in range(3))
    mean = first / norm
    return mean / math.log(2), math.sqrt(second / norm - mean**2) / math.log(2)


def moments(alpha: np.ndarray) -> tuple[float, float, float]:
    """1, the mean and the mean square of the entropy in nats under Dirichlet(alpha)."""
    whole = float(alpha.sum())
    mean = float(digamma(whole + 1) - (alpha * digamma(alpha + 1)).sum() / whole)
    square = 0.0
    for i, a in enumerate(alpha.tolist()):
        shifted = float(digamma(a + 2) - digamma(whole + 2))
        square += a * (a + 1) * (shifted**2 + float(polygamma(1, a + 2) - polygamma(1, whole + 2)))
        for j, b in enumerate(alpha.tolist()):
            if i != j:
                product = float(digamma(a + 1) - digamma(whole + 2)) * float(digamma(b + 1) - digamma(whole + 2))
                square += a * b * (product - float(polygamma(1, whole + 2)))
    return 1.0, mean, square / (whole * (whole + 1))
