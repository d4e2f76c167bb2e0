"""Reports for spreadsheets and for other documents: a row a figure as CSV, a table an input as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as Items

from ait.estimate import Estimate
from ait.reports import rows
from ait.reports.compare import Report
from ait.reports.rows import ESTIMATE_COLUMNS, plain
from ait.reports.text import LEGEND, format_bits, headline_facts, relative_to, sentences

COLUMNS = (
    "input",
    "source",
    "symbols",
    "alphabet_size",
    "measure",
    "bits",
    "bits_per_symbol",
    *ESTIMATE_COLUMNS[1:],
)
_MIXTURE = "universal mixture"
_PREVIEW = 60
_HEADINGS = ("measure", "bits", "per symbol", "kind", "relative to")


def csv(reports: Items[Report]) -> str:
    """One row for each figure of each input, the universal mixture last, under the names in :data:`COLUMNS`.

    Bits with all their digits; an empty cell where nothing is proved or no sampling entered.
    """
    return rows.csv([report_rows(reports)])


def report_rows(reports: Items[Report]) -> rows.Rows:
    """One row for each figure of each input, the universal mixture last."""
    cells = (_row(report, name, estimate) for report in reports for name, estimate in _figures(report))
    return rows.Rows("figure", COLUMNS, cells)


def markdown(reports: Items[Report]) -> str:
    """A section for each input: the table of its figures, what follows from them, and what was left out."""
    return "\n\n".join([*map(_section, reports), plain(LEGEND)]) + "\n"


def _figures(report: Report) -> Iterator[tuple[str, Estimate]]:
    for line in report.lines:
        yield line.name, line.estimate
    yield _MIXTURE, report.mixture


def _row(report: Report, name: str, estimate: Estimate) -> tuple[rows.Cell, ...]:
    sequence = report.sequence
    n = len(sequence)
    own = (sequence.preview(_PREVIEW), sequence.source, n, sequence.k, name, estimate.bits, estimate.per_symbol(n))
    return (*own, *rows.estimate_cells(estimate)[1:])


def _section(report: Report) -> str:
    n = len(report.sequence)
    table = ["| " + " | ".join(_HEADINGS) + " |", "|---|---:|---:|---|---|"]
    for name, estimate in _figures(report):
        star = " \\*" if name == report.best.name else ""
        numbers = f"{format_bits(estimate.bits)} | {estimate.per_symbol(n):.4f} | {estimate.kind.value}"
        table.append(f"| {plain(name)}{star} | {numbers} | {plain(relative_to(estimate))} |")
    blocks = [
        f"### {_code(report.sequence.preview(_PREVIEW))}",
        plain(headline_facts(report.sequence)) + ".",
        "\n".join(table),
        *map(plain, sentences(report)),
    ]
    if report.left_out:
        blocks.append(
            "\n".join(["Left out:", "", *(f"- {plain(name)}: {plain(why)}" for name, why in report.left_out)])
        )
    return "\n\n".join(blocks)


def _code(text: str) -> str:
    """Text between more backquotes than it holds in a row, so that none of it is read as Markdown."""
    longest = max((len(run) for run in _runs(text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if text[:1] in "` " or text[-1:] in "` " else ""
    return f"{fence}{space}{text}{space}{fence}"


def _runs(text: str) -> list[str]:
    return [run for run in "".join(c if c == "`" else " " for c in text).split(" ") if run]
