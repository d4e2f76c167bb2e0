"""Several reports side by side: a row a measure, a column an input, in bits per symbol."""

from __future__ import annotations

from collections.abc import Sequence as Items

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ait.reports.compare import Report
from ait.reports.optional import ALL_MEASURES
from ait.words import counted

_NAME_WIDTH, _KIND_WIDTH, _COLUMN_WIDTH = 22, 13, 11
_LEGEND = (
    "Bits per symbol; a blank where a measure does not apply. * the input's shortest code. The reference of each "
    "figure is in the report of a single input, and in --json."
)


def comparison(reports: Items[Report], width: int) -> RenderableType:
    """A table for as many inputs as fit beside one another, and further tables for the rest."""
    fit = max(1, (width - _NAME_WIDTH - _KIND_WIDTH) // _COLUMN_WIDTH)
    blocks: list[RenderableType] = []
    for start in range(0, len(reports), fit):
        shown = reports[start : start + fit]
        blocks += [_key(shown, start), "", _table(shown, start), ""]
    return Group(*blocks, Text(_LEGEND, "dim"))


def _key(reports: Items[Report], start: int) -> Text:
    """What the numbered columns stand for."""
    lines = []
    for number, report in enumerate(reports, start + 1):
        s = report.sequence
        lines.append(f"[{number}] {s.preview(16)}  {counted(len(s), s.unit)}, k = {s.k:,}, from {s.source}")
    return Text("\n".join(lines), overflow="fold")


def _table(reports: Items[Report], start: int) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("measure", no_wrap=True)
    table.add_column("kind", no_wrap=True)
    for number in range(start + 1, start + 1 + len(reports)):
        table.add_column(f"[{number}]", justify="right", no_wrap=True)
    for name in _names(reports):
        kinds, cells = [], []
        for report in reports:
            found = [line for line in report.lines if line.name == name]
            kinds += [line.estimate.kind.value for line in found]
            cells.append(_cell(report, name) if found else "")
        table.add_row(name, " / ".join(dict.fromkeys(kinds)), *cells)
    saving = [f"{100 * max(0.0, report.evidence) / report.sequence.literal_bits:.1f} %" for report in reports]
    mixed = [f"{report.mixture.per_symbol(len(report.sequence)):.4f}" for report in reports]
    table.add_row("universal mixture", "upper bound", *mixed, style="bold")
    table.add_row("saved on the literal", "", *saving, style="bold")
    return table


def _names(reports: Items[Report]) -> list[str]:
    """The names of all lines, in the order of a full report."""
    present = {line.name for report in reports for line in report.lines}
    return [name for name in ("literal", *(measure.name for measure in ALL_MEASURES)) if name in present]


def _cell(report: Report, name: str) -> str:
    star = "*" if name == report.best.name else ""
    return f"{star}{report.line(name).per_symbol(len(report.sequence)):.4f}"
