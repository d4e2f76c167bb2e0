"""How a sequence or an array is cut into blocks: block shape, step, and what becomes of the cells at the end.

Every axis is cut by itself, and the blocks are the products of the axes' pieces; so whatever holds for sequences holds
for arrays of any dimension.  Pieces begin at 0, step, 2·step, ... as long as they fit; what follows the last of them,
fewer cells than a block, is

* dropped ("drop");
* a shorter piece of its own ("smaller");
* covered by one more whole piece that ends with the last cell ("overlapping");
* continued at the beginning, as is every piece that begins before the end ("periodic").
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence as Items
from dataclasses import dataclass
from typing import Any

import numpy as np

from ait.errors import InputError

BOUNDARIES = ("smaller", "drop", "overlapping", "periodic")


@dataclass(frozen=True)
class Axis:
    """One axis cut into pieces.

    Attributes:
        size: cells along the axis.
        block, step: cells of a whole piece, and from the beginning of one to that of the next.
        regular: how many pieces begin at 0, step, 2·step, ... and lie whole within the axis; they come first.
        stepped: how many begin at 0, step, 2·step, ..., those that go on at the beginning included.
        last: beginning and cells of one more piece; None if there is none.
        left_out: cells at the end that are in no piece.
    """

    size: int
    block: int
    step: int
    regular: int
    stepped: int
    last: tuple[int, int] | None
    left_out: int

    @property
    def starts(self) -> np.ndarray:
        """Where each piece begins, ascending, shape (pieces,)."""
        stepped = np.arange(self.stepped, dtype=np.int64) * self.step
        return stepped if self.last is None else np.append(stepped, self.last[0])

    @property
    def lengths(self) -> np.ndarray:
        """Cells of each piece, shape (pieces,): ``block``, but for a smaller last one."""
        whole = np.full(self.stepped, self.block, np.int64)
        return whole if self.last is None else np.append(whole, self.last[1])

    @property
    def tail(self) -> int:
        """Cells of the smaller last piece; 0 if there is none."""
        return self.last[1] if self.last is not None and self.last[1] < self.block else 0

    @property
    def whole(self) -> int:
        """How many pieces have all of a block's cells."""
        return self.stepped + (self.last is not None and not self.tail)

    def irregular(self) -> list[tuple[int, int]]:
        """Beginning and cells of the few pieces that are not regular."""
        wrapped = [(index * self.step, self.block) for index in range(self.regular, self.stepped)]
        return wrapped if self.last is None else [*wrapped, self.last]


def cut_axis(size: int, block: int, step: int, boundary: str) -> Axis:
    """Cut an axis of ``size`` cells.

    >>> axis = cut_axis(7, 3, 3, "overlapping")
    >>> axis.starts.tolist(), axis.lengths.tolist(), axis.left_out
    ([0, 3, 4], [3, 3, 3], 0)
    >>> cut_axis(7, 3, 2, "periodic").starts.tolist()
    [0, 2, 4, 6]
    """
    if boundary not in BOUNDARIES:
        raise InputError(f"boundary {boundary!r} is not one of {', '.join(BOUNDARIES)}")
    if boundary in ("overlapping", "periodic") and size < block:
        raise InputError(f"{size} cells have no whole block of {block}: use shorter blocks, or boundary 'smaller'")
    regular = max(0, (size - block) // step + 1)
    covered = (regular - 1) * step + block if regular else 0
    last: tuple[int, int] | None = None
    if boundary == "overlapping":
        last = size - block, block
    elif boundary == "smaller":
        last = regular * step, size - regular * step
    stepped = -(-size // step) if boundary == "periodic" else regular
    left_out = size - covered if boundary == "drop" else 0
    return Axis(size, block, step, regular, stepped, last if covered < size else None, left_out)


@dataclass(frozen=True)
class Cutting:
    """How to cut: cells of a block and of a step along each axis, and the boundary."""

    block: tuple[int, ...]
    step: tuple[int, ...]
    boundary: str

    def axes(self, shape: Items[int]) -> tuple[Axis, ...]:
        """The axes of an array of this shape, cut."""
        cut = zip(shape, self.block, self.step, strict=True)
        return tuple(cut_axis(size, block, step, self.boundary) for size, block, step in cut)

    @property
    def is_partition(self) -> bool:
        """Whether whole blocks do not overlap."""
        return self.block == self.step


def cutting(dimensions: int, block: Any, step: Any, boundary: str) -> Cutting:
    """The settings, checked: numbers stand for all axes; a step left out is the block.

    Raises:
        InputError: if a block or a step is no whole number from 1, or a step is beyond the block.

    >>> cutting(2, 4, (1, 4), "drop")
    Cutting(block=(4, 4), step=(1, 4), boundary='drop')
    """
    blocks = _each_axis("block", block, dimensions)
    steps = blocks if step is None else _each_axis("step", step, dimensions)
    if any(one > other for one, other in zip(steps, blocks, strict=True)):
        raise InputError(f"a step of {step} beyond the block of {block} would leave cells out: use a shorter step")
    if boundary not in BOUNDARIES:
        raise InputError(f"boundary {boundary!r} is not one of {', '.join(BOUNDARIES)}")
    return Cutting(blocks, steps, boundary)


def _each_axis(name: str, value: Any, dimensions: int) -> tuple[int, ...]:
    values = tuple(value) if isinstance(value, (tuple, list)) else (value,) * dimensions
    whole = all(hasattr(entry, "__index__") and not isinstance(entry, bool) and int(entry) >= 1 for entry in values)
    if len(values) != dimensions or not whole:
        each = f", or one for each of {dimensions} axes" if dimensions > 1 else ""
        raise InputError(f"{name} = {value!r}: give a whole number from 1{each}")
    return tuple(int(entry) for entry in values)


def piece_shapes(axes: Items[Axis]) -> list[tuple[int, ...]]:
    """The shapes of blocks that occur, the whole one first.

    >>> piece_shapes(cutting(2, 2, None, "smaller").axes((5, 4)))
    [(2, 2), (1, 2)]
    """
    choices = [[axis.block] * bool(axis.whole) + [axis.tail] * bool(axis.tail) for axis in axes]
    return list(itertools.product(*choices))


def blocks_of_shape(axes: Items[Axis], shape: Items[int]) -> int:
    """How many blocks of a shape there are.

    >>> blocks_of_shape(cutting(2, 2, None, "smaller").axes((5, 4)), (1, 2))
    2
    """
    return math.prod(axis.whole if length == axis.block else 1 for axis, length in zip(axes, shape, strict=True))
