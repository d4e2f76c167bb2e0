"""The algorithmic information of a graph's edges and nodes: how many bits its figure loses without each of them.

I(G, e) = C(G) - C(G without e), C the block decomposition of the adjacency matrix (Zenil, Kiani, Marabita, Deng, Elias,
Schmidt, Ball and Tegnér 2019): positive for what makes the graph more complex, negative for what keeps it simple.
Sorted, these are the graph's information signature.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ait.errors import InputError
from ait.estimate import Estimate
from ait.graphs.adjacency import Adjacency, as_adjacency
from ait.graphs.knockout_kernel import edge_information, node_deletions
from ait.graphs.labelling import Labelling, figure, label
from ait.measures.bdm_blocks import Blocks, Table, read_blocks
from ait.measures.bdm_classical import classical
from ait.measures.perturbation import state_of
from ait.notebook import Shown

WHAT = ("edges", "nodes")


@dataclass(frozen=True, eq=False)
class GraphInformation(Shown):
    """What each edge, or each node, adds to a graph's figure.

    Attributes:
        what: "edges" or "nodes".
        elements: the edges as pairs of nodes, or the nodes, in the order of ``bits``.
        bits: C(G) - C(G without the element), shape (elements,).
        estimate: C(G).
        labelling: the order of the nodes in which all of them were computed.
    """

    what: str
    elements: tuple[Any, ...]
    bits: np.ndarray
    estimate: Estimate
    labelling: Labelling

    @property
    def signature(self) -> np.ndarray:
        """The values from the largest to the least."""
        return np.sort(self.bits)[::-1]

    def ranked(self) -> list[tuple[Any, float]]:
        """The elements with their bits, those of most information first; equal ones in their order."""
        return [(self.elements[i], float(self.bits[i])) for i in np.argsort(-self.bits, kind="stable").tolist()]

    def ranks(self) -> np.ndarray:
        """1 for the element of most information, and so on; equal ones share the least rank. Shape (elements,)."""
        # What rounding makes of equal values must not tell them apart.
        rounded = np.round(self.bits, 9)
        return np.searchsorted(np.sort(-rounded), -rounded) + 1


def graph_bdm(
    graph: Any,
    block: int = 4,
    *,
    table: Table | None = None,
    order: str = "given",
    samples: int = 100,
    seed: int = 0,
    boundary: str = "smaller",
    missing: str = "literal",
    step: int | None = None,
    code: str = "classical",
) -> Estimate:
    """The block decomposition of a graph's adjacency matrix, bits; the note says how it depends on the nodes' order.

    Args:
        graph: a networkx Graph or DiGraph, or a square array of 0 and 1.
        block: cells of a block along both axes.
        table: a table of arrays; the shipped one if left out.
        order: "given", "canonical" (the same for every labelling of the graph) or "minimum" (the least of the orders
            tried; "min over sampled orders" is an upper bound of the minimum over all).
        samples, seed: how many orders are tried, and the seed of their choice; see
            :func:`ait.graphs.labelling.label`.
        boundary, missing, step, code: see :func:`ait.bdm`; the urn is a code for the whole matrix, in this order.

    Raises:
        InputError: if the graph is not as said, the canonical order is out of reach, or an argument is out of range.
        TableError: as for :func:`ait.bdm`.
    """
    adjacency = as_adjacency(graph)
    blocks = blocks_of(adjacency, block, step, boundary, table, missing)
    return estimate_of(label(adjacency, blocks, order, samples, seed), blocks, code)


def graph_information(
    graph: Any,
    what: str = "edges",
    block: int = 4,
    *,
    table: Table | None = None,
    order: str = "given",
    samples: int = 0,
    seed: int = 0,
    boundary: str = "smaller",
    missing: str = "literal",
    step: int | None = None,
) -> GraphInformation:
    """What each edge or node adds to C(G), each knocked out alone, exactly, in one order of the nodes.

    A node goes with its row and column, and the others keep their order. Arguments and errors as for
    :func:`graph_bdm`; InputError also if ``what`` is neither "edges" nor "nodes", or the only node would go.
    """
    if what not in WHAT:
        raise InputError(f"what = {what!r} is not one of {', '.join(WHAT)}")
    adjacency = as_adjacency(graph)
    blocks = blocks_of(adjacency, block, step, boundary, table, missing)
    return information_of(label(adjacency, blocks, order, samples, seed), blocks, what)


def blocks_of(adjacency: Adjacency, block: Any, step: Any, boundary: str, table: Table | None, missing: str) -> Blocks:
    """How a graph's matrix is cut, checked."""
    return read_blocks(adjacency.cells, block, step, boundary, table, missing)


def estimate_of(labelling: Labelling, blocks: Blocks, code: str = "classical") -> Estimate:
    """C(G) in an order that was chosen."""
    from ait.measures.bdm import bdm

    cut = blocks.cut
    cells = labelling.graph.cells
    if code == "classical":
        found = classical(replace(blocks, cells=cells))
    else:
        found = bdm(cells, cut.block, code, blocks.laws, cut.boundary, blocks.missing, cut.step)
    notes = (found.note, labelling.order, labelling.spread, labelling.graph.note)
    return replace(found, method=f"{found.method}, adjacency matrix", note="; ".join(note for note in notes if note))


def information_of(labelling: Labelling, blocks: Blocks, what: str) -> GraphInformation:
    """The knock-outs in an order that was chosen."""
    graph = labelling.graph
    estimate = estimate_of(labelling, blocks)
    if what == "edges":
        edges = graph.edges()
        bits = np.empty(len(edges))
        edge_information(state_of(graph.cells, blocks), edges, graph.directed, bits)
        named: tuple[Any, ...] = tuple((graph.nodes[i], graph.nodes[j]) for i, j in edges.tolist())
        return GraphInformation(what, named, bits, estimate, labelling)
    nodes: tuple[Hashable, ...] = graph.nodes
    if len(nodes) < 2:
        raise InputError("nothing is left where the only node is taken out: give at least two")
    shorter = graph.ordered(range(1, len(nodes)))
    bits = np.empty(len(nodes))
    node_deletions(state_of(shorter.cells, blocks), graph.cells, bits)
    return GraphInformation(what, nodes, estimate.bits - figure(shorter, blocks) - bits, estimate, labelling)
