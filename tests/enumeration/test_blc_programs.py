from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest

from ait.enumeration import blc_programs
from ait.enumeration.blc_halting import halting_mass
from ait.enumeration.blc_programs import Programs
from ait.enumeration.blc_rows import printed, program
from ait.enumeration.blc_search import copying, search
from ait.enumeration.blc_table import monotone_table
from ait.enumeration.blc_terms import closed_mass, count_closed, total_closed_mass
from ait.enumeration.driver import walk
from ait.errors import InputError
from ait.machines.blc import run
from tests.known_values_blc import LARGEST_HALTING_OUTPUT
from tests.naive import blc as naive

BITS = 12  # of the programs that are also run as bit strings, one by one


def strings(longest: int, shortest: int = 1) -> Iterator[str]:
    for length in range(shortest, longest + 1):
        for number in range(1 << length):
            yield format(number, f"0{length}b") if length else ""


def test_km_and_m_are_those_of_all_bit_strings() -> None:
    outputs = naive.monotone_outputs(BITS)
    table = monotone_table(BITS - 4, BITS)
    for x in strings(BITS - 4):
        writers = [p for p, output in outputs.items() if output.startswith(x)]
        minimal = [p for p in writers if p[:-1] not in writers]
        least = table.program(x)
        assert least is not None
        assert len(least.bits) == min(map(len, writers))
        assert least.bits in writers
        assert table.prior(x)[0] == sum(Fraction(1, 1 << len(p)) for p in minimal)


def test_ks_is_that_of_all_bit_strings() -> None:
    outputs = naive.plain_outputs(BITS)
    for x in strings(BITS - 5, shortest=0):
        found = search(x, BITS, mode="plain")
        assert found.least is not None
        assert found.least.bits in outputs
        assert len(found.least.bits) == min(len(p) for p, output in outputs.items() if output == x)


def test_halting_programs_are_those_among_all_bit_strings() -> None:
    sizes = naive.halting_programs(BITS)
    found = halting_mass(BITS)
    for length in range(BITS + 1):
        of_length = [size for p, size in sizes.items() if len(p) == length]
        assert (found.programs[length], found.largest[length]) == (len(of_length), max(of_length, default=0))
    assert found.low == sum(Fraction(1, 1 << len(p)) for p in sizes)


@pytest.mark.parametrize("mode", blc_programs.MODES)
@pytest.mark.parametrize("bits", [4, 9, 16])
def test_every_program_is_accounted_for(mode: str, bits: int) -> None:
    space = Programs(mode, bits, 8)
    part = walk(space)
    assert part["classes"].sum() == closed_mass(bits) * 2**bits
    assert space.share_done(part) == 1.0


