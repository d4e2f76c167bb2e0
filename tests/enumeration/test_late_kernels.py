"""Proofs by cells that remember, and runs by blocks: against slow twins, each other, and on every small machine."""

import itertools
import random

import numpy as np
import pytest

from ait.enumeration import closure_kernel, far_run_kernel, ngram_kernel, turing_late, turing_parts
from ait.enumeration import turing_frame_kernel as node
from ait.machines import turing
from ait.machines.turing_code import from_number
from tests import known_values_turing as known
from tests.enumeration.test_turing_kernels import pack, random_tables, root_frame
from tests.naive import turing as naive
from tests.naive import turing_closure

WORK = closure_kernel.work_space()
HISTORIES = (0, 1, 2, 5, closure_kernel.LATEST_ONCE)


def entries(table, states, symbols=2):
    """A naive table in the form of the kernels; entries that are missing or halt are undefined."""
    found = np.full(states * symbols, closure_kernel.UNDEFINED, np.int64)
    for (state, symbol), (write, move, after) in table.items():
        if move:
            found[symbols * state + symbol] = after << 8 | write << 1 | (move == -1)
    return found


def moving(table):
    return {entry: instruction for entry, instruction in table.items() if instruction[1]}


def random_machine(chance, states, symbols):
    table = {
        entry: (chance.randrange(symbols), chance.choice([1, -1]), chance.randrange(states))
        for entry in itertools.product(range(states), range(symbols))
    }
    for entry in chance.sample(sorted(table), chance.randint(0, 2)):
        if entry != (0, 0):
            del table[entry]
    return table


@pytest.mark.parametrize("states", [2, 3, 5])
def test_proofs_equal_the_naive_closure(states):
    answers, compared = [], 0
    for table in random_tables(states, 40, 20 + states):
        for n, history in itertools.product((1, 2, 3), HISTORIES):
            expected = turing_closure.never_halts(moving(table), n, history, 400)
            if expected is not None:
                compared += 1
                answers.append(expected[0])
                fits = expected[1] <= 256
                assert closure_kernel.never_halts(entries(table, states), 2, n, history, 8, WORK) == (
                    expected[0] and fits
                )
    assert {True, False} <= set(answers)
    assert compared > 400


@pytest.mark.parametrize(("states", "symbols"), [(2, 3), (2, 4), (3, 3)])
def test_proofs_of_more_symbols_equal_the_naive_closure(states, symbols):
    chance, answers = random.Random(states * symbols), set()
    for _ in range(60):
        table = random_machine(chance, states, symbols)
        for n, history, width in ((1, 0, 2), (2, 0, 2), (3, 1, 8), (2, 2, 8), (1, closure_kernel.LATEST_ONCE, 8)):
            expected = turing_closure.never_halts(table, n, history, 400)
            if expected is not None and expected[1] <= 256:
                answers.add(expected[0])
                found = closure_kernel.never_halts(entries(table, states, symbols), symbols, n, history, width, WORK)
                assert found == expected[0]
    assert answers == {True, False}


def test_without_histories_the_proofs_are_those_of_the_walk():
    room = np.zeros((2, ngram_kernel.SITUATIONS), np.int64)
    for table in random_tables(4, 150, 3):
        for n in (1, 2, 3):
            plain = ngram_kernel.never_halts(*pack(moving(table)), n, room[0], room[1])
            assert closure_kernel.never_halts(entries(table, 4), 2, n, 0, 1, WORK) == plain


def test_a_proof_that_does_not_fit_is_no_proof():
    tested = 0
    for table in map(moving, random_tables(3, 60, 4)):
        found = turing_closure.never_halts(table, 2, 3, 400)
        if found is not None and found[0] and 4 < found[1] <= 16:
            tested += 1
            fits = [closure_kernel.never_halts(entries(table, 3), 2, 2, 3, width, WORK) for width in (8, 4, 2)]
            assert fits == [True, True, False]
    assert tested > 3


@pytest.mark.parametrize("states", [2, pytest.param(3, marks=pytest.mark.needs_jit)])
def test_no_machine_that_halts_is_proved_to_run_on(states):
    for table in naive.Walk(states, 21).tables:
        for stage in (*turing_late.STAGES, (1, 0, 1), (1, 1, 8), (2, 0, 1)):
            assert not closure_kernel.never_halts(entries(table, states), 2, *stage, WORK)


