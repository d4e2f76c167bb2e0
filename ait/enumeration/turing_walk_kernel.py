"""The walk in tree normal form over all machines with two symbols, depth first, with exact weights.

A node is a machine whose table is filled in only where it was needed.  When it reaches an undefined entry, the
machines that halt there are counted, and each other instruction leads to a child, which goes on from the
configuration of its parent.  Next states are the used ones and one new, whose weight is the number of unused ones.
"""

from __future__ import annotations

import numpy as np

from ait.enumeration.ngram_kernel import SITUATIONS, never_halts
from ait.enumeration.output_table_kernel import COLUMNS, add, doubled
from ait.enumeration.turing_step_kernel import (
    FLIP_BIT,
    HALTS,
    LEFT,
    LOOPS,
    ONE,
    OUT_OF_STEPS,
    STATE_BIT,
    TOO_WIDE,
    UNDEFINED,
    run,
    run_wide,
)
from ait.jit import kernel, lean_kernel

# A frame: a node that reached an undefined entry, and how far its children have been walked.
(
    TABLE_0,
    TABLE_1,
    WORD,  # the tape, see turing_step_kernel; without meaning where WIDE is set
    LEFT_CELLS,
    RIGHT_CELLS,
    STEPS,
    ENTRY,  # the undefined entry reached, 2·state + symbol
    STATES,  # how many are used
    OPEN,  # how many of the 2n entries are undefined
    WEIGHT,  # by how many machines, apart from what its undefined entries hold, the node is multiplied
    NUMBER,  # published number of the machine whose undefined entries are all 0 (halt and write 0)
    HOPEFUL,  # bit s is set unless a machine in state s can never reach another undefined entry
    WIDE,  # 1 if the machine needs the byte tape
    CHOICE,  # the child to walk next: written symbol + 2·(moves left) + 4·(next state)
    END,  # the first choice that is not a child
) = range(15)
FRAME = 15

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

STATE_COUNT, LIMIT, NGRAM, KEEP = range(4)  # the settings of a walk

CELLS_A_WORD = 64
LONG_LENGTH, LONG_COUNT, LONG_STEPS, LONG_WITNESS = range(4)
LONG_WORDS = 4
BYTE, BYTE_MASK, STATE_MASK = np.uint64(8), np.uint64(255), np.uint64(7)
WORD_BITS = np.uint64(64)
NEXT_PLACE = np.uint64(2)  # the next state's place in a choice
HALTING_DIGITS = np.uint64(2)  # the published digit of a choice is this much more
FIRST_ROWS = 1 << 10
PATIENCE = 100  # steps before n-grams are tried: nearly all that halt or loop have done so, and a proof costs as many


@lean_kernel
def hopeful_states(table_0, table_1, used, entry):
    """The states from which some undefined entry other than ``entry`` can be reached, as far as the table's arrows say."""
    hopeful = 0
    for state in range(used):
        shift = BYTE * np.uint64(state)
        missing = np.int64((table_0 >> shift) & UNDEFINED) + np.int64((table_1 >> shift) & UNDEFINED)
        if missing > (1 if entry >> 1 == state else 0):
            hopeful |= 1 << state
    grows = hopeful != 0
    while grows:
        grows = False
        for state in range(used):
            if not (hopeful >> state) & 1:
                shift = BYTE * np.uint64(state)
                for table in (table_0, table_1):
                    byte = table >> shift
                    if not byte & UNDEFINED and (hopeful >> np.int64((byte >> STATE_BIT) & STATE_MASK)) & 1:
                        hopeful |= 1 << state
                        grows = True
    return hopeful | (1 << used)


@lean_kernel
def define_child(parent, child, choice, states, powers):
    """Fill in a child's frame up to the point where it runs: the parent's entry defined as ``choice`` says."""
    entry, used, next_state = parent[ENTRY], parent[STATES], choice >> NEXT_PLACE
    symbol, shift = entry & ONE, (entry >> ONE) << STATE_BIT
    byte = (next_state << STATE_BIT) | (((choice & ONE) ^ symbol) << FLIP_BIT) | (((choice >> ONE) & ONE) * LEFT)
    child[TABLE_0], child[TABLE_1] = parent[TABLE_0], parent[TABLE_1]
    column = TABLE_1 if symbol else TABLE_0
    child[column] = (parent[column] & ~(BYTE_MASK << shift)) | (byte << shift)
    child[STATES], child[WEIGHT] = used, parent[WEIGHT]
    if next_state == used:
        child[STATES] = used + ONE
        child[WEIGHT] *= np.uint64(states) - used
    child[OPEN] = parent[OPEN] - ONE
    child[NUMBER] = parent[NUMBER] + (choice + HALTING_DIGITS) * powers[entry]
    child[WIDE] = parent[WIDE]
    return child[column] >> shift


