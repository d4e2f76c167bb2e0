"""The walk over all Turing machines: every machine accounted for, equal to brute force, and to what is published."""

import itertools
import random
from collections import Counter

import numpy as np
import pytest

from ait.enumeration.driver import walk
from ait.enumeration.turing import LARGEST_STATES, MOST_STEPS, TuringSpace
from ait.enumeration.turing_completion import complete_counts
from ait.errors import AitError, InputError
from tests import known_values_turing as known
from tests.naive import turing as naive

SIZES = [1, 2, pytest.param(3, marks=pytest.mark.needs_jit), pytest.param(4, marks=pytest.mark.needs_jit)]
LIMITS = [(2, limit) for limit in (1, 2, 3, 4, 5, 6, 7, 30)] + [
    pytest.param(3, limit, marks=pytest.mark.needs_jit) for limit in (1, 2, 3, 5, 9, 14, 20, 21, 22, 50)
]


def strings(part):
    return [f"{word:0{length}b}" for length, word in zip(part["length"].tolist(), part["word"].tolist(), strict=True)]


def same(one, other):
    return one.keys() == other.keys() and all(
        one[name].dtype == other[name].dtype and np.array_equal(one[name], other[name]) for name in one
    )


@pytest.mark.parametrize("states", SIZES)
def test_totals_are_the_published_ones(states):
    expected = known.WALKS[states]
    space = TuringSpace(states, expected.steps)
    part = walk(space)
    found = complete_counts(part, space)
    assert space.machines == expected.machines
    assert int(part["machines"][0]) == expected.halting_reduced
    assert int(part["halting_by_steps"].sum()) == expected.halting_reduced
    assert (found.total, len(found.lengths), int(found.lengths.max())) == expected[4:]
    counts = dict(zip(strings({"length": found.lengths, "word": found.words}), found.counts.tolist(), strict=True))
    assert {string: counts.get(string, 0) for string in known.COUNTS[states]} == known.COUNTS[states]
    assert space.share_done(part) == 1.0
    assert found.long_strings == ()


@pytest.mark.needs_jit
@pytest.mark.parametrize("states", [2, 3, 4])
def test_the_tree_has_the_published_number_of_nodes(states):
    part = walk(TuringSpace(states, known.WALKS[states].steps))
    # The walk leaves out the root, which halts, and the two machines that stay in state 0.
    assert TuringSpace(states, 1).nodes(part) + 3 == known.NODES[states]
    assert int(part["nodes"][2]) + 1 == known.HALTING_NODES[states]


@pytest.mark.needs_jit
@pytest.mark.slow
def test_five_states_agree_with_the_published_table():
    space = TuringSpace(5, 500)
    part = walk(space, workers=2)
    expected, found = known.WALKS[5], complete_counts(part, space)
    assert int(part["machines"][0]) == expected.halting_reduced
    assert (found.total, len(found.lengths), int(found.lengths.max())) == expected[4:]
    counts = dict(zip(strings({"length": found.lengths, "word": found.words}), found.counts.tolist(), strict=True))
    assert {string: counts.get(string, 0) for string in known.COUNTS[5]} == known.COUNTS[5]
    absent = {f"{word:012b}" for word in range(4096)} - counts.keys()
    assert absent == {"000110100111", "111001011000"}
    assert np.bincount(found.lengths)[1:15].tolist() == known.STRINGS_BY_LENGTH_5
    assert int(part["halting_by_steps"][500]) == known.HALT_AT_STEP_500
    assert int(part["nodes"][2]) + 1 == known.HALTING_NODES[5]
    bits = {string: -np.log2(counts[string] / found.total) for string in known.BITS_5}
    assert bits == pytest.approx(known.BITS_5, abs=5e-7)


@pytest.mark.parametrize("states", [1, 2])
def test_counts_equal_brute_force_over_every_machine(states):
    for limit in (1, 2, 3, 4, 6, 10):
        space = TuringSpace(states, limit)
        found = complete_counts(walk(space), space)
        counts, least = naive.brute_force(states, limit)
        keys = strings({"length": found.lengths, "word": found.words})
        assert dict(zip(keys, found.counts.tolist(), strict=True)) == counts
        assert dict(zip(keys, found.least_steps.tolist(), strict=True)) == least


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 6])
def test_undecided_weight_by_span_holds_all_that_halt_later_and_nothing_that_halts(limit):
    part = walk(TuringSpace(2, limit))
    running, late = Counter(), Counter()
    runs = zip(naive.reduced_runs(2, limit), naive.reduced_runs(2, 6), strict=True)
    for (halted, cells, _), (halts_later, _, _) in runs:
        running[len(cells)] += not halted
        late[len(cells)] += halts_later and not halted
    for span, undecided in enumerate(part["undecided_by_span"].tolist()):
        assert late[span] <= undecided <= running[span]
    assert int(part["machines"][1:].sum()) == sum(running.values())


@pytest.mark.parametrize(("states", "limit"), LIMITS)
def test_every_total_equals_that_of_a_naive_walk(states, limit):
    part, expected = walk(TuringSpace(states, limit)), naive.Walk(states, limit)
    assert part["machines"].tolist() == [expected.halting, expected.non_halting, sum(expected.undecided.values())]
    assert {span: count for span, count in enumerate(part["undecided_by_span"].tolist()) if count} == expected.undecided
    assert {step: count for step, count in enumerate(part["halting_by_steps"].tolist()) if count} == (
        expected.halting_steps
    )
    columns = (part[name].tolist() for name in ("count", "least_steps", "witness"))
    rows = {
        string: [count, (steps, number)] for string, count, steps, number in zip(strings(part), *columns, strict=True)
    }
    assert rows == {string: [count, best] for string, (count, best) in expected.rows.items()}
    assert int(part["nodes"][:2].sum()) == expected.nodes
    assert part["nodes"].tolist()[2:4] == [expected.halted, len(expected.open_ends)]


