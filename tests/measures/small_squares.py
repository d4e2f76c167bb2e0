"""A small made-up table of binary rectangles of up to nine cells, as a table of arrays will say it."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from ait.predictors.block_law import BlockLaw


class Rectangles:
    """-log2 D of every rectangle from a formula; one in seven blocks has no count."""

    name, dimensions = "rectangles", 2

    @staticmethod
    @cache
    def law(shape: tuple[int, ...]) -> BlockLaw:
        cells = math.prod(shape)
        counts = np.array([1000 + 37 * (key % 11) + 5 * key if key % 7 != 3 else 0 for key in range(1 << cells)], float)
        total = 4.0 ** (shape[0] + 1) * shape[-1] * counts.sum()
        with np.errstate(divide="ignore"):
            bits = np.log2(total / counts)
        return BlockLaw(cells, bits, counts / counts.sum(), math.log2(total / counts.sum()))


def figure(shape: tuple[int, ...], word: str) -> float:
    """What a block adds."""
    law = Rectangles.law(shape)
    bits = float(law.bits[int(word, 2)])
    return bits if math.isfinite(bits) else law.length_bits + 6 + len(word)
