"""A report as a table that notebooks show, with nothing installed beyond the core."""

from __future__ import annotations

from html import escape

from ait.notebook import grid
from ait.reports.compare import Report
from ait.reports.text import format_bits, relative_to, sentences

_HEADINGS = ("measure", "bits", "per symbol", "kind", "relative to")


def table(report: Report) -> str:
    """The figures and what follows from them, as an HTML fragment with everything escaped."""
    n = len(report.sequence)
    rows = [
        (
            line.name + (" *" if line is report.best else ""),
            format_bits(line.estimate.bits),
            f"{line.estimate.per_symbol(n):.4f}",
            line.estimate.kind,
            relative_to(line.estimate),
        )
        for line in report.lines
    ]
    conclusions = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences(report))
    caption = escape(f"{report.sequence.preview(60)} ({n:,} {report.sequence.unit})")
    return f"<div><p><b>{caption}</b></p>{grid(_HEADINGS, rows)}{conclusions}</div>"
