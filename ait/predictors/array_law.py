"""What a table of arrays says about the arrays of one shape: -log2 D, and the law given the shape."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from ait.errors import TableError
from ait.predictors.block_law import BlockLaw
from ait.tables.array_table import ArrayTable


@lru_cache(maxsize=64)
def array_law(table: ArrayTable, rows: int, columns: int) -> BlockLaw:
    """The law of the arrays of one shape in a table, by number: row by row, the first cell highest.

    Raises:
        TableError: if the table has no array of that shape, or the shape has more than 20 cells.

    >>> from ait.tables.shipped import open_array_table
    >>> law = array_law(open_array_table("turmite-4-2-500"), 2, 2)
    >>> round(float(law.law.sum()), 9), bool(law.bits[0b0110] == law.bits[0b1001])
    (1.0, True)
    """
    counts = table.dense(rows, columns).astype(np.float64)
    mass = float(counts.sum())
    if mass == 0.0:
        raise TableError(f"table {table.name} has no array of {rows} x {columns} cells: use smaller blocks")
    with np.errstate(divide="ignore"):
        bits = np.log2(float(table.total) / counts)
    errors = None
    if table.is_sampled:
        errors = table.dense(rows, columns, "standard_error") / np.maximum(counts, 1.0) / math.log(2)
    length_bits = math.log2(table.total) - math.log2(mass)
    return BlockLaw(rows * columns, bits, counts / mass, length_bits, errors=errors)
