"""The Santa Fe process: a stream of names and facts, names by a power law, each fact a fair bit fixed for good.

X_t = (K_t, Z_{K_t}), with K_t independent, P(K = k) = k^-(1+a)/ζ(1+a), and Z_k fair bits drawn once (Dębowski 2011).
Its entropy rate is H(K), for in the end all facts are known; but on the way the loss falls by a power law, and what the
past tells of the future grows without end.  Each curve is known exactly, and so is each error of each decision.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError
from ait.sources.noise import random_bits, uniform
from ait.sources.zeta import tail_sum, tail_sum_of_logs

_LEAST, _MOST = 0.25, 8.0
_MOST_NAMES = 1 << 22
_SMALL = 2.0**-6
_TERMS = 24


@dataclass(frozen=True)
class SantaFe:
    """A Santa Fe process of exponent ``a``, over all natural numbers as names.

    Attributes:
        a: from 0.25 to 8; the facts that n symbols tell grow like n^(1/(1+a)).

    Raises:
        InputError: if a is out of range.

    >>> process = SantaFe(1.0)
    >>> round(process.entropy_rate, 8), round(process.loss_after(1000) - process.entropy_rate, 7)
    (2.36258955, 0.0218428)
    """

    a: float = 1.0

    def __post_init__(self) -> None:
        if not _LEAST <= self.a <= _MOST:
            raise InputError(f"the exponent of a Santa Fe process is {_LEAST} to {_MOST} here, not {self.a}")

    @property
    def excess_entropy(self) -> float:
        """Infinite: there is always another fact."""
        return math.inf

    @property
    def statistical_complexity(self) -> float:
        """Infinite: all facts have to be remembered."""
        return math.inf

    @cached_property
    def _zeta(self) -> float:
        return tail_sum(1 + self.a, 1)

    @cached_property
    def _cumulative(self) -> NDArray[np.float64]:
        return np.cumsum(self.probability(np.arange(1, _MOST_NAMES + 1)))

    @cached_property
    def entropy_rate(self) -> float:
        """H(K), bits per symbol."""
        s = 1 + self.a
        return math.log2(self._zeta) + s * tail_sum_of_logs(s, 1) / self._zeta / math.log(2)

    def probability(self, names: NDArray[np.int64]) -> NDArray[np.float64]:
        """P(K = k); shape as ``names``, which begin at 1."""
        return np.asarray(names, np.float64) ** -(1 + self.a) / self._zeta

    def unseen(self, n: int) -> float:
        """The chance that the name after n symbols is new: Σ p_k (1 - p_k)^n.

        Raises:
            InputError: if n is below 0, or too large for the exponent.
        """
        return self._weighted(1, n)

    def loss_after(self, n: int) -> float:
        """Bits for the symbol after n symbols, by the best predictor that knows p: H(K) + Σ p_k (1 - p_k)^n."""
        return self.entropy_rate + self.unseen(n)

    def local_exponent(self, n: int) -> float:
        """-d log(excess loss)/d log n = n Σ p_k (1 - p_k)^n (-ln(1 - p_k)) / Σ p_k (1 - p_k)^n; a/(1+a) in the end."""
        head, first = self._head(n)
        falling = float((head * np.exp(n * np.log1p(-head)) * -np.log1p(-head)).sum())
        # Beyond the head p is small, and -ln(1 - p) = Σ p^j / j.
        falling += sum(self._series(1 + j, n, first) / j for j in range(1, _TERMS))
        return n * falling / self.unseen(n)

    def block_entropy(self, n: int) -> float:
        """Bits of n symbols: n H(K) + Σ (1 - (1 - p_k)^n), the names and the facts that they tell.

        >>> process = SantaFe(1.0)
        >>> bool(abs(process.block_entropy(2) - process.block_entropy(1) - process.loss_after(1)) < 1e-12)
        True
        """
        return n * self.entropy_rate + self.facts_told(n)

    def facts_told(self, n: int) -> float:
        """The mean number of different names among n symbols: Σ (1 - (1 - p_k)^n), the unseen summed over time."""
        head, first = self._head(n)
        series = -sum((-1.0) ** j * math.exp(_log_binomial(n, j)) * self._power_tail(j, first) for j in _orders(n))
        return float(-np.expm1(n * np.log1p(-head)).sum()) + series

    def loss_with_memory(self, size: int) -> float:
        """Bits per symbol if only the facts of the ``size`` commonest names are known: H(K) + Σ_{k > size} p_k."""
        return self.entropy_rate + self.unknown(size)

    def unknown(self, size: int) -> float:
        """The chance that the next name is none of the ``size`` commonest.

        Raises:
            InputError: if size is below 0.
        """
        if size < 0:
            raise InputError(f"a memory holds 0 or more facts, not {size}")
        return tail_sum(1 + self.a, size + 1) / self._zeta

    def error_of_names_and_facts(self, n: int) -> float:
        """How often the likeliest symbol after n symbols is wrong: for large n Bayes' 1 - p_1.

        The likeliest is the name 1 with its fact, once told; before, half of p_1 or the likeliest name that was told.
        """
        return 1.0 - self._best_told(n)

    def error_of_facts(self, n: int) -> float:
        """How often the fact is wrong, given its name: half of :meth:`unseen`, for an unseen fact is a fair coin."""
        return self.unseen(n) / 2

    def sample(self, length: int, seed: int = 0) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """Names, from 1, and their facts, each of shape (length,); the same for the same seed, always.

        Names beyond 2^22 share the facts of that number modulo 2^22, which they meet with a chance below 2^-22a.

        Raises:
            InputError: if length is below 1 or the seed is negative.
        """
        drawn = uniform(length, seed)
        head = self._cumulative
        names = np.searchsorted(head, drawn, side="right").astype(np.int64) + 1
        beyond = names > _MOST_NAMES
        if beyond.any():
            # The tail is a power law itself: its inverse is close enough for names that are met once.
            left = (1 - drawn[beyond]) / (1 - head[-1])
            names[beyond] = np.minimum(_MOST_NAMES * left ** (-1 / self.a), 2.0**62).astype(np.int64)
        places = names % _MOST_NAMES
        return names, random_bits(int(places.max()) + 1, seed + 1)[places]

    def _best_told(self, n: int) -> float:
        head, _ = self._head(n)
        told = -np.expm1(n * np.log1p(-head))
        # Before name k is told, what is best is half of p_1 (its fact a coin), or a commoner name that was told.
        best, none_so_far = 0.0, 1.0
        for probability, chance in zip(head.tolist(), told.tolist(), strict=True):
            if probability <= head[0] / 2:
                break
            best += none_so_far * chance * probability
            none_so_far *= 1 - chance
        return float(best + none_so_far * head[0] / 2)

    def _head(self, n: int) -> tuple[NDArray[np.float64], int]:
        """The probabilities of the names that n symbols can tell from one another, and the first name beyond."""
        if n < 0:
            raise InputError(f"a loss is known after 0 or more symbols, not {n}")
        count = max(64, math.ceil((max(n, 1) / (_SMALL * self._zeta)) ** (1 / (1 + self.a))))
        if count > _MOST_NAMES * 8:
            raise InputError(
                f"after {n} symbols of a Santa Fe process with a = {self.a} too many names count one by one"
            )
        return self.probability(np.arange(1, count + 1)), count + 1

    def _weighted(self, power: int, n: int) -> float:
        """Σ p_k^power (1 - p_k)^n: the head term by term, the tail by the binomial series."""
        head, first = self._head(n)
        return float((head**power * np.exp(n * np.log1p(-head))).sum()) + self._series(power, n, first)

    def _series(self, power: int, n: int, first: int) -> float:
        """The same sum over the names from ``first`` on."""
        terms = ((-1) ** j * math.exp(_log_binomial(n, j)) * self._power_tail(power + j, first) for j in range(_TERMS))
        return math.fsum(each for j, each in zip(range(n + 1), terms, strict=False))

    def _power_tail(self, power: int, first: int) -> float:
        return tail_sum((1 + self.a) * power, first) / self._zeta**power


def _orders(n: int) -> range:
    return range(1, min(n, _TERMS) + 1)


def _log_binomial(n: int, j: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(j + 1) - math.lgamma(n - j + 1)
