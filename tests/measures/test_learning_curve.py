from __future__ import annotations

import numpy as np
import pytest

import ait
from ait.errors import InputError
from ait.measures.learning_curve import learning_curve
from ait.measures.predicted import predicted, surprisal
from ait.sources import SOURCES, generate


@pytest.mark.parametrize("name", ["kt", "context-tree", "urn", "mixture"])
def test_the_curve_is_the_sum_of_the_surprisals_and_ends_at_the_figure(name: str) -> None:
    x = "0110100110010110" * 8
    curve = learning_curve(x, name, points=40)
    costs = surprisal(x, name)
    assert curve.lengths[0] == 1
    assert curve.lengths[-1] == len(x)
    assert len(curve.lengths) <= 40
    for n, bits, rate in zip(curve.lengths.tolist(), curve.bits, curve.per_symbol, strict=True):
        assert bits == pytest.approx(costs[:n].sum())
        assert rate == pytest.approx(costs[:n].mean())
    assert curve.bits[-1] == pytest.approx(predicted(x, name).parts["data"])
    assert (curve.slopes * np.diff(curve.lengths, prepend=0)).sum() == pytest.approx(curve.bits[-1])


@pytest.mark.needs_jit
def test_it_falls_to_the_entropy_rate() -> None:
    curve = ait.learning_curve(generate("golden-mean", 100_000), "context-tree")
    assert curve.per_symbol[20] > curve.per_symbol[-1]
    assert curve.per_symbol[-1] == pytest.approx(SOURCES["golden-mean"].entropy_rate, abs=0.01)


def test_few_points_and_none() -> None:
    assert learning_curve("0110", "kt", points=1).lengths.tolist() == [4]
    assert learning_curve("0", "kt", points=9).lengths.tolist() == [1]
    with pytest.raises(InputError, match="at least 1 point, not 0"):
        learning_curve("01", "kt", points=0)
