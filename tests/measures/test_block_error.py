from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from ait.errors import InputError
from ait.measures import block_error as module
from ait.measures.batch_means import batch_means_error
from ait.measures.block_count_kernel import block_sums
from ait.measures.block_entropy import block_ladder, longest_sampled
from ait.measures.block_error import block_surprisals, rate_errors
from ait.measures.block_length import fitting_length
from ait.sequence import Sequence, as_sequence
from ait.sources import generate
from tests.naive import entropy_rate as naive


@pytest.mark.parametrize(("k", "n"), [(2, 6), (3, 4)])
def test_surprisals_of_all_short_strings(k: int, n: int) -> None:
    for word in itertools.product(range(k), repeat=n):
        for length in range(1, n + 1):
            found = block_surprisals(as_sequence(list(word), alphabet=k), length)
            assert found.tolist() == pytest.approx(naive.block_surprisals(list(word), length))


@pytest.mark.parametrize(("k", "n"), [(2, 7), (3, 5)])
def test_sums_over_stretches_of_all_short_strings(k: int, n: int) -> None:
    values = np.random.default_rng(1).normal(size=k**3)
    for word in itertools.product(range(k), repeat=n):
        for length in (1, 2, 3):
            windows = [word[i : i + length] for i in range(n - length + 1)]
            each = [values[int("".join(map(str, window)), k)] for window in windows]
            for size in (1, 2, 3):
                sums = np.empty(len(windows) // size)
                block_sums(np.array(word, np.uint8), k, length, values[: k**length], size, sums)
                assert sums.tolist() == pytest.approx([sum(each[i * size : i * size + size]) for i in range(len(sums))])


def test_the_error_is_that_of_the_surprisals_however_it_is_summed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, n in (("golden-mean", 3001), ("even", 1000), ("random-bits", 17), ("lambda", 40)):
        sequence = generate(name, n) if name != "lambda" else as_sequence([0, 1, 2, 3] * 10, alphabet=4)
        for length in (1, 2, 3, 5):
            expected = stated_error(sequence, length)
            assert module.block_rate_error(sequence, length) == pytest.approx(expected, abs=1e-15)
    assert module.block_rate_error(generate("even", 16), 2) is None
    monkeypatch.setattr(module, "_DENSE", 0)
    for each in (sequence, generate("random-bits", 64), as_sequence([0, 1, 2, 3, 3, 1, 0, 2] * 5, alphabet=4)):
        for length in (1, 2):
            assert module.block_rate_error(each, length) == pytest.approx(stated_error(each, length))


def stated_error(sequence: Sequence, length: int) -> float | None:
    """The scatter of the surprisals, or that of counts without any preference, from the blocks themselves."""
    blocks = naive.windows(sequence.symbols.tolist(), length)
    freedom = len(set(blocks)) - len({block[:-1] for block in blocks})
    error = batch_means_error(block_surprisals(sequence, length))
    return None if error is None else max(error, math.sqrt(freedom / 2) / (len(blocks) * math.log(2)))


def test_blocks_that_come_equally_often_have_an_error_too() -> None:
    # Every surprisal is 1 bit, so that no two stretches differ; another 16 tosses would give another h.
    assert rate_errors("0110100110010110", 1) == (pytest.approx(1 / (math.sqrt(2) * 16 * math.log(2))),)
    tosses = np.random.default_rng(5).integers(0, 2, (4000, 16))
    scatter = np.std([block_ladder(as_sequence(row.tolist(), alphabet=2), 1).rates[0] for row in tosses])
    assert rate_errors("0110100110010110", 1)[0] == pytest.approx(scatter, rel=0.2)
    assert rate_errors("0" * 100, 3) == (0.0, 0.0, 0.0)


def test_their_mean_is_the_plug_in_rate_however_they_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    sequence = as_sequence(np.random.default_rng(2).integers(0, 5, 2000), alphabet=5)
    rates = block_ladder(sequence, 4).rates
    for bound in (module._DENSE, 0):
        monkeypatch.setattr(module, "_DENSE", bound)
        means = [float(block_surprisals(sequence, length).mean()) for length in range(1, 5)]
        assert means == pytest.approx(rates, abs=1e-12)


def test_independent_values_have_the_error_of_their_mean() -> None:
    values = np.random.default_rng(4).normal(0, 3, 40_000)
    error = batch_means_error(values)
    assert error == pytest.approx(3 / 200, rel=0.2)
    assert batch_means_error(values[:15]) is None


def test_repeated_values_have_a_larger_error() -> None:
    values = np.repeat(np.random.default_rng(4).normal(0, 3, 4000), 10)
    assert batch_means_error(values) == pytest.approx(3 / np.sqrt(4000), rel=0.25)


def test_the_error_is_how_rates_scatter_over_seeds() -> None:
    ladders = [block_ladder(generate("golden-mean", 4000, seed), 3) for seed in range(60)]
    scatter = np.std([ladder.rates for ladder in ladders], axis=0)
    stated = np.mean([rate_errors(generate("golden-mean", 4000, seed), 3) for seed in range(20)], axis=0)
    assert stated == pytest.approx(scatter, rel=0.35)


@pytest.mark.parametrize(("name", "length"), [("bernoulli", 1), ("random-bits", 1), ("golden-mean", 2), ("markov", 2)])
def test_the_order_of_a_chain_is_found(name: str, length: int) -> None:
    sequence = generate(name, 20_000)
    assert fitting_length(sequence) == length < longest_sampled(sequence)


def test_blocks_longer_than_the_sequence_are_refused() -> None:
    with pytest.raises(InputError, match="blocks of 5 symbols in a sequence of 4"):
        rate_errors("0101", 5)
