"""The walk over all LBF programs: depth first through the binary tree of input bits, with undo instead of re-runs."""

from __future__ import annotations

import numpy as np

from ait.enumeration import lbf_layout_kernel as lbf
from ait.enumeration.lbf_closure_kernel import WIDEST
from ait.enumeration.lbf_decide_kernel import is_silent
from ait.enumeration.lbf_run_kernel import Arrays, Limits, run, work, write
from ait.jit import inline_kernel, kernel, lean_kernel


@lean_kernel
def belongs(bits: int, size: int, prefix: int, split: int) -> bool:
    """Whether a program lies under a prefix of ``split`` bits, or above it on the way there."""
    if size >= split:
        return bits >> (size - split) == prefix
    return prefix >> (split - size) == bits


@lean_kernel
def is_counted(size: int, prefix: int, split: int) -> bool:
    """A program shorter than the prefix lies above many jobs: the first of them counts it."""
    return size >= split or prefix & ((np.int64(1) << (split - size)) - 1) == 0


@inline_kernel
def open_frame(space: Arrays, depth: int, size: int, bits: int, count: int, options: int, wants_code: bool) -> None:
    """Note the place where the state waits, and how many continuations there are to try."""
    _, jump, _, _, _, _, _, _, _, _, _, _, frames, state = space
    for part in range(lbf.STATE_SIZE):
        frames[depth, part] = state[part]
    frames[depth, lbf.SIZE], frames[depth, lbf.BITS], frames[depth, lbf.COUNT] = size, bits, count
    frames[depth, lbf.OPTION], frames[depth, lbf.OPTIONS] = 0, options
    node, into = state[lbf.NODE], state[lbf.INTO]
    frames[depth, lbf.EDGE] = 2 * node + into if wants_code else -1
    frames[depth, lbf.ENCLOSING] = node if into else jump[node]


@inline_kernel
def undo(tape: np.ndarray, log: np.ndarray, state: np.ndarray, frames: np.ndarray, depth: int) -> None:
    """Take the tape and the state back to what they were at a frame."""
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
def close_leaf(verdict: int, index: int, found: np.ndarray, totals: np.ndarray, weight: int, key: int) -> None:
    """Account for a program after which nothing is tried."""
    if verdict <= lbf.WANTS_DATA:
        totals[lbf.CLASS_UNEXPANDED] += weight
        found[lbf.OPEN_MASS, index] += weight
    elif verdict == lbf.UNDECIDED:
        totals[lbf.CLASS_UNDECIDED] += weight
        found[lbf.OPEN_MASS, index] += weight
    elif verdict == lbf.HALTED:
        totals[lbf.CLASS_HALTED] += weight
        found[lbf.HALT_MASS, index] += weight
        found[lbf.HALT_LEAST, index] = min(found[lbf.HALT_LEAST, index], key)
    elif verdict == lbf.REACHED:
        totals[lbf.CLASS_REACHED] += weight
    elif verdict == lbf.DEAD:
        totals[lbf.CLASS_DEAD] += weight
    else:
        totals[lbf.CLASS_ASIDE] += weight


