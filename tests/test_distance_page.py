"""The page on distances is about these codes and forms, and says what its commands print."""

import pytest

from ait.measures.distance import FORMULAS
from bench.distances import CODES, LENGTHS, PAGE, console, neighbours, windows


def test_the_page_in_docs_is_about_these_codes() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert [written.count(f"\n| {code} |") for code in CODES] == [1 + len(LENGTHS)] * len(CODES)
    assert all(formula in written for formula in FORMULAS.values())


@pytest.mark.needs_jit
def test_commands_are_shown_with_what_they_print() -> None:
    shown = console("distance", "0101", "0110", "--code", "kt")
    assert shown.startswith("```console\n$ ait distance 0101 0110 --code kt\nx = 0101\n")
    assert shown.endswith("\n```")


@pytest.mark.needs_jit
def test_tables_have_a_row_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.distances.SEEDS", 2)
    monkeypatch.setattr("bench.distances.SIZES", (100,))
    assert neighbours(30).count("\n") == 1 + len(CODES)
    assert windows().count("\n") == 2
