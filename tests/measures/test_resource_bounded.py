from __future__ import annotations

import itertools
import math
import random
from fractions import Fraction

import pytest

from ait.errors import InputError
from ait.estimate import Kind
from ait.machines.lbf import run
from ait.measures.monotone import monotone_complexity
from ait.measures.prior import prior
from ait.measures.resource_bounded import levin_complexity, logical_depth, speed_prior
from ait.sequence import as_sequence

pytestmark = pytest.mark.needs_jit
LIMIT = 13


def bits_of(text):
    return as_sequence(text, alphabet="01")


@pytest.fixture(scope="module")
def timed_programs():
    """Every minimal program of up to 13 bits: what it writes with its last bit, and in how many steps."""
    found = {}
    for size in range(1, LIMIT + 1):
        for value in range(1 << size):
            program = format(value, f"0{size}b")
            before, result = run(program[:-1], length=5, steps=300), run(program, length=5, steps=300, keep_trace=True)
            for symbols in range(len(before.output) + 1, len(result.output) + 1):
                steps = next(number for number, step in enumerate(result.trace, 1) if step.symbols == symbols)
                found.setdefault(result.output[:symbols], []).append((size, steps))
    return found


def test_all_three_equal_their_definitions_on_small_programs(timed_programs):
    for x in map("".join, itertools.product("01", repeat=4)):
        programs = timed_programs.get(x, [])
        copy = (11, 11)
        assert copy in programs
        speed = sum(Fraction(2, 2 ** (2 * size + (steps - 1).bit_length())) for size, steps in programs)
        estimate = speed_prior(bits_of(x), bits=LIMIT)
        assert estimate.bits == pytest.approx(-math.log2(speed))
        assert estimate.low <= estimate.bits
        kt = levin_complexity(bits_of(x), bits=LIMIT)
        assert kt.bits == pytest.approx(min(size + math.log2(steps) for size, steps in programs))
        km = min(size for size, _ in programs)
        for significance in (0, 1, 2):
            depth = logical_depth(x, significance, bits=LIMIT)
            assert depth.steps == min(steps for size, steps in programs if size <= km + significance)
            assert (depth.km, depth.certified) == (km, km + significance <= LIMIT)


def test_time_only_adds():
    for x in ("0" * 12, "01" * 6, "011010011001", "110100010001"):
        kt, km = levin_complexity(bits_of(x)), monotone_complexity(bits_of(x))
        assert kt.bits >= km.bits + math.log2(len(x))
        assert kt.bits == pytest.approx(sum(kt.parts.values()))
        assert speed_prior(bits_of(x)).bits >= -math.log2(prior(x).low)
        result = run(kt.witness.text, length=len(x))
        assert (result.output, result.steps) == (x, round(2 ** kt.parts["time"]))


def test_depth_falls_with_its_significance():
    for x in ("0" * 20, "0110100110010110", "000100010001"):
        steps = [logical_depth(x, significance).steps for significance in range(8)]
        assert steps == sorted(steps, reverse=True)
        quick = logical_depth(x, 3)
        assert run(quick.program, length=len(x)).steps == quick.steps


def test_bounds_shrink_and_hold_as_the_budget_grows():
    for x in ("0110", "01101001", "1111111111"):
        small, large = (speed_prior(bits_of(x), bits=bits) for bits in (16, 22))
        assert small.low <= large.low <= large.bits <= small.bits
        small, large = (levin_complexity(bits_of(x), bits=bits) for bits in (12, 22))
        assert small.low <= large.low <= large.bits <= small.bits


def test_strings_beyond_the_budget_are_copied():
    x = format(random.Random(1).getrandbits(50), "050b")
    kt = levin_complexity(bits_of(x), bits=16)
    assert (kt.kind, kt.bits) == (Kind.UPPER_BOUND, 57 + math.log2(149))
    assert speed_prior(bits_of(x), bits=16).bits == 2 * 57 + 8 - 1
    assert not logical_depth(x, bits=16).certified


def test_limits_are_checked():
    with pytest.raises(InputError, match="0 on"):
        logical_depth("01", -1)
    with pytest.raises(InputError, match="1024"):
        levin_complexity("01" * 600)
