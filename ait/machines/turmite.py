"""Turmites: Turing machines on a plane, with n states, two symbols, and absolute moves right, left, up and down.

Each of the 2n table entries, one for a state and the symbol under the head, holds one of 8n + 2 instructions: 2 halting
ones (write a symbol and halt, without moving) and 8n others (write, move, next state).  The machine starts in state 0
on a plane of one blank symbol.  A step reads, writes, changes the state, then moves unless it halts; the halting step
counts.  The output is the bounding box of the cells ever visited, rows from top to bottom; cells in it that were never
visited read as blank (Zenil, Soler-Toscano, Delahaye and Gauvrit 2015).

Machines are read from text or numbers by :mod:`ait.machines.turmite_code`, whose functions are found here as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ait.errors import InputError
from ait.machines.turing import Status
from ait.machines.turmite_code import (
    STEPS,
    SYMMETRIES,
    Instruction,
    Turmite,
    exchange,
    from_number,
    number,
    parse,
    turn,
    turn_cells,
    witness,
)

__all__ = [
    "SYMMETRIES",
    "Frame",
    "Instruction",
    "Run",
    "Status",
    "Turmite",
    "exchange",
    "frames",
    "from_number",
    "number",
    "parse",
    "run",
    "turn",
    "turn_cells",
    "witness",
]

LARGEST_DIAGRAM = 10**8
"""Cells of all frames together."""

Place = tuple[int, int]


def _steps(machine: Turmite, plane: dict[Place, int], blank: int) -> Iterator[tuple[Place, int, bool]]:
    """Run on ``plane``, yielding after each step where the head is, the state, and whether the machine has halted."""
    state, (row, column) = 0, (0, 0)
    while True:
        entry = machine.table[2 * state + plane.setdefault((row, column), blank)]
        plane[row, column] = entry.write
        if entry.halts:
            yield (row, column), state, True
            return
        down, across = STEPS[entry.move]
        state, row, column = entry.next, row + down, column + across
        plane.setdefault((row, column), blank)
        yield (row, column), state, False


@dataclass(frozen=True, eq=False)
class Run:
    """What a turmite did: ``cells``, uint8 of shape (rows, columns), is the bounding box of all it visited.

    ``head`` and ``start`` are (row, column) in it.
    """

    status: Status
    steps: int
    cells: np.ndarray
    head: Place
    start: Place

    @property
    def output(self) -> str:
        """The cells as text: a line of digits for each row."""
        return "\n".join("".join(map(str, row)) for row in self.cells.tolist())


def run(machine: Turmite, *, steps: int, blank: int = 0) -> Run:
    """Run a turmite for at most ``steps`` steps on a plane of ``blank``.

    Raises:
        InputError: if ``steps`` is negative, ``blank`` is not 0 or 1, or the bounding box would have over 10^8 cells.

    >>> found = run(parse("1RB1UB_1LA1-H"), steps=100)
    >>> found.status.value, found.steps, found.cells.tolist()
    ('halted', 6, [[1, 1, 0], [0, 1, 1]])
    """
    if steps < 0:
        raise InputError(f"steps = {steps}: a run needs a limit of 0 steps or more")
    if blank not in (0, 1):
        raise InputError(f"blank = {blank}: a turmite's symbols are 0 and 1")
    plane: dict[Place, int] = {(0, 0): blank}
    head, done, status, events = (0, 0), 0, Status.OUT_OF_STEPS, _steps(machine, plane, blank)
    while done < steps and status is not Status.HALTED:
        head, _, halted = next(events)
        done += 1
        status = Status.HALTED if halted else status
    top, left = min(row for row, _ in plane), min(column for _, column in plane)
    shape = max(row for row, _ in plane) - top + 1, max(column for _, column in plane) - left + 1
    if shape[0] * shape[1] > LARGEST_DIAGRAM:
        raise InputError(f"an output of {shape[0]} x {shape[1]} cells is too large: ask for fewer steps")
    cells = np.full(shape, blank, np.uint8)
    for (row, column), symbol in plane.items():
        cells[row - top, column - left] = symbol
    return Run(status, done, cells, (head[0] - top, head[1] - left), (-top, -left))


@dataclass(frozen=True, eq=False)
class Frame:
    """The plane at one moment: the whole run's bounding box, the head in it, and the state."""

    cells: np.ndarray
    head: Place
    state: int


def frames(machine: Turmite, steps: int, blank: int = 0) -> list[Frame]:
    """A run as pictures: the plane before the first step and after each, blank where not yet visited.

    Raises:
        InputError: as :func:`run`; or if the pictures would have more than 10^8 cells.

    >>> [(frame.cells.tolist(), frame.head) for frame in frames(parse("1RB1UB_1-H1LA"), 2)]
    [([[0, 0]], (0, 0)), ([[1, 0]], (0, 1)), ([[1, 1]], (0, 1))]
    """
    found = run(machine, steps=steps, blank=blank)
    if (found.steps + 1) * found.cells.size > LARGEST_DIAGRAM:
        rows, columns = found.cells.shape
        raise InputError(f"{found.steps + 1:,} pictures of {rows} x {columns} cells are too large: ask for fewer steps")
    plane: dict[Place, int] = {(0, 0): blank}
    cells = np.full(found.cells.shape, blank, np.uint8)
    at = found.start
    pictures = [Frame(cells.copy(), at, 0)]
    for (place, state, _), _ in zip(_steps(machine, plane, blank), range(found.steps), strict=False):
        cells[at] = plane[at[0] - found.start[0], at[1] - found.start[1]]
        at = place[0] + found.start[0], place[1] + found.start[1]
        pictures.append(Frame(cells.copy(), at, state))
    return pictures
