"""One turmite, run until it reaches an undefined entry, is seen to loop, uses up its steps, or outgrows a register.

The plane around the head is one 64-bit word, a torus of 8 x 8 cells turned so that the head is bit 0: the cell c
columns to the right and r rows down is bit 8·(r mod 8) + (c mod 8).  Cells never visited are 0, so anything whose
bounding box is at most 8 x 8 fits, and moving turns the word.  A machine's table is two words, one for each symbol
read, with one byte for each state.
"""

from __future__ import annotations

import numpy as np

from ait.jit import inline_kernel, lean_kernel

Integer = int | np.int64

HALTS, LOOPS, OUT_OF_STEPS, TOO_WIDE = range(4)

# The byte of an entry.  Defined: the direction in bits 1-2, the next state in bits 3-5, FLIP if it changes the symbol.
# Undefined: UNDEFINED, its state in bits 3-5 and its symbol in bit 6.  The byte of state 7 is never defined, so that
# a table shifted down to one state's byte tells the states apart.
UNDEFINED, THREE = np.uint64(1), np.uint64(3)
DIRECTION_BIT, STATE_BIT, FLIP_BIT = np.uint64(1), np.uint64(3), np.uint64(6)
STATE_PLACE = np.uint64(0b111000)
ALL_UNDEFINED_0 = np.uint64(sum((1 | state << 3) << 8 * state for state in range(8)))
ALL_UNDEFINED_1 = np.uint64(sum((1 | state << 3 | 1 << 6) << 8 * state for state in range(8)))

SIDE = 8
NOTHING, ONE = np.uint64(0), np.uint64(1)
FIRST_WINDOW = 16

# By direction, R L U D, a byte each, as a step would have to wait longer for a table in memory: the neighbour is bit
# BACK, and how the word turns, ((w >> BACK) & IN) | ((w << FORTH) & ~IN), where vertical moves take in either side all.
PLACE_MASK, DIRECTION_BITS, TO_BYTE = np.uint64(63), np.uint64(0b110), np.uint64(2)
BACKS = np.uint64(0x08380701)
FORTHS = np.uint64(0x38080107)
ROW_IN = np.array([0x7F7F7F7F7F7F7F7F, 0x0101010101010101, 2**64 - 1, 2**64 - 1], np.uint64)
ROW_OUT = np.array([0x8080808080808080, 0xFEFEFEFEFEFEFEFE, 2**64 - 1, 2**64 - 1], np.uint64)
COLUMN_STEP = np.array([1, -1, 0, 0])
ROW_STEP = np.array([0, 0, -1, 1])

# The bounding box around the head: how many visited columns to the left and right, rows above and below, 16 bits each
# and 2^14 more, so that a count of -1 shows in bit 14 and does not reach the next field.
FIELD = np.uint64(16)
LEFT_PLACE, RIGHT_PLACE, UP_PLACE, DOWN_PLACE = (np.uint64(16 * place) for place in range(4))
BIAS, COUNT_MASK = np.uint64(0x4000400040004000), np.uint64(0x3FFF)
BOX_STEP = np.array(
    [
        (1 - (1 << 16)) % 2**64,
        (-1 + (1 << 16)) % 2**64,
        ((-1 << 32) + (1 << 48)) % 2**64,
        ((1 << 32) - (1 << 48)) % 2**64,
    ],
    np.uint64,
)
BEYOND = np.array([1 << 16, 1, 1 << 32, 1 << 48], np.uint64)

WORD, ENTRY, BOX = range(3)
MARKS, REACHES = (4, SIDE, 3), (4, 2 * SIDE + 1)
"""Work space for records by direction: of each its word, entry and box, uint64; how many, their at and back, int64."""
BYTES = np.uint64(0x0101010101010101)


@inline_kernel
def box_field(box: np.uint64, place: np.uint64) -> Integer:
    """How many visited columns or rows lie on one side of the head."""
    return np.int64((box >> place) & COUNT_MASK)


@inline_kernel
def same_beyond(
    direction: Integer, depth: Integer, word: np.uint64, box: np.uint64, other: np.uint64, other_box: np.uint64
) -> bool:
    """Whether two planes around heads on new outermost cells are alike from ``depth`` cells back on; outside is blank.

    False also where a bit of the torus could mean different cells.
    """
    if direction < 2:
        above = max(box_field(box, UP_PLACE), box_field(other_box, UP_PLACE))
        below = max(box_field(box, DOWN_PLACE), box_field(other_box, DOWN_PLACE))
        band = (np.uint64(255) << np.uint64(SIDE - depth)) & np.uint64(255)
        if direction == 1:
            band = (np.uint64(2) << np.uint64(depth)) - ONE
        mask = (band | ONE) * BYTES
        return bool(above + below < SIDE and (word ^ other) & mask == NOTHING)
    left = max(box_field(box, LEFT_PLACE), box_field(other_box, LEFT_PLACE))
    right = max(box_field(box, RIGHT_PLACE), box_field(other_box, RIGHT_PLACE))
    # Going up, what lies behind is below: the rows 0 to depth; going down, the rows 8 - depth to 7 and row 0.
    mask = ~NOTHING >> np.uint64(8 * (SIDE - 1 - depth))
    if direction == 3:
        mask = (mask >> np.uint64(8) << np.uint64(8 * (SIDE - depth))) | np.uint64(255) if depth else np.uint64(255)
    return bool(left + right < SIDE and (word ^ other) & mask == NOTHING)


