"""Walks that decide every machine: the same outputs as runs up to the busy beaver, however short the first walk is."""

import dataclasses

import numpy as np
import pytest

from ait.enumeration.driver import walk
from ait.enumeration.replay import replay, replay_number
from ait.enumeration.turing import TuringSpace
from ait.enumeration.turing_complete import CompleteTuringSpace
from ait.enumeration.turing_completion import complete_counts
from ait.enumeration.turing_table import enumerate_turing
from ait.enumeration.verify import VERIFIED_HALTING_NODES, verify
from ait.errors import AitError, InputError, TableError
from ait.machines import turing
from ait.tables.counts_table import CountsTable, load
from ait.tables.shipped import open_table
from tests import known_values_turing as known
from tests.naive import turing as naive

SIZES = [(2, 1, 0), (2, 3, 0), (2, 5, 3), (2, 500, 3)] + [
    pytest.param(*size, marks=pytest.mark.needs_jit)
    for size in ((3, 1, 0), (3, 2, 3), (3, 9, 0), (3, 20, 1), (3, 500, 3), (4, 25, 3), (4, 60, 0), (4, 500, 3))
]
OUTPUTS = ("length", "word", "count", "least_steps", "witness")


@pytest.mark.parametrize(("states", "steps", "ngram"), SIZES)
def test_the_outputs_are_those_of_all_machines_that_halt(states, steps, ngram):
    space, champion = CompleteTuringSpace(states, steps, ngram), known.WALKS[states].busy_beaver_steps
    part, plain = walk(space), walk(TuringSpace(states, champion))
    for name in OUTPUTS:
        assert part[name].dtype == plain[name].dtype
        assert np.array_equal(part[name], plain[name])
    halting, *others = plain["machines"].tolist()
    assert part["machines"].tolist() == [halting, sum(others), 0]
    assert not part["undecided_by_span"].any()
    assert part["nodes"].tolist()[:4] == [*plain["nodes"].tolist()[:3], 0]
    assert int(part["nodes"][2]) + 1 == known.HALTING_NODES[states]
    # Halting times, early and late, and the late halters themselves.
    times = dict(enumerate(part["halting_by_steps"].tolist()))
    for time, machines in zip(part["late_steps"].tolist(), part["late_machines"].tolist(), strict=True):
        assert steps < time <= champion
        times[time] = times.get(time, 0) + machines
    expected = dict(enumerate(plain["halting_by_steps"].tolist()))
    assert {time: machines for time, machines in times.items() if machines} == {
        time: machines for time, machines in expected.items() if machines
    }
    assert int(part["decided"][-1]) == len(part["late_number"])


@pytest.mark.parametrize(("states", "steps"), [(2, 1), (2, 4), pytest.param(3, 8, marks=pytest.mark.needs_jit)])
def test_late_halters_are_the_naive_walks(states, steps):
    part, champion = walk(CompleteTuringSpace(states, steps)), known.WALKS[states].busy_beaver_steps
    late = {}
    for table in naive.Walk(states, champion).tables:
        whole = {entry: table.get(entry, (0, 0, None)) for entry in naive.decode(0, states)}
        halted, _, taken = naive.simulate(whole, champion)
        assert halted
        if taken > steps:
            late[naive.number(whole, states)] = taken
    found = zip(part["late_number"].tolist(), part["late_steps"].tolist(), strict=True)
    assert dict(found) == late
    assert part["late_number"].tolist() == sorted(late)


@pytest.mark.needs_jit
def test_the_result_does_not_depend_on_order_or_workers():
    space = CompleteTuringSpace(4, 30)
    parts = [space.run_job(job) for job in range(space.job_count())]
    assert len(parts) > 1
    backwards = space.empty()
    for part in reversed(parts):
        backwards = space.merge(part, backwards)
    for other in (walk(space), walk(space, workers=2)):
        assert other.keys() == backwards.keys()
        assert all(np.array_equal(other[name], backwards[name]) for name in backwards)
        assert all(other[name].dtype == backwards[name].dtype for name in backwards)


def test_sizes_and_jobs_out_of_range_are_refused():
    for states in (0, 6, 7):
        with pytest.raises(InputError, match=f"states = {states}"):
            CompleteTuringSpace(states)
    with pytest.raises(InputError, match="busy beaver is known; give a step limit"):
        CompleteTuringSpace(6)
    with pytest.raises(InputError, match="0 to 0"):
        CompleteTuringSpace(2).run_job(1)


