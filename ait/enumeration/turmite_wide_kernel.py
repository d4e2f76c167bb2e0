"""One turmite on a plane of bytes, for those that outgrow the register: run from the start, its history kept.

Loops are proved from the history.  If the last p steps did what the p steps before them did, and from here on the head
will find on every cell what it found there a period before, then the machine goes on so for ever.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ait.enumeration.turmite_step_kernel import (
    COLUMN_STEP,
    DIRECTION_BIT,
    FLIP_BIT,
    HALTS,
    LOOPS,
    ONE,
    OUT_OF_STEPS,
    ROW_STEP,
    STATE_BIT,
    STATE_PLACE,
    THREE,
    UNDEFINED,
    Integer,
)
from ait.jit import lean_kernel

FIRST_TRIAL = 32
"""Steps after which a loop is first looked for; then after twice as many, and so on, and at the limit."""
MOST_PERIODS = 4
"""So many periods that the last steps fit are tried, shortest first."""

TOP, BOTTOM, LEFTMOST, RIGHTMOST, ROW, COLUMN, STAMP = range(7)
STAMP_PLACE, VISIT = 32, (1 << 32) - 1


class Plane(NamedTuple):
    """Work space for runs of up to (cells a side - 1) / 2 steps.

    ``cells`` is blank outside of runs; ``visits`` says in which trial a cell was last seen, and when it was first
    visited there and what was read, as stamp·2^32 + 2·step + symbol.  ``rows``, ``columns`` and ``reads`` (2·state +
    symbol) are the history.  ``place`` is the bounding box of the visited cells, then the head, as indices, and the
    last stamp.
    """

    cells: np.ndarray
    visits: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    reads: np.ndarray
    place: np.ndarray


@lean_kernel
def finds_the_same(plane: Plane, row: Integer, column: Integer, down: Integer, across: Integer) -> bool:
    """Whether the head, coming to this cell's place in each period to come, finds what it found on the cell.

    The period, which was stamped, moves the head by (down, across).  The place m periods on is the cell m such moves
    away: the first of these that the period itself has touched holds what every later period will find, those
    before it are found as they are now, and outside the bounding box all is blank.
    """
    place, stamp = plane.place, plane.place[STAMP]
    symbol = plane.visits[row, column] & 1
    while True:
        row, column = row + down, column + across
        inside = place[TOP] <= row <= place[BOTTOM] and place[LEFTMOST] <= column <= place[RIGHTMOST]
        if not inside:
            return bool(symbol == 0)
        if plane.cells[row, column] != symbol:
            return False
        if plane.visits[row, column] >> STAMP_PLACE == stamp:
            return True


@lean_kernel
def goes_on(plane: Plane, start: Integer, steps: Integer, row: Integer, column: Integer) -> bool:
    """Whether the steps from ``start`` up to now, at whose end the head is on (row, column), repeat for ever."""
    plane.place[STAMP] += 1
    stamp = plane.place[STAMP]
    for step in range(start, steps):
        r, c = plane.rows[step], plane.columns[step]
        if plane.visits[r, c] >> STAMP_PLACE != stamp:
            plane.visits[r, c] = (stamp << STAMP_PLACE) | (2 * step + (plane.reads[step] & 1))
    down, across = row - plane.rows[start], column - plane.columns[start]
    for step in range(start, steps):
        r, c = plane.rows[step], plane.columns[step]
        if (plane.visits[r, c] & VISIT) >> 1 == step and not finds_the_same(plane, r, c, down, across):
            return False
    return True


@lean_kernel
def loops(plane: Plane, steps: Integer, state: Integer, row: Integer, column: Integer) -> bool:
    """Whether a period that the last steps went through twice is proved to go on; the history is ``steps`` long."""
    reads = plane.reads
    tried = 0
    for period in range(1, steps // 2 + 1):
        if reads[steps - period] >> 1 != state:
            continue
        back = 1
        while back <= period and reads[steps - back] == reads[steps - back - period]:
            back += 1
        if back > period:
            if goes_on(plane, steps - period, steps, row, column):
                return True
            tried += 1
            if tried == MOST_PERIODS:
                return False
    return False


@lean_kernel
def run_wide(table_0: np.uint64, table_1: np.uint64, plane: Plane, limit: Integer) -> tuple[int, Integer, Integer]:
    """Run from the start, state 0 in the middle of a blank plane of at least (2·limit + 1)^2 cells, to its end.

    Returns (verdict, entry reached as 2·state + symbol, steps); at HALTS that entry is undefined.  ``plane`` holds the
    cells visited and where they are.
    """
    row = top = bottom = plane.cells.shape[0] // 2
    column = leftmost = rightmost = plane.cells.shape[1] // 2
    place = plane.place
    state: Integer = 0
    steps, trial, verdict = 0, min(FIRST_TRIAL, limit), OUT_OF_STEPS
    while True:
        symbol = np.int64(plane.cells[row, column])
        entry = (table_1 if symbol else table_0) >> np.uint64(8 * state)
        if steps == trial:
            place[TOP], place[BOTTOM], place[LEFTMOST], place[RIGHTMOST] = top, bottom, leftmost, rightmost
            if loops(plane, steps, state, row, column):
                verdict = LOOPS
                break
            if steps == limit:
                break
            trial = min(2 * trial, limit)
        if entry & UNDEFINED:
            verdict = HALTS
            break
        plane.rows[steps], plane.columns[steps], plane.reads[steps] = row, column, 2 * state + symbol
        plane.cells[row, column] ^= np.uint8((entry >> FLIP_BIT) & ONE)
        direction = np.int64((entry >> DIRECTION_BIT) & THREE)
        row += ROW_STEP[direction]
        column += COLUMN_STEP[direction]
        state = np.int64((entry & STATE_PLACE) >> STATE_BIT)
        steps += 1
        top, bottom = min(top, row), max(bottom, row)
        leftmost, rightmost = min(leftmost, column), max(rightmost, column)
    place[TOP], place[BOTTOM], place[LEFTMOST], place[RIGHTMOST] = top, bottom, leftmost, rightmost
    place[ROW], place[COLUMN] = row, column
    return verdict, 2 * state + symbol, steps


@lean_kernel
def clear(plane: Plane, steps: Integer) -> None:
    """Make the plane blank again, on which so many steps were run."""
    for step in range(steps):
        plane.cells[plane.rows[step], plane.columns[step]] = 0
