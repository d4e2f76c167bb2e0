"""Fair bits that at some moment become what the shortest linear recurrence of the past says.

A sequence of linear complexity L (Massey 1969) is certain after at most 2L bits, and costs no more than about
2L + log2 n; any other costs n + 1 at most.  See :mod:`ait.predictors.certainty`.
"""

from __future__ import annotations

import numpy as np

from ait.errors import InputError
from ait.predictors.base import check_symbol
from ait.predictors.certainty import certainty_surprisals, chance_of_wrong
from ait.predictors.shift_register_kernel import (
    FIELDS,
    GREW,
    LAST,
    LENGTH,
    LONGEST,
    SEEN,
    Register,
    learn_bits,
    next_bit,
)


class ShiftRegister:
    """The predictor of shift registers (Massey 1969), one for each of ``width`` interleaved sequences of bits.

    Args:
        k: the alphabet's size, which must be 2.
        n: how many symbols are to come, no more.
        width: bits i, i + width, i + 2·width, … are a sequence of their own, as the lowest bits of words are.
        longest: a register that has grown longer than this is given up, which bounds the time: n·longest/64 steps. It
            says 0 from then on. None for no such length.

    Raises:
        InputError: if k is not 2, n is not known, or the width is below 1.

    >>> register = ShiftRegister(2, n=15)
    >>> bits = register.surprisals(np.array([int(c) for c in "100010011010111"]))  # s[i] = s[i-3] + s[i-4]
    >>> register.length, round(float(bits.sum()), 2)
    (4, 11.84)
    """

    def __init__(self, k: int, n: int | None = None, width: int = 1, longest: int | None = None) -> None:
        if k != 2:
            raise InputError(f"shift registers are for bits, not for {k} symbols: read the data as bits")
        if n is None or width < 1 or (longest is not None and longest < 0):
            raise InputError(
                "shift registers need the number of bits to come, a width from 1 and a longest length from 0; not "
                f"{n}, {width} and {longest}"
            )
        self.k = 2
        self.width = width
        self.longest = longest
        self._n = n
        self._seen = 0
        self._capacities = [max(1, (n - lane + width - 1) // width) for lane in range(min(width, max(n, 1)))]
        self._registers = [empty_register(capacity, longest) for capacity in self._capacities]

    @property
    def description(self) -> str:
        """How the bits are dealt to registers, and when these are given up."""
        dealt = "" if self.width == 1 else f" of every {self.width}th bit"
        return f"shift registers{dealt}" + ("" if self.longest is None else f", of length {self.longest:,} at most")

    @property
    def length(self) -> int:
        """The linear complexity of the bits so far, the longest register's; it is at least this if one was given up."""
        return max(int(register.state[LENGTH]) for register in self._registers)

    def probabilities(self) -> np.ndarray:
        """See :class:`ait.predictors.base.Predictor`."""
        lane = self._lane()
        register, capacity = self._registers[lane], self._capacities[lane]
        seen, last = int(register.state[SEEN]), int(register.state[LAST])
        wrong = chance_of_wrong(seen, last, capacity)
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
            bits[offset :: self.width] = certainty_surprisals(wrong, first, last, capacity)
        self._seen += len(symbols)
        return bits

    def _lane(self) -> int:
        if self._seen >= self._n:
            raise InputError(f"these registers were made for {self._n} bits, and all have come")
        return self._seen % self.width


def empty_register(capacity: int, longest: int | None = None) -> Register:
    """A register that has seen nothing, with room for ``capacity`` bits; given up when longer than ``longest``."""
    words = (capacity + 63) // 64 + 2
    past, taps, old, spare = (np.zeros(words, np.uint64) for _ in range(4))
    taps[0] = old[0] = 1
    state = np.zeros(FIELDS, np.int64)
    state[GREW] = -1
    state[LONGEST] = capacity if longest is None else longest
    return Register(past, taps, old, spare, state)
