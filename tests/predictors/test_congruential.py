"""Congruential words: what is found of known generators, and the code over all short strings."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from ait.coder import decode, encode_bits
from ait.errors import InputError
from ait.predictors.congruential import Congruential, Recurrence

GENERATORS = (
    (65539, 0, 2**31),
    (16807, 0, 2**31 - 1),
    (1664525, 1013904223, 2**32),
    (25214903917, 11, 2**48),
    (6364136223846793005, 1442695040888963407, 2**64),
    (1, 0x9E3779B97F4A7C15, 2**64),
    (17, 43, 100),
)


def words(a: int, c: int, m: int, count: int, seed: int = 12345) -> list[int]:
    out = [seed % m]
    while len(out) < count:
        out.append((a * out[-1] + c) % m)
    return out


def bits_of(values: list[int], width: int, little: bool = False) -> np.ndarray:
    texts = [f"{value:0{width}b}" for value in values]
    if little:
        texts = ["".join(text[i : i + 8] for i in range(width - 8, -8, -8)) for text in texts]
    return np.array([int(c) for c in "".join(texts)], np.uint8)


@pytest.mark.parametrize(("a", "c", "m"), GENERATORS)
@pytest.mark.parametrize("seed", [1, 12345, 99991])
def test_a_generator_is_found_in_its_first_words_and_the_rest_is_free(a: int, c: int, m: int, seed: int) -> None:
    width = (m - 1).bit_length()
    made = words(a, c, m, 50, seed)
    predictor = Congruential(2, 50 * width, width)
    cost = predictor.surprisals(bits_of(made, width))
    found = predictor.recurrence
    assert found is not None
    assert all(found.after(x, y) == z for x, y, z in zip(made, made[1:], made[2:], strict=False))
    assert cost[12 * width :].sum() < math.log2(50 * width) + 2


def test_multiplier_and_modulus_are_the_true_ones_where_they_are_told_apart() -> None:
    for a, c, m in GENERATORS[:4]:
        width = (m - 1).bit_length()
        predictor = Congruential(2, 20 * width, width)
        predictor.surprisals(bits_of(words(a, c, m, 20, 1), width))
        assert predictor.recurrence is not None
        assert predictor.recurrence.modulus == m
        assert (predictor.recurrence.multiplier - a) % (m // math.gcd(m, (a - 1) * 1 + c)) == 0


def test_bytes_in_either_order() -> None:
    made = words(1664525, 1013904223, 2**32, 30)
    for little in (False, True):
        right = Congruential(2, 960, 32, little).surprisals(bits_of(made, 32, little)).sum()
        wrong = Congruential(2, 960, 32, not little).surprisals(bits_of(made, 32, little)).sum()
        assert right < 400
        assert wrong > 950


@pytest.mark.parametrize(("width", "n"), [(2, 8), (2, 11), (3, 12)])
def test_over_all_short_strings_the_sum_is_one_and_symbols_one_by_one_cost_the_same(width: int, n: int) -> None:
    total = 0.0
    for number, word in enumerate(itertools.product((0, 1), repeat=n)):
        bits = np.array(word)
        cost = Congruential(2, n, width, fitted=4).surprisals(bits)
        total += 2.0 ** -cost.sum()
        if number % 16 == 0:
            single = Congruential(2, n, width, fitted=4)
            for symbol, expected in zip(word, cost, strict=True):
                assert -math.log2(single.probabilities()[symbol]) == pytest.approx(expected, abs=1e-9)
                single.update(symbol)
    assert total == pytest.approx(1.0)


def test_what_was_coded_decodes_even_if_the_words_stop_to_obey() -> None:
    good = bits_of(words(5, 3, 256, 30), 8)
    for bits in (good, np.concatenate([good, [0, 1, 1], good[::-1]]), good[:70]):
        n = bits.size
        word, size = encode_bits(bits, Congruential(2, n, 8))
        assert np.array_equal(decode(word, n, Congruential(2, n, 8)), bits)
        assert size <= Congruential(2, n, 8).surprisals(bits).sum() * 1.001 + 2


def test_constants_and_counters_and_chance() -> None:
    for step in (0, 1):
        predictor = Congruential(2, 640, 16)
        assert predictor.surprisals(bits_of(words(1, step, 2**16, 40), 16)).sum() < 220
        assert isinstance(predictor.recurrence, Recurrence)
    chance = np.random.default_rng(4).integers(0, 2, 4000)
    predictor = Congruential(2, 4000, 32)
    assert predictor.surprisals(chance).sum() == pytest.approx(4001, abs=0.1)
    assert predictor.recurrence is None


def test_wrong_settings_are_refused() -> None:
    for arguments in ((3, 10), (2, None), (2, 10, 1), (2, 10, 65), (2, 10, 12, True), (2, 10, 8, False, 3)):
        with pytest.raises(InputError, match="congruential words"):
            Congruential(*arguments)
    full = Congruential(2, 1, 2)
    full.update(1)
    for more in (full.probabilities, lambda: full.update(1)):
        with pytest.raises(InputError, match="made for 1 bits"):
            more()
