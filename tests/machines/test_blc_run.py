from __future__ import annotations

import pytest

from ait.errors import InputError, MachineError
from ait.machines.blc import run
from ait.machines.blc_notation import parse
from tests.naive import blc as naive

ONES = "(λx.x x) (λx z.z (λa b.b) (x x))"


def test_the_identity_copies() -> None:
    result = run("0010", "0110100110010110")
    assert (result.output, result.status, result.data_read) == ("0110100110010110", "wants more data", 16)
    assert run("00100110") == run("0010", "0110") == run("λx.x", "0110")


def test_a_plain_program_sees_the_end() -> None:
    result = run("0010", "0110", reading="plain")
    assert (result.output, result.status) == ("0110", "list ended")
    assert run("λx.x", "", reading="plain").status == "list ended"


def test_endless_output_is_cut() -> None:
    result = run(f"λd.{ONES}", "", length=33)
    assert (result.output, result.status, result.data_read) == ("1" * 33, "output limit reached", 0)


def test_other_endings() -> None:
    assert run("λd a b.b", "").status == "list ended"
    assert run("λd a b.d", "").status == "not a list of bits"
    assert run("λd.(λx.x x) (λx.x x)", "").status == "prints no more"
    assert run("λd.(λx.x x) (λx.x (λy.x y y))", "", steps=50).status == "prints no more"
    assert run("λd z.z (λa b.a) ((λx.x x) (λx.x x))", "").output == "0"
    assert run(f"λd.{ONES}", "", steps=20).status == "out of steps"
    assert run(f"λd.{ONES}", "", space=10).status == "out of space"


def test_normal_forms_come_without_data() -> None:
    result = run("(λx.x x) (λx y.x)")
    assert (result.reading, result.normal_form, result.steps) == ("normal form", parse("λx y z.y"), 2)
    assert run("(λx.x x) (λx.x x)").status == "no normal form"


def test_traces() -> None:
    assert run("(λx.x x) (λx.x)", trace=True).trace == ("(λx.x x) (λx.x)", "(λx.x) (λx.x)", "λx.x")
    assert run("(λx.x x) (λx.x)").trace == ()
    assert run("0010", "1", reading="plain", trace=True).trace == (
        "step 1: reads 1",
        "step 4: prints 1",
        "step 4: finds the end of the data",
    )


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (("0010", "012"), {}, "not '2' .position 2"),
        (("00101", "1"), {}, "give data once"),
        (("0010", "1"), {"reading": "normal form"}, "monotone and plain"),
        (("0010",), {"reading": "prefix"}, "not one of normal form, monotone, plain"),
        (("0010",), {"steps": 0}, "at least 1"),
        (("x",), {}, "free"),
    ],
)
def test_what_cannot_be_run_is_refused(arguments: tuple[str, ...], options: dict[str, object], said: str) -> None:
    with pytest.raises((InputError, MachineError), match=said):
        run(*arguments, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("bits", range(4, 13))
def test_programs_print_what_the_textbook_prints(bits: int) -> None:
    """Every closed term of a size, on all data of three bits, endless and ended."""
    for term in naive.terms(bits):
        for data in ("", "0", "1", "01", "110", "001"):
            for reading, end in (("monotone", "more"), ("plain", naive.FALSE)):
                expected, _ = naive.read_list(("@", term, naive.data_list(data, end)), 100)
                result = run(naive.code(term), data, reading=reading, steps=2000, space=1000, length=50)
                assert result.output == expected[:50]
