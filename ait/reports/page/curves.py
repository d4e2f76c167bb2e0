"""The pictures of a page: all measures on one axis, learning curves, cost and complexity along the input."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ait.estimate import Kind
from ait.reports.choice import BLOCK, turing_table
from ait.reports.page.picture import FAINT, INK, SERIES, picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ait.reports.compare import Report
    from ait.sequence import Sequence

_MARKERS = {Kind.EXACT: "D", Kind.BOUNDS: "D", Kind.UPPER_BOUND: "v", Kind.ESTIMATE: "o"}
_COLOURS = {Kind.EXACT: SERIES[2], Kind.BOUNDS: SERIES[2], Kind.UPPER_BOUND: SERIES[0], Kind.ESTIMATE: SERIES[1]}
_PREDICTORS = {
    "KT": "kt",
    "context tree": "context-tree",
    "context mixing": "context-mixing",
    "Solomonoff": "solomonoff",
    "SmolLM2": "smollm2",
}
_URN = "BDM urn, Turing"
_POINTS, _BARS = 300, 120
_LINES = tuple(SERIES[i] for i in (0, 1, 2, 4, 6, 7))
_ROW = 0.21
_BEYOND = 2.5


def measures(report: Report, truth: float | None) -> str:
    """Every figure in bits per symbol, its kind by shape and colour, its proved interval as a line."""
    n, literal = len(report.sequence), report.sequence.literal_bits / len(report.sequence)
    lines = list(reversed(report.lines))
    far = max(_BEYOND * literal, 1e-9)

    def draw(axes: Axes) -> None:
        axes.axvline(literal, color=INK, linewidth=0.8, linestyle="--", label="literal length")
        if truth is not None:
            axes.axvline(truth, color=SERIES[3], linewidth=1.2, label="entropy rate of the source")
        shown: set[Kind] = set()
        for row, line in enumerate(lines):
            estimate, kind = line.estimate, line.estimate.kind
            at = estimate.per_symbol(n)
            if estimate.low is not None and estimate.high is not None:
                ends = [max(0.0, estimate.low / n), min(far, estimate.high / n)]
                axes.plot(ends, [row, row], color=_COLOURS[kind], linewidth=2)
            # What lies far beyond the literal length says only that: an arrow at the edge, and the figure in words.
            if at > far:
                axes.annotate(f"{at:,.2f} →", (far, row), ha="right", va="center", fontsize=8)
            else:
                label = None if kind in shown else kind.value
                shown.add(kind)
                axes.plot(at, row, marker=_MARKERS[kind], color=_COLOURS[kind], linestyle="", markersize=5, label=label)
        axes.set_yticks(range(len(lines)), [line.name for line in lines], fontsize=8.5)
        axes.set_xlim(0, 1.03 * min(far, max(literal, *(line.estimate.per_symbol(n) for line in lines))))
        axes.set_ylim(-0.6, len(lines) - 0.4)
        axes.set_xlabel("bits per symbol")
        axes.grid(axis="x", linewidth=0.5)
        axes.figure.legend(loc="outside lower center", ncols=2)

    words = "; ".join(f"{line.name} {line.estimate.per_symbol(n):.3f}" for line in report.lines)
    return picture("measures", f"Bits per symbol: {words}", draw, height=1.3 + _ROW * len(lines))


def learning(report: Report, costs: dict[str, np.ndarray], truth: float | None) -> str:
    """L(n)/n of each predictor, n on a logarithmic axis."""
    literal = math.log2(report.sequence.k)

    def draw(axes: Axes) -> None:
        from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

        axes.axhline(literal, color=INK, linewidth=0.8, linestyle="--", label="literal length")
        if truth is not None:
            axes.axhline(truth, color=SERIES[3], linewidth=1.2, label="entropy rate of the source")
        for i, (name, cost) in enumerate(costs.items()):
            at = np.unique(np.geomspace(1, len(cost), _POINTS).astype(np.int64))
            axes.plot(at, np.cumsum(cost)[at - 1] / at, color=_LINES[i], linewidth=1.4, label=name)
        axes.set_xscale("log")
        # Powers as superscripts take three times as long to set, and nobody reads 10^5 faster than 100,000.
        axes.xaxis.set_major_locator(LogLocator(numticks=6))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{n:,.0f}"))
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.set_ylim(0, 1.5 * literal)
        axes.set_xlabel("n, symbols coded")
        axes.set_ylabel("L(n)/n, bits per symbol")
        axes.grid(linewidth=0.5)
        axes.figure.legend(loc="outside lower center", ncols=2)

    ends = "; ".join(f"{name} ends at {cost.mean():.3f}" for name, cost in costs.items())
    return picture("learning", f"Learning curves in bits per symbol: {ends}", draw, height=3.5)


def along(costs: np.ndarray, literal: float, name: str) -> str:
    """Cost along the input: the mean surprisal of each stretch under one predictor."""
    bars = min(_BARS, len(costs))
    edges = np.linspace(0, len(costs), bars + 1).astype(np.int64)
    means = np.add.reduceat(costs, edges[:-1]) / np.diff(edges)

    def draw(axes: Axes) -> None:
        axes.stairs(means, edges, fill=True, color=SERIES[0], linewidth=0)
        axes.axhline(literal, color=INK, linewidth=0.8, linestyle="--", label="literal length")
        axes.axhline(float(costs.mean()), color=FAINT, linewidth=1.2, label="mean")
        _places(axes)
        axes.set_xlabel("position")
        axes.set_ylabel("bits per symbol")
        axes.set_xlim(0, len(costs))
        # Room for the legend above the bars.
        axes.set_ylim(0, 1.35 * max(literal, float(means.max())))
        axes.legend(loc="upper right", ncols=2)

    words = f"Cost along the input under {name}: from {means.min():.3f} to {means.max():.3f} bits per symbol"
    return picture("along", words, draw, height=2.4)


def _places(axes: Axes) -> None:
    """Positions as they are, without a power of ten beside the axis."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{n:,.0f}"))


