"""Normalised maximum likelihood: the parametric complexity of memoryless sources, and of sets small enough to sum."""

from __future__ import annotations

import contextlib
import math

import numpy as np

from ait.errors import InputError
from ait.inference.model_set import ModelSet, log2_sum

_ASYMPTOTIC = 10**6
_LARGEST_LOG = 1023.0
_MOST_SEQUENCES = 1 << 20


def parametric_complexity(symbols: int, n: int) -> float:
    """C(k, n) = Σ over all x of n symbols of max_θ p(x | θ), for memoryless sources over k symbols.

    NML gives x the probability max_θ p(x | θ)/C: no other code has a smaller largest regret, log2 C bits (Shtarkov
    1987). By the recurrence C(k + 2, n) = C(k + 1, n) + (n/k)·C(k, n) (Kontkanen and Myllymaki 2007), from C(2, n) =
    Σ_j n!/((n - j)! n^j); all terms are positive, and the result is good to some 14 digits.

    Args:
        symbols: k, from 1.
        n: how many symbols, from 0.

    Raises:
        InputError: if a number is out of range, or C is beyond 2^1023 (then see :func:`log2_parametric_complexity`).

    >>> [round(parametric_complexity(2, n) * d) for n, d in ((1, 1), (2, 2), (3, 9), (4, 32), (5, 625))]
    [2, 5, 26, 103, 2194]
    """
    bits = log2_parametric_complexity(symbols, n)
    if bits > _LARGEST_LOG:
        raise InputError(f"C({symbols}, {n}) is 2^{bits:.3f}, too large for a number: take its logarithm")
    scaled, exponent = _scaled_complexity(symbols, n)
    return math.ldexp(scaled, exponent)


def log2_parametric_complexity(symbols: int, n: int) -> float:
    """log2 C(k, n): the largest regret of NML, in bits; see :func:`parametric_complexity`.

    >>> round(log2_parametric_complexity(256, 10**6), 6) > 1500
    True
    """
    scaled, exponent = _scaled_complexity(symbols, n)
    return math.log2(scaled) + exponent


def _scaled_complexity(symbols: int, n: int) -> tuple[float, int]:
    """C as a float and a power of two to be multiplied with."""
    if not all(hasattr(number, "__index__") for number in (symbols, n)) or symbols < 1 or n < 0:
        raise InputError(f"C(k, n) needs k of 1 or more and n of 0 or more, whole numbers, not {symbols} and {n}")
    if symbols == 1 or n == 0:
        return 1.0, 0
    before, now, exponent = 1.0, _binary_complexity(n), 0
    for k in range(1, symbols - 1):
        before, now = now, now + n / k * before
        if now > 2.0**512:
            before, now, exponent = math.ldexp(before, -512), math.ldexp(now, -512), exponent + 512
    return now, exponent


def _binary_complexity(n: int) -> float:
    """1 + Ramanujan's Q(n): summed, or for large n by its asymptotic series, whose next term is below 10^-15."""
    if n > _ASYMPTOTIC:
        root = math.sqrt(math.pi / (2 * n))
        return n * root + 2 / 3 + root / 12 - 4 / (135 * n) + root / (288 * n)
    # From the term j = 12·sqrt(n) + 40 on, all terms together are below e^-72.
    steps = np.arange(min(n, int(12 * math.sqrt(n)) + 40), dtype=np.float64)
    return 1.0 + float(np.cumprod(1.0 - steps / n)[::-1].sum())


def log2_complexity(models: ModelSet, n: int) -> float:
    """log2 Σ_x max_i p(x | i) over all x of n symbols: the NML complexity of a set, at most log2 of its size.

    By the set's own formula where it has one, else summed over all k^n sequences.

    Raises:
        InputError: if there is no formula and there are more than 2^20 sequences.

    >>> from ait.inference.grids import MarkovGrid
    >>> round(log2_complexity(MarkovGrid(2, 0, 2), 2), 9)  # 00, 11: 1; 01, 10: 1/4
    1.321928095
    """
    formula = getattr(models, "log2_complexity", None)
    if formula is not None:
        with contextlib.suppress(InputError):
            return float(formula(n))
    if models.k**n > _MOST_SEQUENCES:
        raise InputError(f"this set has no formula for C, and {models.k}^{n} sequences are too many to sum over")
    numbers = np.arange(models.k**n)
    digits = [numbers // models.k**place % models.k for place in range(n - 1, -1, -1)]
    rows = np.stack(digits, axis=1) if n else np.zeros((1, 0), np.int64)
    return log2_sum(np.array([models.log_likelihoods(row).max() for row in rows]))
