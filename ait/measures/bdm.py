"""Block decomposition: a sequence's figure from the figures of its blocks, as the classical sum and as a code.

The block decomposition method (Zenil, Hernández-Orozco, Kiani, Soler-Toscano, Rueda-Toicen 2018) adds up
-log2 D(r) + log2 n_r over the distinct blocks r, each of which occurs n_r times.  That prices the blocks and how
often each occurs, but not their order: on fair coins it falls below one bit in eight, so it bounds nothing.  The
block urn (see :mod:`ait.predictors.block_urn`) pays for the order as well, and is a code that decodes.
"""

from __future__ import annotations

from typing import Any

from ait.errors import InputError
from ait.estimate import Estimate
from ait.measures.bdm_blocks import Table, read_blocks
from ait.measures.bdm_classical import classical
from ait.measures.bdm_urn import urn

CODES = ("classical", "urn")


def bdm(
    x: Any,
    block: int | tuple[int, ...] | None = None,
    code: str = "classical",
    table: Table | None = None,
    boundary: str = "smaller",
    missing: str = "literal",
    step: int | tuple[int, ...] | None = None,
) -> Estimate:
    """The block decomposition of a sequence or a binary array.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts, over the table's symbols; or an array of 0 and 1 of
            shape (rows, columns), for which the table must hold arrays.
        block: symbols in a block, 1 to 20 bits in all (of k symbols, up to k^cells = 2^24); for arrays one number for
            both axes, or one for each. If left out 12 bits, or 4 x 4 cells; of k symbols as many as make at most
            as many different blocks as 4 x 4 cells, 65,536, within the table.
        code: "classical" for the sum over distinct blocks (an estimate), "urn" for the block urn (a code; for blocks
            side by side only; of an array see :func:`ait.measures.array_code.encode_array`).
        table: a shipped table's name, a file, or a table; if left out, the shipped one for such data:
            "turing-5-2" for bits.
        boundary: for the classical sum, what becomes of the last cells, fewer than a block: "smaller" adds the
            figure of the shorter block that they are, "drop" leaves them out and says so, "overlapping" adds a whole
            block that ends with the last cell, "periodic" goes on at the beginning.
        missing: for the classical sum, what becomes of a block without a count in the table: "literal" charges
            what the urn would (the length's own price, 6 bits for the escape, and the block bit by bit) as a
            part of its own, "refuse" raises.
        step: cells from one block to the next, up to a block; less than a block, blocks overlap. A block if left out.

    Returns:
        An Estimate in bits, of a table that is a sample with a standard error. The urn's parts are the new blocks, the
        repeats and the tail.

    Raises:
        InputError: if x is not over the table's symbols or cannot be read, or an argument is out of range.
        TableError: if the table cannot be read, has no string of the block's length, or (with missing="refuse") has
            no count of a block.

    >>> round(bdm("01" * 18).bits, 4)  # one block, 26.9907 bits, three times: log2 3
    28.5757
    >>> round(bdm("1" * 12, table="turing-5-2-500").bits, 9)
    25.610413748
    >>> round(bdm("1" * 15, step=1).bits - bdm("1" * 12).bits, 9)  # the same block four times: log2 4
    2.0
    """
    blocks = read_blocks(x, block, step, boundary, table, missing)
    if code not in CODES:
        raise InputError(f"code {code!r} is not one of {', '.join(CODES)}")
    return classical(blocks) if code == "classical" else urn(blocks)
