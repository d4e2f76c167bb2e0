"""The nodes of the walk over turmites: how one is kept, given children, run, and its outputs counted."""

from __future__ import annotations

import numpy as np

# A table's bytes hold the next state and the mark of an undefined entry where those of machines on a line do.
from ait.enumeration.turing_frame_kernel import hopeful_states
from ait.enumeration.turmite_image_kernel import least_image, least_long_image
from ait.enumeration.turmite_output_kernel import add
from ait.enumeration.turmite_step_kernel import (
    BYTES,
    DIRECTION_BIT,
    DOWN_PLACE,
    FLIP_BIT,
    LEFT_PLACE,
    NOTHING,
    ONE,
    RIGHT_PLACE,
    STATE_BIT,
    THREE,
    TOO_WIDE,
    UP_PLACE,
    Integer,
    box_field,
    run,
)
from ait.enumeration.turmite_wide_kernel import BOTTOM, COLUMN, LEFTMOST, RIGHTMOST, ROW, TOP, Plane, run_wide
from ait.jit import lean_kernel

# A frame: a node that reached an undefined entry, and how far its children have been walked.
(
    TABLE_0,
    TABLE_1,
    WORD,  # the plane, see turmite_step_kernel; without meaning where WIDE is set
    BOX,  # likewise
    STEPS,
    ENTRY,  # the undefined entry reached, 2·state + symbol
    STATES,  # how many are used
    OPEN,  # how many of the 2n entries are undefined
    WEIGHT,  # by how many machines, apart from what its undefined entries hold, the node is multiplied
    NUMBER,  # number of the machine whose undefined entries are all 0 (halt and write 0)
    HOPEFUL,  # bit s is set unless a machine in state s can never reach another undefined entry
    WIDE,  # 1 if the machine needs the byte plane
    FLAT,  # 1 if it has not moved up or down: its first such move is up, and counted for two
    CHOICE,  # the child to walk next: written symbol + 2·direction + 8·(next state)
    END,  # the first choice that is not a child
) = range(15)
FRAME = 15

BYTE, BYTE_MASK = np.uint64(8), np.uint64(255)
STATE_MASK = np.uint64(7)
DIRECTION_PLACE, NEXT_PLACE = np.uint64(1), np.uint64(3)  # places in a choice
UP, DOWN = np.uint64(2), np.uint64(3)
HALTING_DIGITS = np.uint64(2)  # the digit of a choice in the machine's number is this much more
WORD_BITS = np.uint64(64)


@lean_kernel
def define_child(
    parent: np.ndarray, child: np.ndarray, choice: np.uint64, states: int, powers: np.ndarray
) -> np.uint64:
    """Fill in a child's frame up to the point where it runs: the parent's entry defined as ``choice`` says."""
    entry, used, next_state = parent[ENTRY], parent[STATES], choice >> NEXT_PLACE
    direction = (choice >> DIRECTION_PLACE) & THREE
    symbol, shift = entry & ONE, (entry >> ONE) << STATE_BIT
    byte = (next_state << STATE_BIT) | (((choice & ONE) ^ symbol) << FLIP_BIT) | (direction << DIRECTION_BIT)
    child[TABLE_0], child[TABLE_1] = parent[TABLE_0], parent[TABLE_1]
    column = TABLE_1 if symbol else TABLE_0
    child[column] = (parent[column] & ~(BYTE_MASK << shift)) | (byte << shift)
    child[STATES], child[WEIGHT], child[FLAT] = used, parent[WEIGHT], parent[FLAT]
    if next_state == used:
        child[STATES] = used + ONE
        child[WEIGHT] *= np.uint64(states) - used
    if parent[FLAT] and direction == UP:
        child[FLAT] = 0
        child[WEIGHT] *= np.uint64(2)
    child[OPEN] = parent[OPEN] - ONE
    child[NUMBER] = parent[NUMBER] + (choice + HALTING_DIGITS) * powers[entry]
    child[WIDE] = parent[WIDE]
    start: np.uint64 = child[column] >> shift
    return start


