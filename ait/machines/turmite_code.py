"""Turmites as tables, as text, and as numbers; turned, reflected, and with their symbols exchanged.

:mod:`ait.machines.turmite` says what such a machine does, and runs it.

As text a turmite is written as a Turing machine is, with two directions more: ``1UB1DA_0LA1-H`` writes 1, moves up and
goes to state B when it reads 0 in state A.  ``1-H`` writes 1 and halts.

A turmite's number has one digit of radix 8n + 2 for each entry, the first the least significant: r < 2 halts writing r;
else r - 2 = (written symbol) + 2·(direction, in the order R L U D) + 8·(next state).  This continues the published
numbering of Turing machines (Soler-Toscano, Zenil, Delahaye and Gauvrit 2014); no numbering of turmites is published.

The eight symmetries of the square are numbered 0 to 7: s mod 4 quarter turns to the left, after a reflection that
exchanges up and down where s is 4 or more.
"""

from __future__ import annotations

import string
from dataclasses import dataclass, replace

import numpy as np

from ait.errors import MachineError

DIRECTIONS = "RLUD"
HALT = "-"
STEPS = {"R": (0, 1), "L": (0, -1), "U": (-1, 0), "D": (1, 0), HALT: (0, 0)}
"""Rows down and columns to the right that a move goes."""
MOST_STATES = 25
SYMMETRIES = 8

_LETTERS = string.ascii_uppercase
_TURNED = {"R": "U", "U": "L", "L": "D", "D": "R", HALT: HALT}
_REFLECTED = {"R": "R", "L": "L", "U": "D", "D": "U", HALT: HALT}


@dataclass(frozen=True)
class Instruction:
    """What one table entry does; ``move`` is R, L, U or D, or "-" where it halts, and then ``next`` is 0."""

    write: int
    move: str
    next: int

    @property
    def halts(self) -> bool:
        """Whether this is a halting instruction."""
        return self.move == HALT


@dataclass(frozen=True)
class Turmite:
    """A machine's table: ``table[2 * state + symbol]`` is what it does in that state, reading that symbol.

    ``str`` gives its text.

    Raises:
        MachineError: if there is no state, or an entry does not fit.

    >>> machine = parse("1UB1RZ_1LB0DA")
    >>> str(machine), machine.table[1].halts
    ('1UB1-H_1LB0DA', True)
    """

    states: int
    table: tuple[Instruction, ...]

    def __post_init__(self) -> None:
        if self.states < 1:
            raise MachineError(f"{self.states} states: a turmite has at least 1")
        if len(self.table) != 2 * self.states:
            raise MachineError(f"{len(self.table)} entries: {self.states} states need {2 * self.states}")
        for entry in self.table:
            fits = entry.write in (0, 1) and 0 <= entry.next < self.states and entry.move in STEPS
            if not fits or (entry.halts and entry.next != 0):
                raise MachineError(f"{entry} does not fit a turmite of {self.states} states")

    def __str__(self) -> str:
        if self.states > MOST_STATES:
            raise MachineError(f"{self.states} states: text goes up to {MOST_STATES}; use the turmite's number")
        spelt = [f"{entry.write}{entry.move}{'H' if entry.halts else _LETTERS[entry.next]}" for entry in self.table]
        return "_".join(a + b for a, b in zip(spelt[::2], spelt[1::2], strict=True))


def parse(text: str) -> Turmite:
    """The turmite that a text such as ``1UB1DA_0LA1-H`` describes; spellings as for Turing machines.

    Raises:
        MachineError: naming the entry that cannot be read.

    >>> str(parse("1RB1UB_1LA1RH"))
    '1RB1UB_1LA1-H'
    """
    rows = text.strip().split("_")
    if len(rows) > MOST_STATES:
        raise MachineError(f"{text[:40]!r}: text has up to {MOST_STATES} states")
    for row in rows:
        if len(row) != 6:
            raise MachineError(
                f"{row[:40]!r} in {text[:80]!r}: each state needs two entries of 3 characters, one a symbol, and"
                " states are separated by '_', as in 1UB1DA_0LA1-H"
            )
    entries = [row[start : start + 3] for row in rows for start in (0, 3)]
    return Turmite(len(rows), tuple(_read_entry(entry, len(rows)) for entry in entries))


