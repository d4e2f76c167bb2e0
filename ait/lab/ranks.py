"""Rank correlations, plain and given a third quantity."""

from __future__ import annotations

import math

import numpy as np


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1, equal values sharing their mean rank; shape as ``values``.

    >>> ranks(np.array([3.0, 1.0, 3.0])).tolist()
    [2.5, 1.0, 2.5]
    """
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    mean = last - (counts - 1) / 2.0
    return np.asarray(mean[inverse])


def rank_correlation(one: np.ndarray, other: np.ndarray, given: np.ndarray | None = None) -> float:
    """Spearman's rank correlation; nan where one of the quantities is constant.

    Args:
        one, other: values, shape (n,).
        given: classes, shape (n,). With them, ranks are compared within the classes only: each class's mean rank is
            taken out first, so that what the class alone explains does not count.

    >>> rank_correlation(np.array([1.0, 2.0, 3.0]), np.array([10.0, 30.0, 20.0]))
    0.5
    """
    first, second = ranks(one), ranks(other)
    if given is None:
        given = np.zeros(len(first), np.int64)
    first, second = _centred(first, given), _centred(second, given)
    scale = math.sqrt(float(first @ first) * float(second @ second))
    # Ranks are multiples of a half: what is left of a constant is rounding, far below one of them.
    return float(first @ second) / scale if scale > 1e-6 else math.nan


def _centred(values: np.ndarray, classes: np.ndarray) -> np.ndarray:
    _, inverse, counts = np.unique(classes, return_inverse=True, return_counts=True)
    means = np.bincount(inverse, weights=values) / counts
    return np.asarray(values - means[inverse])
