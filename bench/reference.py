"""A fixed piece of work beside which every cost is measured, so that figures of two machines, or of two loads, compare.

A mixture of what the kernels do: 64-bit arithmetic, branches that cannot be foreseen, and reads and writes all over a
table that fits the second cache.  It must never be edited: the saved baseline is in units of it.
"""

from __future__ import annotations

import numba
import numpy as np

ENTRIES = 1 << 15
STEPS = 1 << 20
# What the loop returns on any machine.
RESULT = 15573010832393460942


@numba.njit(cache=True)
def _loop(table: np.ndarray, steps: int) -> np.uint64:
    state = np.uint64(0x9E3779B97F4A7C15)
    mask = np.uint64(len(table) - 1)
    for _ in range(steps):
        state ^= state << np.uint64(13)
        state ^= state >> np.uint64(7)
        state ^= state << np.uint64(17)
        place = state & mask
        if state >> np.uint64(63):
            table[place] += state
        else:
            state ^= table[place]
            if state == np.uint64(0):
                state = np.uint64(1)
    return state


def reference() -> int:
    """Do the work once, some milliseconds; its result is always the same."""
    found = int(_loop(np.arange(ENTRIES, dtype=np.uint64), STEPS))
    if found != RESULT:
        raise RuntimeError(f"the reference gave {found} and not {RESULT}: no cost can be told by it")
    return found