def _read_entry(entry: str, states: int) -> Instruction:
    if entry == "---":
        return Instruction(1, HALT, 0)
    write, move, letter = "01".find(entry[0]), entry[1].upper(), _LETTERS.find(entry[2].upper())
    halts = letter in (_LETTERS.index("H"), _LETTERS.index("Z")) and (letter >= states or move == HALT)
    if write < 0 or move not in STEPS or (not halts and (move == HALT or not 0 <= letter < states)):
        raise MachineError(
            f"entry {entry!r}: it must be a symbol 0 or 1, R, L, U or D, and a state A to {_LETTERS[states - 1]} as in"
            " 1UB; or halt, as in 1-H"
        )
    return Instruction(write, HALT, 0) if halts else Instruction(write, move, letter)


def _digit_of(entry: Instruction) -> int:
    return entry.write if entry.halts else 2 + entry.write + 2 * DIRECTIONS.index(entry.move) + 8 * entry.next


def number(machine: Turmite) -> int:
    """A turmite's number, 0 to (8n + 2)^(2n) - 1.

    >>> number(parse("1RB1UB_1LA1-H"))
    7733
    """
    total = 0
    for entry in reversed(machine.table):
        total = total * (8 * machine.states + 2) + _digit_of(entry)
    return total


def from_number(value: int, states: int) -> Turmite:
    """The turmite of a number.

    Raises:
        MachineError: if there is no turmite of this number or this many states.

    >>> str(from_number(7733, 2))
    '1RB1UB_1LA1-H'
    """
    if states < 1:
        raise MachineError(f"{states} states: a turmite has at least 1")
    radix, rest, entries = 8 * states + 2, value, []
    for _ in range(2 * states):
        rest, digit = divmod(rest, radix)
        entries.append(_instruction(digit))
    if value < 0 or rest:
        count = radix ** (2 * states)
        raise MachineError(f"{value} is not a turmite's number: the {count} with {states} states are numbered from 0")
    return Turmite(states, tuple(entries))


def _instruction(digit: int) -> Instruction:
    if digit < 2:
        return Instruction(digit, HALT, 0)
    return Instruction(digit % 2, DIRECTIONS[(digit - 2) // 2 % 4], (digit - 2) // 8)


def turn(machine: Turmite, symmetry: int) -> Turmite:
    """The turmite whose moves are turned and reflected, as its output then is: see :func:`turn_cells`.

    Raises:
        MachineError: if the symmetry is not 0 to 7.

    >>> [str(turn(parse("1RB1UB_1LA1-H"), symmetry)) for symmetry in (1, 4)]
    ['1UB1LB_1DA1-H', '1RB1DB_1LA1-H']
    """
    moves = {move: _image(move, symmetry) for move in STEPS}
    return replace(machine, table=tuple(replace(entry, move=moves[entry.move]) for entry in machine.table))


def _image(move: str, symmetry: int) -> str:
    _check_symmetry(symmetry)
    move = _REFLECTED[move] if symmetry >= 4 else move
    for _ in range(symmetry % 4):
        move = _TURNED[move]
    return move


def _check_symmetry(symmetry: int) -> None:
    if not 0 <= symmetry < SYMMETRIES:
        raise MachineError(f"symmetry {symmetry}: the symmetries of the square are numbered 0 to {SYMMETRIES - 1}")


def turn_cells(cells: np.ndarray, symmetry: int) -> np.ndarray:
    """Arrays turned and reflected: the last two axes are rows and columns.

    >>> turn_cells(np.array([[0, 0, 1]]), 1).tolist()
    [[1], [0], [0]]
    """
    _check_symmetry(symmetry)
    reflected = cells[..., ::-1, :] if symmetry >= 4 else cells
    return np.rot90(reflected, symmetry % 4, axes=(-2, -1))


def exchange(machine: Turmite) -> Turmite:
    """The turmite with 0 and 1 exchanged: on a plane of 1 it does what it did on one of 0.

    >>> str(exchange(parse("1RB1UB_1LA1-H")))
    '0UB0RB_0-H0LA'
    """
    entries = [
        replace(machine.table[at ^ 1], write=1 - machine.table[at ^ 1].write) for at in range(len(machine.table))
    ]
    return replace(machine, table=tuple(entries))


def witness(value: int, states: int, blank: int = 0, symmetry: int = 0) -> Turmite:
    """The turmite that a table of outputs names by the number of its image on blank 0; it starts on ``blank``.

    Counts over both blanks need only one machine for an array, its turns, its reflections and their complements: what
    number ``value`` puts out on blank 0.

    >>> str(witness(7733, 2, blank=1, symmetry=1))
    '0LB0UB_0-H0DA'
    """
    machine = turn(from_number(value, states), symmetry)
    return exchange(machine) if blank else machine
