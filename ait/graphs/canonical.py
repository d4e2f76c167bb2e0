"""A canonical order of a graph's nodes: the same matrix for every labelling of the same graph.

Colours are refined until nodes of one colour have as many neighbours of each colour; where nodes are left alike, each
of them is set apart in turn and refinement goes on.  Of all matrices so reached, the largest, read row by row, is
canonical.  Where two orders give the same matrix, the exchange of their nodes is an automorphism, and what it maps to
something seen is not looked at again (McKay 1981).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ait.errors import InputError
from ait.graphs.adjacency import Adjacency

MOST_LEAVES = 5_000
"""How many matrices are compared; graphs with more, such as strongly regular ones, are refused."""


def canonical_order(graph: Adjacency, most: int = MOST_LEAVES) -> np.ndarray:
    """The nodes' rows in canonical order, int64, shape (n,).

    Raises:
        InputError: if more than ``most`` orders would have to be compared.

    >>> from ait.graphs.adjacency import as_adjacency
    >>> star = np.zeros((4, 4), int); star[2, [0, 1, 3]] = star[[0, 1, 3], 2] = 1
    >>> order = canonical_order(as_adjacency(star))
    >>> as_adjacency(star).ordered(order).cells.tolist()
    [[0, 0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 1], [1, 1, 1, 0]]
    """
    search = _Search(graph, most)
    search.visit(_refined(graph, np.zeros(len(graph), np.int64)), [])
    return search.leaves[max(search.leaves)].order


@dataclass(frozen=True, eq=False)
class _Leaf:
    """An order of the nodes, and which of them were set apart on the way to it."""

    order: np.ndarray
    path: list[int]


@dataclass(eq=False)
class _Search:
    graph: Adjacency
    most: int
    seen: int = 0
    leaves: dict[bytes, _Leaf] = field(default_factory=dict)
    automorphisms: list[np.ndarray] = field(default_factory=list)

    def visit(self, colours: np.ndarray, path: list[int]) -> int:
        """Look at every order below; returns the length of the path to which the search may go back at once."""
        sizes = np.bincount(colours)
        if len(sizes) == len(colours):
            return self._compare(np.argsort(colours), path)
        tried: list[int] = []
        for node in np.flatnonzero(colours == int(np.flatnonzero(sizes > 1)[0])).tolist():
            if tried and self._is_image(node, tried, path):
                continue
            tried.append(node)
            # The node goes before the others of its colour.
            apart = 2 * colours + 1
            apart[node] -= 1
            numbered = np.unique(apart, return_inverse=True)[1].reshape(-1)
            back = self.visit(_refined(self.graph, numbered), [*path, node])
            if back < len(path):
                return back
        return len(path)

    def _compare(self, order: np.ndarray, path: list[int]) -> int:
        self.seen += 1
        if self.seen > self.most:
            raise InputError(
                f"this graph has more than {self.most:,} orders that refinement cannot tell apart: use order='minimum'"
            )
        matrix = np.packbits(self.graph.cells[np.ix_(order, order)]).tobytes()
        known = self.leaves.get(matrix)
        if known is None:
            self.leaves[matrix] = _Leaf(order, path)
            return len(path)
        automorphism = np.empty(len(order), np.int64)
        automorphism[known.order] = order
        self.automorphisms.append(automorphism)
        # All that follows the last common node is the image of what was seen there.
        return next((i for i, (a, b) in enumerate(zip(known.path, path, strict=False)) if a != b), len(path))

    def _is_image(self, node: int, tried: list[int], path: list[int]) -> bool:
        """Whether automorphisms that keep the path lead from the node to one that was tried."""
        keeping = [g for g in self.automorphisms if np.array_equal(g[path], path)]
        reached, ahead = {node}, [node]
        while ahead:
            at = ahead.pop()
            for image in (int(g[at]) for g in keeping):
                if image not in reached:
                    reached.add(image)
                    ahead.append(image)
        return not reached.isdisjoint(tried)


def _refined(graph: Adjacency, colours: np.ndarray) -> np.ndarray:
    """Colours, numbered from 0, told apart by how many neighbours of each colour a node has, as far as that goes."""
    # Counts as floats, which are exact here and multiplied much faster.
    out = graph.cells.astype(np.float64)
    ways = (out, out.T) if graph.directed else (out,)
    loops = graph.cells.diagonal()
    count = -1
    while True:
        classes = int(colours.max()) + 1
        if classes == count:
            return colours
        count = classes
        indicator = np.zeros((len(colours), classes))
        indicator[np.arange(len(colours)), colours] = 1
        rows = np.column_stack([colours, loops, *(way @ indicator for way in ways)])
        # Sorted by the old colour first, so that a node set apart stays where it was put.
        colours = np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1)
