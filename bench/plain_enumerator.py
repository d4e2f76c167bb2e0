"""The published method as it is told: each number gives a table, each table is run, and what halts is counted.

Delahaye and Zenil 2012, Soler-Toscano and others 2014.  No tree of partial tables, no normal form, no machine settled
together with others: this is what our walks are measured beside, once as plain Python, once compiled by Numba.  Two
symbols, blank 0; runs on the other blank give the complements.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numba
import numpy as np

HALT = -1


def machines(states: int) -> int:
    """How many machines there are."""
    return (4 * states + 2) ** (2 * states)


def table_of(number: int, states: int) -> list[tuple[int, int, int]]:
    """The machine of a number: write, move (0 to halt), next state, for (state 0, symbol 0), (0, 1), (1, 0), ..."""
    table = []
    for _ in range(2 * states):
        number, entry = divmod(number, 4 * states + 2)
        if entry < 2:
            table.append((entry, 0, HALT))
        else:
            entry -= 2
            table.append((entry % 2, 1 if entry // 2 % 2 == 0 else -1, entry // 4))
    return table


def output(table: list[tuple[int, int, int]], steps: int) -> str | None:
    """What a machine halts with, None if it has not halted after so many steps: all visited cells, in order."""
    tape: dict[int, int] = {}
    head = state = 0
    for _ in range(steps):
        symbol = tape.get(head, 0)
        written, move, state = table[2 * state + symbol]
        tape[head] = written
        if state == HALT:
            return "".join(str(tape[cell]) for cell in range(min(tape), max(tape) + 1))
        head += move
    return None


def count_in_python(numbers: Iterable[int], states: int, steps: int) -> Counter[str]:
    """How many of these machines halt with each string."""
    found: Counter[str] = Counter()
    for number in numbers:
        string = output(table_of(number, states), steps)
        if string is not None:
            found[string] += 1
    return found


@numba.njit(cache=True)
def _count(numbers: np.ndarray, states: int, steps: int, words: dict[int, int]) -> None:
    tape = np.zeros(2 * steps + 3, dtype=np.uint8)
    writes = np.zeros(2 * states, dtype=np.uint8)
    moves = np.zeros(2 * states, dtype=np.int64)
    states_after = np.zeros(2 * states, dtype=np.int64)
    for number in numbers:
        for place in range(2 * states):
            entry = number % (4 * states + 2)
            number //= 4 * states + 2
            if entry < 2:
                writes[place], moves[place], states_after[place] = entry, 0, HALT
            else:
                entry -= 2
                writes[place] = entry % 2
                moves[place] = 1 if entry // 2 % 2 == 0 else -1
                states_after[place] = entry // 4
        head = steps + 1
        left = right = head
        state = 0
        for _ in range(steps):
            place = 2 * state + tape[head]
            tape[head] = writes[place]
            left, right = min(left, head), max(right, head)
            state = states_after[place]
            if state == HALT:
                break
            head += moves[place]
        if state == HALT:
            # A one in front keeps the zeros; no machine here visits as many as 63 cells and halts.
            word = 1
            for cell in range(left, right + 1):
                word = 2 * word + tape[cell]
            words[word] = words.get(word, 0) + 1
        tape[left : right + 1] = 0


def count_compiled(numbers: np.ndarray, states: int, steps: int) -> Counter[str]:
    """The same by Numba; ``numbers`` int64, shape (machines,), or a range for all of them."""
    words = numba.typed.Dict.empty(numba.int64, numba.int64)
    _count(numbers, states, steps, words)
    return Counter({bin(word)[3:]: often for word, often in words.items()})
