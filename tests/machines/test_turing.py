"""Turing machines: text and numbers both ways, runs of known machines, pictures, symmetries, clear refusals."""

import random

import numpy as np
import pytest

from ait.errors import InputError, MachineError
from ait.machines import turing
from tests import known_values_turing as known
from tests.naive import turing as naive


def random_machine(chance, states, symbols):
    return turing.from_number(chance.randrange((symbols * (2 * states + 1)) ** (states * symbols)), states, symbols)


@pytest.mark.parametrize("text", known.BUSY_BEAVERS)
def test_busy_beavers_take_their_steps_and_write_their_ones(text):
    run = turing.run(turing.parse(text), steps=200)
    assert run.status is turing.Status.HALTED
    assert (run.steps, sum(run.cells)) == known.BUSY_BEAVERS[text]


@pytest.mark.parametrize("text", known.BUSY_BEAVERS)
def test_a_step_limit_of_exactly_its_steps_is_enough(text):
    machine, steps = turing.parse(text), known.BUSY_BEAVERS[text][0]
    assert turing.run(machine, steps=steps).status is turing.Status.HALTED
    short = turing.run(machine, steps=steps - 1)
    assert (short.status, short.steps) == (turing.Status.OUT_OF_STEPS, steps - 1)


def test_the_champion_of_five_states_starts_as_the_definition_says():
    machine = turing.parse(known.CHAMPION_5)
    table = naive.decode(turing.number(machine), 5)
    for steps in range(200):
        run = turing.run(machine, steps=steps)
        assert (run.status, run.output) == (turing.Status.OUT_OF_STEPS, naive.simulate(table, steps)[1])


@pytest.mark.parametrize("blank", [0, 1])
def test_runs_equal_the_naive_ones(blank):
    chance = random.Random(3)
    for _ in range(300):
        machine = random_machine(chance, 3, 2)
        run = turing.run(machine, steps=40, blank=blank)
        found = run.status is turing.Status.HALTED, run.output, run.steps
        assert found == naive.simulate(naive.decode(turing.number(machine), 3), 40, blank)


@pytest.mark.parametrize(("states", "symbols"), [(1, 2), (2, 2), (5, 2), (2, 3), (3, 4), (1, 10), (25, 2)])
def test_text_and_numbers_go_both_ways(states, symbols):
    chance = random.Random(states)
    for _ in range(50):
        machine = random_machine(chance, states, symbols)
        assert turing.parse(str(machine)) == machine
        assert turing.from_number(turing.number(machine), states, symbols) == machine


@pytest.mark.parametrize(("states", "symbols"), [(2, 2), (3, 2), (2, 3)])
def test_reduced_numbers_count_the_machines_that_first_move_right_into_another_state(states, symbols):
    radix, size = symbols * (2 * states + 1), states * symbols
    count = symbols * (states - 1) * radix ** (size - 1)
    for value in [0, 1, symbols, count - 1, *random.Random(4).sample(range(count), 50)]:
        machine = turing.from_reduced_number(value, states, symbols)
        assert machine.table[0].move == turing.RIGHT
        assert machine.table[0].next != 0
        assert turing.reduced_number(machine) == value
    with pytest.raises(MachineError, match=f"the {count} reduced machines"):
        turing.from_reduced_number(count, states, symbols)


def test_numbers_are_the_published_ones():
    # Digits, least significant first: 1RB is 2 + 1 + 4 = 7, 1LB is 9, 1LA is 5, 1-H is 1; radix 10.
    assert turing.number(turing.parse("1RB1LB_1LA1-H")) == 1597
    # The first digit is now 1 + 2·0 of radix 2.
    assert turing.reduced_number(turing.parse("1RB1LB_1LA1-H")) == 1 + 2 * 159
    assert str(turing.from_number(0, 2)) == "0-H0-H_0-H0-H"


@pytest.mark.parametrize(
    ("spelling", "meant"),
    [
        ("1RB1LB_1LA1RH", "1RB1LB_1LA1-H"),
        ("1RB1LB_1LA0LZ", "1RB1LB_1LA0-H"),
        ("1RB1LB_1LA---", "1RB1LB_1LA1-H"),
        ("1rb1lb_1la1-z", "1RB1LB_1LA1-H"),
        (" 1RB1LB_1LA1RH\n", "1RB1LB_1LA1-H"),
        ("_".join(["0RH0-H"] * 8), "_".join(["0RH0-H"] * 8)),
    ],
)
def test_busy_beaver_spellings_are_read(spelling, meant):
    assert str(turing.parse(spelling)) == meant


