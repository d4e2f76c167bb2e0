"""The suffix array of a sequence: its suffixes in order, in linear time and for any alphabet."""

from __future__ import annotations

import numpy as np

from ait.errors import InputError
from ait.measures.suffix_array_kernel import classify, induce, name_pieces
from ait.sequence import Sequence

_LONGEST = (1 << 31) - 2
_WIDE = 1 << 16


def suffix_array(sequence: Sequence) -> np.ndarray:
    """Where the suffixes begin, from the smallest to the largest: int32, shape (n,).

    Raises:
        InputError: if the sequence is longer than 2^31 - 2 symbols.

    >>> from ait.sequence import as_sequence
    >>> suffix_array(as_sequence("banana")).tolist()
    [5, 3, 1, 0, 4, 2]
    """
    if len(sequence) > _LONGEST:
        raise InputError(f"a suffix array of {len(sequence)} symbols is beyond the limit of {_LONGEST}")
    if sequence.k > _WIDE:
        used, ranks = np.unique(sequence.symbols, return_inverse=True)
        return _sorted(ranks.astype(np.int32), int(used.size))
    return _sorted(sequence.symbols.astype(np.int32), sequence.k)


def _sorted(text: np.ndarray, sigma: int) -> np.ndarray:
    """Sort the LMS suffixes, by recursion on a text of at most half the length, then everything by induction."""
    n = text.size
    smaller = np.empty(n, np.uint8)
    starts = np.empty(n // 2 + 1, np.int32)
    starts = starts[: classify(text, smaller, starts)].copy()
    order = np.empty(n, np.int32)
    induce(text, sigma, smaller, starts, order)
    names = np.empty(starts.size, np.int32)
    used = name_pieces(text, smaller, starts, order, np.empty(n, np.int32), names)
    ranked = _sorted(names, used) if used < starts.size else np.argsort(names)
    induce(text, sigma, smaller, starts[ranked], order)
    return order
