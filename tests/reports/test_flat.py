"""Reports as CSV and Markdown hold the report's own figures, whatever the input looks like."""

import csv as standard_csv
import io

import pytest

import ait
from ait.reports.flat import COLUMNS, csv, markdown

HOSTILE = 'a|b`c,"\n<script>*_#' * 3


def test_csv_has_a_row_for_each_figure_and_the_mixture() -> None:
    reports = [ait.report("0110"), ait.report(HOSTILE, measures=["KT"])]
    rows = list(standard_csv.DictReader(io.StringIO(csv(reports))))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == sum(len(report.lines) + 1 for report in reports)
    expected = [
        (name, estimate.bits)
        for report in reports
        for name, estimate in [(line.name, line.estimate) for line in report.lines]
        + [("universal mixture", report.mixture)]
    ]
    assert [(row["measure"], float(row["bits"])) for row in rows] == expected
    assert {row["kind"] for row in rows} <= {"exact", "bounds", "upper bound", "estimate"}


def test_markdown_has_a_table_for_each_input() -> None:
    reports = [ait.report("0110", measures=["KT"]), ait.report("0111", measures=["KT"])]
    shown = markdown(reports)
    assert shown.count("### ") == 2
    assert shown.count("| KT | ") == 2
    assert shown.count("universal mixture | ") == 2


@pytest.mark.parametrize("text", [HOSTILE, "``a`` ", "`"])
def test_markdown_of_hostile_text_keeps_its_tables(text: str) -> None:
    shown = markdown([ait.report(text * 4, measures=["KT"])])
    tables = [line for line in shown.splitlines() if line.startswith("|")]
    assert len(tables) == 5
    assert all(line.replace("\\|", "").count("|") == 6 for line in tables)
    heading = shown.splitlines()[0]
    fence = heading.removeprefix("### ")[: len(heading) - len(heading.rstrip("`"))]
    assert set(fence) == {"`"}
    assert fence not in heading.removeprefix("### " + fence).removesuffix(fence)
