"""Checks of a finished table of arrays that anyone can repeat: sums, symmetry, and witnesses run once more."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ait.errors import TableError
from ait.machines import turmite
from ait.tables.array_table import ArrayTable
from ait.tables.arrays import least_words, to_cells


def checks(table: ArrayTable) -> Iterator[str]:
    """Check a table's sums and symmetry; yields a sentence for each check that held.

    Raises:
        TableError: at the first check that fails, or where the header lacks what a check needs.
    """
    fields, sampled = table.fields, table.is_sampled
    states, machines = int(fields["states"]), int(fields["machines"])
    at_once = 4 * (8 * states + 2) ** (2 * states - 1)
    listed = _sum(table.counts, table.orbits)
    counted = listed + int(fields["total_of_arrays_left_out"])
    _insist(counted == table.total, table, f"its counts sum to {counted}, not to {table.total}")
    yield f"counts sum to the total, {table.total:,}{', estimated' if sampled else ''}"
    if sampled:
        explored = int(fields["explored"]) + int(fields["unexplored"])
        _insist(
            machines == 2 * (8 * states + 2) ** (2 * states) == explored, table, f"{explored} of {machines} machines"
        )
        share = int(fields["unexplored"]) / machines
        yield f"explored and unexplored machines sum to all {machines:,}; unexplored {share:.3e}"
    else:
        accounted = table.total + int(fields["non_halting"]) + int(fields["undecided"])
        _insist(
            machines == 2 * (8 * states + 2) ** (2 * states) == accounted, table, f"{accounted} of {machines} machines"
        )
        share = int(fields["undecided"]) / machines
        yield f"halting, non-halting and undecided machines sum to all {machines:,}; undecided {share:.3e}"
    extras = table.extras
    undecided = 8 * _sum(extras["undecided_by_shape"])
    _insist(undecided == fields["undecided"], table, f"undecided by shape sum to {undecided}")
    for name in ("halting_by_shape", "halting_by_steps"):
        found = at_once + 8 * _sum(extras[name])
        _insist(found == table.total, table, f"{name.replace('_', ' ')} sum to {found}")
    yield "halting machines by number of steps, and by shape of the output, sum to the total"
    for shape in np.unique(table.shapes).tolist():
        _check_shape(table, shape >> 8, shape & 0xFF, at_once)
    yield "the arrays of every shape have its machines, and each class is listed once, by its least array"


def _check_shape(table: ArrayTable, rows: int, columns: int, at_once: int) -> None:
    here, by_shape = table.of_shape(rows, columns), table.extras["halting_by_shape"]
    found = _sum(table.counts[here], table.orbits[here])
    expected = 8 * sum(int(by_shape[pair]) for pair in {(rows, columns), (columns, rows)})
    expected += at_once if (rows, columns) == (1, 1) else 0
    _insist(found == expected, table, f"arrays of {rows} x {columns} have {found} machines, not {expected}")
    words = table.words[here]
    least = np.array_equal(least_words(to_cells(words, rows, columns)), words)
    _insist(least, table, f"a class of arrays of {rows} x {columns} is not listed by its least array")


def _insist(holds: bool, table: ArrayTable, complaint: str) -> None:
    if not holds:
        raise TableError(f"table {table.name} fails its check: {complaint}")


def _sum(column: np.ndarray, weights: np.ndarray | None = None) -> int:
    """An exact sum of 64-bit numbers, each times a small weight."""
    values = column.ravel().tolist()
    return sum(values) if weights is None else sum(a * b for a, b in zip(values, weights.tolist(), strict=True))


def replays(table: ArrayTable, index: int) -> bool:
    """Whether the witness of a class writes an array of the class, in the stated number of steps."""
    row = table.row_at(index)
    machine = turmite.from_number(row.values["witness"], int(table.fields["states"]))
    result = turmite.run(machine, steps=row.values["least_steps"])
    if (result.status, result.steps) != (turmite.Status.HALTED, row.values["least_steps"]):
        return False
    return int(table.find(result.cells[None])[0]) == index
