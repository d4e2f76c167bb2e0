from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from ait.enumeration import blc_terms_kernel as kernels
from ait.enumeration.blc_terms import (
    closed_mass,
    closed_term,
    count_closed,
    count_terms,
    counts_table,
    rank_of,
    total_closed_mass,
)
from ait.errors import InputError, MachineError
from ait.machines.blc_code import encode
from tests.known_values_blc import CLOSED_TERMS
from tests.naive import blc as naive


def test_the_number_of_closed_terms() -> None:
    assert [count_closed(bits) for bits in range(41)] == CLOSED_TERMS


@pytest.mark.parametrize("bits", range(19))
def test_terms_are_numbered_in_the_order_of_the_textbook(bits: int) -> None:
    codes = [naive.code(term) for term in naive.terms(bits)]
    assert [closed_term(bits, rank) for rank in range(count_closed(bits))] == codes
    assert [rank_of(code) for code in codes] == list(range(len(codes)))


@pytest.mark.parametrize("bits", range(4, 17))
def test_the_kernel_numbers_terms_likewise(bits: int) -> None:
    table, tokens, waiting = counts_table(16), np.zeros(16, np.int32), np.zeros((16, 3), np.int64)
    for rank in range(count_closed(bits)):
        length = kernels.unrank(table, bits, rank, tokens, waiting)
        assert encode(tokens[:length].tolist()) == closed_term(bits, rank)


@pytest.mark.parametrize("bits", [30, 45, 60])
def test_large_terms_are_numbered_both_ways(bits: int) -> None:
    last = count_closed(bits) - 1
    for rank in (0, 1, last // 3, last // 2, last):
        code = closed_term(bits, rank)
        assert (len(code), rank_of(code)) == (bits, rank)


def test_the_counts_table_holds_the_counts() -> None:
    table = counts_table(20)
    assert all(table[d, n] == count_terms(n, d) for d in range(table.shape[0]) for n in range(21))


def test_kraft() -> None:
    """The sum of 2^-size over the closed terms stays below the bounds on its limit, and below 1."""
    low, high = total_closed_mass()
    masses = [closed_mass(bits) for bits in range(0, 121, 20)]
    assert masses == sorted(masses)
    assert masses[-1] < low < high < 1
    assert high - low < Fraction(1, 1 << 40)
    assert low - masses[-1] < Fraction(1, 1 << 10)
    assert round(float(low), 10) == 0.126002848


def test_what_cannot_be_numbered_is_refused() -> None:
    for bits, rank in ((3, 0), (5, 0), (8, 2), (8, -1), (61, 0)):
        with pytest.raises(InputError, match="no closed term number"):
            closed_term(bits, rank)
    with pytest.raises(InputError, match="up to 60 bits"):
        rank_of("00" * 40 + "10")
    with pytest.raises(MachineError):
        rank_of("00101")
    with pytest.raises(InputError, match="0 to 400"):
        count_closed(401)
    with pytest.raises(InputError, match="up to 60 bits"):
        counts_table(61)
