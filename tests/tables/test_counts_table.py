import dataclasses
import itertools
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from ait.errors import TableError
from ait.tables import container
from ait.tables.bitstrings import complement, reverse, to_string, to_word
from ait.tables.bounds import bits, probability
from ait.tables.counts_table import KIND, CountsTable, from_stored, load
from ait.tables.describe import commonest, describe, export_rows
from ait.tables.shipped import open_table
from ait.tables.symmetry import SYMMETRY, reduce


def strings(longest: int) -> list[str]:
    return ["".join(s) for length in range(1, longest + 1) for s in itertools.product("01", repeat=length)]


def images(string: str) -> set[str]:
    opposite = string.translate(str.maketrans("01", "10"))
    return {string, string[::-1], opposite, opposite[::-1]}


def symmetric_table() -> CountsTable:
    """Strings of up to 5 symbols but '01' and '10', and one of 64; all images of a string have the same count."""
    listed = [s for s in [*strings(5), *sorted(images("0" * 63 + "1"))] if images(s) != {"01", "10"}]
    listed.sort(key=lambda s: (len(s), s))
    classes = sorted({min(images(s)) for s in listed}, key=lambda s: (len(s), s))
    number = {s: classes.index(min(images(s))) for s in listed}
    return CountsTable(
        "toy",
        {
            "formalism": "turing",
            "symmetry": SYMMETRY,
            "total": 1000,
            "title": "toy",
            "unit": "machines",
            "rebuild": "none",
        },
        np.array([len(s) for s in listed], np.uint16),
        np.array([to_word(s) for s in listed], np.uint64),
        np.array([1 + number[s] for s in listed], np.uint64),
        {
            "witness": np.array([100 + number[s] for s in listed], np.uint64),
            "mirrored": np.array([first_image(s) in (1, 3) for s in listed], np.uint8),
            "blank": np.array([first_image(s) in (2, 3) for s in listed], np.uint8),
        },
        {"undecided_by_span": np.array([0, 1, 0, 2, 5], np.uint64)},
        ("0" * 70, "1" * 70),
        {"counts": np.array([3, 3], np.uint64), "witness": np.array([7, 7], np.uint64)},
    )


def first_image(string: str) -> int:
    """Which of the images of its class's least string this is first: itself, reversed, complemented, both."""
    least = min(images(string))
    return [least, least[::-1], flip(least), flip(least)[::-1]].index(string)


def flip(string: str) -> str:
    return string.translate(str.maketrans("01", "10"))


