"""The proved intervals of many strings of one length at once: what :mod:`ait.tables.bounds` says of one, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ait.tables.bitstrings import complement, reverse
from ait.tables.counts_table import CountsTable
from ait.tables.pattern_table import PatternTable


@dataclass(frozen=True, eq=False)
class Interval:
    """-log2 of each string's probability lies from ``low`` to ``high``, bits; shape (rows,)."""

    low: np.ndarray
    high: np.ndarray


def intervals(table: CountsTable, rows: np.ndarray) -> Interval | None:
    """The intervals for the given rows, all of one length; None where the table proves none.

    >>> from ait.tables.shipped import open_table
    >>> table = open_table("turing-5-2-500")
    >>> found = intervals(table, np.array([0]))
    >>> float(found.low[0].round(4)), float(found.high[0].round(4))
    (2.5143, 2.5159)
    """
    lengths = table.lengths[rows]
    length = int(lengths[0]) if len(lengths) else 0
    if table.formalism == "turing" and "undecided_by_span" in table.extras:
        return _turing(table, rows, lengths, length)
    if table.formalism == "lbf" and "open_mass" in table.columns:
        return _monotone(table, rows, length)
    return None


def _turing(table: CountsTable, rows: np.ndarray, lengths: np.ndarray, length: int) -> Interval:
    counts, total, fold = table.counts[rows].astype(np.float64), float(table.total), 2.0 * table.symbols
    by_span = table.extras["undecided_by_span"]
    undecided, within = (fold * float(spans.sum(dtype=object) or 0) for spans in (by_span, by_span[: length + 1]))
    highest = np.maximum(counts / total, (counts + within / _images(table, rows, lengths)) / (total + within))
    return Interval(-np.log2(highest), np.log2((total + undecided) / counts))


def _images(table: CountsTable, rows: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """How many different strings symmetry makes of each."""
    if isinstance(table, PatternTable):
        return np.asarray(table.orbits[rows].astype(np.float64))
    words = table.words[rows]
    turned = complement(lengths, words)
    images = (reverse(lengths, words), turned, reverse(lengths, turned))
    same = 1.0 + sum((words == image).astype(np.float64) for image in images)
    return np.asarray(4.0 / same)


def _monotone(table: CountsTable, rows: np.ndarray, length: int) -> Interval:
    counts, words = table.counts[rows].astype(np.float64), table.words[rows]
    # The empty string has one row, and every string for its prefix.
    open_mass = np.zeros(len(rows))
    for shorter in range(length):
        of_length = table.at_length(shorter)
        known, wanted = table.words[of_length], words >> np.uint64(length - shorter)
        if not len(known):
            continue
        at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        open_mass += np.where(known[at] == wanted, table.columns["open_mass"][of_length][at].astype(np.float64), 0.0)
    total = float(table.total)
    return Interval(np.log2(total / (counts + open_mass)), np.log2(total / counts))
