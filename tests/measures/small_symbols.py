"""A small made-up table of strings over three symbols, as a table of more symbols will say it."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache

import numpy as np

from ait.predictors.block_law import BlockLaw

K = 3


def counts(length: int) -> list[int]:
    return [500 + 31 * (key % 13) + 7 * key if key % 5 != 2 else 0 for key in range(K**length)]


class Ternary:
    """-log2 D of every string from a formula; one in five has no count."""

    name, dimensions, k = "ternary", 1, K

    @staticmethod
    @cache
    def law(shape: tuple[int, ...]) -> BlockLaw:
        (length,) = shape
        found = np.array(counts(length), float)
        total = 5.0**length * found.sum()
        with np.errstate(divide="ignore"):
            bits = np.log2(total / found)
        return BlockLaw(length, bits, found / found.sum(), math.log2(total / found.sum()), K)


def figure(shape: tuple[int, ...], word: str) -> float:
    """What a block adds."""
    law = Ternary.law((len(word),))
    bits = float(law.bits[int(word, K)])
    return bits if math.isfinite(bits) else law.length_bits + 6 + len(word) * math.log2(K)


def base(word: str) -> Fraction:
    """G of a block, exactly."""
    found = counts(len(word))
    return Fraction(63, 64) * Fraction(found[int(word, K)], sum(found)) + Fraction(1, 64) / K ** len(word)