@pytest.mark.parametrize("operation", [complement, reverse])
def test_words_are_turned_as_strings_are(operation: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> None:
    listed = ["", *strings(6), "0" * 63 + "1", "01" * 32, "1" * 64, "0" * 40 + "1"]
    lengths = np.array([len(s) for s in listed], np.uint16)
    turned = operation(lengths, np.array([to_word(s) for s in listed], np.uint64))
    expected = [flip(s) if operation is complement else s[::-1] for s in listed]
    assert [to_string(n, w) for n, w in zip(lengths.tolist(), turned.tolist(), strict=True)] == expected


def test_saved_and_loaded_is_the_same_table(tmp_path: Path) -> None:
    table = symmetric_table()
    table.save(tmp_path / "toy.ait")
    again = load(tmp_path / "toy.ait")
    assert list(again.rows()) == list(table.rows())
    assert again.fields == dict(table.fields)
    assert again.extras["undecided_by_span"].tolist() == [0, 1, 0, 2, 5]
    stored = container.load(tmp_path / "toy.ait", KIND)[1]
    assert len(stored["row counts"]) < len(table) / 2


def test_rows_are_found() -> None:
    table = symmetric_table()
    for string in strings(5):
        expected = 0 if string in ("01", "10") else table.count(min(images(string)))
        assert table.count(string) == expected
    assert table.count("0" * 70) == 3
    assert table.count("01" * 35) == 0
    assert table.count("0" * 6) == 0
    assert table.longest == 70
    assert len(table) == 62 - 2 + 4 + 2
    with pytest.raises(TableError, match="binary"):
        table.count("012")


def test_dense_counts() -> None:
    table = symmetric_table()
    assert table.dense(2).tolist() == [table.count(s) for s in ("00", "01", "10", "11")]
    with pytest.raises(TableError, match="1 to 24"):
        table.dense(25)


def test_the_interval_of_a_machine_table() -> None:
    """c/(T+U) <= D <= max(c/T, (c + m·U_w)/(T + 4·U_w)) by hand: T = 1000, U = 4·8, U_3 = 3, U_1 = 1."""
    table = symmetric_table()
    found = probability(table, "001")
    c = table.count("001")
    assert (found.counted, found.low) == (Fraction(c, 1000), Fraction(c, 1032))
    assert found.high == max(Fraction(c, 1000), Fraction(c + 3, 1012))
    assert probability(table, "0").high == Fraction(table.count("0") + 2, 1004)
    absent = probability(table, "01")
    assert absent.counted == 0
    assert absent.high == Fraction(2, 1004)


def test_bits_of_huge_fractions() -> None:
    assert bits(Fraction(1, 2**5000)) == 5000


def test_the_interval_of_a_program_table() -> None:
    listed = ["", "0", "1", "00", "01", "10", "11"]
    table = CountsTable(
        "lbf toy",
        {"formalism": "lbf", "length": 2, "total": 100, "unit": "mass"},
        np.array([len(s) for s in listed], np.uint8),
        np.array([to_word(s) for s in listed], np.uint64),
        np.array([100, 40, 20, 30, 5, 10, 8], np.uint64),
        {"open_mass": np.array([7, 2, 1, 9, 9, 9, 9], np.uint64)},
    )
    assert probability(table, "01").high == Fraction(5 + 7 + 2, 100)
    assert probability(table, "1").low == Fraction(20, 100)
    with pytest.raises(TableError, match="up to 2"):
        probability(table, "000")


def test_a_table_whose_parts_contradict_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.ait"
    columns = {"row lengths": np.array([1], np.uint8), "row words": np.array([1], np.uint64)}
    container.save(path, KIND, {"formalism": "turing", "total": 1}, columns)
    with pytest.raises(TableError, match="damaged"):
        load(path)
    container.save(path, KIND, {"total": 1}, {**columns, "row counts": np.array([1], np.uint64)})
    with pytest.raises(TableError, match="damaged"):
        load(path)


def test_rows_that_contradict_are_refused() -> None:
    """Whatever a file holds, a table that was loaded can be asked for any string."""
    table = symmetric_table()
    fields, stored = dict(table.fields), reduce(table)
    plain = {**fields, "symmetry": "none"}
    by_hand = {"row lengths": np.array([1, 1], np.uint8), "row words": np.array([0, 1], np.uint64)}
    by_hand["row counts"] = np.array([500, 500], np.uint64)
    assert from_stored("toy", plain, by_hand).count("1") == 500
    for changed in (
        {"row words": np.array([1, 0], np.uint64)},
        {"row words": np.array([1, 1], np.uint64)},
        {"row words": np.array([0, 2], np.uint64)},
        {"row words": np.array([0, 1], np.uint8)},
        {"row lengths": np.array([1, 65], np.uint8)},
        {"row lengths": np.array([2, 1], np.uint8)},
        {"row witness": np.zeros(3, np.uint64)},
        {"row witness": np.zeros((2, 1), np.uint64)},
        {"long lengths": np.array([70], np.uint32), "long bits": np.zeros(2, np.uint8)},
        {"long counts": np.zeros(1, np.uint64)},
    ):
        with pytest.raises(TableError, match="damaged"):
            from_stored("toy", plain, {**by_hand, **changed})
    with pytest.raises(TableError, match="damaged"):
        from_stored("toy", fields, {**stored, "row witness": stored["row witness"][:1]})


def test_a_replaced_file_is_read_anew(tmp_path: Path) -> None:
    path, table = tmp_path / "toy.ait", symmetric_table()
    table.save(path)
    assert len(open_table(path)) == len(table)
    CountsTable("x", table.fields, table.lengths[:2], table.words[:2], table.counts[:2]).save(path)
    assert len(open_table(path)) == 2
    assert open_table(table) is table
    with pytest.raises(TableError, match="there is no table"):
        open_table("no-such-table")


def test_descriptions() -> None:
    table = symmetric_table()
    assert describe(table)["longest"] == 70
    top = commonest(table, 3)
    assert [row.count for row in top] == sorted(table.counts.tolist(), reverse=True)[:3]
    assert commonest(table, 0) == []
    assert len(commonest(table, 10_000)) == len(table) - 2
    header, rows = export_rows(table, False)
    listed = list(rows)
    assert header == ["string", "count"]
    assert listed[0] == ["0", str(table.count("0"))]
    assert len(listed) == len(table)
    with pytest.raises(TableError, match="'abacus'"):
        export_rows(dataclasses.replace(table, fields={**table.fields, "formalism": "abacus"}), False)