@pytest.mark.needs_jit
def test_no_machine_of_four_states_that_halts_is_proved_to_run_on():
    powers = np.array([18**power for power in range(8)], np.uint64)
    tape, child, halted = np.zeros(2 * 107 + 1, np.uint8), np.zeros(node.FRAME, np.uint64), []
    for left in range(2, 8):
        for frame in turing_parts.explore(root_frame(4), 4, 107, 0, left)[1]:
            halted.append(frame)
            for choice in np.arange(16 if left == 2 else 0, dtype=np.uint64):
                start = np.uint64(node.define_child(frame, child, choice, 4, powers))
                if node.run_child(frame, child, start, 107, tape)[0] == far_run_kernel.FAR_HALTS:
                    halted.append(child.copy())
    assert len(halted) == known.HALTING_NODES[4] - 1
    tables = turing_late.tables(np.array(halted), 4)
    for stage in turing_late.STAGES:
        proofs = closure_kernel.first_proof(tables, 2, np.array([stage], np.int64), WORK)
        assert np.all(proofs == 1), stage


@pytest.mark.needs_jit
def test_every_machine_of_four_states_that_no_proof_decides_runs_on_in_plain_sight():
    # All that a walk of 20 steps leaves open: by each proof alone, and by a run of 107 steps, cell by cell.
    part, kept = turing_parts.explore(root_frame(4), 4, 20, 0, keep_open=True)
    assert len(kept) == int(part["nodes"][3])
    tables = turing_late.tables(kept, 4)
    fates = turing_late.fates(tables, 107)
    halts = np.zeros(len(tables), np.bool_)
    for row, table in enumerate(tables):
        halts[row] = far_run_kernel.plain_run(table, 2, np.zeros(220, np.uint8), 110, 107)[0] == 0
    assert np.array_equal(halts, fates.halts)
    assert 0 < int(halts.sum()) < 10_000
    for stage in turing_late.STAGES:
        proved = closure_kernel.first_proof(tables, 2, np.array([stage], np.int64), WORK) == 0
        assert not np.any(proved & halts)
        assert np.any(proved)


def far(table, states, symbols, cells, limit):
    bits = (symbols - 1).bit_length()
    crossings = np.zeros(2 * states << (cells * bits), np.int64)
    return far_run_kernel.far_run(entries(table, states, symbols), symbols, cells, bits, limit, crossings)


@pytest.mark.parametrize(("states", "symbols"), [(2, 2), (3, 2), (4, 2), (2, 3), (2, 4), (3, 3)])
def test_runs_by_blocks_end_where_the_definition_says(states, symbols):
    chance, halting = random.Random(10 * states + symbols), 0
    for _ in range(50):
        table = random_machine(chance, states, symbols)
        whole = {entry: table.get(entry, (0, 0, None)) for entry in itertools.product(range(states), range(symbols))}
        halted, output, steps = naive.simulate(whole, 300)
        halting += halted
        for cells in (1, 2, 3, 5):
            verdict, done, lefts, rights = far(table, states, symbols, cells, 300)
            assert (verdict, done) == ((0, steps - 1) if halted else (1, 300))
            if halted:
                # The limit is sharp: the halting step is still to come.
                assert far(table, states, symbols, cells, steps)[:2] == (0, steps - 1)
                assert far(table, states, symbols, cells, steps - 1)[:2] == (1, steps - 1)
                tape = np.zeros(lefts + rights + 2, np.uint8)
                rows = entries(table, states, symbols)
                end = far_run_kernel.plain_run(rows, symbols, tape, lefts + 1, steps)
                seen = tape[end[3] : end[4] + 1].copy()
                seen[end[2] - end[3]] = 0
                assert (end[0], end[5], "".join(map(str, seen))) == (0, steps - 1, output)
    assert halting > 2


def test_a_machine_that_never_leaves_a_block_still_uses_up_its_steps():
    back_and_forth = {(0, 0): (0, 1, 1), (1, 0): (0, -1, 0)}
    for cells in (1, 2, 4):
        assert far(back_and_forth, 2, 2, cells, 12_345)[:2] == (1, 12_345)


@pytest.mark.needs_jit
def test_a_tape_grows_on_both_sides():
    # Right for good, and left for good: further than the first 1,024 blocks of one cell reach.
    for move in (1, -1):
        assert far({(0, 0): (1, move, 0)}, 1, 2, 1, 10_000)[:3:2] == (1, 10_000 if move == -1 else 0)


@pytest.mark.needs_jit
def test_the_champion_of_five_states_is_run_to_its_end():
    machine = turing.parse(known.CHAMPION_5)
    table = {
        divmod(at, 2): (entry.write, entry.move, entry.next) for at, entry in enumerate(machine.table) if entry.move
    }
    limit = turing_late.BUSY_BEAVER[5]
    assert far(table, 5, 2, 12, limit)[:2] == (0, limit - 1)
    assert far(table, 5, 2, 8, limit - 1)[:2] == (1, limit - 1)
    fates = turing_late.fates(entries(table, 5).reshape(1, -1), limit)
    end = turing_late.end_of(entries(table, 5), int(fates.steps[0]), int(fates.lefts[0]), int(fates.rights[0]))
    assert fates.halts.tolist() == [True]
    assert (end.steps + 1, int(end.cells.sum()) + 1) == (47_176_870, 4_098)
    assert from_number(turing.number(machine), 5) == machine