@pytest.mark.parametrize("mode", blc_programs.MODES)
def test_how_a_walk_is_cut_into_jobs_does_not_matter(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    space = Programs(mode, 15, 10, 10)
    whole = walk(space)
    monkeypatch.setattr(blc_programs, "_SPLIT", 5)
    monkeypatch.setattr(blc_programs, "_PER_JOB", 6)
    assert space.job_count() > 100
    parts = walk(space, workers=2)
    for name, column in whole.items():
        if name != "programs":  # programs above a cut are met by several jobs, and counted by one
            np.testing.assert_array_equal(column, parts[name], err_msg=name)
    assert parts["programs"] == whole["programs"]


def test_rows_beyond_the_first_guess_are_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    space = Programs("monotone", 14, 11, quiet=3)
    whole = walk(space)
    monkeypatch.setattr(blc_programs, "_ROWS", 1)
    parts = walk(space)
    assert len(whole["undecided"]) > 10
    for name, column in whole.items():
        np.testing.assert_array_equal(column, parts[name])


def test_little_patience_leaves_programs_undecided_and_the_bounds_correct() -> None:
    table, hasty = monotone_table(8, 12), walk(Programs("monotone", 12, 8, 8, quiet=4))
    assert len(hasty["undecided"]) > 0
    assert (hasty["mass"] <= table.mass).all()
    assert (hasty["least"][:, 0] >= table.least[:, 0]).all()
    assert hasty["classes"].sum() == closed_mass(12) * 2**12
    found = search("0110", 8, quiet=2)
    assert not found.certified
    assert found.low == min(len(code) + len(data) for code, data in found.undecided)


def test_semimeasure_and_intervals_that_nest() -> None:
    small, large = monotone_table(6, 12), monotone_table(6, 16)
    for x in strings(5):
        (low, high), (lower, higher) = small.prior(x), large.prior(x)
        assert 0 < low <= lower <= higher <= high < 1
        assert lower >= large.prior(x + "0")[0] + large.prior(x + "1")[0]
        assert lower >= Fraction(1, 1 << (len(x) + 4))


@pytest.mark.parametrize("length", [8, pytest.param(16, marks=pytest.mark.needs_jit)])
def test_copying_wins_for_all_short_strings(length: int) -> None:
    for mode in ("monotone", "plain"):
        found = copying(length + 3, mode=mode)
        assert (found.shortcuts, found.undecided, found.certified_length) == ((), (), length)
    table = monotone_table(length)
    for shorter in range(1, length + 1):
        assert (table.complexities(shorter) == shorter + 4).all()
    assert {table.complexity(x) for x in strings(7, shortest=7)} == {(11, 11)}


@pytest.mark.slow
@pytest.mark.needs_jit
def test_copying_wins_for_strings_of_up_to_22_bits() -> None:
    for mode in ("monotone", "plain"):
        assert copying(25, mode=mode, workers=2).certified_length == 22


def test_copying_does_not_win_for_ever() -> None:
    """λd.(λx.x x) (λx z.z (λa b.b) (x x)) prints ones without end, from 36 bits."""
    code = "000100011010000001011000001001110110"
    assert len(code) == 36
    assert run(code, "", length=33).output == "1" * 33


def test_a_search_finds_the_copy_program() -> None:
    for mode in ("monotone", "plain"):
        for x in ("0", "1", "0110", "111111"):
            found = search(x, len(x) + 4, mode=mode)
            assert found.certified
            assert found.least is not None
            assert (found.least.bits, found.low) == ("0010" + x, len(x) + 4)
            below = search(x, len(x) + 3, mode=mode)
            assert (below.least, below.low, below.undecided) == (None, len(x) + 4, ())
    assert search("", 5, mode="plain").certified


def test_least_programs_print_their_strings() -> None:
    table = monotone_table(9)
    for x in strings(9):
        least = table.program(x)
        assert least is not None
        assert run(least.bits, length=len(x)).output == x
        assert run(least.bits, length=len(x)).steps == least.steps


@pytest.mark.needs_jit
def test_the_halting_mass() -> None:
    small, large = halting_mass(18), halting_mass(28)
    assert large.undecided == ()
    assert list(large.largest[1:]) == LARGEST_HALTING_OUTPUT[:28]
    assert large.programs[:19] == small.programs
    assert small.low < large.low < large.high < small.high < total_closed_mass()[1]
    assert (round(float(large.low), 6), round(float(large.high), 6)) == (0.034277, 0.038848)


@pytest.mark.slow
@pytest.mark.needs_jit
def test_the_published_halting_outputs_up_to_32_bits() -> None:
    found = halting_mass(32, workers=2)
    assert list(found.largest[1:]) == LARGEST_HALTING_OUTPUT
    assert found.undecided == ()


def test_what_is_out_of_range_is_refused() -> None:
    for make, said in (
        (lambda: Programs("prefix", 8), "not one of"),
        (lambda: Programs("plain", 3), "4 to 60 bits"),
        (lambda: Programs("plain", 8, 4, 5), "tabled"),
        (lambda: Programs("plain", 8, 4, quiet=0), "out of range"),
        (lambda: search("", 8), "1 to 60 bits"),
        (lambda: search("02", 8), "1 to 60 bits"),
        (lambda: search("0", 8, mode="halting"), "KS in the mode plain"),
        (lambda: copying(8, mode="halting"), "KS in the mode plain"),
        (lambda: monotone_table(21), "1 to 20"),
        (lambda: monotone_table(4).prior("00000"), "1 to 4 bits"),
        (lambda: monotone_table(4).program(""), "1 to 4 bits"),
    ):
        with pytest.raises(InputError, match=said):
            make()


def test_rows_are_told() -> None:
    assert program([4, 0, 3, 5, 0, 2, 1]) == ("0010", "101")
    assert printed([4, 0, 3, 5, 0, 2, 1]) == "01"
    assert printed([4, 0, 0, 0, 0, 0, 0]) == ""
    assert count_closed(4) == 1
