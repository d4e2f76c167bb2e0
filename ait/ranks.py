"""Rank correlations: plain, given a third quantity, and with intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ait.errors import MissingExtraError

_CONFIDENCE = 1.959964
_FEWEST = 5
"""Pairs below which no interval is given: the formulas divide by their number less 4."""


@dataclass(frozen=True)
class Correlation:
    """A rank correlation with its 95 % interval; None where it is not defined (a constant, or too few strings)."""

    value: float | None
    low: float | None
    high: float | None


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


def correlations(one: np.ndarray, other: np.ndarray) -> tuple[Correlation, Correlation]:
    """Spearman's rho and Kendall's tau-b, with 95 % intervals by Fisher's transform (Bonett and Wright 2000).

    The intervals are those of independent pairs; below five pairs there are none.

    Raises:
        MissingExtraError: without scipy (extra ``lab``), which computes Kendall's tau.

    >>> spearman, kendall = correlations(np.arange(6.0), np.array([0.0, 1.0, 2.0, 3.0, 5.0, 4.0]))
    >>> round(spearman.value, 4), round(kendall.value, 4)  # 1 - 6·2 / (6·35), and (14 - 1) / 15
    (0.9429, 0.8667)
    """
    try:
        from scipy.stats import kendalltau
    except ImportError as error:
        raise MissingExtraError("scipy", "lab") from error
    none = Correlation(None, None, None)
    if len(one) < 2 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return none, none
    rho = rank_correlation(one, other)
    tau = float(kendalltau(one, other).statistic)
    return (
        _interval(rho, math.sqrt((1 + rho * rho / 2) / max(1, len(one) - 3)), len(one)),
        _interval(tau, math.sqrt(0.437 / max(1, len(one) - 4)), len(one)),
    )


def _interval(value: float, error: float, observations: int) -> Correlation:
    value = max(-1.0, min(1.0, value))
    if observations < _FEWEST:
        return Correlation(value, None, None)
    if abs(value) > 1 - 1e-12:
        return Correlation(value, value, value)
    centre = math.atanh(value)
    return Correlation(value, math.tanh(centre - _CONFIDENCE * error), math.tanh(centre + _CONFIDENCE * error))
