"""Feed-forward memories: exact parts against plain loops, trained parts against what nothing can beat."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ait.errors import InputError
from ait.lab import support
from ait.lab.record import Record, Size, Verdict, quiet

torch = pytest.importorskip("torch")
pytest.importorskip("scipy")

from ait.lab.claims import memory_capacity  # noqa: E402
from ait.lab.learning_order import learn  # noqa: E402
from ait.lab.memory_network import CLASSES, INPUTS, LABEL_BITS, memorise, parameters_of, rounded  # noqa: E402
from ait.lab.network_codes import code_lengths  # noqa: E402


def test_parameters_are_counted() -> None:
    layers = torch.nn.Sequential(torch.nn.Linear(INPUTS, 8), torch.nn.Linear(8, CLASSES))
    assert parameters_of(8) == sum(each.numel() for each in layers.parameters())


def test_rounding_leaves_so_many_values_and_errs_by_half_a_step() -> None:
    weights = torch.tensor(np.random.default_rng(3).normal(size=(2, 30, 40)))
    for bits in (1, 2, 5):
        found = rounded(torch, weights, bits)
        for before, after in zip(weights.numpy(), found.numpy(), strict=True):
            assert np.unique(after.round(9)).size <= 2**bits
            step = 2 * np.abs(before).max() / (2**bits - 1)
            assert np.abs(after - before).max() <= step / 2 + 1e-9


def test_a_memory_holds_what_fits_and_never_more_than_it_was_given() -> None:
    facts = np.array([15, 60])
    found = memorise(8, facts, 250, 5, quiet, precisions=(8, 2))
    assert (found.bits <= facts * LABEL_BITS + 1e-6).all()
    assert found.bits[0] == pytest.approx(15 * LABEL_BITS, rel=0.02)
    assert (found.rounded[2] < found.rounded[8]).all()
    again, once_more = (memorise(8, facts, 20, 5, quiet) for _ in range(2))
    assert again.bits.tolist() == once_more.bits.tolist()
    coarse = memorise(8, facts, 50, 5, quiet, trained_at=3)
    assert (coarse.bits <= 3 * coarse.parameters).all()


def test_frequent_facts_come_first() -> None:
    order = learn(1, 200, 1.0, 2, quiet)
    groups = order.learned_at[0, 1:]
    known = groups[~np.isnan(groups)]
    assert known.size >= 3
    assert (np.diff(known) > 0).all()
    assert order.rule.shape == (1, order.steps.size)


def test_codes_are_never_shorter_than_the_noise_allows() -> None:
    codes = code_lengths(8, 2, 128, 50, 4, quiet)
    # A code beats the truth by 40 bits with a chance of 2^-40.
    for lengths in (codes.two_part, codes.variational, codes.prequential):
        assert (lengths > codes.noise - 40).all()
    assert codes.uniform == 256.0
    assert (codes.divergence > 0).all()
    assert (codes.model < codes.two_part).all()


def test_the_best_bell_is_the_best() -> None:
    law = support.two_modes()
    assert law.sum() == pytest.approx(1.0, abs=1e-12)
    x = np.arange(support.POINTS)
    for reverse in (False, True):
        best = support.best_bell(law, reverse=reverse)
        for mean, width in ((16.0, 3.0), (26.0, 19.0), (46.0, 4.0), (31.25, 12.5)):
            bell = np.exp(-(((x - mean) / width) ** 2) / 2)
            bell /= bell.sum()
            one, other = (bell, law) if reverse else (law, bell)
            slow = math.fsum(a * math.log2(a / b) for a, b in zip(one.tolist(), other.tolist(), strict=True) if a)
            assert best.divergence <= slow + 1e-9
            if (best.mean, best.width) == (mean, width):
                assert best.divergence == pytest.approx(slow, abs=1e-9)


def test_temperature() -> None:
    law = support.two_modes()
    assert support.sharpened(law, 1.0) == pytest.approx(law, abs=1e-12)
    sizes = [support.effective_points(support.sharpened(law, t)) for t in (4.0, 2.0, 1.0, 0.5, 0.1)]
    assert sizes == sorted(sizes, reverse=True)
    squared = law**2 / (law**2).sum()
    assert support.sharpened(law, 0.5) == pytest.approx(squared, abs=1e-12)
    for temperature in (0.0, -1.0, math.nan):
        with pytest.raises(InputError, match="above 0"):
            support.sharpened(law, temperature)


@pytest.fixture(scope="module")
def small() -> Record:
    return memory_capacity.run(0, Size.SMALL)


@pytest.mark.slow
def test_the_record_small(small: Record) -> None:
    verdicts = {each.claim: each.verdict for each in small.findings}
    assert verdicts["Below its capacity the memory is exact, above it lossy."] is Verdict.HOLDS
    assert verdicts["Maximum likelihood shrinks the support."] is Verdict.FAILS
    assert verdicts["Minimising the reverse divergence shrinks the support."] is Verdict.HOLDS
    assert verdicts["Sampling below temperature 1 shrinks the support."] is Verdict.HOLDS
    assert all(any(letter.isdigit() for letter in each.statistic) for each in small.findings)
    for row in small.table("capacity").rows:
        assert all(isinstance(cell, float) and cell <= float(row[0] or 0) + 1e-6 for cell in row)
    assert {each.name for each in small.figures} == {"capacity", "order", "codes", "support"}
