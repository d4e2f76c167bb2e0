"""The walk in tree normal form over all machines with two symbols, depth first, with exact weights.

A node is a machine whose table is filled in only where it was needed.  When it reaches an undefined entry, the
machines that halt there are counted, and each other instruction leads to a child, which goes on from the
configuration of its parent.  Next states are the used ones and one new, whose weight is the number of unused ones.
"""

from __future__ import annotations

import numpy as np

from ait.enumeration.ngram_kernel import SITUATIONS, never_halts
from ait.enumeration.output_table_kernel import COLUMNS, doubled
from ait.enumeration.turing_frame_kernel import (
    CELLS_A_WORD,
    CHOICE,
    END,
    FRAME,
    HOPEFUL,
    LONG_WORDS,
    NEXT_PLACE,
    OPEN,
    STEPS,
    TABLE_0,
    TABLE_1,
    WEIGHT,
    WIDE,
    count_outputs,
    define_child,
    keep_long_outputs,
    prepare,
    run_child,
)
from ait.enumeration.turing_step_kernel import HALTS, LOOPS, ONE, OUT_OF_STEPS, Integer
from ait.jit import kernel, lean_kernel

# What a walk counts: reduced machines by fate, then nodes.
(
    HALTING,
    NON_HALTING,
    UNDECIDED,
    NODES_RUN,
    NODES_SKIPPED,
    NODES_HALTED,
    NODES_OUT_OF_STEPS,
    NODES_WIDE,
    NODES_BY_NGRAM,
) = range(9)
TALLY = 9

STATE_COUNT, LIMIT, NGRAM, KEEP, KEEP_OPEN = range(5)  # the settings of a walk

FIRST_ROWS = 1 << 10
PATIENCE = 100  # steps before n-grams are tried: nearly all that halt or loop have done so, and a proof costs as many


@lean_kernel
def is_proved(frame: np.ndarray, ngram: int, seen: np.ndarray, queue: np.ndarray) -> bool:
    """Whether sets of n-grams, n up to ``ngram``, prove that the node never halts."""
    n = 1
    while n <= ngram and not never_halts(frame[TABLE_0], frame[TABLE_1], n, seen, queue):
        n += 1
    return n <= ngram


@kernel
def with_room(rows: np.ndarray, used: int) -> np.ndarray:
    """The same rows, with room for two more after the first ``used``."""
    if used + 2 <= rows.shape[0]:
        return rows
    larger = np.zeros((2 * rows.shape[0] + 2, rows.shape[1]), rows.dtype)
    larger[:used] = rows[:used]
    return larger


@lean_kernel
def decide(
    parent: np.ndarray,
    child: np.ndarray,
    start: np.uint64,
    settings: np.ndarray,
    tape: np.ndarray,
    work: np.ndarray,
    tally: np.ndarray,
) -> tuple[int, Integer, Integer]:
    """Run a child to a verdict; one that goes on for long is first tried by n-grams, where they are asked for.

    Returns what :func:`run_child` does, the verdict LOOPS standing for every kind of non-halting.
    """
    ngram, limit = settings[NGRAM], settings[LIMIT]
    trial = min(limit, np.int64(parent[STEPS]) + PATIENCE) if ngram else limit
    while True:
        verdict, span, lowest = run_child(parent, child, start, trial, tape)
        if verdict != OUT_OF_STEPS or ngram == 0:
            return verdict, span, lowest
        if is_proved(child, ngram, work[0], work[1]):
            tally[NODES_BY_NGRAM] += ONE
            return LOOPS, span, lowest
        if trial == limit:
            return verdict, span, lowest
        if child[WIDE]:
            tape[lowest : lowest + span] = 0
        trial, ngram = limit, 0


@lean_kernel
def settle(
    child: np.ndarray, verdict: int, span: Integer, powers: np.ndarray, tally: np.ndarray, spans: np.ndarray
) -> None:
    """Account for a child that did not halt."""
    machines = child[WEIGHT] * powers[child[OPEN]]
    if verdict == OUT_OF_STEPS:
        tally[NODES_OUT_OF_STEPS] += ONE
        tally[UNDECIDED] += machines
        spans[span] += machines
    else:
        tally[NON_HALTING] += machines


@lean_kernel
def keep(frame: np.ndarray, kept: np.ndarray, held: np.ndarray) -> None:
    """Write a node down, for which there is room."""
    for field in range(FRAME):
        kept[held[2], field] = frame[field]
    held[2] += 1


