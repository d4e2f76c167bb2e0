"""A random part of the tree of all machines with k symbols, each node met with a known probability.

A node stands for a share p of all machines.  From a node that is met with probability q, each child is met with
probability min(q, effort·p(child)·interest(node)), the children of one node by systematic sampling: one random number
decides for all of them.  Every output then weighs its share over the probability with which its node is met, so that
the sums are unbiased whatever the interest says (Horvitz and Thompson 1952), which only decides where the effort goes.
It is looked up by the cells that the node has visited, its undefined entries and its symbols.
"""

from __future__ import annotations

import numpy as np

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
)
from ait.enumeration.symbols_walk_kernel import (
    CHOICE,
    END,
    ENTRY,
    FRAME,
    HOPEFUL,
    LEFT_CELLS,
    ONE,
    OPEN,
    RIGHT_CELLS,
    STATES,
    STEPS,
    SYMBOLS,
    WORD,
    output,
    prepare,
    writes,
)
from ait.jit import kernel, lean_kernel
from ait.tables.patterns_kernel import pattern

# What a sample counts, in shares of all machines over the probability of being met, and nodes.
HALTING, NON_HALTING, UNDECIDED, WIDE, NODES_RUN, NODES_HALTED, STEPS_RUN = range(7)
TALLY = 7

STATE_COUNT, SYMBOL_COUNT, LIMIT, LONGEST = range(4)  # the settings

# Of a node: its share of all machines, how probably it is met, and where the sample of its children stands.
SHARE, CHANCE, OFFSET = range(3)

# What a pilot notes about the children of all nodes of one interest: shares of all machines run, those times steps; the
# value of what they wrote, and the sum of its squares.
RUN_SHARE, RUN_STEPS, WORTH, WORTH_SQUARED = range(4)
NOTES = 4

# A row of the hash table of outputs: (word, sum of weights, nodes that wrote it·2^8 + length).
PATTERN, SUM, NODES_LENGTH = range(3)
COLUMNS = 3
UNIT = 2.0**62
"""Weights are counted in 2^-62 of all machines."""

FIBONACCI, LENGTH_PLACE, HIGH_HALF, LENGTH_BITS, LENGTH_MASK = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(57),
    np.uint64(32),
    np.uint64(8),
    np.uint64(255),
)
GOLDEN, MIX_1, MIX_2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


@lean_kernel
def uniform(state: np.ndarray) -> float:
    """The next random number from 0 up to 1 (SplitMix64; Steele, Lea and Flood 2014)."""
    state[0] += GOLDEN
    mixed = state[0]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * MIX_1
    mixed = (mixed ^ (mixed >> np.uint64(27))) * MIX_2
    mixed ^= mixed >> np.uint64(31)
    return float(mixed >> np.uint64(11)) * 2.0**-53


@lean_kernel
def add(rows: np.ndarray, word: np.uint64, length: np.uint64, weight: np.uint64) -> int:
    """Add to an output's weight; 1 if the output is new."""
    mixed = (word ^ (length << LENGTH_PLACE)) * FIBONACCI
    place = np.int64((mixed >> HIGH_HALF) & np.uint64(rows.shape[0] - 1))
    while True:
        known = rows[place, NODES_LENGTH]
        if known == np.uint64(0):
            rows[place, PATTERN], rows[place, SUM], rows[place, NODES_LENGTH] = (
                word,
                weight,
                (ONE << LENGTH_BITS) | length,
            )
            return 1
        if rows[place, PATTERN] == word and known & LENGTH_MASK == length:
            rows[place, SUM] += weight
            rows[place, NODES_LENGTH] += ONE << LENGTH_BITS
            return 0
        place = (place + 1) & (rows.shape[0] - 1)


@kernel
def doubled(rows: np.ndarray) -> np.ndarray:
    """The same outputs in a table of twice the size."""
    larger = np.zeros((2 * rows.shape[0], COLUMNS), np.uint64)
    for index in range(rows.shape[0]):
        known = rows[index, NODES_LENGTH]
        if known != np.uint64(0):
            mixed = (rows[index, PATTERN] ^ ((known & LENGTH_MASK) << LENGTH_PLACE)) * FIBONACCI
            place = np.int64((mixed >> HIGH_HALF) & np.uint64(larger.shape[0] - 1))
            while larger[place, NODES_LENGTH] != np.uint64(0):
                place = (place + 1) & (larger.shape[0] - 1)
            larger[place] = rows[index]
    return larger


@lean_kernel
def count_outputs(rows: np.ndarray, frame: np.ndarray, layout: Layout, symbols: Integer, share: float) -> int:
    """Count the outputs of a node that halted, each ``share`` of all machines for a symbol; how many are new."""
    seen, length = np.int64(frame[SYMBOLS]), np.int64(frame[LEFT_CELLS] + frame[RIGHT_CELLS] + ONE)
    cells, low, fresh = output(frame, layout), layout.bits * frame[RIGHT_CELLS], 0
    for symbol in range(writes(seen, symbols)):
        word = pattern(cells | np.uint64(symbol) << low, length, layout.bits)
        weight = share * (symbols - seen) if symbol == seen else share
        fresh += add(rows, word, np.uint64(length), np.uint64(weight * UNIT + 0.5))
    return fresh


