"""Every minimal LBF program of every output of n symbols: a prefix-free set for each n, listed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ait.enumeration.lbf import CODE_ARRAYS, LONGEST_OUTPUT, STEPS, check
from ait.errors import InputError

MOST_BITS = 30
"""There are some 10^6 programs of up to 26 bits for most n, and 2.5 times as many for every 2 bits more."""


class Leaves(NamedTuple):
    """Programs that have just written symbol n, shape (leaves,) each, by size and then by number.

    ``bits`` and ``sizes``: the program; ``words``: its output, the first symbol most significant. ``open_mass``: in
    units of 2^-(D+4), the programs that could still add leaves: undecided, or longer than D bits.
    """

    bits: NDArray[np.int64]
    sizes: NDArray[np.int64]
    words: NDArray[np.int64]
    open_mass: int


def lbf_leaves(bits: int, length: int) -> Leaves:
    """All programs of up to ``bits`` bits at the moment when they write their symbol number ``length``.

    No leaf begins another, so Σ 2^-size over them is at most 1: it is the sum of M_low over all strings of that length.

    Raises:
        InputError: if a limit is out of range (30 bits, 22 symbols).

    >>> leaves = lbf_leaves(16, 2)
    >>> int((2 ** (16 - leaves.sizes[leaves.words == 0b01])).sum())  # M(01) = 3011/2^16
    3011
    """
    from ait.enumeration.lbf_leaves_kernel import list_leaves

    check(bits, STEPS)
    if bits > MOST_BITS or not 1 <= length <= LONGEST_OUTPUT:
        raise InputError(
            f"LBF programs of up to {MOST_BITS} bits and outputs of 1 to {LONGEST_OUTPUT} symbols can be listed, "
            f"not {bits} bits and {length} symbols"
        )
    rows, opened = list_leaves((bits, length, True, STEPS), CODE_ARRAYS)
    rows = rows[np.lexsort((rows[:, 0], rows[:, 1]))]
    return Leaves(rows[:, 0].copy(), rows[:, 1].copy(), rows[:, 2] - (1 << length), int(opened))