@lean_kernel
def advance(
    stack: np.ndarray,
    depth: int,
    settings: np.ndarray,
    powers: np.ndarray,
    tally: np.ndarray,
    spans: np.ndarray,
    times: np.ndarray,
    outputs: np.ndarray,
    longs: np.ndarray,
    kept: np.ndarray,
    held: np.ndarray,
    work: np.ndarray,
    tape: np.ndarray,
) -> int:
    """Walk on from the frame at ``depth`` until all is done or ``outputs``, ``longs`` or ``kept`` may be full.

    ``held`` says how many rows each of the three holds.  Returns the depth to go on from, -1 when done.
    """
    states = settings[STATE_COUNT]
    while depth >= 0:
        if 2 * (held[0] + 2) > outputs.shape[0] or held[1] + 2 > longs.shape[0] or held[2] + 1 > kept.shape[0]:
            return depth
        parent, child = stack[depth], stack[depth + 1]
        choice = parent[CHOICE]
        if choice == parent[END]:
            depth -= 1
            continue
        parent[CHOICE] = choice + ONE
        if not (parent[HOPEFUL] >> (choice >> NEXT_PLACE)) & ONE:
            tally[NODES_SKIPPED] += ONE
            tally[NON_HALTING] += parent[WEIGHT] * powers[parent[OPEN] - ONE]
            continue
        start = define_child(parent, child, choice, states, powers)
        verdict, span, lowest = decide(parent, child, start, settings, tape, work, tally)
        tally[NODES_RUN] += ONE
        if verdict != HALTS:
            settle(child, verdict, span, powers, tally, spans)
            if verdict == OUT_OF_STEPS and settings[KEEP_OPEN]:
                # Without children, which tells it from the nodes that halt.
                child[CHOICE] = child[END] = np.uint64(0)
                keep(child, kept, held)
        else:
            share = child[WEIGHT] * powers[child[OPEN] - ONE]
            tally[NODES_HALTED] += ONE
            tally[HALTING] += share + share
            times[child[STEPS] + ONE] += share + share
            if child[WIDE]:
                keep_long_outputs(longs[held[1] :], child, share, powers, tape[lowest : lowest + span])
                held[1] += 2
            else:
                held[0] += count_outputs(outputs, child, share, powers)
            if child[OPEN] == ONE:
                # The last entry: without it nothing halts, so any other instruction there makes a machine run on.
                tally[NON_HALTING] += child[WEIGHT] * np.uint64(4 * states)
            else:
                prepare(child, states)
                if child[OPEN] == np.uint64(settings[KEEP]):
                    keep(child, kept, held)
                else:
                    depth += 1
        if child[WIDE]:
            tally[NODES_WIDE] += ONE
            tape[lowest : lowest + span] = 0
    return depth


@kernel
def explore(
    roots: np.ndarray,
    settings: np.ndarray,
    powers: np.ndarray,
    tally: np.ndarray,
    spans: np.ndarray,
    times: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Walk the children of ``roots``, shape (roots, FRAME), and all that descends from them.

    ``settings`` are (states, limit, ngram, keep, keep open); a node that halts with ``keep`` undefined entries left is
    kept, not walked; if ``keep open`` is not 0, one that runs out of steps, and is counted as undecided, is kept too,
    with END 0.  ``powers`` are those of 4·states + 2.  Adds to ``tally``, to ``spans`` (undecided machines by visited
    cells) and to ``times`` (halting machines by steps).  Returns (hash table of outputs, long outputs, kept frames).
    """
    limit = settings[LIMIT]
    stack = np.zeros((2 * settings[STATE_COUNT] + 1, FRAME), np.uint64)
    tape = np.zeros(2 * limit + 1, np.uint8)
    work = np.zeros((2, SITUATIONS), np.int64)
    outputs = np.zeros((FIRST_ROWS, COLUMNS), np.uint64)
    longs = np.zeros((2, LONG_WORDS + limit // CELLS_A_WORD + 1), np.uint64)
    kept = np.zeros((2, FRAME), np.uint64)
    held = np.zeros(3, np.int64)
    for root in range(roots.shape[0]):
        stack[0] = roots[root]
        depth = 0
        while True:
            depth = advance(stack, depth, settings, powers, tally, spans, times, outputs, longs, kept, held, work, tape)
            if depth < 0:
                break
            if 2 * (held[0] + 2) > outputs.shape[0]:
                outputs = doubled(outputs)
            longs = with_room(longs, held[1])
            kept = with_room(kept, held[2])
    return outputs, longs[: held[1]], kept[: held[2]]
