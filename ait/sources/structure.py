"""Causal states of a unifilar source: its statistical complexity, and what its past tells of its future.

Crutchfield and Young 1989; Crutchfield, Ellison and Mahoney, "Time's barbed arrow" (2009).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_SAME = 12
_STILL, _LEVELS = 1e-13, 12
_NEGLIGIBLE = 1e-18
_MOST_BELIEFS = 1 << 14


@dataclass(frozen=True)
class Structure:
    """What a source has to remember, in bits; None where it is not known.

    Attributes:
        causal_states: how many pasts differ in what they say of the future; None where there are infinitely many.
        statistical_complexity: the entropy of the causal state.
        excess_entropy: the mutual information of past and future.
    """

    causal_states: int | None
    statistical_complexity: float | None
    excess_entropy: float | None


def structure_of(transitions: Floats, start: Floats) -> Structure:
    """The structure of a unifilar source, by merging the states that predict alike.

    Args:
        transitions: shape (k, states, states), as in :class:`ait.sources.processes.Process`, unifilar.
        start: its stationary distribution, shape (states,).
    """
    table, prior = _merged(transitions, start)
    used = prior[prior > 0]
    complexity = float(-(used * np.log2(used)).sum())
    left = _left_open(table, prior)
    return Structure(len(prior), abs(complexity), None if left is None else max(0.0, complexity - left))


def is_unifilar(transitions: Floats) -> bool:
    """Whether a state and a symbol determine the next state."""
    return not ((transitions > 0).sum(axis=2) > 1).any()


def _merged(transitions: Floats, start: Floats) -> tuple[Floats, Floats]:
    """One state for each class of those that give every word the same probability (Moore 1956)."""
    kept = np.flatnonzero(start > 0)
    table, prior = transitions[:, kept][:, :, kept], start[kept]
    symbols = table.sum(axis=2).T
    follow = np.where(symbols > 0, table.argmax(axis=2).T, -1)
    classes = np.unique(symbols.round(_SAME), axis=0, return_inverse=True)[1].ravel()
    while True:
        after = np.where(follow >= 0, classes[follow], -1)
        finer = np.unique(np.column_stack([classes, after]), axis=0, return_inverse=True)[1].ravel()
        if finer.max() == classes.max():
            break
        classes = finer
    count = int(classes.max()) + 1
    belongs = np.zeros((len(kept), count))
    belongs[np.arange(len(kept)), classes] = 1.0
    firsts = np.array([int(np.flatnonzero(classes == each)[0]) for each in range(count)])
    return np.asarray(table[:, firsts] @ belongs, np.float64), np.asarray(prior @ belongs, np.float64)


def _left_open(table: Floats, prior: Floats) -> float | None:
    """The entropy of the causal state that the whole future leaves open; None where beliefs do not become few.

    Reads ever longer futures at once, from their end to their beginning: of two that leave the same belief only one
    is kept.
    """
    # A belief's own vector is kept beside its rounded name: rounding again and again would drift.
    beliefs: dict[tuple[float, ...], tuple[Floats, float]] = {(): (np.ones(len(prior)), 1.0)}
    last, still = np.inf, 0
    while still < _LEVELS:
        after: dict[tuple[float, ...], tuple[Floats, float]] = {}
        for likelihood, probability in beliefs.values():
            for step in table:
                new = step @ likelihood
                mass = float(prior @ new)
                if mass > 0 and probability * mass > _NEGLIGIBLE:
                    name = tuple((new / mass).round(_SAME).tolist())
                    vector, before = after.get(name, (new / mass, 0.0))
                    after[name] = vector, before + probability * mass
        if len(after) > _MOST_BELIEFS:
            return None
        beliefs = after
        total = sum(probability for _, probability in beliefs.values())
        found = sum(probability * _entropy(prior * vector) for vector, probability in beliefs.values()) / total
        still = still + 1 if abs(found - last) < _STILL else 0
        last = found
    return float(last)


def _entropy(weights: Floats) -> float:
    used = weights[weights > 0] / weights.sum()
    return float(-(used * np.log2(used)).sum())
