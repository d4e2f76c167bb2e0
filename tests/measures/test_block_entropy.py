from __future__ import annotations

import itertools
import math
from collections import Counter

import numpy as np
import pytest

from ait.errors import InputError
from ait.estimate import Kind
from ait.measures import block_entropy as module
from ait.measures.block_entropy import CORRECTIONS, block_entropy, block_ladder, entropy, entropy_rate
from ait.sequence import as_sequence
from tests.known_values_measures import EVEN_PROCESS_ENTROPY_RATE, EVEN_PROCESS_RATES
from tests.naive import block_entropy as naive
from tests.naive import entropy_estimators

SMALL = [(2, n) for n in range(1, 8)] + [(3, n) for n in range(1, 5)]


@pytest.mark.parametrize("correction", naive.FORMULAS)
@pytest.mark.parametrize(("k", "n"), SMALL)
def test_all_short_strings_agree_with_counting_in_a_dictionary(k: int, n: int, correction: str | None) -> None:
    for symbols in itertools.product(range(k), repeat=n):
        sequence = as_sequence(list(symbols), alphabet=k)
        ladder = block_ladder(sequence, n, correction)
        entropies, rates = naive.ladder(list(symbols), n, correction)
        assert ladder.entropies == pytest.approx(entropies, abs=1e-12)
        assert ladder.rates == pytest.approx(rates, abs=1e-12)
        assert ladder.windows == tuple(range(n, 0, -1))
        assert ladder.distinct == tuple(len(set(naive.windows(list(symbols), length + 1))) for length in range(n))


def test_the_nsb_ladder_takes_all_blocks_for_possible() -> None:
    ladder = block_ladder("0110100110010110100101100110", 4, "nsb")
    symbols = [int(c) for c in "0110100110010110100101100110"]
    for level in range(1, 5):
        counts = list(Counter(naive.windows(symbols, level)).values())
        expected, _ = entropy_estimators.nsb(counts, 2**level)
        assert ladder.entropies[level - 1] == pytest.approx(expected, abs=1e-6)


def test_sorted_and_dense_counting_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    for k, n, length in ((2, 500, 9), (2, 600, 13), (3, 200, 6), (7, 300, 4), (256, 400, 2)):
        sequence = as_sequence(rng.integers(0, k, n), alphabet=k)
        dense = block_ladder(sequence, length)
        monkeypatch.setattr(module, "_DENSE", 0)
        by_sorting = block_ladder(sequence, length)
        monkeypatch.undo()
        assert by_sorting.distinct == dense.distinct
        assert by_sorting.windows == dense.windows
        assert by_sorting.rates == pytest.approx(dense.rates, abs=1e-12)


def test_long_blocks_over_large_alphabets_agree_with_counting_in_a_dictionary() -> None:
    rng = np.random.default_rng(4)
    for k, length in ((2, 40), (3, 32), (5, 24), (255, 8), (1000, 6)):
        symbols = np.tile(rng.integers(0, k, 60), 3)
        entropies, rates = naive.ladder(symbols.tolist(), length, None)
        ladder = block_ladder(as_sequence(symbols, alphabet=k), length)
        assert ladder.entropies == pytest.approx(entropies, abs=1e-12)
        assert ladder.rates == pytest.approx(rates, abs=1e-12)


def even_process(n: int, seed: int) -> np.ndarray:
    """Pairs of ones and single zeros, each with probability one half, from the first symbol of a pair or a zero."""
    heads = np.random.default_rng(seed).random(n) < 0.5
    return np.repeat(heads, np.where(heads, 2, 1))[:n].astype(np.uint8)


def even_process_probability(word: tuple[int, ...]) -> float:
    """Sum over hidden paths: state A emits 0 → A or 1 → B, half each; B emits 1 → A. Stationary: A 2/3, B 1/3."""
    state = np.array([2 / 3, 1 / 3])
    step = {0: np.array([[0.5, 0.0], [0.0, 0.0]]), 1: np.array([[0.0, 0.5], [1.0, 0.0]])}
    for symbol in word:
        state = state @ step[symbol]
    return float(state.sum())


def even_process_rate(length: int) -> float:
    def block(size: int) -> float:
        p = [even_process_probability(word) for word in itertools.product((0, 1), repeat=size)]
        return -sum(q * math.log2(q) for q in p if q > 0)

    return block(length) - block(length - 1)


def test_the_even_process_has_its_known_block_differences() -> None:
    exact = [even_process_rate(length) for length in range(1, 6)]
    assert exact == pytest.approx(EVEN_PROCESS_RATES, abs=1e-6)
    ladder = block_ladder(even_process(1_000_000, seed=5), 5, "miller-madow")
    assert ladder.rates == pytest.approx(EVEN_PROCESS_RATES, abs=0.003)
    assert min(ladder.rates) > float(EVEN_PROCESS_ENTROPY_RATE)


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_fair_symbols_have_the_entropy_of_the_alphabet(correction: str | None) -> None:
    x = np.random.default_rng(6).integers(0, 4, 50_000)
    assert block_ladder(as_sequence(x, alphabet=4), 3, correction).rates == pytest.approx([2.0] * 3, abs=0.005)


def test_corrections_bring_an_undersampled_rate_closer_to_the_truth() -> None:
    x = np.random.default_rng(7).integers(0, 2, 2000)
    plug_in, miller_madow, grassberger = (block_ladder(x, 9, c).rates[-1] for c in CORRECTIONS[:3])
    assert plug_in < miller_madow < 1.01
    assert plug_in < grassberger < 1.01


def test_grassberger_s_asymptotic_series_meets_its_sum() -> None:
    for size in (100, 126, 127, 128, 129, 130, 1000, 100_001):
        counts = [size, size // 2, 3, 1]
        assert entropy(np.array(counts), "grassberger") == pytest.approx(naive.grassberger(counts), abs=1e-11)


def test_the_estimate_says_what_it_is() -> None:
    estimate = block_entropy("0011010111001" * 6, 2)
    assert estimate.kind is Kind.ESTIMATE
    assert not estimate.is_code
    assert estimate.note == ""
    assert "undersampled" in block_entropy("0011010111001", 6).note


def test_the_entropy_rate_takes_the_longest_blocks_that_are_well_sampled() -> None:
    random = np.random.default_rng(8).integers(0, 2, 5000)
    assert "n·h_8," in entropy_rate(random).method
    assert entropy_rate(random).per_symbol(5000) == pytest.approx(1.0, abs=0.02)
    assert "n·h_40," in entropy_rate("01" * 500).method
    assert entropy_rate("01" * 500).bits == 0.0
    assert "n·h_1," in entropy_rate("0110").method
    assert "n·h_1," in entropy_rate(np.arange(5000)).method


def test_lengths_and_corrections_out_of_range_are_refused() -> None:
    with pytest.raises(InputError, match="blocks of 5 symbols in a sequence of 4"):
        block_entropy("0101", 5)
    with pytest.raises(InputError, match="blocks of 0 symbols"):
        block_entropy("0101", 0)
    with pytest.raises(InputError, match=r"beyond 64 bits: use at most 40"):
        block_entropy("01" * 100, 41)
    with pytest.raises(InputError, match="'jackknife' is not one of"):
        block_entropy("0101", 2, "jackknife")
    with pytest.raises(InputError, match="'jackknife' is not one of"):
        entropy(np.array([1, 2]), "jackknife")
