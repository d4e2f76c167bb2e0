"""The entropy of a distribution from how often each outcome was seen: five estimators, one with a posterior error.

The plug-in value takes frequencies for probabilities and is too low on average.  Miller (1955) adds the first term
of its bias; Grassberger (2003) replaces logarithms by digamma functions; Chao and Shen (2003) weigh each outcome by
its chance to have been seen at all; Nemenman, Shafee and Bialek (2002) average over Dirichlet priors, mixed so that
the prior of the entropy itself is nearly flat, and need to be told how many outcomes are possible.  All of them
are derived for independent draws.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from ait.errors import InputError
from ait.measures.gamma_functions import Array, digamma, log_rising, trigamma_excess

_COARSE = 64
_FINE = 256
_TAIL = 40.0
_PASSES = 30


@dataclass(frozen=True)
class Posterior:
    """What is believed of an entropy after counting: mean and standard deviation, in bits."""

    mean: float
    standard_deviation: float


def entropy(counts: Any, correction: str | None = None, outcomes: int | None = None) -> float:
    """The entropy in bits of a distribution of which ``counts`` were seen, estimated.

    Args:
        counts: how often each outcome was seen; whole numbers from 0, shape (outcomes,) or fewer. Zeros say nothing.
        correction: None (plug-in), "miller-madow", "grassberger", "chao-shen" or "nsb".
        outcomes: how many outcomes are possible; "nsb" needs it, the others make no use of it.

    Raises:
        InputError: if the correction is unknown, nothing was counted, a count is negative, or the number of possible
            outcomes is needed and missing, or below the number seen.

    >>> entropy([2, 1, 1])
    1.5
    >>> entropy([2, 1, 1], "miller-madow")  # 1.5 + (3 - 1) / (2·4·ln 2)
    1.860673760222241
    >>> round(entropy([1], "nsb", outcomes=16), 9)  # one draw tells nothing: still half of log2(16)
    2.0
    """
    seen = _seen(counts)
    if correction == "nsb":
        return _posterior(seen, outcomes).mean
    if correction not in _FORMULAS:
        raise InputError(f"correction {correction!r} is not one of {CORRECTIONS}")
    return _FORMULAS[correction](seen)


def entropy_posterior(counts: Any, outcomes: int) -> Posterior:
    """Mean and standard deviation of the entropy after Nemenman, Shafee and Bialek (2002); see :func:`entropy`.

    >>> certain = entropy_posterior([1000], outcomes=2)
    >>> certain.mean < 0.01, certain.standard_deviation < 0.01
    (True, True)
    """
    return _posterior(_seen(counts), outcomes)


def _seen(counts: Any) -> np.ndarray:
    given = np.asarray(counts)
    if given.ndim != 1 or not np.issubdtype(given.dtype, np.integer) or (given < 0).any():
        raise InputError(f"counts are one row of whole numbers from 0, not {counts!r}")
    seen = given[given > 0].astype(np.int64)
    if seen.size == 0:
        raise InputError("nothing was counted: an entropy needs at least one observation")
    return seen


def _plug_in(counts: np.ndarray) -> float:
    total = int(counts.sum())
    return float(counts @ np.log2(total / counts)) / total


def _miller_madow(counts: np.ndarray) -> float:
    return _plug_in(counts) + (counts.size - 1) / (2 * int(counts.sum()) * math.log(2))


def _grassberger(counts: np.ndarray) -> float:
    total = int(counts.sum())
    return (math.log(total) - float(counts @ _grassberger_g(counts)) / total) / math.log(2)


def _grassberger_g(counts: np.ndarray) -> np.ndarray:
    """G(n) = ln 2 + digamma(⌊n/2⌋ + 1/2), by its sum for small n and by its asymptotic series for large."""
    half = counts // 2
    odd = np.concatenate(([0.0], np.cumsum(2.0 / np.arange(1, 128, 2))))
    small = -np.euler_gamma - math.log(2) + odd[np.minimum(half, odd.size - 1)]
    m = np.maximum(half, 1).astype(np.float64)
    large = math.log(2) + np.log(m) + 1 / (24 * m**2) - 7 / (960 * m**4) + 31 / (8064 * m**6)
    chosen: np.ndarray = np.where(half < odd.size, small, large)
    return chosen


def _chao_shen(counts: np.ndarray) -> float:
    """Horvitz and Thompson's sum over the seen, with the probabilities shrunk to Good and Turing's coverage.

    If every outcome was seen once, the coverage would be 0; one of them is then taken for seen twice.
    """
    total = int(counts.sum())
    if counts.size == 1:
        return 0.0
    singles = min(int((counts == 1).sum()), total - 1)
    p = (1 - singles / total) * counts / total
    return float(np.sum(p * np.log2(p) / np.expm1(total * np.log1p(-p))))


_FORMULAS: MappingProxyType[str | None, Callable[[np.ndarray], float]] = MappingProxyType(
    {None: _plug_in, "miller-madow": _miller_madow, "grassberger": _grassberger, "chao-shen": _chao_shen}
)
CORRECTIONS: tuple[str | None, ...] = (*_FORMULAS, "nsb")


@dataclass(frozen=True, eq=False)
class _Tally:
    """Counts by value, shape (values,): ``repeats`` outcomes were seen ``values`` times; 0 is one of the values."""

    values: Array
    repeats: Array
    total: float
    outcomes: float


def _posterior(counts: np.ndarray, outcomes: int | None) -> Posterior:
    """Integrate over ln β, β the parameter of a symmetric Dirichlet prior, by the trapezoidal rule."""
    if outcomes is None or outcomes < counts.size:
        raise InputError(f"{counts.size} different outcomes were seen, so 'nsb' cannot take {outcomes} for possible")
    if outcomes == 1:
        return Posterior(0.0, 0.0)
    values, repeats = np.unique(counts, return_counts=True)
    tally = _Tally(
        np.append(values, 0).astype(np.float64),
        np.append(repeats, float(outcomes - counts.size)),
        float(counts.sum()),
        float(outcomes),
    )
    places, logs = _places(tally)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    means, variances = _moments(tally, np.exp(places))
    mean = float(weights @ means)
    variance = float(weights @ (variances + (means - mean) ** 2))
    return Posterior(max(mean, 0.0) / math.log(2), math.sqrt(max(variance, 0.0)) / math.log(2))


def _places(tally: _Tally) -> tuple[Array, Array]:
    """An even grid of ln β over all that matters, and the logarithm of the weight there.

    The evidence has one peak (Levin and Reeds 1977), the prior's factor is broad, and their product falls like β or
    faster to the left and like 1/β to the right: a coarse grid brackets the peak, and is then drawn closer around it.
    """
    low, high = -math.log(tally.outcomes) - _TAIL, _TAIL
    for _ in range(_PASSES):
        grid = np.linspace(low, high, _COARSE + 1)
        logs = _log_weight(tally, np.exp(grid))
        matter = np.flatnonzero(logs > logs.max() - _TAIL)
        first, last = max(int(matter[0]) - 1, 0), min(int(matter[-1]) + 1, _COARSE)
        low, high = float(grid[first]), float(grid[last])
        if last - first > _COARSE // 2:
            break
    grid = np.linspace(low, high, _FINE + 1)
    return grid, _log_weight(tally, np.exp(grid))


def _log_weight(tally: _Tally, beta: Array) -> Array:
    """ln of the counts' probability times dξ/dlnβ, where ξ(β) is the prior's mean entropy, which is to be flat."""
    whole = tally.outcomes * beta
    evidence = log_rising(beta[:, None], tally.values) @ tally.repeats - log_rising(whole, np.array(tally.total))
    # β·dξ/dβ = g(Kβ) - g(β) with g(x) = x·ψ'(x + 1) = 1 - 1/x + x·ψ'(x) - 1; near 1 its distance from 1 is exact.
    from_zero = _slope(whole) - _slope(beta)
    from_one = _slope_gap(beta) - _slope_gap(whole)
    return evidence + np.log(np.where(whole < 1, from_zero, from_one))


def _slope(x: Array) -> Array:
    """x·ψ'(x + 1)."""
    return x / (x + 1) * (1 + trigamma_excess(x + 1))


def _slope_gap(x: Array) -> Array:
    """1 - x·ψ'(x + 1), near 1/(2x) for large x."""
    return (1 - x * trigamma_excess(x + 1)) / (x + 1)


def _moments(tally: _Tally, beta: Array) -> tuple[Array, Array]:
    """Mean and variance of the entropy in nats for each Dirichlet prior (after Wolpert and Wolf 1995).

    With α_i = n_i + β, A their sum and d_i = ψ(α_i + 1) less its mean under α_i/A, the variance is
    Σ α_i/A·(d_i^2 + (α_i + 1)·ψ'(α_i + 1))/(A + 1) - ψ'(A + 1); the ones in (α + 1)·ψ'(α + 1) cancel.
    """
    alpha = tally.values + beta[:, None]
    whole = tally.total + tally.outcomes * beta
    shares = tally.repeats * alpha / whole[:, None]
    logs = digamma(alpha + 1)
    centres = np.sum(shares * logs, axis=1)
    spread = np.sum(shares * ((logs - centres[:, None]) ** 2 + trigamma_excess(alpha + 1)), axis=1)
    return digamma(whole + 1) - centres, (spread - trigamma_excess(whole + 1)) / (whole + 1)
