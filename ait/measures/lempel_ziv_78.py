"""The phrases of Ziv and Lempel (1978): each is the shortest stretch that is not a phrase yet.

These are not the phrases of Lempel and Ziv (1976), in :mod:`ait.measures.lempel_ziv`, which may be copied from
anywhere in the past: there are more of them, and another formula makes a rate of their number.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ait.measures.phrase_tree_kernel import count_phrases
from ait.sequence import as_sequence


def lempel_ziv_78_count(x: Any) -> int:
    """The number of phrases of Ziv and Lempel (1978); the last may be an old one that the end cut short.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts.

    Raises:
        InputError: if x cannot be read.

    >>> lempel_ziv_78_count("1011010100010")  # 1.0.11.01.010.00.10, as Cover and Thomas cut it
    7
    """
    sequence = as_sequence(x)
    size = 1 << (2 * _most_phrases(len(sequence), sequence.k)).bit_length()
    return int(count_phrases(sequence.symbols, sequence.k, np.zeros(size, np.uint64), np.empty(size, np.int64)))


def _most_phrases(n: int, k: int) -> int:
    """As many different phrases as fit n symbols, the shortest first; and a last one."""
    phrases, length = 1, 1
    while n > 0:
        taken = min(k**length, -(-n // length))
        phrases += taken
        n -= taken * length
        length += 1
    return phrases
