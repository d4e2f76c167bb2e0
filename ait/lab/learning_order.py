"""What a network learns first: a rule that all facts share, then facts in the order of how often they are met."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ait.lab.record import Told
from ait.lab.torch_here import torch_here

Floats = NDArray[np.float64]

FACTS = 256
GROUPS = ((1, 4), (5, 16), (17, 64), (65, 256))
"""By rank of frequency, the commonest first."""
_KEY, _HIDDEN, _VALUES = 24, 128, 8
_RATE = 0.002
_LEARNED = 0.5


@dataclass(frozen=True)
class Order:
    """How the excess loss of each part falls.

    Attributes:
        steps: shape (points,).
        rule: bits per key for the rule's part, on keys that were never learned from, shape (runs, points); 1 before.
        facts: bits per fact for the rest, by group of ranks, shape (runs, points, groups); 3 before.
        learned_at: the first of the steps at which half of each part's bits are learned, shape (runs, 1 + groups),
            the rule first; nan where it is not.
    """

    steps: NDArray[np.int64]
    rule: Floats
    facts: Floats
    learned_at: Floats


def learn(runs: int, steps: int, exponent: float, seed: int, told: Told) -> Order:
    """Full gradient descent (Adam) on facts met with frequency rank^-exponent.

    Each has a bit that a rule gives, one linear threshold of the key, and 3 random bits.

    Raises:
        MissingExtraError: if torch is not installed.
    """
    random = np.random.default_rng([seed, 6])
    keys = random.normal(size=(runs, 2 * FACTS, _KEY))
    directions = random.normal(size=(runs, _KEY, 1))
    ruled = (keys @ directions)[..., 0] > 0
    values = random.integers(0, _VALUES, (runs, FACTS))
    frequency = np.arange(1.0, FACTS + 1) ** -exponent
    frequency /= frequency.sum()
    shapes = ((_KEY, _HIDDEN), (1, _HIDDEN), (_HIDDEN, 1 + _VALUES), (1, 1 + _VALUES))
    first = [random.normal(0, 1 / math.sqrt(max(2, shape[0])), (runs, *shape)) for shape in shapes]
    looks = np.unique(np.logspace(0, math.log10(steps), 120).round().astype(np.int64))
    rule, facts = np.empty((runs, looks.size)), np.empty((runs, looks.size, len(GROUPS)))
    with torch_here(seed) as torch:
        weights = [torch.tensor(each, dtype=torch.float32, requires_grad=True) for each in first]
        inputs, share = torch.tensor(keys, dtype=torch.float32), torch.tensor(frequency, dtype=torch.float32)
        signs, targets = torch.tensor(ruled, dtype=torch.float32), torch.tensor(values)
        optimiser = torch.optim.Adam(weights, _RATE)
        functions = torch.nn.functional
        for step in range(1, steps + 1):
            scores = torch.relu(inputs @ weights[0] + weights[1]) @ weights[2] + weights[3]
            of_rule = functions.binary_cross_entropy_with_logits(scores[..., 0], signs, reduction="none")
            seen = scores[:, :FACTS, 1:].transpose(1, 2)
            of_value = functions.cross_entropy(seen, targets, reduction="none")
            if step in looks:
                at = int(np.searchsorted(looks, step))
                rule[:, at] = of_rule[:, FACTS:].detach().numpy().mean(axis=1) / math.log(2)
                bits = of_value.detach().numpy() / math.log(2)
                facts[:, at] = np.stack([bits[:, low - 1 : high].mean(axis=1) for low, high in GROUPS], axis=1)
                told("learning", step, steps)
            optimiser.zero_grad()
            ((of_rule[:, :FACTS] + of_value) * share).sum().backward()
            optimiser.step()
    return Order(looks, rule, facts, _learned_at(looks, rule, facts))


def _learned_at(looks: NDArray[np.int64], rule: Floats, facts: Floats) -> Floats:
    parts = np.concatenate([rule[..., None], facts / math.log2(_VALUES)], axis=2)
    done = parts < _LEARNED
    first = looks[done.argmax(axis=1)].astype(np.float64)
    first[~done.any(axis=1)] = np.nan
    return np.asarray(first, np.float64)
