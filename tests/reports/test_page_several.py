"""Several inputs on a page: the tree says which code and linkage it rests on, and no limit is silent."""

from __future__ import annotations

import html as markup
import math
from itertools import permutations

import numpy as np
import pytest

from ait import entropy_ladder
from ait.measures.distance import distance
from ait.reports.compare import Report, report
from ait.reports.page import tree as module
from ait.reports.page.html import html
from ait.reports.page.ladder import ladder
from ait.reports.page.several import chance, rows
from ait.reports.page.tree import Tree, label, tree
from ait.sequence import as_sequence, from_text
from ait.sources import generate

pytest.importorskip("matplotlib")
pytest.importorskip("scipy")


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    names = ("golden-mean", "golden-mean", "thue-morse", "random-bits")
    return [report(generate(name, 400, seed), measures=["KT"]) for seed, name in enumerate(names)]


def test_the_tree_shows_the_distances_and_says_by_which_code(reports: list[Report]) -> None:
    made = tree(reports)
    expected = distance(*(one.sequence for one in reports))
    shown = np.array([[float(shown) for shown, _ in row] for row in made.rows])
    assert np.abs(shown - expected.matrix).max() < 0.0006
    words = " ".join(made.sentences)
    assert "context-mixing" in words
    assert "average linkage" in words
    assert "normalised compression distance" in words
    text = html(reports)
    assert text.count("Tree of the inputs by average linkage") == 1
    for name in made.names:
        assert markup.escape(name) in text


def test_progress_is_told(reports: list[Report]) -> None:
    told: list[tuple[str, int, int]] = []
    tree(reports, lambda *words: told.append(words))
    assert told == [("distances", i, 4) for i in range(1, 5)]


def test_beyond_a_limit_another_code_or_none_and_the_page_says_so(
    reports: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CODES", (("context-mixing", 7_999), ("lzma", 8_000)))
    words = " ".join(tree(reports).sentences)
    assert "Code: lzma" in words
    assert "8,000 symbols" in words
    assert "context-mixing is used up to 7,999" in words
    monkeypatch.setattr(module, "CODES", (("context-mixing", 10), ("lzma", 7_999)))
    assert tree(reports) == Tree(
        sentences=[
            "No tree here: all pairs are 8,000 symbols to code, more than the 7,999 allowed a page; ait distance "
            "measures them, however long it takes."
        ]
    )
    assert "No tree here: all pairs are 8,000" in html(reports)
    monkeypatch.setattr(module, "MOST_INPUTS", 3)
    assert "4 inputs, and a page shows 3" in tree(reports).sentences[0]


def test_inputs_that_do_not_go_together_have_no_tree_and_a_reason() -> None:
    mixed = [report(as_sequence(np.array([1, 300, 2, 4])), measures=["KT"]), report(b"some bytes", measures=["KT"])]
    made = tree(mixed)
    assert made.picture == ""
    assert made.sentences[0].startswith("No tree here: numbers without names")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("file corpora/us-constitution.txt", "[7] us-constitution.txt"),
        ("file a/<b>\u202ec", "[7] <b>?c"),
        ("source even, seed 0", "[7] even, seed 0"),
        ("argument", "[7] 0110"),
        ("file " + 50 * "x", "[7] " + 19 * "x" + "…"),
    ],
)
def test_labels_are_short_and_printable(source: str, name: str) -> None:
    assert label(from_text("0110", source=source), 7) == name


@pytest.mark.parametrize("m", [3, 5, 6, 8])
def test_what_chance_does_to_few_ranks(m: int) -> None:
    """By counting all orders, one after the other."""
    found = []
    for order in permutations(range(m)):
        found.append(abs(1 - 6 * sum((i - j) ** 2 for i, j in enumerate(order)) / (m * (m * m - 1))))
    words = chance(m).split()
    at, share = float(words[words.index("of") + 1]), float(words[words.index("in") + 1])
    # Printed to two decimals: every value of |rho| is farther than that from the next for so few inputs.
    reached = sum(rho >= at - 0.005 for rho in found) / math.factorial(m)
    assert 100 * reached == pytest.approx(share, abs=0.051)
    assert share <= 5 or at == 1


def test_what_chance_does_to_many_and_to_two() -> None:
    assert "|rho| of 0.45 or more in 5.0 %" in chance(20)
    assert chance(2) == ""


def test_the_ladder_names_its_estimators_and_the_truth() -> None:
    sequence = generate("even", 3000, 0)
    picture, words = ladder(sequence, 2 / 3)
    found = entropy_ladder(sequence)
    for name in ("plug-in", "miller-madow", "grassberger", "chao-shen", "nsb"):
        assert f">{name}</text>" in picture
        assert f"{name} {', '.join(f'{rate:.3f}' for rate in found.rates(name))}" in picture
    assert "entropy rate of the source" in picture
    assert "1.96 standard errors" in words
    assert "entropy rate of the source" not in ladder(sequence, None)[0]
    assert ladder(from_text("01"), None) == ("", "")


def test_of_a_very_long_input_the_ladder_shows_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ait.reports.page.ladder.LONGEST", 500)
    picture, words = ladder(generate("even", 3000, 0), None)
    assert picture == ladder(generate("even", 500, 0), None)[0]
    assert "Of the first 500 of 3,000 symbols." in words


def test_the_table_holds_the_mixtures_and_every_kind_of_a_measure() -> None:
    both = [report("0110", measures=["coding theorem"]), report("0123", alphabet="0123", measures=["coding theorem"])]
    (row,) = [row for row in rows(both) if row.name == "coding theorem"]
    assert [kind.value for kind in row.kinds] == ["exact", "estimate"]
    text = html(both)
    assert '<span class="exact">exact</span> / <span class="estimate">estimate</span>' in text
    assert "universal mixture" in text
    for one in both:
        assert f"{one.mixture.per_symbol(4):.4f}</td>" in text
