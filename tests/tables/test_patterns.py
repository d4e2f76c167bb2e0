"""Patterns: every short string against permutations and reversal written out, and tables that are looked up by them."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from ait.enumeration.verify import verify
from ait.errors import InputError, TableError
from ait.tables import container
from ait.tables.bitstrings import bits_a_symbol, longest_word
from ait.tables.bounds import probability
from ait.tables.comparison import compare_tables
from ait.tables.counts_table import KIND, load
from ait.tables.intervals import intervals
from ait.tables.pattern_table import PatternTable
from ait.tables.patterns import orbits, pattern_words, to_digits, to_words
from ait.tables.shipped import open_table
from ait.tables.symmetry import reduce
from tests.naive import turing_symbols as naive


@pytest.mark.parametrize(("symbols", "longest"), [(2, 6), (3, 5), (4, 5), (5, 4), (9, 3)])
def test_patterns_and_orbits_of_all_short_strings(symbols, longest):
    for length in range(1, longest + 1):
        cells = np.array(list(itertools.product(range(symbols), repeat=length)))
        strings = ["".join(map(str, row)) for row in cells.tolist()]
        words = pattern_words(cells, symbols)
        assert [to_digits(length, word, symbols) for word in words.tolist()] == [naive.pattern(s) for s in strings]
        sizes = orbits(np.full(len(cells), length, np.uint8), words, symbols).tolist()
        of_class = {word: sum(words == word) for word in np.unique(words)}
        assert sizes == [of_class[word] for word in words]


@pytest.mark.parametrize("symbols", range(2, 10))
def test_words_hold_as_many_symbols_as_fit(symbols):
    longest = longest_word(symbols)
    assert longest == 64 // bits_a_symbol(symbols) >= 16
    cells = np.arange(longest)[None, :] % symbols
    assert to_digits(longest, int(to_words(cells, symbols)[0]), symbols) == "".join(map(str, cells[0]))
    assert to_digits(longest, int(pattern_words(cells, symbols)[0]), symbols) == naive.pattern(
        "".join(map(str, cells[0]))
    )
    with pytest.raises(InputError, match="a word holds"):
        to_words(np.zeros((1, longest + 1), int), symbols)


def table() -> PatternTable:
    opened = open_table("turing-2-3")
    assert isinstance(opened, PatternTable)
    return opened


def test_strings_are_found_in_any_labelling_and_direction():
    opened = table()
    cells = np.array(list(itertools.product(range(3), repeat=4)))
    rows = opened.find(cells)
    for string, row in zip(("".join(map(str, line)) for line in cells.tolist()), rows.tolist(), strict=True):
        assert opened.count(string) == (0 if row < 0 else int(opened.counts[row]))
        assert row < 0 or opened.row_at(row).string == naive.pattern(string)
    assert opened.find(np.zeros((2, 40), int)).tolist() == [-1, -1]
    assert opened.find(np.zeros((0, 3), int)).tolist() == []


def test_wrong_strings_are_refused():
    opened = table()
    for string in ("", "013", "0a", "²"):
        with pytest.raises(TableError, match="symbols 012"):
            opened.row(string)
    with pytest.raises(TableError, match="0 to 2"):
        opened.find(np.array([[0, 3]]))
    with pytest.raises(TableError, match="patterns of 3 symbols"):
        opened.dense(3)


def test_a_table_is_the_same_after_it_was_stored(tmp_path):
    opened = table()
    opened.save(tmp_path / "again.ait")
    again = load(tmp_path / "again.ait")
    assert isinstance(again, PatternTable)
    assert again.fields == opened.fields
    assert all(np.array_equal(again.columns[name], opened.columns[name]) for name in opened.columns)
    assert np.array_equal(again.counts, opened.counts)


def test_intervals_of_rows_are_those_of_single_strings():
    opened = open_table("turing-2-4")
    for length in (1, 3, 6):
        rows = np.arange(len(opened))[opened.at_length(length)]
        found = intervals(opened, rows)
        for place, row in enumerate(rows.tolist()):
            one = probability(opened, opened.row_at(row).string)
            assert 2.0 ** -found.low[place] == pytest.approx(float(one.high), rel=1e-12)
            assert 2.0 ** -found.high[place] == pytest.approx(float(one.low), rel=1e-12)


def test_masses_of_all_lengths_sum_to_the_total():
    opened = table()
    assert sum(opened.mass_at_length(length) for length in range(1, 33)) == opened.total


@pytest.mark.needs_jit
def test_tables_of_patterns_are_compared_class_by_class():
    found = compare_tables("turing-2-3", "turing-3-3-400", top=2)
    third = found.agreements[2]
    assert (third.length, third.strings_both, third.observations) == (3, 4, 4)
    one, other = open_table("turing-2-3"), open_table("turing-3-3-400")
    assert third.mass_a * one.total == pytest.approx(
        3 * one.count("000") + 12 * one.count("001") + 6 * (one.count("010") + one.count("012"))
    )
    assert third.spearman.value == pytest.approx(1 - 6 * 6 / 60)
    assert sum(agreement.mass_b for agreement in found.agreements) == pytest.approx(1, abs=1e-8)
    assert {gap.string for gap in found.disagreements} <= {row.string for row in other.rows()}
    assert "relabelling and reversal" in found.note
    with pytest.raises(TableError, match="over 3 symbols and table turing-2-4 over 4"):
        compare_tables("turing-2-3", "turing-2-4")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda fields, columns: fields.update(symbols=1), "said to be over 1 symbols"),
        (lambda fields, columns: fields.update(symbols=11), "said to be over 11 symbols"),
        (lambda fields, columns: columns["row words"].__setitem__(5, np.uint64(1) << np.uint64(40)), "not in order"),
    ],
)
def test_damaged_tables_are_refused(tmp_path, change, message):
    opened = table()
    fields, columns = dict(opened.fields), {name: column.copy() for name, column in reduce(opened).items()}
    change(fields, columns)
    container.save(tmp_path / "damaged.ait", KIND, fields, columns)
    with pytest.raises(TableError, match=message):
        load(tmp_path / "damaged.ait")


def test_rows_that_are_no_classes_are_found_out():
    opened = table()
    for word in (0b0001_11, 0b01_00_00, 0b11_00_01):
        words = opened.words.copy()
        words[3] = word
        changed = replace(opened, words=words)
        with pytest.raises(TableError, match="turing-2-3"):
            list(verify(changed))
    with pytest.raises(InputError, match="4 different symbols"):
        orbits(np.array([4], np.uint8), np.array([0b00011011], np.uint64), 3)
