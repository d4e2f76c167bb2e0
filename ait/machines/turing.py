"""Small Turing machines: n states, k symbols, one tape that is infinite both ways and filled with a blank symbol.

Each of the k·n table entries, one for a state and the symbol under the head, holds one of k(2n + 1) instructions: k
halting ones (write a symbol and halt, without moving) and 2kn others (write, move left or right, next state).  The
machine starts in state 0.  A step reads, writes, changes the state, then moves unless it halts; the halting step
counts.  The output is all cells ever visited, from the leftmost to the rightmost, blanks kept (Soler-Toscano,
Zenil, Delahaye and Gauvrit 2014).

Machines are read from text or numbers by :mod:`ait.machines.turing_code`, whose functions are found here as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np

from ait.errors import InputError
from ait.machines.turing_code import (
    LEFT,
    MOST_SYMBOLS,
    NO_MOVE,
    RIGHT,
    Instruction,
    Machine,
    exchange,
    from_number,
    from_reduced_number,
    mirror,
    number,
    parse,
    reduced_number,
    witness,
)

__all__ = [
    "LEFT",
    "NO_MOVE",
    "RIGHT",
    "Instruction",
    "Machine",
    "Run",
    "Status",
    "exchange",
    "from_number",
    "from_reduced_number",
    "mirror",
    "number",
    "parse",
    "reduced_number",
    "run",
    "space_time",
    "witness",
]

LARGEST_DIAGRAM = 10**8
"""Cells of a space-time diagram."""


class Status(str, Enum):  # how a run ended
    HALTED = "halted"
    OUT_OF_STEPS = "out of steps"


def _steps(machine: Machine, tape: dict[int, int], blank: int) -> Iterator[tuple[int, bool]]:
    """Run on ``tape``, yielding after each step where the head is and whether the machine has halted."""
    state = position = 0
    while True:
        entry = machine.table[machine.symbols * state + tape.setdefault(position, blank)]
        tape[position] = entry.write
        if entry.halts:
            yield position, True
            return
        state, position = entry.next, position + entry.move
        tape.setdefault(position, blank)
        yield position, False


@dataclass(frozen=True)
class Run:
    """What a machine did: ``cells`` are all it visited, left to right; ``head`` and ``start`` are indices into them."""

    status: Status
    steps: int
    cells: tuple[int, ...]
    head: int
    start: int

    @property
    def output(self) -> str:
        """The cells as text: digits, separated by spaces where there are more than ten symbols."""
        return ("" if max(self.cells) < MOST_SYMBOLS else " ").join(map(str, self.cells))


def run(machine: Machine, *, steps: int, blank: int = 0) -> Run:
    """Run a machine for at most ``steps`` steps on a tape of ``blank``.

    Raises:
        InputError: if ``steps`` is negative or ``blank`` is not one of the machine's symbols.

    >>> found = run(parse("1RB1-H_1LB0RC_1LC1LA"), steps=100)
    >>> found.status.value, found.steps, found.output
    ('halted', 21, '11111')
    """
    _check_run(machine, steps, blank)
    tape, head, done, status = {0: blank}, 0, 0, Status.OUT_OF_STEPS
    events = _steps(machine, tape, blank)
    while done < steps and status is not Status.HALTED:
        head, halted = next(events)
        done += 1
        status = Status.HALTED if halted else status
    leftmost = min(tape)
    cells = tuple(tape[position] for position in range(leftmost, max(tape) + 1))
    return Run(status, done, cells, head - leftmost, -leftmost)


def _check_run(machine: Machine, steps: int, blank: int) -> None:
    if steps < 0:
        raise InputError(f"steps = {steps}: a run needs a limit of 0 steps or more")
    if not 0 <= blank < machine.symbols:
        raise InputError(f"blank = {blank}: this machine's symbols are 0 to {machine.symbols - 1}")


def space_time(machine: Machine, steps: int, blank: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A run as a picture: the tape before the first step and after each, and where the head is.

    Returns:
        The visited cells, uint8, shape (steps done + 1, cells), time downwards, blank where not yet visited; and the
        head's column in each row, int64, shape (steps done + 1,).

    Raises:
        InputError: as :func:`run`; or if the picture would have more than 10^8 cells, or symbols beyond 255.

    >>> cells, heads = space_time(parse("1RB1LB_1LA1-H"), 10)
    >>> cells.tolist()[-1], heads.tolist()
    ([1, 1, 1, 1], [2, 3, 2, 1, 0, 1, 1])
    """
    found = run(machine, steps=steps, blank=blank)
    if machine.symbols > 256:
        raise InputError(f"{machine.symbols} symbols: a diagram holds symbols 0 to 255")
    shape = found.steps + 1, len(found.cells)
    if shape[0] * shape[1] > LARGEST_DIAGRAM:
        raise InputError(f"a diagram of {shape[0]} x {shape[1]} cells is too large: ask for fewer steps")
    cells, heads = np.full(shape, blank, np.uint8), np.full(shape[0], found.start)
    tape, before = {0: blank}, 0
    for row, (position, _) in zip(range(1, shape[0]), _steps(machine, tape, blank), strict=False):
        cells[row] = cells[row - 1]
        cells[row, found.start + before] = tape[before]
        heads[row] = found.start + position
        before = position
    return cells, heads
