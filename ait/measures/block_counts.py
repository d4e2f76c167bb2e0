"""How often each block occurs in a sequence or a binary array, for every shape of block that the cutting makes."""

from __future__ import annotations

import math
from collections.abc import Sequence as Items
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np

from ait.errors import InputError, TableError
from ait.measures.bdm_kernel import count_packed
from ait.measures.block_keys_kernel import block_keys, count_numbers, count_side_by_side, count_windows
from ait.measures.block_layout import Axis, Cutting, piece_shapes
from ait.predictors.array_law import array_law
from ait.predictors.block_law import BlockLaw, block_law, longest_block, of_symbols, table_symbols
from ait.tables.array_table import ArrayTable
from ait.tables.counts_table import CountsTable
from ait.tables.shipped import AnyTable, open_any_table


@runtime_checkable
class Laws(Protocol):
    """What a table says about blocks of every shape; ``dimensions`` is that of the blocks.

    Tables over more symbols than two say how many in ``k``.
    """

    name: str
    dimensions: int

    def law(self, shape: tuple[int, ...]) -> BlockLaw:
        """The law of the blocks of a shape, by the block's number (TableError where the table has none)."""


@dataclass(frozen=True)
class StringLaws:
    """The laws of a table of strings."""

    table: CountsTable
    dimensions: int = 1

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.name

    @property
    def k(self) -> int:
        """How many symbols its strings are made of."""
        return table_symbols(self.table)

    def law(self, shape: tuple[int, ...]) -> BlockLaw:
        """The law of the strings of one length."""
        return block_law(self.table, *shape)


@dataclass(frozen=True)
class ArrayLaws:
    """The laws of a table of arrays."""

    table: ArrayTable
    dimensions: int = 2

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.name

    def law(self, shape: tuple[int, ...]) -> BlockLaw:
        """The law of the arrays of one shape."""
        return array_law(self.table, *shape)


def laws_of(table: str | Path | AnyTable | Laws, dimensions: int) -> Laws:
    """The laws of a table for blocks of so many dimensions (TableError if it holds others)."""
    laws: object = table
    if isinstance(table, (str, Path, CountsTable, ArrayTable)):
        opened = open_any_table(table)
        laws = ArrayLaws(opened) if isinstance(opened, ArrayTable) else StringLaws(opened)
    if not isinstance(laws, Laws):
        raise TableError(f"a {type(table).__name__} is no table: name one, or give its file")
    if laws.dimensions != dimensions:
        kinds = {1: "a string", 2: "an array"}
        raise TableError(
            f"table {laws.name} is not for {kinds[dimensions]}: its entries are {kinds[laws.dimensions].split()[1]}s"
        )
    return laws


def symbols_of(laws: Laws) -> int:
    """How many symbols the blocks of a table are made of."""
    return int(getattr(laws, "k", 2))


_SQUARES, _SPARSE = 1 << 16, 4


def default_block(laws: Laws) -> int:
    """Cells of a block along each axis where nothing is said: see :func:`ait.bdm`."""
    k = symbols_of(laws)
    if laws.dimensions > 1:
        return 4
    if k == 2:
        return 12
    longest = laws.table.longest if isinstance(laws, StringLaws) else longest_block(k)
    return max(cells for cells in range(1, max(2, longest + 1)) if cells == 1 or k**cells <= _SQUARES)


def as_cells(x: Any) -> np.ndarray | None:
    """A binary array of two dimensions as uint8, shape (rows, columns); None for whatever is no such array.

    Raises:
        InputError: if it has two dimensions but is empty, or holds anything but 0 and 1.
    """
    array = np.asarray(x) if hasattr(x, "__array__") else None
    if array is None or array.ndim < 2:
        return None
    if array.ndim > 2:
        raise InputError(
            "blocks have one dimension or two, as no machine that writes more was enumerated; this array has"
            f" {array.ndim}: take its slices of two one by one"
        )
    if array.size == 0:
        raise InputError(f"an array of shape {array.shape} is empty: a complexity needs at least one cell")
    if np.ma.is_masked(x):
        raise InputError("this array has masked entries: fill them in or leave them out first")
    # Ends are found much faster than members of a set.
    if array.dtype.kind not in "iub" or not 0 <= int(array.min()) <= int(array.max()) <= 1:
        raise InputError("the cells of an array are 0 and 1 here: discretise the data first")
    return np.ascontiguousarray(array, np.uint8)


@dataclass(frozen=True, eq=False)
class BlockCounts:
    """The blocks of one shape: how often each occurs.

    Attributes:
        shape: the blocks' shape.
        counts: int64, by the block's number, shape (k^cells,); or, with ``keys``, only of those that occur.
        keys: the numbers of those that occur, ascending; None where all are counted.
    """

    shape: tuple[int, ...]
    counts: np.ndarray
    keys: np.ndarray | None = None

    def present(self) -> tuple[np.ndarray, np.ndarray]:
        """The numbers of the blocks that occur, and how often each does."""
        if self.keys is not None:
            return self.keys, self.counts
        keys = np.flatnonzero(self.counts)
        return keys, self.counts[keys]


