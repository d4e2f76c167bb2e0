"""Blocks of weights in the formats of GGUF files, as float32.

A row of weights is cut into blocks of 32, each with a scale d as a half-precision number and, for Q4_1, a least value
m: Q4_0 holds (q - 8)·d, Q4_1 q·d + m with 4-bit q, Q8_0 q·d with signed 8-bit q.  The low halves of a block's 16 bytes
are its first 16 weights (ggml project, ggml-quants.c, 2023).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ait.language_models.k_quants import WEIGHTS, q4_k, q5_k, q6_k

BLOCK = 32


@dataclass(frozen=True)
class Format:
    """A format: its name, how many weights a block holds in how many bytes, and what reads blocks.

    ``read`` takes uint8, shape (blocks, bytes), and gives float32, shape (blocks, weights).
    """

    name: str
    weights: int
    bytes: int
    read: Callable[[np.ndarray], np.ndarray]

    def bytes_of(self, weights: int) -> int:
        """The bytes that so many weights take."""
        return -(-weights // self.weights) * self.bytes


def _plain(kind: str) -> Callable[[np.ndarray], np.ndarray]:
    return lambda raw: raw.view(kind).astype(np.float32)


def _brain_float(raw: np.ndarray) -> np.ndarray:
    """The upper halves of float32 numbers."""
    return (raw.view("<u2").astype(np.uint32) << np.uint32(16)).view(np.float32)


def _scale(raw: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(raw).view("<f2").astype(np.float32)


def _nibbles(raw: np.ndarray) -> np.ndarray:
    return np.concatenate([raw & 15, raw >> 4], axis=1).astype(np.float32)


def _q4_0(raw: np.ndarray) -> np.ndarray:
    weights: np.ndarray = (_nibbles(raw[:, 2:]) - np.float32(8)) * _scale(raw[:, :2])
    return weights


def _q4_1(raw: np.ndarray) -> np.ndarray:
    weights: np.ndarray = _nibbles(raw[:, 4:]) * _scale(raw[:, :2]) + _scale(raw[:, 2:4])
    return weights


def _q8_0(raw: np.ndarray) -> np.ndarray:
    weights: np.ndarray = raw[:, 2:].view(np.int8).astype(np.float32) * _scale(raw[:, :2])
    return weights


FORMATS: Mapping[int, Format] = MappingProxyType(
    {
        0: Format("F32", 1, 4, _plain("<f4")),
        1: Format("F16", 1, 2, _plain("<f2")),
        2: Format("Q4_0", BLOCK, 18, _q4_0),
        3: Format("Q4_1", BLOCK, 20, _q4_1),
        8: Format("Q8_0", BLOCK, 34, _q8_0),
        12: Format("Q4_K", WEIGHTS, 144, q4_k),
        13: Format("Q5_K", WEIGHTS, 176, q5_k),
        14: Format("Q6_K", WEIGHTS, 210, q6_k),
        30: Format("BF16", 1, 2, _brain_float),
    }
)
"""The formats that are read, by their number in a file."""

_BLOCKS_AT_ONCE = 1 << 14


def dequantise(raw: np.ndarray, format: int) -> np.ndarray:
    """The weights in whole blocks of a format.

    Args:
        raw: the bytes, uint8, shape (n,).
        format: the format's number, a key of :data:`FORMATS`.

    Returns:
        float32, one-dimensional.

    >>> one = np.float16(1).tobytes() + np.float16(-2).tobytes() + bytes(range(16))
    >>> dequantise(np.frombuffer(one, np.uint8), 3)[:5].tolist()
    [-2.0, -1.0, 0.0, 1.0, 2.0]
    """
    chosen = FORMATS[format]
    blocks = raw.reshape(-1, chosen.bytes)
    weights = np.empty((len(blocks), chosen.weights), np.float32)
    # Part by part: the halves and scales of a whole matrix would need several times its memory.
    for start in range(0, len(blocks), _BLOCKS_AT_ONCE):
        part = np.ascontiguousarray(blocks[start : start + _BLOCKS_AT_ONCE])
        weights[start : start + len(part)] = chosen.read(part)
    return weights.reshape(-1)
