"""Samples of machines: exact where nothing is left out, unbiased where much is, and honest about their errors."""

import math

import numpy as np
import pytest

import ait
from ait.enumeration import symbols_parts as parts
from ait.enumeration import symbols_sample_kernel as kernel
from ait.enumeration.driver import walk
from ait.enumeration.symbols import SymbolsSpace
from ait.enumeration.symbols_sample import SymbolsSample, lengths_and_words
from ait.enumeration.symbols_sample_table import estimates, sample_table
from ait.enumeration.verify import verify
from ait.errors import AitError, InputError
from ait.tables.bounds import probability
from ait.tables.counts_table import load
from ait.tables.patterns import to_digits
from tests.naive import turing_symbols as naive


def sums(space, part):
    """Estimated shares by pattern, mean over the replicates, with standard errors."""
    lengths, words = lengths_and_words(part["key"])
    strings = [
        to_digits(length, word, space.symbols) for length, word in zip(lengths.tolist(), words.tolist(), strict=True)
    ]
    return dict(zip(strings, zip(*(column.tolist() for column in estimates(space, part)), strict=True), strict=True))


def exact(states, symbols, steps):
    """The true shares: of reduced machines on blank 0 that write each pattern, of all machines."""
    space = SymbolsSpace(states, symbols, steps)
    part = walk(space)
    columns = (part[name].tolist() for name in ("length", "word", "count"))
    return {
        to_digits(length, word, symbols): count / space.machines for length, word, count in zip(*columns, strict=True)
    }


@pytest.mark.parametrize(
    ("states", "symbols", "steps"), [(2, 3, 38), pytest.param(2, 4, 60, marks=pytest.mark.needs_jit)]
)
def test_with_effort_enough_for_everything_the_sample_is_the_whole_walk(states, symbols, steps):
    space = SymbolsSample(states, symbols, steps, 1e30, 2)
    found, expected = sums(space, walk(space)), exact(states, symbols, steps)
    short = {string: share for string, share in expected.items() if len(string) <= 12}
    assert found.keys() == short.keys()
    assert {string: share for string, (share, _) in found.items()} == pytest.approx(short, rel=1e-9, abs=2.0**-61)
    assert max(error / share for share, error in found.values()) < 1e-6


@pytest.mark.parametrize(
    ("states", "symbols", "effort", "seed"),
    [(2, 3, 20.0, 5), (2, 3, 300.0, 6), (2, 4, 40.0, 7), (3, 3, 60.0, 8), (4, 9, 12.0, 9)],
)
def test_a_replicate_is_that_of_a_naive_recursion_with_the_same_random_numbers(states, symbols, effort, seed):
    # As different as can be from one kind of node to the next.
    interest = 2.0 ** np.random.default_rng(seed).uniform(0, 8, (9, states * symbols + 1, symbols + 1))
    notes, values = np.zeros((*interest.shape, kernel.NOTES)), 3.0 ** np.arange(9)
    tally = np.zeros(kernel.TALLY)
    settings = np.array([states, symbols, 60, 8], np.int64)
    random = np.array([seed], np.uint64)
    root = parts.root(states, symbols)[0]
    rows = kernel.sample(root, parts.layout(symbols), settings, effort, interest, random, tally, notes, values)
    rows = rows[rows[:, kernel.NODES_LENGTH] != 0].tolist()
    expected = naive.Sample(states, symbols, 60, 8, effort, interest, values, seed)
    found = {to_digits(last & 255, word, symbols): (weight / 2**62, last >> 8) for word, weight, last in rows}
    assert {string: nodes for string, (_, nodes) in found.items()} == expected.nodes
    shares = {string: weight for string, (weight, _) in found.items()}
    assert shares == pytest.approx(
        {string: float(weight) for string, weight in expected.weights.items()}, rel=1e-9, abs=2.0**-55
    )
    assert int(tally[kernel.NODES_RUN]) == expected.run
    assert tally[:4].sum() == pytest.approx(float(expected.accounted), rel=1e-9)
    for note, name in ((kernel.RUN_SHARE, "run"), (kernel.WORTH, "worth"), (kernel.WORTH_SQUARED, "worth squared")):
        noted = {(*kind, name): notes[(*kind, note)] for kind in np.argwhere(notes[..., note]).tolist()}
        assert noted == pytest.approx(
            {kind: float(amount) for kind, amount in expected.notes.items() if kind[3] == name}, rel=1e-9
        )


