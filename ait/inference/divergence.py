"""Kullback-Leibler divergence without cancellation: a gap of 10^-20 bits keeps its digits, an infinite one is inf."""

from __future__ import annotations

import math

import numpy as np

from ait.errors import InputError
from ait.inference.model_set import Floats

_SERIES = 0.02
_TOLERANCE = 1e-9


def check_distribution(q: Floats, size: int) -> Floats:
    """``q`` as float64 (InputError unless it is a distribution over ``size`` models)."""
    given = np.asarray(q, np.float64)
    if given.shape != (size,):
        raise InputError(f"q needs a probability for each of the {size:,} models, not the shape {given.shape}")
    if not np.all(given >= 0) or not math.isclose(float(given.sum()), 1.0, abs_tol=_TOLERANCE):
        raise InputError(f"q is not a distribution: least {float(given.min())}, sum {float(given.sum())}")
    return given


def divergence_bits(q: Floats, log2_p: Floats) -> float:
    """KL(q‖p) in bits; infinite where q goes where p does not.

    Args:
        q: a distribution, shape (size,).
        log2_p: log2 of another, shape (size,).

    The sum is over q·ln(q/p) - q + p, whose terms are never negative, so that small divergences keep all their digits.

    >>> divergence_bits(np.array([1.0, 0.0]), np.array([-1.0, -1.0]))
    1.0
    >>> divergence_bits(np.array([0.5, 0.5]), np.array([0.0, -np.inf]))
    inf
    """
    inside = q > 0
    if np.isneginf(log2_p[inside]).any():
        return math.inf
    with np.errstate(under="ignore"):
        outside = float(np.exp2(log2_p[~inside]).sum())
        ratio = np.log(q[inside]) - log2_p[inside] * math.log(2)
        terms = q[inside] * _excess(ratio)
    return (float(terms.sum()) + outside) / math.log(2)


def _excess(ratio: Floats) -> Floats:
    """L - 1 + e^-L, by its series where the three would cancel."""
    small = np.abs(ratio) < _SERIES
    near = np.where(small, ratio, 0.0)
    series = near * near / 2 * (1 - near / 3 * (1 - near / 4 * (1 - near / 5 * (1 - near / 6 * (1 - near / 7)))))
    far = np.where(small, 1.0, ratio)
    return np.where(small, series, far + np.expm1(-np.maximum(far, -700.0)))
