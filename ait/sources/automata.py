"""Elementary cellular automata by Wolfram's rule numbers: a cell's column on the infinite line, and rows on a ring."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError


def centre_column(rule: int, count: int) -> NDArray[np.uint8]:
    """The cell that starts as the only 1 on an infinite line of zeros, at times 0..count-1; shape (count,).

    Rule 30 gives the sequence that Wolfram (1983) proposed as random. Time grows with count^2/64.

    Raises:
        InputError: if the rule is outside 0..255 or count is below 1.

    >>> "".join(map(str, centre_column(30, 20)))
    '11011100110001011001'
    """
    _check(rule, count, "count")
    products = _polynomial(rule)
    out = np.empty(count, np.uint8)
    # A row is one integer, left cells in high bits; 'count' cells on either side keep the centre from seeing the ends.
    mask = (1 << 2 * count + 1) - 1
    row = 1 << count
    for time in range(count):
        out[time] = row >> count & 1
        factors = (row << 1 & mask, row, row >> 1)
        row = 0
        for product in products:
            term = mask
            for factor in product:
                term &= factors[factor]
            row ^= term
    return out


def ring_rows(rule: int, rows: int, width: int) -> NDArray[np.uint8]:
    """The first rows of an automaton on a ring, started from one 1 at the middle; shape (rows, width).

    Raises:
        InputError: if the rule is outside 0..255, or rows or width is below 1.

    >>> ring_rows(110, 3, 7).tolist()
    [[0, 0, 0, 1, 0, 0, 0], [0, 0, 1, 1, 0, 0, 0], [0, 1, 1, 1, 0, 0, 0]]
    """
    _check(rule, rows, "rows")
    _check(rule, width, "width")
    table = np.array([rule >> cells & 1 for cells in range(8)], np.uint8)
    out = np.zeros((rows, width), np.uint8)
    out[0, width // 2] = 1
    for time in range(1, rows):
        row = out[time - 1]
        out[time] = table[4 * np.roll(row, 1) + 2 * row + np.roll(row, -1)]
    return out


def _check(rule: int, size: int, name: str) -> None:
    if not 0 <= rule <= 255:
        raise InputError(f"an elementary rule is a number from 0 to 255, not {rule}")
    if size < 1:
        raise InputError(f"{name} must be at least 1, not {size}")


def _polynomial(rule: int) -> list[tuple[int, ...]]:
    """The rule as a sum modulo 2 of products of cells (0 right, 1 centre, 2 left), by the Moebius transform."""
    coefficients = [rule >> cells & 1 for cells in range(8)]
    for cell in range(3):
        for cells in range(8):
            if cells >> cell & 1:
                coefficients[cells] ^= coefficients[cells ^ 1 << cell]
    chosen = [cells for cells in range(8) if coefficients[cells]]
    return [tuple(cell for cell in range(3) if cells >> cell & 1) for cells in chosen]
