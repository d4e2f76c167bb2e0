"""Evidence, two-part code, ELBO and its gap: identities to 1e-9, against fractions, and where something is infinite."""

import math
from fractions import Fraction

import numpy as np
import pytest

from ait.errors import InputError
from ait.inference.automata import Automata
from ait.inference.divergence import divergence_bits
from ait.inference.families import mean_field, point_mass, truncated
from ait.inference.grids import MarkovGrid
from ait.inference.infer import infer
from ait.inference.periodic import Periodic
from ait.inference.recurrences import LinearRecurrences
from ait.inference.registry import model_set
from ait.inference.structure import structure_function
from ait.sources import SOURCES, generate
from tests.naive import inference as naive

CASES = [
    ("0001000110", "bernoulli", {"parts": 8}),
    ("0110110111", "automata", {"states": 3, "parts": 4}),
    ("0110100110010110", "trees", {"depth": 3}),
    ("0101010101010111", "periodic", {"longest": 6, "noise": (0.0625, 0.25)}),
    ("0010111001011100", "recurrences", {"cells": 4, "noise": (0.0, 0.125)}),
    ("2102102101", "all", {}),
    pytest.param(("01101001100101101001", "all", {}), marks=pytest.mark.needs_jit),
]


@pytest.fixture(params=CASES, ids=lambda case: f"{case[1]}-{case[0]}")
def found(request):
    text, name, options = request.param
    return infer(text, name, **options)


def test_the_posterior_has_no_gap_and_reaches_the_evidence(found):
    assert math.isclose(found.description_bits(found.posterior), found.evidence_bits, abs_tol=1e-9)
    assert 0 <= found.gap(found.posterior) < 1e-12