@pytest.mark.needs_jit
@pytest.mark.parametrize(("states", "symbols", "steps", "effort"), [(2, 3, 38, 60.0), (2, 4, 100, 100.0)])
def test_counts_are_unbiased_and_errors_are_what_they_say(states, symbols, steps, effort):
    seeds, truth = 40, exact(states, symbols, steps)
    shares, variances, carried = ({string: np.zeros(seeds) for string in truth} for _ in range(3))
    accounted = []
    for seed in range(seeds):
        space = SymbolsSample(states, symbols, steps, effort, 32, seed)
        part = walk(space)
        for (string, (share, error)), nodes in zip(sums(space, part).items(), part["carried"].tolist(), strict=True):
            shares[string][seed], variances[string][seed], carried[string][seed] = share, error**2, nodes
        accounted.append(space.shares(part).sum(axis=1).mean())
    often = [string for string in truth if carried[string].sum() >= 100 and shares[string].std() > 1e-9 * truth[string]]
    assert len(often) >= 15
    scores = [
        (shares[string].mean() - truth[string]) / (shares[string].std(ddof=1) / math.sqrt(seeds)) for string in often
    ]
    assert max(map(abs, scores)) < 5
    # What the replicates say of the variance is, on average, the variance over seeds.
    ratios = [variances[string].mean() / shares[string].var(ddof=1) for string in often]
    assert 0.8 < np.mean(ratios) < 1.3
    # All machines are accounted for, on average.
    error = np.std(accounted, ddof=1) / math.sqrt(seeds)
    assert abs(np.mean(accounted) - (states - 1) / (2 * states + 1)) < 5 * error


@pytest.mark.needs_jit
def test_a_sampled_table_covers_the_whole_one():
    whole, table = ait.open_table("turing-3-3-400"), ait.sample_turing(3, 3, 400, 3e4, replicates=32, seed=2)
    rows = np.flatnonzero(table.columns["carried"] >= 32)[1:]
    truth = [whole.count(table.row_at(row).string) / whole.fields["machines"] * 2**64 for row in rows.tolist()]
    scores = (table.counts[rows].astype(float) - truth) / table.columns["standard_error"][rows].astype(float)
    assert len(scores) > 300
    assert 0.55 < np.mean(np.abs(scores) < 1) < 0.80
    assert np.mean(np.abs(scores) < 2) > 0.90
    assert abs(table.count("0") / 2**64 * 21 - 1) < 1e-15
    halting = whole.mass_of(np.arange(whole.at_length(12).stop)) / whole.fields["machines"]
    assert abs(table.total / 2**64 - halting) < 4 * table.fields["total_standard_error"] / 2**64
    assert ait.compare_tables(whole, table, top=1).agreements[5].sampling is not None


@pytest.mark.needs_jit
def test_the_table_says_what_it_is(tmp_path):
    table = ait.sample_turing(4, 4, 200, 1e3, replicates=4, seed=7, longest=6)
    assert (table.is_sampled, table.longest, table.fields["longest_kept"]) == (True, 6, 6)
    table.save(tmp_path / "sample.ait")
    again = load(tmp_path / "sample.ait")
    assert again.is_sampled
    assert np.array_equal(again.counts, table.counts)
    assert any("a sample of all" in sentence for sentence in verify(again))
    found = probability(again, "0123")
    assert (found.low, found.high) == (0, 1)
    estimate = ait.ctm([0, 1, 2, 3], again)
    assert estimate.kind is ait.Kind.ESTIMATE
    assert estimate.low is None
    assert 0 < estimate.standard_error < 1
    row = again.row("0123")
    assert estimate.standard_error == pytest.approx(row.values["standard_error"] / row.count / math.log(2))


def test_workers_and_order_change_nothing():
    space = SymbolsSample(2, 3, 38, 50.0, 6, seed=11)
    whole, shared = walk(space), walk(space, workers=2)
    backwards = space.empty()
    for job in reversed(range(6)):
        backwards = space.merge(backwards, space.run_job(job))
    for other in (shared, backwards):
        assert all(np.array_equal(whole[name], other[name]) for name in whole)
    squares = [space.run_job(job) for job in range(6)]
    key = int(whole["key"][0])
    true = sum(
        int(part["sum"][part["key"].tolist().index(key)]) ** 2 for part in squares if key in part["key"].tolist()
    )
    assert int(whole["square_high"][0]) * 2**64 + int(whole["square_low"][0]) == true
    other = walk(SymbolsSample(2, 3, 38, 50.0, 6, seed=12))
    assert not np.array_equal(whole["sum"], other["sum"])


def test_an_unfinished_sample_makes_no_table():
    space = SymbolsSample(2, 3, 38, 50.0, 6)
    with pytest.raises(AitError, match="replicates are missing"):
        sample_table(space, space.run_job(0))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"states": 1}, "states = 1"),
        ({"symbols": 2}, "symbols = 2"),
        ({"symbols": 10}, "symbols = 10"),
        ({"steps": 0}, "steps = 0"),
        ({"replicates": 1}, "replicates = 1"),
        ({"replicates": 65}, "replicates = 65"),
        ({"longest": 15}, "longest = 15"),
        ({"effort": 1.0}, "effort = 1"),
        ({"effort": math.nan}, "effort = nan"),
    ],
)
def test_limits_out_of_range_are_refused(change, message):
    with pytest.raises(InputError, match=message):
        SymbolsSample(**{"states": 4, "symbols": 4, "steps": 100, "effort": 100.0, **change})
