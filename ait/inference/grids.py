"""Sources of finite order with parameters on a grid: Bernoulli and memoryless sources, and Markov chains."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import chain, combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError
from ait.inference.model_set import Floats, check_index, check_size, context_counts
from ait.predictors.base import check_symbol

_LARGEST_ORDER = 24
_FEW = 8


class MarkovGrid:
    """All chains of one order whose probabilities are multiples of 1/parts, 0 and 1 among them.

    A row of probabilities is one of the C(parts + k - 1, k - 1) ways to share ``parts`` among the symbols, all of the
    same weight, for each of the k^order contexts independently; order 0 is the memoryless (Bernoulli) grid. The
    symbols before the first are taken to be 0. The models form a product over the contexts.

    Args:
        k: the alphabet's size.
        order: how many symbols a context has.
        parts: how finely probabilities are told; 1 part leaves only deterministic chains.

    Raises:
        InputError: if a number is out of range, or the models are more than 2^25.

    >>> grid = MarkovGrid(2, 0, 4)
    >>> len(grid.code_bits), [str(p) for p in grid.row(1)]
    (5, ['3/4', '1/4'])
    """

    def __init__(self, k: int, order: int = 0, parts: int = 16) -> None:
        if parts < 1 or not 0 <= order <= _LARGEST_ORDER:
            raise InputError(
                f"a grid needs 1 part or more and an order of 0 to {_LARGEST_ORDER}, not {parts} and {order}"
            )
        self.k, self.order, self.parts = k, order, parts
        self.rows = math.comb(parts + k - 1, k - 1)
        contexts = k**order
        if contexts * math.log2(self.rows) > 64:
            raise InputError(f"{self.rows:,} rows in each of {contexts:,} contexts are too many models: fewer parts")
        self.size = check_size(self.rows**contexts, "use fewer parts or a lower order")
        self.shape = (self.rows,) * contexts
        self._shares = _shares(k, parts)

    @property
    def description(self) -> str:
        """The order, the grid and the number of models."""
        name = "memoryless sources" if self.order == 0 else f"Markov chains of order {self.order}"
        return f"{name} over {self.k} symbols, probabilities in steps of 1/{self.parts}: {self.size:,} models"

    @property
    def code_bits(self) -> Floats:
        """K_i = log2 of the number of models: all weigh the same."""
        return np.full(self.size, len(self.shape) * math.log2(self.rows))

    def row(self, index: int) -> list[Fraction]:
        """The probabilities of one row of the grid."""
        return [Fraction(int(share), self.parts) for share in self._shares[check_index(index, self.rows)]]

    def log_likelihoods(self, symbols: np.ndarray) -> Floats:
        """See :class:`ait.inference.model_set.ModelSet`."""
        with np.errstate(divide="ignore"):
            logs = np.log2(self._shares / self.parts)
        total = np.zeros(1)
        for counts in context_counts(symbols, self.k, self.order):
            used = counts > 0  # not counts @ logs: 0·log2 0 is 0 here
            own = logs[:, used] @ counts[used].astype(np.float64)
            total = np.add.outer(total, own).ravel()
        return total

    def log2_complexity(self, n: int) -> float:
        """log2 Σ_x max_i p(x | i) over all x of n symbols: what NML over this set is divided by. Binary, order 0 only.

        Raises:
            InputError: for other sets, which have no short formula.
        """
        if self.k != 2 or self.order != 0:
            raise InputError("only Bernoulli grids (k = 2, order 0) have a short formula for the NML complexity")
        ones = np.arange(n + 1.0)
        logs = np.array([math.lgamma(i + 1) for i in range(n + 1)]) / math.log(2)
        binomial = logs[n] - logs - logs[::-1]
        near = np.floor(ones * self.parts / max(n, 1))
        # The likelihood is concave in p: its largest value on the grid is beside ones/n.
        best = np.maximum(
            _likelihood(ones, n, near / self.parts), _likelihood(ones, n, np.minimum(near + 1, self.parts) / self.parts)
        )
        return float(np.logaddexp2.reduce(binomial + best))

    def model(self, index: int) -> FixedChain:
        """See :class:`ait.inference.model_set.ModelSet`."""
        rows = np.unravel_index(check_index(index, self.size), self.shape)
        return FixedChain(self._shares[np.array(rows)] / self.parts, self.order, self.describe(index))

    def describe(self, index: int) -> str:
        """See :class:`ait.inference.model_set.ModelSet`."""
        rows = np.unravel_index(check_index(index, self.size), self.shape)
        told = [", ".join(f"{a}: {p}" for a, p in enumerate(self.row(int(row)))) for row in rows]
        if self.order == 0:
            return f"independent symbols, {told[0]}"
        names = [" ".join(map(str, _digits(context, self.k, self.order))) for context in range(len(told))]
        return "; ".join(f"after {name}: {row}" for name, row in zip(names, told, strict=True))


class FixedChain:
    """A chain with known probabilities as a predictor; ``table``, shape (k^order, k)."""

    def __init__(self, table: Floats, order: int, description: str) -> None:
        self.k, self.description = int(table.shape[1]), description
        self._table, self._contexts, self._context = table, self.k**order, 0

    def probabilities(self) -> Floats:
        """See :class:`ait.predictors.base.Predictor`; a probability may be 0."""
        return np.asarray(self._table[self._context], np.float64)

    def update(self, symbol: int) -> None:
        """See :class:`ait.predictors.base.Predictor`."""
        check_symbol(symbol, self.k)
        self._context = (self._context * self.k + symbol) % self._contexts


def _likelihood(ones: Floats, n: int, p: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        hits = np.where(ones > 0, ones * np.log2(p), 0.0)
        misses = np.where(ones < n, (n - ones) * np.log2(1 - p), 0.0)
    return np.asarray(hits + misses)


def _shares(k: int, parts: int) -> NDArray[np.int64]:
    """All ways to share ``parts`` among k symbols, shape (ways, k); the last symbol's share grows first."""
    ways = math.comb(parts + k - 1, k - 1)
    check_size(ways * k, "use fewer parts")
    if k > _FEW:
        chosen = np.fromiter(
            chain.from_iterable(combinations_with_replacement(range(k), parts)), np.int64, ways * parts
        )
        rows = np.repeat(np.arange(ways), parts)
        return np.bincount(rows * k + chosen, minlength=ways * k).reshape(ways, k).astype(np.int64)
    whole = np.array([[parts]], np.int64)  # the share of the last symbols taken together
    for _ in range(k - 1):
        repeats = whole[:, -1] + 1
        starts = np.repeat(np.cumsum(repeats) - repeats, repeats)
        rest = np.arange(repeats.sum()) - starts
        grown = np.repeat(whole, repeats, axis=0)
        whole = np.column_stack([grown[:, :-1], grown[:, -1] - rest, rest])
    return whole


def _digits(number: int, k: int, width: int) -> list[int]:
    return [number // k**place % k for place in range(width - 1, -1, -1)]
