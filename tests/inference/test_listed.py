"""Predictors as a model set, and what an inference says of itself."""

import math

import numpy as np
import pytest

from ait.errors import InputError
from ait.inference.bits_back import bits_back_decode, bits_back_encode
from ait.inference.infer import infer
from ait.inference.listed import Listed
from ait.predictors.base import predictor, surprisals
from ait.predictors.kt import KrichevskyTrofimov
from ait.predictors.mixture import Mixture
from ait.sequence import as_sequence
from ait.sources import generate
from ait.sources.noise import random_bytes

NAMES = ("kt", "context-tree")


def listed(k=2, bits=None):
    return Listed({name: (lambda name=name: predictor(name, k)) for name in NAMES}, bits)


def test_the_evidence_is_that_of_the_mixture_of_predictors():
    x = generate("even", 800, seed=1)
    found = infer(x, listed())
    mixed = surprisals(Mixture([predictor(name, 2) for name in NAMES]), x.symbols).sum()
    assert found.evidence_bits == pytest.approx(mixed, abs=1e-6)


def test_code_lengths_are_weights():
    x = "0" * 30
    found = infer(x, listed(bits={"context-tree": 3, "kt": 1}), normalised=False)
    assert found.models.code_bits.tolist() == [1.0, 3.0]
    each = [-float(surprisals(predictor(name, 2), np.zeros(30, int)).sum()) for name in NAMES]
    assert found.evidence_bits == pytest.approx(-math.log2(2 ** (each[0] - 1) + 2 ** (each[1] - 3)))


def test_bits_back_with_models_that_learn():
    models = listed(3)
    x = as_sequence("2102102012210", alphabet=3)
    found = infer(x, models)
    message = bits_back_encode(found, found.posterior, bytes(random_bytes(24)))
    assert message.net_bits == pytest.approx(found.evidence_bits, abs=1e-6)
    back = bits_back_decode(message.data, len(x), models, lambda s: infer(as_sequence(s, alphabet=3), models).posterior)
    assert back[0].tolist() == x.symbols.tolist()


def test_what_is_no_list_of_models():
    with pytest.raises(InputError, match="one alphabet, not over none"):
        Listed({})
    with pytest.raises(InputError, match="one alphabet"):
        Listed({"a": lambda: KrichevskyTrofimov(2), "b": lambda: KrichevskyTrofimov(3)})
    with pytest.raises(InputError, match="no prefix code"):
        listed(bits={"kt": 0.5, "context-tree": 1})
    with pytest.raises(InputError, match="are needed for kt, context-tree"):
        listed(bits={"kt": 0.5})


def test_an_inference_says_what_it_is_in_a_line():
    assert (
        repr(infer("0001000", "bernoulli", parts=4))
        == "Inference(7 symbols, 5 models: evidence 6.57, two-part 6.81 bits)"
    )
    assert repr(infer("0110", "periodic", longest=2)) == "Inference(4 symbols, 4 models: none allows the sequence)"
