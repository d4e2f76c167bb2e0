"""The block urn: a sequential code over blocks of bits, whose base is a table of small machines' outputs.

After t blocks, P(next = r) = (n_r + G(r)) / (t + 1): the Pólya urn of Blackwell and MacQueen (1973), which pays
-log2 G(r) and the price of novelty for a block that is new, and ever less for one that was seen often.  G is the
table's law of the strings of the block's length, mixed with a little of the uniform law.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ait.errors import InputError
from ait.predictors.base import check_symbol
from ait.predictors.block_law import block_law
from ait.predictors.block_urn_kernel import urn_one, urn_step, urn_surprisals
from ait.tables.counts_table import CountsTable
from ait.tables.shipped import open_table

_ENDLESS = 1 << 62


class BlockUrn:
    """The block urn, bit by bit.

    Args:
        k: the alphabet's size, which must be 2.
        n: how many symbols are to come. The last ones, fewer than a block, then follow the table's law of their own
            number; if left out, they follow the law of the beginnings of blocks.
        block: symbols in a block, 1 to 20.
        table: a shipped table's name, a file, or a CountsTable of binary strings.

    ``base``, ``counts`` (trees over beginnings of blocks) and ``node`` (the current one) are for whoever drives its
    kernels.

    Raises:
        InputError: if k is not 2, or the block is out of range.
        TableError: if the table cannot be read, or has no string of the block's length.
    """

    def __init__(
        self, k: int, n: int | None = None, block: int = 12, table: str | Path | CountsTable = "turing-5-2-500"
    ) -> None:
        if k != 2:
            raise InputError(f"the block urn is for binary sequences, not for {k} symbols: read the data as bits")
        self.k = 2
        self.block = block
        opened = open_table(table)
        self.description = f"block urn, blocks of {block}, table {opened.name}"
        self.base = block_law(opened, block).base()
        self.counts = np.zeros(self.base.size, np.int64)
        self.node = 1
        self._n, self._seen = n, 0
        self._tail = None if n is None or n % block == 0 else block_law(opened, n % block).base()

    def probabilities(self) -> np.ndarray:
        """See :class:`ait.predictors.base.Predictor`."""
        self.stretch()
        one = urn_one(self.base, self.counts, self.node)
        return np.array([1.0 - one, one])

    def update(self, symbol: int) -> None:
        """See :class:`ait.predictors.base.Predictor`."""
        check_symbol(symbol, 2)
        self.stretch()
        self.node = urn_step(self.base, self.counts, self.node, symbol)
        self._seen += 1

    def surprisals(self, symbols: np.ndarray) -> np.ndarray:
        """See :class:`ait.predictors.base.FastPredictor`."""
        bits = np.empty(len(symbols))
        for start, stop in self.stretches(len(symbols)):
            self.node = urn_surprisals(symbols[start:stop], self.base, self.counts, self.node, bits[start:stop])
        return bits

    def stretches(self, count: int) -> Iterator[tuple[int, int]]:
        """Cut the next ``count`` symbols where the law changes; whoever takes a stretch learns it.

        Raises:
            InputError: if fewer symbols were announced.
        """
        start = 0
        while start < count:
            stop = min(start + self.stretch(), count)
            yield start, stop
            self._seen += stop - start
            start = stop

    def stretch(self) -> int:
        """How many symbols more follow the present law; where the whole blocks end, this turns to the tail's.

        Raises:
            InputError: if all the symbols that were announced have come.
        """
        if self._n is None:
            return _ENDLESS
        whole = self._n - self._n % self.block
        if self._seen < whole:
            return whole - self._seen
        if self._seen >= self._n:
            raise InputError(f"{self._n} symbols were announced, and all have come")
        if self._seen == whole and self._tail is not None:
            self.base, self.counts, self.node = self._tail, np.zeros(self._tail.size, np.int64), 1
            self._tail = None
        return self._n - self._seen
