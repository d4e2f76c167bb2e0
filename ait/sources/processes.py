"""Stationary finite-state sources with exactly known entropy rate: sampled, and priced by the truth.

A code over symbols can be shorter than -log2 p(x) under the source's own p only by luck: it saves 40 bits with
probability at most 2^-40.  So these sources test every code and every estimator of the entropy rate.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError
from ait.sequence import Sequence, as_sequence
from ait.sources.noise import uniform
from ait.sources.renewal import renewal
from ait.sources.structure import Structure, is_unifilar, structure_of

_SLACK = 1e-9
_RENEWAL_TERMS = 400


@dataclass(frozen=True, eq=False)
class Process:
    """A stationary source with hidden states.

    Attributes:
        transitions: shape (k, states, states); [x, i, j] is the probability to write x and go to j, in state i.
        start: shape (states,); the stationary distribution over the states.
        entropy_rate: bits per symbol.
        known: the structure, where it cannot be computed from the states.
    """

    transitions: NDArray[np.float64]
    start: NDArray[np.float64]
    entropy_rate: float
    known: Structure | None = field(default=None, repr=False)

    @cached_property
    def structure(self) -> Structure:
        """Causal states, statistical complexity and excess entropy; all None for hidden states of an unknown kind."""
        if self.known is not None:
            return self.known
        if not is_unifilar(self.transitions):
            return Structure(None, None, None)
        return structure_of(self.transitions, self.start)

    @property
    def excess_entropy(self) -> float | None:
        """What the whole past tells the whole future, in bits; None where it is not known.

        >>> round(golden_mean().excess_entropy, 6), round(even().excess_entropy, 6)
        (0.251629, 0.918296)
        """
        return self.structure.excess_entropy

    @property
    def statistical_complexity(self) -> float | None:
        """The entropy of the causal state, in bits; None where it is not known.

        >>> round(golden_mean().statistical_complexity, 6), bernoulli(0.3).statistical_complexity
        (0.918296, 0.0)
        """
        return self.structure.statistical_complexity

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
    renewal process: the gap between two 1s is n with probability (n - 1)/2^n, 4 on average; rate, statistical
    complexity and excess entropy are sums over gaps (Marzen and Crutchfield 2015).

    >>> process = simple_nonunifilar()
    >>> round(process.entropy_rate, 12), round(process.statistical_complexity, 6), round(process.excess_entropy, 6)
    (0.677867181055, 2.711469, 0.147232)
    """
    transitions = np.array([[[0.5, 0.5], [0.0, 0.5]], [[0.0, 0.0], [0.5, 0.0]]])
    counts = np.arange(1, _RENEWAL_TERMS)
    gaps = renewal((counts - 1) * 2.0**-counts)
    structure = Structure(None, gaps.statistical_complexity, gaps.excess_entropy)
    return Process(transitions, np.array([0.5, 0.5]), gaps.entropy_rate, structure)


def rrxor() -> Process:
    """Two fair bits, then their exclusive or, over and over: RRXOR, of period 3 and infinite order.

    Five causal states; its rate is 2/3 bit (Crutchfield and Feldman 2003).

    >>> process = rrxor()
    >>> round(process.entropy_rate, 12), process.structure.causal_states, round(process.excess_entropy, 6)
    (0.666666666667, 5, 2.251629)
    """
    # The start; after a 0 or a 1; before a 0 or a 1 that is the exclusive or.
    transitions = np.zeros((2, 5, 5))
    transitions[0, 0, 1] = transitions[1, 0, 2] = 0.5
    transitions[0, 1, 3] = transitions[1, 1, 4] = 0.5
    transitions[0, 2, 4] = transitions[1, 2, 3] = 0.5
    transitions[0, 3, 0] = transitions[1, 4, 0] = 1.0
    return unifilar(transitions)


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