def count_blocks(cells: np.ndarray, cut: Cutting, k: int = 2) -> list[BlockCounts]:
    """Count the blocks of an array of one or two dimensions over k symbols.

    Raises:
        InputError: if a block has too many cells, or the boundary does not fit the data.

    >>> from ait.measures.block_layout import cutting
    >>> cells = np.array([0, 1, 1, 0, 1], np.uint8)
    >>> [found.counts.tolist() for found in count_blocks(cells, cutting(1, 2, 2, "smaller"))]
    [[0, 1, 1, 0], [0, 1]]
    """
    check_block(cut.block, k)
    axes = cut.axes(cells.shape)
    return _count_string(cells, axes[0], cut, k) if cells.ndim == 1 else _count_array(cells, axes, k)


def check_block(block: Items[int], k: int) -> None:
    """Refuse blocks of more cells than tables are looked up for (InputError)."""
    if math.prod(block) > longest_block(k):
        kind = "symbols" if len(block) == 1 else "cells"
        raise InputError(f"blocks{of_symbols(k)} have 1 to {longest_block(k)} {kind}, not {math.prod(block)}")


def _count_string(symbols: np.ndarray, axis: Axis, cut: Cutting, k: int) -> list[BlockCounts]:
    if k**axis.block > max(_SQUARES, _SPARSE * axis.whole):
        return _count_few(symbols, axis, k)
    whole = np.zeros(k**axis.block, np.int64)
    if k > 2 and cut.is_partition:
        count_side_by_side(symbols, k, axis.block, whole)
    elif k > 2:
        count_numbers(symbols, k, axis.block, cut.step[0], whole)
    elif cut.is_partition:
        count_packed(*eights(symbols), axis.block, whole)
    else:
        count_windows(symbols, axis.block, cut.step[0], whole)
    found = [BlockCounts((axis.block,), whole)]
    # What begins in step and fits has been counted; few pieces follow.
    for start, length in axis.irregular():
        piece = symbols[(start + np.arange(length)) % axis.size]
        key = int(numbers(piece[None, :], k)[0])
        if length == axis.block:
            whole[key] += 1
        else:
            found.append(BlockCounts((length,), np.bincount([key], minlength=k**length)))
    return found


def _count_few(symbols: np.ndarray, axis: Axis, k: int) -> list[BlockCounts]:
    """Where far more blocks could occur than do: the numbers of those that do, sorted."""
    starts, lengths = axis.starts, axis.lengths
    found = []
    for length in dict.fromkeys(lengths.tolist()):
        places = starts[lengths == length][:, None] + np.arange(length)
        keys, counts = np.unique(numbers(symbols[places % axis.size], k), return_counts=True)
        found.append(BlockCounts((length,), counts, keys))
    return found


def _count_array(cells: np.ndarray, axes: Items[Axis], k: int) -> list[BlockCounts]:
    keys = array_keys(cells, axes, k)
    found = []
    for shape in piece_shapes(axes):
        chosen = [axis.lengths == length for axis, length in zip(axes, shape, strict=True)]
        found.append(BlockCounts(shape, np.bincount(keys[np.ix_(*chosen)].ravel(), minlength=k ** math.prod(shape))))
    return found


def array_keys(cells: np.ndarray, axes: Items[Axis], k: int = 2) -> np.ndarray:
    """The number of the block at each pair of pieces, int64, shape (rows' pieces, columns' pieces)."""
    rows, columns = axes
    keys = np.empty((len(rows.starts), len(columns.starts)), np.int64)
    block_keys(cells, rows.starts, rows.lengths, columns.starts, columns.lengths, k, keys)
    return keys


def eights(symbols: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The symbols eight at a time, as little-endian uint64, and the last ones, fewer than eight."""
    whole = len(symbols) // 8 * 8
    return symbols[:whole].view(np.dtype("<u8")), symbols[whole:]


def numbers(pieces: np.ndarray, k: int) -> np.ndarray:
    """The number of each block that is a row, the first symbol most significant: int64, shape (rows,).

    >>> numbers(np.array([[0, 1, 2], [1, 0, 0]]), 3).tolist()
    [5, 9]
    """
    found = np.zeros(len(pieces), np.int64)
    for column in pieces.T:
        found *= k
        found += column
    return found


def word(number: int, cells: int, k: int) -> str:
    """A block by its number, cell after cell.

    >>> word(5, 3, 3)
    '012'
    """
    digits = [number // k**place % k for place in range(cells - 1, -1, -1)]
    return "".join(map(str, digits)) if k <= 10 else " ".join(map(str, digits))