def test_a_walk_that_is_not_finished_is_refused():
    space = CompleteTuringSpace(2, 3)
    part = walk(space)
    with pytest.raises(AitError, match="halting time"):
        space.check({**part, "late_machines": part["late_machines"][:0]})
    with pytest.raises(AitError, match="not finished"):
        complete_counts(space.empty(), space)


def test_a_complete_walk_is_not_mistaken_for_another():
    assert CompleteTuringSpace(3).identity() == {**TuringSpace(3, 500, 3).identity(), "complete": 1}


@pytest.fixture(scope="module")
def small() -> CountsTable:
    return enumerate_turing(2)


def test_without_a_step_limit_every_machine_is_decided(small, tmp_path):
    fields = small.fields
    assert (small.name, fields["undecided"], fields["steps"], fields["halting_nodes"]) == ("turing-2-2", 0, 6, 19)
    assert fields["total"] + fields["non_halting"] == fields["machines"]
    assert fields["rebuild"] == "ait enumerate turing --states 2 --complete --out FILE"
    assert list(small.extras["undecided_by_span"]) == []
    said = "\n".join(verify(small))
    assert "19 nodes of the tree halt, as in the classification verified by Coq" in said
    assert "0 late halters replayed" in said
    small.save(tmp_path / "two.ait")
    assert list(verify(load(tmp_path / "two.ait"))) == list(verify(small))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"undecided": 0, "halting_nodes": 18}, "18 nodes of the tree halt, not 19"),
        ({"late_halters": 1}, "0 late halters"),
    ],
)
def test_a_wrong_claim_to_be_complete_is_found_out(small, change, complaint):
    with pytest.raises(TableError, match=complaint):
        list(verify(dataclasses.replace(small, fields={**small.fields, **change})))


@pytest.mark.needs_jit
def test_a_wrong_late_halter_is_found_out():
    table = open_table("turing-5-2")
    steps = table.extras["late_steps"].copy()
    steps[7] += 1
    with pytest.raises(TableError, match="does not halt in"):
        list(verify(dataclasses.replace(table, extras={**table.extras, "late_steps": steps}), witnesses=0))


def test_a_machine_is_replayed_by_blocks_as_by_the_definition():
    for states, count in ((1, 36), (2, 10_000)):
        for value in range(0, count, 97):
            machine = turing.from_number(value, states)
            run = turing.run(machine, steps=40)
            halted = run.status is turing.Status.HALTED
            assert replay_number(value, states, 40) == ((run.output, run.steps) if halted else None)
    with pytest.raises(InputError, match="up to four symbols"):
        replay(turing.from_number(5, 1, 5), 10)


@pytest.mark.needs_jit
def test_five_states_are_complete():
    table, limited = open_table("turing-5-2"), open_table("turing-5-2-500")
    assert (table.fields["undecided"], len(table.extras["undecided_by_span"])) == (0, 0)
    assert table.fields["halting_nodes"] == known.HALTING_NODES[5] + known.LATE_HALTERS_5
    assert table.fields["halting_nodes"] == known.VERIFIED_HALTING_NODES_5 == VERIFIED_HALTING_NODES[5]
    late = table.extras["late_machines"]
    assert len(late) == table.fields["late_halters"] == known.LATE_HALTERS_5
    assert int(table.extras["late_steps"].max()) == known.WALKS[5].busy_beaver_steps
    assert int(table.extras["late_steps"].min()) == 501
    # All that is new are the late halters, four images of each.
    assert table.total == limited.total + 4 * int(late.sum())
    assert np.array_equal(table.extras["halting_by_steps"], limited.extras["halting_by_steps"])
    for length in range(1, 17):
        assert np.all(table.dense(length) >= limited.dense(length))
    champion = turing.number(turing.parse(known.CHAMPION_5))
    assert champion in table.columns["witness"] or champion in table.long_columns["witness"]


@pytest.mark.needs_jit
@pytest.mark.slow
def test_a_job_of_five_states_finds_the_late_halters_that_the_table_names():
    space, table = CompleteTuringSpace(5), open_table("turing-5-2")
    part = space.run_job(3)
    assert int(part["machines"][2]) == 0 < len(part["late_number"])
    known_late = dict(zip(table.extras["late_number"].tolist(), table.extras["late_steps"].tolist(), strict=True))
    for number, steps in zip(part["late_number"].tolist(), part["late_steps"].tolist(), strict=True):
        assert known_late[number] == steps
