from __future__ import annotations

import contextlib
import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ait.errors import DecodeError, InputError
from ait.estimate import Kind
from ait.measures.lempel_ziv import (
    lempel_ziv,
    lempel_ziv_code,
    lempel_ziv_decode,
    lempel_ziv_encode,
    lempel_ziv_phrases,
)
from ait.measures.suffix_array import suffix_array
from ait.sequence import Sequence, as_sequence
from tests.naive import lempel_ziv as naive

SMALL = [(2, n) for n in range(1, 12)] + [(3, n) for n in range(1, 8)]


def words(k: int, n: int) -> list[tuple[int, ...]]:
    return list(itertools.product(range(k), repeat=n))


@pytest.mark.parametrize(("k", "n"), SMALL)
def test_all_short_strings_are_cut_as_the_definition_says(k: int, n: int) -> None:
    for word in words(k, n):
        found = lempel_ziv_phrases(as_sequence(list(word), alphabet=k))
        ends = [*found.starts.tolist()[1:], n]
        expected = naive.phrases(word)
        assert [word[a:b] for a, b in zip(found.starts.tolist(), ends, strict=True)] == expected
        assert len(found) == naive.kaspar_schuster(word)


@pytest.mark.parametrize(("k", "n"), SMALL)
def test_all_short_strings_decode_and_their_code_is_the_plain_one(k: int, n: int) -> None:
    kraft = 0.0
    for word in words(k, n):
        sequence = as_sequence(list(word), alphabet=k)
        expected = naive.code(word, k, lempel_ziv_phrases(sequence).sources.tolist())
        assert lempel_ziv_code(sequence).bits == len(expected)
        data = lempel_ziv_encode(sequence)
        assert data == int(expected.ljust(8 * len(data), "0"), 2).to_bytes(len(data), "big")
        assert tuple(lempel_ziv_decode(data, n, k).tolist()) == word
        kraft += 2.0 ** -len(expected)
    assert kraft <= 1.0


@settings(deadline=None)
@given(st.lists(st.integers(0, 999), min_size=1, max_size=300), st.integers(0, 3))
def test_any_sequence_decodes(symbols: list[int], scale: int) -> None:
    sequence = as_sequence([symbol % (2, 3, 250, 1000)[scale] for symbol in symbols], alphabet=1000)
    restored = lempel_ziv_decode(lempel_ziv_encode(sequence), len(sequence), 1000)
    assert np.array_equal(restored, sequence.symbols)


@settings(deadline=None)
@given(st.binary(max_size=60), st.integers(0, 100), st.sampled_from((2, 3, 256, 70_000)))
def test_hostile_bytes_are_refused_or_decode_to_symbols_of_the_alphabet(data: bytes, n: int, k: int) -> None:
    largest = []
    with contextlib.suppress(DecodeError):
        largest.append(int(lempel_ziv_decode(data, n, k).max(initial=0)))
    assert not largest or largest[0] < k


def test_cut_and_lengthened_codes_are_refused() -> None:
    sequence = as_sequence("0001101001000101" * 3)
    data = lempel_ziv_encode(sequence)
    for damaged in (data[:-1], data + b"\0", data + data, b""):
        with pytest.raises(DecodeError):
            lempel_ziv_decode(damaged, len(sequence), 2)
    with pytest.raises(InputError, match="alphabet of 1"):
        lempel_ziv_decode(data, 4, 1)


@settings(deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=80))
def test_the_suffix_array_is_in_order(symbols: list[int]) -> None:
    expected = sorted(range(len(symbols)), key=lambda i: symbols[i:])
    assert suffix_array(as_sequence(symbols, alphabet=4)).tolist() == expected
    assert suffix_array(as_sequence([70_000 * symbol for symbol in symbols])).tolist() == expected


def test_the_suffix_array_of_a_long_text_is_in_order() -> None:
    for sequence in (as_sequence("01" * 3000 + "1" * 500), as_sequence(np.random.default_rng(1).bytes(5000))):
        text = sequence.symbols.tobytes()
        assert suffix_array(sequence).tolist() == sorted(range(len(text)), key=lambda i: text[i:])


def thue_morse(n: int) -> Sequence:
    return as_sequence(np.array([i.bit_count() % 2 for i in range(n)], np.uint8))


def test_the_thue_morse_word_has_logarithmically_many_phrases() -> None:
    assert [len(lempel_ziv_phrases(thue_morse(1 << e))) for e in range(3, 13)] == [
        naive.kaspar_schuster(tuple(thue_morse(1 << e).symbols.tolist())) for e in range(3, 13)
    ]
    assert len(lempel_ziv_phrases(thue_morse(1 << 16))) < 60
    assert lempel_ziv_code(thue_morse(1 << 16)).bits < 2000


def test_a_constant_sequence_has_two_phrases() -> None:
    assert len(lempel_ziv_phrases("0" * 1000)) == 2
    assert lempel_ziv_code("0" * 1000).bits < 25


def test_the_rate_of_fair_coins_tends_to_one_bit() -> None:
    estimate = lempel_ziv(np.random.default_rng(9).integers(0, 2, 200_000))
    assert estimate.per_symbol(200_000) == pytest.approx(1.0, abs=0.03)
    assert estimate.kind is Kind.ESTIMATE
    assert not estimate.is_code
    four = lempel_ziv(np.random.default_rng(9).integers(0, 4, 200_000))
    assert four.per_symbol(200_000) == pytest.approx(2.0, abs=0.05)


def test_the_code_is_an_upper_bound_that_says_where_bits_are_paid() -> None:
    estimate = lempel_ziv_code("abba" * 50)
    assert estimate.is_code
    assert set(estimate.parts) == {"lengths", "pointers", "symbols", "alphabet"}
    assert math.isclose(sum(estimate.parts.values()), estimate.bits)
