"""Block decomposition: a sequence's figure from the figures of its blocks, as the classical sum and as a code.

The block decomposition method (Zenil, Hernández-Orozco, Kiani, Soler-Toscano, Rueda-Toicen 2018) adds up
-log2 D(r) + log2 n_r over the distinct blocks r, each of which occurs n_r times.  That prices the blocks and how
often each occurs, but not their order: on fair coins it falls below one bit in eight, so it bounds nothing.  The
block urn (see :mod:`ait.predictors.block_urn`) pays for the order as well, and is a code that decodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ait.errors import InputError, TableError
from ait.estimate import Estimate, Kind
from ait.measures.bdm_kernel import count_packed, pack_blocks
from ait.measures.parts import with_alphabet
from ait.predictors.block_law import BlockLaw, block_law
from ait.predictors.block_urn_kernel import NEW, REPEATED, urn_bits
from ait.sequence import Sequence, as_sequence
from ait.tables.counts_table import CountsTable
from ait.tables.shipped import open_table

CODES = ("classical", "urn")
BOUNDARIES = ("smaller", "drop")
MISSING = ("literal", "refuse")


@dataclass(frozen=True)
class _Choices:
    """The settings of :func:`bdm`, checked."""

    block: int
    table: CountsTable
    boundary: str
    missing: str


def bdm(
    x: Any,
    block: int = 12,
    code: str = "classical",
    table: str | Path | CountsTable = "turing-5-2-500",
    boundary: str = "smaller",
    missing: str = "literal",
) -> Estimate:
    """The block decomposition of a binary sequence, in blocks that do not overlap.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts, over two symbols.
        block: symbols in a block, 1 to 20.
        code: "classical" for the sum over distinct blocks (an estimate), "urn" for the block urn (a code).
        table: a shipped table's name, a file, or a CountsTable of binary strings.
        boundary: for the classical sum, what becomes of the last symbols, fewer than a block: "smaller" adds the
            figure of the shorter block that they are, "drop" leaves them out and says so.
        missing: for the classical sum, what becomes of a block without a count in the table: "literal" charges
            what the urn would (the length's own price, 6 bits for the escape, and the block bit by bit) as a
            part of its own, "refuse" raises.

    Returns:
        An Estimate in bits. The urn's parts are the new blocks, the repeats and the tail.

    Raises:
        InputError: if x is not binary or cannot be read, or an argument is out of range.
        TableError: if the table cannot be read, has no string of the block's length, or (with missing="refuse") has
            no count of a block.

    >>> round(bdm("01" * 18).bits, 4)  # one block, 26.9907 bits, three times: log2 3
    28.5757
    >>> round(bdm("1" * 12).bits, 9)
    25.610413748
    """
    sequence = as_sequence(x)
    if sequence.k != 2:
        raise InputError(f"block decomposition is for binary sequences, not for {sequence.k} symbols: read as bits")
    for name, value, accepted in (
        ("code", code, CODES),
        ("boundary", boundary, BOUNDARIES),
        ("missing", missing, MISSING),
    ):
        if value not in accepted:
            raise InputError(f"{name} {value!r} is not one of {', '.join(accepted)}")
    choices = _Choices(block, open_table(table), boundary, missing)
    return _classical(sequence, choices) if code == "classical" else _urn(sequence, choices)


def _classical(sequence: Sequence, choices: _Choices) -> Estimate:
    law = block_law(choices.table, choices.block)
    counts = np.zeros(1 << choices.block, np.int64)
    tail = count_packed(*_eights(sequence), choices.block, counts)
    found = np.flatnonzero(counts)
    bits = law.bits[found]
    absent = found[np.isinf(bits)]
    parts = {
        "distinct blocks": float(bits[np.isfinite(bits)].sum()),
        "multiplicities": float(np.log2(counts[found]).sum()),
    }
    notes = ["the order of the blocks is not priced"]
    if absent.size:
        _refuse(law, absent, choices)
        parts["blocks without a count"] = absent.size * law.escaped_bits
        notes.append(f"{absent.size} distinct blocks have no count in the table: {law.escaped_bits:.2f} bits for each")
    dropped = len(sequence) % choices.block
    if dropped and choices.boundary == "smaller":
        parts["tail"] = _tail_bits(block_law(choices.table, dropped), tail, choices)
    elif dropped:
        notes.append(f"the last {dropped} symbols are left out")
    return Estimate(
        sum(parts.values()),
        Kind.ESTIMATE,
        "BDM, classical sum",
        f"blocks of {choices.block} ({found.size} distinct), table {choices.table.name}",
        parts=parts,
        note="; ".join(notes),
    )


def _refuse(law: BlockLaw, absent: np.ndarray, choices: _Choices) -> None:
    if choices.missing == "refuse":
        word = f"{int(absent[0]):0{law.length}b}"
        raise TableError(f"table {choices.table.name} has no count of {word}: use shorter blocks or missing='literal'")


def _tail_bits(law: BlockLaw, tail: int | np.int64, choices: _Choices) -> float:
    bits = float(law.bits[tail])
    if np.isfinite(bits):
        return bits
    _refuse(law, np.array([tail]), choices)
    return law.escaped_bits


def _urn(sequence: Sequence, choices: _Choices) -> Estimate:
    size = choices.block
    base = block_law(choices.table, size).base()[1 << size :]
    words = np.empty(len(sequence) // size, np.uint32)
    tail = pack_blocks(*_eights(sequence), size, words)
    spent = np.zeros(2)
    urn_bits(words, base, np.zeros(1 << size, np.int64), spent)
    parts = {"new blocks": float(spent[NEW]), "repeats": float(spent[REPEATED])}
    left = len(sequence) % size
    if left:
        parts["tail"] = -float(np.log2(block_law(choices.table, left).base()[(1 << left) + tail]))
    parts = with_alphabet(parts, sequence)
    return Estimate(
        sum(parts.values()),
        Kind.UPPER_BOUND,
        "block urn",
        f"blocks of {size}, table {choices.table.name}",
        parts=parts,
        is_code=True,
    )


def _eights(sequence: Sequence) -> tuple[np.ndarray, np.ndarray]:
    """The symbols eight at a time, as little-endian uint64, and the last ones, fewer than eight."""
    whole = len(sequence) // 8 * 8
    return sequence.symbols[:whole].view(np.dtype("<u8")), sequence.symbols[whole:]
