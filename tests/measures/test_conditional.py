from __future__ import annotations

import itertools
import random

import pytest

from ait.enumeration.lbf_given import GivenSearch, search_given
from ait.enumeration.lbf_search import search
from ait.errors import InputError, MachineError
from ait.estimate import Kind
from ait.machines import lbf, lbf_given
from ait.machines.lbf import Status
from ait.measures.conditional import conditional_complexity, conditional_probability, mutual_information
from ait.sequence import as_sequence
from tests.naive import lbf as naive

LIMIT = 11


def bits_of(text):
    return as_sequence(text, alphabet="01")


def test_the_codes_are_a_complete_prefix_code():
    codes = list(lbf_given.CODES.values())
    assert sum(2.0 ** -len(code) for code in codes) == 1
    assert not any(a != b and b.startswith(a) for a, b in itertools.product(codes, codes))


@pytest.mark.parametrize("given", ["", "1", "0110", "110111"])
def test_every_small_program_does_what_the_naive_machine_does(given):
    kinds = {"halted": Status.HALTED, "reached": Status.OUTPUT_REACHED, "open": Status.WANTS_INPUT}
    kinds["running"] = Status.OUT_OF_STEPS
    for size in range(1, 11):
        for bits in itertools.product("01", repeat=size):
            program = "".join(bits)
            kind, output = naive.run_given(program, given, 4, 100)
            result = lbf_given.run(program, given, length=4, steps=100)
            assert (result.status, result.output) == (kinds[kind], output)


def naive_masses(given, target):
    """Mass and least program of each prefix of the target, from every program run from the start."""
    mass, least = [0] * (len(target) + 1), [None] * (len(target) + 1)

    def visit(program, before):
        kind, output = naive.run_given(program, given, len(target), 300)
        for size in range(before + 1, len(output) + 1):
            if output[:size] == target[:size]:
                mass[size] += 1 << (LIMIT + 4 - len(program))
                if least[size] is None or (len(program), program) < (len(least[size]), least[size]):
                    least[size] = program
        if kind == "open" and len(program) < LIMIT:
            visit(program + "0", len(output))
            visit(program + "1", len(output))

    visit("", 0)
    return mass, least


@pytest.mark.parametrize(("target", "given"), [("0101", "0101"), ("1101", "1"), ("111", "0111"), ("0011", "")])
def test_the_search_equals_the_naive_enumeration(target, given):
    mass, least = naive_masses(given, target)
    found = search_given(target, given, bits=LIMIT)
    for size in range(1, len(target) + 1):
        assert found.low(size) == mass[size]
        program = found.least(size)
        assert (None if program is None else program.bits) == least[size]
    assert found.part["classes"].sum() == 1 << (LIMIT + 4)


@pytest.mark.needs_jit
def test_a_string_that_is_given_costs_8_bits_at_most():
    draw = random.Random(1)
    for size in (1, 5, 20, 200):
        x = format(draw.getrandbits(size), f"0{size}b")
        estimate = conditional_complexity(bits_of(x), bits_of(x))
        assert (estimate.bits <= 8, estimate.kind) == (True, Kind.EXACT)
        assert conditional_probability(bits_of(x), bits_of(x)).bits <= 8
        assert lbf_given.run(estimate.witness.text, x, length=size).output == x


@pytest.mark.needs_jit
def test_its_complement_costs_little_more():
    x = format(random.Random(2).getrandbits(40), "040b")
    opposite = x.translate(str.maketrans("01", "10"))
    estimate = conditional_complexity(bits_of(opposite), bits_of(x))
    assert (estimate.bits, estimate.witness.text) == (11, ":+;]")
    assert mutual_information(opposite, x).low > 0


@pytest.mark.needs_jit
def test_programs_of_lbf_serve_here_for_a_bit_more_for_each_reading_instruction():
    for x in map("".join, itertools.product("01", repeat=7)):
        plain = search(x, bits=18).least(7)
        given = search_given(x, "", bits=19).least(7)
        text = lbf.decode(plain.bits)
        assert given.size <= plain.size + text.count(",")


@pytest.mark.needs_jit
def test_what_is_of_no_use_gives_little_information():
    draw = random.Random(3)
    x, y = (format(draw.getrandbits(12), "012b") for _ in range(2))
    estimate = mutual_information(x, y)
    assert estimate.low <= estimate.bits <= estimate.high
    assert abs(estimate.bits) <= 4
    assert mutual_information(x, x).bits == conditional_complexity(x).bits - conditional_complexity(x, x).bits


@pytest.mark.needs_jit
def test_probabilities_given_something_are_a_semimeasure():
    total = sum(search_given("".join(x), "0110", bits=16).low(4) for x in itertools.product("01", repeat=4))
    assert total <= 1 << 20
    estimate = conditional_probability(bits_of("0110"), bits_of("0110"))
    assert estimate.low <= estimate.bits <= conditional_complexity(bits_of("0110"), bits_of("0110")).bits


@pytest.mark.needs_jit
def test_strings_beyond_the_budget_are_copied():
    x = format(random.Random(5).getrandbits(60), "060b")
    estimate = conditional_complexity(bits_of(x), "", bits=16)
    assert (estimate.bits, estimate.low, estimate.kind) == (68, 17, Kind.UPPER_BOUND)
    assert lbf_given.run(estimate.witness.text, "", length=60).output == x


def test_what_cannot_be_read_is_refused():
    with pytest.raises(MachineError, match="given string"):
        lbf_given.run(":;]", "012")
    with pytest.raises(MachineError, match="consists of"):
        lbf_given.parse("x")
    with pytest.raises(InputError, match="what is given"):
        GivenSearch(16, "01", given="2")
    assert GivenSearch(16, "01", given="10").identity()["given"] == "10"
