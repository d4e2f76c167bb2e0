from __future__ import annotations

import math

import numpy as np
import pytest

from ait.errors import InputError
from ait.estimate import Kind
from ait.measures.entropy_rate import METHODS, entropy_rate, excess_entropy
from ait.measures.predicted import predicted
from ait.sources import SOURCES, generate
from tests.known_values_measures import EVEN_PROCESS_RATES
from tests.naive import entropy_rate as naive

# How far each method may lie from the truth at n = 10^5; its bias is most of it.
REACH = {
    "context-tree": 0.015,
    "blocks": 0.015,
    "lempel-ziv-76": 0.08,
    "lempel-ziv-78": 0.25,
    "match-length": 0.09,
    "sliding-match-length": 0.09,
}
LAWS = ("random-bits", "bernoulli", "markov", "golden-mean", "even", "simple-nonunifilar")


@pytest.mark.needs_jit
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("law", LAWS)
def test_every_method_comes_near_the_truth(method: str, law: str) -> None:
    estimate = entropy_rate(generate(law, 100_000), method)
    assert abs(estimate.per_symbol(100_000) - SOURCES[law].entropy_rate) < REACH[method]
    assert estimate.kind is Kind.ESTIMATE
    assert not estimate.is_code


@pytest.mark.needs_jit
@pytest.mark.parametrize("method", ["context-tree", "blocks"])
def test_nine_of_ten_bands_of_a_chain_hold_the_truth(method: str) -> None:
    held = 0
    for seed in range(30):
        estimate = entropy_rate(generate("golden-mean", 10_000, seed), method)
        assert estimate.standard_error is not None
        held += abs(estimate.bits - 20_000 / 3) < 1.96 * estimate.standard_error
    assert held >= 25


def test_match_lengths_are_averaged_as_said() -> None:
    symbols = np.random.default_rng(1).integers(0, 2, 60).tolist()
    whole = naive.match_lengths(symbols, 60)
    growing = np.mean([(whole[i] + 1) / math.log2(i) for i in range(2, 60)])
    assert entropy_rate(symbols, "match-length").bits == pytest.approx(60 / growing)
    near = naive.match_lengths(symbols, 20)
    sliding = np.mean([(near[i] + 1) / math.log2(20) for i in range(20, 60)])
    assert entropy_rate(symbols, "sliding-match-length", window=20).bits == pytest.approx(60 / sliding)
    half = entropy_rate(symbols, "sliding-match-length")
    assert half.bits == entropy_rate(symbols, "sliding-match-length", window=30).bits


def test_hand_values() -> None:
    # 0.1.00.11.01.10: six phrases of 1978.
    assert entropy_rate("0100110110", "lempel-ziv-78").bits == pytest.approx(6 * math.log2(6))
    # The 1 at i = 2 is new, the 0 after it is not: Λ_2 = 1, Λ_3 = 2.
    assert entropy_rate("0010", "match-length").bits == pytest.approx(4 * 2 / (1 / 1 + 2 / math.log2(3)))
    assert entropy_rate("0110", "context-tree", depth=0).bits == pytest.approx(math.log2(128 / 3))


def test_context_trees_are_those_of_the_code_without_its_alphabet() -> None:
    code = predicted("abracadabra", "context-tree")
    assert entropy_rate("abracadabra", "context-tree").bits == pytest.approx(code.parts["data"])


def test_a_periodic_string_costs_next_to_nothing_a_symbol() -> None:
    for method, most in zip(METHODS, (0.01, 1e-12, 0.02, 0.35, 0.02, 0.02), strict=True):
        assert -1e-12 <= entropy_rate("011" * 1000, method).per_symbol(3000) <= most


def test_the_result_says_which_error_it_has() -> None:
    for method in METHODS:
        estimate = entropy_rate(generate("even", 3000), method)
        assert (estimate.standard_error is None) == method.startswith("lempel-ziv")
        assert ("batch means" in estimate.note) == (estimate.standard_error is not None)
    for method in ("context-tree", "blocks", "match-length", "sliding-match-length"):
        short = entropy_rate("0110100", method)
        assert (short.standard_error, "standard error" in short.note) == (None, False)
    assert "log" in entropy_rate("0110", "lempel-ziv-78").method


@pytest.mark.parametrize("correction", [None, "miller-madow", "grassberger", "chao-shen", "nsb"])
def test_blocks_take_a_length_and_a_correction(correction: str | None) -> None:
    estimate = entropy_rate(generate("even", 20_000), "blocks", length=5, correction=correction)
    assert estimate.per_symbol(20_000) == pytest.approx(EVEN_PROCESS_RATES[4], abs=0.015)


def test_excess_entropies() -> None:
    golden = -(2 / 3 * math.log2(2 / 3) + 1 / 3 * math.log2(1 / 3)) - 2 / 3
    assert excess_entropy(generate("golden-mean", 100_000), 4).bits == pytest.approx(golden, abs=0.02)
    assert excess_entropy(generate("random-bits", 100_000), 4).bits == pytest.approx(0, abs=0.01)
    assert excess_entropy("0010111" * 900, 9).bits == pytest.approx(math.log2(7), abs=1e-3)
    assert "undersampled" in excess_entropy("00101110", 4).note


def test_unknown_methods_and_options_are_refused() -> None:
    with pytest.raises(InputError, match="method 'zip' is not one of context-tree, blocks"):
        entropy_rate("0110", "zip")
    with pytest.raises(InputError, match="'lempel-ziv-76' takes no option, not depth"):
        entropy_rate("0110", "lempel-ziv-76", depth=3)
    with pytest.raises(InputError, match="'blocks' takes length, correction, not window"):
        entropy_rate("0110", "blocks", window=3)
    with pytest.raises(InputError, match="at least 3 are needed"):
        entropy_rate("01", "match-length")
    with pytest.raises(InputError, match="at least 4 are needed"):
        entropy_rate("011", "sliding-match-length", window=2)
    for window in (1, 4, -1):
        with pytest.raises(InputError, match=f"a window of {window} in a sequence of 4"):
            entropy_rate("0110", "sliding-match-length", window=window)
