"""Walks over three and four symbols that decide every machine: as runs up to the busy beaver, and as Coq counts."""

import numpy as np
import pytest

from ait.enumeration import symbols_parts as parts
from ait.enumeration import symbols_walk_kernel as node
from ait.enumeration.driver import walk
from ait.enumeration.replay import replay_number
from ait.enumeration.symbols import PROVED_STEPS, SymbolsSpace
from ait.enumeration.symbols_complete import CompleteSymbolsSpace
from ait.enumeration.turing_table import enumerate_turing
from ait.enumeration.verify import verify
from ait.errors import AitError, InputError
from ait.tables.shipped import open_table
from tests.known_values_turing import COQ_HALTING_NODES_BY_SYMBOLS

OUTPUTS = ("length", "word", "count", "least_steps", "witness")


@pytest.mark.needs_jit
@pytest.mark.parametrize("steps", [1, 2, 7, 20, 37, 100])
def test_the_outputs_are_those_of_all_machines_that_halt(steps):
    space, plain = CompleteSymbolsSpace(2, 3, steps), walk(SymbolsSpace(2, 3, 38))
    part = walk(space)
    space.check(part)
    for name in OUTPUTS:
        assert part[name].dtype == plain[name].dtype
        assert np.array_equal(part[name], plain[name])
    halting, non_halting, undecided, long = plain["machines"].tolist()
    assert part["machines"].tolist() == [halting, non_halting + undecided, 0, long]
    assert part["nodes"].tolist()[:4] == [*plain["nodes"].tolist()[:3], 0]
    assert not part["undecided_by_span"].any()
    times = dict(enumerate(part["halting_by_steps"].tolist()))
    for time, machines in zip(part["late_steps"].tolist(), part["late_machines"].tolist(), strict=True):
        assert time > steps
        times[time] = times.get(time, 0) + machines
    for time, machines in enumerate(plain["halting_by_steps"].tolist()):
        assert times.get(time, 0) == machines


@pytest.mark.needs_jit
@pytest.mark.parametrize("steps", [90, 300])
def test_four_symbols_do_not_depend_on_the_first_walk(steps):
    part, usual = walk(CompleteSymbolsSpace(2, 4, steps)), walk(CompleteSymbolsSpace(2, 4))
    for name in (*OUTPUTS, "machines"):
        assert np.array_equal(part[name], usual[name])
    # The longest runs of the literature: the champion's, and those of 7,195 and 6,445 steps.
    assert sorted(usual["late_steps"].tolist())[-4:] == [6_445, 6_445, 7_195, 3_932_964]
    for number, steps_taken in zip(usual["late_number"].tolist(), usual["late_steps"].tolist(), strict=True):
        output, taken = replay_number(number, 2, PROVED_STEPS[2, 4], 4)
        assert taken == steps_taken
        assert taken != 3_932_964 or sum(symbol != "0" for symbol in output) in (2_049, 2_050)


def halting_nodes(symbols, steps):
    """Nodes that halt, and the root, where symbols have names: a node of ours stands for as many as its weight says."""
    root, radix, found, machines = parts.root(2, symbols), 5 * symbols, 0, 0
    for left in range(2, 2 * symbols):
        weight = int(parts.explore(root, 2, symbols, steps, left)[1][:, node.WEIGHT].sum())
        found, machines = found + weight, machines + symbols * weight * radix ** (left - 1)
    # All other machines that halt do so at their last undefined entry.
    rest, remainder = divmod(int(parts.explore(root, 2, symbols, steps)[0]["machines"][0]) - machines, symbols)
    assert remainder == 0
    return found + rest + 1


@pytest.mark.needs_jit
def test_as_many_nodes_halt_as_in_the_verified_classifications():
    assert halting_nodes(3, 38) == COQ_HALTING_NODES_BY_SYMBOLS[2, 3]
    # The champion comes later, with its last entry; its three written symbols have 3! names.
    late = walk(CompleteSymbolsSpace(2, 4, 8_000))
    assert (late["late_steps"].tolist(), late["late_machines"].tolist()) == ([3_932_964], [4 * 6])
    assert halting_nodes(4, 8_000) + 6 == COQ_HALTING_NODES_BY_SYMBOLS[2, 4]


@pytest.mark.needs_jit
def test_the_shipped_table_is_the_one_that_its_command_makes():
    table, made = open_table("turing-2-4"), enumerate_turing(2, symbols=4)
    assert made.name == table.name == "turing-2-4"
    assert (made.fields, made.fields["undecided"]) == (table.fields, 0)
    for name in ("lengths", "words", "counts"):
        assert np.array_equal(getattr(made, name), getattr(table, name))
    assert all(np.array_equal(made.extras[name], table.extras[name]) for name in table.extras)
    assert "23 late halters replayed, the last of which takes 3,932,964 steps" in list(verify(table, witnesses=20))


def test_other_sizes_and_unfinished_walks_are_refused():
    for states, symbols in ((3, 3), (2, 5), (4, 3)):
        with pytest.raises(InputError, match=r"can be decided for \(2,3\), \(2,4\)"):
            CompleteSymbolsSpace(states, symbols)
        with pytest.raises(InputError, match="give a step limit"):
            enumerate_turing(states, symbols=symbols)
    space = CompleteSymbolsSpace(2, 3)
    with pytest.raises(InputError, match="0 to 0"):
        space.run_job(1)
    with pytest.raises(AitError, match="not finished"):
        space.check(space.empty())
