"""Counts over all machines and both blanks: symmetry, witnesses that replay, and intervals that hold."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from ait.enumeration.driver import walk
from ait.enumeration.turing import TuringSpace
from ait.enumeration.turing_completion import complete_counts
from ait.enumeration.turing_table import turing_table
from ait.machines import turing
from ait.tables.bounds import probability
from ait.tables.counts_table import load
from tests import known_values_turing as known

SIZES = [1, 2, pytest.param(3, marks=pytest.mark.needs_jit), pytest.param(4, marks=pytest.mark.needs_jit)]


def complete(states, steps):
    space = TuringSpace(states, steps)
    return complete_counts(walk(space), space)


def strings(found):
    return [f"{word:0{length}b}" for length, word in zip(found.lengths.tolist(), found.words.tolist(), strict=True)]


@pytest.mark.parametrize("states", SIZES)
def test_counts_are_symmetric_and_sum_to_all_that_halt(states):
    found = complete(states, known.WALKS[states].steps)
    counts = dict(zip(strings(found), found.counts.tolist(), strict=True))
    assert sum(counts.values()) == found.total
    for string, count in counts.items():
        opposite = string.translate(str.maketrans("01", "10"))
        assert counts[string[::-1]] == counts[opposite] == counts[opposite[::-1]] == count


@pytest.mark.parametrize("states", SIZES)
def test_every_witness_gives_its_string_in_its_number_of_steps(states):
    steps = known.WALKS[states].steps
    found = complete(states, steps)
    columns = (column.tolist() for column in (found.witness, found.blank, found.mirrored, found.least_steps))
    for string, number, blank, mirrored, least in zip(strings(found), *columns, strict=True):
        machine = turing.witness(number, states, blank, bool(mirrored))
        run = turing.run(machine, steps=steps, blank=blank)
        assert (run.status, run.output, run.steps) == (turing.Status.HALTED, string, least)


@pytest.mark.parametrize("states", SIZES)
def test_witnesses_agree_with_what_symmetry_says_of_a_stored_table(states, tmp_path):
    space = TuringSpace(states, known.WALKS[states].steps)
    table = turing_table(space, walk(space))
    table.save(tmp_path / "table.ait")
    stored = load(tmp_path / "table.ait")
    assert all(np.array_equal(stored.columns[name], table.columns[name]) for name in table.columns)
    assert np.array_equal(stored.counts, table.counts)


@pytest.mark.parametrize(
    ("states", "limit"),
    [(2, limit) for limit in range(1, 7)]
    + [pytest.param(3, limit, marks=pytest.mark.needs_jit) for limit in (1, 2, 4, 7, 10, 15, 20, 21)]
    + [pytest.param(4, limit, marks=pytest.mark.needs_jit) for limit in (3, 8, 20, 60, 106)],
)
@pytest.mark.parametrize("ngram", [0, 3])
def test_at_a_low_limit_the_interval_holds_the_exact_value(states, limit, ngram):
    exact = complete(states, known.WALKS[states].busy_beaver_steps)
    values = {
        string: Fraction(count, exact.total)
        for string, count in zip(strings(exact), exact.counts.tolist(), strict=True)
    }
    short = ("".join(cells) for length in range(1, 8) for cells in product("01", repeat=length))
    space = TuringSpace(states, limit, ngram)
    table = turing_table(space, walk(space))
    for string in values.keys() | set(short):
        found = probability(table, string)
        assert found.low <= found.counted <= found.high
        assert found.low <= values.get(string, 0) <= found.high
