"""All context trees up to a depth, one by one: what context-tree weighting sums, taken apart."""

from __future__ import annotations

import math

import numpy as np

from ait.errors import InputError
from ait.inference.grids import _digits
from ait.inference.model_set import Floats, check_index, check_size, context_counts
from ait.predictors.base import check_symbol

_LARGEST_SIZE = 1 << 62
_FEW = 8


class ContextTrees:
    """Every full k-ary tree of contexts of up to ``depth`` symbols, a Krichevsky-Trofimov predictor in each leaf.

    A tree is told by a bit for each node above the greatest depth, inner or leaf: K_i is their number and Z = 1, as in
    Willems, Shtarkov and Tjalkens (1995), so that over two symbols the evidence is that of context-tree weighting to
    the last digit. A leaf's predictor learns; a model here is a sequential code with no numbers to tell. The symbols
    before the first are 0.

    Args:
        k: the alphabet's size.
        depth: how many symbols a context has at most; over two symbols there are 2, 5, 26, 677, 458,330 trees of depth
            1 to 5, over three 2, 9, 730.

    Raises:
        InputError: if the depth is negative, or the trees are more than 2^25.

    >>> trees = ContextTrees(2, 3)
    >>> trees.size, float(np.exp2(-trees.code_bits).sum()), trees.describe(1)
    (26, 1.0, 'contexts 0, 1; each counts for itself, add 1/2')
    """

    def __init__(self, k: int, depth: int = 4) -> None:
        if depth < 0:
            raise InputError(f"a context tree has a depth of 0 or more, not {depth}")
        self.k, self.depth = k, depth
        self._sizes = [1]
        for _ in range(depth):
            if self._sizes[-1] ** min(k, 64) > _LARGEST_SIZE:
                raise InputError(f"there are too many trees of depth {depth} over {k} symbols: use a lower depth")
            self._sizes.append(1 + self._sizes[-1] ** k)
        self.size = check_size(self._sizes[-1], "use a lower depth")
        self.shape = (self.size,)

    @property
    def description(self) -> str:
        """The depth and the number of trees."""
        return f"context trees of depth up to {self.depth} over {self.k} symbols: {self.size:,} models"

    @property
    def code_bits(self) -> Floats:
        """K_i: the nodes above the greatest depth."""
        bits = np.zeros(1)
        for _ in range(self.depth):
            bits = np.concatenate([[1.0], 1.0 + _sums([bits] * self.k)])
        return bits

    def log_likelihoods(self, symbols: np.ndarray) -> Floats:
        """See :class:`ait.inference.model_set.ModelSet`."""
        level = context_counts(symbols, self.k, self.depth)
        values = [np.array([_kt_bits(counts)]) for counts in level]
        for _ in range(self.depth):
            # A context's number ends in its latest symbol: what is dropped to go up is the first digit.
            parents = len(level) // self.k
            level = level.reshape(self.k, parents, self.k).sum(axis=0)
            values = [
                np.concatenate([[_kt_bits(level[at])], _sums([values[at + parents * a] for a in range(self.k)])])
                for at in range(parents)
            ]
        return values[0]

    def leaves(self, index: int) -> list[tuple[int, ...]]:
        """The contexts of a tree's leaves, in time order."""
        return self._leaves(check_index(index, self.size), self.depth, ())

    def _leaves(self, index: int, depth: int, later: tuple[int, ...]) -> list[tuple[int, ...]]:
        if index == 0:
            return [later]
        index -= 1
        found: list[tuple[int, ...]] = []
        for symbol, child in enumerate(_digits(index, self._sizes[depth - 1], self.k)):
            found += self._leaves(child, depth - 1, (symbol, *later))
        return found

    def model(self, index: int) -> TreeSource:
        """See :class:`ait.inference.model_set.ModelSet`."""
        return TreeSource(self.k, self.depth, self.leaves(index))

    def describe(self, index: int) -> str:
        """See :class:`ait.inference.model_set.ModelSet`."""
        return _told(self.leaves(index), self.k)


class TreeSource:
    """One context tree as a predictor, from the contexts of its leaves."""

    def __init__(self, k: int, depth: int, leaves: list[tuple[int, ...]]) -> None:
        self.k, self.description = k, _told(leaves, k)
        self._counts = {leaf: np.zeros(k, np.int64) for leaf in leaves}
        self._past = (0,) * depth

    def probabilities(self) -> Floats:
        """See :class:`ait.predictors.base.Predictor`."""
        counts = self._counts[self._leaf()]
        return np.asarray((counts + 0.5) / (counts.sum() + 0.5 * self.k))

    def update(self, symbol: int) -> None:
        """See :class:`ait.predictors.base.Predictor`."""
        check_symbol(symbol, self.k)
        self._counts[self._leaf()][symbol] += 1
        self._past = (*self._past, symbol)[1:]

    def _leaf(self) -> tuple[int, ...]:
        return next(
            self._past[start:] for start in range(len(self._past), -1, -1) if self._past[start:] in self._counts
        )


def _told(leaves: list[tuple[int, ...]], k: int) -> str:
    if leaves == [()]:
        return "no context; counts, add 1/2"
    sizes = {len(leaf) for leaf in leaves}
    if len(sizes) == 1 and len(leaves) > _FEW:
        size = sizes.pop()
        told = f"all contexts of {size} symbol{'s' if size > 1 else ''}"
    else:
        told = f"contexts {', '.join(('' if k <= 10 else ' ').join(map(str, leaf)) for leaf in leaves)}"
    return f"{told}; each counts for itself, add 1/2"


def _kt_bits(counts: np.ndarray) -> float:
    """log2 of the Krichevsky-Trofimov block probability."""
    half = len(counts) / 2
    total = math.lgamma(half) - math.lgamma(int(counts.sum()) + half)
    total += sum(math.lgamma(count + 0.5) - math.lgamma(0.5) for count in counts.tolist())
    return total / math.log(2)


def _sums(parts: list[Floats]) -> Floats:
    """All sums of one entry of each, the last varying fastest."""
    whole = parts[0]
    for part in parts[1:]:
        whole = np.add.outer(whole, part).ravel()
    return whole
