"""The walk over machines with more symbols: every machine accounted for, and each count that of brute force."""

import pickle
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from ait.enumeration.driver import walk
from ait.enumeration.symbols import SymbolsSpace
from ait.enumeration.symbols_table import symbols_table
from ait.enumeration.turing import TuringSpace
from ait.enumeration.turing_table import enumerate_turing, turing_space
from ait.enumeration.verify import verify
from ait.errors import AitError, InputError
from ait.machines.turing import run
from ait.machines.turing_names import writer
from ait.tables.bounds import probability
from tests import known_values_turing as known
from tests.naive import turing_symbols as naive

JIT = pytest.mark.needs_jit


def table(states, symbols, steps):
    space = SymbolsSpace(states, symbols, steps)
    return symbols_table(space, walk(space))


def counts_of_all_strings(found):
    """Each string of each class, with its count and least steps."""
    counts, least = {}, {}
    for row in found.rows():
        for string in naive.orbit(row.string, found.symbols):
            assert string not in counts
            counts[string], least[string] = row.count, row.values["least_steps"]
    return counts, least


@pytest.mark.parametrize(("states", "symbols", "limit"), [(1, 3, 5), (1, 4, 3)])
def test_the_naive_tree_is_brute_force(states, symbols, limit):
    assert naive.tree(states, symbols, limit) == naive.brute_force(states, symbols, limit)


@pytest.mark.parametrize(
    ("states", "symbols", "limit"),
    [(1, 4, 9), (2, 3, 1), (2, 3, 2), (2, 3, 4), (2, 3, 7), (2, 4, 3), (3, 3, 3), (2, 5, 2), (2, 6, 2)],
)
def test_every_count_is_that_of_all_machines_on_all_blanks(states, symbols, limit):
    expected = naive.tree(states, symbols, limit)
    assert counts_of_all_strings(table(states, symbols, limit)) == expected


@pytest.mark.parametrize(
    ("states", "limit"), [(1, 4), (2, 3), (2, 6), pytest.param(3, 21, marks=JIT), pytest.param(4, 107, marks=JIT)]
)
def test_two_symbols_as_by_the_walk_made_for_them(states, limit):
    general, special = walk(SymbolsSpace(states, 2, limit)), walk(TuringSpace(states, limit))
    assert np.array_equal(general["halting_by_steps"], special["halting_by_steps"])
    assert int(general["machines"][:3].sum()) == int(special["machines"].sum())
    # It knows that a symbol never written is never read, and so sees a little earlier that a machine runs on.
    assert np.all(general["undecided_by_span"] <= special["undecided_by_span"])
    assert int(general["nodes"][:2].sum()) == int(special["nodes"][:2].sum())
    assert int(general["nodes"][2]) == int(special["nodes"][2])
    counts = Counter()
    for length, word, count in zip(*(special[name].tolist() for name in ("length", "word", "count")), strict=True):
        counts[naive.pattern(f"{word:0{length}b}")] += count
    columns = (general[name].tolist() for name in ("length", "word", "count"))
    assert {f"{word:0{length}b}": count for length, word, count in zip(*columns, strict=True)} == counts


@pytest.mark.needs_jit
@pytest.mark.parametrize("size", known.MORE_SYMBOLS, ids=str)
def test_known_totals(size):
    expected = known.MORE_SYMBOLS[size]
    space = SymbolsSpace(*size)
    part = walk(space)
    found = symbols_table(space, part)
    assert (space.machines, found.total, space.nodes(part) + 1) == expected[:3]
    assert {string: found.count(string) for string in expected[3]} == expected[3]
    assert int(part["machines"][0]) * 2 * size[1] + size[1] * space.at_once == found.total
    assert space.share_done(part) == 1.0


def test_a_theorem_completes_two_states_and_three_symbols():
    found = table(2, 3, 38)
    assert (found.fields["undecided"], found.fields["non_halting_by_theorem"]) == (0, 46_980)
    assert all(probability(found, row.string).low == Fraction(row.count, found.total) for row in found.rows())
    # Whatever halts later would change the counts: nothing does.
    later = walk(SymbolsSpace(2, 3, 400))
    assert later["machines"][0] * 6 + 3 * 2_278_125 == found.total


@pytest.mark.parametrize(("states", "symbols", "limit"), [(2, 3, 1), (2, 3, 3), (2, 3, 6), (2, 3, 9), (2, 4, 3)])
def test_undecided_weight_by_span_holds_all_that_halt_later_and_nothing_that_halts(states, symbols, limit):
    part = walk(SymbolsSpace(states, symbols, limit))
    running = Counter()
    for verdict, cells, machines in naive.reduced_runs(states, symbols, limit):
        running[cells] += machines * (verdict == "out of steps")
    longer = walk(SymbolsSpace(states, symbols, 4 * limit + 20))
    late = int(longer["machines"][0]) - int(part["machines"][0])
    undecided = part["undecided_by_span"].tolist()
    assert all(count <= running[span] for span, count in enumerate(undecided))
    assert late <= sum(undecided)
    assert int(part["machines"][1:3].sum()) == sum(running.values())


