"""One network, three codes for the same labels: two-part, variational, prequential (Blier and Ollivier 2018).

All give the receiver the inputs and the network's shape.  Two-part sends rounded weights, then the labels given them;
the variational code sends weights no more precisely than they matter (Hinton and van Camp 1993, by bits-back coding);
the prequential code sends none: sender and receiver train the same network on the labels so far.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ait.lab.memory_network import rounded
from ait.lab.record import Told
from ait.lab.torch_here import torch_here

Floats = NDArray[np.float64]

INPUTS, CLASSES = 12, 4
NOISE = 0.1
PRECISIONS = (2, 3, 4, 5, 6, 7, 8)
SCALE_BITS = 16
"""For each tensor's greatest weight, or the width of its prior."""
_FIRST = 8
_RATE = 0.01
_LOOK, _HELD_OUT = 10, 5
_DRAWS = 64


@dataclass(frozen=True)
class Codes:
    """Lengths in bits, each of shape (runs,).

    Attributes:
        hidden: units of the network.
        labels: how many labels each code sends.
        uniform: two bits a label.
        two_part: at the best of the precisions, the choice of it paid.
        model: the part of it that the weights take.
        variational: its mean over the weights drawn; ``divergence`` is the part that they take.
        prequential: over blocks, each two fifths as long as all before it.
        noise: what the labels cost a receiver who knows how they were made.
    """

    hidden: int
    labels: int
    uniform: float
    two_part: Floats
    model: Floats
    variational: Floats
    divergence: Floats
    prequential: Floats
    noise: Floats


def code_lengths(hidden: int, runs: int, labels: int, steps: int, seed: int, told: Told) -> Codes:
    """Labels from two thresholds of the input, one in ten replaced by another, and never fewer than 16 labels.

    Raises:
        MissingExtraError: if torch is not installed.
    """
    inputs, targets, noise = _data(runs, labels, np.random.default_rng([seed, 7]))
    with torch_here(seed) as torch:
        x, y = torch.tensor(inputs, dtype=torch.float32), torch.tensor(targets)
        begin = partial(_begin, torch, hidden, seed)
        two_part, model = _two_part(torch, begin(runs), x, y, steps)
        told(f"codes of {hidden} units", 1, 3)
        variational, divergence = _variational(torch, begin(runs), x, y, 2 * steps)
        told(f"codes of {hidden} units", 2, 3)
        prequential = _prequential(torch, begin, x, y, steps)
        told(f"codes of {hidden} units", 3, 3)
    uniform = labels * math.log2(CLASSES)
    return Codes(hidden, labels, uniform, two_part, model, variational, divergence, prequential, noise)


def _data(runs: int, labels: int, random: np.random.Generator) -> tuple[Floats, NDArray[np.int64], Floats]:
    inputs = random.normal(size=(runs, labels, INPUTS))
    sides = inputs @ random.normal(size=(runs, INPUTS, 2)) > 0
    clean = 2 * sides[..., 0] + sides[..., 1]
    replaced = random.random((runs, labels)) < NOISE
    targets = np.where(replaced, (clean + random.integers(1, CLASSES, (runs, labels))) % CLASSES, clean)
    wrong = (targets != clean).sum(axis=1)
    noise = -wrong * math.log2(NOISE / (CLASSES - 1)) - (labels - wrong) * math.log2(1 - NOISE)
    return inputs, targets, noise


def _shapes(hidden: int) -> tuple[tuple[int, int], ...]:
    return (INPUTS, hidden), (1, hidden), (hidden, CLASSES), (1, CLASSES)


def _begin(torch: Any, hidden: int, seed: int, networks: int) -> list[Any]:
    random = np.random.default_rng([seed, 8])
    return [
        torch.tensor(
            random.normal(0, 1 / math.sqrt(max(2, shape[0])), (networks, *shape)),
            dtype=torch.float32,
            requires_grad=True,
        )
        for shape in _shapes(hidden)
    ]


def _costs(torch: Any, weights: list[Any], x: Any, y: Any) -> Any:
    """Bits of every label, shape (networks, labels)."""
    scores = torch.relu(x @ weights[0] + weights[1]) @ weights[2] + weights[3]
    return torch.nn.functional.cross_entropy(scores.transpose(1, 2), y, reduction="none") / math.log(2)


