"""Turing machines as tables, as text, and as the published numbers; mirrored, and with their symbols exchanged.

:mod:`ait.machines.turing` says what such a machine does, and runs it.

As text, states are letters, their entries stand side by side in the order of symbols, and ``_`` separates them:
``1RB1LB_1LA1-H`` is the busy beaver of two states.  ``1-H`` writes 1 and halts.  The spellings of the busy-beaver
literature are read too, and meant the same, since halting entries do not move here: ``1RH``, ``1LH``, ``1RZ``, ``1LZ``
(a letter that names a state is that state: H only halts where there are at most 7) and ``---``, an undefined
entry, which is taken to write 1, as it is when busy beavers are scored.

The published number (Soler-Toscano, Zenil, Delahaye and Gauvrit 2014) has one digit of radix k(2n + 1) for each
entry, the first the least significant: r < k halts writing r; else r - k = (written symbol) + k·(1 if it moves left)
+ 2k·(next state).  The *reduced* machines first move right, into another state; there the first digit has radix
k(n - 1) and is (written symbol) + k·(next state - 1).
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ait.errors import MachineError

RIGHT, LEFT, NO_MOVE = 1, -1, 0
MOST_SYMBOLS, MOST_STATES = 10, 25
"""Text has a digit for each symbol, and a letter for each state, Z aside."""

_MOVES = {"R": RIGHT, "L": LEFT, "-": NO_MOVE}
_SPELLINGS = {move: letter for letter, move in _MOVES.items()}
_LETTERS = string.ascii_uppercase


@dataclass(frozen=True)
class Instruction:
    """What one table entry does; ``move`` is +1 (right), -1 (left), or 0 where it halts, and then ``next`` is 0."""

    write: int
    move: int
    next: int

    @property
    def halts(self) -> bool:
        """Whether this is a halting instruction."""
        return self.move == NO_MOVE


@dataclass(frozen=True)
class Machine:
    """A machine's table: ``table[symbols * state + symbol]`` is what it does in that state, reading that symbol.

    ``str`` gives its text.

    Raises:
        MachineError: if there are fewer than 1 state or 2 symbols, or an entry does not fit.

    >>> machine = parse("1RB1RZ_1LB0RA")
    >>> str(machine), machine.table[1].halts
    ('1RB1-H_1LB0RA', True)
    """

    states: int
    symbols: int
    table: tuple[Instruction, ...]

    def __post_init__(self) -> None:
        _check_sizes(self.states, self.symbols)
        if len(self.table) != self.states * self.symbols:
            raise MachineError(f"{len(self.table)} entries: {self.states} states need {self.states * self.symbols}")
        for entry in self.table:
            fits = 0 <= entry.write < self.symbols and 0 <= entry.next < self.states and entry.move in _SPELLINGS
            if not fits or (entry.halts and entry.next != 0):
                raise MachineError(f"{entry} does not fit a machine of {self.states} states and {self.symbols} symbols")

    def __str__(self) -> str:
        if self.symbols > MOST_SYMBOLS or self.states > MOST_STATES:
            raise MachineError(
                f"{self.states} states, {self.symbols} symbols: text goes up to {MOST_STATES} and {MOST_SYMBOLS};"
                " use the machine's number"
            )
        rows = [self.table[start : start + self.symbols] for start in range(0, len(self.table), self.symbols)]
        return "_".join("".join(map(_spell, row)) for row in rows)


def _spell(entry: Instruction) -> str:
    return f"{entry.write}{_SPELLINGS[entry.move]}{'H' if entry.halts else _LETTERS[entry.next]}"


def parse(text: str) -> Machine:
    """The machine that a text such as ``1RB1LB_1LA1-H`` describes.

    Raises:
        MachineError: naming the entry that cannot be read.

    >>> str(parse("1RB1LB_1LA1RH"))
    '1RB1LB_1LA1-H'
    """
    rows = text.strip().split("_")
    symbols = len(rows[0]) // 3
    if len(rows) > MOST_STATES or symbols > MOST_SYMBOLS:
        raise MachineError(f"{text[:40]!r}: text has up to {MOST_STATES} states and {MOST_SYMBOLS} symbols")
    for row in rows:
        if len(row) != 3 * symbols or symbols < 2:
            raise MachineError(
                f"{row[:40]!r} in {text[:80]!r}: each state needs the same number of entries of 3 characters, one a"
                " symbol, at least 2, and states are separated by '_', as in 1RB1LB_1LA1-H"
            )
    entries = [row[start : start + 3] for row in rows for start in range(0, len(row), 3)]
    return Machine(len(rows), symbols, tuple(_read_entry(entry, len(rows), symbols) for entry in entries))


def _read_entry(entry: str, states: int, symbols: int) -> Instruction:
    if entry == "---":
        return Instruction(1, NO_MOVE, 0)
    write, move, letter = _digit(entry[0]), _MOVES.get(entry[1].upper()), _LETTERS.find(entry[2].upper())
    halts = letter in (_LETTERS.index("H"), _LETTERS.index("Z")) and (letter >= states or move == NO_MOVE)
    if not 0 <= write < symbols or move is None or (not halts and (move == NO_MOVE or not 0 <= letter < states)):
        raise MachineError(
            f"entry {entry!r}: it must be a symbol 0 to {symbols - 1}, R or L, and a state A to {_LETTERS[states - 1]}"
            " as in 1RB; or halt, as in 1-H"
        )
    return Instruction(write, NO_MOVE, 0) if halts else Instruction(write, move, letter)


def _digit(character: str) -> int:
    return string.digits.find(character)


def _check_sizes(states: int, symbols: int) -> None:
    if states < 1 or symbols < 2:
        raise MachineError(f"{states} states and {symbols} symbols: a machine has at least 1 state and 2 symbols")


def _digit_of(entry: Instruction, symbols: int) -> int:
    if entry.halts:
        return entry.write
    return symbols + entry.write + symbols * (entry.move == LEFT) + 2 * symbols * entry.next


def _instruction(digit: int, symbols: int) -> Instruction:
    if digit < symbols:
        return Instruction(digit, NO_MOVE, 0)
    digit -= symbols
    return Instruction(digit % symbols, LEFT if digit // symbols % 2 else RIGHT, digit // (2 * symbols))


def _join(digits: Sequence[int], radices: Sequence[int]) -> int:
    total = 0
    for digit, radix in zip(reversed(digits), reversed(radices), strict=True):
        total = total * radix + digit
    return total


def _split(value: int, radices: Sequence[int], kind: str) -> list[int]:
    digits, rest = [], value
    for radix in radices:
        rest, digit = divmod(rest, radix)
        digits.append(digit)
    if value < 0 or rest:
        count = _join([radix - 1 for radix in radices], radices) + 1
        raise MachineError(f"{value} is not the number of a machine: the {count} {kind} are numbered from 0")
    return digits


def number(machine: Machine) -> int:
    """A machine's published number, 0 to (k(2n + 1))^(kn) - 1.

    >>> number(parse("1RB1LB_1LA1-H"))
    1597
    """
    radix = machine.symbols * (2 * machine.states + 1)
    return _join([_digit_of(entry, machine.symbols) for entry in machine.table], [radix] * len(machine.table))


def from_number(value: int, states: int, symbols: int = 2) -> Machine:
    """The machine of a published number.

    Raises:
        MachineError: if there is no machine of this number or these sizes.

    >>> str(from_number(1597, 2))
    '1RB1LB_1LA1-H'
    """
    _check_sizes(states, symbols)
    radices = [symbols * (2 * states + 1)] * (states * symbols)
    digits = _split(value, radices, f"machines with {states} states and {symbols} symbols")
    return Machine(states, symbols, tuple(_instruction(digit, symbols) for digit in digits))


def reduced_number(machine: Machine) -> int:
    """A reduced machine's number among the reduced machines, 0 to k(n - 1)·(k(2n + 1))^(kn - 1) - 1.

    Raises:
        MachineError: if the machine's first entry does not move right, into another state.

    >>> reduced_number(parse("1RB1LB_1LA1-H"))
    319
    """
    first, *others = machine.table
    if first.move != RIGHT or first.next == 0:
        raise MachineError(f"{_spell(first)}: the first entry of a reduced machine moves right, into another state")
    digits = [
        first.write + machine.symbols * (first.next - 1),
        *(_digit_of(entry, machine.symbols) for entry in others),
    ]
    return _join(digits, _reduced_radices(machine.states, machine.symbols))


def from_reduced_number(value: int, states: int, symbols: int = 2) -> Machine:
    """The machine of a reduced number.

    Raises:
        MachineError: if there is no reduced machine of this number or these sizes.

    >>> str(from_reduced_number(319, 2))
    '1RB1LB_1LA1-H'
    """
    _check_sizes(states, symbols)
    kind = f"reduced machines with {states} states and {symbols} symbols"
    if states == 1:
        raise MachineError(f"{value} is not the number of a machine: there are no {kind}")
    first, *others = _split(value, _reduced_radices(states, symbols), kind)
    entry = Instruction(first % symbols, RIGHT, 1 + first // symbols)
    return Machine(states, symbols, (entry, *(_instruction(digit, symbols) for digit in others)))


def _reduced_radices(states: int, symbols: int) -> list[int]:
    return [symbols * (states - 1)] + [symbols * (2 * states + 1)] * (states * symbols - 1)


def mirror(machine: Machine) -> Machine:
    """The machine with left and right exchanged: its output is reversed.

    >>> str(mirror(parse("1RB1LB_1LA1-H")))
    '1LB1RB_1RA1-H'
    """
    return replace(machine, table=tuple(replace(entry, move=-entry.move) for entry in machine.table))


def exchange(machine: Machine, symbol: int = 1) -> Machine:
    """The machine with symbol 0 and ``symbol`` exchanged: on a tape of ``symbol`` it does what it did on one of 0.

    Raises:
        MachineError: if the machine has no such symbol.

    >>> str(exchange(parse("1RB1LB_1LA1-H")))
    '0LB0RB_0-H0LA'
    """
    k = machine.symbols
    if not 0 <= symbol < k:
        raise MachineError(f"symbol {symbol}: the machine's symbols are 0 to {k - 1}")
    swap = {0: symbol, symbol: 0}
    entries = [machine.table[k * (at // k) + swap.get(at % k, at % k)] for at in range(len(machine.table))]
    return replace(machine, table=tuple(replace(entry, write=swap.get(entry.write, entry.write)) for entry in entries))


def witness(value: int, states: int, blank: int = 0, mirrored: bool = False) -> Machine:
    """The machine that a table of outputs names by the number of its image on blank 0; it starts on ``blank``.

    Counts over both blank symbols need only one machine for a string, its reversal, its complement and both: what
    machine number ``value`` puts out on blank 0. Where ``mirrored``, left and right are exchanged; where ``blank`` is
    1, the symbols are.

    >>> str(witness(1597, 2, blank=1, mirrored=True))
    '0RB0LB_0-H0RA'
    """
    machine = from_number(value, states)
    return exchange(mirror(machine) if mirrored else machine, blank)