@pytest.mark.needs_jit
def test_sampled_machines_of_three_states_are_in_the_table():
    space = TuringSpace(3, 21)
    found = complete_counts(walk(space), space)
    keys = strings({"length": found.lengths, "word": found.words})
    least = dict(zip(keys, found.least_steps.tolist(), strict=True))
    chance, sample, halting = random.Random(1), 4000, 0
    for _ in range(sample):
        halted, output, steps = naive.simulate(naive.decode(chance.randrange(space.machines), 3), 21)
        halting += halted
        assert not halted or least[output] <= steps
    share = found.total / (2 * space.machines)
    assert abs(halting - sample * share) < 5 * (sample * share * (1 - share)) ** 0.5


@pytest.mark.parametrize("states", SIZES[1:])
def test_the_step_limit_is_sharp(states):
    champion = known.WALKS[states].busy_beaver_steps
    parts = {limit: walk(TuringSpace(states, limit)) for limit in (champion - 1, champion, champion + 1)}
    halting = {limit: int(part["machines"][0]) for limit, part in parts.items()}
    last = int(parts[champion]["halting_by_steps"][champion])
    assert last > 0
    assert halting[champion] == halting[champion - 1] + last == halting[champion + 1]


@pytest.mark.needs_jit
def test_the_result_does_not_depend_on_order_or_workers():
    space = TuringSpace(4, 40, 2)
    parts = [space.run_job(job) for job in range(space.job_count())]
    assert len(parts) > 1
    orders = itertools.islice(itertools.permutations(parts), 6)
    sums = [walk(space), walk(space, workers=2)]
    for order in orders:
        whole = space.empty()
        for part in order:
            whole = space.merge(whole, part)
        sums.append(whole)
    left, right = space.merge(parts[0], parts[1]), space.merge(parts[2], parts[3])
    sums.append(space.merge(right, left))
    assert all(same(sums[0], other) for other in sums[1:])


@pytest.mark.needs_jit
def test_a_job_of_six_states_accounts_for_its_machines():
    space = TuringSpace(6, 60)
    assert 1_000 < space.job_count() <= 100_000
    job = space.run_job(space.job_count() - 1)
    # run_job itself insists that the machines below its subtrees are all accounted for.
    assert 0 < int(job["machines"].sum()) < space.reduced
    assert int(job["count"].sum()) == int(job["machines"][0])
    assert 0 < space.share_done(job) < 1


@pytest.mark.parametrize(
    ("arguments", "limit"),
    [
        ((0, 10), "1 to 6"),
        ((LARGEST_STATES + 1, 10), "1 to 6"),
        ((3, 0), "1,000,000"),
        ((3, MOST_STEPS + 1), "1,000,000"),
        ((3, 10, -1), "1 to 3"),
        ((3, 10, 4), "1 to 3"),
    ],
)
def test_sizes_out_of_range_are_refused_with_the_limit(arguments, limit):
    with pytest.raises(InputError, match=limit):
        TuringSpace(*arguments)


@pytest.mark.parametrize("job", [-1, 1])
def test_a_job_that_does_not_exist_is_refused(job):
    with pytest.raises(InputError, match="0 to 0"):
        TuringSpace(2, 6).run_job(job)


def test_an_unfinished_or_damaged_walk_is_refused():
    space = TuringSpace(2, 6)
    with pytest.raises(AitError, match="not finished"):
        complete_counts(space.empty(), space)
    for name in ("machines", "undecided_by_span", "count"):
        part = {key: column.copy() for key, column in walk(space).items()}
        part[name][part[name].nonzero()[0][0]] -= np.uint64(1)
        with pytest.raises(AitError, match="damaged"):
            complete_counts(part, space)


def test_a_space_says_what_it_is():
    assert TuringSpace(3, 21, 2).identity() == {
        "machine": "turing",
        "symbols": 2,
        "states": 3,
        "steps": 21,
        "ngram": 2,
        "format": 1,
    }


@pytest.mark.needs_jit
@pytest.mark.parametrize(("states", "steps", "ngram"), [(2, 3, 0), (3, 8, 1), (4, 25, 3), (4, 107, 0)])
def test_cells_that_remember_move_weight_from_undecided_to_non_halting_alone(states, steps, ngram):
    plain, part = walk(TuringSpace(states, steps, ngram)), walk(TuringSpace(states, steps, ngram, True))
    for name in ("length", "word", "count", "least_steps", "witness", "halting_by_steps"):
        assert np.array_equal(part[name], plain[name])
    assert np.all(part["undecided_by_span"] <= plain["undecided_by_span"])
    moved = int(plain["machines"][2]) - int(part["machines"][2])
    assert 0 < moved == int(part["machines"][1]) - int(plain["machines"][1])
    assert int(part["nodes"][5]) - int(plain["nodes"][5]) == int(plain["nodes"][3]) - int(part["nodes"][3]) > 0
    # Whatever halts later is still undecided.
    later = walk(TuringSpace(states, known.WALKS[states].busy_beaver_steps))
    assert int(part["machines"][2]) >= int(later["machines"][0]) - int(plain["machines"][0])
    TuringSpace(states, steps, ngram, True).check(part)


def test_cells_that_remember_are_part_of_a_walks_identity():
    assert TuringSpace(3, 21, 2, True).identity() == {**TuringSpace(3, 21, 2).identity(), "histories": 1}
