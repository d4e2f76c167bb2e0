from __future__ import annotations

import contextlib
import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ait.coder import decode, encode, encode_bits
from ait.coder_kernel import Writer, finish, write_one
from ait.errors import DecodeError, InputError
from ait.predictors.base import Predictor, predictor, surprisals
from ait.sequence import as_sequence
from tests.naive import coder as naive

NAMES = ("kt", "context-tree", "context-mixing", "mixture")


class Given:
    """A predictor that always gives the same probabilities."""

    description = "given"

    def __init__(self, *chances: float) -> None:
        self.k = len(chances)
        self.chances = np.array(chances)

    def probabilities(self) -> np.ndarray:
        return self.chances

    def update(self, symbol: int) -> None:
        pass


class Hidden:
    """A predictor behind its bare interface, so that the coder cannot use its kernels."""

    description = "hidden"

    def __init__(self, inner: Predictor) -> None:
        self.inner, self.k = inner, inner.k

    def probabilities(self) -> np.ndarray:
        return self.inner.probabilities()

    def update(self, symbol: int) -> None:
        self.inner.update(symbol)


def samples(k: int) -> list[np.ndarray]:
    rng = np.random.default_rng(k)
    return [
        np.zeros(1, int),
        np.full(1500, k - 1),
        rng.integers(0, k, 600),
        np.minimum(rng.geometric(0.9, 1000) - 1, k - 1),
        np.tile([0, k - 1], 200),
    ]


CASES = [
    pytest.param(name, k, marks=[pytest.mark.needs_jit] if k > 3 else [])
    for name in NAMES
    for k in (2, 3, 17, 256, 300)
    if (name, k) != ("context-mixing", 300)  # It is for at most 256 symbols.
]


@pytest.mark.parametrize(("name", "k"), CASES)
def test_what_was_coded_decodes_and_is_as_long_as_predicted(name: str, k: int) -> None:
    for symbols in samples(k):
        predicted = surprisals(predictor(name, k), symbols).sum()
        data, bits = encode_bits(symbols, predictor(name, k))
        assert len(data) == (bits + 7) // 8
        assert bits <= predicted + 2 + 0.001 * predicted
        assert bits >= predicted - 1e-6
        restored = decode(data, len(symbols), predictor(name, k))
        assert restored.dtype == (np.uint8 if k <= 256 else np.uint32)
        assert np.array_equal(restored, symbols)


@pytest.mark.parametrize(("name", "k"), [("kt", 2), ("kt", 5), ("context-tree", 2), ("context-mixing", 2)])
def test_the_compiled_loops_and_the_plain_one_write_the_same_bytes(name: str, k: int) -> None:
    for symbols in samples(k)[:4]:
        assert encode(symbols, predictor(name, k)) == encode(symbols, Hidden(predictor(name, k)))


@pytest.mark.parametrize(("k", "n"), [(2, 9), (3, 5)])
@pytest.mark.parametrize("name", ["kt", "context-tree"])
def test_all_short_strings_decode_and_no_code_word_begins_another(name: str, k: int, n: int) -> None:
    words, kraft = [], Fraction(0)
    for symbols in itertools.product(range(k), repeat=n):
        data, bits = encode_bits(list(symbols), predictor(name, k))
        assert decode(data, n, predictor(name, k)).tolist() == list(symbols)
        words.append("".join(f"{byte:08b}" for byte in data)[:bits])
        kraft += Fraction(1, 2**bits)
    words.sort()
    assert not any(later.startswith(earlier) for earlier, later in itertools.pairwise(words))
    assert kraft <= 1


@settings(deadline=None)
@given(st.lists(st.integers(0, 2), min_size=1, max_size=60), st.lists(st.integers(1, 10**9), min_size=3, max_size=3))
def test_the_code_word_is_that_of_whole_numbers_of_any_size(symbols: list[int], weights: list[int]) -> None:
    chances = [weight / sum(weights) for weight in weights]
    data, bits = encode_bits(symbols, Given(*chances))
    expected = naive.code_word(symbols, lambda _: chances)
    assert "".join(f"{byte:08b}" for byte in data) == expected.ljust(8 * len(data), "0")
    assert bits == len(expected)


@pytest.mark.parametrize(("name", "k", "n"), [("kt", 2, 7), ("kt", 3, 4), ("context-tree", 2, 6)])
def test_all_short_strings_have_the_code_words_of_whole_numbers(name: str, k: int, n: int) -> None:
    def predict(seen: list[int]) -> list[float]:
        chosen = predictor(name, k)
        for symbol in seen:
            chosen.update(symbol)
        chances: list[float] = chosen.probabilities().tolist()
        return chances

    for symbols in itertools.product(range(k), repeat=n):
        data, bits = encode_bits(list(symbols), predictor(name, k))
        expected = naive.code_word(list(symbols), predict)
        assert (bits, data) == (len(expected), int(expected.ljust(8 * len(data), "0"), 2).to_bytes(len(data), "big"))


