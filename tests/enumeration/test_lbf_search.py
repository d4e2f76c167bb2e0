from __future__ import annotations

import itertools
import pickle
import random
from typing import Any

import numpy as np
import pytest

from ait.enumeration.driver import walk
from ait.enumeration.lbf import NEVER, LbfSpace
from ait.enumeration.lbf_search import SearchInterrupted, search
from ait.enumeration.lbf_target import LbfSearch
from ait.errors import InputError
from ait.machines.lbf import run
from ait.predictors.solomonoff import forecast
from tests.naive import lbf as naive


def strings(longest):
    return ("".join(bits) for size in range(1, longest + 1) for bits in itertools.product("01", repeat=size))


def test_a_small_search_equals_the_naive_enumeration():
    found = search("010", bits=10, halting=True, steps=200)
    whole = naive.Found(10, 4, False, 200)
    for size in (1, 2, 3):
        assert found.low(size) == whole.mass["010"[:size]]
        assert found.beside(size) == whole.mass["010"[: size - 1] + "10"[int("010"[size - 1])]]
        assert found.least(size).bits == whole.least["010"[:size]]
    assert found.halting_low() == whole.halted["010"] == 0
    assert found.least_halting() is None


@pytest.mark.needs_jit
def test_every_short_string_gets_what_the_whole_walk_gives_it():
    part = LbfSpace(17, 9, capped=False).run_job(0)
    for x in strings(8):
        found = search(x, bits=17, halting=True)
        at = [int("1" + x[:size], 2) for size in range(len(x) + 1)]
        for size in range(1, len(x) + 1):
            assert found.low(size) == part["mass"][at[size]]
            assert found.beside(size) == part["mass"][at[size] ^ 1]
            assert found.open_before(size) == sum(int(part["open"][index]) for index in at[:size])
            assert (found.least(size) is None) == (part["least"][at[size]] == NEVER)
        assert found.halting_low() == part["halted"][at[-1]]
        assert found.part["halted_least"][len(x)] == part["halted_least"][at[-1]]
        # A search knows more than the walk: whoever can only write on will not halt with x.
        assert found.halting_high() - found.halting_low() <= sum(int(part["open"][index]) for index in at)


@pytest.mark.needs_jit
@pytest.mark.parametrize("halting", [False, True])
def test_jobs_add_up_to_the_same_search_for_any_split(halting, monkeypatch):
    whole = LbfSearch(22, "0110100", halting, timed=True).run_job(0)
    for split in (2, 6):
        monkeypatch.setattr(LbfSearch, "split", split)
        parts = walk(LbfSearch(22, "0110100", halting, timed=True), workers=2)
        for name, array in whole.items():
            np.testing.assert_array_equal(parts[name], array, err_msg=name)


@pytest.mark.parametrize(("target", "bits"), [("001", 10), pytest.param("0010010", 19, marks=pytest.mark.needs_jit)])
def test_steps_are_those_of_the_readable_machine(target, bits):
    found = search(target, bits=bits, timed=True)
    for size in range(1, len(target) + 1):
        quickest = found.quickest(size)
        assert min(quickest) == found.least(size).size
        tally = found.part["tally"][size].sum(axis=1)
        assert set(np.flatnonzero(tally).tolist()) == set(quickest)
        assert sum(int(count) << (bits + 4 - long) for long, count in enumerate(tally.tolist())) == found.low(size)
        for steps, program in quickest.values():
            result = run(program.bits, length=size)
            assert (result.output, result.steps) == (target[:size], steps)
    assert search("0" * 40, bits=10, timed=True).quickest(40)[4][0] == 79


@pytest.mark.needs_jit
def test_every_20_bit_string_tried_is_found_within_28_bits():
    draw = random.Random(2)
    for _ in range(10):
        x = format(draw.getrandbits(20), "020b")
        least = search(x, bits=28).least(20)
        assert least.size <= 27
        assert run(least.bits, length=20).output == x


@pytest.mark.needs_jit
def test_long_targets_cost_no_more_programs():
    found = search("01" * 5000, bits=20)
    assert (found.least(10000).bits, found.is_certified(10000)) == ("0010001", True)


@pytest.mark.needs_jit
def test_an_interrupted_search_keeps_what_it_found():
    def stop(progress):
        if progress.jobs_done >= 2:
            raise KeyboardInterrupt

    with pytest.raises(SearchInterrupted) as interrupted:
        search("0000", bits=27, progress=stop)
    found = interrupted.value.found
    assert found.least(4).bits == "0001"
    assert not found.complete
    assert not found.is_certified(4)
    assert found.low(4) <= search("0000", bits=27).low(4) <= found.high(4)
    assert found.high(4) <= found.low(0)


def test_the_space_is_a_frozen_picklable_record():
    space = LbfSearch(33, "0101", timed=True)
    assert pickle.loads(pickle.dumps(space)) == space
    assert space.job_count() == 256
    assert space.identity()["target"] == "0101"


@pytest.mark.parametrize(
    ("bits", "target", "timed"),
    [(3, "0", False), (60, "0", False), (20, "", False), (20, "012", False), (20, "0" * 5000, True)],
)
def test_limits_are_checked(bits, target, timed):
    with pytest.raises(InputError):
        LbfSearch(bits, target, timed=timed)


@pytest.mark.parametrize("arguments", [(None, 8), ([0, 1], 8), ("01", 8.5), ("01", None), ("01", "8")])
def test_arguments_of_a_wrong_type_are_refused_before_any_kernel(arguments: tuple[Any, Any]) -> None:
    target, bits = arguments
    with pytest.raises(InputError, match=r"string of 0 and 1, not|whole numbers"):
        search(target, bits=bits)
    with pytest.raises(InputError, match=r"string of 0 and 1, not|whole numbers"):
        forecast(target, bits)
