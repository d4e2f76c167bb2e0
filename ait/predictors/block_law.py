"""What a table says about the strings of one length: -log2 D(s), and the law D(s | length)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ait.errors import InputError, TableError
from ait.tables.counts_table import CountsTable

LONGEST_BLOCK = 20
ESCAPE_BITS = 6
"""One part in 2^6 of the law of blocks is spread evenly over all strings of the length, so that none is impossible."""


@dataclass(frozen=True, eq=False)
class BlockLaw:
    """The strings of one length in a table; arrays by the string's value, shape (2^length,).

    Attributes:
        length: how many symbols.
        bits: -log2 D(s); infinite where the table has no count.
        law: D(s | length), with sum 1.
        length_bits: -log2 of the probability of all strings of this length together.
    """

    length: int
    bits: np.ndarray
    law: np.ndarray
    length_bits: float

    @property
    def escaped_bits(self) -> float:
        """The price of a string that has no count: its length, the escape, and the string listed bit by bit."""
        return self.length_bits + ESCAPE_BITS + self.length

    def base(self) -> np.ndarray:
        """G = (1 - 2^-6)·D(· | length) + 2^-6·2^-length, summed over beginnings of blocks.

        Shape (2^(length + 1),): entry 1 is the whole, the beginning at entry v is continued at 2·v and 2·v + 1.
        """
        leak = 2.0**-ESCAPE_BITS
        level = (1.0 - leak) * self.law + leak * 2.0**-self.length
        levels = [level]
        while level.size > 1:
            level = level[0::2] + level[1::2]
            levels.append(level)
        return np.concatenate([np.zeros(1), *levels[::-1]])


@lru_cache(maxsize=64)
def block_law(table: CountsTable, length: int) -> BlockLaw:
    """The law of the strings of one length in a table.

    Raises:
        InputError: if the length is not 1 to 20.
        TableError: if the table has no string of that length.
    """
    if not 1 <= length <= LONGEST_BLOCK:
        raise InputError(f"blocks have 1 to {LONGEST_BLOCK} symbols, not {length}")
    counts = table.dense(length).astype(np.float64)
    mass = float(counts.sum())
    if mass == 0.0:
        raise TableError(f"table {table.name} has no string of {length} symbols: use shorter blocks")
    whole = math.log2(table.total)
    with np.errstate(divide="ignore"):
        bits = np.log2(float(table.total) / counts)
    return BlockLaw(length, bits, counts / mass, whole - math.log2(mass))
