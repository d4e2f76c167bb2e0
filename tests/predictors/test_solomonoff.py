from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from ait.coder import decode, encode
from ait.enumeration.lbf_search import search
from ait.errors import InputError
from ait.measures.predicted import predicted
from ait.predictors.base import FastPredictor, surprisals
from ait.predictors.solomonoff import LEAST_PROBABILITY, Solomonoff, forecast
from ait.sources import generate
from tests.naive import lbf as naive

pytestmark = pytest.mark.needs_jit


def symbols(text):
    return np.array([int(symbol) for symbol in text])


def test_probabilities_are_the_ratios_of_the_naive_masses():
    whole = naive.Found(12, 5, False, 300)
    predictor = Solomonoff(2, bits=12)
    for position, symbol in enumerate("0100"):
        x = "0100"[:position]
        masses = [Fraction(whole.mass[x + b]) for b in "01"]
        assert predictor.probabilities() == pytest.approx([float(mass / sum(masses)) for mass in masses])
        predictor.update(int(symbol))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_200_random_bits_cost_at_most_8_bits_more_than_they_are(seed):
    x = format(random.Random(seed).getrandbits(200), "0200b")
    assert surprisals(Solomonoff(2), symbols(x)).sum() <= 207
    found = forecast(x)
    assert 10 < found.informed < 30
    assert found.probability[40:] == pytest.approx(0.5)
    # Where no program but the copy speaks, nothing is proved either.
    assert found.low[100:].max() < 1e-9
    assert found.high[100:].min() > 1 - 1e-9


@pytest.mark.parametrize("bits", [8, 12, 20])
def test_no_short_string_costs_more_than_its_mass(bits):
    for size in (1, 5, 10):
        for value in range(0, 1 << size, 7):
            x = format(value, f"0{size}b")
            found = forecast(x, bits)
            total = (-np.log2(found.probability)).sum()
            assert total <= size + 7 + 1e-9
            mass = search(x, bits=bits).low(size) / 2.0 ** (bits + 4)
            mass += 2.0 ** -(size + 7) if size + 7 > bits else 0.0
            assert total + found.loss.sum() == pytest.approx(-np.log2(mass))
            assert (found.loss >= 0).all()


def test_bounds_hold_the_prediction_and_shrink_with_the_budget():
    x = "010101100"
    small, large = forecast(x, 14), forecast(x, 22)
    for found in (small, large):
        assert (found.low <= found.probability + 1e-12).all()
        assert (found.probability <= found.high + 1e-12).all()
    assert (small.low <= large.low + 1e-12).all()
    assert (large.high <= small.high + 1e-12).all()


def test_a_program_found_makes_the_rest_cheap():
    bits = surprisals(Solomonoff(2), symbols("01" * 100))
    assert bits.sum() < 8
    assert bits[100:].sum() < 1


def test_one_search_gives_what_symbol_after_symbol_gives():
    x = symbols("0010110111")
    fast, slow = Solomonoff(2, bits=18), Solomonoff(2, bits=18)
    assert isinstance(fast, FastPredictor)
    expected = []
    for symbol in x.tolist():
        probabilities = slow.probabilities()
        assert probabilities.sum() == pytest.approx(1)
        expected.append(-np.log2(probabilities[symbol]))
        slow.update(symbol)
    first, second = fast.surprisals(x[:4]), fast.surprisals(x[4:])
    assert np.concatenate([first, second]) == pytest.approx(np.array(expected))
    assert fast.surprisals(x[:0]).tolist() == []


def test_the_coder_makes_real_bits_of_it():
    x = symbols("0101010101010101110100")
    word = encode("0101010101010101110100", Solomonoff(2, bits=18))
    assert decode(word, len(x), Solomonoff(2, bits=18)).tolist() == x.tolist()
    assert 8 * len(word) <= surprisals(Solomonoff(2, bits=18), x).sum() + 2 + 7


def test_probabilities_stay_positive_after_very_long_repetitions():
    found = forecast("0" * 3000 + "1", 12)
    assert found.probability[-1] == LEAST_PROBABILITY
    assert np.isfinite(found.loss).all()


def test_what_is_not_binary_is_refused():
    with pytest.raises(InputError, match="2 kinds, not of 3"):
        Solomonoff(3)
    with pytest.raises(InputError):
        Solomonoff(2, bits=60)
    with pytest.raises(InputError):
        forecast("012")
    with pytest.raises(InputError, match="from the first on"):
        forecast("")
    with pytest.raises(InputError, match="symbol 2"):
        Solomonoff(2, bits=8).update(2)


@pytest.mark.parametrize("source", ["thue-morse", "bernoulli", "golden-mean", "random-bits", "even"])
def test_mixed_with_kt_and_a_context_tree_it_is_never_far_behind_the_best_of_the_three(source):
    x, three = generate(source, 300), ("kt", "context-tree", "solomonoff")
    best = min(predicted(x, name).bits for name in three)
    assert predicted(x, "mixture", members=three).bits <= best + np.log2(3) + 1e-6
