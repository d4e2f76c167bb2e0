"""A proof that a run of LBF goes on for ever without a read or a write: a closed set of what the head can meet.

Whatever happens, the run is in one of finitely many *contexts*: the instruction that is next, the cell under the head,
and the n cells on either side of it.  Start with the present context and with the set of all windows of n cells that
stand anywhere on the left, and anywhere on the right.  Executing a context gives contexts: a move shifts the window
on one side into view, its far cell being any that makes a known window of that side, and adds the window that is
left behind to the other side.  Every true successor of a described configuration is described again, so once nothing
new appears the set holds all of the future; if it contains no read, write, halt or unbound edge, none will come.
(The n-gram closed position set of N. Fenner, used for Turing machines in the proof of BB(5), 2024.)
"""

from __future__ import annotations

import numpy as np

from ait.enumeration import lbf_layout_kernel as lbf
from ait.jit import lean_kernel

WIDEST = 6
"""Windows of 1 to so many cells are tried."""


@lean_kernel
def gather(tape: np.ndarray, head: int, end: int, width: int, known: np.ndarray) -> int:
    """Mark every window beyond the head towards ``end`` (the last cell visited there); the window next to the head.

    The nearest cell is the lowest bit of a window.
    """
    way = 1 if end >= head else -1
    nearest = 0
    # Beyond the end all cells are 0, and a step further all windows are the same.
    for first in range(abs(end - head) + 1, 0, -1):
        window = 0
        for cell in range(width, 0, -1):
            place = first + cell - 1
            window = 2 * window + (int(tape[head + way * place]) if place <= abs(end - head) else 0)
        known[window] = 1
        nearest = window
    return nearest


@lean_kernel
def add(context: int, seen: np.ndarray, queue: np.ndarray, size: int) -> int:
    """Put a context on the list if it is new; the length of the list."""
    if not seen[context]:
        seen[context] = 1
        queue[size] = context
        size += 1
    return size


@lean_kernel
def is_closed(
    code: tuple[np.ndarray, ...],
    start: int,
    width: int,
    writing_counts: bool,
    known: np.ndarray,
    seen: np.ndarray,
    queue: np.ndarray,
) -> bool:
    """Whether the contexts that follow ``start`` close without a read, write, halt or unbound edge.

    ``code`` = (ops, jump, edges); a context is ((instruction, left window, right window), cell) in binary.  ``seen``
    is all 0 before and after.
    """
    ops, jump, edges = code
    mask = (1 << width) - 1
    size = add(start, seen, queue, 0)
    closed, changed = True, True
    while changed and closed:
        changed = False
        at = 0
        while at < size and closed:
            context, before = queue[at], size
            at += 1
            cell, right, left = context & 1, (context >> 1) & mask, (context >> (1 + width)) & mask
            node = context >> (1 + 2 * width)
            op = ops[node]
            if op == lbf.READ or op == lbf.HALT or op == lbf.LOOK or (op == lbf.WRITE and writing_counts):
                closed = False
                continue
            after = jump[node] if op == lbf.CLOSE else edges[2 * node + (cell if op == lbf.OPEN else 0)]
            if after == 0:
                closed = False
            elif op == lbf.RIGHT or op == lbf.LEFT:
                # Seen in the direction of the move: the window behind takes the cell in, the one ahead gives one.
                side = 1 if op == lbf.RIGHT else 0
                behind, ahead = (left, right) if side else (right, left)
                behind = (2 * behind + cell) & mask
                changed = changed or not known[1 - side, behind]
                known[1 - side, behind] = 1
                for far in range(2):
                    window = (ahead >> 1) | (far << (width - 1))
                    if known[side, window]:
                        pair = (behind << width) | window if side else (window << width) | behind
                        size = add(((((after << 2 * width) | pair) << 1) | (ahead & 1)), seen, queue, size)
            else:
                flipped = cell ^ 1 if op == lbf.FLIP else cell
                size = add(
                    (after << (1 + 2 * width)) | (context & ((1 << 2 * width) - 1) << 1) | flipped, seen, queue, size
                )
            changed = changed or size > before
    for at in range(size):
        seen[queue[at]] = 0
    return closed


@lean_kernel
def is_endless(
    code: tuple[np.ndarray, ...],
    node: int,
    state: np.ndarray,
    tape: np.ndarray,
    writing_counts: bool,
    known: np.ndarray,
    seen: np.ndarray,
    queue: np.ndarray,
) -> bool:
    """Whether the run that stands before ``node`` provably never reads, halts, or writes (if that counts)."""
    head = state[lbf.HEAD]
    for width in range(1, WIDEST + 1):
        known[:] = 0
        left = gather(tape, head, state[lbf.LOW], width, known[0])
        right = gather(tape, head, state[lbf.HIGH], width, known[1])
        start = ((((node << width) | left) << width) | right) << 1 | int(tape[head])
        if is_closed(code, start, width, writing_counts, known, seen, queue):
            return True
    return False
