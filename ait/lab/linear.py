"""Linear recurrences over the field of two elements: the model class in which a shift register's bits are no noise."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ait.measures.generators import linear_complexity
from ait.sequence import as_sequence


def linear_code(bits: NDArray[np.uint8]) -> float:
    """Bits of the code "register, first state, then nothing": 2L + 2 log2(L + 1) + 1, given its length."""
    length = linear_complexity(as_sequence(bits, alphabet=2))
    return 2.0 * length + 2.0 * math.log2(length + 1.0) + 1.0
