"""Models with a part of their weights rounded or taken out, to find what each part is worth in bits of code length."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ait.errors import InputError
from ait.language_models.llama import Layer, Llama

FEED_FORWARD = ("gate", "up", "down")
ATTENTION = ("query", "key", "value", "output")
BLOCK = 32
SCALE_BITS = 16 / BLOCK
"""Bits per weight that a block's scale takes, 16 for each block."""


def rounded(weights: np.ndarray, bits: int) -> np.ndarray:
    """Weights rounded to 2^bits evenly spaced values between minus and plus the greatest of each block of 32 in a row.

    The grid is symmetric on purpose: weights of a Q4_1 file lie on 16 steps from such a block's least to its greatest,
    and rounding them to those again would lose nothing.

    Args:
        weights: float32, shape (rows, columns), the columns a multiple of 32.
        bits: 1 to 16.

    Raises:
        InputError: if the bits or the shape are out of range.

    >>> rounded(np.linspace(-1, 1, 32, dtype=np.float32)[None, :], 1)[0, [0, 15, 16, 31]].tolist()
    [-1.0, -1.0, 1.0, 1.0]
    """
    if not 1 <= bits <= 16:
        raise InputError(f"weights are rounded to 1 to 16 bits, not {bits}")
    if weights.ndim != 2 or weights.shape[1] % BLOCK:
        raise InputError(f"weights are rounded in blocks of {BLOCK}, which rows of {weights.shape[-1]} do not have")
    blocks = weights.reshape(len(weights), -1, BLOCK)
    top = np.abs(blocks).max(axis=2, keepdims=True)
    step = np.where(top == 0, np.float32(1), 2 * top / np.float32(2**bits - 1))
    near: np.ndarray = np.rint((blocks + top) / step) * step - top
    return near.reshape(weights.shape)


def with_rounded(model: Llama, parts: tuple[str, ...], bits: int) -> Llama:
    """The model with the matrices of some parts of each layer (:data:`FEED_FORWARD`, :data:`ATTENTION`) rounded."""

    def changed(layer: Layer) -> Layer:
        return replace(layer, **{part: rounded(getattr(layer, part), bits) for part in parts})

    return replace(model, layers=tuple(changed(layer) for layer in model.layers))


def without_feed_forward(model: Llama, layer: int) -> Llama:
    """The model whose feed-forward part in one layer adds nothing (InputError if there is no such layer)."""
    if not 0 <= layer < len(model.layers):
        raise InputError(f"the model's layers are 0 to {len(model.layers) - 1}, not {layer}")
    silent = replace(model.layers[layer], down=np.zeros_like(model.layers[layer].down))
    return replace(model, layers=(*model.layers[:layer], silent, *model.layers[layer + 1 :]))


def weights_of(model: Llama, parts: tuple[str, ...]) -> int:
    """How many weights the named parts have over all layers."""
    return sum(int(getattr(layer, part).size) for layer in model.layers for part in parts)
