"""Causal deconvolution: a graph taken apart where the information of its edges jumps.

Edges that one mechanism made have information of one kind; the signature of a graph that several mechanisms made
has jumps between their kinds.  The edges at the jumps are cut, and what falls apart are the candidate mechanisms
(Zenil, Kiani, Zea and Tegnér 2019).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ait.errors import InputError
from ait.graphs.adjacency import Adjacency, as_adjacency
from ait.graphs.information import GraphInformation, blocks_of, information_of
from ait.graphs.knockout_kernel import edge_information, set_edge
from ait.graphs.labelling import label
from ait.measures.bdm_blocks import Blocks, Table
from ait.measures.perturbation import state_of
from ait.notebook import Shown

_ONE = math.log2(2)
_SAME = 1e-9


@dataclass(frozen=True, eq=False)
class Deconvolution(Shown):
    """A graph taken apart.

    Attributes:
        information: the edges' information before anything was cut.
        cutoff: how much more than one bit a jump must be, bits; None where parts were asked for.
        groups: the edges between one jump and the next, in order of information; empty where parts were asked for.
        cut: the edges that were taken out, in order.
        left: the graph without them.
        components: the sets of nodes that are connected in what is left, the largest first.
    """

    information: GraphInformation
    cutoff: float | None
    groups: tuple[tuple[Any, ...], ...]
    cut: tuple[Any, ...]
    left: Adjacency
    components: tuple[frozenset[Any], ...]


def deconvolve(
    graph: Any,
    block: int = 4,
    *,
    table: Table | None = None,
    parts: int | None = None,
    cutoff: float | None = None,
    order: str = "given",
    samples: int = 0,
    seed: int = 0,
    boundary: str = "smaller",
    missing: str = "literal",
    step: int | None = None,
) -> Deconvolution:
    """Take a graph apart by the information of its edges.

    Without ``parts`` the edges are sorted by information, and where it falls by more than log2 2 + cutoff bits from one
    to the next, the upper of the two is cut. With ``parts``, the edges of least positive information, all equal ones
    together, are cut, and the information of the others computed anew, until the graph has so many components.

    Args:
        graph, block, table, order, samples, seed, boundary, missing, step: see
            :func:`ait.graphs.information.graph_bdm`.
        parts: how many components are wanted.
        cutoff: bits beyond one; if left out the published auxiliary cutoff, the root mean square of (fall - 1 bit).
            Only falls of more than a bit cut here: the code published with the paper also cuts where equal edges
            differ from 1 by more than the cutoff, which then separates edges of the very same information.

    Raises:
        InputError: if the graph has no edges, ``parts`` cannot be reached, or an argument is out of range.
        TableError: as for :func:`ait.bdm`.
    """
    adjacency = as_adjacency(graph)
    if not adjacency.cells.any():
        raise InputError("this graph has no edges: there is nothing to take apart")
    if parts is not None and cutoff is not None:
        raise InputError("give parts, or a cutoff, not both")
    if cutoff is not None and not (cutoff >= 0 and math.isfinite(cutoff)):
        raise InputError(f"cutoff = {cutoff!r}: give a number of bits from 0")
    blocks = blocks_of(adjacency, block, step, boundary, table, missing)
    found = information_of(label(adjacency, blocks, order, samples, seed), blocks, "edges")
    if parts is not None:
        return _into_parts(found, blocks, parts)
    ranked = np.argsort(-found.bits, kind="stable")
    falls = -np.diff(found.bits[ranked])
    if cutoff is None:
        cutoff = math.sqrt(float(np.mean((falls - _ONE) ** 2))) if falls.size else 0.0
    jumps = np.flatnonzero(falls > _ONE + cutoff + _SAME)
    groups = tuple(tuple(found.elements[i] for i in part.tolist()) for part in np.split(ranked, jumps + 1))
    return _taken_apart(found, ranked[jumps], cutoff, groups)


def _into_parts(found: GraphInformation, blocks: Blocks, parts: int) -> Deconvolution:
    graph = found.labelling.graph
    if isinstance(parts, bool) or not hasattr(parts, "__index__") or not 1 <= parts <= len(graph):
        raise InputError(f"a graph of {len(graph):,} nodes has 1 to {len(graph):,} parts, not {parts!r}")
    edges, state = graph.edges(), state_of(graph.cells, blocks)
    ahead, cut = np.arange(len(edges)), np.zeros(0, np.int64)
    while len(_components(graph.with_edges(edges[ahead]))) < parts:
        bits = np.empty(len(ahead))
        edge_information(state, edges[ahead], graph.directed, bits)
        positive = bits > _SAME
        if not positive.any():
            raise InputError(
                f"after {len(cut):,} cuts no edge has positive information, and the graph is not in {parts} parts: ask"
                " for fewer, or for none, to cut at the jumps"
            )
        going = positive & (bits <= bits[positive].min() + _SAME)
        for one, other in edges[ahead[going]].tolist():
            set_edge(state, one, other, 0, graph.directed)
        cut, ahead = np.append(cut, ahead[going]), ahead[~going]
    return _taken_apart(found, cut, None, ())


def _taken_apart(
    found: GraphInformation, cut: np.ndarray, cutoff: float | None, groups: tuple[tuple[Any, ...], ...]
) -> Deconvolution:
    graph = found.labelling.graph
    left = graph.with_edges(np.delete(graph.edges(), cut, axis=0))
    return Deconvolution(found, cutoff, groups, tuple(found.elements[i] for i in cut.tolist()), left, _components(left))


def _components(graph: Adjacency) -> tuple[frozenset[Any], ...]:
    """The connected parts, directions not looked at, the largest first."""
    import networkx as nx

    parts = nx.weakly_connected_components if graph.directed else nx.connected_components
    return tuple(sorted((frozenset(part) for part in parts(graph.graph())), key=len, reverse=True))