@inline_kernel
def repeats(
    marks: np.ndarray,
    reaches: np.ndarray,
    direction: Integer,
    word: np.uint64,
    entry: np.uint64,
    box: np.uint64,
    at: Integer,
    back: Integer,
) -> bool:
    """Whether the head, on a new outermost cell, will for ever repeat what it did since an earlier one; else mark it.

    ``at`` counts in the direction of the move; ``back`` is the least it has been since the last mark.
    """
    reach = reaches[direction]
    count = reach[0]
    for index in range(count):
        mark = marks[direction, index]
        place = 2 * index + 1
        reach[place + 1] = min(reach[place + 1], back)
        if mark[ENTRY] == entry:
            depth = reach[place] - reach[place + 1]
            if same_beyond(direction, depth, word, box, mark[WORD], mark[BOX]):
                return True
    mark = marks[direction, count]
    mark[WORD], mark[ENTRY], mark[BOX] = word, entry, box
    reach[2 * count + 1] = reach[2 * count + 2] = at
    reach[0] = count + 1
    return False


@lean_kernel
def run(
    table_0: np.uint64,
    table_1: np.uint64,
    entry: np.uint64,
    word: np.uint64,
    box: np.uint64,
    steps: Integer,
    limit: Integer,
    marks: np.ndarray,
    reaches: np.ndarray,
) -> tuple[int, np.uint64, np.uint64, np.uint64, Integer]:
    """Run from a configuration whose ``entry`` is defined, for ``limit`` steps counted from the machine's start.

    ``entry`` is the table word of the symbol under the head, shifted down to the state's byte; ``box`` the bounding box
    of the visited cells around the head; ``marks`` and ``reaches`` are work space of the shapes MARKS and REACHES.
    Returns (verdict, entry, word, box, steps); at HALTS the entry reached is undefined, and the halting
    step, which is still to come, is within the limit; at LOOPS the box is of no use.

    Loops are found in two ways, both exact.  The same plane around the head in the same state: the configuration
    repeats, perhaps shifted (compared with one saved at growing intervals; Brent 1980).  The head on a new
    rightmost column in the same state as at an earlier one, and the half-plane from as far back as it went in between
    is the same around it: it never looks beyond that, so it will do the same again (likewise on the other sides).
    """
    reaches[:, 0] = 0
    column = row = 0
    least_column = most_column = least_row = most_row = 0
    saved_word, saved_entry, saved_box, window = word, entry, box, FIRST_WINDOW
    stop = min(steps + window, limit)
    while True:
        if steps == stop:
            if steps == limit:
                return OUT_OF_STEPS, entry, word, box, steps
            saved_word, saved_entry, saved_box, window = word, entry, box, 2 * window
            stop = min(steps + window, limit)
        if entry & UNDEFINED:
            return HALTS, entry, word, box, steps
        direction = np.int64((entry >> DIRECTION_BIT) & THREE)
        # The next symbol does not depend on what is written now: looking it up first shortens the chain of waits.
        shift = (entry & DIRECTION_BITS) << TO_BYTE
        back = (BACKS >> shift) & PLACE_MASK
        table = table_1 if (word >> back) & ONE else table_0
        word ^= (entry >> FLIP_BIT) & ONE
        word = ((word >> back) & ROW_IN[direction]) | ((word << ((FORTHS >> shift) & PLACE_MASK)) & ROW_OUT[direction])
        column += COLUMN_STEP[direction]
        row += ROW_STEP[direction]
        box += BOX_STEP[direction]
        entry = table >> (entry & STATE_PLACE)
        steps += 1
        least_column, most_column = min(least_column, column), max(most_column, column)
        least_row, most_row = min(least_row, row), max(most_row, row)
        if word == saved_word and entry == saved_entry and fits_both(box, saved_box):
            return LOOPS, entry, word, box, steps
        if (box & BIAS) != BIAS:
            box += BEYOND[direction]
            if direction < 2:
                if box_field(box, LEFT_PLACE) + box_field(box, RIGHT_PLACE) >= SIDE:
                    return TOO_WIDE, entry, word, box, steps
            elif box_field(box, UP_PLACE) + box_field(box, DOWN_PLACE) >= SIDE:
                return TOO_WIDE, entry, word, box, steps
            if direction == 0:
                at, back, least_column = column, least_column, column
            elif direction == 1:
                at, back, most_column = -column, -most_column, column
            elif direction == 2:
                at, back, most_row = -row, -most_row, row
            else:
                at, back, least_row = row, least_row, row
            if repeats(marks, reaches, direction, word, entry, box, at, back):
                return LOOPS, entry, word, box, steps


@inline_kernel
def fits_both(box: np.uint64, other: np.uint64) -> bool:
    """Whether two planes with these bounding boxes, heads on the same cell, fit together into the torus."""
    across = max(box_field(box, LEFT_PLACE), box_field(other, LEFT_PLACE))
    across += max(box_field(box, RIGHT_PLACE), box_field(other, RIGHT_PLACE))
    down = max(box_field(box, UP_PLACE), box_field(other, UP_PLACE))
    down += max(box_field(box, DOWN_PLACE), box_field(other, DOWN_PLACE))
    return bool(across < SIDE and down < SIDE)
