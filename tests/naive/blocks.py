"""Blocks of strings and arrays cut as the definition says, cell by cell, and the classical sum over them."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable

import numpy as np


def pieces(size: int, block: int, step: int, boundary: str) -> list[list[int]]:
    """The cells of every piece of one axis."""
    if boundary == "periodic":
        return [[(start + i) % size for i in range(block)] for start in range(0, size, step)]
    found = [list(range(start, start + block)) for start in range(0, size, step) if start + block <= size]
    covered = {cell for piece in found for cell in piece}
    rest = [cell for cell in range(size) if cell not in covered]
    if rest and boundary == "overlapping":
        found.append(list(range(size - block, size)))
    if rest and boundary == "smaller":
        found.append(list(range(len(found) * step, size)))
    return found


def blocks(cells: np.ndarray, block: tuple[int, ...], step: tuple[int, ...], boundary: str) -> list[np.ndarray]:
    """Every block, in order."""
    axes = [pieces(*axis, boundary) for axis in zip(cells.shape, block, step, strict=True)]
    return [cells[np.ix_(*chosen)] for chosen in itertools.product(*axes)]


def classical(
    cells: np.ndarray,
    block: tuple[int, ...],
    step: tuple[int, ...],
    boundary: str,
    figure: Callable[[tuple[int, ...], str], float],
) -> float:
    """The classical sum; ``figure`` gives the bits of a block by its shape and its cells in order."""
    found = Counter((b.shape, "".join(map(str, b.ravel().tolist()))) for b in blocks(cells, block, step, boundary))
    return sum(figure(*kind) + math.log2(often) for kind, often in found.items())
