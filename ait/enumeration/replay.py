"""Machines run once more, by the published number that a table gives them, also where that takes millions of steps."""

from __future__ import annotations

import numpy as np

from ait.enumeration import turing_late
from ait.enumeration.closure_kernel import LEFTWARD, NEXT_PLACE, UNDEFINED, WRITE_PLACE
from ait.errors import InputError
from ait.machines.turing import LEFT, Machine, from_number


def packed(machine: Machine) -> np.ndarray:
    """A machine's table in the form of the kernels, shape (1, k·states); halting entries count as undefined."""
    entries = [
        UNDEFINED
        if entry.halts
        else entry.next << NEXT_PLACE | entry.write << WRITE_PLACE | (LEFTWARD if entry.move == LEFT else 0)
        for entry in machine.table
    ]
    return np.array([entries], np.int64)


def replay(machine: Machine, limit: int) -> tuple[str, int] | None:
    """The output and steps of a machine of 2 to 4 symbols on blank 0, or None if it does not halt in ``limit`` steps.

    It is run by blocks to see when it halts, and cell by cell to see what it writes; both must agree on the steps.

    Raises:
        InputError: if the machine has more than four symbols.

    >>> from ait.machines.turing import parse
    >>> output, steps = replay(parse("1RB1LC_1RC1RB_1RD0LE_1LA1LD_1-H0LA"), 50_000_000)
    >>> steps, output.count("1"), len(output)
    (47176870, 4098, 12289)
    """
    if machine.symbols > 4:
        raise InputError(f"{machine.symbols} symbols: machines of up to four symbols can be replayed by blocks")
    machines = packed(machine)
    end = turing_late.run_far(machines[0], limit, machine.symbols)
    if end is None:
        return None
    cells = end.cells.copy()
    cells[end.head] = machine.table[end.entry].write
    return (cells + ord("0")).tobytes().decode(), end.steps + 1


def replay_number(number: int, states: int, limit: int, symbols: int = 2) -> tuple[str, int] | None:
    """The same for a machine given by its published number."""
    return replay(from_number(number, states, symbols), limit)
