"""The block urn over a binary array as real bits: what :func:`ait.bdm` prices with ``code="urn"``, written and read.

The blocks are listed shape by shape, whole ones first, and row by row within a shape; each shape has an urn of its own.
The reader knows the array's shape and the settings, and fills the blocks in the same order.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ait.coder import decode, encode
from ait.errors import InputError
from ait.measures.bdm_blocks import Blocks, Table, read_blocks
from ait.measures.block_layout import Axis, blocks_of_shape, piece_shapes
from ait.predictors.block_urn import BlockUrn
from ait.sequence import Sequence


def encode_array(x: Any, block: int | tuple[int, ...] | None = None, *, table: Table | None = None) -> bytes:
    """The code word of a binary array: at most 2 bits and 0.1 % above ``bdm(x, block, "urn", table).bits``.

    Args:
        x: an array of 0 and 1, shape (rows, columns).
        block: cells of a block along both axes, or along each.
        table: a table of arrays; the shipped one if left out.

    Raises:
        InputError: if x is no such array, or the block is out of range.
        TableError: if the table has no block of a shape that occurs.
    """
    blocks = read_blocks(x, block, None, "smaller", table, "literal")
    if blocks.sequence is not None:
        raise InputError("a sequence is coded by ait.coder.encode and the predictor 'urn': give an array here")
    order = _order(blocks.cut.axes(blocks.cells.shape), blocks.cells.shape)
    return encode(Sequence(blocks.cells.ravel()[order], 2, None, "bits"), _urn(blocks))


def decode_array(
    data: bytes, shape: tuple[int, int], block: int | tuple[int, ...] | None = None, *, table: Table | None = None
) -> np.ndarray:
    """The array that :func:`encode_array` wrote, uint8, of the shape told.

    Raises:
        DecodeError: if the data is no code word of an array of this shape.
        InputError, TableError: as for :func:`encode_array`.
    """
    blocks = read_blocks(np.zeros(shape, np.uint8), block, None, "smaller", table, "literal")
    cells = np.zeros(shape, np.uint8)
    order = _order(blocks.cut.axes(shape), shape)
    cells.ravel()[order] = decode(data, cells.size, _urn(blocks))
    return cells


def _urn(blocks: Blocks) -> BlockUrn:
    axes = blocks.cut.axes(blocks.cells.shape)
    pieces = [(blocks_of_shape(axes, shape), blocks.laws.law(shape)) for shape in piece_shapes(axes)]
    return BlockUrn.of_pieces(2, f"block urn, {blocks.reference}", pieces)


def _order(axes: tuple[Axis, ...], shape: tuple[int, ...]) -> np.ndarray:
    """The cells' places in the flat array, in the order in which they are coded."""
    places = np.arange(int(np.prod(shape)), dtype=np.int64).reshape(shape)
    listed = []
    for height, width in piece_shapes(axes):
        rows, columns = (
            np.concatenate([start + np.arange(length) for start in axis.starts[axis.lengths == length]])
            for axis, length in zip(axes, (height, width), strict=True)
        )
        chosen = places[np.ix_(rows, columns)]
        split = chosen.reshape(len(rows) // height, height, len(columns) // width, width)
        listed.append(split.transpose(0, 2, 1, 3).ravel())
    return np.concatenate(listed)
