"""Turing machines the slow way: every machine of a space, dictionaries for tapes, the definition read word by word."""

import itertools
from collections import Counter


def instructions(states):
    """All (write, move, next) of two symbols; halting ones have move 0; in the order of the published digits."""
    halting = [(write, 0, None) for write in (0, 1)]
    return halting + [(write, move, after) for after in range(states) for move in (1, -1) for write in (0, 1)]


def simulate(table, limit, blank=0):
    """Run ``table[state, symbol]``: (halted, output or cells so far, steps)."""
    tape, position, state, visited = {}, 0, 0, {0}
    for step in range(1, limit + 1):
        write, move, after = table[state, tape.get(position, blank)]
        tape[position] = write
        if move == 0:
            return True, cells(tape, visited, blank), step
        position, state = position + move, after
        visited.add(position)
    return False, cells(tape, visited, blank), limit


def cells(tape, visited, blank):
    return "".join(str(tape.get(place, blank)) for place in range(min(visited), max(visited) + 1))


def decode(number, states):
    """The machine of a published number."""
    table = {}
    for state, symbol in itertools.product(range(states), (0, 1)):
        number, digit = divmod(number, 4 * states + 2)
        table[state, symbol] = instructions(states)[digit]
    assert number == 0
    return table


def all_machines(states):
    entries = list(itertools.product(range(states), (0, 1)))
    for choice in itertools.product(instructions(states), repeat=len(entries)):
        yield dict(zip(entries, choice, strict=True))


def brute_force(states, limit):
    """Over all machines and both blanks: outputs counted, and least steps of each."""
    counts, least = Counter(), {}
    for table in all_machines(states):
        for blank in (0, 1):
            halted, output, steps = simulate(table, limit, blank)
            if halted:
                counts[output] += 1
                least[output] = min(steps, least.get(output, steps))
    return counts, least


def reduced_runs(states, limit):
    """Each machine whose first move is right into another state, on blank 0: (halted, output or cells, steps)."""
    for table in all_machines(states):
        _, move, after = table[0, 0]
        if move == 1 and after != 0:
            yield simulate(table, limit)


class Walk:
    """The tree in normal form by recursion; each node is run from the start; the loop tests are read off its history.

    ``undecided`` and ``halting_steps`` are counters of machines by span and by steps; ``rows`` maps an output to
    [count, (least steps, number)]; ``tables`` holds the table of every node that halted, ``open_ends`` of every one
    that ran out of steps.
    """

    def __init__(self, states, limit):
        self.states, self.limit = states, limit
        self.halting = self.non_halting = 0
        self.nodes = self.halted = 0
        self.undecided, self.halting_steps = Counter(), Counter()
        self.rows, self.tables, self.open_ends = {}, [], []
        for write in (0, 1):
            if states > 1:
                self.visit({(0, 0): (write, 1, 1)}, states - 1, 0)

    def visit(self, table, weight, born):
        """``weight`` machines for each way to fill in the rest; the last entry was first used at step ``born``."""
        self.nodes += 1
        free, radix = 2 * self.states - len(table), 4 * self.states + 2
        verdict, history = run_node(table, born, self.limit)
        span = len(cells({}, {position for position, _, _ in history}, 0))
        if verdict == "loops":
            self.non_halting += weight * radix**free
        elif verdict == "out of steps":
            self.undecided[span] += weight * radix**free
            self.open_ends.append(table)
        else:
            self.halt(table, weight * radix ** (free - 1), history)
            self.branch(table, weight, history)

    def halt(self, table, share, history):
        self.halted += 1
        self.tables.append(table)
        position, state, tape = history[-1]
        steps = len(history)
        for write in (0, 1):
            output = cells({**tape, position: write}, {place for place, _, _ in history}, 0)
            complete = {**table, (state, tape.get(position, 0)): (write, 0, None)}
            witness = steps, number(complete, self.states)
            count, best = self.rows.get(output, (0, witness))
            self.rows[output] = count + share, min(best, witness)
        self.halting += 2 * share
        self.halting_steps[steps] += 2 * share

    def branch(self, table, weight, history):
        position, state, tape = history[-1]
        free, radix = 2 * self.states - len(table), 4 * self.states + 2
        if free == 1:
            self.non_halting += weight * 4 * self.states
            return
        used = 1 + max(after for _, _, after in table.values())
        for write, move, after in instructions(self.states)[2:]:
            if after > used:
                continue
            child = {**table, (state, tape.get(position, 0)): (write, move, after)}
            if after < used and not reaches_undefined(child, after, used):
                self.nodes += 1
                self.non_halting += weight * radix ** (free - 1)
            else:
                self.visit(child, weight * (self.states - used if after == used else 1), len(history) - 1)


