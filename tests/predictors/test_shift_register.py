"""Shift registers: Berlekamp and Massey against lists and against all recurrences, and the code against its sum."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from ait.coder import decode, encode, encode_bits
from ait.errors import InputError
from ait.predictors.base import predictor
from ait.predictors.shift_register import ShiftRegister, empty_register
from ait.predictors.shift_register_kernel import LENGTH, learn_bits
from ait.sources import generate
from ait.sources.words import shift_register
from tests.naive import shift_register as naive


def run(bits: list[int], pieces: int = 1) -> tuple[list[int], int]:
    """Discrepancies and length by the kernel, the bits given in several pieces."""
    register = empty_register(len(bits))
    wrong = np.empty(len(bits), np.uint8)
    data = np.array(bits, np.uint8)
    for part in np.array_split(np.arange(len(bits)), pieces):
        taken = np.empty(len(part), np.uint8)
        learn_bits(register, len(bits), data[part], taken)
        wrong[part] = taken
    return wrong.tolist(), int(register.state[LENGTH])


@pytest.mark.parametrize("n", range(1, 11))
def test_all_short_strings(n: int) -> None:
    total = Fraction(0)
    for word in itertools.product((0, 1), repeat=n):
        bits = list(word)
        wrong, length = naive.discrepancies(bits)
        assert run(bits, 1 + n // 3) == (wrong, length)
        if n <= 8:
            assert length == naive.linear_complexity(bits)
        exact = naive.probability(wrong)
        total += exact
        assert ShiftRegister(2, n).surprisals(np.array(bits)).sum() == pytest.approx(-math.log2(exact), abs=1e-9)
    assert total == 1


@pytest.mark.parametrize("n", [63, 64, 65, 127, 128, 129, 200, 400])
def test_strings_around_the_edges_of_words(n: int) -> None:
    rng = np.random.default_rng(n)
    for _ in range(5):
        bits = rng.integers(0, 2, n).tolist()
        assert run(bits, 3) == naive.discrepancies(bits)
        late = [0] * (n - 1) + [1]
        assert run(late) == naive.discrepancies(late)
        assert run(late)[1] == n
        period = rng.integers(0, 2, 70).tolist() * 10
        assert run(period[:n]) == naive.discrepancies(period[:n])


@pytest.mark.parametrize("width", [1, 2, 3, 7, 40])
@pytest.mark.parametrize("n", [1, 2, 9, 31])
def test_one_by_one_in_pieces_and_all_at_once_agree(n: int, width: int) -> None:
    symbols = np.random.default_rng(n).integers(0, 2, n)
    together = ShiftRegister(2, n, width).surprisals(symbols)
    single, pieces = ShiftRegister(2, n, width), ShiftRegister(2, n, width)
    assert np.concatenate([pieces.surprisals(part) for part in np.array_split(symbols, 4)]) == pytest.approx(together)
    for symbol, bits in zip(symbols.tolist(), together, strict=True):
        chances = single.probabilities()
        assert chances.sum() == pytest.approx(1.0)
        assert -math.log2(chances[symbol]) == pytest.approx(bits, abs=1e-9)
        single.update(symbol)


def test_lanes_are_codes_of_their_own() -> None:
    symbols = np.random.default_rng(3).integers(0, 2, 100)
    bits = ShiftRegister(2, 100, 3).surprisals(symbols)
    for lane in range(3):
        alone = ShiftRegister(2, len(symbols[lane::3])).surprisals(symbols[lane::3])
        assert bits[lane::3] == pytest.approx(alone)


@pytest.mark.parametrize("taps", [(4, 3), (31, 28), (89, 38), (521, 32)])
def test_a_shift_register_is_found_and_costs_twice_its_length(taps: tuple[int, ...]) -> None:
    n = 8 * max(taps)
    register = ShiftRegister(2, n)
    bits = register.surprisals(shift_register(n, taps, state=5)).sum()
    assert register.length == max(taps)
    assert bits < 2 * max(taps) + math.log2(n) + 1


@pytest.mark.needs_jit
def test_of_mersenne_twister_each_bit_is_a_register_of_19937() -> None:
    words = np.random.RandomState(1).randint(0, 1 << 32, 45_000, np.uint32)
    for place in (31, 0):
        bits = (words >> np.uint32(place) & np.uint32(1)).astype(np.uint8)
        register = ShiftRegister(2, bits.size)
        length = register.surprisals(bits).sum()
        assert register.length == 19_937
        assert 39_000 < length < 39_900


@pytest.mark.needs_jit
def test_chance_costs_one_bit_more_than_its_listing() -> None:
    x = generate("random-bits", 20_000).symbols
    register = ShiftRegister(2, x.size)
    assert register.surprisals(x).sum() == pytest.approx(x.size + 1, abs=1e-3)
    assert abs(register.length - x.size // 2) < 10


@pytest.mark.parametrize("width", [1, 4])
def test_what_was_coded_decodes_and_is_as_long_as_predicted(width: int) -> None:
    for symbols in (shift_register(300), generate("random-bits", 90).symbols, np.zeros(5, np.uint8)):
        n = len(symbols)
        word, size = encode_bits(symbols, predictor("shift-register", 2, n, width=width))
        assert np.array_equal(decode(word, n, predictor("shift-register", 2, n, width=width)), symbols)
        assert size <= ShiftRegister(2, n, width).surprisals(symbols).sum() * 1.001 + 2


def test_bits_that_were_certain_and_come_otherwise_still_have_a_code_word() -> None:
    symbols = np.concatenate([shift_register(4000, (4, 3)), [0, 1, 1, 0] * 5]).astype(np.uint8)
    word = encode(symbols, ShiftRegister(2, symbols.size))
    assert np.array_equal(decode(word, symbols.size, ShiftRegister(2, symbols.size)), symbols)
    assert ShiftRegister(2, symbols.size).surprisals(symbols).sum() > 4000


def test_a_register_that_grows_too_long_is_given_up() -> None:
    bits = np.random.default_rng(5).integers(0, 2, 300)
    limited, free = ShiftRegister(2, 300, longest=20), ShiftRegister(2, 300)
    cost, whole = limited.surprisals(bits), free.surprisals(bits)
    assert 20 < limited.length < 30 < free.length
    assert cost.sum() == pytest.approx(whole.sum(), abs=1)
    single = ShiftRegister(2, 300, longest=20)
    for symbol, said in zip(bits.tolist(), cost, strict=True):
        assert -math.log2(single.probabilities()[symbol]) == pytest.approx(said, abs=1e-9)
        single.update(symbol)
    total = 0.0
    for word in itertools.product((0, 1), repeat=9):
        total += 2.0 ** -ShiftRegister(2, 9, longest=2).surprisals(np.array(word)).sum()
    assert total == pytest.approx(1)


def test_other_alphabets_and_more_bits_than_announced_are_refused() -> None:
    with pytest.raises(InputError, match="read the data as bits"):
        ShiftRegister(3, 10)
    with pytest.raises(InputError, match="number of bits"):
        ShiftRegister(2)
    with pytest.raises(InputError, match="width"):
        ShiftRegister(2, 10, 0)
    full = ShiftRegister(2, 2)
    full.surprisals(np.array([0, 1]))
    for more in (lambda: full.surprisals(np.array([1])), full.probabilities, lambda: full.update(0)):
        with pytest.raises(InputError, match="made for 2 bits"):
            more()
