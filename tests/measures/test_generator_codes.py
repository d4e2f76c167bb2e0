"""Codes that recognise generators: Kraft over all short strings, chance, and what each of them catches."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from ait import InputError, congruential_code, generate, lagged_sum_code, linear_complexity, shift_register_code
from ait.measures.generators import _congruential
from ait.predictors.congruential import Congruential
from ait.sequence import as_sequence
from ait.sources.generators import generator_words

CODES = (shift_register_code, congruential_code, lagged_sum_code)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("n", [1, 2, 7, 9])
def test_over_all_short_strings_the_sum_is_at_most_one(code, n: int) -> None:
    total = 0.0
    for word in itertools.product((False, True), repeat=n):
        estimate = code(np.array(word))
        assert estimate.is_code
        total += 2.0**-estimate.bits
    assert total <= 1 + 1e-9


@pytest.mark.needs_jit
@pytest.mark.parametrize("code", CODES)
def test_chance_costs_a_few_bits_more_than_its_listing(code) -> None:
    for n in (10, 1000, 20_000):
        extra = code(generate("random-bytes", n, n)).bits - 8 * n
        assert -1 < extra < 5


@pytest.mark.needs_jit
def test_what_each_catches() -> None:
    words = {name: generator_words(name, 3000) for name in ("randu", "lcg-32", "minstd", "additive", "xorshift-32")}
    whole = {name: made.astype("<u4").tobytes() for name, made in words.items()}
    for name in ("randu", "lcg-32", "minstd"):
        assert congruential_code(whole[name]).bits < 450
    assert lagged_sum_code((words["randu"] >> np.uint32(23)).astype(np.uint8).tobytes()).bits < 0.5 * 8 * 3000
    assert lagged_sum_code(whole["additive"]).bits < 0.65 * 32 * 3000
    for place in (0, 13, 31):
        assert shift_register_code(words["xorshift-32"] >> np.uint32(place) & np.uint32(1) == 1).bits < 90
    assert shift_register_code(whole["xorshift-32"]).bits < 32 * 75
    assert shift_register_code(words["lcg-32"] >> np.uint32(5) & np.uint32(1) == 1).bits < 90


def test_without_a_recurrence_the_quick_length_is_the_long_one() -> None:
    rng = np.random.default_rng(8)
    for bits in (rng.integers(0, 2, 5000), np.append(rng.integers(0, 2, 900), np.zeros(2000, int)), np.zeros(50, int)):
        bits = bits.astype(np.uint8)
        for width, little in ((2, False), (31, False), (32, True), (64, False)):
            plain = Congruential(2, bits.size, width, little).surprisals(bits).sum()
            assert _congruential(bits, width, little) == pytest.approx(plain, abs=1e-6)


def test_linear_complexities() -> None:
    assert linear_complexity(generate("shift-register", 200)) == 31
    assert linear_complexity("0" * 9) == 0
    assert linear_complexity("0" * 9 + "1") == 10
    with pytest.raises(InputError, match="bits"):
        linear_complexity("0120")


@pytest.mark.needs_jit
def test_bytes_are_read_as_bits_and_other_alphabets_refused() -> None:
    data = bytes(generate("random-bytes", 30).symbols)
    for code in CODES:
        assert code(data).bits == code(as_sequence(np.unpackbits(np.frombuffer(data, np.uint8)) == 1)).bits
        with pytest.raises(InputError, match="read the data as bytes"):
            code("0120")
