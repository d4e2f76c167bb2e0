from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import special

from ait.measures.gamma_functions import digamma, log_gamma, log_rising, trigamma, trigamma_excess

PLACES = np.concatenate([10.0 ** np.arange(-20, 20, 0.37), np.linspace(0.05, 60, 700)])


def test_all_three_agree_with_scipy() -> None:
    assert log_gamma(PLACES) == pytest.approx(special.gammaln(PLACES), rel=1e-13, abs=2e-14)
    assert digamma(PLACES) == pytest.approx(special.digamma(PLACES), rel=1e-13, abs=1e-14)
    assert trigamma(PLACES) == pytest.approx(special.polygamma(1, PLACES), rel=1e-13)


@pytest.mark.parametrize("x", [Fraction(1, 2**60), Fraction(1, 3), Fraction(29), Fraction(31), Fraction(2**70)])
@pytest.mark.parametrize("n", [0, 1, 2, 9, 40])
def test_a_rising_product_keeps_its_digits(x: Fraction, n: int) -> None:
    product = math.prod((x + j for j in range(n)), start=Fraction(1))
    expected = math.log(product.numerator) - math.log(product.denominator)
    assert float(log_rising(np.array([float(x)]), np.array([float(n)]))[0]) == pytest.approx(
        expected, rel=1e-13, abs=1e-12
    )


def test_what_trigamma_lacks_to_a_reciprocal_is_exact_for_large_arguments() -> None:
    for x in (1e3, 1e9, 1e17):
        assert float(trigamma_excess(np.array([x]))[0]) == pytest.approx(0.5 / x + 1 / (6 * x**2), rel=1e-9)
