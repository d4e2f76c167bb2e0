"""Seeded random bytes, bits and uniform numbers, whose exact values never change.

All of them are the raw 64-bit outputs of the generator PCG64 (XSL RR 128/64, O'Neill 2014), seeded through NumPy's
SeedSequence: NumPy promises that neither changes, while its distributions may.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError


def random_bytes(count: int, seed: int = 0) -> NDArray[np.uint8]:
    """``count`` fair bytes: the outputs' bytes, least significant first; shape (count,).

    They only look random: with the generator and the seed known, a few hundred bytes of program describe them all.

    Raises:
        InputError: if count is below 1 or the seed is negative.

    >>> bytes(random_bytes(8)).hex()
    '5f82c2d9cfeb0fa3'
    """
    return _raw(-(-count // 8), seed).view(np.uint8)[:count]


def random_bits(count: int, seed: int = 0) -> NDArray[np.uint8]:
    """``count`` fair bits: those of :func:`random_bytes`, most significant first; shape (count,).

    Raises:
        InputError: if count is below 1 or the seed is negative.

    >>> "".join(map(str, random_bits(8)))
    '01011111'
    """
    return np.unpackbits(random_bytes(-(-count // 8), seed))[:count]


def uniform(count: int, seed: int = 0) -> NDArray[np.float64]:
    """``count`` numbers from [0, 1): the upper 53 bits of each output, divided by 2^53; shape (count,).

    Raises:
        InputError: if count is below 1 or the seed is negative.

    >>> uniform(1).round(6).tolist()
    [0.636962]
    """
    return (_raw(count, seed) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def _raw(count: int, seed: int) -> NDArray[np.uint64]:
    if count < 1:
        raise InputError(f"a sequence has at least one symbol, not {count}")
    if seed < 0:
        raise InputError(f"a seed is a whole number from 0, not {seed}")
    return np.random.PCG64(seed).random_raw(count).astype("<u8", copy=False)
