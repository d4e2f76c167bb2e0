"""Lagged sums of bytes: exact probabilities, decoding, and the choice among all sums."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from ait.coder import decode, encode_bits
from ait.errors import InputError
from ait.predictors.lagged_sums import LaggedSums, all_sums, chosen_sum, sum_bits
from ait.sources.generators import generator_words
from tests.naive import lagged_sums as naive

SUMS = ((1, 2, 6, -9), (1, 2, 0, 0), (3, 31, 1, 1), (5, 7, -1, 1))


@pytest.mark.parametrize("sums", SUMS)
def test_the_length_is_that_of_exact_fractions(sums: tuple[int, int, int, int]) -> None:
    rng = np.random.default_rng(1)
    for symbols in (rng.integers(0, 256, 80), np.full(50, 255), rng.integers(0, 3, 60), np.array([7])):
        symbols = symbols.astype(np.uint8)
        exact = naive.probability(symbols.tolist(), *sums, Fraction(1, 16))
        expected = math.log2(exact.denominator) - math.log2(exact.numerator)
        assert LaggedSums(256, *sums).surprisals(symbols).sum() == pytest.approx(expected)
        number = int(np.flatnonzero((all_sums() == sums).all(axis=1))[0])
        assert sum_bits(symbols, number) == pytest.approx(expected)


def test_probabilities_are_a_law_and_what_is_coded_decodes() -> None:
    symbols = (generator_words("randu", 60) >> np.uint32(23)).astype(np.uint8)
    predictor = LaggedSums(256, 1, 2, 6, -9)
    for symbol in symbols[:10].tolist():
        assert predictor.probabilities().sum() == pytest.approx(1.0)
        predictor.update(symbol)
    word, size = encode_bits(symbols, LaggedSums(256, 1, 2, 6, -9))
    assert np.array_equal(decode(word, 60, LaggedSums(256, 1, 2, 6, -9)), symbols)
    assert size <= LaggedSums(256, 1, 2, 6, -9).surprisals(symbols).sum() * 1.001 + 2


@pytest.mark.needs_jit
def test_the_sum_that_made_the_bytes_is_chosen() -> None:
    for name, shift, sums in (("randu", 23, [1, 2, 6, -9]), ("additive", 23, [3, 31, 1, 1])):
        symbols = (generator_words(name, 1000) >> np.uint32(shift)).astype(np.uint8)
        assert all_sums()[chosen_sum(symbols)].tolist() == sums


@pytest.mark.needs_jit
def test_the_choice_is_the_shortest_of_all() -> None:
    symbols = np.random.default_rng(2).integers(0, 4, 60).astype(np.uint8)
    lengths = [sum_bits(symbols, number) for number in range(len(all_sums()))]
    assert lengths[chosen_sum(symbols)] == pytest.approx(min(lengths))


def test_other_alphabets_and_lags_are_refused() -> None:
    for arguments in ((2, 1, 2), (256, 0, 2), (256, 2, 2)):
        with pytest.raises(InputError, match="lagged sums"):
            LaggedSums(*arguments)
