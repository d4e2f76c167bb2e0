"""The walk in tree normal form over all machines with k symbols, depth first, with exact weights.

As for two symbols (turing_walk_kernel), and symbols are taken in order as well: an instruction writes one that has
been written before, the blank among them, or one new symbol, whose weight is the number of unused ones.  Outputs are
counted by their pattern, which is all that is left of a string when its symbols have no names.
"""

from __future__ import annotations

import numpy as np

from ait.enumeration.output_table_kernel import COLUMNS, add, doubled
from ait.enumeration.symbols_step_kernel import (
    HALTS,
    LEFT,
    NEXT_PLACE,
    OUT_OF_STEPS,
    TOO_WIDE,
    UNDEFINED,
    Integer,
    Layout,
    run,
    run_wide,
)
from ait.jit import kernel, lean_kernel
from ait.tables.patterns_kernel import pattern

# A frame: a node that reached an undefined entry, and how far its children have been walked; then its table.
(
    WORD,  # the tape, see symbols_step_kernel; without meaning where WIDE is set
    LEFT_CELLS,
    RIGHT_CELLS,
    STEPS,
    ENTRY,  # the undefined entry reached, k·state + symbol
    STATES,  # how many are used
    SYMBOLS,  # how many are used, the blank counted
    OPEN,  # how many of the k·n entries are undefined
    WEIGHT,  # by how many machines, apart from what its undefined entries hold, the node is multiplied
    NUMBER,  # published number of the machine whose undefined entries are all 0 (halt and write 0)
    HOPEFUL,  # bit s is set unless a machine in state s, without a new symbol, never reaches another undefined entry
    WIDE,  # 1 if the machine needs the byte tape
    CHOICE,  # the child to walk next: written symbol + writes·(moves left) + 2·writes·(next state)
    END,  # the first choice that is not a child
) = range(14)
FRAME = 14

# What a walk counts: reduced machines by fate, then those of them whose outputs are too long to be kept, then nodes.
HALTING, NON_HALTING, UNDECIDED, TOO_LONG, NODES_RUN, NODES_SKIPPED, NODES_HALTED, NODES_OUT_OF_STEPS, NODES_WIDE = (
    range(9)
)
TALLY = 9

STATE_COUNT, SYMBOL_COUNT, LIMIT, KEEP, KEEP_OPEN, LONGEST = range(6)  # the settings of a walk
FIRST_ROWS = 1 << 10
ONE = np.uint64(1)


@lean_kernel
def writes(used: Integer, symbols: Integer) -> Integer:
    """How many symbols an instruction may write: those in use, and one new one if there is any."""
    return min(used + 1, symbols)


@lean_kernel
def hopeful_states(table: np.ndarray, symbols: Integer, used: Integer, seen: Integer, entry: Integer) -> Integer:
    """The states, as bits, from which arrows for ``seen`` symbols lead to some undefined entry other than ``entry``."""
    hopeful = 0
    for state in range(used):
        for symbol in range(seen):
            index = symbols * state + symbol
            if table[index] == UNDEFINED and index != entry:
                hopeful |= 1 << state
    grows = hopeful != 0
    while grows:
        grows = False
        for state in range(used):
            for symbol in range(seen):
                index = symbols * state + symbol
                if table[index] != UNDEFINED and not (hopeful >> state) & 1:
                    after = (table[index] >> NEXT_PLACE) // symbols
                    if (hopeful >> after) & 1:
                        hopeful |= 1 << state
                        grows = True
    return hopeful


@lean_kernel
def prepare(frame: np.ndarray, table: np.ndarray, states: Integer, symbols: Integer) -> None:
    """Make a node that halted ready for the walk over its children."""
    used, seen = np.int64(frame[STATES]), np.int64(frame[SYMBOLS])
    frame[HOPEFUL] = np.uint64(hopeful_states(table, symbols, used, seen, np.int64(frame[ENTRY])))
    frame[CHOICE], frame[END] = np.uint64(0), np.uint64(2 * writes(seen, symbols) * min(used + 1, states))


