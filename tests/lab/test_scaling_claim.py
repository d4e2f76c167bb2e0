"""Scaling laws: sums against plain loops, fits of curves whose limit is known, the small run."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from ait.errors import InputError
from ait.lab import chain_network
from ait.lab.record import Size, Verdict
from ait.lab.scaling import (
    depth_losses,
    fit_geometric,
    fit_power,
    learned_bias_excess,
    measured_depth_losses,
    sampled_losses,
    word_probabilities,
)
from ait.sources.processes import bernoulli, even, fair, golden_mean
from ait.sources.santa_fe import SantaFe
from tests import known_values_sources as known

pytest.importorskip("scipy")


def test_words_have_the_probabilities_of_the_source() -> None:
    for process in (even(), golden_mean(0.3)):
        for length in (0, 1, 5):
            words = [2 ** -process.bits(list(word)) for word in product((0, 1), repeat=length)] if length else [1.0]
            assert word_probabilities(process, length) == pytest.approx(words, abs=1e-12)
    for process, length in ((fair(4), 2), (even(), 21)):
        with pytest.raises(InputError, match="binary"):
            word_probabilities(process, length)


def test_losses_over_depth_are_the_published_block_differences() -> None:
    assert depth_losses(even(), range(5)) == pytest.approx(known.EVEN_BLOCK_DIFFERENCES, abs=5e-7)
    # Every second depth halves what is left: the law that the experiment fits.
    left = depth_losses(even(), range(1, 12, 1))[::2] - 2 / 3
    assert left[:-1] / left[1:] == pytest.approx(2.0, abs=1e-9)
    assert depth_losses(golden_mean(), range(1, 4)) == pytest.approx(2 / 3, abs=1e-12)


def test_measured_losses_come_near_the_exact_ones() -> None:
    depths = range(1, 6, 2)
    found = measured_depth_losses(even(), depths, 1 << 17, 1 << 17, seed=3)
    assert found == pytest.approx(depth_losses(even(), range(1, 6))[::2], abs=0.01)


def test_the_price_of_counting_is_a_binomial_sum() -> None:
    p = np.array([0.5, 0.3, 0.2])
    for n in (1, 4, 30):
        slow = sum(
            each * math.comb(n, m) * each**m * (1 - each) ** (n - m) * math.log2((m + 1) / (m + 0.5))
            for each in p.tolist()
            for m in range(n + 1)
        )
        assert learned_bias_excess(p, n) == pytest.approx(slow, abs=1e-12)
    # Far out the sum is done to second order; both ways meet.
    n = 19_999
    assert learned_bias_excess(np.array([0.5]), n) == pytest.approx(
        learned_bias_excess(np.array([0.5]), n + 2) * (n + 2) / n, rel=1e-6
    )
    assert learned_bias_excess(np.full(4, 0.25), 10**7) == pytest.approx(4 / (2 * 10**7 * math.log(2)), rel=1e-3)


def test_sampled_losses_are_what_was_not_met() -> None:
    process = SantaFe(1.0)
    n = np.array([1, 10, 100])
    losses = sampled_losses(process, n, 3, seed=2)
    for run in range(3):
        names, _ = process.sample(100, 6 + run)
        for i, size in enumerate(n.tolist()):
            met = process.probability(np.unique(names[:size])).sum()
            assert losses[run, i] == pytest.approx(process.entropy_rate + 1 - met, abs=1e-12)


def test_fits_find_the_limit() -> None:
    random = np.random.default_rng(4)
    n = 2.0 ** np.arange(6, 16)
    curves = np.array([1.5 + 3 * n**-0.4 + random.normal(0, 1e-4) for _ in range(6)])
    found = fit_power(n, curves)
    assert found.covers(1.5)
    assert found.exponent == pytest.approx(0.4, abs=1e-3)
    assert found.high - found.low < 1e-3
    depths = np.arange(1.0, 8.0)
    found = fit_geometric(depths, np.array([0.5 + 0.3 * 2.0**-depths, 0.501 + 0.2 * 2.0**-depths]))
    assert found.value == pytest.approx(0.5005, abs=1e-6)
    assert found.exponent == pytest.approx(1.0, abs=1e-4)
    assert not found.covers(0.6)
    for losses in (np.ones((1, 5)), np.ones((3, 3)), np.ones(5)):
        with pytest.raises(InputError, match="two or more curves"):
            fit_power(n, losses)


def test_the_chain_is_what_it_says() -> None:
    process = chain_network.chain()
    laws = process.transitions.sum(axis=2)
    slow = -float((process.start * np.where(laws > 0, laws * np.log2(laws), 0).sum(axis=0)).sum())
    assert process.entropy_rate == pytest.approx(slow, abs=1e-12)
    assert 0 < chain_network.bayes_error(process) < 0.75
    assert chain_network.bayes_error(bernoulli(0.3)) == pytest.approx(0.3)


@pytest.mark.slow
def test_the_record_small() -> None:
    pytest.importorskip("torch")
    from ait.lab.claims import scaling_laws

    found = scaling_laws.run(0, Size.SMALL)
    assert found.verdict is Verdict.ONLY_IF
    assert [each.verdict for each in found.findings].count(Verdict.FAILS) == 1
    assert found.findings[-1].verdict is Verdict.FAILS
    process = SantaFe(1.0)
    for row in found.table("decisions").rows:
        n, loss, whole, above, fact = row
        assert isinstance(n, int)
        assert fact == pytest.approx(process.unseen(n) / 2, abs=1e-12)
        assert loss == pytest.approx(2 * float(fact or 0), abs=1e-12)
        assert above is not None
        assert float(above) >= -1e-12
        assert whole == pytest.approx(process.error_of_names_and_facts(n), abs=1e-12)
    assert {each.name for each in found.tables} == {"santa-fe", "context-tree", "network", "exponents", "decisions"}
