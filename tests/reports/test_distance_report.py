"""A tree in text, in Newick's notation and as a picture; tables and CSV."""

from __future__ import annotations

import csv as standard_csv
import io
import sys

import numpy as np
import pytest

from ait import distance
from ait.errors import MissingExtraError
from ait.measures.distance import Distances, Normality
from ait.measures.joint_lengths import JointLengths
from ait.reports.distance import distance_picture, distance_tables, distance_text, newick, tree_text
from ait.reports.rows import csv


def made(names: tuple[str, ...], matrix: list[list[float]]) -> Distances:
    m = len(names)
    lengths = JointLengths(np.ones(m), np.ones((m, m)), "kt: by hand")
    return Distances(names, np.array(matrix), lengths, "ncd", Normality(0, 0, 0, 0, 0, 1))


FOUR = made(("a", "b", "c", "it's"), [[0, 0.2, 0.6, 1], [0.2, 0, 0.6, 1], [0.6, 0.6, 0, 1], [1, 1, 1, 0]])


def test_a_tree_in_text() -> None:
    drawn = tree_text(FOUR, 37).splitlines()
    assert [line.rstrip() for line in drawn] == [
        "it's ──────────────────────────────┐",
        "c    ──────────────────┐           │",
        "a    ──────┐           │           │",
        "b    ──────┴───────────┴───────────┘",
        "     0                        1.0000",
    ]


def test_a_tree_in_newicks_notation() -> None:
    inner = "('a':0.100000,'b':0.100000)"
    assert newick(FOUR) == f"('it''s':0.500000,('c':0.300000,{inner}:0.200000):0.200000);"


def test_equal_distances_do_not_draw_over_one_another() -> None:
    flat = made(tuple("abcdef"), (1 - np.eye(6)).tolist())
    drawn = tree_text(flat, 60).splitlines()
    assert len(drawn) == 7
    assert sum(line.count("┐") for line in drawn) == 5
    still = made(("a", "b"), [[0, 0], [0, 0]])
    assert tree_text(still).count("┐") == 1


def test_csv_is_read_back_with_names_of_all_kinds() -> None:
    found = distance("0110", "0000", code="kt", names=['a,"b"', "c\nd"])
    rows = list(standard_csv.DictReader(io.StringIO(csv(distance_tables([found])))))
    assert [(row["first"], row["second"]) for row in rows] == [('a,"b"', 'a,"b"'), ('a,"b"', "c\nd"), ("c\nd", "c\nd")]
    assert float(rows[1]["distance"]) == found.matrix[0, 1]
    assert float(rows[1]["bits_second_first"]) == found.lengths.joint[1, 0]


def test_two_inputs_are_a_row_a_code_and_more_a_matrix() -> None:
    two = distance_text([distance("0110", "0000", code=code) for code in ("kt", "zlib")])
    assert two.count("\nkt ") == two.count("\nzlib ") == 1
    many = distance_text([distance(*("0110" * (i + 1) for i in range(20)), code="kt")], 80)
    assert "[20]" in many
    assert "C(xx) = C(x)" in many
    assert max(map(len, many.splitlines())) <= 100


@pytest.mark.parametrize(("ending", "magic"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")])
def test_pictures_are_of_their_kind_and_the_same_each_time(ending: str, magic: bytes) -> None:
    picture = distance_picture(FOUR, "tree" + ending)
    assert picture.startswith(magic)
    if ending == ".png":
        assert picture == distance_picture(FOUR, "tree" + ending)


@pytest.mark.parametrize(
    ("module", "package"), [("matplotlib.figure", "matplotlib"), ("scipy.cluster.hierarchy", "scipy")]
)
def test_a_picture_names_the_extra_that_it_needs(module: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=rf"'{package}'.*ait\[plot\]"):
        distance_picture(FOUR, "tree.png")
