"""Proofs that a machine never halts, by closed sets of local situations whose cells remember who wrote them.

The idea is that of :mod:`ait.enumeration.ngram_kernel` (n-gram CPS, N. Fenner), for any number of symbols, and for
cells that carry a *history*: the last h pairs (state, symbol read) with which the cell was rewritten, or every pair
once, the latest first (``LATEST_ONCE``).  A machine whose cells carry more does the same steps, so a closed set
without an undefined entry is a proof for it too; and it tells apart what the bare cells do not.

A table is an array with one number for each entry, ``symbols``·state + symbol: ``UNDEFINED``, or the next state,
the symbol written and whether it moves left.  Cells with history are numbered as they turn up, in ``width`` bits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ait.jit import inline_kernel, kernel, lean_kernel

UNDEFINED = -1
NEXT_PLACE, WRITE_PLACE, WRITE_MASK, LEFTWARD = 8, 1, 127, 1

LATEST_ONCE = -1
LONGEST_HISTORY = 12
"""Pairs are kept in 4 bits each: states·symbols may be 14 at most, as 0 stands for no pair."""
PAIR, PAIR_MASK = 4, 15
HISTORY_PLACE, SYMBOL_MASK = 8, 255

KEY_BITS = 16  # the nearest n - 1 cells of a window beyond, (n - 1)·width bits
SITUATIONS = 1 << 13
HASH_SLOTS = 1 << 15
CELL_KINDS, CELL_SLOTS = 256, 1024
FIBONACCI = np.uint64(0x9E3779B97F4A7C15)
RIGHT_SIDE, LEFT_SIDE = 0, 1


class Work(NamedTuple):
    """Room for one proof at a time; entries count only where their stamp is that of the proof, so nothing is cleared.

    ``kinds``: cells by number; ``kind_slots``, ``kind_stamps``: a hash table of them; ``after``, ``after_stamps``: the
    number of the cell that a state leaves behind.  ``queue``: situations in the order found; ``slots``,
    ``slot_stamps``: a hash table of them.  For each side and key: ``grams``, the farthest cells of n-grams seen, and
    ``waits``, the situations that only lack one, both as lists (``gram_heads`` and ``wait_heads`` into (value, next)).
    """

    counter: np.ndarray
    kinds: np.ndarray
    kind_slots: np.ndarray
    kind_stamps: np.ndarray
    after: np.ndarray
    after_stamps: np.ndarray
    queue: np.ndarray
    slots: np.ndarray
    slot_stamps: np.ndarray
    key_stamps: np.ndarray
    gram_heads: np.ndarray
    wait_heads: np.ndarray
    grams: np.ndarray
    waits: np.ndarray


def work_space() -> Work:
    """Room for proofs of up to SITUATIONS situations; one for each thread."""
    keys = 2, 1 << KEY_BITS
    return Work(
        np.zeros(1, np.int64),
        np.zeros(CELL_KINDS, np.int64),
        np.zeros(CELL_SLOTS, np.int64),
        np.zeros(CELL_SLOTS, np.int64),
        np.zeros(CELL_KINDS * PAIR_MASK, np.int64),
        np.zeros(CELL_KINDS * PAIR_MASK, np.int64),
        np.zeros(SITUATIONS, np.int64),
        np.zeros(HASH_SLOTS, np.int64),
        np.zeros(HASH_SLOTS, np.int64),
        np.zeros(keys, np.int64),
        np.zeros(keys, np.int64),
        np.zeros(keys, np.int64),
        np.zeros((2 * SITUATIONS, 2), np.int64),
        np.zeros((SITUATIONS, 2), np.int64),
    )


@lean_kernel
def rewritten(cell: int, state: int, write: int, symbols: int, history: int) -> int:
    """The cell that is left behind: the new symbol, and the history with this visit before the others."""
    past, pair = cell >> HISTORY_PLACE, 1 + symbols * state + (cell & SYMBOL_MASK)
    if history >= 0:
        past = ((past << PAIR) | pair) & ((1 << (PAIR * history)) - 1)
    else:
        place = 0
        while (past >> place) & PAIR_MASK != pair and past >> place:
            place += PAIR
        nearer, farther = past & ((1 << place) - 1), past >> (place + PAIR)
        past = pair | (nearer << PAIR) | (farther << (place + PAIR))
    return (past << HISTORY_PLACE) | write


@lean_kernel
def kind_of(cell: int, known: int, stamp: int, work: Work) -> int:
    """The number of a cell; ``known`` where it is new, and it is then written down, if there is room."""
    place = np.int64((np.uint64(cell) * FIBONACCI) >> np.uint64(54))
    while work.kind_stamps[place] == stamp:
        number: int = work.kind_slots[place]
        if work.kinds[number] == cell:
            return number
        place = (place + 1) & (CELL_SLOTS - 1)
    if known < CELL_KINDS:
        work.kind_stamps[place], work.kind_slots[place], work.kinds[known] = stamp, known, cell
    return known


@inline_kernel
def push(situation: int, count: int, stamp: int, work: Work) -> int:
    """Queue a situation unless it was seen; how many there are now, SITUATIONS + 1 if there is no room."""
    place = np.int64((np.uint64(situation) * FIBONACCI) >> np.uint64(49))
    while work.slot_stamps[place] == stamp:
        if work.slots[place] == situation:
            return count
        place = (place + 1) & (HASH_SLOTS - 1)
    if count >= SITUATIONS:
        return SITUATIONS + 1
    work.slot_stamps[place], work.slots[place], work.queue[count] = stamp, situation, situation
    return count + 1


@inline_kernel
def touch(side: int, key: int, stamp: int, work: Work) -> None:
    """Empty the lists of a key that has not been met in this proof."""
    if work.key_stamps[side, key] != stamp:
        work.key_stamps[side, key] = stamp
        work.gram_heads[side, key] = work.wait_heads[side, key] = -1


@inline_kernel
def leave_behind(
    side: int, key: int, farthest: int, place: int, grams: int, count: int, stamp: int, work: Work
) -> tuple[int, int]:
    """Remember an n-gram that lies beyond on a side now, and queue the situations that have waited for it.

    ``farthest`` is its cell beyond ``key``, and belongs at ``place`` in those.  Returns how many n-grams and situations
    there are.
    """
    touch(side, key, stamp, work)
    index = work.gram_heads[side, key]
    while index >= 0 and work.grams[index, 0] != farthest:
        index = work.grams[index, 1]
    if index >= 0:
        return grams, count
    work.grams[grams, 0], work.grams[grams, 1] = farthest, work.gram_heads[side, key]
    work.gram_heads[side, key] = grams
    index = work.wait_heads[side, key]
    while index >= 0 and count <= SITUATIONS:
        count = push(work.waits[index, 0] | (farthest << place), count, stamp, work)
        index = work.waits[index, 1]
    return grams + 1, count


@inline_kernel
def follow(side: int, key: int, partial: int, place: int, waits: int, count: int, stamp: int, work: Work) -> int:
    """Queue a situation for every n-gram seen on a side that fits it, and let it wait for those still to come."""
    touch(side, key, stamp, work)
    work.waits[waits, 0], work.waits[waits, 1] = partial, work.wait_heads[side, key]
    work.wait_heads[side, key] = waits
    index = work.gram_heads[side, key]
    while index >= 0 and count <= SITUATIONS:
        count = push(partial | (work.grams[index, 0] << place), count, stamp, work)
        index = work.grams[index, 1]
    return count


@lean_kernel
def never_halts(entries: np.ndarray, symbols: int, n: int, history: int, width: int, work: Work) -> bool:
    """Whether the situations reachable from the blank tape close up without meeting an undefined entry.

    Args: ``n`` cells on either side, (2n + 1)·width at most 59 and (n - 1)·width at most 16; ``history`` 0 to 12, or
    ``LATEST_ONCE``; states·symbols at most 14 where there is a history.  True is a proof; False says nothing:
    an undefined entry was met, or there were more than 2^width kinds of cells or SITUATIONS situations.

    A situation is a number with the fields (state, left window, cell, right window), a window's nearest cell lowest.
    """
    work.counter[0] += 1
    stamp, limit = work.counter[0], min(1 << width, CELL_KINDS)
    far, cell_place, left_place, state_place = (n - 1) * width, n * width, (n + 1) * width, (2 * n + 1) * width
    mask, near, cell_mask = (1 << cell_place) - 1, (1 << far) - 1, (1 << width) - 1
    # The blank is cell number 0, and 0 is the first situation; on both sides all n-grams so far are blank.
    kinds, grams = kind_of(0, 0, stamp, work) + 1, 0
    count = push(0, 0, stamp, work)
    for side in (RIGHT_SIDE, LEFT_SIDE):
        grams, count = leave_behind(side, 0, 0, 0, grams, count, stamp, work)
    at = 0
    while at < count:
        situation = work.queue[at]
        state, kind = situation >> state_place, (situation >> cell_place) & cell_mask
        left, right = (situation >> left_place) & mask, situation & mask
        cell = work.kinds[kind]
        entry = entries[symbols * state + (cell & SYMBOL_MASK)]
        if entry == UNDEFINED:
            return False
        known = kind * PAIR_MASK + state
        if work.after_stamps[known] != stamp:
            new = (entry >> WRITE_PLACE) & WRITE_MASK
            if history:
                new = rewritten(cell, state, new, symbols, history)
            number = kind_of(new, kinds, stamp, work)
            kinds = max(kinds, number + 1)
            if kinds > limit:
                return False
            work.after_stamps[known], work.after[known] = stamp, number
        written, next_state = work.after[known], (entry >> NEXT_PLACE) << state_place
        # Moving away, a whole window comes to lie beyond on one side; on the other side the farthest cell of the new
        # window is unknown, and every n-gram seen there that fits is possible. One situation waits for each queued.
        if entry & LEFTWARD:
            key = left >> width
            partial = next_state | key << left_place | (left & cell_mask) << cell_place
            partial |= ((right << width) & mask) | written
            grams, count = leave_behind(RIGHT_SIDE, right & near, right >> far, far, grams, count, stamp, work)
            count = follow(LEFT_SIDE, key, partial, far + left_place, at, count, stamp, work)
        else:
            key = right >> width
            partial = next_state | (((left << width) & mask) | written) << left_place
            partial |= (right & cell_mask) << cell_place | key
            grams, count = leave_behind(
                LEFT_SIDE, left & near, left >> far, far + left_place, grams, count, stamp, work
            )
            count = follow(RIGHT_SIDE, key, partial, far, at, count, stamp, work)
        if count > SITUATIONS:
            return False
        at += 1
    return True


@kernel
def first_proof(tables: np.ndarray, symbols: int, stages: np.ndarray, work: Work) -> np.ndarray:
    """For each table, shape (tables, states·symbols), the first stage (n, history, width) that proves it never halts.

    ``stages`` has the shape (stages, 3).  Returns int64, shape (tables,): an index into it, or the number of stages.
    """
    found = np.zeros(tables.shape[0], np.int64)
    for row in range(tables.shape[0]):
        stage = 0
        while stage < stages.shape[0] and not never_halts(
            tables[row], symbols, stages[stage, 0], stages[stage, 1], stages[stage, 2], work
        ):
            stage += 1
        found[row] = stage
    return found
