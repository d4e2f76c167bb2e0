"""What a model leaves out: maximum likelihood, temperature, and the other direction of the divergence, exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError

Floats = NDArray[np.float64]

POINTS = 64
LEFT_OUT = 0.01
"""A point is left out where the model gives it less than a hundredth of its probability."""


def two_modes() -> Floats:
    """A law over 64 points with two modes of weights 0.6 and 0.4; shape (POINTS,)."""
    x = np.arange(POINTS)
    law = 0.6 * _bell(x, 16, 3.0) + 0.4 * _bell(x, 46, 4.0)
    return np.asarray(law / law.sum(), np.float64)


def _bell(x: NDArray[np.int64], mean: float, width: float) -> Floats:
    law = np.exp(-(((x - mean) / width) ** 2) / 2)
    return np.asarray(law / law.sum(), np.float64)


@dataclass(frozen=True)
class Fit:
    """The best single bell of a family.

    Attributes:
        law: shape (POINTS,).
        mean, width: its parameters.
        divergence: in bits, in the direction that was minimised.
    """

    law: Floats
    mean: float
    width: float
    divergence: float


def best_bell(target: Floats, *, reverse: bool) -> Fit:
    """The discretised normal law that is nearest: KL(target‖law), which maximum likelihood minimises, or the reverse.

    Every mean in steps of 1/4 and width from 1 to 32 in steps of 1/4 is tried.
    """
    x = np.arange(POINTS)
    means, widths = np.arange(0, POINTS, 0.25), np.arange(1.0, 32.25, 0.25)
    logs = -((x - means[:, None, None]) ** 2) / (2 * widths[:, None] ** 2)
    logs -= np.log(np.exp(logs).sum(axis=2, keepdims=True))
    if reverse:
        found = (np.exp(logs) * (logs - np.log(target))).sum(axis=2)
    else:
        found = (target * (np.log(target) - logs)).sum(axis=2)
    i, j = np.unravel_index(int(found.argmin()), found.shape)
    return Fit(np.exp(logs[i, j]), float(means[i]), float(widths[j]), float(found[i, j] / np.log(2)))


def sharpened(law: Floats, temperature: float) -> Floats:
    """p^(1/T)/Z: what is drawn from at temperature T (InputError unless T is above 0).

    >>> sharpened(np.array([0.8, 0.2]), 0.5).round(6).tolist()
    [0.941176, 0.058824]
    """
    if not temperature > 0:
        raise InputError(f"a temperature is above 0, not {temperature}")
    powers = np.exp((np.log(law) - np.log(law).max()) / temperature)
    return np.asarray(powers / powers.sum(), np.float64)


def lost_mass(target: Floats, law: Floats) -> float:
    """The target's probability of the points that the law leaves out.

    >>> lost_mass(np.array([0.5, 0.5]), np.array([1.0, 0.0]))
    0.5
    """
    return float(target[law < LEFT_OUT * target].sum())


def effective_points(law: Floats) -> float:
    """2^entropy.

    >>> effective_points(np.full(8, 1 / 8))
    8.0
    """
    used = law[law > 0]
    return float(2 ** -(used * np.log2(used)).sum())
