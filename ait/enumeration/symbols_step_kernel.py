"""One machine over k symbols, run until it meets an undefined entry, is seen to loop, uses up its steps or its width.

The tape is one 64-bit word of as many cells as fit, turned so that the head is the lowest cell: cells to its left are
the next higher ones, cells to its right the highest.  Moving turns the word by one cell.  Cells never visited
are 0.  A table is an array with one number for each state and symbol, at index k·state + symbol.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ait.jit import lean_kernel

Integer = int | np.int64

HALTS, LOOPS, OUT_OF_STEPS, TOO_WIDE = range(4)

# An entry is UNDEFINED, or its symbol written in bits 0-3, LEFT if it moves left, and k·(next state) from bit 5 on.
UNDEFINED = -1
WRITTEN, LEFT, NEXT_PLACE = 15, 16, 5
FIRST_WINDOW = 16
NOTHING = np.uint64(0)


class Layout(NamedTuple):
    """How a tape lies in a word: bits a cell, all bits in use, a cell's mask, the mask of all, cells that fit."""

    bits: np.uint64
    all_bits: np.uint64
    cell: np.uint64
    whole: np.uint64
    cells: int


@lean_kernel
def run(
    table: np.ndarray,
    layout: Layout,
    index: Integer,
    word: np.uint64,
    left: Integer,
    right: Integer,
    steps: Integer,
    limit: Integer,
    widest: Integer,
) -> tuple[int, Integer, np.uint64, Integer, Integer, Integer]:
    """Run from a configuration whose entry ``index`` is defined, for ``limit`` steps counted from the machine's start.

    ``left`` and ``right`` are the visited cells on either side of the head; a machine that visits more than
    ``widest`` cells, at most those of the layout, is TOO_WIDE.  Returns (verdict, index, word, left, right, steps); at
    HALTS the entry reached is undefined and the halting step, still to come, is within the limit.

    Loops are found as for two symbols (see turing_step_kernel), both ways exact: the same tape around the head in the
    same state (Brent 1980), or a new outermost cell reached in the same state with the same cells as far back as the
    head went in between (Lin and Rado 1965).
    """
    bits, cell, whole, around = layout.bits, layout.cell, layout.whole, layout.all_bits - layout.bits
    position, lowest, highest = 0, -left, right
    saved_word, saved_index, saved_at, window = word, index, 0, FIRST_WINDOW
    stop = min(steps + window, limit)
    right_index: Integer = UNDEFINED
    left_index: Integer = UNDEFINED
    right_word, right_at, right_back, rights, right_next = word, 0, 0, 0, 1
    left_word, left_at, left_back, lefts, left_next = word, 0, 0, 0, 1
    while True:
        if steps == stop:
            if steps == limit:
                return OUT_OF_STEPS, index, word, position - lowest, highest - position, steps
            saved_word, saved_index, saved_at, window = word, index, position, 2 * window
            stop = min(steps + window, limit)
        entry = table[index]
        if entry == UNDEFINED:
            return HALTS, index, word, position - lowest, highest - position, steps
        word = (word & ~cell) | np.uint64(entry & WRITTEN)
        if entry & LEFT:
            word = (word >> bits) | ((word << around) & whole)
            position -= 1
        else:
            word = ((word << bits) & whole) | (word >> around)
            position += 1
        index = (entry >> NEXT_PLACE) + np.int64(word & cell)
        steps += 1
        right_back, left_back = min(right_back, position), max(left_back, position)
        if word == saved_word and index == saved_index and highest - lowest + abs(position - saved_at) < layout.cells:
            return LOOPS, index, word, left, right, steps
        if position > highest:
            highest = position
            if highest - lowest >= widest:
                return TOO_WIDE, index, word, position - lowest, highest - position, steps
            # The head's cell and those to its left that were read since: the lowest cells.
            spare = np.uint64(64) - bits * np.uint64(right_at - right_back + 1)
            if index == right_index and (word ^ right_word) << spare == NOTHING:
                return LOOPS, index, word, left, right, steps
            rights += 1
            if rights == right_next:
                right_next *= 2
                right_index, right_word, right_at, right_back = index, word, position, position
        elif position < lowest:
            lowest = position
            if highest - lowest >= widest:
                return TOO_WIDE, index, word, position - lowest, highest - position, steps
            # Those to its right: the highest cells; the head's own is told by the index.
            spare = around - bits * np.uint64(left_back - left_at)
            if index == left_index and ((word ^ left_word) >> spare) >> bits == NOTHING:
                return LOOPS, index, word, left, right, steps
            lefts += 1
            if lefts == left_next:
                left_next *= 2
                left_index, left_word, left_at, left_back = index, word, position, position


@lean_kernel
def run_wide(
    table: np.ndarray, tape: np.ndarray, limit: Integer
) -> tuple[int, Integer, Integer, Integer, Integer, Integer]:
    """Run from the start, state 0 in the middle of a blank byte tape of at least 2·limit + 1 cells, to its end.

    Loops are not looked for.  Returns (verdict, index, position, lowest, highest, steps), positions as indices of
    the tape, which holds the cells visited.
    """
    position = lowest = highest = tape.shape[0] // 2
    index, steps = np.int64(0), 0
    while steps < limit:
        entry = table[index]
        if entry == UNDEFINED:
            return HALTS, index, position, lowest, highest, steps
        tape[position] = np.uint8(entry & WRITTEN)
        position += -1 if entry & LEFT else 1
        lowest, highest = min(lowest, position), max(highest, position)
        index = (entry >> NEXT_PLACE) + np.int64(tape[position])
        steps += 1
    return OUT_OF_STEPS, index, position, lowest, highest, steps
