from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from ait.language_models.token_mixture import TokenMixture


def rows(k: int, n: int, seed: int) -> np.ndarray:
    raw = np.random.default_rng(seed).gamma(0.3, size=(n, k)) + 1e-12
    chances: np.ndarray = raw / raw.sum(axis=1, keepdims=True)
    return chances


@pytest.mark.parametrize(("k", "n"), [(2, 120), (5, 80), (300, 60)])
def test_probabilities_sum_to_one_and_are_what_is_learnt(k: int, n: int) -> None:
    rng = np.random.default_rng(k)
    symbols = np.concatenate([rng.integers(0, k, n // 2), np.tile(rng.integers(0, k, 6), n // 12)])
    mixture, given = TokenMixture(k), rows(k, symbols.size, 1)
    for symbol, row in zip(symbols.tolist(), given, strict=True):
        chances = mixture.probabilities(row)
        assert chances.min() > 0
        assert math.isclose(chances.sum(), 1.0, abs_tol=1e-12)
        assert math.isclose(mixture.learn(symbol, float(row[symbol])), chances[symbol], rel_tol=1e-12)


def test_over_all_strings_the_code_lengths_satisfy_krafts_equality() -> None:
    given, total = rows(3, 6, 2), 0.0
    for word in itertools.product(range(3), repeat=6):
        symbols = np.array(word)
        total += 2.0 ** -TokenMixture(3).surprisals(symbols, given[np.arange(6), symbols]).sum()
    assert total == pytest.approx(1.0, abs=1e-9)


def test_a_model_that_is_always_wrong_costs_little_on_a_constant_string() -> None:
    chances = np.full(5000, 1e-6)
    bits = TokenMixture(50_000).surprisals(np.zeros(5000, np.int64), chances)
    assert bits.sum() < 140
    assert bits[1000:].sum() < 15


def test_a_model_that_is_right_is_hardly_held_back() -> None:
    rng = np.random.default_rng(4)
    symbols, chances = rng.integers(0, 50_000, 3000), rng.choice([0.5, 0.25, 0.01], 3000)
    bits = TokenMixture(50_000).surprisals(symbols, chances)
    assert bits.sum() < -np.log2(chances).sum() + 40


def test_a_repeated_text_is_paid_for_once() -> None:
    rng = np.random.default_rng(6)
    once = rng.integers(0, 50_000, 400)
    bits = TokenMixture(50_000).surprisals(np.concatenate([once, once]), np.full(800, 2.0**-12))
    assert bits[:400].sum() > 400 * 12
    assert bits[400:].sum() < 150


def test_an_impossible_symbol_has_a_price() -> None:
    bits = TokenMixture(1000).surprisals(np.array([7, 7]), np.zeros(2))
    assert np.isfinite(bits).all()
    assert bits[0] == pytest.approx(math.log2(1000) + math.log2(5), abs=0.01)


def test_no_text_costs_much_more_than_its_bytes() -> None:
    """Whatever the model says: the literal law takes over."""
    rng = np.random.default_rng(9)
    literal = np.concatenate([np.full(255, 2.0**-8), np.full(256, 2.0**-16)])
    bits = TokenMixture(511, literal).surprisals(rng.integers(0, 255, 2000), np.full(2000, 1e-9))
    assert bits.sum() < 8 * 2000 * 1.02
