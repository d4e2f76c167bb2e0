"""Counts of strings over any number of symbols, and their shares of their length, with standard errors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ait.tables.bounds import bits
from ait.tables.counts_table import CountsTable


@dataclass(frozen=True)
class Share:
    """A string's share D(s | n) of all that a table has of its length.

    Attributes:
        share: count / mass of the length, exact for the table; 0 where the string has no count.
        standard_error: of -log2 of it, bits, to first order, from the count's own; None where counts are exact.
    """

    share: Fraction
    standard_error: float | None

    @property
    def bits(self) -> float:
        """-log2 of the share."""
        return bits(self.share)


def symbols_of_table(table: CountsTable) -> int:
    """How many symbols a table's strings are over."""
    return int(getattr(table, "symbols", 2))


def mass_at_length(table: CountsTable, length: int) -> int:
    """The counts of all strings of a length; 0 where there are none, or the length is beyond the table's."""
    if length > table.longest:
        return 0
    if hasattr(table, "mass_at_length"):
        return int(table.mass_at_length(length))
    return int(table.counts[table.at_length(length)].sum(dtype=object) or 0)


def counts_of(table: CountsTable, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """The counts of strings of one length, and their relative standard errors where the table is a sample.

    Args:
        table: the table.
        cells: symbols 0 to k - 1, shape (strings, length).

    Returns:
        Float64, shape (strings,); 0 where the table has none.
    """
    if symbols_of_table(table) == 2:
        values = np.zeros(len(cells), np.int64)
        for column in cells.T:
            values = 2 * values + column
        return table.dense(cells.shape[1])[values].astype(np.float64), None
    rows = table.find(cells)  # type: ignore[attr-defined]
    counts = np.where(rows >= 0, table.counts[rows].astype(np.float64), 0.0)
    if not getattr(table, "is_sampled", False):
        return counts, None
    return counts, np.where(rows >= 0, table.columns["standard_error"][rows] / np.maximum(counts, 1.0), 0.0)


def share_of(table: CountsTable, symbols: np.ndarray) -> Share:
    """The share of a string, its symbols 0 to k - 1."""
    mass = mass_at_length(table, len(symbols))
    row = table.row("".join(map(str, symbols.tolist()))) if mass else None
    if row is None:
        return Share(Fraction(0), None)
    error = row.values.get("standard_error") if getattr(table, "is_sampled", False) else None
    relative = None if error is None else error / row.count / math.log(2)
    return Share(Fraction(row.count, mass), relative)
