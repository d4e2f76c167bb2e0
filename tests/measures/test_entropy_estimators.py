from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ait.errors import InputError
from ait.measures.entropy_estimators import CORRECTIONS, entropy, entropy_posterior
from tests.naive import block_entropy as naive
from tests.naive import entropy_estimators as naive_nsb

SOME = [counts for size in range(1, 5) for counts in itertools.combinations_with_replacement((1, 2, 3, 7, 50), size)]


@pytest.mark.parametrize("correction", naive.FORMULAS)
def test_the_formulas_agree_with_their_exact_shares(correction: str | None) -> None:
    for counts in SOME:
        assert entropy(counts, correction) == pytest.approx(naive.FORMULAS[correction](list(counts)), abs=1e-12)


def test_hand_values() -> None:
    assert entropy([1, 1, 0, 1, 1]) == 2.0
    assert entropy([3, 1], "miller-madow") == pytest.approx(0.8112781244591328 + 1 / (8 * math.log(2)))
    # G(1) = -γ - ln 2 for each, so ln 2 + γ + ln 2 nats.
    assert entropy([1, 1], "grassberger") == pytest.approx((2 * math.log(2) + np.euler_gamma) / math.log(2))
    # Coverage 1 - 1/3: shares 4/9 and 2/9, seen among 3 with chance 1 - (5/9)^3 and 1 - (7/9)^3.
    seen, rare = 4 / 9 / (1 - (5 / 9) ** 3), 2 / 9 / (1 - (7 / 9) ** 3)
    assert entropy([2, 1], "chao-shen") == pytest.approx(seen * math.log2(9 / 4) + rare * math.log2(9 / 2))


@pytest.mark.parametrize(
    ("counts", "outcomes"),
    [([1], 2), ([1, 1], 2), ([3, 1], 2), ([20], 2), ([50, 50], 2), ([4, 2, 1], 3), ([4, 2, 1], 12), ([1, 1, 1], 12)],
)
def test_nsb_agrees_with_adaptive_integration(counts: list[int], outcomes: int) -> None:
    mean, deviation = naive_nsb.nsb(counts, outcomes)
    posterior = entropy_posterior(counts, outcomes)
    assert posterior.mean == pytest.approx(mean, abs=1e-6)
    assert posterior.standard_deviation == pytest.approx(deviation, abs=1e-6)
    assert entropy(counts, "nsb", outcomes) == posterior.mean


@pytest.mark.parametrize("outcomes", [2, 3, 1000, 4**20, 2**200])
def test_one_observation_leaves_the_flat_prior_s_mean(outcomes: int) -> None:
    assert entropy_posterior([1], outcomes).mean == pytest.approx(math.log2(outcomes) / 2)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=30), st.integers(0, 10**15))
def test_nsb_is_always_a_number_between_nothing_and_the_alphabet(counts: list[int], unseen: int) -> None:
    posterior = entropy_posterior(counts, len(counts) + unseen)
    top = math.log2(len(counts) + unseen)
    assert -1e-9 <= posterior.mean <= top + 1e-9
    assert 0 <= posterior.standard_deviation <= top / 2 + 1e-9
    assert all(math.isfinite(entropy(counts, correction, len(counts))) for correction in CORRECTIONS)


def test_nsb_of_200_draws_from_ten_symbols() -> None:
    counts = np.bincount(np.random.default_rng(1).integers(0, 10, 200))
    posterior = entropy_posterior(counts, 10)
    assert abs(posterior.mean - math.log2(10)) < 3 * posterior.standard_deviation < 0.1


@pytest.mark.parametrize("shape", [0.02, 0.3, 1.0, 10.0])
def test_corrections_lessen_the_bias_and_the_posterior_covers(shape: float) -> None:
    rng = np.random.default_rng(2)
    errors: dict[str | None, list[float]] = {correction: [] for correction in CORRECTIONS}
    within = 0
    for _ in range(60):
        p = np.maximum(rng.dirichlet(np.full(200, shape)), 1e-300)
        counts = rng.multinomial(200, p / p.sum())
        truth = float(-p @ np.log2(p))
        for correction in CORRECTIONS:
            errors[correction].append(entropy(counts, correction, 200) - truth)
        posterior = entropy_posterior(counts, 200)
        within += abs(posterior.mean - truth) < 1.96 * posterior.standard_deviation
    bias = {correction: float(np.mean(error)) for correction, error in errors.items()}
    assert bias[None] < bias["miller-madow"] < 0.05
    assert abs(bias["nsb"]) < abs(bias["grassberger"]) < abs(bias[None])
    assert abs(bias["chao-shen"]) < abs(bias[None])
    assert within >= 51  # 95 % of 60 are 57; below 51 with chance 0.002.


def test_counts_that_cannot_be_are_refused() -> None:
    for counts in ([], [0, 0], [-1, 2], [0.5, 1.5], [[1, 2]]):
        with pytest.raises(InputError):
            entropy(counts)
    with pytest.raises(InputError, match="'nsb' cannot take None"):
        entropy([1, 2], "nsb")
    with pytest.raises(InputError, match="2 different outcomes were seen, so 'nsb' cannot take 1"):
        entropy([1, 2], "nsb", outcomes=1)
    with pytest.raises(InputError, match="'jackknife' is not one of"):
        entropy([1, 2], "jackknife")
