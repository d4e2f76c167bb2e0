"""Places in the walk over LBF programs where an instruction or a data bit is wanted: open one, go back to it, go on."""

from __future__ import annotations

import numpy as np

from ait.enumeration import lbf_layout_kernel as lbf
from ait.enumeration.lbf_closure_kernel import WIDEST
from ait.enumeration.lbf_decide_kernel import is_silent
from ait.enumeration.lbf_run_kernel import Arrays, Limits, run, work, write
from ait.jit import inline_kernel, kernel

Codes = tuple[np.ndarray, np.ndarray]
"""The codes of the instructions, shortest first, and their sizes."""


@kernel
def workspace(limits: Limits) -> tuple[Arrays, np.ndarray]:
    """All arrays that a walk needs, the state at its start, and when each symbol was written."""
    limit, length, _, steps = limits
    nodes, reach = limit + 2, (steps + 2 * limit) * (limit + 2)
    ops, jump, edges = np.zeros(nodes, np.int64), np.zeros(nodes, np.int64), np.zeros(2 * nodes, np.int64)
    stack, log = np.zeros(nodes, np.int64), np.zeros(reach, np.int64)
    tape, odd, old = np.zeros(2 * reach, np.uint8), np.zeros(2 * reach, np.uint8), np.zeros((2, 2 * reach), np.uint8)
    kept, known = np.zeros((3, lbf.KEPT_SIZE), np.int64), np.zeros((2, 1 << WIDEST), np.uint8)
    contexts = (limit // 2 + 2) << (1 + 2 * WIDEST)
    seen, queue = np.zeros(contexts, np.uint8), np.zeros(contexts, np.int64)
    frames, state = np.zeros((nodes, lbf.FRAME_SIZE), np.int64), np.zeros(lbf.STATE_SIZE, np.int64)
    state[lbf.HEAD], state[lbf.LOW], state[lbf.HIGH], state[lbf.DATA], state[lbf.INDEX] = reach, reach, reach, -1, 1
    space = (ops, jump, edges, stack, tape, log, odd, old, kept, known, seen, queue, frames, state)
    return space, np.zeros(length, np.int64)


@kernel
def longer(rows: np.ndarray) -> np.ndarray:
    """The rows, with room for as many again."""
    grown = np.zeros((2 * rows.shape[0], rows.shape[1]), rows.dtype)
    # Assigned as a slice it would take two seconds longer to compile, for a message that never comes.
    for row in range(rows.shape[0]):
        for column in range(rows.shape[1]):
            grown[row, column] = rows[row, column]
    return grown


@inline_kernel
def open_frame(space: Arrays, depth: int, size: int, bits: int, count: int, options: int, wants_code: bool) -> None:
    """Note the place where the state waits, and how many continuations there are to try."""
    jump, frames, state = space[1], space[12], space[13]
    for part in range(lbf.STATE_SIZE):
        frames[depth, part] = state[part]
    frames[depth, lbf.SIZE], frames[depth, lbf.BITS], frames[depth, lbf.COUNT] = size, bits, count
    frames[depth, lbf.OPTION], frames[depth, lbf.OPTIONS] = 0, options
    node, into = state[lbf.NODE], state[lbf.INTO]
    frames[depth, lbf.EDGE] = 2 * node + into if wants_code else -1
    frames[depth, lbf.ENCLOSING] = node if into else jump[node]


@inline_kernel
def undo(space: Arrays, depth: int) -> None:
    """Take the tape and the state back to what they were at a frame."""
    tape, log, frames, state = space[4], space[5], space[12], space[13]
    logged = state[lbf.LOGGED]
    while logged > frames[depth, lbf.LOGGED]:
        logged -= 1
        tape[log[logged]] ^= 1
    for part in range(lbf.STATE_SIZE):
        state[part] = frames[depth, part]


@inline_kernel
def bind(
    option: int, depth: int, space: Arrays, sink: Arrays, given: np.ndarray, limits: Limits, weight: int, key: int
) -> int:
    """Bind an instruction to the edge of a frame and execute it; the verdict, GOES_ON for a ``]`` still to run."""
    ops, jump, edges, stack, tape, log, _, _, _, _, _, _, frames, state = space
    node = frames[depth, lbf.COUNT] + 1
    ops[node], jump[node], edges[2 * node], edges[2 * node + 1] = option, frames[depth, lbf.ENCLOSING], 0, 0
    edges[frames[depth, lbf.EDGE]] = node
    state[lbf.NODE], state[lbf.INTO] = node, 0
    if option == lbf.READ:
        return lbf.WANTS_DATA
    if option == lbf.CLOSE:
        jump[node] = max(jump[node], 1)  # without an enclosing bracket to the first instruction
        if is_silent(ops, jump, edges, node, state[lbf.WRITTEN] < limits[1], stack):
            return lbf.DEAD
        return lbf.GOES_ON
    state[lbf.STEPS] += 1
    if option == lbf.HALT:
        return lbf.HALTED
    if option == lbf.WRITE:
        verdict = write(tape, state, sink, limits, weight, key)
        return lbf.WANTS_CODE if verdict == lbf.GOES_ON else verdict
    work(option, state, tape, log, given)
    return lbf.WANTS_CODE


@inline_kernel
def attach(
    option: int,
    wants_code: bool,
    depth: int,
    space: Arrays,
    sink: Arrays,
    given: np.ndarray,
    limits: Limits,
    weight: int,
    key: int,
) -> int:
    """Give a frame the instruction or data bit that it waits for, and run until the next is wanted; the verdict."""
    verdict = lbf.GOES_ON
    if wants_code:
        verdict = bind(option, depth, space, sink, given, limits, weight, key)
    else:
        space[13][lbf.DATA] = option
    if verdict == lbf.GOES_ON:
        verdict = run(space, sink, given, limits, weight, key)
    return verdict


@inline_kernel
def continuations(verdict: int, size: int, limit: int, weight: int, code_sizes: np.ndarray) -> tuple[int, int]:
    """How many continuations of a program fit into the limit, and the weight of what does not."""
    options, left = 0, weight
    if verdict == lbf.WANTS_CODE:
        while options < code_sizes.size and size + code_sizes[options] <= limit:
            left -= weight >> code_sizes[options]
            options += 1
    elif verdict == lbf.WANTS_DATA and size < limit:
        options, left = 2, 0
    return options, left
