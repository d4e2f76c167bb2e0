"""Log-gamma, digamma and trigamma of positive numbers, for whole arrays, and combinations that lose no digits.

The arguments are raised by the recurrence to where the asymptotic series are good to double precision.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_SHIFT = 10
_LARGE = 30.0
_HALF_LOG_TAU = 0.5 * math.log(2 * math.pi)
# Bernoulli numbers B_2, B_4, … B_16, from which all three series are made.
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510)
_LOG_GAMMA = tuple(b / (2 * m * (2 * m - 1)) for m, b in enumerate(_BERNOULLI, 1))
_DIGAMMA = tuple(-b / (2 * m) for m, b in enumerate(_BERNOULLI, 1))


def log_gamma(x: Array) -> Array:
    """ln Γ(x), for x > 0.

    >>> np.exp(log_gamma(np.array([1.0, 5.0]))).round(12).tolist()
    [1.0, 24.0]
    """
    product = np.ones_like(x)
    for j in range(_SHIFT):
        product = product * (x + j)
    y = x + _SHIFT
    # For a large x the product would overflow, and the series needs no help.
    small = (y - 0.5) * np.log(y) - y + _HALF_LOG_TAU + _stirling(y) - np.log(np.where(x < _LARGE, product, 1.0))
    z = np.maximum(x, 1.0)
    large = (z - 0.5) * np.log(z) - z + _HALF_LOG_TAU + _stirling(z)
    return np.where(x < _LARGE, small, large)


def digamma(x: Array) -> Array:
    """The derivative of ln Γ(x), for x > 0.

    >>> round(float(-digamma(np.array([1.0]))[0]), 12)  # Euler's constant
    0.577215664902
    """
    inverses = np.zeros_like(x)
    for j in range(_SHIFT):
        inverses = inverses + 1 / (x + j)
    y = x + _SHIFT
    return np.log(y) - 0.5 / y + _series(_DIGAMMA, y) / y - inverses


def trigamma(x: Array) -> Array:
    """The second derivative of ln Γ(x), for x > 0.

    >>> round(6 * float(trigamma(np.array([1.0]))[0]), 12) == round(np.pi**2, 12)
    True
    """
    squares = np.zeros_like(x)
    for j in range(_SHIFT):
        squares = squares + 1 / (x + j) ** 2
    y = x + _SHIFT
    return (1 + trigamma_excess_series(y)) / y + squares


def trigamma_excess(x: Array) -> Array:
    """x·ψ'(x) - 1, for x > 0, which is near 1/(2x) for large x."""
    return np.where(x < _LARGE, x * trigamma(x) - 1, trigamma_excess_series(np.maximum(x, 1.0)))


def trigamma_excess_series(x: Array) -> Array:
    """:func:`trigamma_excess` by the asymptotic series 1/(2x) + Σ B_2m/x^2m."""
    return 0.5 / x + _series(_BERNOULLI, x) / x


def log_rising(x: Array, n: Array) -> Array:
    """ln of x·(x + 1)·…·(x + n - 1), that is of Γ(x + n)/Γ(x); for x > 0 and n >= 0, without cancellation.

    >>> np.exp(log_rising(np.array([2.0, 1e9]), np.array([3.0, 1.0]))).round(5).tolist()
    [24.0, 1000000000.0]
    """
    z = np.maximum(x, 1.0)
    large = (z - 0.5) * np.log1p(n / z) + n * np.log(z + n) - n + _stirling(z + n) - _stirling(z)
    return np.where(x < _LARGE, log_gamma(np.minimum(x, _LARGE) + n) - log_gamma(np.minimum(x, _LARGE)), large)


def _stirling(x: Array) -> Array:
    return _series(_LOG_GAMMA, x)


def _series(coefficients: tuple[float, ...], x: Array) -> Array:
    """Σ c_m/x^(2m - 1)."""
    inverse = 1 / x
    square = inverse * inverse
    total = np.zeros_like(x)
    for coefficient in reversed(coefficients):
        total = total * square + coefficient
    return total * inverse
