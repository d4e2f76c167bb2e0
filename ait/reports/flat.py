"""Reports for spreadsheets and for other documents: a row a figure as CSV, a table an input as Markdown."""

from __future__ import annotations

import csv as standard_csv
import io
from collections.abc import Iterator
from collections.abc import Sequence as Items
from typing import Any

from ait.estimate import Estimate
from ait.reports.compare import Report
from ait.reports.text import LEGEND, format_bits, headline_facts, relative_to, sentences

COLUMNS = (
    "input",
    "source",
    "symbols",
    "alphabet_size",
    "measure",
    "bits",
    "bits_per_symbol",
    "kind",
    "is_code",
    "low",
    "high",
    "standard_error",
    "method",
    "reference",
    "note",
)
_MIXTURE = "universal mixture"
_PREVIEW = 60
_HEADINGS = ("measure", "bits", "per symbol", "kind", "relative to")


def csv(reports: Items[Report]) -> str:
    """One row for each figure of each input, the universal mixture last, under the names in :data:`COLUMNS`.

    Bits with all their digits; an empty cell where nothing is proved or no sampling entered.
    """
    stream = io.StringIO()
    writer = standard_csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for report in reports:
        for name, estimate in _figures(report):
            writer.writerow(_row(report, name, estimate))
    return stream.getvalue()


def markdown(reports: Items[Report]) -> str:
    """A section for each input: the table of its figures, what follows from them, and what was left out."""
    return "\n\n".join([*map(_section, reports), _plain(LEGEND)]) + "\n"


def _figures(report: Report) -> Iterator[tuple[str, Estimate]]:
    for line in report.lines:
        yield line.name, line.estimate
    yield _MIXTURE, report.mixture


def _row(report: Report, name: str, estimate: Estimate) -> dict[str, Any]:
    sequence = report.sequence
    return {
        "input": sequence.preview(_PREVIEW),
        "source": sequence.source,
        "symbols": len(sequence),
        "alphabet_size": sequence.k,
        "measure": name,
        "bits": estimate.bits,
        "bits_per_symbol": estimate.per_symbol(len(sequence)),
        "kind": estimate.kind.value,
        "is_code": str(estimate.is_code).lower(),
        "low": estimate.low,
        "high": estimate.high,
        "standard_error": estimate.standard_error,
        "method": estimate.method,
        "reference": estimate.reference,
        "note": estimate.note,
    }


def _section(report: Report) -> str:
    n = len(report.sequence)
    rows = ["| " + " | ".join(_HEADINGS) + " |", "|---|---:|---:|---|---|"]
    for name, estimate in _figures(report):
        star = " \\*" if name == report.best.name else ""
        numbers = f"{format_bits(estimate.bits)} | {estimate.per_symbol(n):.4f} | {estimate.kind.value}"
        rows.append(f"| {_plain(name)}{star} | {numbers} | {_plain(relative_to(estimate))} |")
    blocks = [
        f"### {_code(report.sequence.preview(_PREVIEW))}",
        _plain(headline_facts(report.sequence)) + ".",
        "\n".join(rows),
        *map(_plain, sentences(report)),
    ]
    if report.left_out:
        blocks.append(
            "\n".join(["Left out:", "", *(f"- {_plain(name)}: {_plain(why)}" for name, why in report.left_out)])
        )
    return "\n\n".join(blocks)


def _plain(text: str) -> str:
    """Text that Markdown shows as it stands, in a table's cell too."""
    one_line = " ".join(text.split())
    return "".join("\\" + c if c in "\\`*_[]<>|#~$" else c for c in one_line)


def _code(text: str) -> str:
    """Text between more backquotes than it holds in a row, so that none of it is read as Markdown."""
    longest = max((len(run) for run in _runs(text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if text[:1] in "` " or text[-1:] in "` " else ""
    return f"{fence}{space}{text}{space}{fence}"


def _runs(text: str) -> list[str]:
    return [run for run in "".join(c if c == "`" else " " for c in text).split(" ") if run]