@pytest.mark.parametrize("limit", [2, 5, 8, 14])
def test_at_a_low_limit_the_interval_holds_the_exact_value(limit):
    exact, early = table(2, 3, 38), table(2, 3, limit)
    for row in exact.rows():
        found = probability(early, row.string)
        assert found.low <= found.counted <= found.high
        assert found.low <= Fraction(row.count, exact.total) <= found.high


@pytest.mark.parametrize(("states", "symbols", "limit"), [(2, 3, 38), pytest.param(2, 4, 60, marks=JIT)])
def test_witnesses_write_any_image_of_their_string(states, symbols, limit):
    found = table(states, symbols, limit)
    for index in range(0, len(found), 1 + len(found) // 40):
        row = found.row_at(index)
        for string in sorted(naive.orbit(row.string, symbols))[:5]:
            least = row.values["least_steps"]
            one = writer(row.values["witness"], states, symbols, string, least)
            again = run(one.machine, steps=least, blank=one.blank)
            assert (again.output, again.steps, one.steps) == (string, least, least)
    assert len(list(verify(found, witnesses=30))) == 6


@pytest.mark.parametrize(
    ("size", "longest"), [((2, 3, 38), 5), ((2, 3, 38), 1), ((2, 3, 4), 31), pytest.param((2, 4, 60), 12, marks=JIT)]
)
def test_a_walk_that_keeps_short_strings_counts_the_others_together(size, longest):
    whole, short = SymbolsSpace(*size), SymbolsSpace(*size, longest)
    full, part = walk(whole), walk(short)
    kept = full["length"] <= longest
    for name in ("length", "word", "count", "least_steps", "witness"):
        assert np.array_equal(part[name], full[name][kept])
    for name in ("nodes", "undecided_by_span", "halting_by_steps"):
        assert np.array_equal(part[name], full[name])
    assert part["machines"].tolist()[:3] == full["machines"].tolist()[:3]
    assert int(part["machines"][3]) == int(full["machines"][3]) + int(full["count"][~kept].sum())
    one, other = symbols_table(short, part), symbols_table(whole, full, longest)
    assert (one.total, one.name, one.longest) == (other.total, other.name, other.longest)
    assert np.array_equal(one.counts, other.counts)
    assert {**one.fields, "patterns_that_occur": len(full["length"]) + 1} == other.fields
    assert len(list(verify(one, witnesses=10))) == 6


@pytest.mark.needs_jit
def test_jobs_and_workers_change_nothing():
    space = SymbolsSpace(2, 5, 7)
    whole, shared = walk(space), walk(pickle.loads(pickle.dumps(space)), workers=2)
    assert space.job_count() == 64
    assert all(np.array_equal(whole[name], shared[name]) for name in whole)


@pytest.mark.needs_jit
def test_an_unfinished_walk_makes_no_table():
    space = SymbolsSpace(2, 5, 7)
    with pytest.raises(AitError, match="not finished"):
        symbols_table(space, space.run_job(0))
    with pytest.raises(InputError, match="0 to 63"):
        space.run_job(64)


@pytest.mark.parametrize(
    ("size", "message"),
    [
        ((2, 1, 9), "2 to 9 symbols"),
        ((2, 10, 9), "2 to 9 symbols"),
        ((0, 3, 9), "1 to 6 states"),
        ((7, 3, 9), "1 to 6 states"),
        ((4, 4, 9), "estimate them from a sample"),
        ((2, 3, 0), "step limit"),
        ((2, 3, 9, 33), "up to 1 to 32"),
        ((2, 3, 9, -1), "up to 1 to 32"),
    ],
)
def test_sizes_out_of_range_are_refused(size, message):
    with pytest.raises(InputError, match=message):
        SymbolsSpace(*size)


def test_the_front_door_takes_symbols():
    found = enumerate_turing(2, 38, symbols=3, longest=4)
    assert (found.longest, found.count("012"), found.fields["longest_kept"]) == (4, 7_244, 4)
    assert found.fields["total_of_strings_left_out"] > 0
    with pytest.raises(InputError, match="two symbols only"):
        turing_space(2, 3, 38, ngram=1)
    with pytest.raises(InputError, match="up to 1 to 32"):
        turing_space(2, 3, 38, longest=33)
