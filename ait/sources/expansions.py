"""Digits of numbers with short definitions: pi, e and Champernowne's number, in any base from 2 to 256.

Every digit is proved: pi and e are enclosed between two fixed-point numbers, and where these disagree in a digit
the precision is raised until they agree.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError

Enclosure = Callable[[int], tuple[int, int]]

_GUARD_BITS = 64
_LEAF_DIGITS = 256


def digits_of_pi(count: int, base: int = 10) -> NDArray[np.uint8]:
    """The first ``count`` digits of pi, those of the whole part included; shape (count,).

    The series of D. and G. Chudnovsky (1988), summed by binary splitting.

    Raises:
        InputError: if count is below 1 or the base is outside 2..256.

    >>> digits_of_pi(12).tolist()
    [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]
    >>> digits_of_pi(8, base=2).tolist()
    [1, 1, 0, 0, 1, 0, 0, 1]
    """
    return _digits(_enclose_pi, 3, count, base)


def digits_of_e(count: int, base: int = 10) -> NDArray[np.uint8]:
    """The first ``count`` digits of e, those of the whole part included; shape (count,).

    The sum of 1/k!, by binary splitting.

    Raises:
        InputError: if count is below 1 or the base is outside 2..256.

    >>> digits_of_e(12).tolist()
    [2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5]
    """
    return _digits(_enclose_e, 2, count, base)


def champernowne(count: int, base: int = 10) -> NDArray[np.uint8]:
    """The first ``count`` digits of 1, 2, 3, ... written one after the other in ``base`` (Champernowne 1933).

    Raises:
        InputError: if count is below 1 or the base is outside 2..256.

    >>> champernowne(15).tolist()
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 0, 1, 1, 1, 2]
    >>> champernowne(9, base=2).tolist()
    [1, 1, 0, 1, 1, 1, 0, 0, 1]
    """
    _check(count, base)
    pieces = []
    missing, width = count, 1
    while missing > 0:
        first = base ** (width - 1)
        numbers = first + np.arange(min(first * (base - 1), -(-missing // width)), dtype=np.int64)
        powers = base ** np.arange(width - 1, -1, -1, dtype=np.int64)
        pieces.append((numbers[:, None] // powers % base).astype(np.uint8).ravel())
        missing -= pieces[-1].size
        width += 1
    return np.concatenate(pieces)[:count]


def _check(count: int, base: int) -> None:
    if count < 1:
        raise InputError(f"a sequence has at least one digit, not {count}")
    if not 2 <= base <= 256:
        raise InputError(f"digits are written in a base from 2 to 256, not {base}")


def _digits(enclose: Enclosure, whole: int, count: int, base: int) -> NDArray[np.uint8]:
    """The first digits of a number with the given whole part, which ``enclose`` brackets as closely as asked."""
    _check(count, base)
    leading = 2 if whole >= base else 1
    fraction = max(count - leading, 0)
    scale = base**fraction
    bits = scale.bit_length() + _GUARD_BITS
    while True:
        low, high = (bound * scale >> bits for bound in enclose(bits))
        if low == high:
            out = np.empty(leading + fraction, np.uint8)
            _write(low, base, out)
            return out[:count]
        bits *= 2


def _write(number: int, base: int, out: NDArray[np.uint8]) -> None:
    """Fill ``out`` with the digits of ``number``, halving it: Python's own conversion takes quadratic time."""
    if out.size <= _LEAF_DIGITS:
        for place in range(out.size - 1, -1, -1):
            number, out[place] = divmod(number, base)
        return
    low_half = out.size // 2
    high, low = divmod(number, base**low_half)
    _write(high, base, out[: out.size - low_half])
    _write(low, base, out[out.size - low_half :])


def _enclose_pi(bits: int) -> tuple[int, int]:
    """Integers on either side of pi·2^bits.

    Each term of the alternating series is less than 2^-47 of the one before, so that the terms left out, the root
    rounded down and the last division rounded down each change the result by less than 8.
    """
    _, q, t = _chudnovsky(0, bits // 47 + 2)
    middle = q * 426880 * math.isqrt(10005 << 2 * bits) // t
    return middle - 32, middle + 32


def _chudnovsky(first: int, last: int) -> tuple[int, int, int]:
    """The terms first..last-1 as (product of numerators, product of denominators, numerator of the sum)."""
    if last - first == 1:
        if first == 0:
            return 1, 1, 13591409
        p = -(6 * first - 5) * (2 * first - 1) * (6 * first - 1)
        return p, 10939058860032000 * first**3, p * (13591409 + 545140134 * first)
    middle = (first + last) // 2
    p, q, t = _chudnovsky(first, middle)
    p2, q2, t2 = _chudnovsky(middle, last)
    return p * p2, q * q2, t * q2 + p * t2


def _enclose_e(bits: int) -> tuple[int, int]:
    """Integers on either side of e·2^bits: the terms left out sum to less than 2^-bits."""
    last = 2
    while math.lgamma(last + 1) < (bits + 8) * math.log(2):
        last += 1 + last // 8
    p, q = _inverse_factorials(0, last)
    low = (p + q << bits) // q
    return low, low + 2


def _inverse_factorials(first: int, last: int) -> tuple[int, int]:
    """(p, q) with p/q = first!·(sum of 1/k! for first < k <= last) and q = last!/first!."""
    if last - first == 1:
        return 1, last
    middle = (first + last) // 2
    p, q = _inverse_factorials(first, middle)
    p2, q2 = _inverse_factorials(middle, last)
    return p * q2 + p2, q * q2
