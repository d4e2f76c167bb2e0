"""What proves that a run of LBF between two reads never ends: silence, a cycle, a cycle that moves along the tape."""

from __future__ import annotations

import numpy as np

from ait.enumeration import lbf_layout_kernel as lbf
from ait.jit import inline_kernel, lean_kernel


@lean_kernel
def is_silent(
    ops: np.ndarray, jump: np.ndarray, edges: np.ndarray, node: int, writing_counts: bool, stack: np.ndarray
) -> bool:
    """Whether no ``;`` (if that counts), ``!`` or unbound edge can be reached from ``node``, whatever the tape."""
    seen = np.int64(1) << node
    stack[0] = node
    size = 1
    while size:
        size -= 1
        node = stack[size]
        op = ops[node]
        if op == lbf.HALT or (op == lbf.WRITE and writing_counts):
            return False
        for side in range(2 if op == lbf.OPEN else 1):
            after = jump[node] if op == lbf.CLOSE else edges[2 * node + side]
            if after == 0:
                return False
            if not (seen >> after) & 1:
                seen |= np.int64(1) << after
                stack[size] = after
                size += 1
    return True


@lean_kernel
def start_watching(kept: np.ndarray) -> None:
    """Forget what was kept of the run before."""
    for row in range(3):
        kept[row, lbf.K_NODE], kept[row, lbf.K_COUNT], kept[row, lbf.K_NEXT] = -1, 0, 1


@inline_kernel
def keep(kept: np.ndarray, node: int, state: np.ndarray) -> None:
    """Keep this moment in place of the one before; at moments number 1, 2, 4, ... as in Brent's cycle finding."""
    kept[lbf.K_NEXT] *= 2
    kept[lbf.K_NODE], kept[lbf.K_HEAD], kept[lbf.K_LOOKED] = node, state[lbf.HEAD], state[lbf.LOOKED]
    kept[lbf.K_WRITTEN], kept[lbf.K_STEPS] = state[lbf.WRITTEN], state[lbf.STEPS]
    kept[lbf.K_HASH], kept[lbf.K_LOGGED], kept[lbf.K_BACK] = state[lbf.HASH], state[lbf.LOGGED], state[lbf.HEAD]
    kept[lbf.K_LOW], kept[lbf.K_HIGH] = state[lbf.LOW], state[lbf.HIGH]


@lean_kernel
def is_same_tape(log: np.ndarray, first: int, last: int, odd: np.ndarray) -> bool:
    """Whether the flips ``first`` to ``last`` of the log cancel; ``odd`` marks cells and is all 0 before and after."""
    cells = 0
    for flip in range(first, last):
        cell = log[flip]
        odd[cell] ^= 1
        cells += 2 * int(odd[cell]) - 1
    for flip in range(first, last):
        odd[log[flip]] = 0
    return cells == 0


@inline_kernel
def is_cycle(kept: np.ndarray, node: int, state: np.ndarray, log: np.ndarray, odd: np.ndarray) -> bool:
    """After a jump to ``node``: whether the kept instruction, head and tape have come again."""
    if (
        node == kept[lbf.K_NODE]
        and state[lbf.HEAD] == kept[lbf.K_HEAD]
        and state[lbf.HASH] == kept[lbf.K_HASH]
        and state[lbf.LOOKED] == kept[lbf.K_LOOKED]
        and is_same_tape(log, kept[lbf.K_LOGGED], state[lbf.LOGGED], odd)
    ):
        return True
    kept[lbf.K_COUNT] += 1
    if kept[lbf.K_COUNT] == kept[lbf.K_NEXT]:
        keep(kept, node, state)
    return False


@inline_kernel
def is_translated(kept: np.ndarray, old: np.ndarray, node: int, state: np.ndarray, tape: np.ndarray) -> bool:
    """When ``node`` has moved the head to a cell never visited: whether all since the kept record will come again.

    It will, shifted, if the cells from the head back, as far as the head went since, are those of then: nothing else
    was read, and the cells beyond the record were and are 0.  ``old`` holds the tape of then; cells that had not been
    visited were 0 as well, while ``old`` has values of still earlier times there.
    """
    if node == kept[lbf.K_NODE] and state[lbf.LOOKED] == kept[lbf.K_LOOKED]:
        shift = state[lbf.HEAD] - kept[lbf.K_HEAD]
        cell, last = min(kept[lbf.K_HEAD], kept[lbf.K_BACK]), max(kept[lbf.K_HEAD], kept[lbf.K_BACK])
        while cell <= last:
            before = old[cell] if kept[lbf.K_LOW] <= cell <= kept[lbf.K_HIGH] else 0
            if tape[cell + shift] != before:
                break
            cell += 1
        if cell > last:
            return True
    kept[lbf.K_COUNT] += 1
    if kept[lbf.K_COUNT] == kept[lbf.K_NEXT]:
        keep(kept, node, state)
        for cell in range(state[lbf.LOW], state[lbf.HIGH] + 1):
            old[cell] = tape[cell]
    return False