@lean_kernel
def run_child(parent, child, start, limit, tape):
    """Run a child from its parent's configuration, or from the start where it is wide.

    Returns (verdict, visited cells, index of the leftmost one on the tape, of use where the frame is WIDE).
    """
    verdict, lowest = TOO_WIDE, 0
    if not child[WIDE]:
        lefts, rights, steps = np.int64(parent[LEFT_CELLS]), np.int64(parent[RIGHT_CELLS]), np.int64(parent[STEPS])
        verdict, reached, word, lefts, rights, steps = run(
            child[TABLE_0], child[TABLE_1], start, parent[WORD], lefts, rights, steps, limit
        )
        child[WORD] = word
    if verdict == TOO_WIDE:
        child[WIDE] = ONE
        verdict, reached, position, lowest, highest, steps = run_wide(child[TABLE_0], child[TABLE_1], tape, limit)
        lefts, rights = position - lowest, highest - position
    child[LEFT_CELLS], child[RIGHT_CELLS], child[STEPS] = np.uint64(lefts), np.uint64(rights), np.uint64(steps)
    child[ENTRY] = (((reached >> STATE_BIT) & STATE_MASK) << ONE) | ((reached >> ONE) & ONE)
    return verdict, lefts + rights + 1, lowest


@lean_kernel
def prepare(frame, states):
    """Make a node that halted ready for the walk over its children."""
    used = np.int64(frame[STATES])
    frame[HOPEFUL] = np.uint64(hopeful_states(frame[TABLE_0], frame[TABLE_1], used, np.int64(frame[ENTRY])))
    frame[CHOICE], frame[END] = np.uint64(0), np.uint64(4 * min(used + 1, states))


@lean_kernel
def count_outputs(rows, frame, share, powers):
    """Count the two outputs of a node that halted, head cell 0 and 1, ``share`` machines each; how many are new."""
    rights, word = frame[RIGHT_CELLS], frame[WORD]
    if rights:
        word = (word << rights) | (word >> (WORD_BITS - rights))
    length, steps, head = frame[LEFT_CELLS] + rights + ONE, frame[STEPS] + ONE, ONE << rights
    fresh = add(rows, word & ~head, length, share, steps, frame[NUMBER])
    return fresh + add(rows, word | head, length, share, steps, frame[NUMBER] + powers[frame[ENTRY]])


@lean_kernel
def keep_long_outputs(rows, frame, share, powers, cells):
    """Write down the two outputs of a node that halted on the byte tape, in two empty rows, first cell highest."""
    for head in range(2):
        row = rows[head]
        row[LONG_LENGTH], row[LONG_COUNT] = np.uint64(cells.shape[0]), share
        row[LONG_STEPS] = frame[STEPS] + ONE
        row[LONG_WITNESS] = frame[NUMBER] + np.uint64(head) * powers[frame[ENTRY]]
        for index in range(cells.shape[0]):
            cell = head if index == np.int64(frame[LEFT_CELLS]) else np.int64(cells[index])
            row[LONG_WORDS + index // CELLS_A_WORD] |= np.uint64(cell) << np.uint64(63 - index % CELLS_A_WORD)


@lean_kernel
def is_proved(frame, ngram, seen, queue):
    """Whether sets of n-grams, n up to ``ngram``, prove that the node never halts."""
    for n in range(1, ngram + 1):
        if never_halts(frame[TABLE_0], frame[TABLE_1], n, seen, queue):
            return True
    return False


@kernel
def with_room(rows, used):
    """The same rows, with room for two more after the first ``used``."""
    if used + 2 <= rows.shape[0]:
        return rows
    larger = np.zeros((2 * rows.shape[0] + 2, rows.shape[1]), rows.dtype)
    larger[:used] = rows[:used]
    return larger


@lean_kernel
def decide(parent, child, start, settings, tape, work, tally):
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
def settle(child, verdict, span, powers, tally, spans):
    """Account for a child that did not halt."""
    machines = child[WEIGHT] * powers[child[OPEN]]
    if verdict == OUT_OF_STEPS:
        tally[NODES_OUT_OF_STEPS] += ONE
        tally[UNDECIDED] += machines
        spans[span] += machines
    else:
        tally[NON_HALTING] += machines


@lean_kernel
def advance(stack, depth, settings, powers, tally, spans, times, outputs, longs, kept, held, work, tape):
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
                    for field in range(FRAME):
                        kept[held[2], field] = child[field]
                    held[2] += 1
                else:
                    depth += 1
        if child[WIDE]:
            tally[NODES_WIDE] += ONE
            tape[lowest : lowest + span] = 0
    return depth


@kernel
def explore(roots, settings, powers, tally, spans, times):
    """Walk the children of ``roots``, shape (roots, FRAME), and all that descends from them.

    ``settings`` are (states, limit, ngram, keep); a node that halts with ``keep`` undefined entries left is kept, not
    walked.  ``powers`` are those of 4·states + 2.  Adds to ``tally``, to ``spans`` (undecided machines by visited
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
