"""The block urn: a sequential code over blocks of symbols, whose base is a table of small machines' outputs.

After t blocks, P(next = r) = (n_r + G(r)) / (t + 1): the Pólya urn of Blackwell and MacQueen (1973), which pays
-log2 G(r) and the price of novelty for a block that is new, and ever less for one that was seen often.  G is the
table's law of the strings of the block's length, mixed with a little of the uniform law.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from ait.errors import InputError
from ait.predictors.base import check_symbol
from ait.predictors.block_law import BlockLaw, block_law, of_symbols, table_symbols
from ait.predictors.block_urn_kernel import urn_one, urn_step, urn_step_of, urn_surprisals, urn_surprisals_of
from ait.tables.counts_table import CountsTable
from ait.tables.shipped import open_table

_ENDLESS = 1 << 62


class BlockUrn:
    """The block urn, symbol by symbol.

    Args:
        k: the alphabet's size, which must be the table's.
        n: how many symbols are to come. The last ones, fewer than a block, then follow the table's law of their own
            number; if left out, they follow the law of the beginnings of blocks.
        block: symbols in a block, 1 to 20.
        table: a shipped table's name, a file, or a CountsTable of strings.

    ``base``, ``counts`` (trees over beginnings of blocks) and ``node`` (the current one) are for whoever drives its
    kernels.

    Raises:
        InputError: if k is not the table's, or the block is out of range.
        TableError: if the table cannot be read, or has no string of the block's length.
    """

    def __init__(
        self, k: int, n: int | None = None, block: int = 12, table: str | Path | CountsTable = "turing-5-2"
    ) -> None:
        opened = open_table(table)
        symbols = table_symbols(opened)
        if k != symbols:
            kind = "binary sequences" if symbols == 2 else f"sequences{of_symbols(symbols)}"
            raise InputError(f"the block urn of table {opened.name} is for {kind}, not for {k} symbols")
        law = block_law(opened, block)
        if n is None:
            plan = [(_ENDLESS, law)]
        else:
            plan = [(n - n % block, law)]
            if n % block:
                plan.append((n % block, block_law(opened, n % block)))
        self._begin(k, f"block urn, blocks of {block}, table {opened.name}", plan)

    @classmethod
    def of_pieces(cls, k: int, description: str, pieces: Iterable[tuple[int, BlockLaw]]) -> BlockUrn:
        """An urn for each kind of block in turn, of so many blocks each: those of an array, listed by their shapes."""
        urn = cls.__new__(cls)
        urn._begin(k, description, [(count * law.length, law) for count, law in pieces])
        return urn

    def _begin(self, k: int, description: str, plan: list[tuple[int, BlockLaw]]) -> None:
        self.k, self.description = k, description
        self._n = sum(symbols for symbols, _ in plan)
        self._plan = [entry for entry in plan if entry[0]] or plan
        self._turn()

    def _turn(self) -> None:
        self._left, law = self._plan.pop(0)
        self.base, self.node = law.base(), 1
        self.counts = np.zeros(self.base.size, np.int64)

    def probabilities(self) -> np.ndarray:
        """See :class:`ait.predictors.base.Predictor`."""
        self.stretch()
        if self.k == 2:
            one = urn_one(self.base, self.counts, self.node)
            return np.array([1.0 - one, one])
        first = self.k * (self.node - 1) + 2
        chances: np.ndarray = self.counts[first : first + self.k] + self.base[first : first + self.k]
        chances /= chances.sum()
        return chances

    def update(self, symbol: int) -> None:
        """See :class:`ait.predictors.base.Predictor`."""
        check_symbol(symbol, self.k)
        self.stretch()
        if self.k == 2:
            self.node = urn_step(self.base, self.counts, self.node, symbol)
        else:
            self.node = urn_step_of(self.k, self.base, self.counts, self.node, symbol)
        self._left -= 1

    def surprisals(self, symbols: np.ndarray) -> np.ndarray:
        """See :class:`ait.predictors.base.FastPredictor`."""
        bits = np.empty(len(symbols))
        for start, stop in self.stretches(len(symbols)):
            here, spent = symbols[start:stop], bits[start:stop]
            if self.k == 2:
                self.node = urn_surprisals(here, self.base, self.counts, self.node, spent)
            else:
                self.node = urn_surprisals_of(self.k, here, self.base, self.counts, self.node, spent)
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
            self._left -= stop - start
            start = stop

    def stretch(self) -> int:
        """How many symbols more follow the present law; where its blocks end, this turns to the next law.

        Raises:
            InputError: if all the symbols that were announced have come.
        """
        if not self._left:
            if not self._plan:
                raise InputError(f"{self._n} symbols were announced, and all have come")
            self._turn()
        return self._left
