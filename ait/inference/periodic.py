"""Periodic sequences: every primitive word up to a length, repeated for ever."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ait.alphabet import elias_gamma_bits
from ait.errors import InputError
from ait.inference.fixed import FixedSequences
from ait.inference.model_set import Floats, check_index, check_size


class Periodic(FixedSequences):
    """All words of up to ``longest`` symbols that are no repetition of a shorter one, repeated for ever.

    The code: the period p by its Elias gamma code, the word with p·log2 k bits; what would name repetitions is unused.

    Args:
        k: the alphabet's size.
        longest: the longest period.
        noise: levels of noise, see :class:`ait.inference.fixed.FixedSequences`.

    Raises:
        InputError: if a number is out of range, or the models are more than 2^25.

    >>> words = Periodic(2, 3)
    >>> [words.describe(index) for index in range(words.size)][:4]
    ['0 for ever', '1 for ever', '01 for ever', '10 for ever']
    """

    def __init__(self, k: int, longest: int = 12, noise: tuple[float, ...] = (0.0,)) -> None:
        if longest < 1:
            raise InputError(f"the longest period is 1 or more, not {longest}")
        check_size(k**longest, "use shorter periods")
        self.longest = longest
        self._words = [np.flatnonzero(_is_primitive(k, period)) for period in range(1, longest + 1)]
        self._starts = np.concatenate([[0], np.cumsum([len(words) for words in self._words])])
        super().__init__(k, (int(self._starts[-1]),), noise)

    @property
    def name(self) -> str:
        """See :class:`ait.inference.fixed.FixedSequences`."""
        return f"periodic sequences over {self.k} symbols, period up to {self.longest}"

    @cached_property
    def sequence_bits(self) -> Floats:
        """See :class:`ait.inference.fixed.FixedSequences`."""
        periods = np.arange(1, self.longest + 1)
        bits = np.array([elias_gamma_bits(int(p)) for p in periods]) + periods * math.log2(self.k)
        return np.repeat(bits, np.diff(self._starts))

    def distances(self, symbols: NDArray[np.int64]) -> NDArray[np.int64]:
        """See :class:`ait.inference.fixed.FixedSequences`."""
        found = []
        for period, words in enumerate(self._words, 1):
            phase = np.arange(len(symbols)) % period
            counts = np.bincount(phase * self.k + symbols, minlength=period * self.k).reshape(period, self.k)
            wrong = counts.sum(axis=1, keepdims=True) - counts
            whole = np.zeros(1, np.int64)
            for row in wrong:
                whole = np.add.outer(whole, row).ravel()
            found.append(whole[words])
        return np.concatenate(found)

    def word(self, index: int) -> list[int]:
        """The word that sequence ``index`` repeats."""
        period = int(np.searchsorted(self._starts, check_index(index, self.sequences), side="right"))
        number = int(self._words[period - 1][index - self._starts[period - 1]])
        return [number // self.k**place % self.k for place in range(period - 1, -1, -1)]

    def sequence(self, index: int, n: int) -> NDArray[np.int64]:
        """See :class:`ait.inference.fixed.FixedSequences`."""
        return np.resize(np.array(self.word(index), np.int64), n)

    def describe_sequence(self, index: int) -> str:
        """See :class:`ait.inference.fixed.FixedSequences`."""
        return f"{('' if self.k <= 10 else ' ').join(map(str, self.word(index)))} for ever"


def _is_primitive(k: int, period: int) -> NDArray[np.bool_]:
    """Which words, by their numbers in base k, are no repetition of a shorter one; shape (k^period,)."""
    primitive = np.ones(k**period, np.bool_)
    for shorter in range(1, period):
        if period % shorter == 0:
            once = np.arange(k**shorter)
            primitive[sum(once * k ** (shorter * i) for i in range(period // shorter))] = False
    return primitive