@lean_kernel
def define_child(
    parent: np.ndarray, child: np.ndarray, table: np.ndarray, settings: np.ndarray, powers: np.ndarray
) -> bool:
    """Define the parent's entry as its next choice says; False if the child obviously never halts."""
    states, symbols = settings[STATE_COUNT], settings[SYMBOL_COUNT]
    used, seen, choice = np.int64(parent[STATES]), np.int64(parent[SYMBOLS]), np.int64(parent[CHOICE])
    options = writes(seen, symbols)
    written, leftward, after = choice % options, (choice // options) & 1, choice // (2 * options)
    parent[CHOICE] += ONE
    weight = np.uint64(1)
    if written == seen:
        weight *= np.uint64(symbols - seen)
    if after == used:
        weight *= np.uint64(states - used)
    child[WEIGHT] = parent[WEIGHT] * weight
    child[OPEN] = parent[OPEN] - ONE
    child[STATES], child[SYMBOLS] = np.uint64(max(used, after + 1)), np.uint64(max(seen, written + 1))
    child[WIDE] = parent[WIDE]
    entry = np.int64(parent[ENTRY])
    digit = symbols + written + symbols * leftward + 2 * symbols * after
    child[NUMBER] = parent[NUMBER] + np.uint64(digit) * powers[entry]
    table[entry] = written | leftward * LEFT | (symbols * after) << NEXT_PLACE
    return bool(written == seen or after == used or (np.int64(parent[HOPEFUL]) >> after) & 1)


@lean_kernel
def run_child(
    parent: np.ndarray, child: np.ndarray, table: np.ndarray, layout: Layout, limit: Integer, tape: np.ndarray
) -> tuple[int, Integer]:
    """Run a child from its parent's configuration, or from the start where it is wide: (verdict, visited cells)."""
    verdict = TOO_WIDE
    index: Integer = np.int64(parent[ENTRY])
    lefts: Integer = np.int64(parent[LEFT_CELLS])
    rights: Integer = np.int64(parent[RIGHT_CELLS])
    steps: Integer = np.int64(parent[STEPS])
    word = parent[WORD]
    if not child[WIDE]:
        verdict, index, word, lefts, rights, steps = run(
            table, layout, index, word, lefts, rights, steps, limit, layout.cells
        )
    if verdict == TOO_WIDE:
        child[WIDE] = ONE
        verdict, index, position, lowest, highest, steps = run_wide(table, tape, limit)
        lefts, rights = position - lowest, highest - position
        tape[lowest : highest + 1] = 0
    child[WORD], child[ENTRY], child[STEPS] = word, np.uint64(index), np.uint64(steps)
    child[LEFT_CELLS], child[RIGHT_CELLS] = np.uint64(lefts), np.uint64(rights)
    return verdict, lefts + rights + 1


@lean_kernel
def output(frame: np.ndarray, layout: Layout) -> np.uint64:
    """The visited cells in the order of the tape, the head's cell being 0."""
    word, low = frame[WORD] & ~layout.cell, layout.bits * frame[RIGHT_CELLS]
    turned: np.uint64 = word if low == 0 else ((word << low) & layout.whole) | (word >> (layout.all_bits - low))
    return turned


@lean_kernel
def count_outputs(
    rows: np.ndarray, frame: np.ndarray, layout: Layout, symbols: Integer, share: np.uint64, powers: np.ndarray
) -> int:
    """Count the outputs of a node that halted, ``share`` machines for each symbol at its head; how many are new."""
    seen, length = np.int64(frame[SYMBOLS]), np.int64(frame[LEFT_CELLS] + frame[RIGHT_CELLS] + ONE)
    cells, low, fresh = output(frame, layout), layout.bits * frame[RIGHT_CELLS], 0
    for symbol in range(writes(seen, symbols)):
        word = pattern(cells | np.uint64(symbol) << low, length, layout.bits)
        count = share * np.uint64(symbols - seen) if symbol == seen else share
        number = frame[NUMBER] + np.uint64(symbol) * powers[frame[ENTRY]]
        fresh += add(rows, word, np.uint64(length), count, frame[STEPS] + ONE, number)
    return fresh


@lean_kernel
def keep_frame(frame: np.ndarray, table: np.ndarray, kept: np.ndarray, held: np.ndarray) -> None:
    """Write a node and its table down, for which there is room."""
    for field in range(FRAME):
        kept[held[1], field] = frame[field]
    for index in range(table.shape[0]):
        kept[held[1], FRAME + index] = np.uint64(table[index] + 1)
    held[1] += 1


@lean_kernel
def advance(
    stack: np.ndarray,
    depth: int,
    table: np.ndarray,
    layout: Layout,
    settings: np.ndarray,
    powers: np.ndarray,
    tally: np.ndarray,
    spans: np.ndarray,
    times: np.ndarray,
    outputs: np.ndarray,
    kept: np.ndarray,
    held: np.ndarray,
    tape: np.ndarray,
) -> int:
    """Walk on from the frame at ``depth`` until all is done or ``outputs`` or ``kept`` may be full.

    ``held`` says how many rows each of the two holds.  Returns the depth to go on from, -1 when done.
    """
    states, symbols, limit = settings[STATE_COUNT], settings[SYMBOL_COUNT], settings[LIMIT]
    while depth >= 0:
        if 2 * (held[0] + symbols) > outputs.shape[0] or held[1] + 1 > kept.shape[0]:
            return depth
        parent, child = stack[depth], stack[depth + 1]
        if parent[CHOICE] == parent[END]:
            table[np.int64(parent[ENTRY])] = UNDEFINED
            depth -= 1
            continue
        if not define_child(parent, child, table, settings, powers):
            tally[NODES_SKIPPED] += ONE
            tally[NON_HALTING] += child[WEIGHT] * powers[child[OPEN]]
            continue
        verdict, span = run_child(parent, child, table, layout, limit, tape)
        tally[NODES_RUN] += ONE
        tally[NODES_WIDE] += child[WIDE]
        if verdict == OUT_OF_STEPS:
            tally[NODES_OUT_OF_STEPS] += ONE
            tally[UNDECIDED] += child[WEIGHT] * powers[child[OPEN]]
            spans[span] += child[WEIGHT] * powers[child[OPEN]]
            if settings[KEEP_OPEN]:
                # Without children, which tells it from the nodes that halt.
                child[CHOICE] = child[END] = np.uint64(0)
                keep_frame(child, table, kept, held)
        elif verdict != HALTS:
            tally[NON_HALTING] += child[WEIGHT] * powers[child[OPEN]]
        else:
            share = child[WEIGHT] * powers[child[OPEN] - ONE]
            tally[NODES_HALTED] += ONE
            tally[HALTING] += share * np.uint64(symbols)
            times[child[STEPS] + ONE] += share * np.uint64(symbols)
            if span > settings[LONGEST]:
                tally[TOO_LONG] += share * np.uint64(symbols)
            else:
                held[0] += count_outputs(outputs, child, layout, symbols, share, powers)
            if child[OPEN] == ONE:
                # The last entry: without it nothing halts, so any other instruction there makes a machine run on.
                tally[NON_HALTING] += child[WEIGHT] * np.uint64(2 * states * symbols)
            else:
                prepare(child, table, states, symbols)
                if child[OPEN] == np.uint64(settings[KEEP]):
                    keep_frame(child, table, kept, held)
                else:
                    depth += 1
    return depth


@kernel
def explore(
    roots: np.ndarray,
    layout: Layout,
    settings: np.ndarray,
    powers: np.ndarray,
    tally: np.ndarray,
    spans: np.ndarray,
    times: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Walk the children of ``roots``, shape (roots, FRAME + k·n), and all that descends from them.

    A root's table stands behind its frame, each entry plus 1.  ``settings`` are (states, symbols, limit, keep, keep
    open, longest); a node that halts with ``keep`` undefined entries left is kept, not walked; if ``keep open`` is not
    0, one that runs out of steps, and is counted as undecided, is kept too, with END 0.  Outputs of more than
    ``longest`` cells, at most those of the layout, are counted together.  ``powers`` are those of k(2n + 1).
    Adds to ``tally``, to ``spans`` (undecided machines by visited cells) and to ``times`` (halting machines by steps).
    Returns (hash table of outputs, kept frames).
    """
    entries = settings[STATE_COUNT] * settings[SYMBOL_COUNT]
    stack = np.zeros((entries + 1, FRAME), np.uint64)
    table = np.zeros(entries, np.int64)
    tape = np.zeros(2 * settings[LIMIT] + 1, np.uint8)
    outputs = np.zeros((FIRST_ROWS, COLUMNS), np.uint64)
    kept = np.zeros((2, FRAME + entries), np.uint64)
    held = np.zeros(2, np.int64)
    for root in range(roots.shape[0]):
        stack[0] = roots[root, :FRAME]
        for index in range(entries):
            table[index] = np.int64(roots[root, FRAME + index]) - 1
        depth = 0
        while True:
            depth = advance(
                stack, depth, table, layout, settings, powers, tally, spans, times, outputs, kept, held, tape
            )
            if depth < 0:
                break
            if 2 * (held[0] + settings[SYMBOL_COUNT]) > outputs.shape[0]:
                outputs = doubled(outputs)
            if held[1] + 1 > kept.shape[0]:
                larger = np.zeros((2 * kept.shape[0], kept.shape[1]), np.uint64)
                larger[: held[1]] = kept
                kept = larger
    return outputs, kept[: held[1]]
