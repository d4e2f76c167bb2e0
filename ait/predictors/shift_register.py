"""Bits that become certain: fair until some moment, and then what the shortest linear recurrence of the past says.

The moment t is unknown: with probability 1/2 it never comes, else each of 0…n - 1 is as likely.  So P(x) is
½·2^-n + Σ_{t ≥ T} 2^-t/(2n), where T is one more than the place of the last bit that the shortest register of those
before it got wrong.  A sequence of linear complexity L has T ≤ 2L and costs about 2L + log2 n bits; any other, one more
than its own.  Every sequence of right and wrong is one of bits and the other way round, so the sum over all x is 1.
"""

from __future__ import annotations

import math

import numpy as np

from ait.errors import InputError
from ait.predictors.base import check_symbol
from ait.predictors.shift_register_kernel import FIELDS, GREW, LAST, LENGTH, SEEN, Register, learn_bits, next_bit

_FAR = 1000


class ShiftRegister:
    """The predictor of shift registers (Massey 1969), one for each of ``width`` interleaved sequences of bits.

    Args:
        k: the alphabet's size, which must be 2.
        n: how many symbols are to come, no more.
        width: bits i, i + width, i + 2·width, … are a sequence of their own, as the lowest bits of words are.

    Raises:
        InputError: if k is not 2, n is not known, or the width is below 1.

    >>> register = ShiftRegister(2, n=15)
    >>> bits = register.surprisals(np.array([int(c) for c in "100010011010111"]))  # s[i] = s[i-3] + s[i-4]
    >>> register.length, round(float(bits.sum()), 2)
    (4, 11.84)
    """

    def __init__(self, k: int, n: int | None = None, width: int = 1) -> None:
        if k != 2:
            raise InputError(f"shift registers are for bits, not for {k} symbols: read the data as bits")
        if n is None or width < 1:
            raise InputError(f"shift registers need the number of bits to come and a width from 1, not {n} and {width}")
        self.k = 2
        self.width = width
        self._n = n
        self._seen = 0
        self._capacities = [max(1, (n - lane + width - 1) // width) for lane in range(min(width, max(n, 1)))]
        self._registers = [empty_register(capacity) for capacity in self._capacities]

    @property
    def description(self) -> str:
        """How the bits are dealt to registers."""
        return "shift registers" if self.width == 1 else f"shift registers of every {self.width}th bit"

    @property
    def length(self) -> int:
        """The linear complexity of the bits so far: the longest of the registers' lengths."""
        return max(int(register.state[LENGTH]) for register in self._registers)

    def probabilities(self) -> np.ndarray:
        """See :class:`ait.predictors.base.Predictor`."""
        lane = self._lane()
        register, capacity = self._registers[lane], self._capacities[lane]
        seen, last = int(register.state[SEEN]), int(register.state[LAST])
        wrong = 2.0 ** (_mass(seen + 1, seen + 1, capacity) - _mass(seen, last, capacity))
        expected = int(next_bit(register, capacity))
        chances = np.array([1.0 - wrong, wrong])
        return chances if expected == 0 else chances[::-1].copy()

    def update(self, symbol: int) -> None:
        """See :class:`ait.predictors.base.Predictor`."""
        check_symbol(symbol, 2)
        lane = self._lane()
        learn_bits(self._registers[lane], self._capacities[lane], np.array([symbol], np.uint8), np.empty(1, np.uint8))
        self._seen += 1

    def surprisals(self, symbols: np.ndarray) -> np.ndarray:
        """See :class:`ait.predictors.base.FastPredictor`."""
        bits = np.empty(len(symbols))
        if self._seen + len(symbols) > self._n:
            raise InputError(f"these registers were made for {self._n} bits, and more have come")
        for offset in range(min(self.width, len(symbols))):
            lane = (self._seen + offset) % self.width
            register, capacity = self._registers[lane], self._capacities[lane]
            taken = np.ascontiguousarray(symbols[offset :: self.width], np.uint8)
            first, last = int(register.state[SEEN]), int(register.state[LAST])
            wrong = np.empty(len(taken), np.uint8)
            learn_bits(register, capacity, taken, wrong)
            bits[offset :: self.width] = _surprisals(wrong, first, last, capacity)
        self._seen += len(symbols)
        return bits

    def _lane(self) -> int:
        if self._seen >= self._n:
            raise InputError(f"these registers were made for {self._n} bits, and all have come")
        return self._seen % self.width


def empty_register(capacity: int) -> Register:
    """A register that has seen nothing, with room for ``capacity`` bits."""
    words = (capacity + 63) // 64 + 2
    past, taps, old, spare = (np.zeros(words, np.uint64) for _ in range(4))
    taps[0] = old[0] = 1
    state = np.zeros(FIELDS, np.int64)
    state[GREW] = -1
    return Register(past, taps, old, spare, state)


def _mass(seen: int, last: int, n: int) -> float:
    """log2 of the probability of ``seen`` bits, the last wrong one at ``last`` - 1, out of n.

    2^-N·½·(1 + ((n - N) + 2^(N-T+1) - 2)/n): the moment never comes, or has not yet, or was one of T…N - 1.
    """
    return -seen - 1 + _log_factor(seen - last, (2 * n - seen - 2) / n, n)


def _log_factor(run: int, rest: float, n: int) -> float:
    """log2(rest + 2^(run + 1)/n), where the power may be beyond all floating-point numbers."""
    if run > _FAR:
        return run + 1 - math.log2(n)
    return math.log2(rest + 2.0 ** (run + 1) / n)


def _surprisals(wrong: np.ndarray, first: int, last: int, n: int) -> np.ndarray:
    """-log2 P of each right or wrong, of which the first comes after ``first`` bits."""
    places = np.arange(first, first + wrong.size + 1)
    lasts = np.concatenate([[last], np.where(wrong == 1, places[1:], 0)])
    runs = places - np.maximum.accumulate(lasts)
    near = np.minimum(runs, _FAR)
    factors = np.log2((2 * n - places - 2) / n + 2.0 ** (near + 1) / n)
    factors[runs > _FAR] = runs[runs > _FAR] + 1 - math.log2(n)
    bits: np.ndarray = 1 + factors[:-1] - factors[1:]
    return bits
