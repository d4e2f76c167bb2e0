"""Feed-forward networks as memories: random associations, learned by many networks at once, and the bits they hold.

Bits memorised are N·S less the total cross-entropy: what the network saves a receiver who has it, on labels that
nothing else could predict (Morris and others, "How much do language models memorize?", 2025).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ait.lab.record import Told
from ait.lab.torch_here import torch_here

Floats = NDArray[np.float64]

INPUTS, CLASSES = 16, 16
LABEL_BITS = math.log2(CLASSES)
_RATE, _LAST_RATE = 0.02, 0.001


@dataclass(frozen=True)
class Memory:
    """What networks of one size hold.

    Attributes:
        hidden: units.
        parameters: weights and biases of one network.
        facts: how many associations each network was given, shape (networks,).
        bits: what each memorised, shape (networks,).
        rounded: the same after its parameters were rounded, by bits per parameter.
    """

    hidden: int
    parameters: int
    facts: NDArray[np.int64]
    bits: Floats
    rounded: dict[int, Floats]


def parameters_of(hidden: int) -> int:
    """Weights and biases of a network of two layers.

    >>> parameters_of(16)
    544
    """
    return (INPUTS + 1) * hidden + (hidden + 1) * CLASSES


def memorise(
    hidden: int,
    facts: NDArray[np.int64],
    steps: int,
    seed: int,
    told: Told,
    *,
    precisions: tuple[int, ...] = (),
    trained_at: int | None = None,
) -> Memory:
    """Train one network for each number of facts: random keys of 16 signs, random labels of 4 bits.

    Args:
        hidden: units of each network.
        facts: shape (networks,).
        steps: of Adam, over all facts at once.
        seed: of keys, labels and first weights.
        told: progress.
        precisions: bits per parameter to round the trained networks to.
        trained_at: bits per parameter that every step sees the weights rounded to; None for floating point.

    Raises:
        MissingExtraError: if torch is not installed.
    """
    random = np.random.default_rng([seed, hidden])
    most = int(facts.max())
    keys = random.integers(0, 2, (facts.size, most, INPUTS)) * 2.0 - 1.0
    labels = random.integers(0, CLASSES, (facts.size, most))
    given = np.arange(most) < facts[:, None]
    shapes = ((INPUTS, hidden), (1, hidden), (hidden, CLASSES), (1, CLASSES))
    first = [random.normal(0, 1 / math.sqrt(max(2, shape[0])), (facts.size, *shape)) for shape in shapes]
    with torch_here(seed) as torch:
        weights = [torch.tensor(each, dtype=torch.float32, requires_grad=True) for each in first]
        inputs = torch.tensor(keys, dtype=torch.float32)
        targets, mask = torch.tensor(labels), torch.tensor(given, dtype=torch.float32)
        optimiser = torch.optim.Adam(weights, _RATE)
        fall = (_LAST_RATE / _RATE) ** (1 / steps)

        def total(used: list[Any]) -> Any:
            scores = torch.relu(inputs @ used[0] + used[1]) @ used[2] + used[3]
            each = torch.nn.functional.cross_entropy(scores.transpose(1, 2), targets, reduction="none")
            return (each * mask).sum(dim=1) / math.log(2)

        for step in range(steps):
            # Each network's mean, so that the rate means the same for all.
            used = weights if trained_at is None else [_straight_through(torch, w, trained_at) for w in weights]
            loss = (total(used) / torch.tensor(facts)).sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            for group in optimiser.param_groups:
                group["lr"] *= fall
            if step % 100 == 99:
                told("memories", step + 1, steps)
        with torch.no_grad():
            final = weights if trained_at is None else [rounded(torch, w, trained_at) for w in weights]
            everything = facts * LABEL_BITS
            bits = everything - total(final).double().numpy()
            after = {
                each: everything - total([rounded(torch, w, each) for w in weights]).double().numpy()
                for each in precisions
            }
    return Memory(hidden, parameters_of(hidden), facts, bits, after)


def rounded(torch: Any, weights: Any, bits: int) -> Any:
    """A tensor of shape (networks, ., .) to 2^bits values, evenly from minus to plus the greatest of each network."""
    greatest = weights.abs().amax(dim=(1, 2), keepdim=True) + 1e-12
    steps = 2**bits - 1
    return torch.round((weights / greatest + 1) / 2 * steps) / steps * 2 * greatest - greatest


def _straight_through(torch: Any, weights: Any, bits: int) -> Any:
    """Rounded on the way forward, and as if not on the way back (Bengio, Léonard and Courville 2013)."""
    return weights + (rounded(torch, weights, bits) - weights).detach()
