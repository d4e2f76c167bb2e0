"""The claims about MDL, inference and K: each verdict by its statistic, and the identities behind them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ait.lab import two_coins
from ait.lab.record import Record, Size, Verdict
from ait.lab.redundancy import expected_redundancy, variance_of_surprise
from ait.lab.registry import run
from tests.naive.predictors import log2_kt

pytest.importorskip("matplotlib")

NAMES = ("mdl-and-inference", "cross-entropy-gap", "structure-and-noise")


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    return {name: run(name, 0, Size.SMALL) for name in NAMES}


@pytest.mark.needs_jit
@pytest.mark.parametrize("name", NAMES)
def test_every_figure_is_drawn_and_every_verdict_has_a_statistic(name: str, records: dict[str, Record]) -> None:
    from ait.lab import pictures

    found = records[name]
    assert all(finding.statistic for finding in found.findings)
    assert found.statistic.startswith(found.findings[0].statistic)
    for figure in found.figures:
        assert pictures.svg(figure).startswith("<?xml")
        assert figure.caption.endswith(".")


@pytest.mark.needs_jit
def test_one_objective_of_many_families(records: dict[str, Record]) -> None:
    found = records["mdl-and-inference"]
    verdicts = [finding.verdict for finding in found.findings]
    holds, fails = Verdict.HOLDS, Verdict.FAILS
    assert verdicts == [holds, Verdict.ONLY_IF, holds, fails, fails]
    assert found.verdict is Verdict.ONLY_IF
    for row in found.table("families").rows:
        _, point, *between, posterior, evidence, _ = row
        assert posterior == pytest.approx(evidence, abs=1e-9)
        lengths = [length for length in between if length is not None]
        assert all(evidence - 1e-9 <= length <= point + 1e-9 for length in lengths)
    mean, promised = found.number("mean net length, another q"), found.number("-ELBO of that q")
    error = next(each.error for each in found.numbers if each.name == "mean net length, another q")
    assert error is not None
    assert abs(mean - promised) < 4 * error


@pytest.mark.needs_jit
def test_cross_entropy_is_not_the_gap(records: dict[str, Record]) -> None:
    found = records["cross-entropy-gap"]
    assert found.verdict is Verdict.FAILS
    holds, fails, only_if = Verdict.HOLDS, Verdict.FAILS, Verdict.ONLY_IF
    assert [finding.verdict for finding in found.findings] == [fails, holds, holds, only_if, fails, only_if]
    for _, *terms, total, predicted, coded, _ in found.table("terms").rows:
        assert sum(terms) == pytest.approx(total, abs=1e-12)
        assert predicted == pytest.approx(total, abs=1e-9)
        assert coded == pytest.approx(predicted, abs=0.2)


@pytest.mark.needs_jit
def test_the_law_costs_at_most_its_k(records: dict[str, Record]) -> None:
    found = records["structure-and-noise"]
    holds, only_if = Verdict.HOLDS, Verdict.ONLY_IF
    assert [finding.verdict for finding in found.findings] == [holds, only_if, holds, only_if, holds]
    assert found.verdict is Verdict.ONLY_IF
    assert all(largest <= bound + 1e-9 for _, _, _, largest, bound, _ in found.table("excess").rows)
    assert found.number("least excess on any path") > -10


@pytest.mark.needs_jit
def test_other_seeds_give_the_same_verdicts(records: dict[str, Record]) -> None:
    for name in NAMES:
        again = run(name, 3, Size.SMALL)
        assert [f.verdict for f in again.findings] == [f.verdict for f in records[name].findings]
        assert again.statistic != records[name].statistic or name != "cross-entropy-gap"


def test_the_two_coins_in_full() -> None:
    """Over all 256 blocks: the law sums to 1, and the entropy and the divergence are those of a plain sum."""
    blocks = np.array([[number >> place & 1 for place in range(8)] for number in range(256)])
    truth = 2.0 ** -two_coins.evidence(blocks, two_coins.TRUTH)
    assert truth.sum() == pytest.approx(1, abs=1e-12)
    for source in (two_coins.TRUTH, (0.75, 0.25, 0.5)):
        plain = float((truth * two_coins.evidence(blocks, source)).sum()) / 8
        assert two_coins.expected_bits(source) == pytest.approx(plain, abs=1e-12)
    ones = blocks.sum(axis=1)
    for kind in ("posterior", "likelier", "even"):
        q = two_coins.coin_given(ones, two_coins.TRUTH, kind)
        costs, own = (
            two_coins.description_bits(ones, two_coins.TRUTH, kind),
            two_coins.evidence(blocks, two_coins.TRUTH),
        )
        assert np.all(costs >= own - 1e-12)
        assert q.sum(axis=1) == pytest.approx(1)
        assert (np.abs(costs - own).max() < 1e-12) == (kind == "posterior")


def test_expected_redundancy_by_all_strings() -> None:
    for n in (1, 2, 7):
        for p in (0.25, 0.5, 0.9):
            total = 0.0
            for ones in range(n + 1):
                chance = math.comb(n, ones) * p**ones * (1 - p) ** (n - ones)
                truth = ones * math.log2(p) + (n - ones) * math.log2(1 - p)
                total += chance * (truth - log2_kt(n - ones, ones))
            assert expected_redundancy((1 - p, p), n) == pytest.approx(total, abs=1e-10)
    mean = 0.9 * math.log2(1 / 0.9) + 0.1 * math.log2(10)
    square = 0.9 * math.log2(1 / 0.9) ** 2 + 0.1 * math.log2(10) ** 2
    assert variance_of_surprise(0.1) == pytest.approx(square - mean**2)
