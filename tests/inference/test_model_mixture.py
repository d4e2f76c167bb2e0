"""The mixture of a model set, coded: bytes that decode, as long as the evidence."""

import math

import numpy as np
import pytest

from ait.coder import decode, encode_bits
from ait.inference.automata import Automata
from ait.inference.context_trees import ContextTrees
from ait.inference.grids import MarkovGrid
from ait.inference.infer import infer
from ait.inference.mixture import ModelMixture
from ait.inference.periodic import Periodic
from ait.predictors.base import surprisals
from ait.sources import generate

SETS = [MarkovGrid(2, 1, 6), Automata(2, 6), ContextTrees(2, 3), Periodic(2, 4, (0.125,))]


@pytest.mark.parametrize("models", SETS, ids=lambda models: models.description[:30])
def test_the_evidence_in_real_bytes(models):
    x = generate("even", 120, seed=4)
    evidence = infer(x, models).evidence_bits
    assert surprisals(ModelMixture(models), x.symbols).sum() == pytest.approx(evidence, abs=1e-9)
    data, bits = encode_bits(x, ModelMixture(models))
    assert evidence <= bits + 1e-6
    assert bits <= evidence + 2.01
    assert decode(data, len(x), ModelMixture(models)).tolist() == x.symbols.tolist()


def test_what_no_model_allows_is_still_coded():
    models = Periodic(2, 2)
    x = "0101100101"
    data, bits = encode_bits(x, ModelMixture(models))
    assert bits > 32  # the symbol that no model allows has one part in 2^32
    assert "".join(map(str, decode(data, len(x), ModelMixture(models)))) == x
    mixture = ModelMixture(models)
    for symbol in (0, 1, 0, 0):
        mixture.update(symbol)
    assert mixture.probabilities().tolist() == [0.5, 0.5]


def test_the_mixture_leans_to_what_fits():
    mixture = ModelMixture(Periodic(2, 3))
    for symbol in (0, 1, 0, 1):
        mixture.update(symbol)
    assert mixture.probabilities().tolist() == [1.0, 0.0]
    assert math.isclose(np.sum(ModelMixture(MarkovGrid(3)).probabilities()), 1)
