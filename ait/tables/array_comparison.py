"""Two tables of arrays side by side: within each shape, how far they rank arrays alike, and where not.

As for strings (:mod:`ait.tables.comparison`) all is said within one shape.  A class of 16 images counts once, as one
observation, and shapes are named by the orientation with no more rows than columns.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ait.errors import TableError
from ait.notebook import Shown
from ait.ranks import Correlation, correlations
from ait.tables.array_table import ArrayTable
from ait.tables.shipped import AnyTable, open_array_table


@dataclass(frozen=True)
class ShapeAgreement:
    """What two tables say about the arrays of one shape; K is -log2 of an array's share of its table.

    Attributes:
        rows, columns: the shape, rows <= columns.
        arrays_a, arrays_b, arrays_both: how many of the 2^(rows·columns) occur in each table, and in both.
        classes: how many classes are in both.
        mass_a, mass_b: the shape's share of each table's total, one orientation.
        spearman, kendall: rank correlations over the classes in both (Kendall's is tau-b), with intervals after
            Bonett and Wright (2000).
        mean_difference, largest_difference: of K in B less K in A over the classes in both: the mean, and the largest
            distance from 0, bits.
        largest_error: the largest standard error of K in either table over the classes in both, bits; None where
            neither is sampled.
    """

    rows: int
    columns: int
    arrays_a: int
    arrays_b: int
    arrays_both: int
    classes: int
    mass_a: float
    mass_b: float
    spearman: Correlation
    kendall: Correlation
    mean_difference: float | None
    largest_difference: float | None
    largest_error: float | None


@dataclass(frozen=True)
class ArrayDisagreement:
    """One class: its K in both tables, and how far their difference is from the mean difference of its shape."""

    array: str
    bits_a: float
    bits_b: float
    beyond_mean: float


@dataclass(frozen=True)
class ArrayComparison(Shown):
    """Two tables of arrays compared."""

    name_a: str
    name_b: str
    agreements: tuple[ShapeAgreement, ...]
    disagreements: tuple[ArrayDisagreement, ...]
    most_cells: int

    def as_dict(self) -> dict[str, Any]:
        """Plain types only, ready for JSON."""
        return asdict(self)


def compare_array_tables(a: str | Path | AnyTable, b: str | Path | AnyTable, top: int = 10) -> ArrayComparison:
    """Compare two tables of arrays, shape by shape, up to as many cells as both keep.

    Args:
        a, b: tables: shipped ones by name, files, or an ArrayTable.
        top: how many of the largest disagreements to list.

    Raises:
        TableError: if a table cannot be read, holds strings, or the two have no array in common.
        MissingExtraError: without scipy (extra ``lab``), which computes Kendall's tau.

    >>> found = compare_array_tables("turmite-4-2-500", "turmite-4-2-500")
    >>> [round(a.spearman.value, 3) for a in found.agreements if (a.rows, a.columns) == (3, 3)], found.disagreements
    ([1.0], ())
    """
    one, other = open_array_table(a), open_array_table(b)
    most = min(one.most_cells, other.most_cells)
    agreements, gaps = [], []
    for shape in np.union1d(np.unique(one.shapes), np.unique(other.shapes)).tolist():
        if (shape >> 8) * (shape & 0xFF) <= most:
            pair = _Pair(one, other, shape >> 8, shape & 0xFF)
            agreements.append(_agreement(pair))
            gaps += _gaps(pair, top)
    if not any(agreement.classes for agreement in agreements):
        raise TableError(f"tables {one.name} and {other.name} have no array in common: there is nothing to compare")
    agreements.sort(key=lambda found: (found.rows * found.columns, found.rows))
    gaps.sort(key=lambda gap: (-abs(gap.beyond_mean), gap.array))
    return ArrayComparison(one.name, other.name, tuple(agreements), tuple(gaps[:top]), most)


class _Pair:
    """The classes of one shape in both tables, and those that are in both."""

    def __init__(self, one: ArrayTable, other: ArrayTable, rows: int, columns: int) -> None:
        self.rows, self.columns, self.tables = rows, columns, (one, other)
        here = one.of_shape(rows, columns), other.of_shape(rows, columns)
        _, in_one, in_other = np.intersect1d(
            one.words[here[0]], other.words[here[1]], assume_unique=True, return_indices=True
        )
        self.all = here
        self.both = here[0].start + in_one, here[1].start + in_other
        self.bits = tuple(_bits(table, rows) for table, rows in zip(self.tables, self.both, strict=True))
        self.difference = self.bits[1] - self.bits[0]

    def arrays(self, rows: slice | np.ndarray, side: int) -> int:
        """How many arrays of this orientation the classes have."""
        found = int(self.tables[side].orbits[rows].sum())
        return found if self.rows == self.columns else found // 2


def _bits(table: ArrayTable, rows: np.ndarray) -> np.ndarray:
    return np.asarray(np.log2(float(table.total)) - np.log2(table.counts[rows].astype(np.float64)))


def _agreement(pair: _Pair) -> ShapeAgreement:
    known = bool(len(pair.both[0]))
    # Equal counts differ in the last place once they are divided by different totals and logarithms taken.
    spearman, kendall = correlations(*(bits.round(9) for bits in pair.bits))
    masses = [table.mass_of_shape(pair.rows, pair.columns) / table.total for table in pair.tables]
    return ShapeAgreement(
        pair.rows,
        pair.columns,
        pair.arrays(pair.all[0], 0),
        pair.arrays(pair.all[1], 1),
        pair.arrays(pair.both[0], 0),
        len(pair.both[0]),
        masses[0],
        masses[1],
        spearman,
        kendall,
        float(pair.difference.mean()) if known else None,
        float(np.abs(pair.difference).max()) if known else None,
        _largest_error(pair) if known else None,
    )


def _largest_error(pair: _Pair) -> float | None:
    found = [
        float((table.columns["standard_error"][rows] / table.counts[rows]).max()) / math.log(2)
        for table, rows in zip(pair.tables, pair.both, strict=True)
        if table.is_sampled
    ]
    return max(found) if found else None


def _gaps(pair: _Pair, top: int) -> list[ArrayDisagreement]:
    if not len(pair.both[0]):
        return []
    beyond = pair.difference - pair.difference.mean()
    return [
        ArrayDisagreement(
            pair.tables[0].row_at(int(pair.both[0][i])).string,
            float(pair.bits[0][i]),
            float(pair.bits[1][i]),
            float(beyond[i]),
        )
        for i in np.argsort(-np.abs(beyond), kind="stable")[:top]
        # What rounding leaves between equal figures is no disagreement.
        if abs(beyond[i]) > 1e-9
    ]
