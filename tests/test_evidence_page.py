"""The page on evidence is about these generators, and its tables are what the functions give."""

import pytest

from bench.evidence import PAGE, SUBJECTS, VIEWS, all_strings, cell, complexities, evidence, generator_words


def test_the_page_in_docs_has_a_table_for_each_view_with_a_row_for_each_generator() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert all(f"### {view.capitalize()}" in written for view in VIEWS)
    assert all(written.count(f"\n| {name} |") == len(VIEWS) + 1 for name in SUBJECTS)


@pytest.mark.needs_jit
def test_cells_and_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    words = generator_words("randu", 100)
    assert cell(evidence(VIEWS["whole words"](words, 31))).endswith("congruential words")
    monkeypatch.setattr("bench.evidence.SUBJECTS", {"randu": SUBJECTS["randu"]})
    assert complexities(200).splitlines()[-1].split(" | ")[0] == "| randu"
    assert all_strings(2).count("\n") == 3


@pytest.mark.parametrize("view", VIEWS)
def test_views_are_of_the_words(view: str) -> None:
    words = generator_words("lcg-32", 16)
    seen = VIEWS[view](words, 32)
    assert len(seen) == (64 if view == "whole words" else 16)
