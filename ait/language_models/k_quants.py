"""Blocks of 256 weights with scales of their own in six bits: the formats Q4_K, Q5_K and Q6_K of GGUF files.

A block is cut into parts of 32 (Q4_K, Q5_K) or 16 (Q6_K) weights. Of Q4_K and Q5_K a weight is d·s·q - e·m, where d and
e are the block's half-precision numbers, s and m its part's six-bit ones; of Q6_K it is d·s·(q - 32) with signed s
(Kawrakow, ggml project, ggml-quants.c, 2023).
"""

from __future__ import annotations

import numpy as np

WEIGHTS = 256


def q4_k(raw: np.ndarray) -> np.ndarray:
    """From bytes, uint8, shape (blocks, 144), to float32, shape (blocks, 256)."""
    nibbles = _by_halves(raw[:, 16:])
    return _scaled(raw, nibbles.astype(np.float32))


def q5_k(raw: np.ndarray) -> np.ndarray:
    """From bytes, uint8, shape (blocks, 176), to float32, shape (blocks, 256)."""
    nibbles = _by_halves(raw[:, 48:])
    # Bit j of the 32 high bytes belongs to the part j.
    high = (raw[:, None, 16:48] >> np.arange(8, dtype=np.uint8)[None, :, None]) & 1
    return _scaled(raw, (nibbles + 16 * high).astype(np.float32))


def q6_k(raw: np.ndarray) -> np.ndarray:
    """From bytes, uint8, shape (blocks, 210), to float32, shape (blocks, 256)."""
    low = raw[:, :128].reshape(-1, 2, 2, 32)
    high = raw[:, 128:192].reshape(-1, 2, 1, 32)
    shifts = np.arange(0, 8, 2, dtype=np.uint8)[None, None, :, None]
    nibbles = np.concatenate([low & 15, low >> 4], axis=2)
    q = (nibbles | (((high >> shifts) & 3) << 4)).reshape(-1, 16, 16).astype(np.float32) - np.float32(32)
    scales = np.ascontiguousarray(raw[:, 192:208]).view(np.int8).astype(np.float32)
    weights: np.ndarray = q * (_half(raw[:, 208:210]) * scales)[:, :, None]
    return weights.reshape(-1, WEIGHTS)


def _by_halves(raw: np.ndarray) -> np.ndarray:
    """Four times 32 bytes, whose low halves are one part and whose high halves the next: shape (blocks, 8, 32)."""
    rows = raw.reshape(-1, 4, 1, 32)
    return np.concatenate([rows & 15, rows >> 4], axis=2).reshape(-1, 8, 32)


def _scaled(raw: np.ndarray, q: np.ndarray) -> np.ndarray:
    """The weights, given each one's whole number; the block's first 16 bytes hold d, e and the parts' s and m."""
    packed = raw[:, 4:16]
    first, second, third = packed[:, :4], packed[:, 4:8], packed[:, 8:12]
    scales = np.concatenate([first & 63, (third & 15) | ((first >> 6) << 4)], axis=1).astype(np.float32)
    least = np.concatenate([second & 63, (third >> 4) | ((second >> 6) << 4)], axis=1).astype(np.float32)
    d, e = _half(raw[:, :2]), _half(raw[:, 2:4])
    weights: np.ndarray = (d * scales)[:, :, None] * q - (e * least)[:, :, None]
    return weights.reshape(-1, WEIGHTS)


def _half(raw: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(raw).view("<f2").astype(np.float32)
