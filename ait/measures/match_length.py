"""Match lengths: how far each position's future has been seen before, in the whole past or in a sliding window.

The larger the entropy rate h, the shorter the matches: in a window of w symbols they are about log2(w)/h long
(Wyner and Ziv 1989; Ornstein and Weiss 1993).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError
from ait.measures.match_length_kernel import longest_matches
from ait.measures.suffix_array import suffix_array
from ait.sequence import as_sequence


def match_lengths(x: Any, window: int | None = None) -> NDArray[np.int32]:
    """The longest stretch from each position on that also begins at one of the ``window`` positions before it.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts.
        window: how many positions before are looked at; None for all. The match may run into the stretch itself.

    Returns:
        int32, shape (n,), symbols. The end of the sequence cuts the last ones short.

    Raises:
        InputError: if x cannot be read or is longer than 2^31 - 2 symbols, or the window is below 1.

    >>> match_lengths("0010010").tolist()
    [0, 1, 0, 4, 3, 2, 1]
    >>> match_lengths("0010010", window=2).tolist()
    [0, 1, 0, 1, 1, 0, 1]
    """
    sequence = as_sequence(x)
    n = len(sequence)
    if window is not None and window < 1:
        raise InputError(f"a window of {window} symbols holds nothing: use at least 1, or None for the whole past")
    order = suffix_array(sequence)
    ranks = np.empty_like(order)
    ranks[order] = np.arange(n, dtype=order.dtype)
    sizes = [(n + 63) // 64]
    while sizes[-1] > 1:
        sizes.append((sizes[-1] + 63) // 64)
    offsets = np.cumsum([0, *sizes[:-1]])
    lengths = np.empty(n, np.int32)
    longest_matches(
        sequence.symbols, order, ranks, min(window or n, n), np.zeros(sum(sizes), np.uint64), offsets, lengths
    )
    return lengths