@lean_kernel
def descend(
    prefix: int,
    split: int,
    limits: Limits,
    codes: Arrays,
    given: np.ndarray,
    space: Arrays,
    sink: Arrays,
    undecided: np.ndarray,
    totals: np.ndarray,
) -> None:
    """Walk on from the last frame until all is done (DEPTH is -1) or ``undecided`` is full."""
    limit, (code_bits, code_sizes), found = limits[0], codes, sink[0]
    _, _, edges, _, tape, log, _, _, _, _, _, _, frames, state = space
    depth = totals[lbf.DEPTH]
    while depth >= 0 and totals[lbf.LOST] < undecided.shape[0]:
        option, above, edge = frames[depth, lbf.OPTION], frames[depth, lbf.SIZE], frames[depth, lbf.EDGE]
        wants_code = edge >= 0
        if option == frames[depth, lbf.OPTIONS]:
            if wants_code:
                edges[edge] = 0
            depth -= 1
            continue
        frames[depth, lbf.OPTION] = option + 1
        size = above + (code_sizes[option] if wants_code else 1)
        bits = (frames[depth, lbf.BITS] << (size - above)) | (code_bits[option] if wants_code else option)
        if above < split and not belongs(bits, size, prefix, split):
            continue
        counted = above >= split or is_counted(size, prefix, split)
        weight = np.int64(1) << (limit + 4 - size) if counted else 0
        key = (size << lbf.KEY_SHIFT) | bits if counted else lbf.NEVER
        totals[lbf.NODES] += counted
        undo(tape, log, state, frames, depth)
        count = frames[depth, lbf.COUNT] + wants_code
        verdict = lbf.GOES_ON
        if wants_code:
            verdict = bind(option, depth, space, sink, given, limits, weight, key)
        else:
            state[lbf.DATA] = option
        if verdict == lbf.GOES_ON:
            verdict = run(space, sink, given, limits, weight, key)
        # What fits goes on the stack, and what does not is closed: all of the program, or some of its continuations.
        options, left = 0, weight
        if verdict == lbf.WANTS_CODE:
            while options < code_sizes.size and size + code_sizes[options] <= limit:
                left -= weight >> code_sizes[options]
                options += 1
        elif verdict == lbf.WANTS_DATA and size < limit:
            options, left = 2, 0
        if options:
            depth += 1
            open_frame(space, depth, size, bits, count, options, verdict == lbf.WANTS_CODE)
        if left:
            close_leaf(verdict, state[lbf.INDEX], found, totals, left, key)
            if verdict == lbf.UNDECIDED:
                lost = totals[lbf.LOST]
                undecided[lost, 0], undecided[lost, 1], undecided[lost, 2] = bits, size, state[lbf.INDEX]
                totals[lbf.LOST] += 1
    totals[lbf.DEPTH] = depth


@kernel
def walk(
    prefix: int,
    split: int,
    limits: Limits,
    codes: Arrays,
    target: np.ndarray,
    given: np.ndarray,
    found: np.ndarray,
    tally: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """All programs of up to D bits under a prefix of ``split`` bits; (totals, undecided rows of bits, size, index).

    ``limits`` = (D, length, capped, steps); masses in units of 2^-(D+4).  ``codes`` = (bits, sizes) of the codes of
    the instructions, shortest first.  What is found is added into ``found`` and ``tally``; both trust that they are
    wide enough, and ``target``, if not empty, that it has ``length`` symbols.
    """
    limit, length, _, steps = limits
    nodes, reach = limit + 2, (steps + 2 * limit) * (limit + 2)
    ops, jump, edges = np.zeros(nodes, np.int64), np.zeros(nodes, np.int64), np.zeros(2 * nodes, np.int64)
    stack, log, when = np.zeros(nodes, np.int64), np.zeros(reach, np.int64), np.zeros(length, np.int64)
    tape, odd, old = np.zeros(2 * reach, np.uint8), np.zeros(2 * reach, np.uint8), np.zeros((2, 2 * reach), np.uint8)
    kept, known = np.zeros((3, lbf.KEPT_SIZE), np.int64), np.zeros((2, 1 << WIDEST), np.uint8)
    contexts = (limit // 2 + 2) << (1 + 2 * WIDEST)
    seen, queue = np.zeros(contexts, np.uint8), np.zeros(contexts, np.int64)
    frames, state = np.zeros((nodes, lbf.FRAME_SIZE), np.int64), np.zeros(lbf.STATE_SIZE, np.int64)
    space = (ops, jump, edges, stack, tape, log, odd, old, kept, known, seen, queue, frames, state)
    sink = (found, tally, target, when)
    state[lbf.HEAD], state[lbf.LOW], state[lbf.HIGH], state[lbf.DATA] = reach, reach, reach, -1
    state[lbf.INDEX] = 0 if target.size else 1
    open_frame(space, 0, 0, 0, 0, codes[0].size, True)
    totals, undecided = np.zeros(lbf.TOTALS_SIZE, np.int64), np.zeros((64, 3), np.int64)
    while True:
        descend(prefix, split, limits, codes, given, space, sink, undecided, totals)
        if totals[lbf.DEPTH] < 0:
            return totals, undecided[: totals[lbf.LOST]]
        grown = np.zeros((2 * undecided.shape[0], 3), np.int64)
        grown[: undecided.shape[0]] = undecided
        undecided = grown
