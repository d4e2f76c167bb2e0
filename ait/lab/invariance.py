"""How far does the machine matter? Every binary string of one length, by every reference that we have.

The invariance theorem says that two universal machines differ by a constant for all strings; for short strings the
constant is as large as the figures, so only an experiment can tell how far they agree.  Within one length the
question is whether the references *rank* strings alike, and how much of that is the number of ones alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ait.enumeration.driver import walk
from ait.enumeration.lbf import NEVER, LbfSpace, verify
from ait.errors import InputError, TableError
from ait.estimate import Estimate
from ait.measures.compressors import compressed
from ait.measures.lempel_ziv import lempel_ziv, lempel_ziv_code
from ait.measures.predicted import predicted
from ait.notebook import Shown
from ait.ranks import rank_correlation
from ait.sequence import Sequence
from ait.tables.counts_table import CountsTable
from ait.tables.shipped import open_table, string_names

LENGTHS = range(4, 17)
_KEY_SHIFT = 48
_LARGEST_BLC = 28
_SOLOMONOFF, _HALTING = ("LBF Km", "LBF -log2 M"), ("LBF KP", "LBF -log2 m")


@dataclass(frozen=True, eq=False)
class Study(Shown):
    """The figures of all 2^length strings.

    Attributes:
        length: symbols of each string.
        bits: D, the longest LBF programs that were run.
        figures: by reference, bits for each string in the order of their values, shape (2^length,); nan where there is
            none.
        ones: how many ones each string has.
        undecided: how many LBF programs are undecided.
    """

    length: int
    bits: int
    figures: Mapping[str, np.ndarray]
    ones: np.ndarray
    undecided: int

    def string(self, value: int) -> str:
        """The string of a value."""
        return f"{value:0{self.length}b}"

    def correlation(self, one: str, other: str, *, given_ones: bool = False) -> float:
        """Spearman's rank correlation over the strings that both have a figure for; nan if one is constant."""
        first, second = self.figures[one], self.figures[other]
        known = np.isfinite(first) & np.isfinite(second)
        if not known.any():
            return math.nan
        return rank_correlation(first[known], second[known], self.ones[known] if given_ones else None)

    def slack(self) -> dict[str, tuple[float, float]]:
        """(mean, largest) of Km + log2 M, which no constant bounds (Gács 1983), and of KP + log2 m, which one does."""
        found = {}
        for least, probability in (_SOLOMONOFF, _HALTING):
            difference = self.figures[least] - self.figures[probability]
            difference = difference[np.isfinite(difference)]
            if difference.size:
                found[f"{least} - ({probability})"] = float(difference.mean()), float(difference.max())
        return found

    def largest_gaps(self, one: str, other: str, count: int = 5) -> list[tuple[str, float, float]]:
        """The strings whose rank differs most between two references: (string, figure by one, figure by the other)."""
        from ait.ranks import ranks

        first, second = self.figures[one], self.figures[other]
        known = np.flatnonzero(np.isfinite(first) & np.isfinite(second))
        gaps = np.abs(ranks(first[known]) - ranks(second[known]))
        chosen = known[np.argsort(-gaps, kind="stable")[:count]]
        return [(self.string(int(value)), float(first[value]), float(second[value])) for value in chosen]


def study(length: int = 12, bits: int = 28, workers: int = 1) -> Study:
    """All binary strings of one length, by every reference that has a figure for them.

    Args:
        length: 4 to 16.
        bits: D, the longest LBF programs.
        workers: threads.

    Raises:
        InputError: if a limit is out of range.

    >>> small = study(4, bits=16)
    >>> float(small.figures["LBF Km"][0]), len(small.figures["KT"])
    (4.0, 16)
    """
    if length not in LENGTHS:
        raise InputError(f"strings of {LENGTHS[0]} to {LENGTHS[-1]} symbols are compared, not of {length}")
    strings = _all_strings(length)
    figures, undecided = _lbf(length, bits, workers)
    figures |= _turing(length) | _blc(length) | _codes(strings)
    return Study(length, bits, figures, strings.sum(axis=1), undecided)


def _all_strings(length: int) -> np.ndarray:
    """Shape (2^length, length), uint8."""
    values = np.arange(1 << length)
    return np.ascontiguousarray((values[:, None] >> np.arange(length)[::-1]) & 1, np.uint8)


def _lbf(length: int, bits: int, workers: int) -> tuple[dict[str, np.ndarray], int]:
    """One symbol more is recorded, so that programs that halt after ``length`` symbols are all seen."""
    space = LbfSpace(bits, length + 1)
    part = verify(space, walk(space, workers=workers))
    rows = slice(1 << length, 2 << length)
    unit = bits + 4
    figures = {}
    for (least, probability), size, mass in (
        (_SOLOMONOFF, part["least"][rows], part["mass"][rows]),
        (_HALTING, part["halted_least"][rows], part["halted"][rows]),
    ):
        figures[least] = np.where(size == NEVER, np.nan, size >> _KEY_SHIFT)
        with np.errstate(divide="ignore"):
            figures[probability] = np.where(mass == 0, np.nan, unit - np.log2(mass))
    return figures, len(part["undecided"])


def _turing(length: int) -> dict[str, np.ndarray]:
    """-log2 D(s) on every table of Turing machines at hand that has strings of the length."""
    figures = {}
    for name in string_names():
        table = open_table(name)
        if type(table) is not CountsTable or table.formalism != "turing" or table.longest < length:
            continue
        counts = table.dense(length).astype(np.float64)
        with np.errstate(divide="ignore"):
            figures[f"-log2 D, {name}"] = np.where(counts == 0, np.nan, np.log2(table.total / counts))
    if not figures:
        raise TableError(f"no table of Turing machines has strings of {length} symbols")
    return figures


def _codes(strings: np.ndarray) -> dict[str, np.ndarray]:
    measures: dict[str, Callable[[Sequence], Estimate]] = {
        "KT": lambda x: predicted(x, "kt"),
        "context tree": lambda x: predicted(x, "context-tree"),
        "LZ76": lempel_ziv,
        "Lempel-Ziv code": lempel_ziv_code,
        "deflate": lambda x: compressed(x, "deflate"),
        "zlib": lambda x: compressed(x, "zlib"),
        "zstd": lambda x: compressed(x, "zstd"),
    }
    sequences = [Sequence(row, 2, None, "bits") for row in strings]
    return {name: np.array([measure(x).bits for x in sequences]) for name, measure in measures.items()}


def _blc(length: int) -> dict[str, np.ndarray]:
    """KM and -log2 of the mass that is known on binary lambda calculus, from all programs of up to length + 14 bits."""
    from ait.enumeration.blc_table import monotone_table

    table = monotone_table(length, min(length + 14, _LARGEST_BLC))
    first = (1 << length) - 1
    mass = table.mass[first : 2 * first + 1].astype(np.float64)
    with np.errstate(divide="ignore"):
        minus_log_mass = np.where(mass == 0, np.nan, table.budget - np.log2(mass))
    return {"BLC KM": table.complexities(length).astype(np.float64), "BLC -log2 M": minus_log_mass}