def _two_part(torch: Any, weights: list[Any], x: Any, y: Any, steps: int) -> tuple[Floats, Floats]:
    parameters = sum(each[0].numel() for each in weights)
    optimiser = torch.optim.Adam(weights, _RATE)
    for _ in range(steps):
        loss = _costs(torch, weights, x, y).mean(dim=1).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    models, totals = [], []
    with torch.no_grad():
        for bits in PRECISIONS:
            data = _costs(torch, [rounded(torch, each, bits) for each in weights], x, y).sum(dim=1).double().numpy()
            models.append(bits * parameters + len(weights) * SCALE_BITS + math.log2(len(PRECISIONS)))
            totals.append(models[-1] + data)
    best = np.argmin(totals, axis=0)
    return np.min(totals, axis=0), np.array(models)[best]


def _variational(torch: Any, means: list[Any], x: Any, y: Any, steps: int) -> tuple[Floats, Floats]:
    """-ELBO in bits under independent normal laws; each tensor's prior has a width of its own, which is paid for."""
    widths = [torch.full_like(each, -3.0).requires_grad_(True) for each in means]
    priors = [torch.zeros((x.shape[0], 1, 1), requires_grad=True) for _ in means]
    optimiser = torch.optim.Adam([*means, *widths, *priors], _RATE)
    labels = x.shape[1]

    def drawn() -> list[Any]:
        return [mean + torch.exp(width) * torch.randn_like(mean) for mean, width in zip(means, widths, strict=True)]

    for _ in range(steps):
        loss = (_costs(torch, drawn(), x, y).sum(dim=1) + _divergence(torch, means, widths, priors)) / labels
        optimiser.zero_grad()
        loss.sum().backward()
        optimiser.step()
    with torch.no_grad():
        data = sum(_costs(torch, drawn(), x, y).sum(dim=1).double() for _ in range(_DRAWS)) / _DRAWS
        model = _divergence(torch, means, widths, priors).double().numpy() + len(means) * SCALE_BITS
    return np.asarray(data.numpy() + model, np.float64), np.asarray(model, np.float64)


def _divergence(torch: Any, means: list[Any], widths: list[Any], priors: list[Any]) -> Any:
    """KL of normal laws from normal priors of mean 0, in bits, by network."""
    total = 0.0
    for mean, width, prior in zip(means, widths, priors, strict=True):
        ratio = (torch.exp(2 * width) + mean**2) / torch.exp(2 * prior)
        total = total + (prior - width + (ratio - 1) / 2).sum(dim=(1, 2)) / math.log(2)
    return total


def _prequential(torch: Any, begin: Callable[[int], list[Any]], x: Any, y: Any, steps: int) -> Floats:
    """Two bits each for the first labels; then each block by the network that is trained on all before it.

    A fifth of what came before says when to stop: that is a rule, and costs nothing.
    """
    runs, labels = y.shape
    ends = sorted({min(labels, round(_FIRST * 2 ** (i / 2))) for i in range(2 * int(math.log2(labels // _FIRST)) + 1)})
    blocks = len(ends) - 1
    at = np.arange(labels)
    before = np.array([at < end for end in ends[:-1]])
    held = before & (at % _HELD_OUT == 0)
    coded = np.array([(at >= start) & (at < end) for start, end in pairwise(ends)])
    every = [torch.tensor(np.tile(mask, (runs, 1)), dtype=torch.float32) for mask in (before & ~held, held, coded)]
    inputs, targets = x.repeat_interleave(blocks, dim=0), y.repeat_interleave(blocks, dim=0)
    weights = begin(runs * blocks)
    optimiser = torch.optim.Adam(weights, _RATE)
    best = np.full(runs * blocks, np.inf)
    kept = np.zeros(runs * blocks)
    for step in range(steps + 1):
        costs = _costs(torch, weights, inputs, targets)
        if step % _LOOK == 0:
            with torch.no_grad():
                check = ((costs * every[1]).sum(dim=1) / every[1].sum(dim=1)).double().numpy()
                price = (costs * every[2]).sum(dim=1).double().numpy()
            better = check < best
            best[better], kept[better] = check[better], price[better]
        loss = ((costs * every[0]).sum(dim=1) / every[0].sum(dim=1)).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return np.asarray(kept.reshape(runs, blocks).sum(axis=1) + _FIRST * math.log2(CLASSES), np.float64)
