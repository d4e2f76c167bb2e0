"""A report as a table that notebooks show, with nothing installed beyond the core."""

from __future__ import annotations

from html import escape

from ait.reports.compare import Report
from ait.reports.text import format_bits, relative_to, sentences

_HEADINGS = ("measure", "bits", "per symbol", "kind", "relative to")


def table(report: Report) -> str:
    """The figures and what follows from them, as an HTML fragment with everything escaped."""
    n = len(report.sequence)
    rows = []
    for line in report.lines:
        estimate = line.estimate
        star = " *" if line is report.best else ""
        cells = (
            line.name + star,
            format_bits(estimate.bits),
            f"{estimate.per_symbol(n):.4f}",
            estimate.kind.value,
            relative_to(estimate),
        )
        rows.append("".join(f"<td>{escape(cell)}</td>" for cell in cells))
    head = "".join(f"<th>{heading}</th>" for heading in _HEADINGS)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    conclusions = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences(report))
    caption = escape(f"{report.sequence.preview(60)} ({n:,} {report.sequence.unit})")
    figures = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"<div><p><b>{caption}</b></p>{figures}{conclusions}</div>"
