from __future__ import annotations

import itertools
import math

import pytest

from ait.enumeration.turing_table import enumerate_turing
from ait.errors import InputError, TableError
from ait.estimate import Kind
from ait.machines.turing import Status, parse, run
from ait.measures.ctm import ctm, ctm_given_length
from ait.sequence import as_sequence
from ait.tables.shipped import open_table
from tests.known_values_measures import CTM_D5
from tests.measures.small_table import ABSENT, LONGEST, small_counts, small_table

COUNTS = small_counts()


def test_with_nothing_undecided_the_figure_is_exact() -> None:
    table = small_table()
    for string, count in COUNTS.items():
        estimate = ctm(string, table)
        assert estimate.bits == pytest.approx(-math.log2(count / table.total), rel=1e-12)
        assert estimate.low == estimate.high == estimate.bits
        assert estimate.kind is Kind.EXACT


def test_undecided_machines_open_an_interval_where_they_can_matter() -> None:
    table, total = small_table(undecided=50), small_table().total
    short, long = ctm("01", table), ctm("0110", table)
    for estimate in (short, long):
        assert estimate.kind is Kind.BOUNDS
        assert estimate.low is not None
        assert estimate.high is not None
        assert estimate.low <= estimate.bits < estimate.high
    # Machines that have visited three cells cannot put out two; of 0110's four images two are equal.
    assert short.low == short.bits
    assert long.low == pytest.approx(-math.log2((COUNTS["0110"] + 2 * 50) / (total + 200)))
    assert long.high == pytest.approx(-math.log2(COUNTS["0110"] / (total + 200)))


def test_kraft_holds_for_each_length_and_for_all_together() -> None:
    table = small_table()
    assert sum(2.0 ** -ctm(string, table).bits for string in COUNTS) <= 1.0


def test_strings_without_a_count_are_refused_with_what_is_proved() -> None:
    for string in ABSENT:
        with pytest.raises(TableError, match=f"no count of {string}: nothing in its space writes it$"):
            ctm(string, small_table())
    with pytest.raises(TableError, match="no count of 0010; what is proved is that -log2 D is at least"):
        ctm("0010", small_table(undecided=50))
    with pytest.raises(TableError, match="no count of a string of 100 symbols"):
        ctm("01" * 50, small_table())


def test_nothing_is_claimed_about_strings_that_a_table_did_not_keep() -> None:
    """(3,2) machines write 0000, so that a bound from this table would be false."""
    short = enumerate_turing(3, 21, longest=3)
    assert ctm("0000", enumerate_turing(3, 21)).bits < 10.1
    with pytest.raises(TableError, match="strings of up to 3 symbols, not 4: use a longer one"):
        ctm("0000", short)
    assert ctm("000", short).bits == ctm("000", enumerate_turing(3, 21)).bits


def test_given_the_length_all_strings_are_one_together() -> None:
    words = ("".join(word) for word in itertools.product("01", repeat=8))
    assert sum(2.0 ** -ctm_given_length(as_sequence(word)).bits for word in words) == pytest.approx(1.0)
    with pytest.raises(TableError, match="no count of"):
        ctm_given_length("01" * 20, small_table())


def test_the_figure_is_named_after_the_table() -> None:
    assert ctm("0110").method.endswith("-log2 D(s)")
    assert ctm("0110", "lbf").method.endswith("-log2 M(s)")


def test_other_alphabets_are_refused() -> None:
    with pytest.raises(InputError, match="binary strings, not of 4"):
        ctm("GATTACA", small_table())
    with pytest.raises(InputError, match="strings of 3 symbols, not of 4"):
        ctm("GATTACA", "turing-2-3")


def test_more_symbols_in_any_labelling() -> None:
    exact = ctm([1, 2, 0], "turing-2-3")
    assert exact.bits - exact.parts.get("alphabet", 0.0) == pytest.approx(math.log2(10_890_477 / 7_244))
    assert exact.kind is Kind.EXACT
    assert exact.witness is not None
    assert exact.witness.text.count("_") == 1
    assert ctm(as_sequence("GATT", alphabet="ACGT"), "turing-2-4").kind is Kind.EXACT
    bounds = ctm([0, 1, 2, 2], "turing-3-3-400")
    assert bounds.kind is Kind.BOUNDS
    assert bounds.low is not None
    assert bounds.high is not None
    assert bounds.low <= bounds.bits < bounds.high < bounds.low + 0.02
    given = [ctm_given_length([a, b], "turing-2-3").parts["data"] for a in range(3) for b in range(3)]
    assert sum(2.0**-bits for bits in given) == pytest.approx(1.0)


@pytest.mark.parametrize(("string", "bits"), CTM_D5.items())
def test_the_published_values(string: str, bits: float) -> None:
    estimate = ctm(string, "turing-5-2-500")
    assert estimate.bits == pytest.approx(bits, abs=1e-6)
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.low <= estimate.bits <= estimate.high
    assert estimate.high - estimate.bits < 0.002
    assert estimate.is_code


@pytest.mark.parametrize("string", ["0", "1101", "0" * 12, "110100110101"])
def test_with_every_machine_decided_the_figure_is_exact_and_inside_the_interval_of_fewer_steps(string: str) -> None:
    exact, bounded = ctm(string), ctm(string, "turing-5-2-500")
    assert (exact.kind, exact.low, exact.high) == (Kind.EXACT, exact.bits, exact.bits)
    assert bounded.low is not None
    assert bounded.high is not None
    assert bounded.low <= exact.bits <= bounded.high
    # The late halters change the total alone, by 1.7e-8 of it.
    assert exact.bits - bounded.bits == pytest.approx(2.4036e-8, rel=1e-3)
    with pytest.raises(TableError, match="000110100111: nothing in its space writes it"):
        ctm("000110100111")


@pytest.mark.parametrize("string", ["0", "11", "0110", "0001", "1000", "0111", "110100110101", "0" * 12, "01" * 8])
def test_the_witness_replays(string: str) -> None:
    witness = ctm(string).witness
    assert witness is not None
    words = witness.detail.replace(",", "").split()
    blank, steps = int(words[3]), int(words[6])
    found = run(parse(witness.text), steps=500, blank=blank)
    assert (found.status, found.steps, found.output) == (Status.HALTED, steps, string)


def test_tables_without_machines_have_no_witness() -> None:
    assert ctm("0110", small_table()).witness is None
    assert ctm("0110", "lbf").witness is None


def test_all_strings_of_a_length_are_at_most_one_together() -> None:
    assert LONGEST < 8
    total = sum(2.0 ** -ctm(as_sequence("".join(word))).bits for word in itertools.product("01", repeat=8))
    assert total < 0.01


@pytest.mark.needs_jit
def test_strings_beyond_a_word_have_figures_too() -> None:
    table = open_table("turing-5-2")
    longest = table.long_strings[-1]
    assert len(longest) == table.longest == 12_289
    for string in (longest, table.long_strings[0]):
        estimate = ctm(string)
        assert estimate.kind is Kind.EXACT
        assert estimate.bits == pytest.approx(math.log2(table.total / table.count(string)))
        assert estimate.witness is not None
        of_length = [other for other in table.long_strings if len(other) == len(string)]
        mass = sum(table.count(other) for other in of_length)
        assert ctm_given_length(string).bits == pytest.approx(math.log2(mass / table.count(string)))
