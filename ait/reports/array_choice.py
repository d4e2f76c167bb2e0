"""What a report of an array of 0 and 1 holds besides the measures of its rows: figures of the array as such."""

from __future__ import annotations

import numpy as np

from ait.estimate import Estimate
from ait.sequence import Sequence, from_array

_MOST_CELLS = 25
SQUARE = 4


def rows_of(cells: np.ndarray, source: str = "array") -> Sequence:
    """The rows one after another, as bits; the shape counts as known, as the length does for a sequence.

    >>> rows_of(np.array([[0, 1], [1, 1]], np.uint8)).text()
    '0111'
    """
    rows, columns = cells.shape
    plain = from_array(cells.ravel(), 2)
    note = f"an array of {rows:,} x {columns:,} cells, read row by row where it is taken as a sequence"
    return Sequence(plain.symbols, 2, None, "bits", source, 0.0, note)


def too_large(cells: np.ndarray) -> str:
    """Why the coding theorem does not apply to an array; "" where a table may know it."""
    return "" if cells.size <= _MOST_CELLS else f"for arrays of at most {_MOST_CELLS} cells"


def coding_theorem(cells: np.ndarray) -> Estimate:
    """-log2 D(a) by the shipped turmites."""
    from ait.measures.ctm import ctm

    return ctm(cells)


def coding_theorem_given_shape(cells: np.ndarray) -> Estimate:
    """-log2 D(a | its shape) by the shipped turmites."""
    from ait.measures.ctm import ctm_given_length

    return ctm_given_length(cells)


def squares(cells: np.ndarray) -> Estimate:
    """The classical sum over squares of 4 x 4 cells."""
    from ait.measures.bdm import bdm

    return bdm(cells, block=SQUARE)


def squares_in_an_urn(cells: np.ndarray) -> Estimate:
    """The block urn over squares of 4 x 4 cells."""
    from ait.measures.bdm import bdm

    return bdm(cells, block=SQUARE, code="urn")
