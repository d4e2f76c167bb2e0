from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ait.errors import MachineError
from ait.machines.blc_code import decode, encode, size_in_bits, split_program
from ait.machines.blc_notation import as_de_bruijn, as_lambda, parse
from tests.known_values_blc import CLOSED_TERMS
from tests.naive import blc as naive


def test_all_notations_are_inverse_on_every_closed_term_of_up_to_20_bits() -> None:
    codes = [naive.code(term) for bits in range(21) for term in naive.terms(bits)]
    assert len(codes) == sum(CLOSED_TERMS[:21])
    for code in codes:
        tokens, end = decode(code)
        assert encode(tokens) == code
        assert size_in_bits(tokens) == end == len(code)
        assert parse(as_lambda(code)) == parse(as_de_bruijn(code)) == parse(code) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("λx.x", "0010"),
        (r"\x.x", "0010"),
        (" λ0 ", "0010"),
        ("λ.0", "0010"),
        ("λx y.x", "0000110"),
        ("λx.λy.x", "0000110"),
        ("λx.λx.x", "000010"),  # the inner name hides the outer
        ("λx.x x x", "000101101010"),
        ("λx.x (x x)", "000110011010"),
        ("λf.(λx.f (x x)) (λx.f (x x))", "000100011100110100001110011010"),
        ("λ(λ1 (0 0)) (λ1 (0 0))", "000100011100110100001110011010"),
        (r"(\x.x x) \x.x x", "010001101000011010"),
        ("λx'_1.x'_1", "0010"),
        ("λx.λ1", "0000110"),
    ],
)
def test_texts_are_read(text: str, code: str) -> None:
    assert parse(text) == code


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "term is missing at position 0"),
        ("()", "term is missing at position 0"),
        ("λx.", "term is missing at position 0"),
        ("x", "'x' at position 0 is free"),
        ("λx.y", "'y' at position 3 is free"),
        ("λ1", "variable 1 at position 1 is free"),
        ("(λx.x", r"'\(' at position 0 is never closed"),
        ("λx.x)", r"'\)' at position 4 closes nothing"),
        ("λx.x . x", r"'\.' at position 5"),
        ("λx.x # x", "unexpected '#' at position 5"),
        ("00", "breaks off after 2 bits"),
        ("0011", "breaks off after 4 bits"),
        ("00110", "variable 1 at bit 2 is free"),
        ("10", "variable 0 at bit 0 is free"),
        ("00100", "ends after 4 bits, but 1 more"),
        ("0020", "not '2' .position 2"),
    ],
)
def test_what_is_no_closed_term_is_refused_with_its_position(text: str, said: str) -> None:
    with pytest.raises(MachineError, match=said):
        parse(text)


def test_printing_refuses_bits_after_the_term() -> None:
    with pytest.raises(MachineError, match="1 more follow"):
        as_lambda("00101")


def test_depth_is_no_obstacle() -> None:
    deep = "00" * 3000 + "10"
    assert parse(as_lambda(deep)) == deep
    nested = "λx." + "(x " * 2000 + "x" + ")" * 2000
    assert len(parse(nested)) == 4 + 2000 * 4


def test_names_do_not_run_out() -> None:
    code = "00" * 60 + "1" * 60 + "0"
    assert as_lambda(code).startswith("λx y z u v w a b")
    assert "x1" in as_lambda(code)
    assert parse(as_lambda(code)) == code


def test_a_program_is_split_into_code_and_data() -> None:
    assert split_program("001011") == ("0010", "11")
    assert split_program("0010") == ("0010", "")
    with pytest.raises(MachineError, match=r"not 'x' \(position 5\)"):
        split_program("00101x")
    with pytest.raises(MachineError, match=r"not 'x' \(position 0\)"):
        split_program("x0")


@given(st.text(alphabet="01", max_size=40))
def test_at_most_one_beginning_of_a_bit_string_is_a_closed_term(bits: str) -> None:
    """The code is prefix-free, and decoding agrees with the textbook reader."""
    found = [end for end in range(len(bits) + 1) if naive.is_closed_term(bits[:end])]
    assert len(found) <= 1
    if found:
        assert decode(bits)[1] == found[0]
