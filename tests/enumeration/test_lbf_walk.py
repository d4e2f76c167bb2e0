from __future__ import annotations

import pickle

import numpy as np
import pytest

from ait.enumeration.driver import walk
from ait.enumeration.lbf import CLASSES, NEVER, LbfSpace, verify
from ait.errors import AitError, InputError
from ait.machines.lbf import decode, run
from tests.known_values_lbf import CLASSES_24_16, HALTED_16, HALTED_24, KM, MASS_16
from tests.naive import lbf as naive


def index(output):
    return int("1" + output, 2)


def key(program):
    return len(program) << 48 | int(program, 2)


def dense(counter, length, empty, combine):
    row = np.full(2 << length, empty)
    for output, value in counter.items():
        at = index(output) if len(output) <= length else 0
        row[at] = combine(int(row[at]), value)
    return row


def assert_same_as_naive(bits, length, capped, job_parts):
    found = naive.Found(bits, length, capped, 300)
    for name in ("mass", "open", "halted"):
        expected = dense(getattr(found, name), length, 0, int.__add__)
        np.testing.assert_array_equal(job_parts[name], expected, err_msg=name)
    for name in ("least", "halted_least"):
        programs = {output: key(program) for output, program in getattr(found, name).items()}
        np.testing.assert_array_equal(job_parts[name], dense(programs, length, NEVER, min), err_msg=name)
    classes = dict(zip(CLASSES, job_parts["classes"].tolist(), strict=True))
    expected = {"reached": found.classes["reached"], "halted": found.classes["halted"], "undecided": 0, "aside": 0}
    expected |= {
        "dead": found.classes["dead"] + found.classes["running"],
        "unexpanded": found.classes["open"],
    }
    assert classes == expected


@pytest.mark.parametrize(("bits", "length", "capped"), [(9, 3, True), (10, 4, False), (11, 20, True)])
def test_small_walks_equal_the_naive_enumeration(bits, length, capped):
    assert_same_as_naive(bits, length, capped, LbfSpace(bits, length, capped, 300).run_job(0))


@pytest.mark.needs_jit
@pytest.mark.parametrize(("bits", "length", "capped"), [(16, 6, True), (16, 16, True), (16, 4, False), (18, 8, True)])
def test_every_program_of_up_to_16_bits_and_more_equals_the_naive_enumeration(bits, length, capped):
    assert_same_as_naive(bits, length, capped, LbfSpace(bits, length, capped).run_job(0))


@pytest.mark.needs_jit
def test_known_masses_and_complexities():
    part = LbfSpace(16, 16).run_job(0)
    assert {x: part["mass"][index(x)] / 16 for x in MASS_16} == MASS_16
    assert {x: int(part["least"][index(x)]) >> 48 for x in KM} == KM
    assert LbfSpace(16, 4, capped=False).run_job(0)["classes"][1] / 16 == HALTED_16


@pytest.fixture(scope="module")
def walk_24():
    return LbfSpace(24, 16).run_job(0)


@pytest.mark.needs_jit
def test_all_programs_up_to_24_bits_are_decided_and_every_16_bit_string_is_found(walk_24):
    classes = dict(zip(CLASSES, (walk_24["classes"] / 16).tolist(), strict=True))
    assert {name: classes[name] for name in ("reached", "halted")} == {
        name: CLASSES_24_16[name] for name in ("reached", "halted")
    }
    assert classes["dead"] + classes["unexpanded"] == CLASSES_24_16["rest"]
    assert len(walk_24["undecided"]) == 0
    sizes = walk_24["least"][1 << 16 :] >> 48
    assert sizes.max() <= 16 + 7
    assert (walk_24["least"][2:] != NEVER).all()


@pytest.mark.needs_jit
def test_witnesses_write_their_strings_with_their_last_bit(walk_24):
    for x in np.random.default_rng(1).integers(1 << 12, 1 << 17, 300).tolist():
        output = format(x, "b")[1:]
        least = int(walk_24["least"][x])
        program = format(least & (1 << 48) - 1, f"0{least >> 48}b")
        assert run(program, length=len(output)).output == output
        assert run(program[:-1], length=len(output)).output != output
        assert decode(program)


@pytest.mark.needs_jit
def test_masses_are_a_semimeasure(walk_24):
    mass = walk_24["mass"].copy()
    mass[1] = 1 << 28
    inner = np.arange(1, 1 << 16)
    assert (mass[inner] >= mass[2 * inner] + mass[2 * inner + 1]).all()
    # What is lost has halted, is dead, or is still open: nothing else can happen between two symbols.
    lost = mass[inner] - mass[2 * inner] - mass[2 * inner + 1]
    assert (lost >= walk_24["halted"][inner] + walk_24["open"][inner]).all()
    dead = (lost - walk_24["halted"][inner] - walk_24["open"][inner]).sum()
    assert dead == walk_24["classes"][CLASSES.index("dead")]


