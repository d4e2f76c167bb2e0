from __future__ import annotations

import itertools
import math
import random
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ait.coder import decode, encode, encode_bits
from ait.errors import InputError
from ait.measures.predicted import predicted, surprisal
from ait.predictors.base import predictor
from ait.predictors.context_mixing import ContextMixing
from ait.predictors.context_mixing_tables import after, histories, tables
from ait.sequence import as_sequence
from tests.naive import context_mixing as naive

CORPORA = Path(__file__).parent.parent.parent / "corpora"
# Tables so wide that no context drives out another, as none does in plain Python.
ROOM = 1 << 17
TEXT = "To be, or not to be: that is the question.\nWhether 'tis nobler in the mind to suffer\nThe slings"


def naive_surprisals(symbols: list[int], k: int, labels: list[str] | None = None) -> list[float]:
    """As the kernel adds them."""
    model = naive.ContextMixing(k, labels)
    found = []
    for symbol in symbols:
        bits = 0.0
        for chance in model.code(symbol):
            bits -= math.log2(chance)
        found.append(bits)
    return found


def samples(k: int, n: int) -> list[list[int]]:
    rng = random.Random(k)
    return [
        [rng.randrange(k) for _ in range(n)],
        [min(int(rng.expovariate(1.5)), k - 1) for _ in range(n)],
        ([rng.randrange(k) for _ in range(n // 4)] * 4)[:n],
        [0] * n,
        [k - 1] * n,
    ]


@pytest.mark.parametrize(("k", "n"), [(2, 6), (3, 4), (5, 3)])
def test_all_short_strings_cost_what_plain_python_says_to_the_last_bit(k: int, n: int) -> None:
    for symbols in itertools.product(range(k), repeat=n):
        assert ContextMixing(k, n).surprisals(np.array(symbols)).tolist() == naive_surprisals(list(symbols), k)


@pytest.mark.needs_jit
@pytest.mark.parametrize("k", [2, 3, 4, 10, 16, 17, 40, 129, 256])
def test_longer_ones_cost_what_plain_python_says_to_the_last_bit(k: int) -> None:
    for symbols in samples(k, 300 if k <= 16 else 120):
        found = ContextMixing(k, ROOM).surprisals(np.array(symbols))
        assert found.tolist() == naive_surprisals(symbols, k)


def test_words_lines_and_letters_are_those_of_plain_python() -> None:
    data = TEXT.encode()
    found = ContextMixing(256, ROOM).surprisals(np.frombuffer(data, np.uint8))
    assert found.tolist() == naive_surprisals(list(data), 256)


def test_text_is_read_by_its_labels() -> None:
    sequence = as_sequence(TEXT)
    assert sequence.labels is not None
    expected = naive_surprisals(sequence.symbols.tolist(), sequence.k, list(sequence.labels))
    found = ContextMixing(sequence.k, ROOM, sequence.labels).surprisals(sequence.symbols)
    assert found.tolist() == expected
    assert surprisal(TEXT, "context-mixing").sum() == pytest.approx(sum(expected), rel=1e-3)
    assert surprisal(TEXT, "context-mixing", labels=None).sum() > sum(expected) + 1


@pytest.mark.needs_jit
def test_records_are_found_and_their_columns_used() -> None:
    rng = np.random.default_rng(1)
    rows = np.cumsum(rng.integers(0, 2, (200, 23)), axis=0).astype(np.uint8)
    rows[:, 5] = 77
    mixing = ContextMixing(256)
    bits = mixing.surprisals(rows.ravel()).reshape(rows.shape)
    assert mixing.model.past.places[0] == 23
    assert bits[100:].mean() < 2


def test_one_by_one_and_all_at_once_agree() -> None:
    for k in (2, 3, 6, 20):
        symbols = np.array(samples(k, 40)[1])
        together = ContextMixing(k).surprisals(symbols)
        single = ContextMixing(k)
        for symbol, bits in zip(symbols.tolist(), together, strict=True):
            chances = single.probabilities()
            assert chances.shape == (k,)
            assert chances.min() > 0
            assert chances.sum() == pytest.approx(1.0)
            assert -math.log2(chances[symbol]) == pytest.approx(bits, rel=1e-9)
            single.update(symbol)


@pytest.mark.needs_jit
def test_asking_for_probabilities_changes_nothing() -> None:
    data = np.frombuffer(TEXT.encode(), np.uint8)
    asked = ContextMixing(256)
    found = []
    for symbol in data.tolist():
        found.append(-math.log2(asked.probabilities()[symbol]))
        asked.update(symbol)
    assert found == pytest.approx(ContextMixing(256).surprisals(data).tolist(), rel=1e-9)


@pytest.mark.parametrize(("k", "n"), [(2, 4), (2, 7), pytest.param(2, 10, marks=pytest.mark.needs_jit), (3, 4), (5, 2)])
def test_all_short_strings_decode_and_no_code_word_begins_another(k: int, n: int) -> None:
    words, kraft, total = [], Fraction(0), 0.0
    for symbols in itertools.product(range(k), repeat=n):
        predicted_bits = ContextMixing(k, n).surprisals(np.array(symbols)).sum()
        data, bits = encode_bits(list(symbols), ContextMixing(k, n))
        assert bits <= predicted_bits + 2
        assert decode(data, n, ContextMixing(k, n)).tolist() == list(symbols)
        words.append("".join(f"{byte:08b}" for byte in data)[:bits])
        kraft += Fraction(1, 2**bits)
        total += 2.0**-predicted_bits
    words.sort()
    assert not any(later.startswith(earlier) for earlier, later in itertools.pairwise(words))
    assert kraft <= 1
    assert total == pytest.approx(1.0)


@pytest.mark.needs_jit
@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300), st.integers(1, 3))
def test_hostile_bytes_decode(data: bytes, repeats: int) -> None:
    data = data * repeats or b"\0"
    bits = ContextMixing(256, len(data)).surprisals(np.frombuffer(data, np.uint8)).sum()
    word, length = encode_bits(data, ContextMixing(256, len(data)))
    assert decode(word, len(data), ContextMixing(256, len(data))).tobytes() == data
    assert length <= bits + 2 + 0.001 * bits
    assert bits <= 8 * len(data) + 2 + math.log2(len(data) / 24 + 1)


@pytest.mark.needs_jit
@pytest.mark.parametrize("name", sorted(path.name for path in CORPORA.glob("*.txt")))
def test_the_corpora_decode(name: str) -> None:
    sequence = as_sequence(CORPORA / name)
    n = len(sequence)
    estimate = predicted(sequence, "context-mixing")
    made = [predictor("context-mixing", sequence.k, n, labels=sequence.labels) for _ in range(2)]
    data, bits = encode_bits(sequence, made[0])
    assert np.array_equal(decode(data, n, made[1]), sequence.symbols)
    assert bits <= 1.001 * estimate.parts["data"] + 2
    assert encode(sequence, predictor("context-mixing", sequence.k, n, labels=sequence.labels)) == data


@pytest.mark.needs_jit
def test_random_and_short_strings_cost_little_more_than_their_listing() -> None:
    rng = np.random.default_rng(3)
    for k, n in ((2, 16), (2, 1000), (4, 50), (10, 50), (256, 10), (200, 1000), (2, 100_000), (256, 100_000)):
        settling = sum(math.log2(1 - 2 / 3 / (t + 24)) for t in range(1, n + 1))
        bits = ContextMixing(k, n).surprisals(rng.integers(0, k, n)).sum()
        assert bits <= n * math.log2(k) - math.log2(0.3) - settling
        assert -math.log2(0.3) - settling < 2 + math.log2(n / 24 + 1)


@pytest.mark.needs_jit
def test_what_is_simple_costs_little() -> None:
    assert ContextMixing(2, 16).surprisals(np.zeros(16, np.uint8)).sum() < 6
    assert ContextMixing(256, 100_000).surprisals(np.zeros(100_000, np.uint8)).sum() < 200
    assert ContextMixing(2, 100_000).surprisals(np.tile([0, 1, 1], 33_334)[:100_000]).sum() < 200


def test_bit_histories_are_few_and_those_of_plain_python() -> None:
    assert len(histories()) < 256
    for length in range(9):
        for bits in itertools.product((0, 1), repeat=length):
            history = (0, 0, "")
            for bit in bits:
                history = after(history, bit)
            assert history == naive.summary("".join(map(str, bits)))
            assert history in histories()


def test_the_curve_is_the_logistic_one() -> None:
    x = (np.arange(4098) - 2048) * (24 / 4096)
    assert np.allclose(tables().squash, 1 / (1 + np.exp(-x)), rtol=1e-13)
    p = (np.arange(4096) + 0.5) / 4096
    assert np.allclose(tables().stretch, np.log(p / (1 - p)), atol=1e-13)


def test_alphabets_that_are_too_large_and_wrong_symbols_are_refused() -> None:
    with pytest.raises(InputError, match="at most 256 symbols, not 257"):
        predictor("context-mixing", 257)
    with pytest.raises(InputError, match="symbol 3 is not in"):
        ContextMixing(3).surprisals(np.array([0, 3]))
    with pytest.raises(InputError, match="symbol 3 is not in"):
        ContextMixing(3).update(3)


def test_more_symbols_than_announced_may_come() -> None:
    symbols = np.array(samples(4, 200)[1])
    few, many = ContextMixing(4, 3), ContextMixing(4, 200)
    assert few.surprisals(symbols).sum() == pytest.approx(many.surprisals(symbols).sum(), rel=1e-3)
    assert "15 contexts and 2 match models" in few.description
