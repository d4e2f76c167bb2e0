from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from ait.errors import InputError
from ait.predictors.base import predictor, surprisals
from ait.predictors.context_tree import ContextTree
from ait.predictors.kt import KrichevskyTrofimov
from ait.predictors.mixture import Mixture


def members(k: int) -> list[KrichevskyTrofimov | ContextTree]:
    return [KrichevskyTrofimov(k), ContextTree(k, 2), ContextTree(k, 0)]


@pytest.mark.parametrize("weights", [None, (0.5, 0.25, 0.25)])
def test_the_mixture_is_the_weighted_sum_of_block_probabilities(weights: tuple[float, ...] | None) -> None:
    total = 0.0
    for word in itertools.product(range(2), repeat=8):
        x = np.array(word)
        each = [2.0 ** -member.surprisals(x).sum() for member in members(2)]
        expected = sum(w * p for w, p in zip(weights or [1 / 3] * 3, each, strict=True))
        found = 2.0 ** -Mixture(members(2), weights).surprisals(x).sum()
        assert found == pytest.approx(expected, rel=1e-12)
        total += found
    assert total == pytest.approx(1.0)


@pytest.mark.parametrize("k", [2, 5])
def test_one_by_one_and_all_at_once_agree_and_so_do_the_weights(k: int) -> None:
    x = np.tile([0, 1, 1, k - 1], 100)
    together, single = Mixture(members(k)), Mixture(members(k))
    bits = np.concatenate([together.surprisals(x[:150]), together.surprisals(x[150:])])
    for symbol, expected in zip(x.tolist(), bits, strict=True):
        chances = single.probabilities()
        assert chances.sum() == pytest.approx(1.0)
        assert -math.log2(chances[symbol]) == pytest.approx(expected, abs=1e-9)
        single.update(symbol)
    assert single.weights == pytest.approx(together.weights, abs=1e-9)
    assert single.weights[1] > 0.99


def test_a_member_that_is_thousands_of_bits_behind_comes_back() -> None:
    rng = np.random.default_rng(1)
    x = np.concatenate([np.tile([0, 1], 3000), rng.integers(0, 2, 20_000)])
    best = min(surprisals(member, x).sum() for member in members(2))
    assert Mixture(members(2)).surprisals(x).sum() <= best + math.log2(3) + 1e-6


def test_the_mixture_by_name_is_of_kt_and_context_tree() -> None:
    assert predictor("mixture", 2).description.startswith("mixture of memoryless source, add 1/2; all context trees")
    assert predictor("mixture", 3, members=("kt",)).probabilities() == pytest.approx([1 / 3] * 3)


def test_impossible_mixtures_are_refused() -> None:
    with pytest.raises(InputError, match="at least one predictor"):
        Mixture([])
    with pytest.raises(InputError, match="share one alphabet"):
        Mixture([KrichevskyTrofimov(2), KrichevskyTrofimov(3)])
    for weights in ((1.0,), (0.5, 0.6), (1.5, -0.5)):
        with pytest.raises(InputError, match="positive weights with sum 1"):
            Mixture([KrichevskyTrofimov(2), KrichevskyTrofimov(2)], weights)
