"""The walk of :mod:`ait.enumeration.turing_walk_kernel` as one lane of a graphics processor does it.

A lane takes frames off a common list and walks what lies below each, depth first.  It goes back and forth between two
phases: a few machine steps; then, where its node has come to an end, the account of that node and the choice of the
next.  So lanes side by side, whose nodes run for 1 step or for 500, need not wait for the longest of them.

Nodes are counted, not machines: what a node stands for follows from how many states it uses and how many entries it
leaves undefined, so that a small table of 32-bit counts says all.  What a lane cannot do it hands back, as a frame and
the child that was not run: a tape too wide for a register, an output of 64 cells.

The same source is compiled for a graphics processor (:mod:`ait.enumeration.turing_cuda_kernel`) and, for the tests, as
an ordinary function, the only lane.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

# A frame, in words: the two tables, the tape, the number, the small fields below, the children left to run as bits.
TABLE_0, TABLE_1, WORD, NUMBER, FIELDS, TODO = range(6)
FRAME = 6
CHILD = FRAME  # of a frame that is handed back: the child that was not run
HANDED = FRAME + 1
DEEPEST = 5  # undefined entries a frame may have at most where its children's children are walked too
STACK = (DEEPEST - 1) * FRAME

# The fields' places: cells left and right of the head, states used, undefined entries, entry reached, steps.
LEFT_AT, RIGHT_AT, USED_AT, OPEN_AT, ENTRY_AT, STEPS_AT = (np.uint64(place) for place in (0, 6, 12, 15, 19, 24))
SIX_BITS, THREE_BITS, FOUR_BITS = np.uint64(63), np.uint64(7), np.uint64(15)

# Nodes by fate, states used and entries undefined; skipped ones by the states of their parents, and its entries less 1.
HALTED, LOOPED, UNDECIDED, SKIPPED = range(4)
USED_CLASS, FATE_CLASS = 16, 128
CLASSES = 4 * FATE_CLASS

# What all lanes count: frames taken, kept, handed back; outputs that found no place in the table, and new ones.
TAKEN, KEPT, BACK, NO_PLACE, FRESH = range(5)
COUNTERS = 5

# A row of the table of outputs: the word under a leading 1; machines; steps and number of the best, complemented so
# that the larger is the better and 0 is none.
KEY, COUNT, BEST = range(3)
ROW = 4
FIBONACCI = np.uint64(0x9E3779B97F4A7C15)
PROBES = 512

# The settings of a walk.  Steps stand above so many bits in a word whose lower part is a number.
STATES, LIMIT, KEEP, ITEMS, NUMBER_BITS = range(5)

COMMON = 1024  # keys and steps that a block counts by itself, where that is asked for

HALTS, LOOPS, OUT_OF_STEPS, TOO_WIDE, RUNS, NO_NODE = range(6)
NOTHING, ONE, TWO, THREE, FOUR = (np.uint64(value) for value in range(5))
EVERY = np.uint64(0xFFFFFFFFFFFFFFFF)
BYTE, BYTE_MASK, LAST_BIT, WORD_BITS = np.uint64(8), np.uint64(255), np.uint64(63), np.uint64(64)
ONES, SEVENS, EIGHTS = (np.uint64(value * 0x0101010101010101) for value in (1, 7, 8))
PAIRS, FOURS, LOW_HALF = (np.uint64(value) for value in (0x00FF00FF00FF00FF, 0x0000FFFF0000FFFF, 0xFFFFFFFF))
UNDEFINED, LEFT, SHIFT_MASK, FLIP_BIT, SYMBOL_BIT, STATE_BIT = 1, 128, 56, 6, 1, 3
NO_STATE = 255
WIDEST = 63  # cells between the outermost ones of a register
FIRST_WINDOW = 16

Function = Any


class Target(NamedTuple):
    """What differs between one lane and many: how functions are compiled, and how they touch what all lanes share.

    ``add(array, index, value)`` gives the value before, and so does ``claim``, which writes only where 0 stood;
    ``raise_to`` keeps the larger one; ``lowest`` is the place of a word's lowest 1; ``votes`` says in how many lanes
    of the warp a condition holds.
    """

    compiled: Function
    add: Function
    claim: Function
    raise_to: Function
    lowest: Function
    votes: Function


class Tuning(NamedTuple):
    """How a lane alternates between steps and nodes, which changes its speed alone.

    A warp makes ``steps`` steps, again and again until no more than ``eighths`` eighths of its lanes still run: 8
    stops after the first time, 0 waits for all.  With ``combine`` a block counts the commonest outputs by itself.
    """

    steps: int = 12
    eighths: int = 8
    combine: bool = False


def hopeful_states(table_0, table_1, used, state, symbol):  # type: ignore[no-untyped-def]
    """The states from which arrows lead to an undefined entry other than the one reached: a 1 in each one's byte."""
    kept = ONES & ((ONE << (BYTE * used)) - ONE)
    open_0, open_1 = table_0 & kept, table_1 & kept
    reached = ONE << (BYTE * state)
    hopeful = (open_0 & ~(reached * (ONE - symbol))) | (open_1 & ~(reached * symbol))
    defined_0, defined_1 = kept ^ open_0, kept ^ open_1
    next_0, next_1 = (table_0 >> THREE) & SEVENS, (table_1 >> THREE) & SEVENS
    done = NOTHING
    while hopeful != done:
        for target in range(np.int32(used)):
            bit = ONE << (BYTE * np.uint64(target))
            if hopeful & bit & ~done:
                done |= bit
                wanted = ONES * np.uint64(target)
                # 8 less the difference of two states has its fourth bit set only where there is none.
                hopeful |= ((EIGHTS - (next_0 ^ wanted)) >> THREE) & defined_0
                hopeful |= ((EIGHTS - (next_1 ^ wanted)) >> THREE) & defined_1
    return hopeful


