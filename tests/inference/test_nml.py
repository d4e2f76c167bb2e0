"""NML: C in fractions, its known values, and codes that sum to 1."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from ait.errors import InputError
from ait.inference.automata import Automata
from ait.inference.grids import MarkovGrid
from ait.inference.nml import log2_complexity, log2_parametric_complexity, parametric_complexity
from ait.inference.periodic import Periodic
from tests.naive import inference as naive


@pytest.mark.parametrize("k", [1, 2, 3, 4, 5])
def test_c_in_fractions(k):
    for n in range(1, 8):
        assert parametric_complexity(k, n) == pytest.approx(float(naive.complexity(k, n)), rel=1e-14)


def test_published_values_of_c():
    want = [Fraction(2), Fraction(5, 2), Fraction(26, 9), Fraction(103, 32), Fraction(2194, 625)]
    assert [naive.complexity(2, n) for n in range(1, 6)] == want


@pytest.mark.parametrize("n", [999_999, 1_000_000, 1_000_001, 4_000_000])
def test_the_asymptotic_series_meets_the_sum(n):
    steps = np.arange(int(40 * math.sqrt(n)), dtype=np.float64)
    whole = 1 + math.fsum(np.cumprod(1 - steps / n).tolist())
    assert parametric_complexity(2, n) == pytest.approx(whole, rel=1e-12)


def test_c_for_many_symbols_is_rissanens_expansion():
    for k, n in ((3, 10**7), (10, 10**8), (60, 10**9)):
        expansion = (k - 1) / 2 * math.log2(n / (2 * math.pi)) + (
            k / 2 * math.log(math.pi) - math.lgamma(k / 2)
        ) / math.log(2)
        assert log2_parametric_complexity(k, n) == pytest.approx(expansion, abs=0.02)
    with pytest.raises(InputError, match="take its logarithm"):
        parametric_complexity(256, 10**6)
    assert log2_parametric_complexity(2, 10**15) == pytest.approx(math.log2(math.sqrt(math.pi * 1e15 / 2)), abs=1e-6)


def test_trivial_and_wrong_sizes():
    assert parametric_complexity(1, 100) == parametric_complexity(7, 0) == 1.0
    for k, n in ((0, 3), (2, -1), (2, 2.5)):
        with pytest.raises(InputError, match="whole numbers"):
            parametric_complexity(k, n)


@pytest.mark.parametrize("models", [MarkovGrid(2, 0, 5), MarkovGrid(2, 0, 1), Periodic(2, 4)])
def test_the_formulas_of_sets_are_the_sum_over_all_strings(models):
    for n in range(1, 9):
        rows = [models.log_likelihoods(np.array(x)).max() for x in itertools.product((0, 1), repeat=n)]
        assert log2_complexity(models, n) == pytest.approx(math.log2(sum(2.0**row for row in rows)), abs=1e-12)


def test_sets_without_a_formula_are_summed_or_refused():
    models = Automata(2, 2)
    rows = [models.log_likelihoods(np.array(x)).max() for x in itertools.product((0, 1), repeat=6)]
    assert log2_complexity(models, 6) == pytest.approx(math.log2(sum(2.0**row for row in rows)), abs=1e-12)
    assert log2_complexity(models, 6) <= math.log2(models.size)
    with pytest.raises(InputError, match="too many to sum"):
        log2_complexity(models, 30)