def number(table, states):
    """The published number; undefined entries count as digit 0."""
    kinds = instructions(states)
    digits = {entry: kinds.index(instruction) for entry, instruction in table.items()}
    return sum(digit * (4 * states + 2) ** (2 * state + symbol) for (state, symbol), digit in digits.items())


def reaches_undefined(table, start, used):
    """Whether the arrows between states lead from ``start`` to a used state with an undefined entry."""
    found, fresh = {start}, [start]
    while fresh:
        state = fresh.pop()
        for symbol in (0, 1):
            if (state, symbol) not in table:
                return True
            after = table[state, symbol][2]
            if after not in found:
                found.add(after)
                fresh.append(after)
    return False


def run_node(table, born, limit):
    """Run from the start; (verdict, history of (position, state, tape) before each step and at the end).

    Loops are looked for from step ``born`` on, as the kernel does: against the configuration saved 0, 16, 48, 112, ...
    steps later, and at the 1st, 2nd, 4th, 8th, ... new cell on either side.
    """
    history = [(0, 0, {})]
    saves = {born + 16 * (2**power - 1) for power in range(40)}
    saved = None
    records = {1: [], -1: []}
    while True:
        position, state, tape = history[-1]
        step = len(history) - 1
        if step > born and saved is not None and relative(history[-1]) == relative(history[saved]):
            return "loops", history
        if step > born and repeats(history, records):
            return "loops", history
        if step == limit:
            return "out of steps", history
        if step in saves:
            saved = step
        if (state, tape.get(position, 0)) not in table:
            return "undefined", history
        write, move, after = table[state, tape.get(position, 0)]
        history.append((position + move, after, {**tape, position: write}))


def relative(configuration):
    """State and the set of ones, seen from the head."""
    position, state, tape = configuration
    return state, frozenset(place - position for place, symbol in tape.items() if symbol)


def repeats(history, records):
    """Whether the head, on a cell never visited before, does what it did at an earlier such cell on the same side."""
    position, state, tape = history[-1]
    before = [place for place, _, _ in history[:-1]]
    for side in (1, -1):
        if side * position <= max(side * place for place in before):
            continue
        now = len(history) - 1
        found = records[side]
        found.append(now)
        if len(found) == 1:
            continue
        then = found[2 ** ((len(found) - 1).bit_length() - 1) - 1]
        place, earlier_state, earlier_tape = history[then]
        depth = max(side * (place - middle) for middle, _, _ in history[then:])
        same = all(
            tape.get(position - side * back, 0) == earlier_tape.get(place - side * back, 0) for back in range(depth + 1)
        )
        if state == earlier_state and same:
            return True
    return False


def never_halts(table, n):
    """The closed set of situations (n-gram CPS), with tuples and sets; True if no undefined entry is ever met."""
    blank = (0,) * n
    lefts, rights, situations = {blank}, {blank}, {(0, blank, 0, blank)}
    while True:
        before = len(lefts), len(rights), len(situations)
        for state, left, symbol, right in list(situations):
            if (state, symbol) not in table:
                return False
            write, move, after = table[state, symbol]
            if move == 1:
                lefts.add(left)
                new = [(after, (write, *left)[:n], right[0], window) for window in rights if window[:-1] == right[1:]]
            else:
                rights.add(right)
                new = [(after, window, left[0], (write, *right)[:n]) for window in lefts if window[:-1] == left[1:]]
            situations.update(new)
        if (len(lefts), len(rights), len(situations)) == before:
            return True
