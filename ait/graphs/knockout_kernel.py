"""What each edge and each node adds to the classical sum of an adjacency matrix: only the blocks touched are looked at.

The matrix is that of a :class:`~ait.measures.perturbation_kernel.State`; an undirected edge is two of its cells.
"""

from __future__ import annotations

import numpy as np

from ait.jit import kernel
from ait.measures.perturbation_kernel import State, set_cell


@kernel
def set_edge(state: State, one: int, other: int, value: int, directed: bool) -> float:
    """Put an edge in (1) or take it out (0); returns by how many bits the sum grows."""
    change = set_cell(state, one, other, value)
    if not directed and one != other:
        change += set_cell(state, other, one, value)
    return change


@kernel
def edge_information(state: State, edges: np.ndarray, directed: bool, out: np.ndarray) -> None:
    """The sum less the sum without each edge alone, ``edges`` of shape (edges, 2), into ``out``."""
    for at in range(edges.shape[0]):
        one, other = edges[at, 0], edges[at, 1]
        out[at] = -set_edge(state, one, other, 0, directed)
        set_edge(state, one, other, 1, directed)


@kernel
def node_deletions(state: State, whole: np.ndarray, out: np.ndarray) -> None:
    """The sum without node i less that without the first, into ``out``, one entry for each node of the whole.

    ``state`` holds the whole without its first node, and ends without its last: the matrix without node i + 1 is that
    without node i but for row i and column i.
    """
    change = 0.0
    out[0] = 0.0
    for place in range(whole.shape[0] - 1):
        for other in range(whole.shape[0] - 1):
            source = other if other <= place else other + 1
            change += set_cell(state, place, other, whole[place, source])
            if other != place:
                change += set_cell(state, other, place, whole[source, place])
        out[place + 1] = change
