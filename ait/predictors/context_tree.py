"""Context-tree weighting: the Bayes mixture over all context trees up to a depth, symbol by symbol.

Willems, Shtarkov and Tjalkens, "The context-tree weighting method: basic properties" (1995).  Every pruned tree of
contexts is a model whose leaves hold Krichevsky-Trofimov predictors; a tree with m inner and leaf nodes above the
greatest depth has weight 2^-m.  Over k > 2 symbols, a symbol is told by its binary digits, most significant first,
each with a tree of its own whose contexts are the digits of the symbols before.
"""

from __future__ import annotations

from collections.abc import Sequence as Symbols

import numpy as np

from ait.errors import InputError
from ait.predictors.base import check_symbol, check_symbols
from ait.predictors.context_tree_kernel import FIELDS, Tree, tree_distribution, tree_surprisals

_DEFAULT_DEPTH = 16
_DEFAULT_CONTEXT_BITS = 32
_LARGEST_CONTEXT_BITS = 1024
_MOST_NODES = 1 << 26
_LARGEST_MOST_NODES = (1 << 31) - 1
_FIRST_NODES = 1 << 12
_NODE_BYTES = 4 * FIELDS + 8


class ContextTree:
    """Context-tree weighting over an alphabet of k symbols.

    ``tree``, ``history`` (the past and the symbols so far), ``now`` (where the next symbol goes) and ``width`` (binary
    decisions for each symbol) are for whoever drives its kernels.

    Args:
        k: the alphabet's size.
        depth: how many symbols a context has at most; if left out 16 bits, or as many symbols as have 32 bits.
        past: symbols before the first, in time order; zeros before these.
        most_nodes: how many nodes there may be, of 32 bytes each: 2^26 (2 GB) if left out.

    Raises:
        InputError: if an argument is out of range; or, from the methods, if more nodes or memory would be needed. What
            came before is learnt then: ``now`` tells how far.

    >>> tree = ContextTree(2, depth=3, past=[0, 1, 0])
    >>> bits = tree.surprisals(np.array([0, 1, 1, 0, 1, 0, 0])).sum()
    >>> round(32768 * 2.0 ** -float(bits), 9)  # P_w = 95/32768, as in the paper
    95.0
    """

    def __init__(
        self, k: int, depth: int | None = None, past: Symbols[int] = (), most_nodes: int = _MOST_NODES
    ) -> None:
        self.k = k
        self.width = (k - 1).bit_length()
        self.depth = _default_depth(self.width) if depth is None else depth
        if self.depth < 0 or self.depth * self.width > _LARGEST_CONTEXT_BITS:
            deepest = _LARGEST_CONTEXT_BITS // self.width
            raise InputError(f"depth {self.depth} is out of range: over {k} symbols it is 0 to {deepest}")
        if not 1 <= most_nodes <= _LARGEST_MOST_NODES:
            raise InputError(f"a tree has at most 1 to {_LARGEST_MOST_NODES:,} nodes, not {most_nodes:,}")
        before = np.asarray(past, np.int64)
        check_symbols(before, k)
        self.most_nodes = most_nodes
        self.now = self._first = max(self.depth, before.size)
        self.history = np.zeros(self.now + 64, np.uint32)
        self.history[self.now - before.size : self.now] = before
        self.tree = _empty_tree(self.width, self.depth * self.width)

    @property
    def description(self) -> str:
        """The depth, and how symbols are told."""
        told = "" if self.width == 1 else f", symbols told in {self.width} binary decisions"
        return f"all context trees up to depth {self.depth}{told}"

    def probabilities(self) -> np.ndarray:
        """See :class:`ait.predictors.base.Predictor`."""
        chances = np.empty(self.k)
        self.make_room(self.k)
        tree_distribution(self.tree, self.history, self.now, self.k, self.width, chances)
        return chances

    def update(self, symbol: int) -> None:
        """See :class:`ait.predictors.base.Predictor`."""
        check_symbol(symbol, self.k)
        self.surprisals(np.array([symbol]))

    def surprisals(self, symbols: np.ndarray) -> np.ndarray:
        """See :class:`ait.predictors.base.FastPredictor`."""
        bits = np.empty(len(symbols))
        start = self.now
        stop = self.append(symbols)
        while self.now < stop:
            self.make_room(self.width)
            self.now = tree_surprisals(
                self.tree, self.history, self.now, stop, self.k, self.width, bits[self.now - start :]
            )
        return bits

    def append(self, symbols: np.ndarray) -> int:
        """Put symbols that are to be learnt behind ``now`` in the history; returns where they end."""
        stop = self.now + len(symbols)
        if stop > self.history.size:
            grown = np.zeros(max(stop, 2 * self.history.size), np.uint32)
            grown[: self.now] = self.history[: self.now]
            self.history = grown
        self.history[self.now : stop] = symbols
        return stop

    def make_room(self, decisions: int) -> None:
        """Make sure that the tree has room for the nodes that this many binary decisions can add."""
        tree = self.tree
        needed = int(tree.used[0]) + decisions * (tree.context.size + 2)
        if needed <= tree.ratios.size:
            return
        size = max(needed, min(2 * tree.ratios.size, self.most_nodes))
        if size > self.most_nodes:
            raise InputError(
                f"after {self.now - self._first:,} symbols this needs more than {self.most_nodes:,} nodes "
                f"({self.most_nodes * _NODE_BYTES / 1e9:.1f} GB): use a depth below {self.depth}, or more most_nodes"
            )
        try:
            nodes, ratios = np.zeros((size, FIELDS), np.int32), np.ones(size)
        except MemoryError as error:
            raise InputError(
                f"after {self.now - self._first:,} symbols there is no memory for {size:,} nodes "
                f"({size * _NODE_BYTES / 1e9:.1f} GB): use a depth below {self.depth}"
            ) from error
        nodes[: len(tree.nodes)] = tree.nodes
        ratios[: len(tree.ratios)] = tree.ratios
        self.tree = tree._replace(nodes=nodes, ratios=ratios)


def _default_depth(width: int) -> int:
    return _DEFAULT_DEPTH if width == 1 else max(1, _DEFAULT_CONTEXT_BITS // width)


def _empty_tree(width: int, context_bits: int) -> Tree:
    return Tree(
        nodes=np.zeros((_FIRST_NODES, FIELDS), np.int32),
        ratios=np.ones(_FIRST_NODES),
        roots=np.zeros(1 << width, np.int32),
        used=np.ones(1, np.int64),
        context=np.zeros(context_bits, np.uint8),
        path=np.zeros(context_bits + 1, np.int32),
        own=np.zeros(context_bits + 1),
        below=np.zeros(context_bits + 1),
    )
