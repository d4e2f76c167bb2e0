"""Every lazily read Turing machine that halts on n cells: partial tables that stand for all machines, listed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ait.errors import AitError, InputError

MOST_STATES = 4
LONGEST = 62
STEPS = (1, 6, 21, 107)
"""No machine of 1, 2, 3, 4 states that halts makes more steps."""


class PartialMachines(NamedTuple):
    """Machines on blank 0 that halt with the wanted number of cells visited, shape (leaves,) but for ``tables``.

    ``tables``, int8, (leaves, 2·states): the published digits, -1 for entries that are never read; ``words``: the
    output, leftmost cell most significant; ``weights``: how many whole machines each stands for, of ``machines`` =
    (4n + 2)^(2n) in all, of which ``halting`` halt at any length.
    """

    tables: NDArray[np.int8]
    words: NDArray[np.int64]
    weights: NDArray[np.int64]
    halting: int
    machines: int


def turing_leaves(states: int, length: int) -> PartialMachines:
    """All machines of ``states`` states and two symbols whose output has ``length`` cells, entries read when reached.

    Two leaves have no whole machine in common, and every machine has its leaf: the weights are exact.

    Raises:
        InputError: if a limit is out of range (4 states, 62 cells).
        AitError: if a machine is not accounted for, which would be an error in this package.

    >>> found = turing_leaves(2, 4)
    >>> found.halting, found.machines, len(found.words)
    (3044, 10000, 8)
    """
    from ait.enumeration.turing_leaves_kernel import list_tables

    if not 1 <= states <= MOST_STATES or not 1 <= length <= LONGEST:
        raise InputError(
            f"machines of 1 to {MOST_STATES} states with outputs of 1 to {LONGEST} cells can be listed, "
            f"not {states} states and {length} cells"
        )
    tables, words, weights, sums = list_tables(states, STEPS[states - 1], length)
    halting, going_on = (int(part) for part in sums)
    machines = (4 * states + 2) ** (2 * states)
    if halting + going_on != machines:
        raise AitError(f"this walk accounts for {halting + going_on} of {machines} machines: please report this")
    return PartialMachines(tables, words.astype(np.int64), weights.astype(np.int64), halting, machines)
