"""How far the figures of different machines lie apart for one short string: the error bar that no single one has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ait.errors import AitError
from ait.estimate import Estimate, Kind
from ait.reports.page.picture import INK, SERIES, picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ait.reports.compare import Report

LONGEST = 64
_MACHINES = (
    ("turing-5-2", "Turing, 5 states, 2 symbols"),
    ("turing-6-2-500", "Turing, 6 states, 2 symbols"),
    ("turing-2-3", "Turing, 2 states, 3 symbols"),
    ("turing-3-3-400", "Turing, 3 states, 3 symbols"),
    ("turing-2-4", "Turing, 2 states, 4 symbols"),
    ("turing-4-4-sampled", "Turing, 4 states, 4 symbols"),
)
_OTHERS = (
    ("LBF Km", "LBF, shortest program"),
    ("LBF -log2 M", "LBF, all programs"),
    ("Solomonoff", "LBF, as a predictor"),
    ("BLC KM", "lambda calculus"),
)
_COLOURS = {Kind.EXACT: SERIES[2], Kind.BOUNDS: SERIES[2], Kind.UPPER_BOUND: SERIES[0], Kind.ESTIMATE: SERIES[1]}
CAPTION = (
    "Filled: what the machine charges for the string and its length. Hollow: given the length. Lines: the interval "
    "that is proved, or two standard errors where the table is a sample. A string over fewer symbols than the "
    "machine's pays for that too. No machine is the right one: this spread is the error bar of each."
)


@dataclass(frozen=True)
class Figure:
    """One machine's figure: its name, and whether the length was given."""

    machine: str
    given: bool
    estimate: Estimate


def spread(report: Report) -> tuple[str, str]:
    """The picture and its caption; both "" beyond 64 symbols, or where fewer than two machines know the string."""
    found = figures(report)
    machines = {figure.machine for figure in found}
    if len(machines) < 2:
        return "", ""
    silent = [machine for name, machine in _MACHINES if _fits(name, report) and machine not in machines]
    return _picture(report, found), CAPTION + (f" Without a figure for it: {'; '.join(silent)}." if silent else "")


def _fits(name: str, report: Report) -> bool:
    """Whether the table's machines have symbols enough."""
    return int(name.split("-")[2]) >= report.sequence.k


def figures(report: Report) -> list[Figure]:
    """What each shipped table of Turing machines over enough symbols says, and what the report holds of the others."""
    from ait.measures.ctm import ctm, ctm_given_length
    from ait.tables.shipped import open_table

    sequence = report.sequence
    if len(sequence) > LONGEST or report.cells is not None:
        return []
    found = []
    for name, machine in _MACHINES:
        if not _fits(name, report):
            continue
        table = open_table(name)
        for measure, given in ((ctm, False), (ctm_given_length, True)):
            try:
                found.append(Figure(machine, given, measure(sequence, table)))
            except AitError:
                # The string is too long for the table, or no machine of it writes the string.
                continue
    lines = {line.name: line.estimate for line in report.lines}
    return found + [Figure(machine, True, lines[name]) for name, machine in _OTHERS if name in lines]


def _picture(report: Report, found: list[Figure]) -> str:
    machines = list(dict.fromkeys(figure.machine for figure in found))
    literal = report.sequence.literal_bits

    def draw(axes: Axes) -> None:
        axes.axvline(literal, color=INK, linewidth=0.8, linestyle="--", label="literal length")
        for figure in found:
            estimate, row = figure.estimate, machines.index(figure.machine)
            colour = _COLOURS[estimate.kind]
            if estimate.standard_error is not None:
                ends = [estimate.bits - 2 * estimate.standard_error, estimate.bits + 2 * estimate.standard_error]
            else:
                ends = [estimate.bits if end is None else end for end in (estimate.low, estimate.high)]
            if ends[0] < ends[1]:
                axes.plot(ends, [row, row], color=colour, linewidth=2, zorder=1)
            face = "none" if figure.given else colour
            axes.plot(estimate.bits, row, "o", color=colour, markerfacecolor=face, markersize=6, zorder=2)
        axes.plot([], [], "o", color=INK, label="length paid")
        axes.plot([], [], "o", color=INK, markerfacecolor="none", label="length given")
        axes.set_yticks(range(len(machines)), machines, fontsize=9)
        axes.set_ylim(len(machines) - 0.4, -0.6)
        axes.set_xlim(left=0)
        axes.set_xlabel("bits")
        axes.grid(axis="x", linewidth=0.5)
        axes.figure.legend(loc="outside lower center", ncols=3)

    words = "; ".join(
        f"{figure.machine}{', length given' if figure.given else ''}: {figure.estimate.bits:.2f} bits"
        for figure in found
    )
    return picture("spread", f"Bits by machine: {words}", draw, height=1.0 + 0.27 * len(machines))
