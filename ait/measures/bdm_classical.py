"""The classical sum of block decomposition: -log2 D(r) + log2 n_r over the distinct blocks r, each met n_r times."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ait.errors import TableError
from ait.estimate import Estimate, Kind
from ait.measures.bdm_blocks import Blocks
from ait.measures.block_counts import BlockCounts, count_blocks, word
from ait.predictors.block_law import BlockLaw


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
