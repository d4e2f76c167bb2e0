"""The block ladder as a picture: h_L by five estimators with their band, and where the data ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ait.measures.entropy_ladder import ESTIMATORS, EntropyLadder, entropy_ladder
from ait.reports.page.picture import FAINT, SERIES, picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ait.sequence import Sequence

LONGEST = 2_000_000
"""Symbols beyond which the picture is of the beginning; the caption says so."""
_FEWEST_LENGTHS = 3
_COLOURS = (SERIES[1], SERIES[0], SERIES[2], SERIES[4], SERIES[6])
_MARKERS = ("s", "o", "^", "v", "D")
CAPTION = (
    "The entropy of a symbol given the L - 1 before it, by five estimators. The bands are 1.96 standard errors by "
    "batch means: scatter from one sequence of the source to the next. They know nothing of bias: where fewer than 16 "
    "windows were seen for each different block (shaded) the estimators part, and none is to be trusted."
)


def ladder(sequence: Sequence, truth: float | None) -> tuple[str, str]:
    """The picture with its caption; both "" where the input is too short for blocks of three symbols."""
    whole, words = len(sequence), CAPTION
    if whole > LONGEST:
        from dataclasses import replace

        sequence, words = (
            replace(sequence, symbols=sequence.symbols[:LONGEST]),
            (f"{CAPTION} Of the first {LONGEST:,} of {whole:,} symbols."),
        )
    found = entropy_ladder(sequence)
    return (ladder_picture(found, truth), words) if found.length >= _FEWEST_LENGTHS else ("", "")


def ladder_picture(found: EntropyLadder, truth: float | None = None) -> str:
    """The ladder alone; ``truth`` is the source's entropy rate in bits per symbol, where it is known."""
    lengths = np.arange(1, found.length + 1)

    def draw(axes: Axes) -> None:
        if found.sampled < found.length:
            axes.axvspan(found.sampled + 0.5, found.length + 0.5, color=FAINT, alpha=0.3, linewidth=0)
        if truth is not None:
            axes.axhline(truth, color=SERIES[3], linewidth=1.2, label="entropy rate of the source")
        for name, colour, marker in zip(ESTIMATORS, _COLOURS, _MARKERS, strict=True):
            low, high = np.array([(np.nan, np.nan) if pair is None else pair for pair in found.band(name)]).T
            axes.fill_between(lengths, np.maximum(low, 0), high, color=colour, alpha=0.15, linewidth=0)
            axes.plot(lengths, found.rates(name), marker=marker, color=colour, markersize=3, linewidth=1, label=name)
        axes.set_xlim(0.5, found.length + 0.5)
        axes.set_ylim(0, 1.15 * max(max(found.rates(name)) for name in ESTIMATORS) or 1)
        axes.set_xlabel("block length L")
        axes.set_ylabel("h_L, bits per symbol")
        axes.grid(linewidth=0.5)
        axes.locator_params(axis="x", integer=True)
        axes.figure.legend(loc="outside lower center", ncols=2)

    ends = "; ".join(f"{name} {', '.join(f'{rate:.3f}' for rate in found.rates(name))}" for name in ESTIMATORS)
    known = "" if truth is None else f" The entropy rate of the source is {truth:.4f}."
    words = (
        f"Entropy of a symbol given those before it, for blocks of 1 to {found.length} symbols, of which those up to "
        f"{found.sampled} are well sampled: {ends}.{known}"
    )
    return picture("ladder", words, draw, height=3.4)
