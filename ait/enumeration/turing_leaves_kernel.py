"""All Turing machines read lazily: an entry is chosen when it is first reached, and a leaf is a partial table."""

from __future__ import annotations

import numpy as np

from ait.jit import kernel, lean_kernel

UNREAD = -1
WIDEST = 62
RUNS, HALTS, STOPS = 0, 1, 2


@lean_kernel
def run_table(table: np.ndarray, states: int, steps: int, tape: np.ndarray, last: np.ndarray) -> int:
    """Run a partial table from the start on blank 0 until it wants an unread entry; its index, or -1 out of steps.

    ``table`` holds the published digits: r < 2 halts writing r; else r - 2 = written + 2·(left) + 4·(next state).
    ``tape`` is scratch, 2·steps + 3 cells; ``last`` receives head, lowest cell, highest cell, steps made.
    """
    middle = tape.size // 2
    head, low, high, state = middle, middle, middle, 0
    tape[middle] = 0
    for step in range(steps):
        entry: int = 2 * state + tape[head]
        digit = table[entry]
        if digit < 0:
            last[0], last[1], last[2], last[3] = head, low, high, step
            return entry
        digit -= 2
        tape[head] = digit & 1
        state = digit >> 2
        head += -1 if (digit >> 1) & 1 else 1
        if head < low:
            low = head
            tape[head] = 0
        elif head > high:
            high = head
            tape[head] = 0
    return -1


@kernel
def list_tables(states: int, steps: int, length: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Every lazily read machine that halts with ``length`` cells visited, on blank 0.

    Returns the partial tables, int8 (leaves, 2·states), -1 unread; the outputs, uint64, leftmost cell most significant;
    the weights, uint64: how many whole machines a leaf stands for; and the weights that halt (at any length), do not
    within the steps, uint64 (2,).
    """
    entries, radix = 2 * states, np.uint64(4 * states + 2)
    tables, outputs = np.zeros((1024, entries), np.int8), np.zeros(1024, np.uint64)
    weights, sums = np.zeros(1024, np.uint64), np.zeros(2, np.uint64)
    table = np.full(entries, UNREAD, np.int8)
    tape, last = np.zeros(2 * steps + 3, np.int8), np.zeros(4, np.int64)
    wanted, choice = np.zeros(entries + 1, np.int64), np.zeros(entries + 1, np.int64)
    used, weight = np.zeros(entries + 2, np.int64), np.zeros(entries + 2, np.uint64)
    used[0], weight[0] = 1, 1
    powers = np.ones(entries + 1, np.uint64)
    for i in range(entries):
        powers[i + 1] = powers[i] * radix
    depth, kept, fresh = 0, 0, True
    while depth >= 0:
        if fresh:
            entry = run_table(table, states, steps, tape, last)
            if entry < 0:
                sums[1] += weight[depth] * powers[entries - depth]
                depth -= 1
                fresh = False
                continue
            wanted[depth], choice[depth] = entry, 2
            share = weight[depth] * powers[entries - depth - 1]
            sums[0] += np.uint64(2) * share
            width = last[2] - last[1] + 1
            if width == length:
                for symbol in range(2):
                    if kept == outputs.size:
                        tables, outputs, weights = more(tables), longer(outputs), longer(weights)
                    word = np.uint64(0)
                    for cell in range(last[1], last[2] + 1):
                        bit = symbol if cell == last[0] else tape[cell]
                        word = (word << np.uint64(1)) | np.uint64(bit)
                    tables[kept], outputs[kept], weights[kept] = table, word, share
                    tables[kept, entry] = symbol
                    kept += 1
        entry = wanted[depth]
        table[entry] = UNREAD
        # Names of states that were not entered yet are interchangeable: the first stands for all.
        names = min(used[depth] + 1, states)
        if choice[depth] == 2 + 4 * names:
            depth -= 1
            fresh = False
            continue
        digit = choice[depth]
        choice[depth] += 1
        table[entry] = digit
        new = (digit - 2) >> 2 == used[depth]
        used[depth + 1] = used[depth] + new
        weight[depth + 1] = weight[depth] * (np.uint64(states - used[depth]) if new else np.uint64(1))
        depth += 1
        fresh = True
    return tables[:kept], outputs[:kept], weights[:kept], sums


@kernel
def longer(array: np.ndarray) -> np.ndarray:
    """The array with as much room again."""
    grown = np.zeros(2 * array.size, array.dtype)
    grown[: array.size] = array
    return grown


@kernel
def more(array: np.ndarray) -> np.ndarray:
    """The rows with room for as many again."""
    grown = np.zeros((2 * array.shape[0], array.shape[1]), array.dtype)
    grown[: array.shape[0]] = array
    return grown
