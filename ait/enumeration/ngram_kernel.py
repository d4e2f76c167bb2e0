"""Proof that a machine never halts, by a closed set of the local situations its head can be in (n-gram CPS, N. Fenner).

A situation is the state, the cell under the head, and the n nearest cells on either side.  Beyond these windows only
the set of n-grams ever left behind on that side is remembered.  A window is a number whose lowest bit is the cell
nearest to the head; a situation is a number with the fields (state, left window, cell, right window).
"""

from __future__ import annotations

import numpy as np

from ait.enumeration.turing_step_kernel import FLIP_BIT, LEFT, UNDEFINED
from ait.jit import lean_kernel

LONGEST = 3
SITUATIONS = 8 << (2 * LONGEST + 1)
EIGHT = np.uint64(8)
STATE_MASK = np.uint64(7)


@lean_kernel
def never_halts(table_0: np.uint64, table_1: np.uint64, n: int, seen: np.ndarray, queue: np.ndarray) -> bool:
    """Whether the situations reachable from the blank tape close up without meeting an undefined entry.

    ``seen`` and ``queue`` are work space for SITUATIONS numbers each.  True is a proof: the sets hold, at every step,
    the machine's situation and every n-gram that lies wholly beyond its windows.
    """
    mask = (1 << n) - 1
    seen[: 8 << (2 * n + 1)] = 0
    seen[0], queue[0], count = 1, 0, 1
    lefts = rights = 1
    while True:
        lefts_before, rights_before = lefts, rights
        at = 0
        while at < count:
            situation = queue[at]
            at += 1
            state, cell = situation >> (2 * n + 1), (situation >> n) & 1
            left, right = (situation >> (n + 1)) & mask, situation & mask
            entry = (table_1 if cell else table_0) >> (np.uint64(state) * EIGHT)
            if entry & UNDEFINED:
                return False
            written = cell ^ np.int64((entry >> FLIP_BIT) & UNDEFINED)
            next_state = np.int64((entry >> np.uint64(3)) & STATE_MASK)
            # The cell that enters the far window is unknown: every n-gram seen there that fits is possible.
            if entry & LEFT:
                rights |= 1 << right
                known = (next_state << (2 * n + 1)) | ((left & 1) << n) | ((right << 1) & mask) | written
                fits, beyond, place = lefts, left >> 1, n + 1
            else:
                lefts |= 1 << left
                known = (next_state << (2 * n + 1)) | ((((left << 1) & mask) | written) << (n + 1)) | ((right & 1) << n)
                fits, beyond, place = rights, right >> 1, 0
            for window in (beyond, beyond | (1 << (n - 1))):
                found = known | (window << place)
                if (fits >> window) & 1 and seen[found] == 0:
                    seen[found], queue[count], count = 1, found, count + 1
        if lefts == lefts_before and rights == rights_before:
            return True
