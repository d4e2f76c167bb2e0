"""Tails of Riemann's zeta function and of its derivative, by Euler and Maclaurin's sum: SciPy is not in the core."""

from __future__ import annotations

import math

import numpy as np

_HEAD = 32
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6)


def tail_sum(s: float, first: int) -> float:
    """Σ k^-s over k ≥ first; s above 1.

    >>> abs(tail_sum(2, 1) - math.pi**2 / 6) < 1e-14
    True
    """
    start = first + _HEAD
    total = math.fsum(float(k) ** -s for k in range(first, start))
    n = float(start)
    total += n ** (1 - s) / (s - 1) + n**-s / 2
    rising = s
    for order, bernoulli in enumerate(_BERNOULLI, 1):
        total += bernoulli / math.factorial(2 * order) * rising * n ** (-s - 2 * order + 1)
        rising *= (s + 2 * order - 1) * (s + 2 * order)
    return float(total)


def tail_sum_of_logs(s: float, first: int) -> float:
    """Σ k^-s ln k over k ≥ first, which is minus the derivative of :func:`tail_sum`; s above 1.

    >>> round(tail_sum_of_logs(2, 1), 12)
    0.937548254316
    """
    start = first + 32 * _HEAD
    k = np.arange(first, start, dtype=np.float64)
    head = math.fsum((k**-s * np.log(k)).tolist())
    n, log = float(start), math.log(start)
    integral = n ** (1 - s) * (log / (s - 1) + 1 / (s - 1) ** 2)
    # The first, third and fifth derivatives of x^-s ln x.
    first_order = n ** (-s - 1) * (1 - s * log)
    c = s * (s + 1)
    third = n ** (-s - 3) * (-c * (s + 2) * log + 3 * s * s + 6 * s + 2)
    return float(head + integral + n**-s * log / 2 - first_order / 12 + third / 720)
