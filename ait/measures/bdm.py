"""Block decomposition: a sequence's figure from the figures of its blocks, as the classical sum and as a code.

The block decomposition method (Zenil, Hernández-Orozco, Kiani, Soler-Toscano, Rueda-Toicen 2018) adds up
-log2 D(r) + log2 n_r over the distinct blocks r, each of which occurs n_r times.  That prices the blocks and how
often each occurs, but not their order: on fair coins it falls below one bit in eight, so it bounds nothing.  The
block urn (see :mod:`ait.predictors.block_urn`) pays for the order as well, and is a code that decodes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ait.errors import InputError, TableError
from ait.estimate import Estimate, Kind
from ait.measures.bdm_kernel import pack_blocks
from ait.measures.block_counts import (
    BlockCounts,
    Laws,
    array_keys,
    as_cells,
    check_block,
    count_blocks,
    default_block,
    eights,
    laws_of,
    numbers,
    symbols_of,
    word,
)
from ait.measures.block_layout import BOUNDARIES, Cutting, cutting, piece_shapes
from ait.measures.default_table import default_table
from ait.measures.parts import with_alphabet
from ait.predictors.block_law import BlockLaw
from ait.predictors.block_urn_kernel import NEW, REPEATED, urn_bits
from ait.sequence import Sequence, as_sequence
from ait.tables.shipped import AnyTable

CODES = ("classical", "urn")
MISSING = ("literal", "refuse")
Table = str | Path | AnyTable | Laws
"""A shipped table by its name, a file, a table, or the laws of one."""


@dataclass(frozen=True)
class Blocks:
    """Data to be decomposed, and how: all that :func:`bdm` and its kin were told, checked."""

    cells: np.ndarray
    sequence: Sequence | None
    cut: Cutting
    laws: Laws
    missing: str

    @property
    def k(self) -> int:
        """How many symbols the table's blocks are made of."""
        return symbols_of(self.laws)

    @property
    def reference(self) -> str:
        """The settings in words."""
        size = " x ".join(map(str, self.cut.block))
        step = "" if self.cut.is_partition else f" every {' x '.join(map(str, self.cut.step))}"
        return f"blocks of {size}{step}, table {self.laws.name}"


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
    return classical(blocks) if code == "classical" else _urn(blocks)


def read_blocks(x: Any, block: Any, step: Any, boundary: str, table: Table | None, missing: str) -> Blocks:
    """The arguments of :func:`bdm`, read and checked (InputError, TableError)."""
    cells, sequence = as_cells(x), None
    if cells is None:
        sequence = as_sequence(x)
        cells = sequence.symbols
    for name, value, accepted in (("boundary", boundary, BOUNDARIES), ("missing", missing, MISSING)):
        if value not in accepted:
            raise InputError(f"{name} {value!r} is not one of {', '.join(accepted)}")
    if table is None:
        table = default_table(2 if sequence is None else sequence.k, cells.ndim)
    laws = laws_of(table, cells.ndim)
    if sequence is not None and sequence.k > symbols_of(laws):
        kind = "binary sequences" if symbols_of(laws) == 2 else f"sequences of {symbols_of(laws)} symbols"
        raise InputError(
            f"table {laws.name} is for {kind}, not for {sequence.k} symbols: declare the alphabet, read as bits,"
            " or name another table"
        )
    cut = cutting(cells.ndim, default_block(laws) if block is None else block, step, boundary)
    check_block(cut.block, symbols_of(laws))
    return Blocks(cells, sequence, cut, laws, missing)


def classical(blocks: Blocks) -> Estimate:
    """The classical sum."""
    counted = count_blocks(blocks.cells, blocks.cut, blocks.k)
    parts = {"distinct blocks": 0.0, "multiplicities": 0.0, "blocks without a count": 0.0, "tail": 0.0}
    distinct = absent = absent_at_ends = 0
    sums = []
    for found in counted:
        here = _sum(found, blocks)
        sums.append(here)
        if found.shape == blocks.cut.block:
            distinct = here.distinct
            parts |= {"distinct blocks": here.known, "multiplicities": here.multiplicities}
            parts["blocks without a count"] = here.escaped
            absent += here.absent
        else:
            parts["tail"] += here.known + here.multiplicities + here.escaped
            absent_at_ends += here.absent
    for name in ("blocks without a count", "tail"):
        if not parts[name]:
            del parts[name]
    return Estimate(
        sum(parts.values()),
        Kind.ESTIMATE,
        "BDM, classical sum",
        blocks.reference.replace(", table", f" ({distinct} distinct), table"),
        parts=parts,
        standard_error=_standard_error(sums),
        note="; ".join(_notes(blocks, absent, absent_at_ends, parts)),
    )


@dataclass(frozen=True)
class _Sum:
    """The classical sum over the blocks of one shape, in its parts."""

    distinct: int
    absent: int
    known: float
    multiplicities: float
    escaped: float
    bits: np.ndarray
    errors: np.ndarray | None


def _sum(found: BlockCounts, blocks: Blocks) -> _Sum:
    law = blocks.laws.law(found.shape)
    keys, often = found.present()
    bits = law.bits[keys]
    counted = np.isfinite(bits)
    absent = keys[~counted]
    if absent.size:
        _refuse(law, absent, blocks)
    return _Sum(
        len(keys),
        len(absent),
        float(bits[counted].sum()),
        float(np.log2(often).sum()),
        len(absent) * law.escaped_bits,
        bits[counted],
        None if law.errors is None else law.errors[keys[counted]],
    )


