"""Every figure that claims to be a code satisfies Kraft's inequality: over all strings of a length, Σ 2^-bits <= 1."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial

import pytest

from ait.estimate import Estimate
from ait.measures.bdm import bdm
from ait.measures.compressors import COMPRESSORS, compressed
from ait.measures.lempel_ziv import lempel_ziv_code
from ait.measures.literal import literal
from ait.measures.predicted import context_tree, predicted
from ait.sequence import Sequence, as_sequence
from tests.measures.small_table import small_table

Code = Callable[[Sequence], Estimate]

FOR_ANY: dict[str, Code] = {
    "literal": literal,
    **{name: partial(compressed, name=name) for name in COMPRESSORS},
    "Lempel-Ziv": lempel_ziv_code,
    "KT": partial(predicted, name="kt"),
    "context tree": context_tree,
    "context tree, depth 2": partial(context_tree, depth=2),
    "context mixing": partial(predicted, name="context-mixing"),
    "mixture": partial(predicted, name="mixture"),
}
FOR_BITS: dict[str, Code] = {
    **FOR_ANY,
    "urn, blocks of 3": partial(bdm, block=3, code="urn", table=small_table()),
    "urn, blocks of 6": partial(bdm, block=6, code="urn", table=small_table()),
}


def kraft_sum(code: Code, k: int, n: int) -> float:
    total = 0.0
    for symbols in itertools.product(range(k), repeat=n):
        estimate = code(as_sequence(list(symbols), alphabet=k))
        assert estimate.is_code
        total += 2.0**-estimate.bits
    return total


@pytest.mark.parametrize("n", [1, 2, 3, 6, 10])
@pytest.mark.parametrize("name", FOR_BITS)
def test_over_all_binary_strings(name: str, n: int) -> None:
    assert kraft_sum(FOR_BITS[name], 2, n) <= 1 + 1e-9


@pytest.mark.parametrize("name", FOR_ANY)
def test_over_all_strings_of_three_and_five_symbols(name: str) -> None:
    assert kraft_sum(FOR_ANY[name], 3, 5) <= 1 + 1e-9
    assert kraft_sum(FOR_ANY[name], 5, 3) <= 1 + 1e-9


@pytest.mark.parametrize("name", ["KT", "context tree", "context mixing", "mixture", "urn, blocks of 3"])
def test_sequential_predictors_waste_nothing(name: str) -> None:
    assert kraft_sum(FOR_BITS[name], 2, 8) == pytest.approx(1.0)
