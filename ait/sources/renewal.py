"""Renewal processes: bits whose 1s are independent of all but the time since the last, given by the law of the gaps.

The causal state is the count of 0s since the last 1, so that entropy rate, statistical complexity and excess entropy
are sums over gaps (Marzen and Crutchfield, "Informational and causal architecture of discrete-time renewal
processes", 2015).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError

_SLACK = 1e-9


@dataclass(frozen=True)
class Renewal:
    """The exact figures of a renewal process.

    Attributes:
        mean_gap: symbols from one 1 to the next.
        entropy_rate: bits per symbol.
        statistical_complexity: bits, if no two counts have the same future: then each is a causal state.
        excess_entropy: bits.
    """

    mean_gap: float
    entropy_rate: float
    statistical_complexity: float
    excess_entropy: float


def renewal(gaps: NDArray[np.float64]) -> Renewal:
    """The figures of the process whose next 1 comes n symbols after the last with probability gaps[n - 1].

    Args:
        gaps: shape (longest,), of sum 1; cut an endless law where what is left is below rounding.

    Raises:
        InputError: if the gaps are no distribution.

    >>> from math import log2
    >>> fair = renewal(np.array([0.5, 0.5]))
    >>> fair.mean_gap, round(fair.entropy_rate, 12) == round(1 / 1.5, 12)
    (1.5, True)
    """
    law = np.asarray(gaps, np.float64)
    if law.ndim != 1 or not law.size or (law < 0).any() or abs(law.sum() - 1) > _SLACK:
        raise InputError("the gaps of a renewal process need probabilities from 0 to 1 whose sum is 1")
    counts = np.arange(1, law.size + 1)
    mean = float(counts @ law)
    # Stationary probability to be n symbols after a 1: that the gap is longer, over the mean.
    since = np.cumsum(law[::-1])[::-1] / mean
    used = law[law > 0]
    rate = float(-(used * np.log2(used)).sum()) / mean
    state = since[since > 0]
    complexity = float(-(state * np.log2(state)).sum())
    # Count so far and count to come have the gap's probability, spread over its n places.
    joint = law[law > 0] / mean
    both = float(-(counts[law > 0] * joint * np.log2(joint)).sum())
    return Renewal(mean, rate, complexity, 2 * complexity - both)
