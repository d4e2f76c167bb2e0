"""The curves of the claim about scaling laws: loss over data or depth, of three learners and in exact sums."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ait.lab import chain_network
from ait.lab.record import Size, Told
from ait.lab.scaling import (
    Irreducible,
    fit_geometric,
    fit_power,
    learned_bias_excess,
    measured_depth_losses,
    sampled_losses,
)
from ait.sources.processes import even
from ait.sources.santa_fe import SantaFe

Floats = NDArray[np.float64]

TAIL = 1.0
"""The exponent a of the Santa Fe process: fact k comes up with probability proportional to k^-(1+a)."""

CLASS = 512
"""How many facts the learner counts whose class holds the source."""

DEPTHS = range(1, 8, 2)
"""Depths of the contexts through which the even process is seen."""

_EVEN_BAYES_ERROR = 1 / 3
"""In the state that 2/3 of the time sees, both symbols have 1/2; in the other there is no choice."""


@dataclass(frozen=True)
class Limits:
    """How much is sampled: runs, powers of two of data, symbols learned from and tested on, points of exact curves."""

    runs: int
    longest: int
    learned: int
    tested: int
    trained: int
    points: int


LIMITS = {
    Size.SMALL: Limits(4, 12, 1 << 16, 1 << 13, 12, 11),
    Size.DEFAULT: Limits(12, 17, 1 << 20, 1 << 16, 17, 31),
    Size.LARGE: Limits(32, 20, 1 << 22, 1 << 18, 19, 61),
}


@dataclass(frozen=True)
class Curve:
    """Losses of several runs over what grows, what they were fitted to tend to, and what is known of the source."""

    name: str
    at: Floats
    losses: Floats
    fit: Irreducible
    entropy_rate: float
    bayes_error: float


TITLES = {
    "santa-fe": "facts over data",
    "context-tree": "even process over context depth",
    "network": "a small network over data",
}


def santa_fe(process: SantaFe, limits: Limits, seed: int) -> Curve:
    """Loss over data where the facts are endless, sampled learners."""
    n = np.array([1 << i for i in range(7, limits.longest + 1)])
    losses = sampled_losses(process, n, limits.runs, seed)
    first = float(process.probability(np.array([1]))[0])
    return Curve(
        "santa-fe", n.astype(float), losses, fit_power(n.astype(float), losses), process.entropy_rate, 1 - first
    )


def tree(limits: Limits, seed: int) -> Curve:
    """Loss over the depth of contexts, of a source that no finite depth holds."""
    process = even()
    losses = np.array(
        [
            measured_depth_losses(process, DEPTHS, limits.learned, limits.tested, seed * limits.runs + run)
            for run in range(limits.runs)
        ]
    )
    depths = np.array(DEPTHS, np.float64)
    return Curve("context-tree", depths, losses, fit_geometric(depths, losses), process.entropy_rate, _EVEN_BAYES_ERROR)


def network(limits: Limits, seed: int, told: Told) -> Curve:
    """Loss over data of a small network on a chain of second order."""
    process = chain_network.chain()
    n = np.array([1 << i for i in range(8, limits.trained + 1)])
    found = chain_network.curves(n, limits.tested, limits.runs, seed, told)
    fit = fit_power(n.astype(float), found.losses)
    return Curve(
        "network", n.astype(float), found.losses, fit, process.entropy_rate, chain_network.bayes_error(process)
    )


def local_exponents(process: SantaFe, limits: Limits, told: Told) -> Floats:
    """Columns: n, exponent with endless facts, exponent of a learner that counts a class of facts; rows over n."""
    probabilities = process.probability(np.arange(1, CLASS + 1))
    probabilities /= probabilities.sum()
    n = np.logspace(0.5, 8, limits.points).round()
    excess = []
    for i, each in enumerate(n):
        excess.append(learned_bias_excess(probabilities, each))
        told("exponents", i + 1, n.size)
    counted = -np.diff(np.log(excess)) / np.diff(np.log(n))
    middle = np.sqrt(n[1:] * n[:-1])
    endless = [process.local_exponent(round(each)) for each in middle]
    return np.column_stack([middle, endless, counted])
