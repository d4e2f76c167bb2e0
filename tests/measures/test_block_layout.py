"""Cutting, counting and summing blocks for every step and boundary, beside a cell-by-cell twin."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_squares import Rectangles, figure
from small_table import small_counts, small_table

from ait import bdm, normalised_bdm
from ait.errors import InputError, TableError
from ait.measures.block_layout import BOUNDARIES, cut_axis
from tests.naive import bdm as naive_strings
from tests.naive import blocks as naive

TABLE, COUNTS = small_table(), small_counts()


def string_figure(shape: tuple[int, ...], word: str) -> float:
    return naive_strings.figure(word, COUNTS, TABLE.total)


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_every_axis_is_cut_as_the_definition_says(boundary: str) -> None:
    for size, block in itertools.product(range(1, 14), range(1, 7)):
        if boundary in ("overlapping", "periodic") and size < block:
            with pytest.raises(InputError, match=f"{size} cells have no whole block of {block}"):
                cut_axis(size, block, block, boundary)
            continue
        for step in range(1, block + 1):
            axis = cut_axis(size, block, step, boundary)
            found = [[(start + i) % size for i in range(n)] for start, n in zip(axis.starts, axis.lengths, strict=True)]
            expected = naive.pieces(size, block, step, boundary)
            assert found == expected
            assert axis.whole == sum(len(piece) == block for piece in expected)
            assert axis.left_out == size - len({cell for piece in expected for cell in piece})
            assert (axis.left_out == 0) or boundary == "drop"


@pytest.mark.parametrize("boundary", BOUNDARIES)
@pytest.mark.parametrize(("block", "step"), [(1, 1), (2, 1), (3, 3), (3, 2), (4, 1), (6, 5)])
def test_all_short_strings_have_the_plain_sum(block: int, step: int, boundary: str) -> None:
    for word in itertools.product((0, 1), repeat=8):
        cells = np.array(word)
        expected = naive.classical(cells, (block,), (step,), boundary, string_figure)
        assert bdm(cells, block, table=TABLE, boundary=boundary, step=step).bits == pytest.approx(expected, abs=1e-9)


@settings(deadline=None, max_examples=150, derandomize=True)
@given(st.data())
def test_arrays_have_the_plain_sum(data: st.DataObject) -> None:
    height, width = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 8))
    block = data.draw(st.integers(1, min(3, height))), data.draw(st.integers(1, min(3, width)))
    step = tuple(data.draw(st.integers(1, size)) for size in block)
    boundary = data.draw(st.sampled_from(BOUNDARIES))
    cells = np.random.default_rng(data.draw(st.integers(0, 99))).integers(0, 2, (height, width))
    expected = naive.classical(cells, block, step, boundary, figure)
    estimate = bdm(cells, block, table=Rectangles(), boundary=boundary, step=step)
    assert estimate.bits == pytest.approx(expected, abs=1e-9)
    assert bdm(cells.astype(bool), block, table=Rectangles(), boundary=boundary, step=step) == estimate


def test_what_is_left_out_is_said() -> None:
    square = np.zeros((5, 7), int)
    assert "14 cells at the ends are left out" not in bdm(square, 2, table=Rectangles()).note
    assert "11 cells at the ends are left out" in bdm(square, 2, table=Rectangles(), boundary="drop").note
    assert "the last 1 symbols are left out" in bdm("0" * 8, 3, table=TABLE, boundary="drop", step=2).note
    assert "go on at the beginning" in bdm("0" * 8, 3, table=TABLE, boundary="periodic").note
    assert "blocks of 3 every 2 (1 distinct)" in bdm("0" * 8, 3, table=TABLE, step=2).reference


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_the_normalisation_holds_every_string_and_its_ends_are_reached(boundary: str) -> None:
    """Blocks of 2 side by side in 6 symbols can be chosen freely: some strings must reach 0 and 1."""
    every = ["".join(word) for word in itertools.product("01", repeat=6)]
    found = [normalised_bdm(word, 2, TABLE, boundary) for word in every]
    values = [one.min_max for one in found]
    assert min(values) == pytest.approx(0.0, abs=1e-12)
    assert max(values) == pytest.approx(1.0)
    assert found[5].per_literal == pytest.approx(found[5].estimate.bits / 6)
    for step, block in ((1, 3), (2, 4)):
        values = [normalised_bdm(word, block, TABLE, boundary, step=step).min_max for word in every]
        assert 0.0 <= min(values) <= max(values) <= 1.0


@pytest.mark.parametrize(("block", "n"), [(1, 9), (2, 9), (3, 7)])
def test_the_largest_sum_is_the_largest_over_all_multisets(block: int, n: int) -> None:
    words = ["".join(word) for word in itertools.product("01", repeat=block)]
    figures = [string_figure((block,), word) for word in words]
    found = normalised_bdm("0" * block * n, block, TABLE)
    shares = (c for c in itertools.product(range(n + 1), repeat=len(words)) if sum(c) == n) if block < 3 else []
    sums = [sum(f + math.log2(m) for f, m in zip(figures, c, strict=True) if m) for c in shares]
    if sums:
        assert found.largest == pytest.approx(max(sums))
        assert found.least == pytest.approx(min(sums))
    else:
        assert found.largest == pytest.approx(sum(sorted(figures)[-n:]))


def test_impossible_cuttings_are_refused() -> None:
    with pytest.raises(InputError, match="would leave cells out"):
        bdm("0101", 2, table=TABLE, step=3)
    with pytest.raises(InputError, match="give a whole number from 1"):
        bdm("0101", 2, table=TABLE, step=0)
    with pytest.raises(InputError, match="no whole block of 5"):
        bdm("0101", 5, table=TABLE, boundary="periodic")
    for arguments in ({"step": 1}, {"boundary": "periodic"}):
        with pytest.raises(InputError, match="the urn is a code"):
            bdm("0101", 2, "urn", TABLE, **arguments)
    with pytest.raises(TableError, match="is not for an array: its entries are strings"):
        bdm(np.zeros((3, 3), int), 2, table=TABLE)
    with pytest.raises(TableError, match="is not for a string: its entries are arrays"):
        bdm("0101", 2, table=Rectangles())
    with pytest.raises(InputError, match="are 0 and 1 here"):
        bdm(np.full((3, 3), 2), 2, table=Rectangles())
    with pytest.raises(InputError, match="are 0 and 1 here"):
        bdm(np.full((3, 3), np.nan), 2, table=Rectangles())
    with pytest.raises(InputError, match="has 3: take its slices of two"):
        bdm(np.zeros((3, 3, 3), int), 2, table=Rectangles())
    with pytest.raises(InputError, match="is empty"):
        bdm(np.zeros((0, 3), int), 2, table=Rectangles())
    with pytest.raises(InputError, match="blocks have 1 to 20 cells, not 25"):
        bdm(np.zeros((9, 9), int), 5, table=Rectangles())
