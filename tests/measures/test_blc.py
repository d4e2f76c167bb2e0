from __future__ import annotations

import numpy as np
import pytest

from ait.errors import InputError
from ait.estimate import Kind
from ait.machines.blc import run
from ait.measures.blc import blc_monotone_complexity, blc_plain_complexity
from ait.sequence import as_sequence


@pytest.mark.parametrize("x", ["0", "1", "01", "0000000", "0110100110010110", "010101010101"])
def test_both_complexities_are_certified_and_the_witness_runs(x: str) -> None:
    for measure, reading in ((blc_monotone_complexity, "monotone"), (blc_plain_complexity, "plain")):
        estimate = measure(x)
        assert (estimate.bits, estimate.low, estimate.high) == (len(x) + 4, len(x) + 4, len(x) + 4)
        assert estimate.kind is Kind.EXACT
        assert estimate.parts == {"term": 4, "data": len(x)}
        assert estimate.witness is not None
        assert run(estimate.witness.text, reading=reading).output == x
        assert estimate.note == ""


def test_only_the_monotone_complexity_is_a_code() -> None:
    assert blc_monotone_complexity("01").is_code
    assert not blc_plain_complexity("01").is_code


@pytest.mark.parametrize("length", range(1, 9))
def test_kraft_and_the_bound_by_copying(length: int) -> None:
    figures = [blc_monotone_complexity(format(x, f"0{length}b"), bits=10).bits for x in range(1 << length)]
    assert max(figures) <= length + 4
    assert sum(2**-bits for bits in figures) <= 1


def test_beyond_the_budget_there_are_bounds() -> None:
    x = "0110" * 6
    for measure in (blc_monotone_complexity, blc_plain_complexity):
        estimate = measure(x, bits=12)
        assert (estimate.kind, estimate.low, estimate.bits, estimate.high) == (Kind.UPPER_BOUND, 13, 28, 28)
        assert "no program of up to 12 bits" in estimate.note
    assert "12 bits" in estimate.reference


def test_long_strings_have_the_bound_of_their_beginning() -> None:
    estimate = blc_monotone_complexity("01" * 500, bits=12)
    assert (estimate.low, estimate.bits) == (13, 1004)
    with pytest.raises(InputError, match="up to 60 symbols"):
        blc_plain_complexity("01" * 31)


def test_names_other_than_digits_are_charged() -> None:
    plain, named = blc_monotone_complexity("0110"), blc_monotone_complexity("abba")
    assert plain.bits == 8
    assert named.bits == pytest.approx(8 + as_sequence("abba").alphabet_bits)
    assert named.low == named.high == named.bits


def test_other_inputs() -> None:
    assert blc_monotone_complexity(np.array([0, 1, 1, 0])).bits == 8
    with pytest.raises(InputError, match="10 symbols"):
        blc_monotone_complexity("012")
    with pytest.raises(InputError, match="4 to 40"):
        blc_monotone_complexity("01", bits=41)
