"""The walk in tree normal form over all turmites with two symbols, depth first, with exact weights.

A node is a machine whose table is filled in only where it was needed.  When it reaches an undefined entry, the
machines that halt there are counted, and each other instruction leads to a child, which goes on from the
configuration of its parent.  Next states are the used ones and one new, whose weight is the number of unused ones.
A machine's first move up or down is up, with twice the weight: one that first moves down is its mirror image.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ait.enumeration.turmite_frame_kernel import (
    CHOICE,
    DIRECTION_PLACE,
    DOWN,
    END,
    FLAT,
    FRAME,
    HOPEFUL,
    NEXT_PLACE,
    NUMBER,
    OPEN,
    STEPS,
    WEIGHT,
    WIDE,
    count_outputs,
    count_wide_outputs,
    define_child,
    extent,
    prepare,
    run_child,
)
from ait.enumeration.turmite_output_kernel import COLUMNS, doubled
from ait.enumeration.turmite_step_kernel import HALTS, MARKS, ONE, OUT_OF_STEPS, REACHES, THREE, Integer
from ait.enumeration.turmite_wide_kernel import Plane, clear
from ait.jit import kernel, lean_kernel

# What a walk counts: reduced machines by fate, then nodes.
(
    HALTING,
    NON_HALTING,
    UNDECIDED,
    UNEXPLORED,
    NODES_RUN,
    NODES_SKIPPED,
    NODES_HALTED,
    NODES_OUT_OF_STEPS,
    NODES_WIDE,
    SUBTREES,
    SUBTREES_WALKED,
    SQUARES,  # of the numbers of machines that halt in each sampled subtree, their sum
) = range(12)
TALLY = 12


class Counts(NamedTuple):
    """What a walk has counted: entry 0 of each array outside the sampled subtrees, entry 1 within.

    Shapes (2, TALLY); (2, 66, 66) for undecided and halting machines by the rows and columns they visited; and
    (2, limit + 1) for halting machines by steps.
    """

    tally: np.ndarray
    undecided: np.ndarray
    halting: np.ndarray
    times: np.ndarray


STATE_COUNT, LIMIT, CELLS, KEEP, SAMPLE_OPEN, ONE_IN, SEED = range(7)  # the settings of a walk

FIRST_ROWS = 1 << 10
LARGEST_SHAPE = 65


@lean_kernel
def is_drawn(number: np.uint64, seed: np.uint64, one_in: np.uint64) -> bool:
    """Whether the subtree of the machine of this number is in the sample: a hash of it and the seed (splitmix64)."""
    mixed = number + seed * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return bool(mixed % one_in == 0)


@lean_kernel
def settle(
    child: np.ndarray, verdict: int, machines: np.uint64, counts: Counts, which: int, rows: Integer, columns: Integer
) -> None:
    """Account for a child that did not halt."""
    tally = counts.tally[which]
    if verdict == OUT_OF_STEPS:
        tally[NODES_OUT_OF_STEPS] += ONE
        tally[UNDECIDED] += machines
        counts.undecided[which, min(rows, LARGEST_SHAPE), min(columns, LARGEST_SHAPE)] += machines
    else:
        tally[NON_HALTING] += machines


@lean_kernel
def count_halting(
    child: np.ndarray, share: np.uint64, counts: Counts, which: int, rows: Integer, columns: Integer
) -> None:
    """Account for the machines that halt where a child does, ``share`` of them writing 0 there, and as many 1."""
    counts.tally[which, NODES_HALTED] += ONE
    counts.tally[which, HALTING] += share + share
    counts.times[which, child[STEPS] + ONE] += share + share
    counts.halting[which, min(rows, LARGEST_SHAPE), min(columns, LARGEST_SHAPE)] += share + share


@lean_kernel
def close_subtree(tally: np.ndarray, held: np.ndarray) -> None:
    """Square what halted in the sampled subtree that was walked last."""
    here = np.int64(tally[HALTING]) - held[4]
    tally[SQUARES] += np.uint64(here * here)
    held[4] += here


@lean_kernel
def draw(
    frame: np.ndarray, settings: np.ndarray, share: np.uint64, radix: np.uint64, counts: Counts, held: np.ndarray
) -> int:
    """Decide whether the subtree below a frame is walked: 1 if it is, as one in so many are."""
    counts.tally[0, SUBTREES] += ONE
    if not is_drawn(frame[NUMBER], np.uint64(settings[SEED]), np.uint64(settings[ONE_IN])):
        counts.tally[0, UNEXPLORED] += share * (radix - np.uint64(2))
        return 0
    counts.tally[0, SUBTREES_WALKED] += ONE
    close_subtree(counts.tally[1], held)
    held[3] += 1
    return 1


@lean_kernel
def advance(
    stack: np.ndarray,
    depth: int,
    settings: np.ndarray,
    powers: np.ndarray,
    counts: Counts,
    outputs: np.ndarray,
    drawn: np.ndarray,
    kept: np.ndarray,
    held: np.ndarray,
    marks: np.ndarray,
    reaches: np.ndarray,
    plane: Plane,
) -> int:
    """Walk on from the frame at ``depth`` until all is done or ``outputs``, ``drawn`` or ``kept`` may be full.

    ``held`` says how many rows each of the three holds, and how many sampled subtrees were entered, and how many
    machines halted before the last of them.  Returns the depth to go on from, -1 when done.
    """
    states, radix = settings[STATE_COUNT], powers[1]
    while depth >= 0:
        if 2 * (held[0] + 2) > outputs.shape[0] or 2 * (held[1] + 2) > drawn.shape[0] or held[2] + 1 > kept.shape[0]:
            return depth
        parent, child = stack[depth], stack[depth + 1]
        choice = parent[CHOICE]
        if choice == parent[END]:
            depth -= 1
            continue
        parent[CHOICE] = choice + ONE
        if parent[FLAT] and (choice >> DIRECTION_PLACE) & THREE == DOWN:
            continue
        which = 1 if np.int64(parent[OPEN]) <= settings[SAMPLE_OPEN] else 0
        tally = counts.tally[which]
        start = define_child(parent, child, choice, states, powers)
        machines = child[WEIGHT] * powers[child[OPEN]]
        if not (parent[HOPEFUL] >> (choice >> NEXT_PLACE)) & ONE:
            tally[NODES_SKIPPED] += ONE
            tally[NON_HALTING] += machines
            continue
        verdict = run_child(parent, child, start, settings[LIMIT], marks, reaches, plane)
        tally[NODES_RUN] += ONE
        rows, columns = extent(child, plane)
        if verdict != HALTS:
            settle(child, verdict, machines, counts, which, rows, columns)
        else:
            share = child[WEIGHT] * powers[child[OPEN] - ONE]
            count_halting(child, share, counts, which, rows, columns)
            if rows * columns <= settings[CELLS]:
                shape, subtree = np.uint64((rows << 8) | columns), np.uint64(held[3] if which else 0)
                found = drawn if which else outputs
                if child[WIDE]:
                    held[which] += count_wide_outputs(found, child, shape, share, powers, subtree, plane)
                else:
                    held[which] += count_outputs(found, child, shape, share, powers, subtree)
            if child[OPEN] == ONE:
                # The last entry: without it nothing halts, so any other instruction there makes a machine run on.
                tally[NON_HALTING] += child[WEIGHT] * (radix - np.uint64(2))
            else:
                prepare(child, states)
                if child[OPEN] == np.uint64(settings[KEEP]):
                    for field in range(FRAME):
                        kept[held[2], field] = child[field]
                    held[2] += 1
                elif child[OPEN] == np.uint64(settings[SAMPLE_OPEN]):
                    depth += draw(child, settings, share, radix, counts, held)
                else:
                    depth += 1
        if child[WIDE]:
            tally[NODES_WIDE] += ONE
            clear(plane, np.int64(child[STEPS]))
    return depth


@kernel
def explore(
    roots: np.ndarray,
    settings: np.ndarray,
    powers: np.ndarray,
    counts: Counts,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Walk the children of ``roots``, shape (roots, FRAME), and all that descends from them.

    ``settings`` are (states, limit, cells, keep, sample, one in, seed): outputs of up to ``cells`` cells, at most 64,
    are listed, the others counted by their shape; a node that halts with ``keep`` undefined entries left is kept, not
    walked; of those that halt with ``sample`` left one in so many is walked, drawn by ``seed``.  ``powers`` are those
    of 8·states + 2.  Adds to ``counts``.  Returns (outputs, outputs in sampled subtrees, kept frames).
    """
    limit = settings[LIMIT]
    stack = np.zeros((2 * settings[STATE_COUNT] + 1, FRAME), np.uint64)
    side = 2 * limit + 1
    plane = Plane(
        np.zeros((side, side), np.uint8),
        np.zeros((side, side), np.int64),
        np.zeros(limit, np.int64),
        np.zeros(limit, np.int64),
        np.zeros(limit, np.int64),
        np.zeros(7, np.int64),
    )
    marks, reaches = np.zeros(MARKS, np.uint64), np.zeros(REACHES, np.int64)
    outputs = np.zeros((FIRST_ROWS, COLUMNS), np.uint64)
    drawn = np.zeros((FIRST_ROWS, COLUMNS), np.uint64)
    kept = np.zeros((2, FRAME), np.uint64)
    held = np.zeros(5, np.int64)
    for root in range(roots.shape[0]):
        stack[0] = roots[root]
        depth = 0
        while True:
            depth = advance(stack, depth, settings, powers, counts, outputs, drawn, kept, held, marks, reaches, plane)
            if depth < 0:
                break
            if 2 * (held[0] + 2) > outputs.shape[0]:
                outputs = doubled(outputs)
            if 2 * (held[1] + 2) > drawn.shape[0]:
                drawn = doubled(drawn)
            if held[2] + 1 > kept.shape[0]:
                larger = np.zeros((2 * kept.shape[0], FRAME), np.uint64)
                larger[: held[2]] = kept[: held[2]]
                kept = larger
    close_subtree(counts.tally[1], held)
    return outputs, drawn, kept[: held[2]]