@pytest.mark.needs_jit
def test_intervals_nest_and_certified_values_stay_as_the_budget_grows(walk_24):
    lows, highs, sizes = [], [], []
    for bits in (16, 18, 20, 22):
        part = LbfSpace(bits, 16).run_job(0)
        lows.append(part["mass"] / 2.0 ** (bits + 4))
        highs.append(lows[-1] + open_above(part) / 2.0 ** (bits + 4))
        sizes.append(part["least"] >> 48)
    lows.append(walk_24["mass"] / 2.0**28)
    highs.append(lows[-1] + open_above(walk_24) / 2.0**28)
    sizes.append(walk_24["least"] >> 48)
    for early, late in zip(range(4), range(1, 5), strict=True):
        assert (lows[early] <= lows[late])[2:].all()
        assert (highs[early] >= highs[late])[2:].all()
        found = sizes[early] < NEVER >> 48
        assert (sizes[early][found] == sizes[late][found]).all()


def open_above(part):
    """The open mass of all proper prefixes of each output, by walking down the tree of outputs."""
    above = np.zeros_like(part["open"])
    for at in range(2, len(above)):
        above[at] = above[at >> 1] + part["open"][at >> 1]
    return above


@pytest.mark.needs_jit
def test_expected_complexity_is_at_least_the_entropy_of_every_coin(walk_24):
    sizes = (walk_24["least"][1 << 16 :] >> 48).astype(float)
    ones = np.array([value.bit_count() for value in range(1 << 16)])
    # Least programs of strings of one length are prefix-free, so Kraft holds, and with it Shannon's bound.
    assert (0.5**sizes).sum() <= 1
    for p in (0.5, 0.4, 0.25, 0.1, 0.01):
        chances = p**ones * (1 - p) ** (16 - ones)
        entropy = -16 * (p * np.log2(p) + (1 - p) * np.log2(1 - p))
        assert (chances * sizes).sum() >= entropy


@pytest.mark.needs_jit
@pytest.mark.parametrize("workers", [1, 2])
def test_jobs_add_up_to_the_same_walk_for_any_split(workers, monkeypatch):
    whole = LbfSpace(20, 8).run_job(0)
    for split in (1, 3, 7):
        monkeypatch.setattr(LbfSpace, "split", split)
        space = LbfSpace(20, 8)
        parts = verify(space, walk(space, workers=workers))
        for name, array in whole.items():
            np.testing.assert_array_equal(parts[name], array, err_msg=name)


@pytest.mark.needs_jit
def test_all_20_bit_strings_are_certified_at_28_bits():
    part = walk(LbfSpace(28, 20))
    assert len(part["undecided"]) == 0
    sizes = part["least"][1 << 20 :] >> 48
    assert sizes.max() <= 20 + 7


@pytest.mark.needs_jit
def test_an_uncapped_walk_decides_the_programs_that_write_for_ever():
    part = LbfSpace(24, 4, capped=False).run_job(0)
    classes = dict(zip(CLASSES, (part["classes"] / 16).tolist(), strict=True))
    assert (classes["halted"], classes["undecided"], classes["reached"]) == (HALTED_24, 0, 0)


@pytest.mark.needs_jit
def test_the_walk_survives_more_undecided_programs_than_expected():
    part = LbfSpace(20, 16, steps=3).run_job(0)
    assert len(part["undecided"]) > 64
    verify(LbfSpace(20, 16, steps=3), part)


def test_a_walk_that_does_not_add_up_is_reported():
    space = LbfSpace(8, 3)
    part = space.run_job(0)
    part["classes"][0] += 1
    with pytest.raises(AitError, match="sum to 4097"):
        verify(space, part)


def test_the_space_is_a_frozen_picklable_record():
    space = LbfSpace(30, 12)
    assert pickle.loads(pickle.dumps(space)) == space
    assert space.job_count() == 32
    assert space.identity()["steps"] == 4096
    assert space.share_done(space.empty()) == 0
    assert sorted(space.prefix(job) for job in range(32)) == list(range(32))
    assert (space.prefix(1), LbfSpace(20, 3).prefix(0)) == (16, 0)


@pytest.mark.parametrize(("bits", "length", "steps"), [(3, 4, 9), (49, 4, 9), (20, 0, 9), (20, 25, 9), (20, 4, 0)])
def test_limits_are_checked(bits, length, steps):
    with pytest.raises(InputError):
        LbfSpace(bits, length, steps=steps)
