from __future__ import annotations

import numpy as np
import pytest

from ait.errors import InputError
from ait.predictors.base import predictor, surprisals


class Plain:
    """A predictor that offers no more than it must: the last symbol comes again with probability 3/4."""

    k = 2
    description = "sticky"

    def __init__(self) -> None:
        self.last = 0

    def probabilities(self) -> np.ndarray:
        return np.array([0.75, 0.25] if self.last == 0 else [0.25, 0.75])

    def update(self, symbol: int) -> None:
        self.last = symbol


def test_any_predictor_has_surprisals() -> None:
    bits = surprisals(Plain(), np.array([0, 1, 1]))
    assert bits.tolist() == pytest.approx([0.4150374992788438, 2.0, 0.4150374992788438])


def test_unknown_names_options_and_alphabets_are_refused() -> None:
    with pytest.raises(InputError, match=r"no predictor is called 'lstm': use one of kt, context-tree"):
        predictor("lstm", 2)
    with pytest.raises(InputError, match=r"kt has no option 'depth'; it has none"):
        predictor("kt", 2, depth=3)
    with pytest.raises(InputError, match=r"context-tree has no option 'deep'; it has depth, past, most_nodes"):
        predictor("context-tree", 2, deep=3)
    with pytest.raises(InputError, match="alphabet has 2 to"):
        predictor("kt", 1)
