"""Two tables side by side: within each length, how far they rank strings alike, and where not.

Across lengths any two tables agree, since the length is most of a figure; so all is said within one length.  A table's
reversals and complements have equal counts where the space is symmetric, and are then one observation, not four: the
intervals of the correlations count them once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ait.errors import TableError
from ait.notebook import Shown
from ait.ranks import Correlation, correlations
from ait.tables.bitstrings import LONGEST_WORD, complement, reverse
from ait.tables.counts_table import CountsTable
from ait.tables.intervals import Interval, intervals
from ait.tables.pattern_table import PatternTable
from ait.tables.shipped import open_table
from ait.tables.symmetry import is_reduced


@dataclass(frozen=True)
class Agreement:
    """What two tables say about the strings of one length; K is -log2 of a string's share of its table.

    Attributes:
        length: symbols.
        strings_a, strings_b, strings_both: how many occur in each table, and in both.
        observations: how many of those in both are different up to the symmetry that both tables have.
        mass_a, mass_b: the length's share of each table's total.
        only_a, only_b: the share of that mass on strings that the other table lacks.
        spearman, kendall: rank correlations over the strings in both (Kendall's is tau-b), with intervals after
            Bonett and Wright (2000).
        mean_difference: K in B less K in A, the mean over the strings in both, bits.
        largest_difference: the largest distance of a string's K in B from its K in A, bits.
        overlapping: the share of the strings in both whose proved intervals overlap, which undecided machines alone
            could therefore explain; None where no table has intervals, or one is a sample, which proves none.
        sampling: the share of the differences' variance within the length that the tables' standard errors explain,
            up to 1; None where neither table has any.
    """

    length: int
    strings_a: int
    strings_b: int
    strings_both: int
    observations: int
    mass_a: float
    mass_b: float
    only_a: float
    only_b: float
    spearman: Correlation
    kendall: Correlation
    mean_difference: float | None
    largest_difference: float | None
    overlapping: float | None
    sampling: float | None


@dataclass(frozen=True)
class Disagreement:
    """One string: its K in both tables, and how far their difference is from the mean difference of its length."""

    string: str
    bits_a: float
    bits_b: float
    beyond_mean: float


@dataclass(frozen=True)
class TableComparison(Shown):
    """Two tables compared; see :class:`Agreement`.

    ``longest`` is the length up to which both keep every string that occurs, at most 64; ``longer_a`` and ``longer_b``
    count the strings beyond, which are not compared.
    """

    name_a: str
    name_b: str
    agreements: tuple[Agreement, ...]
    disagreements: tuple[Disagreement, ...]
    longest: int
    longer_a: int
    longer_b: int
    note: str

    def as_dict(self) -> dict[str, Any]:
        """Plain types only, ready for JSON."""
        return asdict(self)


def compare_tables(a: str | Path | CountsTable, b: str | Path | CountsTable, top: int = 10) -> TableComparison:
    """Compare two tables over the same number of symbols, length by length.

    Over more than two symbols a class of strings under relabelling and reversal counts once, as one observation.

    Args:
        a, b: tables: shipped ones by name, files, or a CountsTable.
        top: how many of the largest disagreements to list; of strings that symmetry makes equal, the least.

    Raises:
        TableError: if a table cannot be read, or the two have no string in common.
        MissingExtraError: without scipy (extra ``lab``), which computes Kendall's tau.

    >>> found = compare_tables("turing-5-2-500", "lbf", top=1)
    >>> [round(found.agreements[length - 1].spearman.value, 2) for length in (4, 8, 12)]
    [0.26, 0.21, 0.21]
    """
    one, other = open_table(a), open_table(b)
    if one.symbols != other.symbols:
        raise TableError(
            f"table {one.name} is over {one.symbols} symbols and table {other.name} over {other.symbols}: only tables"
            " of as many symbols can be compared"
        )
    folded = is_reduced(one.fields) and is_reduced(other.fields)
    agreements, gaps = [], []
    longest = _longest_kept(one, other)
    for length in range(1, longest + 1):
        pair = _Pair(one, other, length, folded)
        if pair.left.size or pair.right.size:
            agreements.append(_agreement(pair))
            gaps += _gaps(one, pair, top)
    if not any(agreement.strings_both for agreement in agreements):
        raise TableError(f"tables {one.name} and {other.name} have no string in common: there is nothing to compare")
    gaps.sort(key=lambda gap: (-abs(gap.beyond_mean), len(gap.string), gap.string))
    longer_a, longer_b = (len(table) - table.at_length(longest).stop for table in (one, other))
    return TableComparison(
        one.name,
        other.name,
        tuple(agreements),
        tuple(gaps[:top]),
        longest,
        longer_a,
        longer_b,
        _note(one, other, folded),
    )


def _longest_kept(*tables: CountsTable) -> int:
    """Up to which length both tables kept every string that occurs: beyond, that one is absent means nothing."""
    limits = [table.fields.get(name) for table in tables for name in ("longest_kept", "length")]
    return min([LONGEST_WORD, *(int(limit) for limit in limits if limit is not None)])


class _Pair:
    """The rows of one length in both tables, and those of the strings that are in both."""

    def __init__(self, one: CountsTable, other: CountsTable, length: int, folded: bool) -> None:
        self.length, self.tables = length, (one, other)
        rows = one.at_length(length), other.at_length(length)
        self.left, self.right = one.words[rows[0]], other.words[rows[1]]
        self.words, in_left, in_right = np.intersect1d(self.left, self.right, assume_unique=True, return_indices=True)
        self.rows = rows[0].start + in_left, rows[1].start + in_right
        self.bits = tuple(_bits(table, index) for table, index in zip(self.tables, self.rows, strict=True))
        self.least = self._least_images() if folded else np.ones(len(self.words), np.bool_)
        self.difference = self.bits[1] - self.bits[0]

    def _least_images(self) -> np.ndarray:
        lengths, words = np.full(len(self.words), self.length, np.uint8), self.words
        turned = complement(lengths, words)
        images = [reverse(lengths, words), turned, reverse(lengths, turned)]
        return np.asarray(np.all([words <= image for image in images], axis=0))

    def mass(self, side: int) -> tuple[float, float]:
        """The length's share of a table's total, and the share of that on strings that the other table lacks."""
        table = self.tables[side]
        whole, common = table.mass_at_length(self.length), table.mass_of(self.rows[side])
        return whole / table.total, (whole - common) / whole if whole else 0.0


def _bits(table: CountsTable, rows: np.ndarray) -> np.ndarray:
    return np.asarray(np.log2(float(table.total)) - np.log2(table.counts[rows].astype(np.float64)))


def _agreement(pair: _Pair) -> Agreement:
    (mass_a, only_a), (mass_b, only_b) = pair.mass(0), pair.mass(1)
    known = bool(pair.words.size)
    observations = int(pair.least.sum())
    # Equal counts differ in the last place once they are divided by different totals and logarithms taken.
    spearman, kendall = correlations(*(bits[pair.least].round(9) for bits in pair.bits))
    return Agreement(
        pair.length,
        len(pair.left),
        len(pair.right),
        len(pair.words),
        observations,
        mass_a,
        mass_b,
        only_a,
        only_b,
        spearman,
        kendall,
        float(pair.difference.mean()) if known else None,
        float(np.abs(pair.difference).max()) if known else None,
        _overlapping(pair) if known else None,
        _sampling(pair) if known else None,
    )


def _overlapping(pair: _Pair) -> float | None:
    known = [intervals(table, rows) for table, rows in zip(pair.tables, pair.rows, strict=True)]
    if (known[0] is None and known[1] is None) or any(table.is_sampled for table in pair.tables):
        return None
    first, second = (found or Interval(bits, bits) for found, bits in zip(known, pair.bits, strict=True))
    slack = 1e-9
    return float(np.mean((first.low <= second.high + slack) & (second.low <= first.high + slack)))


def _sampling(pair: _Pair) -> float | None:
    """The mean of both tables' squared standard errors in bits, over the differences' variance."""
    squares = np.zeros(len(pair.words))
    found = False
    for table, rows in zip(pair.tables, pair.rows, strict=True):
        if "standard_error" in table.columns:
            found = True
            # Of a logarithm, to first order: the relative error over ln 2.
            squares += (table.columns["standard_error"][rows] / table.counts[rows] / math.log(2)) ** 2
    variance = float(pair.difference.var())
    return min(1.0, float(squares.mean()) / variance) if found and variance > 0 else (1.0 if found else None)


def _gaps(one: CountsTable, pair: _Pair, top: int) -> list[Disagreement]:
    if not pair.words.size:
        return []
    beyond = pair.difference - pair.difference.mean()
    at = np.flatnonzero(pair.least)
    chosen = at[np.argsort(-np.abs(beyond[at]), kind="stable")[:top]]
    return [
        Disagreement(
            one.row_at(int(pair.rows[0][i])).string, float(pair.bits[0][i]), float(pair.bits[1][i]), float(beyond[i])
        )
        for i in chosen
        # What rounding leaves between equal figures is no disagreement.
        if abs(beyond[i]) > 1e-9
    ]


def _note(one: CountsTable, other: CountsTable, folded: bool) -> str:
    space = _space(one.fields) == _space(other.fields)
    said = (
        "the same space of machines: differences are the limits' and the errors' own"
        if space
        else ("different spaces of machines: differences are not errors of either, and intervals need not overlap")
    )
    if isinstance(one, PatternTable):
        return f"{said}; the strings that relabelling and reversal make of one count once"
    return f"{said}; a string and its {one.fields['symmetry']} count once" if folded else said


def _space(fields: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(fields.get(name) for name in ("formalism", "states", "symbols"))
