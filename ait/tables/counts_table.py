"""CountsTable: how often each string comes out of a whole program space, with everything needed to trust it.

A row is an output string and its exact integer count (machines) or mass (programs); further columns say by
which program, in how many steps, and so on.  The header names the machine, the limits, the totals of every
class and the command that rebuilds the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ait.errors import TableError
from ait.notebook import Shown
from ait.tables import container
from ait.tables.bitstrings import LONGEST_WORD, bits_a_symbol, to_string, to_word
from ait.tables.symmetry import expand, is_reduced, reduce

KIND = "counts table"
MOST_SYMBOLS = 10
"""Strings are written with a digit for each symbol."""

LONGEST_DENSE = 24
"""Arrays over all strings of one length are made up to this length (2^24 entries)."""


@dataclass(frozen=True)
class Row:
    """One output string: its count in the table's unit, and the table's other columns for it."""

    string: str
    count: int
    values: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class CountsTable(Shown):
    """Counts of binary output strings over a program space.

    Attributes:
        name: the table's name, or its file's.
        fields: the header: ``formalism`` ("turing" or "lbf"), limits, ``unit``, ``total``, totals per class,
            ``rebuild`` (the command that makes the table again).
        lengths, words: the strings of up to 64 symbols, shape (rows,), ordered by length, then by value.
        counts: exact counts, uint64, shape (rows,).
        columns: further integer columns, each of shape (rows,): ``least_steps``, ``witness``, ``open_mass``, ...
        extras: arrays that do not belong to rows, such as ``undecided_by_span``.
        long_strings, long_columns: the rare longer strings, with ``counts`` among their columns.
    """

    name: str
    fields: Mapping[str, Any]
    lengths: np.ndarray
    words: np.ndarray
    counts: np.ndarray
    columns: Mapping[str, np.ndarray] = field(default_factory=dict)
    extras: Mapping[str, np.ndarray] = field(default_factory=dict)
    long_strings: tuple[str, ...] = ()
    long_columns: Mapping[str, np.ndarray] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lengths) + len(self.long_strings)

    def __repr__(self) -> str:
        return f"CountsTable({self.name!r}, {len(self)} strings, {self.fields['formalism']})"

    def _shown(self) -> Mapping[str, Any]:
        from ait.tables.describe import shown

        return shown(self)

    @property
    def formalism(self) -> str:
        """The kind of machine: "turing" or "lbf"."""
        return str(self.fields["formalism"])

    @property
    def symbols(self) -> int:
        """How many symbols the strings are over; 2, or k in a :class:`ait.tables.pattern_table.PatternTable`."""
        return int(self.fields.get("symbols", 2))

    @property
    def is_sampled(self) -> bool:
        """Whether the counts are estimates from a sample, with the column ``standard_error``, and not exact."""
        return "standard_error" in self.columns

    @property
    def total(self) -> int:
        """What the counts are relative to: D(s) or M(s) is count / total."""
        return int(self.fields["total"])

    @cached_property
    def _starts(self) -> np.ndarray:
        return np.searchsorted(self.lengths, np.arange(LONGEST_WORD + 2))

    @cached_property
    def _long_index(self) -> dict[str, int]:
        return {string: index for index, string in enumerate(self.long_strings)}

    @property
    def longest(self) -> int:
        """The length of the longest string that occurs."""
        return max([int(self.lengths[-1]) if len(self.lengths) else 0, *map(len, self.long_strings)])

    def at_length(self, length: int) -> slice:
        """The rows of one length (at most 64), as a slice."""
        if not 0 <= length <= LONGEST_WORD:
            raise TableError(f"rows by length go up to {LONGEST_WORD} symbols, not {length}")
        return slice(int(self._starts[length]), int(self._starts[length + 1]))

    def _find(self, string: str) -> int | None:
        rows = self.at_length(len(string))
        index = rows.start + int(np.searchsorted(self.words[rows], np.uint64(to_word(string))))
        return index if index < rows.stop and int(self.words[index]) == to_word(string) else None

    def row(self, string: str) -> Row | None:
        """The row of a binary string, or None where the string does not occur."""
        if string.strip("01"):
            raise TableError(f"table {self.name} holds binary strings; {string!r} is not one")
        if len(string) > LONGEST_WORD:
            at = self._long_index.get(string)
            return None if at is None else self._make_row(string, self.long_columns, at)
        index = self._find(string)
        return None if index is None else self._make_row(string, self._all_columns, index)

    @cached_property
    def _all_columns(self) -> Mapping[str, np.ndarray]:
        return {"counts": self.counts, **self.columns}

    @staticmethod
    def _make_row(string: str, columns: Mapping[str, np.ndarray], index: int) -> Row:
        values = {name: int(column[index]) for name, column in columns.items()}
        return Row(string, values.pop("counts"), values)

    def count(self, string: str) -> int:
        """The count of a binary string; 0 where it does not occur."""
        row = self.row(string)
        return 0 if row is None else row.count

    def row_at(self, index: int) -> Row:
        """The row at a position among those of up to 64 symbols."""
        string = to_string(int(self.lengths[index]), int(self.words[index]))
        return self._make_row(string, self._all_columns, index)

    def rows(self) -> Iterator[Row]:
        """All rows, shortest strings first."""
        for index in range(len(self.lengths)):
            yield self.row_at(index)
        for index, string in enumerate(self.long_strings):
            yield self._make_row(string, self.long_columns, index)

    def mass_at_length(self, length: int) -> int:
        """The counts of all strings of one length, of any length, added up."""
        if length > LONGEST_WORD:
            of_length = [row for row, string in enumerate(self.long_strings) if len(string) == length]
            return sum(int(self.long_columns["counts"][row]) for row in of_length)
        rows = self.at_length(length)
        return self.mass_of(np.arange(rows.start, rows.stop))

    def mass_of(self, rows: np.ndarray) -> int:
        """The counts of the strings in these rows, added up."""
        return int(self.counts[rows].sum(dtype=object) or 0)

    def dense(self, length: int) -> np.ndarray:
        """The counts of all 2^length strings of one length, by value, as uint64; 0 where one does not occur.

        Raises:
            TableError: beyond 24 symbols, where the array would not fit in memory.
        """
        if not 1 <= length <= LONGEST_DENSE:
            raise TableError(f"all strings of one length are listed for 1 to {LONGEST_DENSE} symbols, not {length}")
        rows = self.at_length(length)
        counts = np.zeros(1 << length, np.uint64)
        counts[self.words[rows].astype(np.int64)] = self.counts[rows]
        return counts

    def save(self, path: Path | str) -> None:
        """Write the table (StorageError); of strings that symmetry makes equal, one is stored."""
        container.save(path, KIND, self.fields, reduce(self))


def load(path: Path | str) -> CountsTable:
    """Read a table's file and verify its checksum and its structure (StorageError, TableError)."""
    fields, stored = container.load(path, KIND)
    return from_stored(Path(path).stem, fields, stored)


