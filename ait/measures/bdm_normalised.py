"""BDM on two scales: between the least and the largest sum that so many blocks can have, and beside n·log2 k.

The first is the published normalisation (Zenil, Hernández-Orozco, Kiani, Soler-Toscano, Rueda-Toicen 2018): 0 for one
block repeated, 1 for blocks as many and as complex as can be, each as often as the others.  Its ends are those of the
sum, not of data: overlapping blocks cannot be chosen freely, and random data stay below 1.  The second sets the sum
beside compressors, whose bits are divided by the same n·log2 k; but only a code can be compared with a code.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ait.estimate import Estimate
from ait.measures.bdm_blocks import Blocks, Table, read_blocks
from ait.measures.bdm_classical import classical
from ait.measures.block_layout import blocks_of_shape, piece_shapes
from ait.notebook import Shown


@dataclass(frozen=True)
class NormalisedBdm(Shown):
    """A classical sum and its two scales.

    Attributes:
        estimate: the sum itself.
        least, largest: the ends of the sum for blocks as many and of the same shapes, bits.
        min_max: (bits - least) / (largest - least); 0 where both ends are the same.
        literal_bits: n·log2 k.
        per_literal: bits / (n·log2 k).
    """

    estimate: Estimate
    least: float
    largest: float
    min_max: float
    literal_bits: float
    per_literal: float


def normalised_bdm(
    x: Any,
    block: int | tuple[int, ...] | None = None,
    table: Table | None = None,
    boundary: str = "smaller",
    missing: str = "literal",
    step: int | tuple[int, ...] | None = None,
) -> NormalisedBdm:
    """The classical sum of :func:`ait.bdm` on both scales; same arguments, same errors.

    >>> found = normalised_bdm("01" * 18)
    >>> round(found.min_max, 4), round(found.per_literal, 4)
    (0.0163, 0.7938)
    >>> normalised_bdm("0" * 36).min_max
    0.0
    """
    return normalise(read_blocks(x, block, step, boundary, table, missing))


def normalise(blocks: Blocks) -> NormalisedBdm:
    """The classical sum of blocks that were read, on both scales."""
    estimate = classical(blocks)
    axes = blocks.cut.axes(blocks.cells.shape)
    least = largest = 0.0
    for shape in piece_shapes(axes):
        count, bits = blocks_of_shape(axes, shape), _figures(blocks, shape)
        least += float(bits.min()) + math.log2(count)
        largest += _largest(bits, count)
    spread = largest - least
    symbols = blocks.k if blocks.sequence is None else blocks.sequence.k
    literal = blocks.cells.size * math.log2(symbols)
    # What rounding leaves of a constant is no complexity.
    above = estimate.bits - least if estimate.bits - least > 1e-9 else 0.0
    return NormalisedBdm(
        estimate, least, largest, above / spread if spread > 0 else 0.0, literal, estimate.bits / literal
    )


def _figures(blocks: Blocks, shape: tuple[int, ...]) -> np.ndarray:
    """-log2 D of every block of a shape, those without a count as they are charged, or left out if refused."""
    law = blocks.laws.law(shape)
    known: np.ndarray = law.bits[np.isfinite(law.bits)]
    if blocks.missing == "refuse" or len(known) == len(law.bits):
        return known
    return np.append(known, np.full(len(law.bits) - len(known), law.escaped_bits))


def _largest(bits: np.ndarray, count: int) -> float:
    """The largest sum of ``count`` blocks: the most complex ones, each as often as the others.

    A block that is new adds its own bits, more than one; a second copy adds log2 2 = 1, a third less: so all blocks are
    used before any is repeated, and copies are spread evenly, which is exactly the maximum.
    """
    rounds, more = divmod(count, bits.size)
    if not rounds:
        return float(np.sort(bits)[bits.size - count :].sum())
    return float(bits.sum()) + (bits.size - more) * math.log2(rounds) + more * math.log2(rounds + 1)