def window_of(sequence: Sequence) -> int:
    """How long the windows are whose complexity is shown: as long as the blocks of the decomposition."""
    from ait.measures.block_counts import default_block, laws_of

    return BLOCK if sequence.k == 2 else int(default_block(laws_of(turing_table(sequence.k), 1)))


def windows(sequence: Sequence, window: int) -> str:
    """-log2 D(w | length) of every window of an input with a table: least, mean and greatest in each stretch."""
    from ait.measures.local import local_complexity

    found = local_complexity(sequence, window)
    bars = min(_BARS, len(found))
    edges = np.linspace(0, len(found), bars + 1).astype(np.int64)[:-1]
    sizes = np.diff([*edges.tolist(), len(found)])
    mean = np.add.reduceat(found, edges) / sizes
    literal = window * math.log2(sequence.k)

    def draw(axes: Axes) -> None:
        low, high = np.minimum.reduceat(found, edges), np.maximum.reduceat(found, edges)
        axes.fill_between(
            edges, low, high, step="post", color=SERIES[0], alpha=0.25, linewidth=0, label="least to greatest"
        )
        axes.step(edges, mean, where="post", color=SERIES[0], linewidth=1.2, label="mean")
        axes.axhline(literal, color=INK, linewidth=0.8, linestyle="--", label="literal length")
        _places(axes)
        axes.set_xlabel("first symbol of the window")
        axes.set_ylabel("bits")
        axes.set_ylim(bottom=0)
        axes.legend(loc="lower right", ncols=3)

    words = f"Complexity of windows of {window} symbols: from {found.min():.2f} to {found.max():.2f} bits"
    return picture("windows", words, draw, height=2.4)


def costs(report: Report) -> dict[str, np.ndarray]:
    """The surprisals under each predictor whose measure the report holds, by the measure's name."""
    from ait.measures.predicted import surprisal

    sequence, names = report.sequence, {line.name for line in report.lines}
    found = {shown: surprisal(sequence, name) for shown, name in _PREDICTORS.items() if shown in names}
    if _URN in names:
        block = window_of(sequence)
        found[_URN] = surprisal(sequence, "urn", block=block, table=turing_table(sequence.k))
    return found
