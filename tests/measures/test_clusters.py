"""Average linkage beside SciPy's."""

import numpy as np
import pytest
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform

from ait import InputError
from ait.measures.clusters import average_linkage


@pytest.mark.parametrize("m", [2, 3, 5, 12, 40])
def test_it_is_what_scipy_gives(m: int) -> None:
    for seed in range(20):
        upper = np.triu(np.random.default_rng(seed).random((m, m)), 1)
        matrix = upper + upper.T
        assert average_linkage(matrix) == pytest.approx(linkage(squareform(matrix), "average"))


def test_matrices_that_are_none_are_refused() -> None:
    for wrong in (np.zeros((1, 1)), np.zeros((2, 3)), np.array([[0, 1.0], [2.0, 0]])):
        with pytest.raises(InputError, match="symmetric"):
            average_linkage(wrong)
