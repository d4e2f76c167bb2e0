"""The coding theorem method in two dimensions: -log2 of the share of all small turmites that put an array out."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import numpy as np

from ait.errors import TableError
from ait.estimate import Estimate, Kind, Witness
from ait.measures.default_table import default_table
from ait.tables.array_bounds import array_probability
from ait.tables.array_table import ArrayTable
from ait.tables.bounds import bits
from ait.tables.shipped import AnyTable, open_array_table


def array_ctm(cells: np.ndarray, table: str | Path | AnyTable | None) -> Estimate:
    """-log2 D of an array of 0 and 1, shape (rows, columns); see :func:`ait.ctm`."""
    chosen = _opened(table)
    found = array_probability(chosen, cells)
    if not found.counted:
        least = f"; what is proved is that -log2 D is at least {bits(found.high):.2f} bits" if found.high else ""
        raise TableError(f"table {chosen.name} holds no count of {_shown(cells)}{least}")
    method, counted = "coding theorem method, -log2 D(a)", bits(found.counted)
    if chosen.is_sampled:
        return Estimate(
            counted,
            Kind.ESTIMATE,
            method,
            f"table {chosen.name}, a sample",
            standard_error=_standard_error(chosen, cells),
            parts={"data": counted},
            witness=_witness(chosen, cells),
        )
    return Estimate(
        counted,
        Kind.EXACT if found.low == found.high else Kind.BOUNDS,
        method,
        f"table {chosen.name}",
        low=bits(found.high),
        high=bits(found.low),
        parts={"data": counted},
        is_code=True,
        witness=_witness(chosen, cells),
    )


def array_ctm_given_shape(cells: np.ndarray, table: str | Path | AnyTable | None) -> Estimate:
    """-log2 D(a | rows and columns of a) of an array of 0 and 1; see :func:`ait.ctm_given_length`."""
    chosen = _opened(table)
    rows, columns = cells.shape
    count, of_shape = chosen.count(cells), chosen.mass_of_shape(rows, columns)
    if not count:
        raise TableError(f"table {chosen.name} holds no count of {_shown(cells)}")
    counted = bits(Fraction(count, of_shape))
    return Estimate(
        counted,
        Kind.UPPER_BOUND,
        "coding theorem method given the shape, -log2 D(a | rows, columns)",
        f"table {chosen.name}, {'a sample, ' if chosen.is_sampled else ''}arrays of {rows} x {columns}",
        standard_error=_standard_error(chosen, cells) if chosen.is_sampled else None,
        parts={"data": counted},
        is_code=True,
    )


def _opened(table: str | Path | AnyTable | None) -> ArrayTable:
    return open_array_table(default_table(2, 2) if table is None else table)


def _shown(cells: np.ndarray) -> str:
    rows, columns = cells.shape
    listed = "/".join("".join(map(str, row)) for row in cells.tolist())
    return listed if len(listed) <= 40 else f"an array of {rows} x {columns}"


def _standard_error(table: ArrayTable, cells: np.ndarray) -> float:
    """That of -log2 of an estimated count, to first order: the relative error over ln 2, bits."""
    row = table.row(cells)
    return 0.0 if row is None else row.values["standard_error"] / row.count / math.log(2)


def _witness(table: ArrayTable, cells: np.ndarray) -> Witness | None:
    """A machine that writes the array in the fewest steps: the image of the one that the table names for its class."""
    from ait.machines.turmite import SYMMETRIES, from_number, run, turn_cells, witness

    row = table.row(cells)
    if row is None or "witness" not in row.values:
        return None
    number, states, steps = row.values["witness"], int(table.fields["states"]), row.values["least_steps"]
    written = run(from_number(number, states), steps=steps).cells
    for symmetry in range(SYMMETRIES):
        turned = turn_cells(written, symmetry)
        for blank in (0, 1):
            if np.array_equal(turned ^ blank, cells):
                machine = witness(number, states, blank, symmetry)
                return Witness.halting("turmite", machine, blank, steps)
    return None
