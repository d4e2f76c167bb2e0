"""Machines whose symbols are given other names, and the machine among those that writes a given string."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ait.errors import MachineError
from ait.machines.turing import Status, run
from ait.machines.turing_code import Machine, from_number, mirror


@dataclass(frozen=True)
class Writer:
    """A machine that halts with a string: started on a tape of ``blank``, in so many ``steps``."""

    machine: Machine
    blank: int
    steps: int


def renamed(machine: Machine, names: Sequence[int]) -> Machine:
    """The machine with each symbol s called ``names[s]``: on a tape of ``names[0]`` it does what it did on one of 0.

    Raises:
        MachineError: if the names are not the machine's symbols in some order.

    >>> from ait.machines.turing_code import parse
    >>> str(renamed(parse("1RB1LB_1LA1-H"), (1, 0)))
    '0LB0RB_0-H0LA'
    """
    k = machine.symbols
    if sorted(names) != list(range(k)):
        raise MachineError(f"{list(names)} are not the symbols 0 to {k - 1} in some order")
    entries = [machine.table[k * state + names.index(symbol)] for state in range(machine.states) for symbol in range(k)]
    return replace(machine, table=tuple(replace(entry, write=names[entry.write]) for entry in entries))


def writer(value: int, states: int, symbols: int, string: str, steps: int) -> Writer | None:
    """The image of machine number ``value``, under reflection and other names for its symbols, that writes ``string``.

    Args:
        value: the published number of a machine that on blank 0 writes a string of the same pattern.
        states, symbols: the machine's.
        string: digits.
        steps: how long to let it run.

    Returns:
        The machine, its blank symbol and its steps; None where it writes no image of the string in so many steps.

    >>> found = writer(0, 2, 3, "2", 1)
    >>> str(found.machine), found.blank, found.steps
    ('2-H2-H2-H_2-H2-H2-H', 2, 1)
    """
    machine = from_number(value, states, symbols)
    found = run(machine, steps=steps)
    if found.status is not Status.HALTED:
        return None
    wanted = [int(symbol) for symbol in string]
    for cells, image in ((found.cells, machine), (found.cells[::-1], mirror(machine))):
        names = _names(cells, wanted, symbols)
        if names is not None:
            return Writer(renamed(image, names), names[0], found.steps)
    return None


def _names(cells: Sequence[int], wanted: Sequence[int], symbols: int) -> list[int] | None:
    """Names that turn the cells into what is wanted, symbols that do not occur taking what is left in order."""
    names = dict(zip(cells, wanted, strict=False))
    if len(cells) != len(wanted) or [names[cell] for cell in cells] != list(wanted):
        return None
    if len(set(names.values())) < len(names):
        return None
    spare = iter(sorted(set(range(symbols)) - set(names.values())))
    return [names[symbol] if symbol in names else next(spare) for symbol in range(symbols)]
