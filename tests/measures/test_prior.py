from __future__ import annotations

import itertools
import math
import random
from dataclasses import replace
from fractions import Fraction

import pytest

from ait.enumeration.lbf_table import enumerate_lbf
from ait.errors import InputError, TableError
from ait.estimate import Kind
from ait.machines.lbf import Status, run
from ait.measures.fallback import copy_program
from ait.measures.monotone import algorithmic_probability, monotone_complexity
from ait.measures.prior import prior
from ait.sequence import as_sequence
from tests.known_values_lbf import KM, MASS_16

pytestmark = pytest.mark.needs_jit


def bits_of(text):
    return as_sequence(text, alphabet="01")


def strings(size):
    return ("".join(bits) for bits in itertools.product("01", repeat=size))


def test_known_masses_and_complexities():
    assert {x: prior(x, bits=16).mass_low / 16 for x in MASS_16} == MASS_16
    assert {x: prior(x, bits=16).km for x in KM} == KM
    assert all(prior(x, bits=16).certified for x in KM)


def test_a_table_says_the_same_as_the_search():
    table = enumerate_lbf(18, 12)
    for x in ("0", "110", "01101", "010101010101", "011010011001"):
        looked_up, found = prior(x, table=table), prior(x, bits=18)
        for name in ("string", "bits", "mass_low", "mass_high", "km", "km_low", "witness", "in_the_way"):
            assert getattr(looked_up, name) == getattr(found, name)


def test_witnesses_write_their_string_and_halting_ones_stop_there():
    draw = random.Random(3)
    for _ in range(20):
        x = format(draw.getrandbits(9), "09b")
        found = prior(x)
        assert run(found.witness, length=9).output == x
        assert (found.certified, found.in_the_way) == (True, ())
        result = run(found.halting.witness)
        assert (result.output, result.status) == (x, Status.HALTED)
        assert len(found.halting.witness) == found.halting.kp > found.km


def test_a_halting_program_is_found_and_certified():
    halting = prior("0", bits=16).halting
    assert (halting.kp, halting.witness, halting.certified) == (6, "001111", True)
    assert 0 < halting.mass_low < halting.mass_high


def test_masses_of_one_length_are_a_code_and_so_are_least_programs():
    found = [prior(x, bits=18) for x in strings(7)]
    assert sum(item.mass_low for item in found) <= 1 << 22
    assert sum(Fraction(1, 2**item.km) for item in found) <= 1
    assert sum(Fraction(1, 2**item.halting.kp) for item in found) <= 1


def test_intervals_nest_and_hold_the_copy_program():
    for x in ("0110", "1111111", "0011010"):
        rows = [prior(x, bits=bits) for bits in (8, 12, 16, 20)]
        for early, late in itertools.pairwise(rows):
            assert early.low <= late.low <= late.high <= early.high
            assert early.km_low <= late.km_low <= late.km <= early.km <= len(x) + 7
            assert early.low_bits <= late.low_bits <= late.high_bits <= early.high_bits <= len(x) + 7


def test_a_string_beyond_the_budget_gets_the_copy_program():
    x = format(random.Random(5).getrandbits(60), "060b")
    found = prior(x, bits=20)
    assert (found.km, found.km_low, found.mass_low, found.certified) == (67, 21, 0, False)
    assert found.witness == copy_program(x)
    assert run(found.witness, length=60).output == x
    assert found.high_bits == 67
    estimate = monotone_complexity(bits_of(x), bits=20)
    assert (estimate.bits, estimate.low, estimate.high, estimate.kind) == (67, 21, 67, Kind.UPPER_BOUND)
    assert "copy program" in estimate.note
    assert dict(estimate.parts) == {"instructions": 7, "data": 60}


def test_copy_program_is_exact_one_bit_beyond_the_budget():
    x = "0110100"
    assert prior(x, bits=13).km_low <= prior(x).km <= 14


def test_undecided_programs_stand_in_the_way():
    x = format(random.Random(7).getrandbits(24), "024b")
    found = prior(x, bits=26)
    assert {program.size for program in found.in_the_way} <= {26}
    assert found.km_low <= 27


def test_estimates():
    km = monotone_complexity(bits_of("0101010101010101"))
    assert (km.bits, km.low, km.high, km.kind, km.is_code) == (7, 7, 7, Kind.EXACT, True)
    assert km.witness.text == ";+]"
    mass = algorithmic_probability(bits_of("0101010101010101"))
    found = prior("0101010101010101")
    assert mass.bits == mass.high == pytest.approx(-math.log2(found.low))
    assert mass.low == pytest.approx(-math.log2(found.high))
    assert mass.bits < km.bits
    inferred = as_sequence("abab")
    assert monotone_complexity(inferred).bits == 7 + inferred.alphabet_bits


def test_symbols_of_another_binary_alphabet_are_read_in_its_order():
    assert prior("abab").string == "0101"


def test_what_cannot_be_answered_is_refused():
    table = enumerate_lbf(12, 4)
    with pytest.raises(InputError, match="10 symbols"):
        prior("012")
    with pytest.raises(InputError, match="100000 symbols"):
        prior("01" * 60_000)
    with pytest.raises(InputError, match="not 60"):
        prior("01", bits=60)
    with pytest.raises(TableError, match="not of lbf"):
        prior("01", table=replace(table, fields={**table.fields, "formalism": "turing"}))
    with pytest.raises(TableError, match="up to 4 symbols"):
        prior("010101", table=table)
