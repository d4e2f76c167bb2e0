"""The table of estimators against truth, on sequences short enough for a test."""

from __future__ import annotations

import pytest

from bench.entropy_rates import ESTIMATORS, LAWS, PAGE, measure, page


@pytest.mark.needs_jit
def test_the_page_has_a_row_for_every_estimator_and_a_cell_for_every_source() -> None:
    written = list(page(lengths=(400,), seeds=2, long=500))
    tables = [part.splitlines() for part in written if part.startswith("| estimator")]
    assert [len(lines) for lines in tables] == [2 + len(ESTIMATORS)] * 2
    assert {line.count("|") for lines in tables for line in lines} == {len(LAWS) + 3}


@pytest.mark.needs_jit
def test_bands_are_counted() -> None:
    row = measure("blocks, fitted length", "golden-mean", 3000, 20)
    assert abs(row.bias) < 0.01
    assert row.coverage is not None
    assert row.coverage > 0.75
    assert measure("lempel-ziv-76", "golden-mean", 3000, 2).coverage is None


def test_the_page_in_docs_is_about_these_estimators() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert all(f"\n| {estimator} |" in written for estimator in ESTIMATORS)
