"""The peer of our walks, the published method told plainly, counts what the theory says and what our walks count."""

import numpy as np
import pytest

import ait
from bench.plain_enumerator import count_compiled, count_in_python, machines, output, table_of
from bench.published_method import HALTING, complemented


def test_all_machines_with_two_states():
    found = count_in_python(range(machines(2)), 2, 6)
    assert machines(2) == 10_000
    assert 2 * found.total() == 6_088
    table = ait.enumerate_turing(2, 6)
    assert complemented(found) == {row.string: row.count for row in table.rows()}
    assert count_compiled(np.arange(machines(2)), 2, 6) == found


@pytest.mark.needs_jit
def test_drawn_machines_with_five_states_both_ways():
    numbers = np.random.default_rng(5).integers(0, machines(5), 2_000)
    found = count_in_python(numbers.tolist(), 5, 500)
    assert found == count_compiled(numbers, 5, 500)
    assert 300 < found.total() < 900


@pytest.mark.needs_jit
@pytest.mark.slow
def test_all_machines_with_three_states():
    found = count_compiled(np.arange(machines(3)), 3, 21)
    assert 2 * found.total() == 4_294_368 == 4 * 14**5 + 4 * HALTING[3]
    assert complemented(found) == {row.string: row.count for row in ait.enumerate_turing(3, 21).rows()}


def test_a_number_is_the_published_table():
    # Radix 4n + 2 = 10, the entry of state 0 and symbol 0 last: 0 halts writing 0, 3 writes 1, moves right, to state 0.
    assert table_of(103, 2) == [(1, 1, 0), (0, 0, -1), (1, 0, -1), (0, 0, -1)]
    assert output(table_of(1, 2), 6) == "1"
    assert output(table_of(3, 2), 6) is None
