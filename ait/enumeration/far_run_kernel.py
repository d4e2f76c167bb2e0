"""Runs of many millions of steps: whole blocks of cells are crossed at once, and each crossing is worked out only once.

Tables are those of :mod:`ait.enumeration.closure_kernel`.  A block holds ``cells`` cells of ``bits`` bits, the leftmost
lowest.
"""

from __future__ import annotations

import numpy as np

from ait.enumeration.closure_kernel import LEFTWARD, NEXT_PLACE, UNDEFINED, WRITE_MASK, WRITE_PLACE
from ait.jit import inline_kernel, kernel, lean_kernel

Integer = int | np.int64

FAR_HALTS, FAR_OUT_OF_STEPS, FAR_NEEDS_ROOM = range(3)
RIGHT_STACK, LEFT_STACK = range(2)
FIRST_ROOM = 1 << 8

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


@inline_kernel
def push(stacks: np.ndarray, used: np.ndarray, side: int, block: Integer, count: Integer) -> None:
    """Put ``count`` equal blocks on a side's stack of (block, count); blank ones are at its bottom without end."""
    top = used[side] - 1
    if top >= 0 and stacks[side, top, 0] == block:
        stacks[side, top, 1] += count
    elif top >= 0 or block != 0:
        stacks[side, top + 1, 0], stacks[side, top + 1, 1] = block, count
        used[side] = top + 2


@lean_kernel
def far_steps(
    entries: np.ndarray,
    symbols: int,
    cells: int,
    bits: int,
    limit: int,
    crossings: np.ndarray,
    stacks: np.ndarray,
    used: np.ndarray,
    where: np.ndarray,
) -> int:
    """Run on until the end, or until a stack may be full; see :func:`far_run`.

    The tape is two stacks of (block, how many such), right and left, shape (2, room, 2), with ``used`` entries each;
    the block that the head is in is on top of the one it is moving into.  Equal blocks that are all crossed in one
    state are crossed at once.  ``where``: side, place in blocks, the least and the greatest so far, state, steps.
    """
    side, at, lowest, highest, state, steps = where[0], where[1], where[2], where[3], where[4], where[5]
    size, room, verdict = cells * bits, stacks.shape[1] - 1, FAR_NEEDS_ROOM
    while used[RIGHT_STACK] < room and used[LEFT_STACK] < room:
        lowest, highest = min(lowest, at), max(highest, at)
        top = used[side] - 1
        block = stacks[side, top, 0] if top >= 0 else np.int64(0)
        place = (((state << 1) | side) << size) | block
        move = crossings[place]
        if move == 0:
            move = crossing(entries, symbols, cells, bits, block, state, side)
            crossings[place] = move
        once, count = move >> STEPS_PLACE, np.int64(1)
        if move == SLOW or steps + once > limit:
            head = cells - 1 if side == LEFT_STACK else 0
            after, next_state, head, done = within(entries, symbols, cells, bits, block, state, head, limit - steps)
            steps += done
            if steps == limit or 0 <= head < cells:
                verdict = FAR_OUT_OF_STEPS if steps == limit else FAR_HALTS
                break
            goes_right = head == cells
        else:
            after, next_state = (move >> BLOCK_PLACE) & BLOCK_MASK, (move >> STATE_PLACE) & STATE_MASK
            goes_right = move & ONWARD != 0
            if next_state == state and goes_right == (side == RIGHT_STACK):
                count = (limit - steps) // once
                if top >= 0:
                    count = min(count, stacks[side, top, 1])
            steps += once * count
        state = next_state
        if top >= 0:
            stacks[side, top, 1] -= count
            if stacks[side, top, 1] == 0:
                used[side] = top
        # What the head has left lies behind it now, on whichever side it came in.
        push(stacks, used, LEFT_STACK if goes_right else RIGHT_STACK, after, count)
        at += count if goes_right else -count
        side = RIGHT_STACK if goes_right else LEFT_STACK
    where[0], where[1], where[2], where[3], where[4], where[5] = side, at, lowest, highest, state, steps
    return verdict


@kernel
def far_run(
    entries: np.ndarray, symbols: int, cells: int, bits: int, limit: int, crossings: np.ndarray
) -> tuple[int, int, int, int]:
    """Run from the blank tape, state 0, until an undefined entry is reached or ``limit`` steps are done.

    ``crossings`` is room for states·2·2^(cells·bits) numbers, at most 24 bits a block.  Returns (verdict, steps, cells
    that suffice to the left of the start, and to its right); at FAR_HALTS the halting step is still to come, and is
    within the limit.
    """
    crossings[:] = 0
    stacks, used, where = np.zeros((2, FIRST_ROOM, 2), np.int64), np.zeros(2, np.int64), np.zeros(6, np.int64)
    while True:
        verdict = far_steps(entries, symbols, cells, bits, limit, crossings, stacks, used, where)
        if verdict != FAR_NEEDS_ROOM:
            return verdict, where[5], -where[2] * cells, (where[3] + 1) * cells
        larger = np.zeros((2, 2 * stacks.shape[1], 2), np.int64)
        larger[:, : stacks.shape[1]] = stacks
        stacks = larger


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
