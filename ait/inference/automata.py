"""All unifilar probabilistic automata of up to a few states, their probabilities on a grid: a world of sources."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError
from ait.inference.model_set import Floats, check_index, check_size, checked
from ait.predictors.base import check_symbol

MOST_STATES = 5
NOWHERE = -1
_NAMES = "ABCDE"


class Automata:
    """Binary sources in which the state and the symbol written determine the next state, started in state A.

    A model has 1 to ``states`` states, all of which can be reached. A state writes one symbol always, or either with a
    probability j/parts, 0 < j < parts. States are named in the order of first visit, breadth first, 0 before 1, so that
    no automaton is listed under two namings; the start counts, so a process with several possible starts is here once
    for each. Among the laws are fair coins, all Markov chains of order log2(states) on the grid, the golden mean and
    even processes, and every periodic sequence of period up to ``states``.

    The code: S states cost S bits (1, 01, 001, ...); then the number of the graph among the N_S graphs with S states,
    log2 N_S bits; then for each state that may write either symbol log2(parts - 1) bits. Z = 1 - 2^-states.

    Args:
        states: the most states, 1 to 5.
        parts: how finely probabilities are told, from 2.

    Raises:
        InputError: if a number is out of range, or the models are more than 2^25.

    >>> [Automata(states, 2).graphs for states in (1, 2, 3)]
    [3, 43, 793]
    """

    k = 2

    def __init__(self, states: int = 3, parts: int = 8) -> None:
        if not 1 <= states <= MOST_STATES or parts < 2:
            raise InputError(f"automata have 1 to {MOST_STATES} states and 2 parts or more, not {states} and {parts}")
        self.states, self.parts = states, parts
        check_size(sum(_count(s, parts - 1) for s in range(1, states + 1)), "use fewer states or parts")
        tables = [_graphs(s) for s in range(1, states + 1)]
        self._edges = np.concatenate(
            [np.pad(t, ((0, 0), (0, states - s), (0, 0)), constant_values=NOWHERE) for s, t in enumerate(tables, 1)]
        )
        self._sizes = np.repeat(np.arange(1, states + 1), [len(t) for t in tables])
        free = ((self._edges != NOWHERE).all(axis=2)).sum(axis=1)
        own = (parts - 1) ** free
        self._starts = np.concatenate([[0], np.cumsum(own)])
        self._graph_bits = self._sizes + np.log2(np.bincount(self._sizes)[self._sizes]) + free * math.log2(parts - 1)
        self.size = int(self._starts[-1])
        self.shape = (self.size,)

    @property
    def graphs(self) -> int:
        """How many graphs of states and edges there are."""
        return len(self._edges)

    @property
    def description(self) -> str:
        """The limits and the number of models."""
        return (
            f"unifilar automata of up to {self.states} states, probabilities in steps of 1/{self.parts}: "
            f"{self.size:,} models"
        )

    @property
    def code_bits(self) -> Floats:
        """K_i: size, graph, probabilities."""
        return np.repeat(self._graph_bits, np.diff(self._starts))

    def log_likelihoods(self, symbols: np.ndarray) -> Floats:
        """See :class:`ait.inference.model_set.ModelSet`."""
        from ait.inference.automata_kernel import likelihoods

        out = np.empty(self.size)
        chances = np.log2(np.arange(1, self.parts) / self.parts)
        likelihoods(self._edges, self._starts, checked(symbols, 2).astype(np.uint8), chances[::-1].copy(), chances, out)
        return out

    def graph(self, index: int) -> tuple[NDArray[np.int64], Floats]:
        """Model ``index``: where each symbol leads, shape (states, 2), -1 for nowhere; and p(1) in each state."""
        at = int(np.searchsorted(self._starts, check_index(index, self.size), side="right")) - 1
        edges = self._edges[at, : self._sizes[at]].astype(np.int64)
        free = np.flatnonzero((edges != NOWHERE).all(axis=1))
        ones = (edges[:, 1] != NOWHERE).astype(np.float64)
        levels = np.unravel_index(index - int(self._starts[at]), (self.parts - 1,) * len(free) or (1,))
        if len(free):
            ones[free] = (np.array(levels) + 1) / self.parts
        return edges, ones

    def index_of(self, edges: list[tuple[int, int]], levels: list[int]) -> int:
        """The index of one automaton: where each symbol leads (-1: nowhere), and j of p(1) = j/parts where either can.

        Raises:
            InputError: if it is not among the models, or its states are not in the order of first visit.

        >>> models = Automata(2, 8)
        >>> models.describe(models.index_of([(0, 1), (-1, 0)], [4]))
        'A: 0 (4/8) to A or 1 (4/8) to B; B: 1 to A'
        """
        table = np.full((self.states, 2), NOWHERE)
        given = np.array(edges).reshape(-1, 2)
        free = int((given != NOWHERE).all(axis=1).sum())
        fits = len(given) <= self.states and len(levels) == free and all(0 < level < self.parts for level in levels)
        if fits:
            table[: len(given)] = given
            at = np.flatnonzero((self._edges == table).all(axis=(1, 2)) & (self._sizes == len(given)))
            if at.size:
                shape = (self.parts - 1,) * free or (1,)
                place = tuple(level - 1 for level in levels) or (0,)
                return int(self._starts[at[0]]) + int(np.ravel_multi_index(place, shape))
        raise InputError(f"the automaton {edges} with levels {levels} is not among the {self.description}")

    def model(self, index: int) -> AutomatonSource:
        """See :class:`ait.inference.model_set.ModelSet`."""
        return AutomatonSource(*self.graph(index), self.describe(index))

    def describe(self, index: int) -> str:
        """See :class:`ait.inference.model_set.ModelSet`."""
        edges, ones = self.graph(index)
        told = []
        for name, row, one in zip(_NAMES, edges.tolist(), ones.tolist(), strict=False):
            j = round(one * self.parts)
            chances = [f" ({self.parts - j}/{self.parts})", f" ({j}/{self.parts})"] if 0 < one < 1 else ["", ""]
            moves = [f"{a}{chances[a]} to {_NAMES[to]}" for a, to in enumerate(row) if to != NOWHERE]
            told.append(f"{name}: {' or '.join(moves)}")
        return "; ".join(told)


class AutomatonSource:
    """One automaton as a predictor, started in state 0."""

    k = 2

    def __init__(self, edges: NDArray[np.int64], ones: Floats, description: str) -> None:
        self.description, self._edges, self._ones, self._state = description, edges, ones, 0

    def probabilities(self) -> Floats:
        """See :class:`ait.predictors.base.Predictor`; a probability may be 0."""
        one = float(self._ones[self._state])
        return np.array([1 - one, one])

    def update(self, symbol: int) -> None:
        """See :class:`ait.predictors.base.Predictor`."""
        check_symbol(symbol, 2)
        state = int(self._edges[self._state, symbol])
        if state == NOWHERE:
            raise InputError(f"this automaton cannot write {symbol} here: {self.description}")
        self._state = state


def _count(states: int, levels: int) -> int:
    """How many models have exactly so many states."""

    @cache
    def ways(state: int, used: int) -> int:
        if state == used:
            return int(used == states)
        one = sum(ways(state + 1, after) for after in _reached(used, states))
        both = sum(ways(state + 1, last) for after in _reached(used, states) for last in _reached(after, states))
        return 2 * one + levels * both

    return ways(0, 1)


def _reached(used: int, states: int) -> list[int]:
    """How many states are known after one more edge: each old target, and a new one while there are any."""
    return [used] * used + ([used + 1] if used < states else [])


@cache
def _graphs(states: int) -> NDArray[np.int8]:
    """All graphs with exactly so many states in the naming of :class:`Automata`, shape (graphs, states, 2)."""
    rows = np.array(list(_edges(states, 0, 1)), np.int8)
    return rows.reshape(-1, states, 2)


def _edges(states: int, state: int, used: int) -> Iterator[tuple[int, ...]]:
    if state == used:
        if used == states:
            yield ()
        return
    targets = [NOWHERE, *range(min(used + 1, states))]
    for zero in targets:
        known = max(used, zero + 1)
        for one in [NOWHERE, *range(min(known + 1, states))]:
            if zero != NOWHERE or one != NOWHERE:
                for rest in _edges(states, state + 1, max(known, one + 1)):
                    yield (zero, one, *rest)
