"""What a table says besides counts: when machines halt, how long their outputs are, how few steps each output takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ait.errors import TableError
from ait.notebook import Shown
from ait.tables.array_table import ArrayTable
from ait.tables.counts_table import CountsTable
from ait.tables.pattern_table import PatternTable
from ait.tables.shipped import open_any_table


@dataclass(frozen=True)
class LengthRow:
    """The outputs of one length: how many strings, how many machines write one of them, and in how few steps.

    Attributes:
        length: symbols.
        strings: different outputs of this length.
        machines: machines that write one, in the table's unit.
        least_steps, median_steps, most_steps: over the strings, the fewest steps in which any machine writes it: the
            least, the (lower) median and the largest of these. None where the table does not keep them.
    """

    length: int
    strings: int
    machines: int
    least_steps: int | None
    median_steps: int | None
    most_steps: int | None


@dataclass(frozen=True)
class ShapeRow:
    """The arrays of one shape, in one orientation: how many, how many machines write one, and in how few steps.

    Attributes:
        rows, columns: the shape, ``rows`` at most ``columns``.
        arrays: different arrays of this shape.
        machines: machines that write one, in either orientation, in the table's unit.
        least_steps, median_steps, most_steps: over the arrays up to symmetry, the fewest steps in which any machine
            writes it: the least, the (lower) median and the largest of these.
    """

    rows: int
    columns: int
    arrays: int
    machines: int
    least_steps: int
    median_steps: int
    most_steps: int


@dataclass(frozen=True)
class Distributions(Shown):
    """A table by halting time and by output length, or shape; both account for all machines that halt.

    Attributes:
        name: the table's.
        total: machines that halt, T.
        halting_times: {steps: machines that halt in exactly so many}, the halting step included, in ascending order.
        lengths: one row for each length that occurs among the strings kept.
        machines_longer: machines that write strings too long, or arrays too large, to be kept.
        undecided: machines of which it is not known whether they halt.
        shapes: of a table of arrays, one row for each shape that occurs among the arrays kept, small ones first.
        total_standard_error: of a sampled table, where all machines are counted by estimates, the standard error of
            ``total``; None of a whole one.
    """

    name: str
    total: int
    halting_times: Mapping[int, int]
    lengths: tuple[LengthRow, ...]
    machines_longer: int
    undecided: int
    shapes: tuple[ShapeRow, ...] = ()
    total_standard_error: int | None = None

    def running_after(self, steps: int) -> int:
        """How many of the machines that halt need more than so many steps.

        >>> found = table_distributions("turing-5-2-500")
        >>> found.running_after(1) + 4 * 22**9 == found.total
        True
        """
        return sum(machines for time, machines in self.halting_times.items() if time > steps)

    def as_dict(self) -> dict[str, Any]:
        """Plain types only, ready for JSON."""
        return asdict(self)


def table_distributions(table: str | Path | CountsTable | ArrayTable) -> Distributions:
    """Halting times and output lengths, or shapes, over all Turing machines or turmites of a table's space.

    Over all machines, on every blank symbol, mirrored ones and those that halt at once included, as in D(s). Of a
    sampled table they are estimates, as its counts are.

    Args:
        table: a shipped table's name, a file, or a table.

    Raises:
        TableError: if the table is not one of Turing machines with halting times, or they do not sum to the total.

    >>> found = table_distributions("turing-5-2-500")
    >>> [(row.length, row.strings, row.most_steps) for row in found.lengths[:3]]
    [(1, 2, 1), (2, 4, 2), (3, 8, 3)]
    """
    opened = open_any_table(table)
    if "halting_by_steps" not in opened.extras:
        raise TableError(f"table {opened.name} does not say when its machines halt: name one of all Turing machines")
    lengths: tuple[LengthRow, ...] = ()
    shapes: tuple[ShapeRow, ...] = ()
    if isinstance(opened, ArrayTable):
        times, shapes, kept = _times_on_planes(opened), tuple(_shapes(opened)), "arrays"
    else:
        times, lengths, kept = _times(opened), tuple(_lengths(opened)), "strings"
    if sum(times.values()) != opened.total:
        raise TableError(f"table {opened.name} is damaged: its halting times sum to {sum(times.values())} machines")
    return Distributions(
        opened.name,
        opened.total,
        times,
        lengths,
        int(opened.fields.get(f"total_of_{kept}_left_out", 0)),
        int(opened.fields["undecided"]),
        shapes,
        int(opened.fields["total_standard_error"]) if opened.is_sampled else None,
    )


def _times(table: CountsTable) -> dict[int, int]:
    """Each reduced machine stands for 2k, mirrored or not, on k blanks; k first entries halt at once, on k blanks."""
    states, symbols = int(table.fields["states"]), int(table.fields["symbols"])
    times = {1: symbols**2 * (symbols * (2 * states + 1)) ** (symbols * states - 1)}
    dense = table.extras["halting_by_steps"]
    rows = list(zip(np.flatnonzero(dense).tolist(), dense[np.flatnonzero(dense)].tolist(), strict=True))
    if "late_steps" in table.extras:
        rows += zip(table.extras["late_steps"].tolist(), table.extras["late_machines"].tolist(), strict=True)
    for steps, machines in sorted(rows):
        times[steps] = times.get(steps, 0) + 2 * symbols * machines
    return times


def _times_on_planes(table: ArrayTable) -> dict[int, int]:
    """Each reduced turmite stands for 8: turned and reflected, on both blanks; 2 first entries halt at once on each."""
    states = int(table.fields["states"])
    dense = table.extras["halting_by_steps"]
    later = {steps: 8 * machines for steps, machines in enumerate(dense.tolist()) if machines}
    return {1: 4 * (8 * states + 2) ** (2 * states - 1)} | later


def _shapes(table: ArrayTable) -> list[ShapeRow]:
    rows = []
    shapes = [(int(shape) >> 8, int(shape) & 0xFF) for shape in np.unique(table.shapes)]
    for low, high in sorted(shapes, key=lambda shape: (shape[0] * shape[1], -shape[1])):
        here = table.of_shape(low, high)
        taken = np.sort(table.columns["least_steps"][here]).tolist()
        both = int(table.orbits[here].sum())
        arrays, orientations = (both, 1) if low == high else (both // 2, 2)
        machines = orientations * table.mass_of_shape(low, high)
        rows.append(ShapeRow(low, high, arrays, machines, taken[0], taken[(len(taken) - 1) // 2], taken[-1]))
    return rows


def _lengths(table: CountsTable) -> list[LengthRow]:
    longer = np.array([len(string) for string in table.long_strings], np.int64)
    lengths = np.concatenate([table.lengths.astype(np.int64), longer])
    nothing = np.zeros(0, np.uint32)
    steps = np.concatenate([columns.get("least_steps", nothing) for columns in (table.columns, table.long_columns)])
    known = len(steps) == len(lengths)
    rows = []
    alike = table.orbits if isinstance(table, PatternTable) else np.ones(len(lengths), np.int64)
    for length in np.unique(lengths).tolist():
        of_length = lengths == length
        strings = int(alike[of_length].sum())
        fewest = _spread(steps[of_length], alike[of_length]) if known else (None, None, None)
        rows.append(LengthRow(length, strings, table.mass_at_length(length), *fewest))
    return rows


def _spread(steps: np.ndarray, alike: np.ndarray) -> tuple[int, int, int]:
    """The least, the lower median and the most of the steps, each of which that many strings take."""
    order = np.argsort(steps)
    so_far = np.cumsum(alike[order])
    median = int(np.searchsorted(so_far, (so_far[-1] - 1) // 2, "right"))
    return int(steps[order[0]]), int(steps[order[median]]), int(steps[order[-1]])
