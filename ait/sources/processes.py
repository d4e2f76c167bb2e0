"""Stationary finite-state sources with exactly known entropy rate: sampled, and priced by the truth.

A code over symbols can be shorter than -log2 p(x) under the source's own p only by luck: it saves 40 bits with
probability at most 2^-40.  So these sources test every code and every estimator of the entropy rate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError
from ait.sequence import Sequence, as_sequence
from ait.sources.noise import uniform

_SLACK = 1e-9
_RENEWAL_TERMS = 400


@dataclass(frozen=True, eq=False)
class Process:
    """A stationary source with hidden states.

    Attributes:
        transitions: shape (k, states, states); [x, i, j] is the probability to write x and go to j, in state i.
        start: shape (states,); the stationary distribution over the states.
        entropy_rate: bits per symbol.
    """

    transitions: NDArray[np.float64]
    start: NDArray[np.float64]
    entropy_rate: float

    @property
    def k(self) -> int:
        """The alphabet's size."""
        return int(self.transitions.shape[0])

    def sample(self, length: int, seed: int = 0) -> NDArray[np.uint8]:
        """``length`` symbols; the same for the same seed, always.

        Raises:
            InputError: if length is below 1 or the seed is negative.
        """
        from ait.sources.forward_kernel import draw_symbols

        if length < 1:
            raise InputError(f"a sequence has at least one symbol, not {length}")
        return draw_symbols(self.transitions, self.start, uniform(length + 1, seed))

    def bits(self, x: Any) -> float:
        """-log2 p(x) under this source, by the forward algorithm; infinite where x cannot occur.

        Raises:
            InputError: if x has a symbol outside the alphabet.

        >>> round(golden_mean().bits("0101"), 9)
        2.584962501
        >>> golden_mean().bits("0110")
        inf
        """
        from ait.sources.forward_kernel import forward_bits

        sequence = as_sequence(x, alphabet=None if isinstance(x, Sequence) else self.k)
        if sequence.k > self.k:
            raise InputError(f"this source writes {self.k} symbols, the sequence is over {sequence.k}")
        return float(forward_bits(self.transitions, self.start, sequence.symbols))


def unifilar(transitions: NDArray[np.float64]) -> Process:
    """A source in which a state and a symbol determine the next state; its rate is Σ_i π_i H(symbol | i).

    Raises:
        InputError: if the probabilities do not sum to 1 in each state, a symbol leads from a state to two others,
            or there is not exactly one stationary distribution.
    """
    table = np.ascontiguousarray(transitions, np.float64)
    if table.ndim != 3 or table.shape[1] != table.shape[2] or not 2 <= table.shape[0] <= 256:
        raise InputError(f"a source's table has the shape (2..256 symbols, states, states), not {table.shape}")
    if ((table > 0).sum(axis=2) > 1).any():
        raise InputError("in a unifilar source no symbol leads from one state to two: this table has such a pair")
    start = _stationary(table)
    symbol = table.sum(axis=2)
    surprise = -np.log2(symbol, where=symbol > 0, out=np.zeros_like(symbol))
    return Process(table, start, float((start * (symbol * surprise).sum(axis=0)).sum()))


def fair(k: int) -> Process:
    """Independent symbols, all k of the same probability.

    Raises:
        InputError: if k is outside 2..256.

    >>> fair(256).entropy_rate
    8.0
    """
    return unifilar(np.full((k, 1, 1), 1 / max(k, 1)))


def bernoulli(p: float) -> Process:
    """Independent bits, each 1 with probability p.

    Raises:
        InputError: if p is outside 0..1.

    >>> bernoulli(0.5).entropy_rate, round(bernoulli(0.11).entropy_rate, 6)
    (1.0, 0.499916)
    """
    _check(p)
    return unifilar(np.array([[[1 - p]], [[p]]]))


def markov(matrix: Any) -> Process:
    """A first-order chain: matrix[a][b] is the probability of symbol b after symbol a; shape (k, k).

    Raises:
        InputError: if the matrix is not square or its rows do not sum to 1, or the chain falls into parts.

    >>> round(markov([[0.9, 0.1], [0.2, 0.8]]).entropy_rate, 6)
    0.553306
    """
    table = np.asarray(matrix, np.float64)
    if table.ndim != 2 or table.shape[0] != table.shape[1]:
        raise InputError(f"a chain's matrix is square, not of shape {table.shape}")
    size = len(table)
    transitions = np.zeros((size, size, size))
    symbols = np.arange(size)
    transitions[symbols, :, symbols] = table.T
    return unifilar(transitions)


def golden_mean(p: float = 0.5) -> Process:
    """No two 1s in a row: after a 0, a 1 with probability p; after a 1, a 0.

    Its rate is H(p)/(1 + p), for p = 1/2 that is 2/3 bit (Crutchfield and Feldman 2003, with 0 and 1 exchanged).

    Raises:
        InputError: if p is outside 0..1.

    >>> round(golden_mean().entropy_rate, 12)
    0.666666666667
    """
    _check(p)
    return markov([[1 - p, p], [1, 0]])


def even(p: float = 0.5) -> Process:
    """1s come in runs of even length between 0s: of infinite order, though it has two states.

    Between two runs, a 0 with probability 1 - p, or with probability p a 1, which a second 1 must follow. Its rate
    is H(p)/(1 + p), for p = 1/2 that is 2/3 bit (Crutchfield and Feldman 2003).

    Raises:
        InputError: if p is outside 0..1.

    >>> round(even().entropy_rate, 12), even().bits("010")
    (0.666666666667, inf)
    """
    _check(p)
    return unifilar(np.array([[[1 - p, 0], [0, 0]], [[0, p], [1, 0]]]))


def simple_nonunifilar() -> Process:
    """Two states, each kept with probability 1/2: leaving the second writes 1, everything else 0.

    What was written never tells the state for sure but after a 1, and no finite machine predicts it. It is a
    renewal process: the gap between two 1s is n with probability (n - 1)/2^n, 4 on average, so that the rate is
    1 - Σ (n - 1) log2(n - 1)/2^n / 4 bits (Marzen and Crutchfield 2014).

    >>> round(simple_nonunifilar().entropy_rate, 12)
    0.677867181055
    """
    transitions = np.array([[[0.5, 0.5], [0.0, 0.5]], [[0.0, 0.0], [0.5, 0.0]]])
    rate = 1 - sum((n - 1) * math.log2(n - 1) * 2.0**-n for n in range(2, _RENEWAL_TERMS)) / 4
    return Process(transitions, np.array([0.5, 0.5]), rate)


def _check(p: float) -> None:
    if not 0 <= p <= 1:
        raise InputError(f"a probability is a number from 0 to 1, not {p}")


def _stationary(transitions: NDArray[np.float64]) -> NDArray[np.float64]:
    """The distribution that a step leaves unchanged."""
    step = transitions.sum(axis=0)
    if (transitions < 0).any() or not np.allclose(step.sum(axis=1), 1, rtol=0, atol=_SLACK):
        raise InputError("the probabilities of a source must be from 0 to 1 and sum to 1 in each state")
    states = len(step)
    equations = np.vstack([step.T - np.eye(states), np.ones(states)])
    solution, _, rank, _ = np.linalg.lstsq(equations, np.append(np.zeros(states), 1.0), rcond=None)
    if rank < states:
        raise InputError("the source falls into parts that never meet: it has more than one stationary distribution")
    start = np.maximum(solution, 0)
    return np.asarray(start / start.sum(), np.float64)
