"""Prequential codes and NML as a measure: chain rules, and what is infinite."""

import itertools
import math

import numpy as np
import pytest

from ait.errors import InputError
from ait.inference.grids import MarkovGrid
from ait.inference.infer import Inference, infer
from ait.inference.periodic import Periodic
from ait.inference.prequential import prequential
from ait.measures.stochastic_complexity import stochastic_complexity
from ait.sequence import as_sequence


@pytest.mark.parametrize("normalised", [True, False])
@pytest.mark.parametrize(("text", "name"), [("0110110111011", "automata"), ("210210210210", "trees")])
def test_by_the_mixture_it_is_the_evidence(text, name, normalised):
    found = infer(text, name, normalised=normalised)
    curve = prequential(found)
    start = 0.0 if normalised else found.log2_z
    assert curve.mixture_bits == pytest.approx(found.evidence_bits + start, abs=1e-9)
    for size in (1, 5, 9):
        before = infer(as_sequence([int(c) for c in text[:size]], alphabet=found.models.k), found.models)
        assert curve.mixture[:size].sum() == pytest.approx(before.evidence_bits, abs=1e-9)


def test_by_the_best_model_each_symbol_is_priced_by_the_minimiser_before_it():
    models = MarkovGrid(2, 0, 6)
    text = "0110100"
    found, curve = infer(text, models), prequential(infer(text, models))
    for now in range(1, len(text)):
        best = models.model(infer(as_sequence(text[:now], alphabet="01"), models).best)
        chance = best.probabilities()[int(text[now])]
        assert curve.best[now] == pytest.approx(-math.log2(chance) if chance else math.inf)
    assert curve.best_bits == math.inf  # after the first 0 the best model is p(1) = 0
    assert found.evidence_bits < math.inf


def test_excluded_by_all_models_is_infinite_and_stays_so():
    curve = prequential(infer("0101100", Periodic(2, 2)))
    assert np.isfinite(curve.mixture[:4]).all()
    assert np.isposinf(curve.mixture[4:]).all()
    assert np.isposinf(curve.best[4:]).all()


def test_too_much_is_refused():
    models = MarkovGrid(2, 0, 10**6)
    x = as_sequence("01" * 2500)
    with pytest.raises(InputError, match="more than 4,000,000,000 steps"):
        prequential(Inference(models, x, True, np.zeros(models.size)))


@pytest.mark.parametrize(("k", "longest"), [(2, 9), (3, 5), (4, 4)])
def test_nml_is_a_code_that_sums_to_one(k, longest):
    for n in range(1, longest + 1):
        bits = [
            stochastic_complexity(as_sequence(list(x), alphabet=k)).bits for x in itertools.product(range(k), repeat=n)
        ]
        assert math.fsum(2.0**-b for b in bits) == pytest.approx(1, abs=1e-12)


def test_nml_charges_the_alphabet_and_says_where_the_bits_go():
    found = stochastic_complexity("GATTACA")
    assert set(found.parts) == {"data", "complexity", "alphabet"}
    assert found.is_code
    assert stochastic_complexity("0" * 1000).bits == pytest.approx(
        math.log2(math.sqrt(math.pi * 500) + 2 / 3), abs=1e-3
    )
