"""The walk over all LBF programs once more, that keeps each minimal program of an output of full length."""

from __future__ import annotations

import numpy as np

from ait.enumeration import lbf_layout_kernel as lbf
from ait.enumeration.lbf_frame_kernel import Codes, attach, continuations, longer, open_frame, undo, workspace
from ait.enumeration.lbf_run_kernel import Arrays, Limits
from ait.jit import kernel, lean_kernel


@lean_kernel
def descend(
    limits: Limits,
    codes: Codes,
    given: np.ndarray,
    space: Arrays,
    sink: Arrays,
    leaves: np.ndarray,
    totals: np.ndarray,
) -> None:
    """Walk on from the last frame until all is done (``totals[0]`` is -1) or ``leaves`` is full.

    ``totals`` = (depth, leaves kept, open mass): programs undecided, or longer than D, in units of 2^-(D+4).
    """
    limit, (code_bits, code_sizes) = limits[0], codes
    edges, frames, state = space[2], space[12], space[13]
    depth = totals[0]
    while depth >= 0 and totals[1] < leaves.shape[0]:
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
        weight, key = np.int64(1) << (limit + 4 - size), (size << lbf.KEY_SHIFT) | bits
        undo(space, depth)
        count = frames[depth, lbf.COUNT] + wants_code
        verdict = attach(option, wants_code, depth, space, sink, given, limits, weight, key)
        options, left = continuations(verdict, size, limit, weight, code_sizes)
        if options:
            depth += 1
            open_frame(space, depth, size, bits, count, options, verdict == lbf.WANTS_CODE)
        if verdict == lbf.REACHED:
            kept = totals[1]
            leaves[kept, 0], leaves[kept, 1], leaves[kept, 2] = bits, size, state[lbf.INDEX]
            totals[1] += 1
        elif verdict <= lbf.WANTS_DATA or verdict == lbf.UNDECIDED:
            totals[2] += left
    totals[0] = depth


@kernel
def list_leaves(limits: Limits, codes: Codes) -> tuple[np.ndarray, int]:
    """All programs of up to D bits that have just written their last symbol; rows of bits, size, output, and open mass.

    ``limits`` = (D, length, True, steps); an output is told as 1 followed by its symbols in binary.
    """
    space, when = workspace(limits)
    nothing = np.zeros(0, np.uint8)
    found, tally = np.zeros((5, 2 << limits[1]), np.int64), np.zeros((0, 0, 0), np.int64)
    sink = (found, tally, nothing, when)
    open_frame(space, 0, 0, 0, 0, codes[0].size, True)
    totals, leaves = np.zeros(3, np.int64), np.zeros((1 << 12, 3), np.int64)
    while True:
        descend(limits, codes, nothing, space, sink, leaves, totals)
        if totals[0] < 0:
            return leaves[: totals[1]], totals[2]
        leaves = longer(leaves)
