"""The walk over all LBF programs: depth first through the binary tree of input bits, with undo instead of re-runs."""

from __future__ import annotations

import numpy as np

from ait.enumeration import lbf_layout_kernel as lbf
from ait.enumeration.lbf_frame_kernel import Codes, attach, continuations, longer, open_frame, undo, workspace
from ait.enumeration.lbf_run_kernel import Arrays, Limits
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
    codes: Codes,
    given: np.ndarray,
    space: Arrays,
    sink: Arrays,
    undecided: np.ndarray,
    totals: np.ndarray,
) -> None:
    """Walk on from the last frame until all is done (DEPTH is -1) or ``undecided`` is full."""
    limit, (code_bits, code_sizes), found = limits[0], codes, sink[0]
    edges, frames, state = space[2], space[12], space[13]
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
        undo(space, depth)
        count = frames[depth, lbf.COUNT] + wants_code
        verdict = attach(option, wants_code, depth, space, sink, given, limits, weight, key)
        # What fits goes on the stack, and what does not is closed: all of the program, or some of its continuations.
        options, left = continuations(verdict, size, limit, weight, code_sizes)
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
    codes: Codes,
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
    space, when = workspace(limits)
    sink = (found, tally, target, when)
    space[13][lbf.INDEX] = 0 if target.size else 1
    open_frame(space, 0, 0, 0, 0, codes[0].size, True)
    totals, undecided = np.zeros(lbf.TOTALS_SIZE, np.int64), np.zeros((64, 3), np.int64)
    while True:
        descend(prefix, split, limits, codes, given, space, sink, undecided, totals)
        if totals[lbf.DEPTH] < 0:
            return totals, undecided[: totals[lbf.LOST]]
        undecided = longer(undecided)
