"""Curves of loss over data, memory and depth, and the fit of what they tend to."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError, MissingExtraError
from ait.sources.processes import Process
from ait.sources.santa_fe import SantaFe

Floats = NDArray[np.float64]

_FAR = 1e4
_EXPONENTS, _TRIED, _ROUNDS = (0.02, 8.0), 32, 7
_WIDE = 12.0


@dataclass(frozen=True)
class Irreducible:
    """What a family of curves tends to, fitted curve by curve.

    Attributes:
        value: the mean of the fitted limits.
        error: its standard error over the curves.
        low, high: a 95 % interval, by Student's t.
        exponent: the mean of the fitted exponents; ``exponent_error`` its standard error.
    """

    value: float
    error: float
    low: float
    high: float
    exponent: float
    exponent_error: float

    def covers(self, truth: float) -> bool:
        return self.low <= truth <= self.high


def fit_power(n: Floats, losses: Floats) -> Irreducible:
    """Fit E + B n^-β to each of several curves.

    Args:
        n: shape (points,).
        losses: shape (curves, points), at least two curves, each with independent chance.

    Raises:
        InputError: if there are too few curves or points.
        MissingExtraError: if scipy is not installed.
    """
    return _fitted(losses, np.log(n), "power")


def fit_geometric(depths: Floats, losses: Floats) -> Irreducible:
    """Fit E + B r^depth to each of several curves; the exponent is -log2 r. Arguments as in :func:`fit_power`."""
    return _fitted(losses, np.asarray(depths, np.float64) * math.log(2), "geometric")


def _fitted(losses: Floats, x: Floats, name: str) -> Irreducible:
    try:
        from scipy.stats import t
    except ImportError as error:
        raise MissingExtraError("scipy", "lab") from error
    if losses.ndim != 2 or losses.shape[0] < 2 or losses.shape[1] < 4:
        raise InputError(f"a {name} fit takes two or more curves of four or more points, not {losses.shape}")
    limits, exponents = np.array([_fitted_curve(curve, x) for curve in losses]).T
    spread, unsure = (float(each.std(ddof=1) / math.sqrt(each.size)) for each in (limits, exponents))
    reach = float(t.ppf(0.975, limits.size - 1)) * spread
    value = float(limits.mean())
    return Irreducible(value, spread, value - reach, value + reach, float(exponents.mean()), unsure)


def _fitted_curve(curve: Floats, x: Floats) -> tuple[float, float]:
    """Limit and exponent of limit + scale·exp(-exponent·x) with the least squares, each relative to the excess.

    For a given exponent the rest is linear; the exponent is searched for, ever more finely.
    """
    excess = curve - curve[-1] + 0.3 * (curve[-2] - curve[-1])
    weights = 1 / np.maximum(excess, 1e-3 * np.ptp(curve) + 1e-12)
    low, high = _EXPONENTS
    best = (math.inf, 0.0, 0.0)
    for _ in range(_ROUNDS):
        tried = np.geomspace(low, high, _TRIED)
        for exponent in tried.tolist():
            design = np.column_stack([np.ones_like(x), np.exp(-exponent * (x - x[0]))]) * weights[:, None]
            found, *_ = np.linalg.lstsq(design, curve * weights, rcond=None)
            best = min(best, (float(np.square(design @ found - curve * weights).sum()), exponent, float(found[0])))
        ratio = tried[1] / tried[0]
        low, high = best[1] / ratio, best[1] * ratio
    return best[2], best[1]


def sampled_losses(process: SantaFe, n: NDArray[np.int64], runs: int, seed: int) -> Floats:
    """Loss after n symbols of one learner each: H(K) + the probability of all names that this one has not met.

    Shape (runs, len(n)); exact given what was met.
    """
    losses = np.empty((runs, n.size))
    for run in range(runs):
        names, _ = process.sample(int(n[-1]), seed * runs + run)
        different, first = np.unique(names, return_index=True)
        order = np.argsort(first)
        met = np.concatenate([[0.0], np.cumsum(process.probability(different[order]))])
        losses[run] = process.entropy_rate + 1 - met[np.searchsorted(first[order], n)]
    return losses


def learned_bias_excess(probabilities: Floats, n: float) -> float:
    """Excess loss after n symbols of a learner who does not know that facts are fixed, and counts them (add 1/2).

    Σ p_k E log2((m + 1)/(m + 1/2)) with m ~ Binomial(n, p_k): a fact met m times is predicted with (m + 1/2)/(m + 1).
    """
    try:
        from scipy.stats import binom
    except ImportError as error:
        raise MissingExtraError("scipy", "lab") from error
    total = 0.0
    for p in probabilities.tolist():
        mean = n * p
        if mean > _FAR:
            # To second order; what is left is below 1e-8 of it.
            total += p * (_price(mean) + _curvature(mean) * mean * (1 - p) / 2)
            continue
        reach = _WIDE * math.sqrt(mean + 1) + 10
        m = np.arange(max(0, math.floor(mean - reach)), min(n, math.ceil(mean + reach)) + 1)
        total += p * float(binom.pmf(m, n, p) @ np.log2((m + 1) / (m + 0.5)))
    return total


def _price(m: float) -> float:
    return math.log2((m + 1) / (m + 0.5))


def _curvature(m: float) -> float:
    """The second derivative of the price."""
    return (-1 / (m + 1) ** 2 + 1 / (m + 0.5) ** 2) / math.log(2)


def word_probabilities(process: Process, length: int) -> Floats:
    """The probability of every word over two symbols, in the order of their values; shape (2^length,).

    Raises:
        InputError: if the alphabet is not of two symbols or length is not 0 to 20.
    """
    if process.k != 2 or not 0 <= length <= 20:
        raise InputError(f"words of 0 to 20 binary symbols are listed, not {length} over {process.k}")
    belief = process.start[None, :]
    for _ in range(length):
        belief = np.stack([belief @ step for step in process.transitions], axis=1).reshape(-1, process.start.size)
    return np.asarray(belief.sum(axis=1), np.float64)


def depth_losses(process: Process, depths: range) -> Floats:
    """Bits per symbol of the best predictor that sees so many symbols: H(depth + 1) - H(depth), exactly."""
    entropies = {
        length: -float((p[p > 0] * np.log2(p[p > 0])).sum())
        for length in range(depths.start, depths.stop + 1)
        for p in [word_probabilities(process, length)]
    }
    return np.array([entropies[depth + 1] - entropies[depth] for depth in depths])


def measured_depth_losses(process: Process, depths: range, n: int, tested_on: int, seed: int) -> Floats:
    """Test loss of predictors that see so many symbols and have counted n of them (add 1/2); shape (len(depths),)."""
    learned_from = process.sample(n, 2 * seed).astype(np.int64)
    tested = process.sample(tested_on, 2 * seed + 1).astype(np.int64)
    losses = []
    for depth in depths:
        counts = np.bincount(_words(learned_from, depth + 1), minlength=2 << depth).reshape(-1, 2) + 0.5
        law = counts / counts.sum(axis=1, keepdims=True)
        losses.append(-float(np.log2(law.ravel()[_words(tested, depth + 1)]).mean()))
    return np.array(losses)


def _words(symbols: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """The value of each window of so many binary symbols."""
    keys = np.zeros(symbols.size - length + 1, np.int64)
    for place in range(length):
        keys = 2 * keys + symbols[place : symbols.size - length + 1 + place]
    return keys
