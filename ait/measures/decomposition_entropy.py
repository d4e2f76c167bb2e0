"""The entropy of the blocks that a block decomposition cuts: what BDM becomes where all blocks are taken as alike.

Unlike :func:`ait.measures.block_entropy.block_entropy`, which slides a window along a sequence, it counts the very
blocks of :func:`ait.bdm`, of one dimension or two, at the same steps and boundaries.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ait.estimate import Estimate, Kind
from ait.measures.bdm_blocks import Table, read_blocks
from ait.measures.block_counts import count_blocks
from ait.measures.entropy_estimators import entropy


def decomposition_entropy(
    x: Any,
    block: int | tuple[int, ...] | None = None,
    table: Table | None = None,
    boundary: str = "smaller",
    step: int | tuple[int, ...] | None = None,
) -> Estimate:
    """-Σ p log2 p over the blocks' frequencies p, bits per block; blocks of other shapes count as other blocks.

    Args:
        x, block, table, boundary, step: as for :func:`ait.bdm`; of the table only its symbols and dimensions are used.

    Returns:
        An Estimate in bits per block, at most log2 of the number of blocks, which its note gives.

    Raises:
        InputError, TableError: as for :func:`ait.bdm`.

    >>> decomposition_entropy("000000000000" + "111111111111").bits
    1.0
    """
    blocks = read_blocks(x, block, step, boundary, table, "literal")
    counts = np.concatenate([found.present()[1] for found in count_blocks(blocks.cells, blocks.cut, blocks.k)])
    whole, distinct = int(counts.sum()), len(counts)
    largest = math.log2(whole) if whole else 0.0
    return Estimate(
        entropy(counts) if whole else 0.0,
        Kind.ESTIMATE,
        "entropy of the decomposition's blocks",
        blocks.reference.split(", table")[0],
        note=f"{whole:,} blocks, {distinct:,} distinct: at most {largest:.4f} bits",
    )
