"""A graph as a matrix of 0 and 1: from networkx, from an array, and back."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ait.errors import InputError
from ait.notebook import Shown


@dataclass(frozen=True, eq=False)
class Adjacency(Shown):
    """A graph.

    Attributes:
        cells: the adjacency matrix, uint8, shape (n, n); entry (i, j) is 1 for an edge from node i to node j.
        nodes: the nodes' names, in the order of the rows.
        directed: whether edges have a direction; else the matrix is symmetric.
        note: what was left out in reading, or "".
    """

    cells: np.ndarray
    nodes: tuple[Hashable, ...]
    directed: bool
    note: str = ""

    def __len__(self) -> int:
        return len(self.nodes)

    def edges(self) -> np.ndarray:
        """Pairs of rows, shape (edges, 2), in row order; an undirected edge once, as (i, j) with i <= j."""
        return np.argwhere(self.cells if self.directed else np.triu(self.cells))

    @property
    def literal_bits(self) -> float:
        """The bits of a plain listing: one for each pair that could be an edge (loops only if there are any)."""
        n, loops = len(self), bool(self.cells.diagonal().any())
        pairs = n * (n - 1) if self.directed else n * (n - 1) // 2
        return float(pairs + (n if loops else 0))

    def ordered(self, order: Iterable[int]) -> Adjacency:
        """The same graph with its nodes in another order."""
        chosen = np.fromiter(order, np.int64)
        cells = np.ascontiguousarray(self.cells[np.ix_(chosen, chosen)])
        return Adjacency(cells, tuple(self.nodes[i] for i in chosen.tolist()), self.directed, self.note)

    def with_edges(self, edges: np.ndarray) -> Adjacency:
        """The graph with the same nodes and these edges alone."""
        cells = np.zeros_like(self.cells)
        cells[edges[:, 0], edges[:, 1]] = 1
        if not self.directed:
            cells[edges[:, 1], edges[:, 0]] = 1
        return Adjacency(cells, self.nodes, self.directed, self.note)

    def graph(self) -> Any:
        """As a networkx Graph, or DiGraph."""
        import networkx as nx

        made = nx.DiGraph() if self.directed else nx.Graph()
        made.add_nodes_from(self.nodes)
        made.add_edges_from((self.nodes[i], self.nodes[j]) for i, j in self.edges().tolist())
        return made


def as_adjacency(x: Any, directed: bool | None = None) -> Adjacency:
    """A networkx graph, or a square array of 0 and 1, as an :class:`Adjacency`.

    Args:
        x: a networkx Graph or DiGraph, whose nodes keep their order; a square array; or an Adjacency, as it is.
        directed: of an array, whether its edges have directions; if left out, they have where it is not symmetric.

    Raises:
        InputError: if the graph has no nodes or parallel edges, or the array is not square or not of 0 and 1.

    >>> import networkx as nx
    >>> path = as_adjacency(nx.path_graph(3))
    >>> path.cells.tolist(), path.directed, path.literal_bits
    ([[0, 1, 0], [1, 0, 1], [0, 1, 0]], False, 3.0)
    """
    if isinstance(x, Adjacency):
        return x
    if hasattr(x, "nodes") and hasattr(x, "is_directed"):
        return _from_networkx(x)
    array = np.asarray(x)
    if array.ndim != 2 or array.shape[0] != array.shape[1] or not array.size:
        raise InputError(f"an adjacency matrix is square and not empty, not of shape {array.shape}")
    if array.dtype.kind not in "biuf" or not np.isin(array, (0, 1)).all():
        raise InputError("an adjacency matrix here holds 0 and 1: say first which weights make an edge")
    cells = np.ascontiguousarray(array, np.uint8)
    symmetric = bool(np.array_equal(cells, cells.T))
    if directed is False and not symmetric:
        raise InputError("this matrix is not symmetric: its edges have directions")
    return Adjacency(cells, tuple(range(len(cells))), not symmetric if directed is None else directed)


def _from_networkx(graph: Any) -> Adjacency:
    nodes = tuple(graph.nodes)
    if not nodes:
        raise InputError("this graph has no nodes: a complexity needs at least one")
    if graph.is_multigraph() and graph.number_of_edges() > len(set(graph.edges(keys=False))):
        raise InputError("this graph has parallel edges: merge them first, with networkx.Graph or networkx.DiGraph")
    place = {node: i for i, node in enumerate(nodes)}
    cells = np.zeros((len(nodes), len(nodes)), np.uint8)
    weighted = False
    for one, other, data in graph.edges(data=True):
        cells[place[one], place[other]] = 1
        if not graph.is_directed():
            cells[place[other], place[one]] = 1
        weight = data.get("weight", 1)
        weighted |= not (isinstance(weight, (int, float)) and math.isclose(weight, 1))
    note = "edge weights are not looked at" if weighted else ""
    return Adjacency(cells, nodes, bool(graph.is_directed()), note)