@lean_kernel
def advance(
    stack: np.ndarray,
    odds: np.ndarray,
    depth: int,
    table: np.ndarray,
    layout: Layout,
    settings: np.ndarray,
    effort: float,
    interest: np.ndarray,
    random: np.ndarray,
    tally: np.ndarray,
    notes: np.ndarray,
    values: np.ndarray,
    outputs: np.ndarray,
    held: np.ndarray,
) -> int:
    """Go on from the frame at ``depth`` until all is done or ``outputs`` may be full; the depth then, -1 when done."""
    states, symbols = settings[STATE_COUNT], settings[SYMBOL_COUNT]
    radix = symbols * (2 * states + 1)
    while depth >= 0:
        if 2 * (held[0] + symbols) > outputs.shape[0]:
            return depth
        parent, child = stack[depth], stack[depth + 1]
        if parent[CHOICE] == parent[END]:
            table[np.int64(parent[ENTRY])] = UNDEFINED
            depth -= 1
            continue
        used, seen, choice = np.int64(parent[STATES]), np.int64(parent[SYMBOLS]), np.int64(parent[CHOICE])
        options = writes(seen, symbols)
        written, leftward, after = choice % options, (choice // options) & 1, choice // (2 * options)
        parent[CHOICE] += ONE
        share = odds[depth, SHARE] / radix
        if written == seen:
            share *= symbols - seen
        if after == used:
            share *= states - used
        chance = odds[depth, CHANCE]
        if not (written == seen or after == used or (np.int64(parent[HOPEFUL]) >> after) & 1):
            tally[NON_HALTING] += share / chance
            continue
        span = np.int64(parent[LEFT_CELLS] + parent[RIGHT_CELLS]) + 1
        undefined = np.int64(parent[OPEN])
        wanted = effort * share * interest[span, undefined, seen]
        if wanted < chance:
            odds[depth, OFFSET] += wanted / chance
            if odds[depth, OFFSET] < 1.0:
                continue
            odds[depth, OFFSET] -= 1.0
            chance = wanted
        entry = np.int64(parent[ENTRY])
        table[entry] = written | leftward * LEFT | (symbols * after) << NEXT_PLACE
        verdict, index, word, lefts, rights, steps = run(
            table,
            layout,
            entry,
            parent[WORD],
            np.int64(parent[LEFT_CELLS]),
            np.int64(parent[RIGHT_CELLS]),
            np.int64(parent[STEPS]),
            settings[LIMIT],
            settings[LONGEST],
        )
        tally[NODES_RUN] += 1.0
        tally[STEPS_RUN] += steps - np.int64(parent[STEPS])
        if notes.shape[0]:
            notes[span, undefined, seen, RUN_SHARE] += share / chance
            notes[span, undefined, seen, RUN_STEPS] += share / chance * (steps - np.int64(parent[STEPS]))
        if verdict == TOO_WIDE:
            tally[WIDE] += share / chance
        elif verdict == OUT_OF_STEPS:
            tally[UNDECIDED] += share / chance
        elif verdict != HALTS:
            tally[NON_HALTING] += share / chance
        else:
            child[WORD], child[ENTRY], child[STEPS] = word, np.uint64(index), np.uint64(steps)
            child[LEFT_CELLS], child[RIGHT_CELLS], child[OPEN] = np.uint64(lefts), np.uint64(rights), parent[OPEN] - ONE
            child[STATES], child[SYMBOLS] = np.uint64(max(used, after + 1)), np.uint64(max(seen, written + 1))
            tally[NODES_HALTED] += 1.0
            tally[HALTING] += share * symbols / radix / chance
            held[0] += count_outputs(outputs, child, layout, symbols, share / radix / chance)
            if notes.shape[0]:
                worth = share / chance * values[lefts + rights + 1]
                notes[span, undefined, seen, WORTH] += worth
                notes[span, undefined, seen, WORTH_SQUARED] += worth * worth
            if child[OPEN] == ONE:
                tally[NON_HALTING] += share * (radix - symbols) / radix / chance
            else:
                prepare(child, table, states, symbols)
                depth += 1
                odds[depth, SHARE], odds[depth, CHANCE], odds[depth, OFFSET] = share, chance, uniform(random)
    return depth


@kernel
def sample(
    root: np.ndarray,
    layout: Layout,
    settings: np.ndarray,
    effort: float,
    interest: np.ndarray,
    random: np.ndarray,
    tally: np.ndarray,
    notes: np.ndarray,
    values: np.ndarray,
) -> np.ndarray:
    """Walk a random part of all below ``root``, a frame of the whole walk with nothing defined.

    ``settings`` are (states, symbols, limit, longest); a machine that visits more than ``longest`` cells, at most those
    of the layout, is given up, since its output would be longer.  ``interest``, shape (longest + 1, entries + 1,
    symbols + 1), is by cells visited, undefined entries and symbols used; ``random`` holds the state of the random
    numbers.  Adds to ``tally``, and to ``notes``, shape (*interest.shape, NOTES) unless it is empty, with ``values`` an
    output by its length.  Returns a hash table of outputs.
    """
    entries = settings[STATE_COUNT] * settings[SYMBOL_COUNT]
    stack = np.zeros((entries + 1, FRAME), np.uint64)
    odds = np.zeros((entries + 1, 3))
    table = np.full(entries, UNDEFINED, np.int64)
    outputs = np.zeros((1 << 10, COLUMNS), np.uint64)
    held = np.zeros(1, np.int64)
    stack[0] = root[:FRAME]
    odds[0, SHARE], odds[0, CHANCE], odds[0, OFFSET] = 1.0, 1.0, uniform(random)
    depth = 0
    while depth >= 0:
        depth = advance(
            stack, odds, depth, table, layout, settings, effort, interest, random, tally, notes, values, outputs, held
        )
        if depth >= 0:
            outputs = doubled(outputs)
    return outputs
