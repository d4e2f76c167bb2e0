"""In which order a graph's nodes are listed: its complexity depends on it, so the order is chosen openly.

A graph of n nodes has up to n! adjacency matrices, and block decomposition gives them different figures: whoever lists
the nodes otherwise gets another one.  Three answers: the order as given; a canonical one, the same however the graph
is labelled; or the least figure over orders that are tried, all of them where they are few, else a stated sample.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace

import numpy as np

from ait.errors import InputError
from ait.graphs.adjacency import Adjacency
from ait.graphs.canonical import canonical_order
from ait.measures.bdm_blocks import Blocks
from ait.measures.bdm_classical import classical

ORDERS = ("given", "canonical", "minimum")


@dataclass(frozen=True, eq=False)
class Labelling:
    """An order of the nodes, and what was seen of others.

    Attributes:
        graph: the graph in that order.
        order: how it was chosen, in words.
        tried: the figures of the orders that were tried, bits, shape (orders,), the one as given first.
    """

    graph: Adjacency
    order: str
    tried: np.ndarray

    @property
    def spread(self) -> str:
        """How the figure depends on the order, in words; "" if no other was tried."""
        if len(self.tried) < 2:
            return ""
        deviation = float(self.tried.std(ddof=1))
        return (
            f"{len(self.tried):,} orders of the nodes: {self.tried.min():,.2f} to {self.tried.max():,.2f} bits,"
            f" mean {self.tried.mean():,.2f}, standard deviation {deviation:,.2f}"
        )


def label(graph: Adjacency, blocks: Blocks, order: str = "given", samples: int = 100, seed: int = 0) -> Labelling:
    """Choose an order of the nodes.

    Args:
        graph: the graph.
        blocks: how the matrix is cut.
        order: "given", "canonical" or "minimum".
        samples: how many orders are tried: drawn at random, or all n! of them if they are no more. The one as given is
            always among them. For "given" and "canonical" they show the spread alone; 0 leaves it out.
        seed: of the random orders.

    Raises:
        InputError: if there is no such order, or the canonical one is out of reach.
    """
    if order not in ORDERS:
        raise InputError(f"order {order!r} is not one of {', '.join(ORDERS)}")
    if isinstance(samples, bool) or not hasattr(samples, "__index__") or samples < 0:
        raise InputError(f"samples = {samples!r}: give a whole number from 0")
    orders, all_of_them = _orders(len(graph), int(samples), seed)
    tried = np.array([figure(graph.ordered(chosen), blocks) for chosen in orders])
    if order == "given":
        return Labelling(graph, "nodes in the order given", tried)
    if order == "canonical":
        return Labelling(graph.ordered(canonical_order(graph)), "nodes in canonical order", tried)
    words = f"all {len(orders):,} orders" if all_of_them else f"{len(orders):,} orders, a sample of {len(graph)}!"
    return Labelling(graph.ordered(orders[int(tried.argmin())]), f"the order of least bits among {words}", tried)


def figure(graph: Adjacency, blocks: Blocks) -> float:
    """The classical sum of a graph's matrix, bits."""
    return classical(replace(blocks, cells=graph.cells)).bits


def _orders(n: int, samples: int, seed: int) -> tuple[list[np.ndarray], bool]:
    """The given order and others, and whether they are all there are."""
    if n < 10 and math.factorial(n) <= samples:
        return [np.array(chosen) for chosen in itertools.permutations(range(n))], True
    generator = np.random.default_rng(seed)
    return [np.arange(n), *(generator.permutation(n) for _ in range(max(0, samples - 1)))], n < 2