def test_h_is_a_state_where_there_are_eight():
    entries = turing.parse("_".join(["0RH0-H"] * 8)).table
    assert (entries[0].halts, entries[0].next, entries[1].halts) == (False, 7, True)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "3 characters"),
        ("1RB", "3 characters"),
        ("1RB1L", "3 characters"),
        ("1RB1LB_1LA", "3 characters"),
        ("1RB1LB_1LA2-H", "'2-H'"),
        ("1RB1LB_1LA1RC", "'1RC'"),
        ("1RB1LB_1LA1UA", "'1UA'"),
        ("1RB1LB_1LA1-A", "'1-A'"),
        ("1RB1LB_1LA²RA", "'²RA'"),
        ("1RA" * 11, "up to 25 states and 10 symbols"),
        ("_".join(["0RA0RA"] * 26), "up to 25 states and 10 symbols"),
    ],
)
def test_unreadable_text_is_refused_by_name(text, complaint):
    with pytest.raises(MachineError, match=complaint):
        turing.parse(text)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: turing.from_number(-1, 2), "numbered from 0"),
        (lambda: turing.from_number(10_000, 2), "the 10000 machines"),
        (lambda: turing.from_number(0, 0), "at least 1 state"),
        (lambda: turing.from_number(0, 2, 1), "at least 1 state and 2 symbols"),
        (lambda: turing.from_reduced_number(0, 1), "there are no reduced machines"),
        (lambda: turing.reduced_number(turing.parse("1LB1LB_1LA1-H")), "'?1LB'?: the first entry"),
        (lambda: turing.Machine(1, 2, ()), "0 entries"),
        (lambda: turing.Machine(1, 2, (turing.Instruction(0, 1, 1),) * 2), "does not fit"),
        (lambda: str(turing.from_number(0, 26)), "use the machine's number"),
        (lambda: turing.exchange(turing.parse("1RB1LB_1LA1-H"), 2), "symbols are 0 to 1"),
    ],
)
def test_machines_that_do_not_exist_are_refused(call, complaint):
    with pytest.raises(MachineError, match=complaint):
        call()


@pytest.mark.parametrize("arguments", [{"steps": -1}, {"steps": 5, "blank": 2}, {"steps": 5, "blank": -1}])
def test_runs_that_make_no_sense_are_refused(arguments):
    with pytest.raises(InputError, match=r"steps = -1|symbols are 0 to 1"):
        turing.run(turing.parse("1RB1LB_1LA1-H"), **arguments)


def test_mirroring_reverses_and_exchanging_complements():
    chance = random.Random(8)
    opposite = str.maketrans("01", "10")
    for _ in range(200):
        machine = random_machine(chance, 3, 2)
        run = turing.run(machine, steps=30)
        mirrored = turing.run(turing.mirror(machine), steps=30)
        exchanged = turing.run(turing.exchange(machine), steps=30, blank=1)
        assert (mirrored.status, mirrored.output, mirrored.steps) == (run.status, run.output[::-1], run.steps)
        assert mirrored.head == len(run.cells) - 1 - run.head
        assert exchanged.output == run.output.translate(opposite)
        assert turing.mirror(turing.mirror(machine)) == machine == turing.exchange(turing.exchange(machine))


def test_exchanging_symbols_of_three_renames_the_output():
    chance = random.Random(9)
    for _ in range(100):
        machine = random_machine(chance, 2, 3)
        run = turing.run(machine, steps=30)
        other = turing.run(turing.exchange(machine, 2), steps=30, blank=2)
        assert other.output == run.output.translate(str.maketrans("02", "20"))


def test_a_picture_shows_each_step():
    machine = turing.parse("1RB1LB_1LA0LC_1RH1LD_1RD0RA")
    cells, heads = turing.space_time(machine, 200)
    whole = turing.run(machine, steps=200)
    assert cells.shape == (108, len(whole.cells))
    assert cells.dtype == np.uint8
    for step in range(108):
        run = turing.run(machine, steps=step)
        left = whole.start - run.start
        row = [0] * left + list(run.cells)
        assert cells[step].tolist() == row + [0] * (len(whole.cells) - len(row))
        assert heads[step] == left + run.head


def test_a_picture_of_no_steps_is_one_blank_cell():
    cells, heads = turing.space_time(turing.parse("1RB1LB_1LA1-H"), 0, blank=1)
    assert (cells.tolist(), heads.tolist()) == ([[1]], [0])


def test_a_picture_that_is_too_large_is_refused():
    with pytest.raises(InputError, match="ask for fewer steps"):
        turing.space_time(turing.parse("0RB0RA_0RA0RB"), 10_001)
