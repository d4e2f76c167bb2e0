"""For short strings and small arrays: the programs behind the figures, as code and as pictures of what they do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ait.errors import TableError
from ait.reports.choice import LARGER_TURING_TABLE, TURING_TABLE
from ait.reports.page.picture import FAINT, INK, SERIES, picture
from ait.reports.page.raster import raster
from ait.words import counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ait.machines.lbf import Step
    from ait.machines.turing_code import Machine
    from ait.reports.compare import Report
    from ait.tables.counts_table import CountsTable

LONGEST = 64
_MOST_STEPS = 200
_STEPS_TO_RUN = 1_000_000
_MEASURES = {"coding theorem", "coding th., 6 states"}
_TABLES = {2: (TURING_TABLE, LARGER_TURING_TABLE), 3: ("turing-3-3-400",), 4: ("turing-2-4",)}
"""For so many symbols the tables that name a machine for each string, the one that is asked first in front."""
_FILLS = {1: INK, 2: SERIES[0], 3: SERIES[4]}
_MOST_FRAMES = 12
_AXES = "Time runs from left to right, the tape downwards; a filled square is a 1, the dot is the head."
_MORE_SYMBOLS = " Blue is a 2, violet a 3."


@dataclass(frozen=True)
class Program:
    """One program: what it runs on, its code, a sentence about it, a picture of its run or "", a trace or ""."""

    machine: str
    code: str
    words: str
    picture: str = ""
    trace: str = ""


def programs(report: Report) -> list[Program]:
    """What writes a short input in the fewest bits or steps: LBF programs, Turing machines, turmites for arrays."""
    if report.cells is not None:
        found = [_turmite(report)]
    elif report.sequence.k not in _TABLES or len(report.sequence) > LONGEST:
        return []
    else:
        found = [_lbf(report), _turing(report)]
    return [program for program in found if program is not None]


def _lbf(report: Report) -> Program | None:
    from ait.machines.lbf import run, trace_text

    estimate = next((line.estimate for line in report.lines if line.name == "LBF Km"), None)
    if estimate is None or estimate.witness is None:
        return None
    size = len(report.sequence)
    done = run(estimate.witness.text, length=size, steps=_STEPS_TO_RUN, keep_trace=True)
    sure = "no shorter one exists" if estimate.low == estimate.bits else "the shortest that is known"
    words = f"{done.bits_read} bits, {counted(done.steps, 'steps')}: {sure} ({estimate.reference})."
    if done.steps <= _MOST_STEPS:
        words += f" Its work tape: {_AXES[0].lower()}{_AXES[1:]}"
    shown = ""
    if done.steps <= _MOST_STEPS:
        cells, heads = _tape(done.trace)
        words_for_it = f"The work tape of {done.text} after each step"
        shown = picture("lbf-run", words_for_it, _space_time(cells, heads), height=_height(cells.shape[1], len(cells)))
    return Program("LBF", done.text, words, shown, trace_text(done) if done.steps <= _MOST_STEPS else "")


def _turing(report: Report) -> Program | None:
    from ait.machines.turing import space_time
    from ait.tables.shipped import open_table

    if not _MEASURES & {line.name for line in report.lines}:
        return None
    string = "".join(map(str, report.sequence.symbols.tolist()))
    tables = (open_table(name) for name in _TABLES[report.sequence.k])
    table: CountsTable | None = next((table for table in tables if table.row(string) is not None), None)
    row = None if table is None else table.row(string)
    if table is None or row is None:
        return None
    machine, blank = _writer(table, string)
    steps = row.values["least_steps"]
    cells, heads = space_time(machine, steps, blank)
    size = f"{table.fields['states']} states, {table.symbols} symbols"
    words = (
        f"{size}, halts after {counted(steps, 'steps')} on a tape of {blank}s: no machine of table {table.name} writes"
        f" the string in fewer. {row.count:,} of {table.total:,} that halt write it. {_AXES}"
    )
    if table.symbols > 2:
        words += _MORE_SYMBOLS
    height = _height(cells.shape[1], len(cells))
    shown = picture("turing-run", f"The tape of {machine} after each step", _space_time(cells, heads), height=height)
    return Program("Turing machine", str(machine), words, shown)


def _writer(table: CountsTable, string: str) -> tuple[Machine, int]:
    """The machine of a table that writes a string in the fewest steps, and its blank symbol."""
    from ait.machines.turing import witness
    from ait.machines.turing_names import writer

    row = table.row(string)
    assert row is not None
    values, states = row.values, int(table.fields["states"])
    if table.symbols == 2:
        return witness(values["witness"], states, values["blank"], bool(values["mirrored"])), values["blank"]
    found = writer(values["witness"], states, table.symbols, string, values["least_steps"])
    if found is None:
        raise TableError(f"table {table.name}: no image of machine {values['witness']} writes {string}")
    return found.machine, found.blank


def _turmite(report: Report) -> Program | None:
    """The turmite that the table names for a small array, and the plane at up to twelve moments of its run."""
    from ait.machines.turmite import frames, parse

    estimate = next((line.estimate for line in report.lines if line.name == "coding theorem, array"), None)
    if estimate is None or estimate.witness is None:
        return None
    machine, detail = parse(estimate.witness.text), estimate.witness.detail
    blank, steps = (int(number) for number in re.findall(r"\d+", detail))
    plane = frames(machine, steps, blank)
    chosen = np.unique(np.linspace(0, len(plane) - 1, min(_MOST_FRAMES, len(plane))).round().astype(int)).tolist()
    rows, columns = plane[0].cells.shape
    ones, heads, gaps = (np.zeros((rows, (columns + 1) * len(chosen) - 1)) for _ in range(3))
    for i, at in enumerate(chosen):
        left = i * (columns + 1)
        ones[:, left : left + columns] = plane[at].cells
        heads[plane[at].head[0], left + plane[at].head[1]] = 1
        if i:
            gaps[:, left - 1] = 1
    words = (
        f"{detail[0].upper()}{detail[1:]} ({estimate.reference}). The plane after steps {', '.join(map(str, chosen))}: "
        "a filled square is a 1, orange is the head."
    )
    layers = [(ones * (1 - heads), "--ink"), (heads, "--series-1"), (gaps, "--faint")]
    return Program("Turmite", str(machine), words, raster("turmite-run", f"The plane of {machine}: {words}", layers))


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
    """Time from left to right, a square a cell, filled for what is no 0; the head is a dot."""

    def draw(axes: Axes) -> None:
        from matplotlib.patches import Rectangle

        for symbol, colour in _FILLS.items():
            for step, cell in zip(*(axis.tolist() for axis in np.nonzero(cells == symbol)), strict=True):
                axes.add_patch(Rectangle((step - 0.5, cell - 0.5), 1, 1, facecolor=colour, linewidth=0))
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
    return min(6.0, 0.7 + 4.3 * cells / max(steps, 1))
