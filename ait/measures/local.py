"""Complexity in a moving window: -log2 D(w | length) of every stretch of a binary sequence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ait.errors import InputError, TableError
from ait.sequence import as_sequence
from ait.tables.counts_table import CountsTable
from ait.tables.shipped import open_table

_LONGEST = 24


def local_complexity(x: Any, window: int = 12, table: str | Path | CountsTable = "turing-5-2-500") -> np.ndarray:
    """-log2 D(w | length of w) of each window of a binary sequence, by the coding theorem given the length.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts, over two symbols.
        window: symbols in a window, from 1 to 24, to n, and to the table's longest.
        table: a table of binary strings: its name, a file, or the table.

    Returns:
        Bits, float64, shape (n - window + 1,); entry i is for the window that begins with symbol i. A window that the
        table has no count of is given one half of a count, the least that could have been missed: an estimate.

    Raises:
        InputError: if x is not binary or the window is out of range.
        TableError: if the table does not reach so far.

    >>> local_complexity("0001", 2).round(3).tolist()  # the four strings of two symbols have equal counts
    [2.0, 2.0, 2.0]
    """
    sequence = as_sequence(x)
    if sequence.k != 2:
        raise InputError(f"local complexity is for binary sequences, not for {sequence.k} symbols")
    if isinstance(window, bool) or not hasattr(window, "__index__") or not 1 <= window <= min(_LONGEST, len(sequence)):
        raise InputError(f"a window has 1 to {min(_LONGEST, len(sequence))} symbols here, not {window!r}")
    chosen = open_table(table)
    if chosen.longest < window:
        raise TableError(f"table {chosen.name} has strings of at most {chosen.longest} symbols, not of {window}")
    counts = np.maximum(chosen.dense(window).astype(np.float64), 0.5)
    values = np.zeros(len(sequence) - window + 1, np.int64)
    for i in range(window):
        values = 2 * values + sequence.symbols[i : len(sequence) - window + 1 + i]
    return np.asarray(np.log2(counts.sum() / counts)[values])