def test_point_masses_are_two_part_codes(found):
    size = len(found.log_joint)
    shift = found.log2_z if found.normalised else 0.0
    for index in {0, size // 3, size - 1, found.best}:
        q = point_mass(size, index)
        data = -float(found.log_likelihoods[index])
        two_part = float(found.models.code_bits[index]) + shift + data
        assert found.description_bits(q) == pytest.approx(two_part, abs=1e-9)
        assert found.gap(q) == pytest.approx(-float(found.log_posterior[index]), abs=1e-9)
    best = point_mass(size, found.best)
    charged = found.two_part.bits - found.sequence.alphabet_bits
    assert found.description_bits(best) == pytest.approx(charged, abs=1e-9)
    assert found.two_part_bits - found.evidence_bits == pytest.approx(-math.log2(found.posterior[found.best]), abs=1e-9)


def test_the_gap_is_what_the_elbo_lacks(found):
    rng = np.random.default_rng(1)
    support = found.posterior > 0
    for _ in range(3):
        q = np.where(support, rng.exponential(size=len(support)) ** 3, 0)
        q /= q.sum()
        assert found.gap(q) == pytest.approx(found.description_bits(q) - found.evidence_bits, abs=1e-9)


def test_a_truncated_posterior_lacks_the_mass_it_left_out(found):
    order = np.sort(found.posterior)[::-1]
    bits = []
    for count in (1, 2, 5, min(200, int((order > 0).sum()))):
        q = truncated(found, count)
        bits.append(found.description_bits(q))
        assert found.gap(q) == pytest.approx(-math.log2(order[:count].sum()), abs=1e-9)
    assert bits == sorted(bits, reverse=True)


def test_mean_field_lies_between_evidence_and_two_part(found):
    field = mean_field(found)
    assert field.converged
    assert found.evidence_bits - 1e-9 <= field.description_bits <= found.two_part_bits + 1e-9
    assert found.gap(field.q) == pytest.approx(field.description_bits - found.evidence_bits, abs=1e-9)


def test_where_the_posterior_is_a_product_mean_field_is_exact():
    found = infer("011010010100101101", "markov", order=2, parts=3)
    assert mean_field(found).description_bits == pytest.approx(found.evidence_bits, abs=1e-9)


def test_where_it_is_not_mean_field_pays():
    found = infer("001011100101110010111", LinearRecurrences(4, (0.0, 0.125)))
    field = mean_field(found)
    assert found.gap(field.q) > 1e-3
    # No factor of it can be bettered: coordinate ascent has ended at a stationary point.
    again = [np.ones(size) / size for size in found.models.shape]
    for axis, factor in enumerate(field.factors):
        other = [*field.factors]
        other[axis] = 0.999 * factor + 0.001 * again[axis]
        q = np.ones(1)
        for one in other:
            q = np.multiply.outer(q, one).ravel()
        assert found.description_bits(q) >= field.description_bits - 1e-12


def test_infinite_gaps_are_infinite():
    found = infer("0101", Periodic(2, 3))
    wrong = point_mass(len(found.log_joint), 0)
    assert found.description_bits(wrong) == found.gap(wrong) == math.inf
    assert found.elbo(wrong) == -math.inf
    mixed = 0.5 * wrong + 0.5 * found.posterior
    assert found.gap(mixed) == math.inf


def test_no_model_at_all():
    found = infer("0110100110010110", Periodic(2, 3))
    assert found.evidence_bits == math.inf
    for ask in (
        lambda: found.evidence,
        lambda: found.two_part,
        lambda: found.posterior,
        lambda: structure_function(found),
    ):
        with pytest.raises(InputError, match="no model gives this sequence"):
            ask()


def test_the_gap_vanishes_though_every_model_is_wrong():
    found = infer(generate("thue-morse", 500), "bernoulli", parts=16)
    assert found.gap(found.posterior) < 1e-12
    assert found.evidence_bits > 490


@pytest.mark.parametrize("x", ["0", "0110110111", "1111111111", "0101101101"])
def test_evidence_in_fractions(x):
    symbols = [int(c) for c in x]
    exact = naive.automata(3, 4, symbols)
    z = sum(weight for weight, _ in exact)
    evidence = sum(weight * p for weight, p in exact)
    assert z == Fraction(7, 8)
    for normalised, value in ((False, evidence), (True, evidence / z)):
        found = infer(x, Automata(3, 4), normalised=normalised)
        assert found.evidence_bits == pytest.approx(-naive.log2(value), abs=1e-10)
        best = max(weight * p for weight, p in exact) / (z if normalised else 1)
        assert found.two_part_bits == pytest.approx(-naive.log2(best), abs=1e-10)
        assert found.two_part.is_code


def test_no_model_is_behind_the_mixture_by_more_than_its_weight():
    """Pathwise, for every string and model, in fractions: evidence + log2 p(x|i) is at most K_i + log2 Z."""
    for n in range(1, 7):
        for number in range(2**n):
            exact = naive.automata(2, 4, [number >> place & 1 for place in range(n)])
            z, evidence = sum(w for w, _ in exact), sum(w * p for w, p in exact)
            assert all(p * w / z <= evidence / z for w, p in exact)
            assert max(w * p for w, p in exact) > 0


@pytest.mark.needs_jit
def test_the_five_states_of_rrxor_are_found():
    found = infer(generate("rrxor", 200, seed=2), "automata", states=5, parts=2)
    assert found.posterior[found.best] > 0.99
    edges, ones = found.models.graph(found.best)
    assert len(edges) == 5
    # Two states choose freely one after the other, the third symbol follows from them.
    assert sorted(ones.tolist()) == [0.0, 0.5, 0.5, 0.5, 1.0]
    truth = SOURCES["rrxor"].process.bits(generate("rrxor", 200, seed=2))
    assert found.evidence_bits - truth < float(found.models.code_bits[found.best])


def test_divergence_in_decimals():
    rng = np.random.default_rng(3)
    p = [Fraction(int(a), 4096) for a in rng.multinomial(4096, [0.1, 0.2, 0.3, 0.4])]
    for step in (Fraction(1, 7), Fraction(1, 10**3), Fraction(1, 10**6)):
        q = [p[0] + step * p[0], p[1] - step * p[0], p[2], p[3]]
        floats = np.array([float(a) for a in q])
        logs = np.array([math.log2(a.numerator) - math.log2(a.denominator) for a in p])
        assert divergence_bits(floats, logs) == pytest.approx(naive.divergence(q, p), rel=1e-6)
    assert 1e-13 < naive.divergence(q, p) < 1e-12


def test_exact_gap_for_small_sets():
    x, parts = "0001000110", 8
    grid = MarkovGrid(2, 0, parts)
    found = infer(x, grid)
    joint = [naive.chain([grid.row(i)], 2, 0, [int(c) for c in x]) for i in range(grid.size)]
    posterior = [p / sum(joint) for p in joint]
    q = [Fraction(int(i in (1, 2, 3)), 3) for i in range(grid.size)]
    assert found.gap(np.array([float(a) for a in q])) == pytest.approx(naive.divergence(q, posterior), rel=1e-12)


def test_a_distribution_is_insisted_on():
    found = infer("0101", "bernoulli", parts=2)
    for q in ([1.0, 0.0], [0.5, 0.6, 0.0], [1.5, -0.5, 0.0]):
        with pytest.raises(InputError, match="q "):
            found.gap(np.array(q))
    for count in (0, 4):
        with pytest.raises(InputError, match="cut down"):
            truncated(found, count)


def test_the_structure_function_against_its_definition(found):
    steps = structure_function(found)
    code, data = found.models.code_bits, -found.log_likelihoods
    assert np.all(np.diff(steps.model_bits) > 0)
    assert np.all(np.diff(steps.data_bits) < 0)
    for bits in np.linspace(0, float(code.max()) + 1, 40):
        allowed = data[code <= bits + 1e-9]
        assert steps.at(float(bits)) == (float(allowed.min()) if allowed.size else math.inf)
    least = steps.minimal_sufficient()
    total = steps.model_bits + steps.data_bits
    assert total[least] == pytest.approx((code + data).min(), abs=1e-9)
    assert steps.minimal_sufficient(1e6) == 0
    assert steps.model_bits[steps.minimal_sufficient(3)] <= steps.model_bits[least]
    with pytest.raises(InputError, match="slack"):
        steps.minimal_sufficient(-1)


def test_a_million_models_on_ten_thousand_symbols():
    x = generate("markov", 10_000, seed=5)
    found = infer(x, model_set("bernoulli", 2, len(x), parts=10**6 - 1))
    assert len(found.log_joint) == 10**6
    ones = int(x.symbols.sum())
    # The uniform prior on p: the evidence is 1/((n + 1) C(n, ones)), and a grid of 10^6 steps is as good.
    want = math.log2(10_001) + (math.lgamma(10_001) - math.lgamma(ones + 1) - math.lgamma(10_001 - ones)) / math.log(2)
    assert found.evidence_bits == pytest.approx(want, abs=1e-4)
