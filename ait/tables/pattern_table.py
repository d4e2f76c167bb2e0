"""A CountsTable over more than two symbols: a row a class of strings that relabelling and reversal make equal."""

from __future__ import annotations

from functools import cached_property
from typing import NoReturn

import numpy as np

from ait.alphabet import digits
from ait.errors import TableError
from ait.tables.bitstrings import bits_a_symbol, longest_word
from ait.tables.counts_table import CountsTable, Row
from ait.tables.patterns import orbits, pattern_words, to_digits


class PatternTable(CountsTable):
    """Counts of output strings over k symbols; see :class:`ait.tables.counts_table.CountsTable` for the attributes.

    Every machine has images under each exchange of symbols and under reflection, so a string's images have the same
    count.  A row holds one of them, the *pattern* (:mod:`ait.tables.patterns`), and the count of each single one.
    Strings are looked up in any labelling and direction.

    In a sampled table counts are estimates, in the unit that the header names; the columns ``standard_error`` (in the
    same unit) and ``carried`` (how many of the sampled subtrees wrote the class) say how good ones.

    >>> from ait.tables.shipped import open_table
    >>> table = open_table("turing-2-3")
    >>> table.count("012"), table.count("210"), table.count("120")
    (7244, 7244, 7244)
    """

    @property
    def bits(self) -> int:
        """Bits a symbol takes in ``words``."""
        return bits_a_symbol(self.symbols)

    @cached_property
    def orbits(self) -> np.ndarray:
        """How many strings each row stands for, int64, shape (rows,)."""
        return orbits(self.lengths, self.words, self.symbols)

    def find(self, cells: np.ndarray) -> np.ndarray:
        """The rows of strings of one length, -1 where one does not occur.

        Args:
            cells: symbols 0 to k - 1, shape (strings, length).

        Raises:
            TableError: if there is another symbol.
        """
        cells = np.asarray(cells)
        if cells.ndim != 2 or (cells.size and not 0 <= int(cells.min()) <= int(cells.max()) < self.symbols):
            raise TableError(f"table {self.name} holds strings of the symbols 0 to {self.symbols - 1}")
        if not 0 < cells.shape[1] <= longest_word(self.symbols):
            return np.full(len(cells), -1, np.int64)
        rows = self.at_length(cells.shape[1])
        known, wanted = self.words[rows], pattern_words(cells, self.symbols)
        if not len(known):
            return np.full(len(cells), -1, np.int64)
        at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        return np.where(known[at] == wanted, rows.start + at, -1)

    def row(self, string: str) -> Row | None:
        """The row of a string of digits, in any labelling; None where it does not occur."""
        known = digits(self.symbols)
        if not string or string.strip(known):
            raise TableError(f"table {self.name} holds strings of the symbols {known}; {string[:40]!r} is not one")
        cells = np.frombuffer(string.encode(), np.uint8).reshape(1, -1) - ord("0")
        index = int(self.find(cells)[0])
        return None if index < 0 else self._make_row(string, self._all_columns, index)

    def row_at(self, index: int) -> Row:
        """The row at a position; its string is the pattern."""
        string = to_digits(int(self.lengths[index]), int(self.words[index]), self.symbols)
        return self._make_row(string, self._all_columns, index)

    def mass_of(self, rows: np.ndarray) -> int:
        """The counts of the strings in these rows, added up: each row counts for all strings of its class."""
        pairs = zip(self.counts[rows].tolist(), self.orbits[rows].tolist(), strict=True)
        return sum(count * many for count, many in pairs)

    def dense(self, length: int) -> NoReturn:
        """Not for more than two symbols (TableError): see :meth:`find`."""
        raise TableError(f"table {self.name} holds patterns of {self.symbols} symbols, not all strings of one length")
