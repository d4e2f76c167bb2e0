import math
from itertools import product

import numpy as np
import pytest

from ait.errors import InputError
from ait.sequence import as_sequence
from ait.sources.forward_kernel import draw_symbols, forward_bits
from ait.sources.noise import uniform
from ait.sources.processes import bernoulli, even, fair, golden_mean, markov, simple_nonunifilar, unifilar
from tests import known_values_sources as known
from tests.naive import sources as naive

PROCESSES = {
    "bernoulli": bernoulli(0.25),
    "golden mean": golden_mean(),
    "even": even(),
    "simple non-unifilar": simple_nonunifilar(),
    "three symbols": markov([[0.5, 0.25, 0.25], [0.0, 0.5, 0.5], [1.0, 0.0, 0.0]]),
}


@pytest.fixture(params=PROCESSES.values(), ids=PROCESSES.keys())
def process(request):
    return request.param


def block_entropies(process, longest):
    entropies = [0.0]
    for length in range(1, longest + 1):
        bits = [process.bits(list(word)) for word in product(range(process.k), repeat=length)]
        entropies.append(sum(2**-b * b for b in bits if b < math.inf))
    return entropies


def test_probabilities_are_sums_over_paths(process):
    for length in range(1, 5):
        for word in product(range(process.k), repeat=length):
            expected = naive.path_probability(process.transitions, process.start, word)
            got = 2 ** -forward_bits(process.transitions, process.start, np.array(word, np.uint8))
            assert got == pytest.approx(float(expected), rel=1e-12)


def test_probabilities_sum_to_one(process):
    total = sum(2 ** -process.bits(list(word)) for word in product(range(process.k), repeat=6))
    assert total == pytest.approx(1, rel=1e-12)


def test_drawing_equals_the_inverse_distribution(process):
    numbers = uniform(400, seed=2)
    drawn = draw_symbols(process.transitions, process.start, numbers).tolist()
    assert drawn == naive.draw(process.transitions, process.start, numbers.tolist())


def test_the_start_is_stationary(process):
    assert process.transitions.sum(axis=0).T @ process.start == pytest.approx(process.start, rel=1e-12)


@pytest.mark.needs_jit
def test_samples_cost_the_entropy_rate(process):
    length = 200_000
    rates = [process.bits(process.sample(length, seed)) / length for seed in range(5)]
    assert max(abs(rate - process.entropy_rate) for rate in rates) < 0.015


def test_block_differences_come_down_to_the_rate(process):
    entropies = block_entropies(process, 7)
    differences = np.diff(entropies)
    assert np.all(np.diff(differences) < 1e-12)
    assert differences[-1] >= process.entropy_rate - 1e-12


def test_block_differences_of_the_even_process_are_published():
    assert np.diff(block_entropies(even(), 5)) == pytest.approx(known.EVEN_BLOCK_DIFFERENCES, abs=5e-7)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_rates_in_closed_form(p):
    entropy = -p * math.log2(p) - (1 - p) * math.log2(1 - p)
    assert bernoulli(p).entropy_rate == pytest.approx(entropy, rel=1e-12)
    assert golden_mean(p).entropy_rate == pytest.approx(entropy / (1 + p), rel=1e-12)
    assert even(p).entropy_rate == pytest.approx(entropy / (1 + p), rel=1e-12)


def test_the_rate_of_the_nonunifilar_source_is_published():
    process = simple_nonunifilar()
    assert process.entropy_rate == pytest.approx(known.SIMPLE_NONUNIFILAR_RATE, abs=1e-6)
    assert np.diff(block_entropies(process, 14))[-1] == pytest.approx(process.entropy_rate, abs=1e-4)


def test_what_cannot_occur_costs_infinity():
    assert golden_mean().bits("0110") == math.inf
    assert even().bits("0" + "1" * 7 + "0") == math.inf
    assert even().bits("0" + "1" * 8 + "0") < math.inf
    assert bernoulli(1.0).bits("111") == 0


def test_samples_depend_on_the_seed_alone():
    assert golden_mean().sample(64, seed=4).tolist() == golden_mean().sample(64, seed=4).tolist()
    assert golden_mean().sample(64, seed=4).tolist() != golden_mean().sample(64, seed=5).tolist()


def test_a_draw_beyond_the_last_sum_takes_the_last_possible_move():
    transitions = np.array([[[0.3]], [[0.69]], [[0.0]]])
    assert draw_symbols(transitions, np.array([0.9]), np.array([0.99, 0.995, 0.1])).tolist() == [1, 0]


def test_refusals():
    with pytest.raises(InputError, match="0 to 1"):
        bernoulli(1.5)
    with pytest.raises(InputError, match="square"):
        markov([[0.5, 0.5]])
    with pytest.raises(InputError, match="sum to 1"):
        markov([[0.5, 0.4], [0.5, 0.5]])
    with pytest.raises(InputError, match="falls into parts"):
        markov([[1, 0], [0, 1]])
    with pytest.raises(InputError, match="no symbol leads from one state to two"):
        unifilar(simple_nonunifilar().transitions)
    with pytest.raises(InputError, match=r"2\.\.256 symbols"):
        fair(1)
    with pytest.raises(InputError, match="shape"):
        unifilar(np.ones((2, 2)))
    with pytest.raises(InputError, match="at least one symbol"):
        even().sample(0)
    with pytest.raises(InputError, match="outside the alphabet"):
        even().bits([0, 1, 2])
    with pytest.raises(InputError, match="writes 2 symbols"):
        even().bits(as_sequence(b"ab"))
