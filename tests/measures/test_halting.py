from __future__ import annotations

import itertools
import random

import pytest

from ait.enumeration.lbf import LbfSpace
from ait.errors import InputError
from ait.estimate import Kind
from ait.machines.lbf import Status, parse, run
from ait.measures.fallback import print_program
from ait.measures.halting import discrete_prior, prefix_complexity
from ait.measures.omega import omega
from ait.measures.prior import prior
from ait.sequence import as_sequence
from tests.known_values_lbf import HALTED_16, HALTED_24

pytestmark = pytest.mark.needs_jit


def bits_of(text):
    return as_sequence(text, alphabet="01")


def test_witnesses_halt_with_their_string():
    draw = random.Random(1)
    for size in (1, 3, 8, 30):
        x = format(draw.getrandbits(size), f"0{size}b")
        estimate = prefix_complexity(bits_of(x))
        result = run(estimate.witness.text)
        assert (result.output, result.status, result.bits_read) == (x, Status.HALTED, estimate.bits)
        assert estimate.low <= estimate.bits <= len(parse(print_program(x)))


def test_halting_costs_at_least_four_bits_more_than_writing():
    for x in map("".join, itertools.product("01", repeat=6)):
        found = prior(x)
        assert found.halting.kp_low >= found.km_low + 4


def test_levins_coding_theorem_holds_with_a_small_constant():
    for x in map("".join, itertools.product("01", repeat=4)):
        complexity, information = prefix_complexity(bits_of(x)), discrete_prior(bits_of(x))
        assert complexity.kind is Kind.EXACT
        assert information.low <= information.bits <= complexity.bits
        assert complexity.bits - information.bits < 4


def test_halting_masses_of_all_strings_stay_below_omega():
    part = LbfSpace(20, 12, capped=False).run_job(0)
    assert part["halted"].sum() == omega(20).mass_low
    masses = [prior("".join(x), bits=20).halting.mass_low for x in itertools.product("01", repeat=4)]
    assert sum(masses) == part["halted"][16:32].sum()


def test_omega_from_both_sides():
    found = [omega(bits) for bits in (8, 12, 16, 20, 24)]
    assert (found[2].mass_low, found[4].mass_low) == (HALTED_16 * 16, HALTED_24 * 16)
    for early, late in itertools.pairwise(found):
        assert early.low <= late.low < late.high <= early.high
    # The walk that follows outputs proves less, but nothing else.
    part = LbfSpace(16, 8, capped=False).run_job(0)
    assert part["classes"][1] == found[2].mass_low
    assert part["classes"][1] + part["classes"][3] + part["classes"][4] >= found[2].mass_high
    assert found[4].digits == "0.0"
    assert omega(20, workers=2) == omega(20)


def test_a_string_beyond_the_budget_is_printed():
    x = format(random.Random(5).getrandbits(60), "060b")
    estimate = prefix_complexity(bits_of(x), bits=16)
    assert (estimate.kind, estimate.low) == (Kind.UPPER_BOUND, 17)
    assert estimate.bits == discrete_prior(bits_of(x), bits=16).bits == len(parse(print_program(x)))
    with pytest.raises(InputError):
        prefix_complexity("012")
