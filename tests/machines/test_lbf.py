from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ait.errors import InputError, MachineError
from ait.machines.lbf import CODES, Status, decode, parse, run, trace_text
from tests.known_values_lbf import KM, PERIODIC
from tests.naive import lbf as naive


def test_the_codes_are_a_complete_prefix_code():
    codes = list(CODES.values())
    assert sum(2.0 ** -len(code) for code in codes) == 1
    assert not any(a != b and b.startswith(a) for a, b in itertools.product(codes, codes))


def test_every_program_of_up_to_14_bits_does_what_the_naive_machine_does():
    kinds = {Status.HALTED: "halted", Status.OUTPUT_REACHED: "reached", Status.WANTS_INPUT: "open"}
    for size in range(15):
        for bits in itertools.product("01", repeat=size):
            program = "".join(bits)
            result = run(program, length=6, steps=400)
            kind, output = naive.run(program, 6, True, 300)
            if kind in ("dead", "running"):
                assert result.status in (Status.OUT_OF_STEPS, Status.WANTS_INPUT)
            else:
                assert kinds[result.status] == kind
            assert result.output == output


@pytest.mark.parametrize(("program", "bits", "period"), PERIODIC)
def test_periodic_sequences(program, bits, period):
    result = run(program, length=20)
    assert (len(parse(program)), result.output) == (bits, (period * 20)[:20])


@given(st.text("01", max_size=30))
def test_the_copy_program_costs_seven_bits(text):
    result = run(",;]", data=text)
    assert (result.output, result.status, result.bits_read) == (
        text,
        Status.WANTS_INPUT,
        len(text) + (7 if text else 3),
    )
    assert run(result.text).output == text


@given(st.text("01", max_size=40))
def test_what_is_read_decodes_and_encodes_to_the_same_bits(program):
    result = run(program, steps=500)
    read = parse(result.text)
    assert program.startswith(read)
    assert result.bits_read - len(read) <= 3
    again = run(result.text, steps=500)
    assert (again.output, again.text, again.steps) == (result.output, result.text, result.steps)
    assert decode(read, steps=500) == result.text


@given(st.text("01", max_size=30), st.text("01", max_size=10))
def test_more_input_never_changes_what_was_written(program, more):
    assert run(program + more, steps=300).output.startswith(run(program, steps=300).output)


def test_least_programs_of_short_strings_are_no_shorter_than_known():
    for size in range(10):
        for bits in itertools.product("01", repeat=size):
            output = run("".join(bits), length=3, steps=100).output
            for string, least in KM.items():
                if output.startswith(string):
                    assert size >= least


def test_steps_are_counted_and_limited():
    assert run(";]", steps=7).steps == 7
    assert run(";]", steps=7).status is Status.OUT_OF_STEPS
    assert run("]", steps=5).output == ""
    assert run("!", steps=5).steps == 1


def test_listing_shows_bodies_and_what_was_not_read():
    assert run("+[;+]!").listing == "+[;+]!"
    assert run("[!").listing == "[?)!"
    assert run("+[!").listing == "+[!)?"
    assert run(",0[").listing == ",[?)?"
    assert run("").listing == "?"


def test_trace_table_ends_with_the_verdict():
    lines = trace_text(run("+;!", keep_trace=True)).splitlines()
    assert lines[1].split() == ["1", "3", "+", "0", "1"]
    assert lines[-1] == "halted after 9 bits: +;!"
    assert run("+;!").trace == ()


def test_what_cannot_be_read_is_refused():
    with pytest.raises(MachineError, match="consists of"):
        parse("+a")
    with pytest.raises(MachineError, match="inside the code"):
        decode("0011")
    with pytest.raises(MachineError, match="only 4 of 6 bits"):
        decode("111100")
    with pytest.raises(InputError, match="at least 1 step"):
        run("!", steps=0)
    with pytest.raises(InputError, match="at least 1 step"):
        run("!", length=0)


def test_brackets_nest_beyond_the_limit_on_recursion() -> None:
    assert run("+" + "[" * 5000 + "]").listing == "+" + "[" * 5000 + "]" + "?)" * 4999 + "?"
