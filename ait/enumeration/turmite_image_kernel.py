"""Arrays that turning, reflecting and exchanging 0 and 1 make equal: one of them, the same for all.

Of arrays of at most 8 x 8 cells a word has row r and column c as bit 8·r + c.  Others, which are rare, are read row by
row, the last cell lowest.  A shape is rows·2^8 + columns, and a class is stood for by an array with no more rows than
columns.
"""

from __future__ import annotations

import numpy as np

from ait.jit import lean_kernel

Integer = int | np.int64

ONE, TWO, FOUR, BYTE, SIXTEEN, THIRTY_TWO = (np.uint64(1 << power) for power in (0, 1, 2, 3, 4, 5))
SEVEN, FOURTEEN, TWENTY_EIGHT = np.uint64(7), np.uint64(14), np.uint64(28)
ODD_1, ODD_2, ODD_4 = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333), np.uint64(0x0F0F0F0F0F0F0F0F)
ODD_8, ODD_16 = np.uint64(0x00FF00FF00FF00FF), np.uint64(0x0000FFFF0000FFFF)
SWAP_1, SWAP_2, SWAP_4 = np.uint64(0x00AA00AA00AA00AA), np.uint64(0x0000CCCC0000CCCC), np.uint64(0x00000000F0F0F0F0)
BYTES, ALL = np.uint64(0x0101010101010101), np.uint64(2**64 - 1)


@lean_kernel
def transposed(word: np.uint64) -> np.uint64:
    """The plane with rows and columns exchanged, by blocks of 1, 2 and 4 (Warren, "Hacker's Delight", 7-3)."""
    moved = (word ^ (word >> SEVEN)) & SWAP_1
    word ^= moved ^ (moved << SEVEN)
    moved = (word ^ (word >> FOURTEEN)) & SWAP_2
    word ^= moved ^ (moved << FOURTEEN)
    moved = (word ^ (word >> TWENTY_EIGHT)) & SWAP_4
    return word ^ moved ^ (moved << TWENTY_EIGHT)


@lean_kernel
def left_right(word: np.uint64, columns: np.uint64) -> np.uint64:
    """The plane with the order of its first so many columns reversed, where the others are blank."""
    word = ((word >> ONE) & ODD_1) | ((word & ODD_1) << ONE)
    word = ((word >> TWO) & ODD_2) | ((word & ODD_2) << TWO)
    word = ((word >> FOUR) & ODD_4) | ((word & ODD_4) << FOUR)
    return word >> (BYTE - columns)


@lean_kernel
def up_down(word: np.uint64, rows: np.uint64) -> np.uint64:
    """The plane with the order of its first so many rows reversed, where the others are blank."""
    word = ((word >> BYTE) & ODD_8) | ((word & ODD_8) << BYTE)
    word = ((word >> SIXTEEN) & ODD_16) | ((word & ODD_16) << SIXTEEN)
    word = (word >> THIRTY_TWO) | (word << THIRTY_TWO)
    return word >> ((BYTE - rows) * BYTE)


@lean_kernel
def least_image(word: np.uint64, shape: np.uint64) -> tuple[np.uint64, np.uint64]:
    """The array, of at most 8 x 8 cells, that stands for the class of this one; its word and shape."""
    rows, columns = shape >> BYTE, shape & np.uint64(255)
    if rows > columns:
        word = transposed(word)
        rows, columns = columns, rows
    whole = ((BYTES << columns) - BYTES) & (ALL >> ((BYTE - rows) * BYTE))
    least = ALL
    for _ in range(2 if rows == columns else 1):
        across = left_right(word, columns)
        down, both = up_down(word, rows), up_down(across, rows)
        least = min(least, min(min(word, across), min(down, both)))
        least = min(least, min(min(word ^ whole, across ^ whole), min(down ^ whole, both ^ whole)))
        word = transposed(word)
    return least, (rows << BYTE) | columns


@lean_kernel
def least_long_image(word: np.uint64, shape: np.uint64) -> tuple[np.uint64, np.uint64]:
    """The same for an array with over 8 rows or columns and at most 64 cells, read row by row; it is no square."""
    rows, columns = np.int64(shape >> BYTE), np.int64(shape & np.uint64(255))
    cells = rows * columns
    if rows > columns:
        turned = np.uint64(0)
        for column in range(columns):
            for row in range(rows):
                turned = (turned << ONE) | ((word >> np.uint64(cells - 1 - row * columns - column)) & ONE)
        word = turned
        rows, columns = columns, rows
    whole = ALL >> np.uint64(64 - cells)
    across, down, both = np.uint64(0), np.uint64(0), np.uint64(0)
    for row in range(rows):
        for column in range(columns):
            there = columns - 1 - column
            across = (across << ONE) | ((word >> np.uint64(cells - 1 - row * columns - there)) & ONE)
            down = (down << ONE) | ((word >> np.uint64(cells - 1 - (rows - 1 - row) * columns - column)) & ONE)
            both = (both << ONE) | ((word >> np.uint64(row * columns + column)) & ONE)
    least = min(min(word, across), min(down, both))
    least = min(least, min(min(word ^ whole, across ^ whole), min(down ^ whole, both ^ whole)))
    return least, np.uint64((rows << 8) | columns)
