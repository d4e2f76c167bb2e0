"""What a table of turmites proves about an array's probability, as exact fractions.

A turmite that has visited r rows and c columns can only put out an array that these fit into, turned or not, so only
undecided machines whose bounding box fits into the array can still belong to it.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ait.errors import TableError
from ait.tables.array_table import ArrayTable
from ait.tables.arrays import images, to_words
from ait.tables.bounds import Probability

_IMAGES = 8  # arrays that a reduced machine counts for, over 4 turns and both blanks


def array_probability(table: ArrayTable, cells: np.ndarray) -> Probability:
    """The probability of an array of 0 and 1 with its proved interval; of a sampled table, the estimate itself.

    With U the undecided machines, U_a the reduced ones that fit into the array, and i how many different images it
    has: c/(T + U) <= D(a) <= max(c/T, (c + 8·U_a/i)/(T + 8·U_a)).

    Raises:
        TableError: if the array has more cells than the table keeps.

    >>> from ait.tables.shipped import open_array_table
    >>> found = array_probability(open_array_table("turmite-4-2-500"), np.array([[0]]))
    >>> found.low < found.counted == found.high
    True
    """
    rows, columns = cells.shape
    if rows * columns > table.most_cells:
        raise TableError(
            f"table {table.name} holds arrays of up to {table.most_cells} cells, not of {rows} x {columns}: take a"
            " smaller one"
        )
    count, total = table.count(cells), table.total
    counted = Fraction(count, total)
    if table.is_sampled:
        return Probability(counted, counted, counted)
    by_shape = table.extras["undecided_by_shape"]
    undecided = int(table.fields["undecided"])
    small, large = sorted((rows, columns))
    fits = [(r, c) for r in range(large + 1) for c in range(large + 1) if min(r, c) <= small]
    within = _IMAGES * sum(int(by_shape[pair]) for pair in fits)
    high = max(counted, (count + Fraction(within, _different(cells))) / (total + within))
    return Probability(counted, Fraction(count, total + undecided), high)


def _different(cells: np.ndarray) -> int:
    """How many different arrays are images of this one."""
    return len({(image.shape, int(to_words(image)[0])) for image in images(cells[None])})