@pytest.mark.parametrize("weights", [(1e-12, 1 - 1e-12), (1 - 1e-12, 1e-12), (0.0, 1.0), (1e-300, 0.5, 0.5)])
def test_hopeless_symbols_still_have_code_words(weights: tuple[float, ...]) -> None:
    for symbols in ([0] * 50, [1] * 50, [0, 1] * 25, [len(weights) - 1] * 3 + [0] * 3):
        data, bits = encode_bits(symbols, Given(*weights))
        assert bits <= 34 * len(symbols)
        assert decode(data, len(symbols), Given(*weights)).tolist() == symbols


@settings(deadline=None)
@given(st.data())
def test_any_sequence_under_any_probabilities_decodes(data: st.DataObject) -> None:
    k = data.draw(st.integers(2, 6))
    weights = np.array(data.draw(st.lists(st.floats(1e-9, 1.0), min_size=k, max_size=k)))
    chances = weights / weights.sum()
    symbols = data.draw(st.lists(st.integers(0, k - 1), min_size=1, max_size=60))
    word, bits = encode_bits(symbols, Given(*chances))
    assert decode(word, len(symbols), Given(*chances)).tolist() == symbols
    assert bits <= sum(-math.log2(chances[symbol]) for symbol in symbols) * 1.001 + 2


@settings(deadline=None)
@given(st.binary(max_size=40), st.integers(0, 200), st.sampled_from(NAMES))
def test_hostile_bytes_are_refused_or_decode_to_what_is_coded_so(data: bytes, n: int, name: str) -> None:
    found = []
    with contextlib.suppress(DecodeError):
        found.append(decode(data, n, predictor(name, 3)))
    for symbols in found:
        assert len(symbols) == n
        assert n == 0 or encode(symbols, predictor(name, 3)) == data


@pytest.mark.parametrize("name", NAMES)
def test_cut_and_lengthened_code_words_are_refused(name: str) -> None:
    symbols = np.random.default_rng(5).integers(0, 2, 400)
    word = encode(symbols, predictor(name, 2))
    for damaged in (word[:-1], word[:-5], b"", word + b"\0", word + word):
        with pytest.raises(DecodeError, match="bytes"):
            decode(damaged, 400, predictor(name, 2))
    with pytest.raises(DecodeError, match="begin as no code word does"):
        decode(b"\xff" * 50, 400, predictor(name, 2))
    with pytest.raises(DecodeError, match="no symbols have a code word of no bytes, not of 1"):
        decode(b"\0", 0, predictor(name, 2))


def test_padding_that_is_not_zero_is_refused() -> None:
    word, bits = encode_bits("0110", Given(0.5, 0.5))
    assert bits == 5
    with pytest.raises(DecodeError, match="end as no code word"):
        decode(bytes([word[0] | 1]), 4, Given(0.5, 0.5))


def test_a_carry_runs_back_through_all_bytes() -> None:
    out = np.full(40, 255, np.uint8)
    out[0] = 7
    writer = Writer(np.array([(1 << 64) - 1, 1 << 63], np.uint64), out, np.array([20], np.int64))
    write_one(writer, 1, np.array([0.5, 0.5]), np.empty(2, np.uint64))
    finish(writer)
    assert out[:20].tolist() == [8] + [0] * 19


def test_wrong_alphabets_and_wrong_probabilities_are_refused() -> None:
    with pytest.raises(InputError, match="the predictor is for 3 symbols, the sequence is over 2"):
        encode(as_sequence("0110"), predictor("kt", 3))
    with pytest.raises(InputError, match="outside the alphabet"):
        encode([0, 3], predictor("kt", 3))
    with pytest.raises(InputError, match="at least 0, not -1"):
        decode(b"", -1, predictor("kt", 2))
    for chances in ((0.5, 0.6), (1.5, -0.5), (math.nan, 1.0)):
        with pytest.raises(InputError, match="probabilities"):
            encode("01", Given(*chances))
    assert decode(b"", 0, predictor("kt", 2)).size == 0


@pytest.mark.needs_jit
def test_a_million_symbols_lose_less_than_two_bits() -> None:
    symbols = np.zeros(1_000_000, np.uint8)
    symbols[::1000] = 1
    predicted = surprisals(predictor("kt", 2), symbols).sum()
    data, bits = encode_bits(symbols, predictor("kt", 2))
    assert bits - predicted < 2
    assert np.array_equal(decode(data, len(symbols), predictor("kt", 2)), symbols)
