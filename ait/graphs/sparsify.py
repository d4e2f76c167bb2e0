"""Minimal-information-loss sparsification: a graph made smaller by what its complexity notices least.

Edge by edge, or node by node, the element of least |I(G, e)| goes, and the information of those that are left is
computed anew (Zenil, Kiani, Adams, Abrahão, Rueda-Toicen, Zea, Ozelim and Tegnér, arXiv:1802.05843).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ait.errors import InputError
from ait.graphs.adjacency import Adjacency, as_adjacency
from ait.graphs.information import WHAT, blocks_of, estimate_of
from ait.graphs.knockout_kernel import edge_information, node_deletions, set_edge
from ait.graphs.labelling import Labelling, figure, label
from ait.measures.bdm_blocks import Blocks, Table
from ait.measures.perturbation import state_of
from ait.notebook import Shown

TIES = ("first", "together")
_SAME = 1e-9
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, eq=False)
class Sparsified(Shown):
    """A graph made smaller step by step.

    Attributes:
        what: "edges" or "nodes".
        removed: what went, in order; with ties="together" several elements may go in one step.
        steps: how many of ``removed`` had gone after each step, shape (steps,).
        bits: the loss curve: C of what was left, the whole graph first, shape (steps + 1,).
        left: what is left.
        labelling: the order of the nodes in which all of it was computed.
    """

    what: str
    removed: tuple[Any, ...]
    steps: np.ndarray
    bits: np.ndarray
    left: Adjacency
    labelling: Labelling

    @property
    def graph(self) -> Any:
        """What is left, as a networkx graph."""
        return self.left.graph()


def sparsify(
    graph: Any,
    remove: int,
    what: str = "edges",
    block: int = 4,
    *,
    table: Table | None = None,
    ties: str = "first",
    order: str = "given",
    samples: int = 0,
    seed: int = 0,
    boundary: str = "smaller",
    missing: str = "literal",
    step: int | None = None,
    progress: Progress | None = None,
) -> Sparsified:
    """Take out ``remove`` edges or nodes, each time the one of least information.

    Args:
        graph, block, table, order, samples, seed, boundary, missing, step: see
            :func:`ait.graphs.information.graph_bdm`.
        remove: how many elements go.
        what: "edges" or "nodes".
        ties: of elements whose information is equal, "first" takes the first in the order of the nodes; "together"
            takes all of them at once, as published, which does not depend on their order but may take more than asked.
        progress: called with a title, how many have gone, and how many shall.

    Raises:
        InputError: if the graph has fewer edges, or not more nodes, than shall go; else as for ``graph_bdm``.
    """
    if ties not in TIES:
        raise InputError(f"ties {ties!r} is not one of {', '.join(TIES)}")
    if what not in WHAT:
        raise InputError(f"what = {what!r} is not one of {', '.join(WHAT)}")
    adjacency = as_adjacency(graph)
    most = len(adjacency.edges()) if what == "edges" else len(adjacency) - 1
    if isinstance(remove, bool) or not hasattr(remove, "__index__") or not 0 <= remove <= most:
        raise InputError(f"of this graph 0 to {most:,} {what} can be taken out, not {remove!r}")
    blocks = blocks_of(adjacency, block, step, boundary, table, missing)
    chosen = label(adjacency, blocks, order, samples, seed)
    take_out = _edges if what == "edges" else _nodes
    return take_out(chosen, blocks, int(remove), ties, progress or (lambda *_: None))


def _edges(chosen: Labelling, blocks: Blocks, remove: int, ties: str, progress: Progress) -> Sparsified:
    graph = chosen.graph
    state, edges = state_of(graph.cells, blocks), graph.edges()
    removed: list[Any] = []
    steps: list[int] = []
    bits = [estimate_of(chosen, blocks).bits]
    while len(removed) < remove:
        found = np.empty(len(edges))
        edge_information(state, edges, graph.directed, found)
        going = _least(found, ties)
        for one, other in edges[going].tolist():
            set_edge(state, one, other, 0, graph.directed)
            removed.append((graph.nodes[one], graph.nodes[other]))
        edges = np.delete(edges, going, axis=0)
        steps.append(len(removed))
        # From the beginning, so that rounding does not add up.
        bits.append(figure(graph.with_edges(edges), blocks))
        progress("edges taken out", len(removed), remove)
    return Sparsified(
        "edges", tuple(removed), np.array(steps, np.int64), np.array(bits), graph.with_edges(edges), chosen
    )


def _nodes(chosen: Labelling, blocks: Blocks, remove: int, ties: str, progress: Progress) -> Sparsified:
    graph = chosen.graph
    removed: list[Any] = []
    steps: list[int] = []
    bits = [estimate_of(chosen, blocks).bits]
    while len(removed) < remove:
        found = np.empty(len(graph))
        shorter = graph.ordered(range(1, len(graph)))
        node_deletions(state_of(shorter.cells, blocks), graph.cells, found)
        # One node stays, however many are equal.
        going = _least(bits[-1] - figure(shorter, blocks) - found, ties)[: len(graph) - 1]
        removed += [graph.nodes[i] for i in going.tolist()]
        graph = graph.ordered(np.delete(np.arange(len(graph)), going).tolist())
        steps.append(len(removed))
        bits.append(figure(graph, blocks))
        progress("nodes taken out", len(removed), remove)
    return Sparsified("nodes", tuple(removed), np.array(steps, np.int64), np.array(bits), graph, chosen)


def _least(information: np.ndarray, ties: str) -> np.ndarray:
    """The places of the elements whose information is nearest to none."""
    size = np.abs(information)
    equal = np.flatnonzero(size <= size.min() + _SAME)
    return equal if ties == "together" else equal[:1]
