"""The coding theorem in two dimensions, and block decomposition of arrays on the shipped tables."""

import math

import numpy as np
import pytest

from ait.enumeration.turmite_table import enumerate_turmites
from ait.errors import InputError, TableError
from ait.estimate import Kind
from ait.machines import turmite
from ait.measures.bdm import bdm
from ait.measures.ctm import ctm, ctm_given_length
from ait.tables.array_bounds import array_probability
from ait.tables.arrays import images
from ait.tables.shipped import open_array_table

FOUR = open_array_table("turmite-4-2-500")


def test_figures_are_logarithms_of_counts_between_bounds_and_witnesses_write_the_array():
    chance = np.random.default_rng(3)
    for rows, columns in ((1, 1), (1, 4), (3, 1), (2, 3), (3, 3), (4, 3)):
        cells = chance.integers(0, 2, (rows, columns))
        found = ctm(cells, FOUR)
        assert found.bits == pytest.approx(math.log2(FOUR.total) - math.log2(FOUR.count(cells)))
        assert found.kind is Kind.BOUNDS
        assert found.low <= found.bits < found.high
        machine, blank = turmite.parse(found.witness.text), int(found.witness.detail.split("blank ")[1][0])
        run = turmite.run(machine, steps=500, blank=blank)
        assert np.array_equal(run.cells, cells)
        assert found.witness.detail.endswith(f"after {run.steps} step{'s' if run.steps > 1 else ''}")
        for image in images(cells[None]):
            assert ctm(image[0], FOUR).bits == found.bits
        given = ctm_given_length(cells, FOUR)
        assert given.bits == pytest.approx(found.bits + math.log2(FOUR.mass_of_shape(rows, columns) / FOUR.total))


def test_undecided_machines_widen_the_interval_where_they_fit():
    inner, outer = (array_probability(FOUR, np.zeros(shape, int)) for shape in ((1, 2), (4, 4)))
    assert inner.high == inner.counted
    assert outer.high >= outer.counted
    long = array_probability(FOUR, np.ones((1, 20), int))
    assert long.counted == 0
    assert long.high > 0
    with pytest.raises(TableError, match="at least"):
        ctm(np.ones((1, 20), int), FOUR)
    with pytest.raises(TableError, match="no count of 11111111111111111111"):
        ctm_given_length(np.ones((1, 20), int), FOUR)
    with pytest.raises(TableError, match="up to 20 cells, not of 5 x 5"):
        ctm(np.ones((5, 5), int), FOUR)


def test_strings_and_arrays_need_tables_of_their_own():
    with pytest.raises(TableError, match="holds strings, not arrays"):
        ctm(np.zeros((2, 2), int), "turing-5-2-500")
    with pytest.raises(TableError, match="holds arrays, not strings"):
        ctm("0101", FOUR)
    with pytest.raises(TableError, match="not for a string"):
        bdm("01" * 12, table=FOUR)
    with pytest.raises(InputError, match="0 and 1"):
        ctm(np.full((2, 2), 3), FOUR)


def test_arrays_are_decomposed_by_default():
    cells = (np.random.default_rng(1).random((21, 30)) < 0.4).astype(int)
    for code in ("classical", "urn"):
        found = bdm(cells, code=code)
        assert "blocks of 4 x 4" in found.reference
        assert "turmite-" in found.reference
    one = bdm(np.zeros((4, 4), int), table=FOUR)
    assert one.bits == pytest.approx(ctm(np.zeros((4, 4), int), FOUR).bits)
    assert bdm(np.zeros((8, 4), int), table=FOUR).bits == pytest.approx(one.bits + 1)


@pytest.mark.needs_jit
def test_blocks_of_one_class_are_off_together_and_a_block_without_a_count_has_no_error():
    sample = enumerate_turmites(3, 100, one_in=5, seed=3)

    def error(*shape):
        row = sample.row(np.zeros(shape, int))
        return 0.0 if row is None else row.values["standard_error"] / row.count / math.log(2)

    # At the right, below and in the corner of the one block: two of these are each other's transpose.
    found = bdm(np.zeros((5, 5), int), block=3, table=sample)
    assert error(2, 3) == error(3, 2) > 0
    assert found.standard_error == pytest.approx(math.hypot(error(3, 3), 2 * error(2, 3), error(2, 2)))
    alone = bdm(np.zeros((2, 4), int), table=sample)
    assert error(2, 4) == 0
    assert alone.standard_error is None
    assert "1 smaller blocks have no count in the table" in alone.note
