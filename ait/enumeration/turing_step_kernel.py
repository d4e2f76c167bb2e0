"""One machine, run until it reaches an undefined entry, is seen to loop, uses up its steps, or outgrows a register.

The tape is one 64-bit word, turned so that the head is bit 0: cells to the left of the head are bits 1, 2, ...,
cells to its right bits 63, 62, ...; moving turns the word by one.  Cells never visited are 0, so up to 64 cells
fit.  A machine's table is two words, one for each symbol read, with one byte for each state.
"""

from __future__ import annotations

import numpy as np

from ait.jit import lean_kernel

Integer = int | np.int64

HALTS, LOOPS, OUT_OF_STEPS, TOO_WIDE = range(4)

# The byte of an entry.  Defined: next state in bits 3-5, FLIP if it changes the symbol, LEFT if it moves left.
# Undefined: UNDEFINED, its symbol in bit 1 and its state in bits 3-5.  The byte of state 7 is never defined, so that
# a table shifted down to one state's byte tells the states apart.
UNDEFINED, LEFT = np.uint64(1), np.uint64(128)
FLIP_BIT, STATE_BIT = np.uint64(6), np.uint64(3)
ALL_UNDEFINED_0 = np.uint64(sum((1 | state << 3) << 8 * state for state in range(8)))
ALL_UNDEFINED_1 = np.uint64(sum((3 | state << 3) << 8 * state for state in range(8)))

NOTHING, ONE, SECOND = np.uint64(0), np.uint64(1), np.uint64(2)
LAST_BIT = np.uint64(63)
SPAN_LIMIT = 64
FIRST_WINDOW = 16


@lean_kernel
def run(
    table_0: np.uint64,
    table_1: np.uint64,
    entry: np.uint64,
    word: np.uint64,
    left: Integer,
    right: Integer,
    steps: Integer,
    limit: Integer,
) -> tuple[int, np.uint64, np.uint64, Integer, Integer, Integer]:
    """Run from a configuration whose ``entry`` is defined, for ``limit`` steps counted from the machine's start.

    ``entry`` is the table word of the symbol under the head, shifted down to the state's byte; bits 6 and above
    of a shift do not count, so the byte need not be masked to shift to the next state's.  ``left`` and
    ``right`` are the visited cells on either side of the head.  Returns (verdict, entry, word, left, right,
    steps); at HALTS the entry reached is undefined, and the halting step, which is still to come, is within the limit;
    at LOOPS the cells are those of the start.

    Loops are found in two ways, both exact.  The same tape around the head in the same state: the configuration
    repeats, perhaps shifted (compared with one saved at growing intervals; Brent 1980).  The head on a new
    rightmost cell for the second time in one state, with the same cells as far back as it went in between: it will
    do the same again, since all it can meet beyond is blank (likewise on the left; Lin and Rado 1965).
    """
    position, lowest, highest = 0, -left, right
    saved_word, saved_entry, saved_at, window = word, entry, 0, FIRST_WINDOW
    stop = min(steps + window, limit)
    right_word, right_entry, right_at, right_back, rights, right_next = word, NOTHING, 0, 0, 0, 1
    left_word, left_entry, left_at, left_back, lefts, left_next = word, NOTHING, 0, 0, 0, 1
    while True:
        if steps == stop:
            if steps == limit:
                return OUT_OF_STEPS, entry, word, position - lowest, highest - position, steps
            saved_word, saved_entry, saved_at, window = word, entry, position, 2 * window
            stop = min(steps + window, limit)
        if entry & UNDEFINED:
            return HALTS, entry, word, position - lowest, highest - position, steps
        # The next symbol does not depend on what is written now: looking it up first shortens the chain of waits.
        on_right = table_1 if word >> LAST_BIT else table_0
        on_left = table_1 if word & SECOND else table_0
        written = word ^ ((entry >> FLIP_BIT) & ONE)
        leftward = (entry & LEFT) != NOTHING
        word = (written >> ONE) | (written << LAST_BIT) if leftward else (written << ONE) | (written >> LAST_BIT)
        position += -1 if leftward else 1
        entry = (on_left if leftward else on_right) >> (entry & LAST_BIT)
        steps += 1
        right_back, left_back = min(right_back, position), max(left_back, position)
        # Shifted by d, a bit could mean a cell on the other side of the head, but only where span and d exceed 64.
        if word == saved_word and entry == saved_entry and highest - lowest + abs(position - saved_at) < SPAN_LIMIT:
            return LOOPS, entry, word, left, right, steps
        if position > highest:
            highest = position
            if highest - lowest >= SPAN_LIMIT:
                return TOO_WIDE, entry, word, position - lowest, highest - position, steps
            depth = np.uint64(63 - (right_at - right_back))
            if entry == right_entry and (word ^ right_word) << depth == NOTHING:
                return LOOPS, entry, word, left, right, steps
            rights += 1
            if rights == right_next:
                right_next *= 2
                right_entry, right_word, right_at, right_back = entry, word, position, position
        elif position < lowest:
            lowest = position
            if highest - lowest >= SPAN_LIMIT:
                return TOO_WIDE, entry, word, position - lowest, highest - position, steps
            depth = np.uint64(63 - (left_back - left_at))
            if entry == left_entry and (word ^ left_word) >> depth >> ONE == NOTHING:
                return LOOPS, entry, word, left, right, steps
            lefts += 1
            if lefts == left_next:
                left_next *= 2
                left_entry, left_word, left_at, left_back = entry, word, position, position


@lean_kernel
def run_wide(
    table_0: np.uint64, table_1: np.uint64, tape: np.ndarray, limit: Integer
) -> tuple[int, np.uint64, int, int, int, int]:
    """Run from the start, state 0 in the middle of a blank byte tape of at least 2·limit + 1 cells, to its end.

    For the rare machine too wide for a register; loops are not looked for.  Returns (verdict, entry, position,
    lowest, highest, steps), positions as indices of the tape, which holds the cells visited.
    """
    position = lowest = highest = tape.shape[0] // 2
    entry, steps = table_0, 0
    while steps < limit:
        if entry & UNDEFINED:
            return HALTS, entry, position, lowest, highest, steps
        tape[position] ^= np.uint8((entry >> FLIP_BIT) & ONE)
        position += -1 if entry & LEFT else 1
        lowest, highest = min(lowest, position), max(highest, position)
        table = table_1 if tape[position] else table_0
        entry = table >> (entry & LAST_BIT)
        steps += 1
    return OUT_OF_STEPS, entry, position, lowest, highest, steps
