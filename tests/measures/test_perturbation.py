"""Perturbation is recomputation: every entry of every map, for every step and boundary, in one dimension and two."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from small_squares import Rectangles, figure
from small_table import small_counts, small_table

from ait import as_sequence, bdm, lempel_ziv, perturbation
from ait.errors import InputError, TableError
from ait.measures.block_layout import BOUNDARIES
from tests.naive import bdm as naive_strings
from tests.naive import blocks as naive

TABLE, COUNTS = small_table(), small_counts()


def string_figure(shape: tuple[int, ...], word: str) -> float:
    return naive_strings.figure(word, COUNTS, TABLE.total)


def check(
    cells: np.ndarray, block: tuple[int, ...], step: tuple[int, ...], boundary: str, kind: str, axis: int
) -> None:
    """Every entry against the sum computed anew by the twin."""
    figures, table = (string_figure, TABLE) if cells.ndim == 1 else (figure, Rectangles())

    def whole(perturbed: np.ndarray) -> float:
        return naive.classical(perturbed, block, step, boundary, figures) - before

    before = 0.0
    before = whole(cells)
    found = perturbation(cells, kind, axis=axis, block=block, table=table, boundary=boundary, step=step)
    assert found.estimate.bits == pytest.approx(before, abs=1e-9)
    if kind == "delete":
        expected = [whole(np.delete(cells, i, axis)) for i in range(cells.shape[axis])]
    elif kind == "insert":
        expected = [[whole(np.insert(cells, i, value)) for value in (0, 1)] for i in range(cells.size + 1)]
    else:
        expected = np.zeros((*cells.shape, 2))
        for place in np.ndindex(cells.shape):
            flipped = cells.copy()
            flipped[place] ^= 1
            expected[(*place, flipped[place])] = whole(flipped)
    assert found.bits == pytest.approx(np.array(expected), abs=1e-9)


@pytest.mark.parametrize("kind", ["change", "delete", "insert"])
@pytest.mark.parametrize("boundary", BOUNDARIES)
@pytest.mark.parametrize(("block", "step"), [(1, 1), (3, 3), (3, 2), (4, 1), (5, 3)])
def test_of_every_short_string(block: int, step: int, boundary: str, kind: str) -> None:
    for word in itertools.product((0, 1), repeat=7):
        check(np.array(word, np.uint8), (block,), (step,), boundary, kind, 0)


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.data())
def test_of_any_string_and_array(data: st.DataObject) -> None:
    dimensions = data.draw(st.sampled_from([1, 2]))
    longest = 40 if dimensions == 1 else 6
    shape = tuple(data.draw(st.integers(2, longest)) for _ in range(dimensions))
    block = tuple(data.draw(st.integers(1, 5 if dimensions == 1 else 3)) for _ in range(dimensions))
    step = tuple(data.draw(st.integers(1, size)) for size in block)
    boundary = data.draw(st.sampled_from(BOUNDARIES))
    kind = data.draw(st.sampled_from(["change", "delete"] + ["insert"] * (dimensions == 1)))
    axis = data.draw(st.integers(0, dimensions - 1))
    shortest = [size - (kind == "delete" and at == axis) for at, size in enumerate(shape)]
    assume(boundary in ("drop", "smaller") or all(b <= n for b, n in zip(block, shortest, strict=True)))
    bias = data.draw(st.sampled_from([0.0, 0.1, 0.5]))
    cells = (np.random.default_rng(data.draw(st.integers(0, 999))).random(shape) < bias).astype(np.uint8)
    check(cells, block, step, boundary, kind, axis)


@pytest.mark.parametrize("boundary", BOUNDARIES)
@pytest.mark.parametrize("kind", ["change", "delete", "insert"])
def test_long_walks_do_not_drift(kind: str, boundary: str) -> None:
    cells = (np.random.default_rng(3).random(20_003) < 0.4).astype(np.uint8)
    found = perturbation(cells, kind, boundary=boundary, step=5)
    for place in (0, 1, 9_999, 20_001, 20_002):
        if kind == "delete":
            perturbed, entry = np.delete(cells, place), found.bits[place]
        elif kind == "insert":
            perturbed, entry = np.insert(cells, place + 1, 1), found.bits[place + 1, 1]
        else:
            perturbed = cells.copy()
            perturbed[place] ^= 1
            entry = found.bits[place, perturbed[place]]
        assert entry == pytest.approx(bdm(perturbed, boundary=boundary, step=5).bits - found.estimate.bits, abs=1e-7)


@pytest.mark.parametrize("kind", ["change", "delete", "insert"])
def test_any_measure_is_computed_anew(kind: str) -> None:
    text = as_sequence("0112201120", alphabet="012")
    found = perturbation(text, kind, measure=lempel_ziv)
    assert found.estimate.bits == lempel_ziv(text).bits
    assert found.bits.shape == {"change": (10, 3), "delete": (10,), "insert": (11, 3)}[kind]
    if kind == "change":
        assert found.bits[4, 0] == lempel_ziv(as_sequence("0112001120", alphabet="012")).bits - found.estimate.bits
        assert found.bits[4, 2] == 0.0
        assert found.map()[4] == pytest.approx((found.bits[4, 0] + found.bits[4, 1]) / 2)
    same = perturbation("0110100110", kind, measure=lambda x: bdm(x, 3, table=TABLE))
    assert same.bits == pytest.approx(perturbation("0110100110", kind, block=3, table=TABLE).bits, abs=1e-9)
    square = (np.arange(20).reshape(4, 5) % 3 == 0).astype(int)
    if kind != "insert":
        slow = perturbation(square, kind, measure=lambda x: bdm(x, 2, table=Rectangles()), axis=1)
        assert slow.bits == pytest.approx(
            perturbation(square, kind, block=2, table=Rectangles(), axis=1).bits, abs=1e-9
        )


def test_the_best_deletion_of_a_broken_pattern_is_the_break() -> None:
    broken = "01" * 30 + "1" + "01" * 30
    found = perturbation(broken, "delete")
    assert int(found.map().argmin()) in (59, 60)
    assert math.isclose(found.estimate.bits + found.map().min(), bdm("01" * 60).bits)


def test_impossible_perturbations_are_refused() -> None:
    with pytest.raises(InputError, match="kind 'flip' is not one of"):
        perturbation("0101", "flip")
    with pytest.raises(InputError, match="nothing is left"):
        perturbation("0", "delete")
    with pytest.raises(InputError, match="insertions are for sequences"):
        perturbation(np.zeros((3, 3), int), "insert", block=2, table=Rectangles())
    with pytest.raises(InputError, match="axis = 1: data of 1 dimensions"):
        perturbation("0101", "delete", axis=1)
    with pytest.raises(InputError, match="no whole block of 4"):
        perturbation("0101", "delete", block=4, table=TABLE, boundary="periodic")
    with pytest.raises(TableError, match="no count of 0010"):
        perturbation("0" * 8, block=4, table=TABLE, missing="refuse")
    with pytest.raises(InputError, match="for binary sequences, not for 4"):
        perturbation("GATTACA", table=TABLE)
