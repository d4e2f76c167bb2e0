import numpy as np
import pytest

from ait.errors import InputError
from ait.sources.automata import centre_column, ring_rows
from tests import known_values_sources as known
from tests.naive import sources as naive


def test_centre_column_of_rule_30_is_published():
    assert "".join(map(str, centre_column(30, len(known.RULE_30)).tolist())) == known.RULE_30


@pytest.mark.parametrize("rule", range(256))
def test_every_rule_equals_the_recursion(rule):
    assert centre_column(rule, 6).tolist() == [naive.automaton_cell(rule, 0, time) for time in range(6)]


@pytest.mark.parametrize("rule", [30, 45, 90, 105, 110, 150])
def test_column_and_ring_agree_while_the_ring_is_wide(rule):
    assert centre_column(rule, 200).tolist() == ring_rows(rule, 200, 401)[:, 200].tolist()


def test_rows_of_rule_90_are_pascals_triangle():
    assert tuple(ring_rows(90, 16, 40).sum(axis=1).tolist()) == known.RULE_90_ONES


def test_a_ring_closes():
    rows = ring_rows(2, 8, 5)  # 001 -> 1: the cell moves left and comes round
    assert [int(np.flatnonzero(row)[0]) for row in rows] == [2, 1, 0, 4, 3, 2, 1, 0]


def test_refusals():
    for rule in (-1, 256):
        with pytest.raises(InputError, match="0 to 255"):
            centre_column(rule, 5)
    with pytest.raises(InputError, match="count must be"):
        centre_column(30, 0)
    with pytest.raises(InputError, match="rows must be"):
        ring_rows(30, 0, 5)
    with pytest.raises(InputError, match="width must be"):
        ring_rows(30, 5, 0)
