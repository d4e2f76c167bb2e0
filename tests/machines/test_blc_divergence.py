from __future__ import annotations

import pytest

from ait.machines.blc_code import decode
from ait.machines.blc_divergence import has_no_head_normal_form, has_no_normal_form
from ait.machines.blc_flow import never_ends
from ait.machines.blc_notation import parse
from ait.machines.blc_silent import Silent, never_goes_on
from tests.naive import blc as naive

FREE, UNKNOWN = -16, -17


def tokens(text: str) -> list[int]:
    return decode(parse(text))[0]


@pytest.mark.parametrize("bits", range(4, 21))
def test_nothing_is_proved_of_a_term_that_has_a_normal_form(bits: int) -> None:
    for term in naive.terms(bits):
        if naive.normalize(term, 40)[0] is not None:
            row, _ = decode(naive.code(term))
            assert not never_ends(row)
            assert not has_no_normal_form(row)


@pytest.mark.parametrize("bits", range(4, 21))
def test_nothing_is_proved_of_a_head_that_is_reached(bits: int) -> None:
    """Every abstraction has a weak head; applied to a constant, its head normal form may be further away."""
    for term in naive.terms(bits):
        reached = _reaches_head(term, 60)
        row, _ = decode(naive.code(term))
        assert not (reached and never_ends(row, heads_only=True))
        assert not (reached and has_no_head_normal_form(row))


def _reaches_head(term: naive.Term, steps: int) -> bool:
    for _ in range(steps):
        while isinstance(term, tuple) and term[0] == "λ":
            term = term[1]
        spine = term
        while isinstance(spine, tuple) and spine[0] == "@":
            spine = spine[1]
        if isinstance(spine, int):
            return True
        term = naive.leftmost_step(term)
    return False


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("(λx.x x) (λx.x x)", True),
        ("(λx.x x) (λx.x (λy.x y y))", True),
        ("(λx.x x) (λx.x (λy z.x y))", True),
        ("(λx.x x) (λx.x (λy.y (x y)))", True),
        ("λz.(λx.x x) (λx.x (λy.z (x y)))", True),  # every head is reached, but there is always one more
        ("(λx.x x) (λx.x (x (λy.x)))", False),  # needs tidying
        ("(λx.x x) (λx.x (x (λy.y) x))", False),
        ("(λx y.y y (x y x)) (λx y.y y (x y x))", False),  # an instance of an earlier goal
    ],
)
def test_proofs_of_endlessness(text: str, flow: bool) -> None:
    assert never_ends(tokens(text)) is flow
    assert has_no_normal_form(tokens(text))


def test_head_and_normal_form_differ() -> None:
    fixed_point = tokens("λf.(λx.f (x x)) (λx.f (x x))")
    assert has_no_normal_form(fixed_point)
    assert not has_no_head_normal_form(fixed_point)
    assert has_no_head_normal_form(tokens("(λx.x x x) (λx.x x x)"))
    assert has_no_head_normal_form(tokens("(λx.x x) (λx.x (x (λy.x)))"))


def test_a_free_variable_keeps_what_it_is_given_and_an_unknown_term_may_drop_it() -> None:
    omega = tokens("(λx.x x) (λx.x x)")
    for prove in (never_ends, has_no_normal_form):
        assert prove([-1, FREE, *omega])
        assert not prove([-1, UNKNOWN, *omega])
        assert prove([-1, *omega, UNKNOWN])


def test_what_is_too_large_or_too_long_stays_open() -> None:
    growing = "(λx.x x) (λx.x (x (λy.x)))"
    assert not has_no_normal_form(tokens(growing), steps=1)
    assert not has_no_normal_form(tokens(growing), goals=0)
    huge = [*([-2] * 500), *tokens("(λx.x x) (λx.x x)")]
    assert not has_no_normal_form(huge)
    assert not has_no_head_normal_form(huge)


def test_silent_programs() -> None:
    omega = "(λx.x x) (λx.x (λy.x y y))"
    assert never_goes_on(Silent(parse(f"λd.{omega}"), ""), 500)
    assert never_goes_on(Silent(parse(f"λd.d (λh t n.{omega}) d"), "01"), 500) is False  # it reads one bit, not two
    assert never_goes_on(Silent(parse(f"λd.d (λh t.{omega}) d"), "1"), 500)
    assert never_goes_on(Silent(parse(f"λd.d (λh t.{omega}) d"), "1", halting=True), 500)
    assert never_goes_on(Silent(parse(f"λd.d d ({omega})"), "", ended=True), 500)
    assert not never_goes_on(Silent("0010", "01", printed=2), 500)


def test_deep_terms_do_not_meet_the_recursion_limit() -> None:
    application, abstraction = -1, -2
    omega = tokens("(λx.x x) (λx.x x)")
    assert not has_no_normal_form([*([abstraction] * 390), 0])
    assert not has_no_normal_form([*([abstraction] * 390), *([application, 0] * 4), 0])
    assert not has_no_normal_form([abstraction, *([application, 0] * 190), 0])
    assert not has_no_normal_form([abstraction, *([application] * 190), *([0] * 191)])
    assert not has_no_normal_form([*([application, abstraction, 0] * 120), abstraction, 0])
    assert has_no_normal_form([*([abstraction] * 380), *omega])
    assert has_no_normal_form([abstraction, *([application, 0] * 180), *omega])
