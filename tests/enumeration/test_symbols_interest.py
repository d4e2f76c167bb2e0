"""Where a sample's effort goes: the best allocation for what pilots note, on a scale of nodes a replicate."""

import itertools

import numpy as np
import pytest

from ait.enumeration import symbols_interest
from ait.enumeration import symbols_sample_kernel as kernel
from ait.enumeration.symbols_sample import SymbolsSample


def test_classes_are_those_of_all_strings():
    for symbols, longest in ((2, 7), (3, 6), (4, 5)):
        found = symbols_interest._classes(longest, symbols)
        for length in range(longest + 1):
            strings = itertools.product(range(symbols), repeat=length)
            # In order of first appearance: the first symbol is 0, each new one the next number.
            normal = {string for string in strings if all(c <= len(set(string[:at])) for at, c in enumerate(string))}
            assert found[length] == len(normal)


def test_the_best_interest_goes_with_the_root_of_worth_over_cost_where_outputs_are_many():
    random = np.random.default_rng(1)
    notes = np.zeros((13, 10, 4, kernel.NOTES))
    notes[..., kernel.RUN_SHARE] = random.uniform(1, 2, notes.shape[:3])
    notes[..., kernel.WORTH] = random.uniform(1, 2, notes.shape[:3])
    # A million outputs of each kind.
    notes[..., kernel.WORTH_SQUARED] = notes[..., kernel.WORTH] * 1e-6
    found = symbols_interest._best(notes)
    expected = np.sqrt(notes[..., kernel.WORTH] / notes[..., kernel.RUN_SHARE])
    ratio = np.log2(found / expected)
    # Rounded to quarters of an octave.
    assert ratio.max() - ratio.min() < 0.26
    assert np.sum(found * notes[..., kernel.RUN_SHARE]) == pytest.approx(1, rel=0.1)


def test_kinds_without_outputs_lean_on_wider_ones_unless_they_were_run_often():
    notes = np.zeros((13, 10, 4, kernel.NOTES))
    notes[..., kernel.RUN_SHARE], notes[..., kernel.WORTH], notes[..., kernel.WORTH_SQUARED] = 1.0, 1.0, 1e-4
    notes[12, 0, 0] = 1e-9, 0, 0, 0
    notes[12, 3, 1] = 1e3, 0, 0, 0
    found = symbols_interest._best(notes)
    assert 0.7 < found[12, 0, 0] / found[12, 5, 2] < 1.5
    assert found[12, 3, 1] < found[12, 5, 2] / 8


@pytest.mark.needs_jit
@pytest.mark.parametrize(("states", "symbols", "effort"), [(4, 4, 2e4), (3, 6, 2e4), (4, 9, 2e4)])
def test_effort_is_about_the_nodes_of_a_replicate(states, symbols, effort):
    space = SymbolsSample(states, symbols, 300, effort, 4)
    nodes = [space.nodes(space.run_job(job)) for job in range(4)]
    assert 0.5 < np.mean(nodes) / effort < 1.6


@pytest.mark.needs_jit
def test_the_same_pilots_give_the_same_interest_and_small_spaces_are_no_trouble():
    first = symbols_interest.interest(3, 3, 100, 12, 20_000).copy()
    symbols_interest._interest.cache_clear()
    assert np.array_equal(first, symbols_interest.interest(3, 3, 100, 12, 20_000))
    assert np.all(np.isfinite(first) & (first > 0))
    for states, symbols, longest in ((2, 3, 2), (2, 3, 14), (10, 9, 3)):
        found = symbols_interest.interest(states, symbols, 50, longest, 10)
        assert np.all(np.isfinite(found) & (found > 0))
