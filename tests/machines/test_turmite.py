"""Turmites against the definition read slowly: text, numbers, runs, pictures, turns."""

import itertools
import random

import numpy as np
import pytest

from ait.errors import InputError, MachineError
from ait.machines import turmite
from tests.naive import turmite as naive


def as_strings(cells):
    return tuple("".join(map(str, row)) for row in cells.tolist())


def random_machines(states, count, seed):
    chance = random.Random(seed)
    return [turmite.from_number(chance.randrange((8 * states + 2) ** (2 * states)), states) for _ in range(count)]


@pytest.mark.parametrize("states", [1, 2])
def test_numbers_text_and_machines_name_each_other(states):
    numbers = range(100) if states == 1 else range(0, 18**4, 1013)
    for value in numbers:
        machine = turmite.from_number(value, states)
        assert turmite.number(machine) == value
        assert turmite.parse(str(machine)) == machine
        table = naive.decode(value, states)
        for (state, symbol), (write, move, after) in table.items():
            entry = machine.table[2 * state + symbol]
            assert (entry.write, entry.move, entry.next) == (write, move or "-", after or 0)


@pytest.mark.parametrize("states", [2, 3, 5])
def test_runs_are_those_of_the_definition(states):
    for machine, blank in itertools.product(random_machines(states, 150, states), (0, 1)):
        table = naive.decode(turmite.number(machine), states)
        halted, picture, steps = naive.simulate(table, 60, blank)
        found = turmite.run(machine, steps=60, blank=blank)
        assert (found.status is turmite.Status.HALTED, as_strings(found.cells), found.steps) == (halted, picture, steps)


def test_turning_a_machine_turns_its_output_and_exchanging_symbols_complements_it():
    for machine, symmetry in itertools.product(random_machines(3, 40, 7), range(8)):
        found = turmite.run(machine, steps=50)
        turned = turmite.run(turmite.turn(machine, symmetry), steps=50)
        assert np.array_equal(turned.cells, turmite.turn_cells(found.cells, symmetry))
        exchanged = turmite.run(turmite.exchange(machine), steps=50, blank=1)
        assert np.array_equal(exchanged.cells, 1 - found.cells)
        assert (turned.steps, exchanged.steps) == (found.steps, found.steps)
    assert turmite.exchange(turmite.exchange(machine)) == machine


def test_the_last_picture_is_the_output_and_the_head_is_where_it_was():
    machine = turmite.parse("1RB1UB_1LA1-H")
    pictures = turmite.frames(machine, 100)
    found = turmite.run(machine, steps=100)
    assert len(pictures) == found.steps + 1
    assert np.array_equal(pictures[-1].cells, found.cells)
    assert pictures[-1].head == found.head
    assert pictures[0].head == found.start
    assert not pictures[0].cells.any()


def test_nonsense_is_refused_by_name():
    for text in ("", "1RB", "1RB1LB_1LA", "1XB1LB_1LA1-H", "2RB1LB_1LA1-H", "1RC1LB_1LA1-H", "1RB1LB1UA_1LA1-H1UA"):
        with pytest.raises(MachineError):
            turmite.parse(text)
    for value, states in ((-1, 2), (18**4, 2), (0, 0)):
        with pytest.raises(MachineError):
            turmite.from_number(value, states)
    with pytest.raises(MachineError, match="symmetry 8"):
        turmite.turn(turmite.parse("1RB1UB_1LA1-H"), 8)
    with pytest.raises(MachineError, match="entries"):
        turmite.Turmite(2, (turmite.Instruction(0, "-", 0),))
    machine = turmite.parse("1RA1RA")
    with pytest.raises(InputError, match="steps = -1"):
        turmite.run(machine, steps=-1)
    with pytest.raises(InputError, match="blank = 2"):
        turmite.run(machine, steps=1, blank=2)
    with pytest.raises(InputError, match="too large"):
        turmite.run(turmite.parse("1RB1RB_1UA1UA"), steps=30_000)
    with pytest.raises(InputError, match="pictures"):
        turmite.frames(turmite.parse("1RB1RB_1UA1UA"), 2_000)
