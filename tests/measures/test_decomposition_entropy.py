"""The entropy of the blocks, beside cutting and counting by hand."""

import math
from collections import Counter

import numpy as np
import pytest

from ait import as_sequence, decomposition_entropy, perturbation
from ait.measures.block_layout import BOUNDARIES
from tests.measures.small_squares import Rectangles
from tests.measures.small_symbols import Ternary
from tests.measures.small_table import small_table
from tests.naive import blocks as naive


@pytest.mark.parametrize("boundary", BOUNDARIES)
@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize("data", ["string", "symbols", "array"])
def test_it_is_the_entropy_of_the_blocks(data: str, step: int, boundary: str) -> None:
    generator = np.random.default_rng(step)
    if data == "array":
        cells, x, table = (c := generator.integers(0, 2, (10, 11)).astype(np.uint8)), c, Rectangles()
    else:
        k = 2 if data == "string" else 3
        cells = generator.integers(0, k, 50).astype(np.uint8)
        x, table = as_sequence(cells, alphabet=k), small_table() if k == 2 else Ternary()
    block, steps = (3,) * cells.ndim, (step,) * cells.ndim
    found = Counter((b.shape, b.tobytes()) for b in naive.blocks(cells, block, steps, boundary))
    whole = sum(found.values())
    expected = -sum(n / whole * math.log2(n / whole) for n in found.values())
    estimate = decomposition_entropy(x, 3, table, boundary, step)
    assert estimate.bits == pytest.approx(expected)
    assert f"{whole} blocks, {len(found)} distinct" in estimate.note
    assert estimate.bits <= math.log2(whole) + 1e-9


def test_its_perturbation_is_computed_anew() -> None:
    found = perturbation("0" * 24, measure=lambda x: decomposition_entropy(x, 6))
    assert found.map() == pytest.approx(np.full(24, -0.25 * math.log2(0.25) - 0.75 * math.log2(0.75)))
    assert decomposition_entropy("01", 6, boundary="drop").bits == 0.0