def from_stored(name: str, fields: Mapping[str, Any], stored: Mapping[str, np.ndarray]) -> CountsTable:
    """The table of a container's fields and columns."""
    try:
        rows = {key[4:]: value for key, value in stored.items() if key.startswith("row ")}
        long_rows = {key[5:]: value for key, value in stored.items() if key.startswith("long ")}
        extras = {key[6:]: value for key, value in stored.items() if key.startswith("extra ")}
        strings = _unpack_long(long_rows)
        if not (_are_rows(rows, len(rows["counts"])) and _are_rows(long_rows, len(strings))):
            raise TableError(f"table {name} is damaged: its columns do not agree")
        if is_reduced(fields):
            rows = expand(rows)
        lengths, words, counts = rows.pop("lengths"), rows.pop("words"), rows.pop("counts")
        symbols = int(fields.get("symbols", 2))
        if not 2 <= symbols <= MOST_SYMBOLS:
            raise TableError(f"table {name} is damaged: it is said to be over {symbols} symbols")
        if not _are_ordered(lengths, words, bits_a_symbol(symbols)):
            raise TableError(f"table {name} is damaged: its strings are not in order, or too long")
        kind = CountsTable if symbols == 2 else _pattern_table()
        table = kind(name, fields, lengths, words, counts, rows, extras, strings, long_rows)
        if not (table.total > 0 and table.formalism):
            raise TableError(f"table {name} is damaged: its header has no total")
    except (KeyError, ValueError, TypeError) as error:
        raise TableError(f"table {name} is damaged: {error}") from error
    return table


def _are_rows(columns: Mapping[str, np.ndarray], rows: int) -> bool:
    """Whether every column has an entry for every row."""
    return all(column.shape == (rows,) for column in columns.values())


def _pattern_table() -> type[CountsTable]:
    from ait.tables.pattern_table import PatternTable

    return PatternTable


def _are_ordered(lengths: np.ndarray, words: np.ndarray, bits: int) -> bool:
    """Whether these are strings of as many symbols as fit by length, then by value, each once: look-ups rely on it."""
    if lengths.dtype.kind != "u" or words.dtype != np.uint64:
        return False
    longer, same, greater = lengths[1:] > lengths[:-1], lengths[1:] == lengths[:-1], words[1:] > words[:-1]
    if not np.all(lengths <= LONGEST_WORD // bits):
        return False
    # A shift by 64 is undefined, and every word has at most 64 bits.
    used = lengths.astype(np.uint64) * np.uint64(bits)
    fits = (words >> np.minimum(used, np.uint64(LONGEST_WORD - 1)) == 0) | (used == LONGEST_WORD)
    return bool(np.all(longer | (same & greater)) and np.all(fits))


def _unpack_long(columns: dict[str, np.ndarray]) -> tuple[str, ...]:
    """Take the long strings, packed bits after one another, out of the columns."""
    lengths = columns.pop("lengths", np.zeros(0, np.uint32)).tolist()
    bits = (np.unpackbits(columns.pop("bits", np.zeros(0, np.uint8))) + np.uint8(ord("0"))).tobytes().decode()
    strings, start = [], 0
    if not sum(lengths) <= len(bits) < sum(lengths) + 8:
        raise ValueError(f"its long strings have {sum(lengths)} symbols, not {len(bits)}")
    for length in lengths:
        strings.append(bits[start : start + length])
        start += length
    return tuple(strings)
