"""Complexity in a moving window: -log2 D(w | length) of every stretch of a sequence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ait.errors import InputError, TableError
from ait.measures.default_table import default_table
from ait.measures.table_shares import counts_of, mass_at_length, symbols_of_table
from ait.notebook import Shown
from ait.sequence import Sequence, as_sequence
from ait.tables.counts_table import CountsTable
from ait.tables.shipped import open_table

_LONGEST = 24


@dataclass(frozen=True, eq=False)
class LocalComplexity(Shown):
    """The complexity of each window of a sequence.

    Attributes:
        window: symbols in a window.
        bits: -log2 D(w | length), shape (n - window + 1,); entry i is for the window that begins with symbol i.
        standard_errors: bits, of the same shape, where the table is a sample; else None.
        absent: how many windows the table has no count of; they are given one half of a count.
    """

    window: int
    bits: np.ndarray
    standard_errors: np.ndarray | None
    absent: int


def local_complexity(x: Any, window: int = 12, table: str | Path | CountsTable | None = None) -> np.ndarray:
    """-log2 D(w | length of w) of each window of a sequence, by the coding theorem given the length.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts, over the table's symbols.
        window: symbols in a window, from 1 to 24, to n, and to the table's longest.
        table: a table of strings: its name, a file, or the table; if left out, the shipped one for so many symbols.

    Returns:
        Bits, float64, shape (n - window + 1,); entry i is for the window that begins with symbol i. A window that the
        table has no count of is given one half of a count, the least that could have been missed: an estimate.

    Raises:
        InputError: if x has more symbols than the table's strings, or the window is out of range.
        TableError: if the table does not reach so far.

    >>> local_complexity("0001", 2).round(3).tolist()  # the four strings of two symbols have equal counts
    [2.0, 2.0, 2.0]
    """
    sequence = as_sequence(x)
    chosen = open_table(default_table(sequence.k) if table is None else table)
    return windows_of(sequence, window, chosen).bits


def windows_of(sequence: Sequence, window: int, table: CountsTable) -> LocalComplexity:
    """The complexity of each window, with the table's standard errors; see :func:`local_complexity`."""
    k = symbols_of_table(table)
    if sequence.k > k:
        kind = "binary sequences" if k == 2 else f"sequences of {k} symbols"
        raise InputError(f"table {table.name} is for {kind}, not for {sequence.k} symbols")
    if isinstance(window, bool) or not hasattr(window, "__index__") or not 1 <= window <= min(_LONGEST, len(sequence)):
        raise InputError(f"a window has 1 to {min(_LONGEST, len(sequence))} symbols here, not {window!r}")
    mass = mass_at_length(table, window)
    if not mass:
        raise TableError(f"table {table.name} has strings of at most {table.longest} symbols, none of {window}")
    values = np.zeros(len(sequence) - window + 1, np.uint64)
    for i in range(window):
        values = values * np.uint64(k) + sequence.symbols[i : len(sequence) - window + 1 + i].astype(np.uint64)
    # k^window is below 2^64 for every table's window, so different windows have different values.
    _, first, which = np.unique(values, return_index=True, return_inverse=True)
    counts, relative = counts_of(table, sequence.symbols[first[:, None] + np.arange(window)])
    bits = math.log2(mass) - np.log2(np.where(counts > 0, counts, 0.5))
    places = which.reshape(-1)
    errors = None if relative is None else (relative / math.log(2))[places]
    return LocalComplexity(window, bits[places], errors, int((counts == 0)[places].sum()))
