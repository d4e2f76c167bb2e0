"""The nodes of the walk over Turing machines: how one is kept, given children, run, and its outputs counted."""

from __future__ import annotations

import numpy as np

from ait.enumeration.output_table_kernel import add
from ait.enumeration.turing_step_kernel import (
    FLIP_BIT,
    LEFT,
    ONE,
    STATE_BIT,
    TOO_WIDE,
    UNDEFINED,
    Integer,
    run,
    run_wide,
)
from ait.jit import lean_kernel

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

CELLS_A_WORD = 64
LONG_LENGTH, LONG_COUNT, LONG_STEPS, LONG_WITNESS = range(4)
LONG_WORDS = 4
BYTE, BYTE_MASK, STATE_MASK = np.uint64(8), np.uint64(255), np.uint64(7)
WORD_BITS = np.uint64(64)
NEXT_PLACE = np.uint64(2)  # the next state's place in a choice
HALTING_DIGITS = np.uint64(2)  # the published digit of a choice is this much more


@lean_kernel
def hopeful_states(table_0: np.uint64, table_1: np.uint64, used: Integer, entry: Integer) -> Integer:
    """The states, as bits, from which the table's arrows lead to some undefined entry other than ``entry``."""
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
def define_child(
    parent: np.ndarray, child: np.ndarray, choice: np.uint64, states: int, powers: np.ndarray
) -> np.uint64:
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
    start: np.uint64 = child[column] >> shift
    return start


@lean_kernel
def run_child(
    parent: np.ndarray, child: np.ndarray, start: np.uint64, limit: Integer, tape: np.ndarray
) -> tuple[int, Integer, Integer]:
    """Run a child from its parent's configuration, or from the start where it is wide.

    Returns (verdict, visited cells, index of the leftmost one on the tape, of use where the frame is WIDE).
    """
    verdict, lowest = TOO_WIDE, 0
    lefts: Integer = np.int64(parent[LEFT_CELLS])
    rights: Integer = np.int64(parent[RIGHT_CELLS])
    steps: Integer = np.int64(parent[STEPS])
    if not child[WIDE]:
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
def prepare(frame: np.ndarray, states: int) -> None:
    """Make a node that halted ready for the walk over its children."""
    used = np.int64(frame[STATES])
    frame[HOPEFUL] = np.uint64(hopeful_states(frame[TABLE_0], frame[TABLE_1], used, np.int64(frame[ENTRY])))
    frame[CHOICE], frame[END] = np.uint64(0), np.uint64(4 * states if used == states else 4 * used + 4)


@lean_kernel
def count_outputs(rows: np.ndarray, frame: np.ndarray, share: np.uint64, powers: np.ndarray) -> int:
    """Count the two outputs of a node that halted, head cell 0 and 1, ``share`` machines each; how many are new."""
    rights, word = frame[RIGHT_CELLS], frame[WORD]
    if rights:
        word = (word << rights) | (word >> (WORD_BITS - rights))
    length, steps, head = frame[LEFT_CELLS] + rights + ONE, frame[STEPS] + ONE, ONE << rights
    fresh = add(rows, word & ~head, length, share, steps, frame[NUMBER])
    return fresh + add(rows, word | head, length, share, steps, frame[NUMBER] + powers[frame[ENTRY]])


@lean_kernel
def keep_long_outputs(
    rows: np.ndarray, frame: np.ndarray, share: np.uint64, powers: np.ndarray, cells: np.ndarray
) -> None:
    """Write down the two outputs of a node that halted on the byte tape, in two empty rows, first cell highest."""
    for head in range(2):
        row = rows[head]
        row[LONG_LENGTH], row[LONG_COUNT] = np.uint64(cells.shape[0]), share
        row[LONG_STEPS] = frame[STEPS] + ONE
        row[LONG_WITNESS] = frame[NUMBER] + np.uint64(head) * powers[frame[ENTRY]]
        for index in range(cells.shape[0]):
            cell = head if index == np.int64(frame[LEFT_CELLS]) else np.int64(cells[index])
            row[LONG_WORDS + index // CELLS_A_WORD] |= np.uint64(cell) << np.uint64(63 - index % CELLS_A_WORD)
