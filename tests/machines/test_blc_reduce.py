from __future__ import annotations

from itertools import islice

import pytest

from ait.errors import InputError, MachineError
from ait.machines.blc_notation import as_lambda, parse
from ait.machines.blc_reduce import Status, normal_form, reductions
from tests.naive import blc as naive


def church(number: int) -> str:
    return parse("λf x." + "f (" * number + "x" + ")" * number)


@pytest.mark.parametrize("bits", range(4, 15))
def test_the_kernel_reduces_like_the_textbook(bits: int) -> None:
    _compare(bits)


@pytest.mark.needs_jit
@pytest.mark.parametrize("bits", range(15, 22))
def test_the_kernel_reduces_like_the_textbook_on_larger_terms(bits: int) -> None:
    _compare(bits)


def _compare(bits: int) -> None:
    """Every closed term of a size: the same normal form after the same number of steps, or none."""
    for term in naive.terms(bits):
        found = normal_form(naive.code(term), space=1000)
        normal, steps = naive.normalize(term, 40)
        if normal is None:
            assert found.status is Status.NO_NORMAL_FORM
        else:
            assert (found.status, found.normal_form, found.steps) == (Status.NORMAL_FORM, naive.code(normal), steps)


def test_reduction_steps_are_those_of_the_textbook() -> None:
    for term in naive.terms(18):
        for code in islice(reductions(naive.code(term)), 8):
            assert code == naive.code(term)
            term = naive.leftmost_step(term)


def test_the_steps_lead_to_the_normal_form() -> None:
    code = parse("(λn f x.f (n f x)) ((λf x.f (f x)) (λf x.f (f (f x))))")
    terms = list(reductions(code))
    found = normal_form(code)
    assert terms[0] == code
    assert terms[-1] == found.normal_form == church(10)
    assert len(terms) == found.steps + 1


@pytest.mark.parametrize(("base", "power"), [(2, 2), (3, 2), (2, 5), (5, 3)])
def test_church_numerals_apply_as_powers_and_have_5n_plus_6_bits(base: int, power: int) -> None:
    code = "01" + church(power) + church(base)
    assert normal_form(code).normal_form == church(base**power)
    assert len(church(base**power)) == 5 * base**power + 6


def test_a_normal_form_is_its_own() -> None:
    found = normal_form(church(7))
    assert (found.normal_form, found.steps) == (church(7), 0)


@pytest.mark.parametrize(
    "text",
    [
        "(λx.x x) (λx.x x)",
        "(λx.x x x) (λx.x x x)",  # grows
        "λy.y ((λx.x x) (λx.x x))",  # in an argument
        "(λx.λy.x x) (λx.λy.x x)",  # an endless row of λs
        "λf.(λx.f (x x)) (λx.f (x x))",  # an endless tree
        "(λf.(λx.f (x x)) (λx.f (x x))) (λr y.y (r y))",
        "(λx.x x) (λx.x (λy.x y y))",  # never twice the same
        "(λx.x x) (λx.x (x (λy.x)))",
        "(λx y.y (x x (y y))) (λx y.y (x x (y y)))",
    ],
)
def test_terms_without_normal_form_are_recognized(text: str) -> None:
    found = normal_form(parse(text), steps=200)
    assert (found.status, found.normal_form) == (Status.NO_NORMAL_FORM, None)


def test_what_a_term_does_not_use_need_not_end() -> None:
    assert normal_form(parse("(λx y.y) ((λx.x x) (λx.x x))")).normal_form == parse("λy.y")


def test_budgets_end_a_reduction() -> None:
    code = parse("(λx.x x x x) (λf x.f (f x))")  # 65536 in 192,757 steps
    assert normal_form(code, steps=100).status is Status.OUT_OF_STEPS
    assert normal_form(code, steps=100).steps == 100
    assert normal_form(code, steps=10_000, space=100).status is Status.OUT_OF_SPACE
    assert normal_form(parse("(λx.x x) (λx y.x)"), space=1).status is Status.OUT_OF_SPACE


@pytest.mark.needs_jit
def test_a_large_normal_form() -> None:
    code = parse("(λx.x x x x) (λf x.f (f x))")
    found = normal_form(code, steps=200_000, space=200_000)
    assert (len(code), len(found.normal_form or ""), found.steps) == (34, 327_686, 192_757)


def test_what_cannot_be_reduced_is_refused() -> None:
    with pytest.raises(MachineError, match="1 more follow"):
        normal_form("00101")
    with pytest.raises(InputError, match="at least 1"):
        normal_form("0010", steps=0)


def test_statuses_read_as_text() -> None:
    assert str(Status.NO_NORMAL_FORM) == "no normal form"
    assert as_lambda(normal_form("0010").normal_form or "") == "λx.x"
