"""Causal states, statistical complexity, excess entropy: published values, closed forms, block entropies."""

import math
from itertools import product

import numpy as np
import pytest

from ait.errors import InputError
from ait.sources.processes import (
    Process,
    bernoulli,
    even,
    fair,
    golden_mean,
    markov,
    rrxor,
    simple_nonunifilar,
    unifilar,
)
from ait.sources.renewal import renewal
from tests import known_values_sources as known


def entropy(*p: float) -> float:
    return -sum(x * math.log2(x) for x in p if x)


def block_entropy(process: Process, length: int) -> float:
    words = np.array(list(product(range(process.k), repeat=length)), np.uint8)
    found = [process.bits(word.tolist()) for word in words]
    return sum(2**-b * b for b in found if b < math.inf)


def test_golden_mean() -> None:
    process = golden_mean()
    assert process.statistical_complexity == pytest.approx(entropy(1 / 3, 2 / 3), abs=1e-12)
    assert process.excess_entropy == pytest.approx(entropy(1 / 3, 2 / 3) - 2 / 3, abs=1e-12)


def test_even() -> None:
    process = even()
    assert process.statistical_complexity == pytest.approx(entropy(1 / 3, 2 / 3), abs=1e-12)
    assert process.excess_entropy == pytest.approx(entropy(1 / 3, 2 / 3), abs=1e-12)


def test_rrxor() -> None:
    process = rrxor()
    assert process.entropy_rate == pytest.approx(2 / 3, abs=1e-12)
    assert process.structure.causal_states == 5
    assert process.statistical_complexity == pytest.approx(entropy(1 / 3, *[1 / 6] * 4), abs=1e-12)
    # The whole future tells the phase and the bits, so that all that is kept is of use.
    assert process.excess_entropy == pytest.approx(process.statistical_complexity, abs=1e-9)
    assert process.excess_entropy == pytest.approx(known.RRXOR_EXCESS_ENTROPY, abs=5e-4)


def test_rrxor_holds_in_every_sample() -> None:
    x = rrxor().sample(3000, seed=4).reshape(-1, 3)
    phases = [np.roll(x.ravel(), -phase)[:2997].reshape(-1, 3) for phase in range(3)]
    right = [bool((each[:, 0] ^ each[:, 1] == each[:, 2]).all()) for each in phases]
    assert right.count(True) == 1


def test_simple_nonunifilar() -> None:
    process = simple_nonunifilar()
    assert process.entropy_rate == pytest.approx(known.SIMPLE_NONUNIFILAR_RATE, abs=5e-7)
    assert process.statistical_complexity == pytest.approx(known.SIMPLE_NONUNIFILAR_COMPLEXITY, abs=5e-3)
    assert process.excess_entropy == pytest.approx(known.SIMPLE_NONUNIFILAR_EXCESS_ENTROPY, abs=5e-4)


@pytest.mark.needs_jit
@pytest.mark.parametrize(
    "process", [simple_nonunifilar(), golden_mean(0.3), markov([[0.9, 0.1], [0.3, 0.7]]), even(0.4)]
)
def test_excess_entropies_are_limits_of_block_entropies(process: Process) -> None:
    assert process.excess_entropy is not None
    below = [block_entropy(process, n) - n * process.entropy_rate for n in (4, 8, 12)]
    assert below[0] <= below[1] + 1e-9 <= below[2] + 2e-9
    assert below[-1] <= process.excess_entropy + 1e-9
    assert process.excess_entropy - below[-1] < 0.02


def test_chains_of_first_order_have_a_closed_form() -> None:
    random = np.random.default_rng(5)
    for k in (2, 3, 5, 8):
        matrix = random.dirichlet(np.ones(k), size=k)
        process = markov(matrix)
        expected = entropy(*process.start.tolist()) - process.entropy_rate
        assert process.excess_entropy == pytest.approx(expected, abs=1e-9)
        assert process.structure.causal_states == k
        assert process.excess_entropy <= process.statistical_complexity


def test_independent_symbols_have_no_structure() -> None:
    for process in (bernoulli(0.3), fair(256), markov([[0.2, 0.8], [0.2, 0.8]])):
        assert process.structure.causal_states == 1
        assert process.statistical_complexity == 0.0
        assert process.excess_entropy == pytest.approx(0.0, abs=1e-12)


def test_states_that_predict_alike_are_merged() -> None:
    # The golden mean process with its first state split in two that differ in name alone.
    split = np.zeros((2, 3, 3))
    split[0, 0, 1] = split[0, 1, 0] = split[1, 0, 2] = split[1, 1, 2] = 0.5
    split[0, 2, 0] = 1.0
    process = unifilar(split)
    assert process.structure.causal_states == 2
    assert process.excess_entropy == pytest.approx(golden_mean().excess_entropy, abs=1e-9)


def test_a_period_is_all_that_is_kept() -> None:
    turn = np.zeros((2, 4, 4))
    for state, symbol in enumerate((0, 0, 1, 1)):
        turn[symbol, state, (state + 1) % 4] = 1.0
    assert unifilar(turn).excess_entropy == pytest.approx(2.0, abs=1e-12)


def test_hidden_states_of_an_unknown_kind_are_not_guessed() -> None:
    known_one = simple_nonunifilar()
    plain = Process(known_one.transitions, known_one.start, known_one.entropy_rate)
    assert plain.excess_entropy is None
    assert plain.statistical_complexity is None


def test_renewal_agrees_with_the_golden_mean() -> None:
    # Its 1s are at least two apart; counts of 1 and more predict alike, so that only the complexity differs.
    n = np.arange(2, 60)
    found = renewal(np.concatenate([[0.0], 2.0 ** -(n - 1.0)]) / (1 - 2.0**-58))
    assert found.entropy_rate == pytest.approx(2 / 3, abs=1e-9)
    assert found.excess_entropy == pytest.approx(golden_mean().excess_entropy, abs=1e-9)
    for gaps in ([], [0.5], [1.5, -0.5], [[1.0]]):
        with pytest.raises(InputError, match="renewal"):
            renewal(np.array(gaps))