def four_each(states):  # type: ignore[no-untyped-def]
    """Four bits, the choices that lead there, for each state whose byte holds a 1."""
    pairs = (states | (states >> FOUR)) & PAIRS
    fours = (pairs | (pairs >> BYTE)) & FOURS
    return ((fours | (fours >> np.uint64(16))) & LOW_HALF) * np.uint64(15)


def add_output_for(target: Target) -> Function:
    """The function that counts an output in the common table, and keeps its best (steps, number)."""
    add, claim, raise_to = target.add, target.claim, target.raise_to

    def add_output(rows, counters, key, share, best):  # type: ignore[no-untyped-def]
        last = np.uint64(rows.shape[0] // ROW - 1)
        place = ((key * FIBONACCI) >> np.uint64(32)) & last
        left: Any = min(np.int64(last), PROBES)
        while left >= 0:
            left -= 1
            at = np.int64(place) * ROW
            known = rows[at + KEY]
            if known == NOTHING:
                known = claim(rows, at + KEY, key)
                if known == NOTHING:
                    add(counters, FRESH, ONE)
                    known = key
            if known == key:
                add(rows, at + COUNT, share)
                # What is read may be out of date: then it is too small, and the comparison is made again.
                if best > rows[at + BEST]:
                    raise_to(rows, at + BEST, best)
                return
            place = (place + ONE) & last
        add(counters, NO_PLACE, ONE)

    return target.compiled(add_output)


def lane_for(target: Target, tuning: Tuning) -> tuple[Function, Function]:
    """The walk of one lane, and the function by which it counts outputs."""
    add, raise_to, lowest, votes = target.add, target.raise_to, target.lowest, target.votes
    hopeful_of, choices_of, add_output = (
        target.compiled(hopeful_states),
        target.compiled(four_each),
        add_output_for(target),
    )
    at_once, eighths, combine = tuning.steps, tuning.eighths, tuning.combine

    def lane(  # type: ignore[no-untyped-def]
        items,
        settings,
        shares,
        powers,
        stack,
        counts,
        common_counts,
        common_best,
        common_times,
        counters,
        times,
        spans,
        rows,
        kept,
        back,
    ):
        states, limit = np.uint64(settings[STATES]), np.int32(settings[LIMIT])
        keep, in_all = np.uint64(settings[KEEP]), np.uint64(settings[ITEMS])
        number_bits = np.uint64(settings[NUMBER_BITS])
        depth, choice, verdict, alive = np.int32(-1), NOTHING, np.int32(NO_NODE), True
        table_0 = table_1 = word = saved_word = right_word = left_word = NOTHING
        entry = state = np.int32(0)
        saved_state = right_state = left_state = np.int32(NO_STATE)
        steps = stop = np.int32(0)
        window = np.int32(FIRST_WINDOW)
        position = lowest_cell = highest_cell = saved_at = np.int32(0)
        right_at = right_back = rights = left_at = left_back = lefts = np.int32(0)
        while True:
            if verdict != RUNS and alive:
                if verdict != NO_NODE:
                    base = depth * FRAME
                    fields = stack[base + FIELDS]
                    used = (fields >> USED_AT) & THREE_BITS
                    opened = ((fields >> OPEN_AT) & FOUR_BITS) - ONE
                    used += ONE if choice >> TWO == used else NOTHING
                    kind = np.int64(used) * USED_CLASS + np.int64(opened)
                    width = np.int32(highest_cell - lowest_cell)
                    if verdict == TOO_WIDE or (verdict == HALTS and width == WIDEST):
                        row = np.int64(add(counters, BACK, ONE))
                        if row < back.shape[0]:
                            for column in range(FRAME):
                                back[row, column] = stack[base + column]
                            back[row, CHILD] = choice
                    elif verdict == HALTS:
                        add(counts, HALTED * FATE_CLASS + kind, np.uint32(1))
                        share = shares[kind - 1]
                        right = np.uint64(highest_cell - position)
                        reached = np.uint64(((entry >> STATE_BIT) & 7) * 2 + ((entry >> SYMBOL_BIT) & 1))
                        number = stack[base + NUMBER] + (choice + TWO) * powers[(fields >> ENTRY_AT) & FOUR_BITS]
                        length = np.uint64(width + 1)
                        cells = (word << right) | ((word >> ONE) >> (LAST_BIT - right))
                        zero = (cells | (ONE << length)) & ~(ONE << right)
                        one = zero | (ONE << right)
                        after = np.uint64(steps + 1) << number_bits
                        best_zero, best_one = ~(after | number), ~(after | (number + powers[reached]))
                        common = False
                        if combine:
                            common = opened == ONE and used == states
                        if common and steps + 1 < COMMON:
                            add(common_times, steps + 1, np.uint32(1))
                        else:
                            add(times, steps + 1, share + share)
                        if common and one < np.uint64(COMMON):
                            add(common_counts, zero, np.uint32(1))
                            add(common_counts, one, np.uint32(1))
                            if best_zero > common_best[zero]:
                                raise_to(common_best, zero, best_zero)
                            if best_one > common_best[one]:
                                raise_to(common_best, one, best_one)
                        else:
                            add_output(rows, counters, zero, share, best_zero)
                            add_output(rows, counters, one, share, best_one)
                        if opened > ONE:
                            hopeful = hopeful_of(table_0, table_1, used, reached >> ONE, reached & ONE)
                            groups = used
                            if used < states:
                                hopeful |= ONE << (BYTE * used)
                                groups = used + ONE
                            todo = choices_of(hopeful)
                            skipped = np.uint32(groups * FOUR)
                            others = todo
                            while others != NOTHING:
                                others &= others - ONE
                                skipped = np.uint32(skipped - np.uint32(1))
                            if skipped != 0:
                                add(counts, SKIPPED * FATE_CLASS + kind - 1, skipped)
                            fields = (
                                np.uint64(position - lowest_cell)
                                | (right << RIGHT_AT)
                                | (used << USED_AT)
                                | (opened << OPEN_AT)
                                | (reached << ENTRY_AT)
                                | (np.uint64(steps) << STEPS_AT)
                            )
                            if opened == keep:
                                row = np.int64(add(counters, KEPT, ONE))
                                if row < kept.shape[0]:
                                    kept[row, TABLE_0] = table_0
                                    kept[row, TABLE_1] = table_1
                                    kept[row, WORD] = word
                                    kept[row, NUMBER] = number
                                    kept[row, FIELDS] = fields
                                    kept[row, TODO] = todo
                            else:
                                depth = np.int32(depth + 1)
                                base = depth * FRAME
                                stack[base + TABLE_0] = table_0
                                stack[base + TABLE_1] = table_1
                                stack[base + WORD] = word
                                stack[base + NUMBER] = number
                                stack[base + FIELDS] = fields
                                stack[base + TODO] = todo
                    elif verdict == LOOPS:
                        add(counts, LOOPED * FATE_CLASS + kind, np.uint32(1))
                    else:
                        add(counts, UNDECIDED * FATE_CLASS + kind, np.uint32(1))
                        add(spans, width + 1, shares[kind])
                verdict = np.int32(NO_NODE)
                while verdict == NO_NODE and alive:
                    if depth < 0:
                        taken = add(counters, TAKEN, ONE)
                        if taken >= in_all:
                            alive = False
                        else:
                            for column in range(FRAME):
                                stack[column] = items[taken, column]
                            depth = np.int32(0)
                    else:
                        base = depth * FRAME
                        todo = stack[base + TODO]
                        if todo == NOTHING:
                            depth = np.int32(depth - 1)
                        else:
                            verdict = np.int32(RUNS)
                            choice = np.uint64(lowest(todo))
                            stack[base + TODO] = todo & (todo - ONE)
                            table_0, table_1 = stack[base + TABLE_0], stack[base + TABLE_1]
                            word, fields = stack[base + WORD], stack[base + FIELDS]
                            reached = (fields >> ENTRY_AT) & FOUR_BITS
                            symbol, shift = reached & ONE, (reached >> ONE) << THREE
                            byte = (
                                ((choice >> TWO) << THREE)
                                | (((choice & ONE) ^ symbol) << np.uint64(FLIP_BIT))
                                | (((choice >> ONE) & ONE) << np.uint64(7))
                            )
                            if symbol != NOTHING:
                                table_1 = (table_1 & ~(BYTE_MASK << shift)) | (byte << shift)
                            else:
                                table_0 = (table_0 & ~(BYTE_MASK << shift)) | (byte << shift)
                            entry, state = np.int32(byte), np.int32(shift)
                            steps = np.int32(fields >> STEPS_AT)
                            position = np.int32(0)
                            lowest_cell = np.int32(-np.int32((fields >> LEFT_AT) & SIX_BITS))
                            highest_cell = np.int32((fields >> RIGHT_AT) & SIX_BITS)
                            saved_word = right_word = left_word = word
                            saved_state, window, saved_at = state, np.int32(FIRST_WINDOW), np.int32(0)
                            stop = min(np.int32(steps + FIRST_WINDOW), limit)
                            right_state = left_state = np.int32(NO_STATE)
                            right_at = right_back = rights = np.int32(0)
                            left_at = left_back = lefts = np.int32(0)
            living = votes(alive)
            if living == 0:
                break
            enough = (living * eighths) >> 3
            while True:
                for _ in range(at_once):
                    if verdict == RUNS:
                        if steps == stop:
                            if steps == limit:
                                verdict = np.int32(OUT_OF_STEPS)
                            else:
                                saved_word, saved_state, saved_at = word, state, position
                                window = np.int32(2 * window)
                                stop = min(np.int32(steps + window), limit)
                        if verdict == RUNS and entry & UNDEFINED != 0:
                            verdict = np.int32(HALTS)
                    if verdict == RUNS:
                        word ^= np.uint64((entry >> FLIP_BIT) & 1)
                        if entry & LEFT != 0:
                            word = (word >> ONE) | (word << LAST_BIT)
                            position = np.int32(position - 1)
                        else:
                            word = (word << ONE) | (word >> LAST_BIT)
                            position = np.int32(position + 1)
                        state = np.int32(entry & SHIFT_MASK)
                        table = table_1 if word & ONE != NOTHING else table_0
                        entry = np.int32((table >> np.uint64(state)) & BYTE_MASK)
                        steps = np.int32(steps + 1)
                        right_back = min(right_back, position)
                        left_back = max(left_back, position)
                        met = word == saved_word and state == saved_state
                        if met and np.int32(highest_cell - lowest_cell + abs(position - saved_at)) <= WIDEST:
                            verdict = np.int32(LOOPS)
                        outward = position > highest_cell
                        if verdict == RUNS and (outward or position < lowest_cell):
                            if outward:
                                highest_cell = position
                            else:
                                lowest_cell = position
                            # The cells as far as the head went back since the record kept: bits 0 to d, or the d last.
                            known_word, known_state = (right_word, right_state) if outward else (left_word, left_state)
                            shift = np.int32(WIDEST - right_at + right_back if outward else left_back - left_at)
                            mask = EVERY >> np.uint64(shift)
                            records = np.int32((rights if outward else lefts) + 1)
                            if not outward:
                                mask = ~mask
                            if np.int32(highest_cell - lowest_cell) > WIDEST:
                                verdict = np.int32(TOO_WIDE)
                            elif state == known_state and (word ^ known_word) & mask == NOTHING:
                                verdict = np.int32(LOOPS)
                            # At the first record, the second, the fourth, the eighth ...
                            kept_now = records & np.int32(records - 1) == 0
                            if outward:
                                rights = records
                                if kept_now:
                                    right_word, right_state = word, state
                                    right_at = right_back = position
                            else:
                                lefts = records
                                if kept_now:
                                    left_word, left_state = word, state
                                    left_at = left_back = position
                if eighths == 8:
                    break
                if votes(verdict == RUNS) <= enough:
                    break

    return target.compiled(lane), add_output
