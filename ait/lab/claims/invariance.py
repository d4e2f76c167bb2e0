"""Claim: the machine does not matter. Every string of one length by every reference."""

from __future__ import annotations

import os
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ait.lab import pictures
from ait.lab.invariance import Study, study
from ait.lab.record import Cell, Figure, Finding, Number, Record, Size, Table, Told, Verdict, overall, quiet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LIMITS = {Size.SMALL: (8, 22), Size.DEFAULT: (12, 28), Size.LARGE: (14, 31)}
_MACHINES = ("LBF -log2 M", "-log2 D, turing-5-2-500")
_ALIKE = 0.9


def run(seed: int = 0, size: Size = Size.DEFAULT, told: Told = quiet) -> Record:
    """All strings of 8, 12 or 14 symbols. Nothing here is left to chance: the seed changes nothing."""
    length, bits = _LIMITS[size]
    told("references", 0, 1)
    found = study(length, bits, workers=min(2, os.cpu_count() or 1))
    told("references", 1, 1)
    findings = (_constant(found), *_ranks(found))
    return Record(
        "invariance",
        seed,
        size,
        overall(findings),
        findings[0].statistic,
        "The theorem bounds the difference of two universal machines by a constant for all strings; among strings "
        f"of {length} symbols that constant is as large as the figures, so that machines agree on which strings are "
        "simplest and on little else.",
        f"all {1 << length:,} strings of {length} symbols; LBF programs of up to {bits} bits, {found.undecided} "
        "undecided; Turing machines of five states at 500 steps",
        findings,
        _numbers(found),
        (_table(found),),
        (Figure("machines", "Two machines, string by string", _caption(found), lambda axes: _draw(axes, found)),),
        ("Kolmogorov 1965", "Gács, On the relation between descriptional complexity and algorithmic probability, 1983"),
    )


def _known(found: Study) -> tuple[np.ndarray, np.ndarray]:
    one, other = (found.figures[name] for name in _MACHINES)
    both = np.isfinite(one) & np.isfinite(other)
    return one[both], other[both]


def _constant(found: Study) -> Finding:
    one, other = _known(found)
    difference, own = float(np.ptp(one - other)), float(np.ptp(other))
    return Finding(
        "The constant between two machines is small against what tells strings of this length apart.",
        Verdict.HOLDS if difference < own / 4 else Verdict.FAILS,
        f"range of the difference of {_MACHINES[0]} and {_MACHINES[1]}: {difference:.2f} bits; of the figures "
        f"themselves: {own:.2f} bits",
        "Small: less than a quarter.",
    )


def _ranks(found: Study) -> tuple[Finding, ...]:
    plain = found.correlation(*_MACHINES)
    given = found.correlation(*_MACHINES, given_ones=True)
    claims = (("", plain), (" with the same number of ones", given))
    return tuple(
        Finding(
            f"Two machines rank strings of one length{which} alike.",
            Verdict.HOLDS if value >= _ALIKE else Verdict.FAILS,
            f"Spearman's rank correlation {value:.3f}",
            f"Alike: at least {_ALIKE}.",
        )
        for which, value in claims
    )


def _numbers(found: Study) -> tuple[Number, ...]:
    slack = [
        Number(f"{which} of {name}", value, note="Levin's coding theorem, Gács's gap")
        for name, (mean, largest) in found.slack().items()
        for which, value in (("mean", mean), ("largest", largest))
    ]
    return (Number("strings", float(1 << found.length), unit=""), *slack)


def _table(found: Study) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for one, other in combinations(found.figures, 2):
        values = found.correlation(one, other), found.correlation(one, other, given_ones=True)
        rows.append((one, other, *(None if np.isnan(each) else round(each, 4) for each in values)))
    columns = ("one", "other", "rank correlation", "given the number of ones")
    return Table("correlations", "Rank correlations within the length", columns, tuple(rows), "Spearman's.")


def _caption(found: Study) -> str:
    one, _ = _known(found)
    return (
        f"Each of {one.size:,} strings of {found.length} symbols; on the line both machines would give the same bits."
    )


def _draw(axes: Axes, found: Study) -> None:
    one, other = _known(found)
    points = np.unique(np.round(np.column_stack([one, other]), 1), axis=0)
    axes.scatter(points[:, 0], points[:, 1], s=6, color=pictures.SERIES[0], linewidths=0)
    ends = [float(points.min()), float(points.max())]
    axes.plot(ends, ends, color=pictures.FAINT, zorder=0)
    axes.set_xlabel("bits by LBF, −log2 M")
    axes.set_ylabel("bits by Turing machines, −log2 D")
