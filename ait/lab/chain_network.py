"""A small network that learns a chain of second order from samples: its loss over data, as one would measure it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ait.lab.record import Told
from ait.lab.torch_here import torch_here
from ait.sources.processes import Process, unifilar

Floats = NDArray[np.float64]

SYMBOLS, WINDOW, HIDDEN = 4, 3, 32
_STEPS, _LOOK, _RATE = 400, 10, 0.02
_HELD_OUT = 8


def chain(seed: int = 7) -> Process:
    """Four symbols, each drawn from a law of its own for every pair before it; the laws are Dirichlet(1/2)."""
    laws = np.random.default_rng(seed).dirichlet(np.full(SYMBOLS, 0.5), size=SYMBOLS**2)
    table = np.zeros((SYMBOLS, SYMBOLS**2, SYMBOLS**2))
    for state in range(SYMBOLS**2):
        for symbol in range(SYMBOLS):
            table[symbol, state, state % SYMBOLS * SYMBOLS + symbol] = laws[state, symbol]
    return unifilar(table)


def bayes_error(process: Process) -> float:
    """How often the likeliest symbol, given the state, is wrong; the state is known from the past."""
    return float(1 - process.start @ process.transitions.sum(axis=2).max(axis=0))


@dataclass(frozen=True)
class Curves:
    """Test loss in bits per symbol, and test error, by run and amount of data: shape (runs, len(n))."""

    losses: Floats
    errors: Floats


def curves(n: NDArray[np.int64], tested_on: int, runs: int, seed: int, told: Told) -> Curves:
    """Train on the first n symbols of a sample, stop where held-out symbols say so, and test.

    Raises:
        MissingExtraError: if torch is not installed.
    """
    process = chain()
    samples = [process.sample(int(n[-1]) + tested_on, seed * runs + run) for run in range(runs)]
    with torch_here(seed) as torch:
        laws = _trained(torch, [sample[:size] for sample in samples for size in n.tolist()], seed, told)
    laws = laws.reshape(runs, n.size, *laws.shape[1:])
    tested = np.array([_counts(sample[int(n[-1]) :]) for sample in samples])
    every = tested.sum(axis=(1, 2))[:, None]
    losses = -np.einsum("rws,rnws->rn", tested, np.log2(laws)) / every
    likeliest = laws.argmax(axis=3)[..., None]
    right = np.take_along_axis(np.broadcast_to(tested[:, None], laws.shape), likeliest, axis=3)
    return Curves(losses, 1 - right.sum(axis=(2, 3)) / every)


def _counts(symbols: NDArray[np.uint8]) -> Floats:
    """How often each symbol follows each window; shape (SYMBOLS^WINDOW, SYMBOLS)."""
    keys = np.zeros(symbols.size - WINDOW, np.int64)
    for place in range(WINDOW + 1):
        keys = SYMBOLS * keys + symbols[place : symbols.size - WINDOW + place]
    return np.bincount(keys, minlength=SYMBOLS ** (WINDOW + 1)).reshape(-1, SYMBOLS).astype(np.float64)


def _trained(torch: Any, samples: list[NDArray[np.uint8]], seed: int, told: Told) -> Floats:
    """One network a sample, all trained at once: their laws, shape (samples, SYMBOLS^WINDOW, SYMBOLS)."""
    held = [sample.size // _HELD_OUT for sample in samples]
    seen = np.array([_counts(sample[part:]) for sample, part in zip(samples, held, strict=True)])
    checked = np.array([_counts(sample[:part]) for sample, part in zip(samples, held, strict=True)])
    windows = np.arange(SYMBOLS**WINDOW)
    digits = windows[:, None] // SYMBOLS ** np.arange(WINDOW)[::-1] % SYMBOLS
    inputs = torch.tensor(np.eye(SYMBOLS)[digits].reshape(len(windows), -1))
    random = np.random.default_rng(seed)
    shapes = ((WINDOW * SYMBOLS, HIDDEN), (1, HIDDEN), (HIDDEN, SYMBOLS), (1, SYMBOLS))
    weights = [
        torch.tensor(random.uniform(-1, 1, (len(samples), *shape)) / np.sqrt(max(2, shape[0])), requires_grad=True)
        for shape in shapes
    ]
    optimiser = torch.optim.Adam(weights, _RATE)
    share = torch.tensor(seen / seen.sum(axis=(1, 2), keepdims=True))
    check = checked / checked.sum(axis=(1, 2), keepdims=True)
    best, kept = np.full(len(samples), np.inf), np.empty_like(seen)
    for step in range(_STEPS + 1):
        log = torch.log_softmax(torch.tanh(inputs @ weights[0] + weights[1]) @ weights[2] + weights[3], dim=2)
        if step % _LOOK == 0:
            now = log.detach().numpy()
            found = -(check * now).sum(axis=(1, 2))
            better = found < best
            best[better], kept[better] = found[better], np.exp(now[better])
            told("network's steps", step, _STEPS)
        # A sum, so that each network's gradient is its own.
        loss = -(share * log).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return kept
