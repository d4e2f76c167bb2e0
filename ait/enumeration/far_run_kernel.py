"""Runs of many millions of steps: whole blocks of cells are crossed at once, and each crossing is worked out only once.

Tables are those of :mod:`ait.enumeration.closure_kernel`.  A block holds ``cells`` cells of ``bits`` bits, the leftmost
lowest.
"""

from __future__ import annotations

import numpy as np

from ait.enumeration.closure_kernel import LEFTWARD, NEXT_PLACE, UNDEFINED, WRITE_MASK, WRITE_PLACE
from ait.jit import kernel, lean_kernel

Integer = int | np.int64

FAR_HALTS, FAR_OUT_OF_STEPS = range(2)
FIRST_BLOCKS = 1 << 10

# A crossing: steps, the block left behind, the state after it, 1 if to the right, and a 1; or 0 if not known yet.
STEPS_PLACE, BLOCK_PLACE, STATE_PLACE = 34, 10, 2
BLOCK_MASK, STATE_MASK = (1 << 24) - 1, 255
ONWARD, KNOWN = 2, 1
SLOW = 1  # this block is not crossed, or not in few steps: to be run step by step
MOST_STEPS_CROSSING = 1 << 20


@lean_kernel
def within(
    entries: np.ndarray, symbols: int, cells: int, bits: int, block: Integer, state: Integer, at: int, limit: Integer
) -> tuple[Integer, Integer, int, int]:
    """Run inside one block until the head leaves it, an entry is undefined, or ``limit`` steps are done.

    Returns (block, state, place of the head, -1 or ``cells`` where it has left, steps).
    """
    symbol_mask, steps = (1 << bits) - 1, 0
    while steps < limit and 0 <= at < cells:
        shift = at * bits
        symbol = (block >> shift) & symbol_mask
        entry = entries[symbols * state + symbol]
        if entry == UNDEFINED:
            break
        block ^= (symbol ^ ((entry >> WRITE_PLACE) & WRITE_MASK)) << shift
        state = entry >> NEXT_PLACE
        at += -1 if entry & LEFTWARD else 1
        steps += 1
    return block, state, at, steps


@lean_kernel
def crossing(
    entries: np.ndarray, symbols: int, cells: int, bits: int, block: Integer, state: Integer, from_right: int
) -> Integer:
    """What becomes of a block entered at one of its ends, as one number."""
    start = cells - 1 if from_right else 0
    after, next_state, at, steps = within(entries, symbols, cells, bits, block, state, start, MOST_STEPS_CROSSING)
    if 0 <= at < cells:
        return SLOW
    onward = ONWARD if at == cells else 0
    return (steps << STEPS_PLACE) | (after << BLOCK_PLACE) | (next_state << STATE_PLACE) | onward | KNOWN


@kernel
def far_run(
    entries: np.ndarray, symbols: int, cells: int, bits: int, limit: int, crossings: np.ndarray
) -> tuple[int, Integer, int, int]:
    """Run from the blank tape, state 0, until an undefined entry is reached or ``limit`` steps are done.

    ``crossings`` is room for states·2·2^(cells·bits) numbers, at most 24 bits a block.  Returns (verdict, steps, cells
    that suffice to the left of the start, and to its right); at FAR_HALTS the halting step is still to come, and is
    within the limit.
    """
    crossings[:] = 0
    size = cells * bits
    tape = np.zeros(FIRST_BLOCKS, np.int32)
    start = at = lowest = highest = FIRST_BLOCKS // 2
    state: Integer = 0
    steps: Integer = 0
    from_right = 0
    while True:
        if at < 0 or at >= tape.shape[0]:
            larger = np.zeros(4 * tape.shape[0], np.int32)
            moved = tape.shape[0]
            larger[moved : 2 * moved] = tape
            tape = larger
            start, at, lowest, highest = start + moved, at + moved, lowest + moved, highest + moved
        lowest, highest = min(lowest, at), max(highest, at)
        block: Integer = np.int64(tape[at])
        place = (((state << 1) | from_right) << size) | block
        move = crossings[place]
        if move == 0:
            move = crossing(entries, symbols, cells, bits, block, state, from_right)
            crossings[place] = move
        if move == SLOW or steps + (move >> STEPS_PLACE) > limit:
            head = cells - 1 if from_right else 0
            block, state, head, done = within(entries, symbols, cells, bits, block, state, head, limit - steps)
            steps += done
            tape[at] = block
            if steps == limit or 0 <= head < cells:
                verdict = FAR_OUT_OF_STEPS if steps == limit else FAR_HALTS
                return verdict, steps, (start - lowest) * cells, (highest + 1 - start) * cells
            onward = head == cells
        else:
            tape[at] = (move >> BLOCK_PLACE) & BLOCK_MASK
            steps += move >> STEPS_PLACE
            state = (move >> STATE_PLACE) & STATE_MASK
            onward = move & ONWARD != 0
        from_right = 0 if onward else 1
        at += 1 if onward else -1


@kernel
def plain_run(
    entries: np.ndarray, symbols: int, tape: np.ndarray, start: int, limit: int
) -> tuple[int, int, int, int, int, int]:
    """Run step by step on a blank byte tape that is wide enough, until an undefined entry or ``limit`` steps.

    Returns (verdict, entry reached, position, lowest, highest, steps), positions as indices of the tape.
    """
    position = lowest = highest = start
    state = steps = 0
    while steps < limit:
        at = symbols * state + tape[position]
        entry = entries[at]
        if entry == UNDEFINED:
            return FAR_HALTS, at, position, lowest, highest, steps
        tape[position] = (entry >> WRITE_PLACE) & WRITE_MASK
        state = entry >> NEXT_PLACE
        position += -1 if entry & LEFTWARD else 1
        lowest, highest = min(lowest, position), max(highest, position)
        steps += 1
    return FAR_OUT_OF_STEPS, symbols * state + tape[position], position, lowest, highest, steps
