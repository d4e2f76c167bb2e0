"""The block urn as a measure: each block priced by what came before it, so that the whole is a code."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ait.errors import InputError
from ait.estimate import Estimate, Kind
from ait.measures.bdm_blocks import Blocks
from ait.measures.bdm_kernel import pack_blocks
from ait.measures.block_counts import array_keys, eights, numbers
from ait.measures.block_layout import piece_shapes
from ait.measures.parts import with_alphabet
from ait.predictors.block_urn_kernel import NEW, REPEATED, urn_bits


def urn(blocks: Blocks) -> Estimate:
    """The block urn's code length (InputError where blocks are not side by side)."""
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
