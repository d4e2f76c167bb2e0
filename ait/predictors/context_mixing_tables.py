"""The constants of context mixing: bit histories, the logistic curve and its inverse, and rates of learning.

All of them come from whole numbers, additions, multiplications and divisions alone, which every machine rounds in
the same way: a decoder elsewhere must find the encoder's very numbers, and the logarithms of two libraries may differ.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from ait.predictors.mixing_model_kernel import CURVE_END, CURVE_STEPS, Tables

_LN2 = 0.6931471805599453
_CHANCES = 4096
# At most so many of the commoner bit are told apart, where the rarer one came 0, 1, 2, 3, 4 times.
_MOST = (40, 24, 10, 6, 4)
_KEPT_WHOLE = 3
_EARLY, _LATE = 0.4, 1.6

History = tuple[int, int, str]


def exponential(x: np.ndarray) -> np.ndarray:
    """e^x: a Taylor sum near zero, squared ten times."""
    small = x / 1024.0
    total = np.ones_like(small)
    for i in range(8, 0, -1):
        total = 1.0 + total * small / i
    for _ in range(10):
        total = total * total
    return total


def logarithm(x: np.ndarray) -> np.ndarray:
    """ln x: what the exponent says, and the mantissa's share as a series of the inverse hyperbolic tangent."""
    mantissa, exponent = np.frexp(x)
    t = (mantissa - 1.0) / (mantissa + 1.0)
    total = np.zeros_like(t)
    for i in range(33, 0, -2):
        total = total * (t * t) + 1.0 / i
    result: np.ndarray = 2.0 * t * total + exponent * _LN2
    return result


def after(history: History, bit: int) -> History:
    """A bit history one bit later: how many zeros, how many ones, and the last bit or, while it is short, all bits.

    A bit makes much of the opposite one's count forgotten: what is new says more than what is old.

    >>> after((0, 9, "1"), 0)
    (1, 4, '0')
    """
    zeros, ones, last = history
    if zeros + ones < _KEPT_WHOLE:
        return zeros + 1 - bit, ones + bit, last + str(bit)
    same, other = (ones + 1, zeros) if bit else (zeros + 1, ones)
    if other > 2:
        other = min(other.bit_length(), 5)
    few = min(same, other, len(_MOST) - 1)
    many = min(max(same, other), _MOST[few])
    same, other = (many, few) if same >= other else (few, many)
    return (other, same, "1") if bit else (same, other, "0")


@cache
def histories() -> tuple[History, ...]:
    """All bit histories that can occur, the empty one first; there are fewer than 256."""
    found: dict[History, None] = {(0, 0, ""): None}
    waiting = list(found)
    for history in waiting:
        for bit in (0, 1):
            later = after(history, bit)
            if later not in found:
                found[later] = None
                waiting.append(later)
    return tuple(waiting)


@cache
def tables() -> Tables:
    """The tables that all models share; nobody writes to them."""
    all_histories = histories()
    number = {history: i for i, history in enumerate(all_histories)}
    successor = np.array([number[after(history, bit)] for history in all_histories for bit in (0, 1)], np.uint8)
    x = (np.arange(CURVE_STEPS + 2) - CURVE_STEPS // 2) * (2.0 * CURVE_END / CURVE_STEPS)
    chance = (np.arange(_CHANCES) + 0.5) / _CHANCES
    return Tables(
        squash=1.0 / (1.0 + exponential(-x)),
        stretch=logarithm(chance) - logarithm(1.0 - chance),
        successor=successor,
        rates=(65536.0 / (np.arange(1024) + _LATE)).astype(np.int64),
    )


def first_chances() -> np.ndarray:
    """What each bit history is taken to say about a one before anything is known: 22 bits and a count of zero."""
    chances = np.full(256, 1 << 31, np.uint32)
    for i, (zeros, ones, _) in enumerate(histories()):
        chances[i] = int((ones + _EARLY) / (zeros + ones + 2.0 * _EARLY) * (1 << 22)) << 10
    return chances
