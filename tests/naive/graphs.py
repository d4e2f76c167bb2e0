"""Knock-outs by taking edges and nodes out of the matrix and adding everything up anew; labellings by trying all."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np

from tests.naive import blocks


def figure(cells: np.ndarray, cut: tuple[tuple[int, int], tuple[int, int], str], bits: Callable) -> float:
    block, step, boundary = cut
    return blocks.classical(cells, block, step, boundary, bits)


def without_edge(cells: np.ndarray, one: int, other: int, directed: bool) -> np.ndarray:
    left = cells.copy()
    left[one, other] = 0
    if not directed:
        left[other, one] = 0
    return left


def without_node(cells: np.ndarray, node: int) -> np.ndarray:
    return np.delete(np.delete(cells, node, 0), node, 1)


def edges(cells: np.ndarray, directed: bool) -> list[tuple[int, int]]:
    n = len(cells)
    return [(i, j) for i in range(n) for j in range(n) if cells[i, j] and (directed or i <= j)]


def relabelled(cells: np.ndarray) -> set[bytes]:
    """The matrices of all labellings."""
    return {cells[np.ix_(order, order)].tobytes() for order in itertools.permutations(range(len(cells)))}


def components(cells: np.ndarray) -> list[set[int]]:
    """Connected parts, by spreading from each node."""
    left, found = set(range(len(cells))), []
    while left:
        part, ahead = set(), [min(left)]
        while ahead:
            node = ahead.pop()
            if node not in part:
                part.add(node)
                ahead += [other for other in range(len(cells)) if cells[node, other] or cells[other, node]]
        found.append(part)
        left -= part
    return found
