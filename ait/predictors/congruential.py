"""Fair words that become a linear congruential sequence, whose modulus and multiplier are found in its first words.

With t_i = x_(i+1) - x_i, a generator x_(i+1) = a·x_i + c modulo m has t_(i+1) = a·t_i, so m divides every
t_i·t_(i+2) - t_(i+1)^2, and the greatest common divisor of a few of these is m or a small multiple; Boyar (1989) makes
a predictor of this.  The words after the first twelve are then certain; see :mod:`ait.predictors.certainty`.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from ait.errors import InputError
from ait.predictors.base import check_symbol
from ait.predictors.certainty import certainty_surprisals, chance_of_wrong

WIDEST = 64
_FITTED = 12
_DIVISORS = 1 << 10


@dataclass(frozen=True)
class Recurrence:
    """x_(i+1) = x_i + a·(x_i - x_(i-1)) modulo m: what the words of a linear congruential generator obey."""

    modulus: int
    multiplier: int

    def after(self, before: int, word: int) -> int:
        """The word that follows these two."""
        return (word + self.multiplier * (word - before)) % self.modulus


class Congruential:
    """The predictor of linear congruential words, told bit by bit.

    Args:
        k: the alphabet's size, which must be 2.
        n: how many bits are to come, no more.
        width: bits in a word, 2 to 64, most significant first.
        little: whether a word's bytes come least significant first; the width is then a multiple of 8.
        fitted: how many words the recurrence is found from, at least 4.

    ``recurrence`` is what was found, None before that and if there is none.

    Raises:
        InputError: if k is not 2, n is not known, or width or ``fitted`` is out of range.

    >>> words = [1]
    >>> for _ in range(39):
    ...     words.append(16807 * words[-1] % (2**31 - 1))
    >>> bits = np.unpackbits(np.array(words, ">u4").view(np.uint8))
    >>> minimal = Congruential(2, bits.size, width=32)
    >>> round(float(minimal.surprisals(bits).sum())), minimal.recurrence
    (391, Recurrence(modulus=2147483647, multiplier=16807))
    """

    def __init__(
        self, k: int, n: int | None = None, width: int = 32, little: bool = False, fitted: int = _FITTED
    ) -> None:
        if k != 2:
            raise InputError(f"congruential words are read from bits, not from {k} symbols: read the data as bits")
        if n is None or not 2 <= width <= WIDEST or (little and width % 8) or fitted < 4:
            raise InputError(
                f"congruential words need the number of bits to come, a width of 2 to {WIDEST} (of whole bytes if "
                f"these come least significant first) and 4 words to fit or more; not {n}, {width} and {fitted}"
            )
        self.k = 2
        self.width, self.little = width, little
        self.recurrence: Recurrence | None = None
        self._n, self.fitted = n, fitted
        self._bits = np.zeros(n, np.uint8)
        self._seen = self._last = 0
        self._said = np.zeros(width, np.uint8)

    @property
    def description(self) -> str:
        """How words are read."""
        order = ", bytes least significant first" if self.little else ""
        return f"linear congruential words of {self.width} bits{order}"

    def probabilities(self) -> np.ndarray:
        """See :class:`ait.predictors.base.Predictor`."""
        self._check_room(1)
        wrong = chance_of_wrong(self._seen, self._last, self._n)
        chances = np.array([1.0 - wrong, wrong])
        return chances if self._said[self._seen % self.width] == 0 else chances[::-1].copy()

    def update(self, symbol: int) -> None:
        """See :class:`ait.predictors.base.Predictor`."""
        check_symbol(symbol, 2)
        self.surprisals(np.array([symbol]))

    def surprisals(self, symbols: np.ndarray) -> np.ndarray:
        """See :class:`ait.predictors.base.FastPredictor`."""
        self._check_room(len(symbols))
        first, last, stop = self._seen, self._last, self._seen + len(symbols)
        self._bits[first:stop] = symbols
        wrong = np.empty(len(symbols), np.uint8)
        while self._seen < stop:
            if self.recurrence is not None or self._seen >= self.fitted * self.width:
                end = stop
                said = self._continued(self._seen, stop)
            else:
                end = min(stop, self.fitted * self.width)
                said = np.zeros(end - self._seen, np.uint8)
            wrong[self._seen - first : end - first] = said ^ self._bits[self._seen : end]
            self._seen = end
            if end == self.fitted * self.width:
                self.recurrence = _fit(self._words(0, self.fitted), 1 << self.width)
        if wrong.any():
            self._last = first + int(np.flatnonzero(wrong)[-1]) + 1
        self._say()
        return certainty_surprisals(wrong, first, last, self._n)

    def _check_room(self, more: int) -> None:
        if self._seen + more > self._n:
            raise InputError(f"these words were made for {self._n} bits, and more have come")

    def _words(self, first: int, stop: int) -> list[int]:
        """Whole words of those bits that have come."""
        bits = self._bits[first * self.width : stop * self.width].reshape(stop - first, self.width)
        padded = np.zeros((stop - first, WIDEST), np.uint8)
        padded[:, WIDEST - self.width :] = self._turned(bits)
        words: list[int] = np.packbits(padded, axis=1).view(">u8").ravel().tolist()
        return words

    def _turned(self, bits: np.ndarray) -> np.ndarray:
        """Words of bits with their bytes in the other order, if this is one of little ends."""
        if not self.little:
            return bits
        return bits.reshape(-1, self.width // 8, 8)[:, ::-1].reshape(-1, self.width)

    def _continued(self, start: int, stop: int) -> np.ndarray:
        """What the recurrence says of the bits from ``start`` to ``stop``; zeros where there is none."""
        if self.recurrence is None:
            return np.zeros(stop - start, np.uint8)
        first, last = start // self.width, -(-stop // self.width)
        known = self._words(first - 2, last - 1)
        said = [self.recurrence.after(a, b) for a, b in itertools.pairwise(known)]
        bits = np.unpackbits(np.array(said, ">u8").view(np.uint8)).reshape(-1, WIDEST)[:, WIDEST - self.width :]
        return self._turned(bits).ravel()[start - first * self.width : stop - first * self.width]

    def _say(self) -> None:
        """Keep what is said of the rest of the word that comes or goes on."""
        if self.recurrence is not None:
            first = self._seen // self.width
            self._said = self._continued(first * self.width, (first + 1) * self.width)


def _fit(words: list[int], base: int) -> Recurrence | None:
    """A recurrence that all these words obey, of a modulus above each of them and at most ``base``."""
    steps = [b - a for a, b in itertools.pairwise(words)]
    divisor = 0
    for a, b, c in zip(steps[:-2], steps[1:-1], steps[2:], strict=True):
        divisor = math.gcd(divisor, a * c - b * b)
    moduli = [base] if divisor % base == 0 else []
    moduli += [divisor // d for d in range(1, _DIVISORS) if divisor and divisor % d == 0]
    for modulus in moduli:
        if max(words) < modulus <= base:
            multiplier = _multiplier(steps, modulus)
            found = Recurrence(modulus, multiplier)
            if all(found.after(a, b) == c for a, b, c in zip(words[:-2], words[1:-1], words[2:], strict=True)):
                return found
    return None


def _multiplier(steps: list[int], modulus: int) -> int:
    """a with steps[i + 1] = a·steps[i] modulo m, if there is one: told by a combination that is the steps' divisor."""
    divisor, after = modulus, 0
    for step, following in itertools.pairwise(steps):
        # divisor = u·(old divisor) + v·step, and the same combination of what follows.
        together = math.gcd(divisor, step)
        rest = divisor // together
        v = pow(step // together, -1, rest) if rest > 1 else 0
        u = (together - v * step) // divisor
        divisor, after = together, u * after + v * following
    return after // divisor % (modulus // divisor) if after % divisor == 0 else 0