@lean_kernel
def run_child(
    parent: np.ndarray,
    child: np.ndarray,
    start: np.uint64,
    limit: Integer,
    marks: np.ndarray,
    reaches: np.ndarray,
    plane: Plane,
) -> int:
    """Run a child from its parent's configuration, or from the start on ``plane`` where it is wide; the verdict."""
    if not child[WIDE]:
        before = np.int64(parent[STEPS])
        verdict, reached, word, box, steps = run(
            child[TABLE_0], child[TABLE_1], start, parent[WORD], parent[BOX], before, limit, marks, reaches
        )
        if verdict != TOO_WIDE:
            child[WORD], child[BOX], child[STEPS] = word, box, np.uint64(steps)
            child[ENTRY] = (((reached >> STATE_BIT) & STATE_MASK) << ONE) | ((reached >> FLIP_BIT) & ONE)
            return verdict
    child[WIDE] = ONE
    verdict, entry, steps = run_wide(child[TABLE_0], child[TABLE_1], plane, limit)
    child[STEPS], child[ENTRY] = np.uint64(steps), np.uint64(entry)
    return verdict


@lean_kernel
def extent(child: np.ndarray, plane: Plane) -> tuple[Integer, Integer]:
    """Rows and columns of the bounding box of what was visited."""
    if child[WIDE]:
        place = plane.place
        return place[BOTTOM] - place[TOP] + 1, place[RIGHTMOST] - place[LEFTMOST] + 1
    box = child[BOX]
    rows = box_field(box, UP_PLACE) + box_field(box, DOWN_PLACE) + 1
    return rows, box_field(box, LEFT_PLACE) + box_field(box, RIGHT_PLACE) + 1


@lean_kernel
def prepare(frame: np.ndarray, states: int) -> None:
    """Make a node that halted ready for the walk over its children."""
    used = np.int64(frame[STATES])
    frame[HOPEFUL] = np.uint64(hopeful_states(frame[TABLE_0], frame[TABLE_1], used, np.int64(frame[ENTRY])))
    frame[CHOICE], frame[END] = np.uint64(0), np.uint64(8 * states if used == states else 8 * used + 8)


@lean_kernel
def corner(frame: np.ndarray) -> tuple[np.uint64, np.uint64]:
    """The plane turned so that the top left cell of the bounding box is bit 0, and the head's cell as a bit."""
    word, box = frame[WORD], frame[BOX]
    up, left = (box >> UP_PLACE) & BYTE_MASK, (box >> LEFT_PLACE) & BYTE_MASK
    if up:
        word = (word << (up << THREE)) | (word >> (WORD_BITS - (up << THREE)))
    # Each row by itself: what leaves its byte at the top comes in at the bottom.
    low = (BYTE_MASK >> left) * BYTES
    word = ((word & low) << left) | ((word & ~low) >> (BYTE - left))
    return word, ONE << ((up << THREE) + left)


@lean_kernel
def count_outputs(
    rows: np.ndarray, frame: np.ndarray, shape: np.uint64, share: np.uint64, powers: np.ndarray, subtree: np.uint64
) -> int:
    """Count the two outputs of a node that halted in the register, head cell 0 and 1, by their classes; how many are
    new.

    ``share`` machines have each; a shape is rows·2^8 + columns.
    """
    steps, fresh = frame[STEPS] + ONE, 0
    word, head = corner(frame)
    for symbol in range(2):
        least, least_shape = least_image(word | head if symbol else word & ~head, shape)
        number = frame[NUMBER] + (powers[frame[ENTRY]] if symbol else NOTHING)
        fresh += add(rows, least, least_shape, share, steps, number, subtree)
    return fresh


@lean_kernel
def count_wide_outputs(
    rows: np.ndarray,
    frame: np.ndarray,
    shape: np.uint64,
    share: np.uint64,
    powers: np.ndarray,
    subtree: np.uint64,
    plane: Plane,
) -> int:
    """The same for a node that halted on the byte plane, with at most 64 cells."""
    steps, fresh, place = frame[STEPS] + ONE, 0, plane.place
    for symbol in range(2):
        word = NOTHING
        for row in range(place[TOP], place[BOTTOM] + 1):
            for column in range(place[LEFTMOST], place[RIGHTMOST] + 1):
                at_head = row == place[ROW] and column == place[COLUMN]
                word = (word << ONE) | np.uint64(symbol if at_head else plane.cells[row, column])
        least, least_shape = least_long_image(word, shape)
        number = frame[NUMBER] + (powers[frame[ENTRY]] if symbol else NOTHING)
        fresh += add(rows, least, least_shape, share, steps, number, subtree)
    return fresh