def _standard_error(sums: list[_Sum]) -> float | None:
    """Of the sum of figures from a sample: blocks of one class have one count, so one error, and are off together.

    Arrays of a class come in two shapes. None where no block has a count, which then has no error that is known.
    """
    sampled = [(each.bits, each.errors) for each in sums if each.errors is not None]
    if not sum(len(bits) for bits, _ in sampled):
        return None
    _, which = np.unique(np.concatenate([np.round(bits, 9) for bits, _ in sampled]), return_inverse=True)
    errors = np.concatenate([errors for _, errors in sampled])
    return math.sqrt(float((np.bincount(which.reshape(-1), errors) ** 2).sum()))


def _refuse(law: BlockLaw, absent: np.ndarray, blocks: Blocks) -> None:
    if blocks.missing == "refuse":
        shown = word(int(absent[0]), law.length, law.k)
        raise TableError(f"table {blocks.laws.name} has no count of {shown}: use shorter blocks or missing='literal'")


def _notes(blocks: Blocks, absent: int, absent_at_ends: int, parts: dict[str, float]) -> list[str]:
    notes = ["the order of the blocks is not priced"]
    if absent:
        each = parts["blocks without a count"] / absent
        notes.append(f"{absent} distinct blocks have no count in the table: {each:.2f} bits for each")
    if absent_at_ends:
        notes.append(f"{absent_at_ends} smaller blocks have no count in the table")
    axes = blocks.cut.axes(blocks.cells.shape)
    if len(axes) == 1 and axes[0].left_out:
        notes.append(f"the last {axes[0].left_out} symbols are left out")
    elif any(axis.left_out for axis in axes):
        kept = math.prod(axis.size - axis.left_out for axis in axes)
        notes.append(f"{blocks.cells.size - kept} cells at the ends are left out")
    if blocks.cut.boundary == "periodic":
        notes.append("blocks go on at the beginning")
    return notes


def _urn(blocks: Blocks) -> Estimate:
    if not blocks.cut.is_partition or blocks.cut.boundary not in ("smaller", "drop"):
        raise InputError(
            "the urn is a code for blocks side by side, every symbol in one of them: leave step and boundary out, or"
            " use code='classical'"
        )
    parts = _urn_of_string(blocks) if blocks.sequence is not None else _urn_of_array(blocks)
    if blocks.sequence is not None:
        parts = with_alphabet(parts, blocks.sequence)
    return Estimate(sum(parts.values()), Kind.UPPER_BOUND, "block urn", blocks.reference, parts=parts, is_code=True)


def _urn_of_string(blocks: Blocks) -> dict[str, float]:
    size, k = blocks.cut.block[0], blocks.k
    left = len(blocks.cells) % size
    if k == 2:
        words: np.ndarray = np.empty(len(blocks.cells) // size, np.uint32)
        tail = int(pack_blocks(*eights(blocks.cells), size, words))
    else:
        words = numbers(blocks.cells[: len(blocks.cells) - left].reshape(-1, size), k)
        tail = int(numbers(blocks.cells[None, len(blocks.cells) - left :], k)[0])
    spent, law = np.zeros(2), blocks.laws.law((size,))
    if k**size > max(1 << 16, 4 * len(words)):
        # Far more blocks could occur than do.
        values, words = np.unique(words, return_inverse=True)
        urn_bits(words, law.leaves(values), np.zeros(len(values), np.int64), spent)
    else:
        urn_bits(words, law.leaves(), np.zeros(k**size, np.int64), spent)
    parts = {"new blocks": float(spent[NEW]), "repeats": float(spent[REPEATED])}
    if left:
        parts["tail"] = -float(np.log2(blocks.laws.law((left,)).leaves(np.array([tail]))[0]))
    return parts


def _urn_of_array(blocks: Blocks) -> dict[str, float]:
    """An urn for each shape of block, every one of them whole or at the ends."""
    axes = replace(blocks.cut, boundary="smaller").axes(blocks.cells.shape)
    keys = array_keys(blocks.cells, axes)
    parts = {"new blocks": 0.0, "repeats": 0.0}
    for shape in piece_shapes(axes):
        chosen = [axis.lengths == length for axis, length in zip(axes, shape, strict=True)]
        leaves, spent = blocks.laws.law(shape).leaves(), np.zeros(2)
        urn_bits(keys[np.ix_(*chosen)].ravel(), leaves, np.zeros(leaves.size, np.int64), spent)
        parts["new blocks"] += float(spent[NEW])
        parts["repeats"] += float(spent[REPEATED])
    return parts


def block_figures(blocks: Blocks, shape: tuple[int, ...]) -> np.ndarray:
    """What a distinct block of this shape adds, by its number: -log2 D, and where there is no count what is charged.

    Raises:
        TableError: with missing="refuse", if the table lacks any block of the shape, as any may come up.
    """
    law = blocks.laws.law(shape)
    absent = np.flatnonzero(np.isinf(law.bits))
    if absent.size:
        _refuse(law, absent, blocks)
    bits: np.ndarray = np.where(np.isinf(law.bits), law.escaped_bits, law.bits)
    return bits
