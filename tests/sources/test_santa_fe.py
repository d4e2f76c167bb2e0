"""The Santa Fe process: sums against other sums, curves against samples."""

import math

import numpy as np
import pytest

from ait.errors import InputError
from ait.sources.santa_fe import SantaFe
from ait.sources.zeta import tail_sum, tail_sum_of_logs
from tests import known_values_sources as known

special = pytest.importorskip("scipy.special")


@pytest.mark.parametrize("s", [1.25, 1.5, 2.0, 3.7, 9.0])
@pytest.mark.parametrize("first", [1, 2, 100, 10**6])
def test_tails_are_scipys(s: float, first: int) -> None:
    assert tail_sum(s, first) == pytest.approx(special.zeta(s, first), rel=1e-13)


def test_the_derivative_of_zeta() -> None:
    # -zeta'(2) = pi^2/6 (12 ln A - gamma - ln 2 pi), with Glaisher's constant A.
    glaisher = 1.2824271291006226
    expected = math.pi**2 / 6 * (12 * math.log(glaisher) - 0.5772156649015329 - math.log(2 * math.pi))
    assert tail_sum_of_logs(2, 1) == pytest.approx(expected, abs=1e-12)
    for s in (1.25, 1.5, 3.0):
        whole = math.log(2) * 2**-s + math.log(3) * 3**-s + tail_sum_of_logs(s, 4)
        assert tail_sum_of_logs(s, 1) == pytest.approx(whole, rel=1e-12)


def test_published_figures() -> None:
    process = SantaFe(1.0)
    assert process.entropy_rate == pytest.approx(known.SANTA_FE_RATE, abs=5e-9)
    assert process.unseen(1000) == pytest.approx(known.SANTA_FE_EXCESS_AT_1000, abs=5e-8)


@pytest.mark.parametrize("a", [0.7, 1.0, 2.0, 5.0])
def test_sums_term_by_term(a: float) -> None:
    process = SantaFe(a)
    k = np.arange(1, 400_001)
    p = process.probability(k)
    rest = process.unknown(400_000)
    for n in (0, 1, 7, 200):
        slow = math.fsum((p * (1 - p) ** n).tolist())
        assert process.unseen(n) == pytest.approx(slow + rest, abs=2 * n * p[-1] * rest + 1e-12)
        assert process.loss_after(n) - process.entropy_rate == pytest.approx(process.unseen(n), abs=1e-12)
    assert process.unknown(0) == pytest.approx(1.0, abs=1e-12)
    assert process.unknown(10) == pytest.approx(1 - p[:10].sum(), abs=1e-12)
    slow = -math.fsum((p * np.log2(p)).tolist())
    assert slow <= process.entropy_rate < slow + 60 * rest + 1e-9


@pytest.mark.parametrize("a", [0.5, 1.0, 3.0])
def test_curves_fit_together(a: float) -> None:
    process = SantaFe(a)
    for n in (1, 5, 60):
        told = sum(process.unseen(t) for t in range(n))
        assert process.facts_told(n) == pytest.approx(told, abs=1e-9)
        assert process.block_entropy(n) == pytest.approx(n * process.entropy_rate + told, abs=1e-9)
        assert process.error_of_facts(n) == process.unseen(n) / 2
    for n in (10, 1000, 10**5):
        h = max(1, n // 1000)
        slope = -math.log(process.unseen(n + h) / process.unseen(n - h)) / math.log((n + h) / (n - h))
        assert process.local_exponent(n) == pytest.approx(slope, abs=1e-5 if n > 10 else 1e-2)
    assert process.local_exponent(10**6) == pytest.approx(a / (1 + a), abs=2e-3)


def test_the_exponent_in_the_memory() -> None:
    process = SantaFe(1.5)
    slope = math.log(process.unknown(10**4) / process.unknown(10**5)) / math.log(10)
    assert slope == pytest.approx(1.5, abs=1e-3)


def test_the_error_of_the_whole_symbol_saturates() -> None:
    process = SantaFe(1.0)
    first = float(process.probability(np.array([1]))[0])
    assert process.error_of_names_and_facts(0) == pytest.approx(1 - first / 2)
    # After one symbol: name 1 is told with p_1, and no other beats half of it.
    assert process.error_of_names_and_facts(1) == pytest.approx(1 - first**2 - (1 - first) * first / 2, abs=1e-12)
    assert process.error_of_names_and_facts(1000) == pytest.approx(1 - first, abs=1e-12)


def test_samples_follow_the_law() -> None:
    process = SantaFe(1.0)
    names, facts = process.sample(40_000, seed=3)
    assert (names[:50].tolist(), facts[:50].tolist()) == tuple(x[:50].tolist() for x in process.sample(40_000, seed=3))
    assert names.min() == 1
    for name in (1, 2, 5):
        p = float(process.probability(np.array([name]))[0])
        assert (names == name).mean() == pytest.approx(p, abs=5 * math.sqrt(p / 40_000))
        assert len(set(facts[names == name].tolist())) == 1
    different = np.unique(names).size
    assert different == pytest.approx(process.facts_told(40_000), abs=6 * math.sqrt(different))


def test_limits() -> None:
    assert SantaFe().excess_entropy == SantaFe().statistical_complexity == math.inf
    for a in (0.1, 9.0, math.nan):
        with pytest.raises(InputError, match="exponent"):
            SantaFe(a)
    with pytest.raises(InputError, match="0 or more symbols"):
        SantaFe().unseen(-1)
    with pytest.raises(InputError, match="0 or more facts"):
        SantaFe().unknown(-1)
    with pytest.raises(InputError, match="too many names"):
        SantaFe(0.25).unseen(10**12)
