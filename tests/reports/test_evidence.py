"""Evidence is an e-value: never above 1 on average under chance, and what a code saved less the price of many."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from ait import evidence, generate, report
from ait.estimate import Estimate, Kind
from ait.reports.compare import Line, mixture
from ait.reports.evidence import Evidence, evidence_text
from ait.sequence import as_sequence

QUICK = ("KT", "context tree", "Lempel-Ziv code", "deflate", "BDM urn, LBF")


@pytest.mark.needs_jit
@pytest.mark.parametrize("n", [1, 2, 3, 5, 6])
def test_over_all_binary_strings_the_mean_of_e_is_at_most_one(n: int) -> None:
    values = [evidence(np.array(word)).e_value for word in itertools.product((False, True), repeat=n)]
    assert math.fsum(values) / 2**n <= 1


@pytest.mark.needs_jit
def test_over_all_strings_of_three_letters_too_their_alphabet_told_or_not() -> None:
    for alphabet in (None, "abc"):
        words = ("".join(word) for word in itertools.product("abc", repeat=4))
        values = [evidence(word, alphabet=alphabet).e_value for word in words]
        assert math.fsum(values) / 3**4 <= 1


@pytest.mark.needs_jit
@pytest.mark.slow
def test_long_fair_strings_are_not_accused() -> None:
    values = [evidence(generate("random-bits", 500, seed)).e_value for seed in range(25)]
    assert np.mean(values) < 1
    assert max(values) < 20


@pytest.mark.needs_jit
def test_it_is_the_mean_of_the_codes_e_values() -> None:
    x = "0110" * 12
    found = evidence(x, measures=QUICK, include=())
    values = [2.0**bits for _, bits in found.saved()]
    assert found.report.codes == len(values) == 1 + len(QUICK)
    assert found.e_value == pytest.approx(math.fsum(values) / len(values))
    assert found.best_bits - found.multiplicity <= found.bits <= found.best_bits
    assert found.share == pytest.approx(max(values) / math.fsum(values))
    assert found.p_bound == pytest.approx(1 / found.e_value)
    assert found.saved()[0][0] == found.best


def made(bits: float) -> Evidence:
    x = as_sequence("0" * 100)
    line = Line("one", Estimate(100 - bits, Kind.UPPER_BOUND, "", "", is_code=True))
    whole = mixture([line.estimate])
    plain = report(x, measures=["KT"])
    return Evidence(type(plain)(x, (line,), whole, 1, bits, line, ()), bits, 0.0, "one", bits, 1.0)


def test_extreme_evidence_stays_a_number() -> None:
    huge, none = made(5000.0), made(-3.0)
    assert huge.e_value == math.inf
    assert 0 < huge.p_bound < 1e-300
    assert huge.as_dict()["e_value"] is None
    assert none.p_bound == 1.0
    assert "2^5,000.0" in evidence_text(huge)
    assert "no bound below 1" in evidence_text(none)
    assert "proves nothing" in evidence_text(none)


@pytest.mark.needs_jit
def test_generators_are_caught_and_named() -> None:
    for name, length, code in (
        ("randu", 4000, "congruential words"),
        ("shift-register", 2000, "shift registers"),
        ("additive", 8000, "lagged sums"),
        ("bernoulli", 3000, "KT"),
    ):
        found = evidence(generate(name, length))
        assert found.bits > 100
        assert found.best == code
        assert found.share > 0.3
    assert found.as_dict()["saved"][0]["name"] == "KT"
