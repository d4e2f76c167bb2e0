"""For short binary strings: the programs behind the figures, as code and as pictures of what they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ait.reports.page.picture import FAINT, INK, SERIES, picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ait.machines.lbf import Step
    from ait.reports.compare import Report
    from ait.tables.counts_table import CountsTable

LONGEST = 64
_MOST_STEPS = 200
_STEPS_TO_RUN = 1_000_000
_MEASURES = {"coding theorem", "coding th., 6 states"}


@dataclass(frozen=True)
class Program:
    """One program: what it runs on, its code, a sentence about it, a picture of its run or "", a trace or ""."""

    machine: str
    code: str
    words: str
    picture: str = ""
    trace: str = ""


def programs(report: Report) -> list[Program]:
    """The shortest LBF program and the quickest Turing machine of a binary string of at most LONGEST symbols."""
    if report.sequence.k != 2 or len(report.sequence) > LONGEST:
        return []
    found = (_lbf(report), _turing(report))
    return [program for program in found if program is not None]


def _lbf(report: Report) -> Program | None:
    from ait.machines.lbf import run, trace_text

    estimate = next((line.estimate for line in report.lines if line.name == "LBF Km"), None)
    if estimate is None or estimate.witness is None:
        return None
    size = len(report.sequence)
    done = run(estimate.witness.text, length=size, steps=_STEPS_TO_RUN, keep_trace=True)
    sure = "no shorter one exists" if estimate.low == estimate.bits else "the shortest that is known"
    words = f"{done.bits_read} bits, {done.steps:,} steps: {sure} ({estimate.reference})."
    shown = ""
    if done.steps <= _MOST_STEPS:
        cells, heads = _tape(done.trace)
        words_for_it = f"The work tape of {done.text} after each step"
        shown = picture("lbf-run", words_for_it, _space_time(cells, heads), height=_height(cells.shape[1], len(cells)))
    return Program("LBF", done.text, words, shown, trace_text(done) if done.steps <= _MOST_STEPS else "")


def _turing(report: Report) -> Program | None:
    from ait.machines.turing import space_time, witness
    from ait.measures.prior import binary_string
    from ait.reports.choice import LARGER_TURING_TABLE, TURING_TABLE
    from ait.tables.shipped import open_table

    string = binary_string(report.sequence)
    tables = (open_table(name) for name in (TURING_TABLE, LARGER_TURING_TABLE))
    table: CountsTable | None = next((table for table in tables if table.row(string) is not None), None)
    row = None if table is None else table.row(string)
    if table is None or row is None or not _MEASURES & {line.name for line in report.lines}:
        return None
    values = row.values
    machine = witness(values["witness"], int(table.fields["states"]), values["blank"], bool(values["mirrored"]))
    steps = values["least_steps"]
    cells, heads = space_time(machine, steps, values["blank"])
    words = (
        f"{table.fields['states']} states, halts after {steps:,} steps on a tape of {values['blank']}s: no machine of "
        f"the table writes the string in fewer. {row.count:,} of {table.total:,} that halt write it."
    )
    height = _height(cells.shape[1], len(cells))
    shown = picture("turing-run", f"The tape of {machine} after each step", _space_time(cells, heads), height=height)
    return Program("Turing machine", str(machine), words, shown)


def _tape(trace: tuple[Step, ...]) -> tuple[np.ndarray, np.ndarray]:
    """The work tape after each instruction: it starts as zeros, and only the cell at the head changes."""
    heads = np.array([step.head for step in trace])
    first = int(heads.min())
    cells = np.zeros((len(trace), int(heads.max()) - first + 1), np.uint8)
    for row, step in enumerate(trace):
        if row:
            cells[row] = cells[row - 1]
        cells[row, step.head - first] = step.cell
    return cells, heads - first


def _space_time(cells: np.ndarray, heads: np.ndarray) -> Callable[[Axes], None]:
    """Time from left to right, a square a cell, filled for a 1; the head is a dot."""

    def draw(axes: Axes) -> None:
        from matplotlib.patches import Rectangle

        for step, cell in zip(*(axis.tolist() for axis in np.nonzero(cells)), strict=True):
            axes.add_patch(Rectangle((step - 0.5, cell - 0.5), 1, 1, facecolor=INK, linewidth=0))
        axes.plot(np.arange(len(heads)), heads, ".", color=SERIES[1], markersize=min(6, 240 / len(heads)))
        axes.set_xlim(-0.5, len(cells) - 0.5)
        axes.set_ylim(cells.shape[1] - 0.5, -0.5)
        axes.set_aspect("equal")
        axes.set_xlabel("step")
        axes.set_yticks([])
        axes.locator_params(axis="x", integer=True)
        for spine in axes.spines.values():
            spine.set(color=FAINT, visible=True)

    return draw


def _height(cells: int, steps: int) -> float:
    """Inches for a picture whose squares are as high as wide, its axis below."""
    return min(6.0, 0.7 + 5.2 * cells / max(steps, 1))
