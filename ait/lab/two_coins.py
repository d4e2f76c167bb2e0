"""Blocks of symbols from one of two coins, the coin never told: a latent-variable source whose every term is exact."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ait.inference.model_set import Floats
from ait.sources.noise import uniform

BLOCK = 8
TRUTH = (0.5, 0.125, 0.75)
_CLOSE = 1e-9
Source = tuple[float, float, float]
"""(share of the second coin, ones of the first, ones of the second): a block is one coin's, which is never told."""


def sample(count: int, seed: int) -> NDArray[np.int64]:
    """Blocks, shape (count, 8)."""
    share, first, second = TRUTH
    numbers = uniform(count * (BLOCK + 1), seed).reshape(count, BLOCK + 1)
    ones = np.where(numbers[:, :1] < share, second, first)
    return (numbers[:, 1:] < ones).astype(np.int64)


def log_joint(ones: NDArray[np.int64], source: Source) -> Floats:
    """log2 p(coin, block) for blocks with so many ones, shape (blocks, 2)."""
    share, *coins = source
    with np.errstate(divide="ignore", invalid="ignore"):
        columns = []
        for weight, p in zip((1 - share, share), coins, strict=True):
            hits = np.where(ones > 0, ones * np.log2(p), 0.0)
            misses = np.where(ones < BLOCK, (BLOCK - ones) * np.log2(1 - p), 0.0)
            columns.append(np.log2(weight) + hits + misses)
    return np.stack(columns, axis=-1)


def evidence(blocks: NDArray[np.int64], source: Source) -> Floats:
    """-log2 p(block) for each block, the coin summed out."""
    return -np.asarray(np.logaddexp2.reduce(log_joint(blocks.sum(axis=1), source), axis=-1))


def _law() -> tuple[NDArray[np.int64], Floats]:
    """Numbers of ones in a block, and their exact probabilities under the true source."""
    ones = np.arange(BLOCK + 1)
    ways = np.array([math.comb(BLOCK, int(h)) for h in ones])
    return ones, ways * np.exp2(np.logaddexp2.reduce(log_joint(ones, TRUTH), axis=-1))


def expected_bits(source: Source) -> float:
    """E[-log2 p(block)] per symbol under the true source, exactly: entropy for the truth itself."""
    ones, chances = _law()
    bits = -np.logaddexp2.reduce(log_joint(ones, source), axis=-1)
    return float((chances * bits).sum()) / BLOCK


def coin_given(ones: NDArray[np.int64], source: Source, kind: str) -> Floats:
    """q(coin | block), shape (blocks, 2): the "posterior", its "likelier" coin alone, or "even"."""
    joint = log_joint(ones, source)
    if kind == "even":
        return np.full_like(joint, 0.5)
    posterior = np.exp2(joint - np.logaddexp2.reduce(joint, axis=-1)[:, None])
    if kind == "posterior":
        return np.asarray(posterior / posterior.sum(axis=-1, keepdims=True))
    return np.asarray(np.eye(2)[posterior.argmax(axis=-1)], np.float64)


def description_bits(ones: NDArray[np.int64], source: Source, kind: str) -> Floats:
    """-ELBO for each block: E_q[log2 q - log2 p(coin, block)]."""
    joint, q = log_joint(ones, source), coin_given(ones, source, kind)
    return np.asarray(np.where(q > 0, q * (np.log2(np.where(q > 0, q, 1.0)) - joint), 0.0).sum(axis=-1))


def fitted(blocks: NDArray[np.int64], parts: int) -> tuple[Source, float]:
    """The likeliest model with all three numbers on a grid of 1/parts (0 and 1 left out), and the bits that name it.

    The grid is told by the Elias gamma code of parts/2, each number with log2(parts - 1) bits.
    """
    ones = np.bincount(blocks.sum(axis=1), minlength=BLOCK + 1)
    levels = np.arange(1, parts) / parts
    h = np.arange(BLOCK + 1)[:, None]
    single = h * np.log2(levels) + (BLOCK - h) * np.log2(1 - levels)
    best, found = math.inf, TRUTH
    for share in levels:
        pairs = np.logaddexp2(np.log2(1 - share) + single[:, :, None], np.log2(share) + single[:, None, :])
        bits = -np.tensordot(ones, pairs, axes=1)
        at = np.unravel_index(int(bits.argmin()), bits.shape)
        if float(bits[at]) < best - _CLOSE:
            best, found = float(bits[at]), (float(share), float(levels[at[0]]), float(levels[at[1]]))
    return found, 3 * math.log2(parts - 1) + 2 * math.log2(parts) - 1
