"""Bytes near a sum of earlier ones: the upper bytes of congruential and lagged generators, whose carries alone are new.

If x_i = a·x_(i-p) + b·x_(i-q) modulo 2^w for words, the same holds for their uppermost bytes but for a carry of a few
units: that is why points of RANDU lie on few planes (Marsaglia 1968), and why the additive generators of C libraries
give themselves away.  The remainder modulo 256 is coded by an adaptive law of its own, the first q bytes as fair.
"""

from __future__ import annotations

import functools
import math

import numpy as np

from ait.errors import InputError
from ait.predictors.base import check_symbol
from ait.predictors.lagged_sums_kernel import best_sum, count_remainders

PRIOR = 1 / 16
"""What every remainder counts for before any was seen: a law of few remainders is learnt soon."""
_LARGEST, _LONGEST = 15, 64
_CHOOSING = 4096


@functools.cache
def all_sums() -> np.ndarray:
    """The sums that are tried, int64, shape (m, 4): p, q, a, b.

    Lags 1 and 2 with factors from -15 to 15, and all lags p < q up to 64 with factors 1 and -1.
    """
    near = [(1, 2, a, b) for a in range(-_LARGEST, _LARGEST + 1) for b in range(-_LARGEST, _LARGEST + 1)]
    signs = ((1, 1), (1, -1), (-1, 1), (-1, -1))
    far = [(p, q, a, b) for q in range(3, _LONGEST + 1) for p in range(1, q) for a, b in signs]
    return np.array(near + far, np.int64)


def chosen_sum(symbols: np.ndarray) -> int:
    """The number of the sum in :func:`all_sums` that makes most of the first 4,096 bytes.

    A decoder is told the number, so that it does not matter how it was found.
    """
    taken = np.ascontiguousarray(symbols[:_CHOOSING], np.uint8)
    weights = np.array([_log_rising(PRIOR, count) for count in range(taken.size + 1)])
    # Less the 8 bits that each of them would cost if it were fair, as the first q bytes are.
    whole = np.array([_log_rising(256 * PRIOR, n) - 8 * math.log(2) * n for n in range(taken.size + 1)])
    return int(best_sum(taken, all_sums(), weights, whole))


class LaggedSums:
    """The predictor of bytes by one lagged sum.

    Args:
        k: the alphabet's size, which must be 256.
        p, q: the lags, 0 < p < q.
        a, b: the factors.

    Raises:
        InputError: if k is not 256, or the lags are out of order.

    >>> randu = [1]
    >>> for _ in range(4000):
    ...     randu.append(65539 * randu[-1] % 2**31)
    >>> upper = np.array(randu) >> 23
    >>> predictor = LaggedSums(256, 1, 2, 6, -9)  # x_i = 6·x_(i-1) - 9·x_(i-2)
    >>> bool(predictor.surprisals(upper).mean() < 4)
    True
    """

    def __init__(self, k: int, p: int = 1, q: int = 2, a: int = 0, b: int = 0) -> None:
        if k != 256 or not 0 < p < q:
            raise InputError(f"lagged sums are of bytes, 256 symbols, with lags 0 < p < q; not {k}, {p} and {q}")
        self.k = 256
        self.sums = np.array([p, q, a, b], np.int64)
        self.counts = np.zeros(256, np.int64)
        self._past = np.zeros(0, np.uint8)

    @property
    def description(self) -> str:
        """The sum."""
        p, q, a, b = self.sums.tolist()
        return f"{a:+d}·x[i-{p}] {b:+d}·x[i-{q}] modulo 256, and a remainder"

    def probabilities(self) -> np.ndarray:
        """See :class:`ait.predictors.base.Predictor`."""
        if self._past.size < self.sums[1]:
            return np.full(256, 1 / 256)
        law = (self.counts + PRIOR) / (int(self.counts.sum()) + 256 * PRIOR)
        return np.roll(law, self._sum())

    def update(self, symbol: int) -> None:
        """See :class:`ait.predictors.base.Predictor`."""
        check_symbol(symbol, 256)
        if self._past.size >= self.sums[1]:
            self.counts[(symbol - self._sum()) & 255] += 1
        self._past = np.append(self._past, np.uint8(symbol))[-int(self.sums[1]) :]

    def surprisals(self, symbols: np.ndarray) -> np.ndarray:
        """See :class:`ait.predictors.base.FastPredictor`."""
        bits = np.empty(len(symbols))
        for i, symbol in enumerate(symbols.tolist()):
            bits[i] = -math.log2(self.probabilities()[symbol])
            self.update(symbol)
        return bits

    def _sum(self) -> int:
        p, q, a, b = self.sums.tolist()
        return int(a * int(self._past[-p]) + b * int(self._past[-q])) & 255


def sum_bits(symbols: np.ndarray, chosen: int) -> float:
    """What all surprisals of :class:`LaggedSums` sum to, from the counts alone: the order of remainders costs nothing.

    Args:
        symbols: uint8, shape (n,).
        chosen: a number of :func:`all_sums`.
    """
    sums = all_sums()[chosen]
    counts = np.zeros(256, np.int64)
    count_remainders(symbols, sums, counts)
    total = int(counts.sum())
    nats = _log_rising(256 * PRIOR, total) - math.fsum(_log_rising(PRIOR, count) for count in counts.tolist())
    return nats / math.log(2) + 8.0 * min(len(symbols), int(sums[1]))


def _log_rising(x: float, n: int) -> float:
    """ln of x·(x + 1)·…·(x + n - 1)."""
    return math.lgamma(x + n) - math.lgamma(x)
