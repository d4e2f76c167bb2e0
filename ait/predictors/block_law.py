"""What a table says about the strings of one length: -log2 D(s), and the law D(s | length)."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ait.errors import InputError, TableError
from ait.tables.counts_table import CountsTable

LONGEST_BLOCK = 20
MOST_BLOCKS = 1 << 24
"""Arrays over all blocks of a length have up to so many entries: 20 bits, or 12 symbols of 4, or 7 of 9."""
ESCAPE_BITS = 6
"""One part in 2^6 of the law of blocks is spread evenly over all strings of the length, so that none is impossible."""


@dataclass(frozen=True, eq=False)
class BlockLaw:
    """The strings of one length in a table; arrays by the string's value, shape (k^length,).

    Attributes:
        length: how many symbols.
        bits: -log2 D(s); infinite where the table has no count.
        law: D(s | length), with sum 1.
        length_bits: -log2 of the probability of all strings of this length together.
        k: symbols of the alphabet.
        errors: standard errors of ``bits`` where the table is a sample, to first order; None where counts are exact.
    """

    length: int
    bits: np.ndarray
    law: np.ndarray
    length_bits: float
    k: int = 2
    errors: np.ndarray | None = None

    @property
    def escaped_bits(self) -> float:
        """The price of a string that has no count: its length, the escape, and the string symbol by symbol."""
        return self.length_bits + ESCAPE_BITS + self.length * math.log2(self.k)

    def leaves(self, values: np.ndarray | None = None) -> np.ndarray:
        """G = (1 - 2^-6)·D(· | length) + 2^-6·k^-length, of the strings of these values, or of all of them."""
        leak = 2.0**-ESCAPE_BITS
        law = self.law if values is None else self.law[values]
        leaves: np.ndarray = (1.0 - leak) * law + leak * float(self.k) ** -self.length
        return leaves

    def base(self) -> np.ndarray:
        """G summed over beginnings of blocks.

        Entry 1 is the whole, and the beginning at entry v is continued at k·(v - 1) + 2 and the k - 1 that follow: for
        bits 2·v and 2·v + 1, shape (2^(length + 1),).
        """
        level = self.leaves()
        levels = [level]
        while level.size > 1:
            level = level.reshape(-1, self.k).sum(axis=1)
            levels.append(level)
        return np.concatenate([np.zeros(1), *levels[::-1]])


def table_symbols(table: CountsTable) -> int:
    """k: the symbols that the strings of a table are made of."""
    return int(table.fields.get("symbols", 2))


def longest_block(k: int) -> int:
    """The cells of the largest blocks over k symbols that are looked up: 20 bits, and k^cells up to 2^24.

    >>> [longest_block(k) for k in (2, 3, 4, 9)]
    [20, 15, 12, 7]
    """
    cells = 0
    while k ** (cells + 1) <= MOST_BLOCKS:
        cells += 1
    return min(LONGEST_BLOCK, cells)


def of_symbols(k: int) -> str:
    """How an error names an alphabet that is not the usual one."""
    return "" if k == 2 else f" of {k} symbols"


def _every_count(table: CountsTable, length: int, k: int) -> tuple[np.ndarray, np.ndarray | None]:
    """The counts of all k^length strings by their value, float64, and of a sample the standard errors of their log2."""
    if k == 2:
        return table.dense(length).astype(np.float64), None
    # Tables of more symbols hold a row for all strings that relabelling and reversal make of one.
    counts = np.zeros(k**length)
    errors = np.zeros(k**length) if table.is_sampled else None
    powers = k ** np.arange(length - 1, -1, -1, dtype=np.int64)
    rows = table.at_length(length)
    names: dict[int, np.ndarray] = {}
    for index in range(rows.start, rows.stop):
        row = table.row_at(index)
        used, pattern = np.unique(np.frombuffer(row.string.encode(), np.uint8), return_inverse=True)
        if len(used) not in names:
            names[len(used)] = np.array(list(itertools.permutations(range(k), len(used))), np.int64)
        weights = np.zeros((2, len(used)), np.int64)
        np.add.at(weights[0], pattern, powers)
        np.add.at(weights[1], pattern, powers[::-1])
        for way in weights:
            places = names[len(used)] @ way
            counts[places] = row.count
            if errors is not None:
                errors[places] = row.values["standard_error"] / row.count / math.log(2)
    return counts, errors


@lru_cache(maxsize=64)
def block_law(table: CountsTable, length: int) -> BlockLaw:
    """The law of the strings of one length in a table.

    Raises:
        InputError: if the length is not 1 to 20.
        TableError: if the table has no string of that length.
    """
    k = table_symbols(table)
    if not 1 <= length <= longest_block(k):
        raise InputError(f"blocks{of_symbols(k)} have 1 to {longest_block(k)} symbols, not {length}")
    counts, errors = _every_count(table, length, k)
    mass = float(counts.sum())
    if mass == 0.0:
        raise TableError(f"table {table.name} has no string of {length} symbols: use shorter blocks")
    whole = math.log2(table.total)
    with np.errstate(divide="ignore"):
        bits = np.log2(float(table.total) / counts)
    return BlockLaw(length, bits, counts / mass, whole - math.log2(mass), k, errors)
