"""Linear recurrences over the field of two elements: the model class in which a shift register's bits are no noise."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


def linear_complexity(bits: NDArray[np.uint8]) -> int:
    """The length of the shortest linear-feedback shift register that writes the bits (Massey 1969).

    >>> linear_complexity(np.array([0, 0, 1], np.uint8)), linear_complexity(np.array([1, 0] * 8, np.uint8))
    (3, 2)
    """
    taps, older = 1, 1
    length, since = 0, 1
    past = 0
    for i, bit in enumerate(bits.tolist()):
        # Bit j of `past` is the symbol j places back, so that the recurrence's error is one parity.
        past = past << 1 | bit
        if (past & taps).bit_count() & 1:
            if 2 * length <= i:
                taps, older, length, since = taps ^ older << since, taps, i + 1 - length, 1
                continue
            taps ^= older << since
        since += 1
    return length


def linear_code(bits: NDArray[np.uint8]) -> float:
    """Bits of the code "register, first state, then nothing": 2L + 2 log2(L + 1) + 1, given its length."""
    length = linear_complexity(bits)
    return 2.0 * length + 2.0 * math.log2(length + 1.0) + 1.0
