from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from ait.errors import InputError
from ait.predictors.base import surprisals
from ait.predictors.kt import KrichevskyTrofimov
from tests.known_values_measures import KT_BLOCKS
from tests.naive import predictors as naive


@pytest.mark.parametrize(("counts", "probability"), KT_BLOCKS.items())
def test_the_block_probabilities_are_the_published_ones(counts: tuple[int, int], probability: Fraction) -> None:
    assert naive.kt(list(counts)) == probability
    block = np.repeat([0, 1], counts)
    assert 2.0 ** -KrichevskyTrofimov(2).surprisals(block).sum() == pytest.approx(float(probability), rel=1e-12)


@pytest.mark.parametrize(("k", "n"), [(2, 8), (3, 5), (5, 3)])
def test_all_short_blocks_have_the_exact_probability_in_any_order(k: int, n: int) -> None:
    total = 0.0
    for word in itertools.product(range(k), repeat=n):
        exact = naive.kt([word.count(symbol) for symbol in range(k)])
        probability = 2.0 ** -KrichevskyTrofimov(k).surprisals(np.array(word)).sum()
        assert probability == pytest.approx(float(exact), rel=1e-12)
        total += probability
    assert total == pytest.approx(1.0)


def test_one_by_one_and_all_at_once_agree() -> None:
    symbols = np.random.default_rng(1).integers(0, 7, 200)
    together = KrichevskyTrofimov(7).surprisals(symbols)
    single = KrichevskyTrofimov(7)
    for symbol, bits in zip(symbols.tolist(), together, strict=True):
        chances = single.probabilities()
        assert chances.sum() == pytest.approx(1.0)
        assert -math.log2(chances[symbol]) == pytest.approx(bits, rel=1e-14)
        single.update(symbol)


def test_symbols_outside_the_alphabet_are_refused() -> None:
    with pytest.raises(InputError, match=r"symbol 2 is not in the predictor's alphabet 0..1"):
        KrichevskyTrofimov(2).update(2)
    with pytest.raises(InputError, match="symbol -1"):
        surprisals(KrichevskyTrofimov(2), np.array([0, -1]))
