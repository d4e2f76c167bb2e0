"""Turing machines over k symbols the slow way: no order among the symbols, outputs as they are, dictionaries."""

import itertools
from collections import Counter


def instructions(states, symbols):
    """All (write, move, next); halting ones have move 0; in the order of the published digits."""
    halting = [(write, 0, None) for write in range(symbols)]
    return halting + [(write, move, after) for after in range(states) for move in (1, -1) for write in range(symbols)]


def simulate(table, limit, blank=0):
    """Run ``table[state, symbol]``, perhaps not whole: (verdict, tape over the cells visited, state, symbol, steps)."""
    tape, position, state = {0: blank}, 0, 0
    for step in range(limit):
        symbol = tape.setdefault(position, blank)
        if (state, symbol) not in table:
            return "undefined", tape, position, (state, symbol), step
        write, move, after = table[state, symbol]
        tape[position] = write
        if move == 0:
            return "halted", tape, position, None, step + 1
        position, state = position + move, after
        tape.setdefault(position, blank)
    return "out of steps", tape, position, None, limit


def text(tape):
    return "".join(str(tape[place]) for place in range(min(tape), max(tape) + 1))


def brute_force(states, symbols, limit):
    """Over all machines and all blanks: outputs counted, and least steps of each."""
    counts, least = Counter(), {}
    entries = list(itertools.product(range(states), range(symbols)))
    for choice in itertools.product(instructions(states, symbols), repeat=len(entries)):
        for blank in range(symbols):
            verdict, tape, _, _, steps = simulate(dict(zip(entries, choice, strict=True)), limit, blank)
            if verdict == "halted":
                counts[text(tape)] += 1
                least[text(tape)] = min(steps, least.get(text(tape), steps))
    return counts, least


def tree(states, symbols, limit):
    """The same by filling in entries when they are met, every instruction at each, on every blank symbol."""
    counts, least = Counter(), {}
    radix, entries = symbols * (2 * states + 1), states * symbols

    def visit(table, blank):
        verdict, tape, _, entry, steps = simulate(table, limit, blank)
        if verdict == "undefined":
            for instruction in instructions(states, symbols):
                visit({**table, entry: instruction}, blank)
        elif verdict == "halted":
            counts[text(tape)] += radix ** (entries - len(table))
            least[text(tape)] = min(steps, least.get(text(tape), steps))

    for blank in range(symbols):
        visit({}, blank)
    return counts, least


def pattern(string):
    """The least relabelling of a string or of its reversal, symbols numbered as they first appear."""
    found = []
    for way in (string, string[::-1]):
        names = {}
        found.append("".join(str(names.setdefault(symbol, len(names))) for symbol in way))
    return min(found)


def orbit(string, symbols):
    """All strings that relabelling and reversal make of one."""
    found = set()
    for names in itertools.permutations("0123456789"[:symbols]):
        image = "".join(names[int(symbol)] for symbol in string)
        found |= {image, image[::-1]}
    return found


def reduced_runs(states, symbols, limit):
    """Each machine whose first move is right into another state, on blank 0, cut short at its last needed entry.

    Yields (verdict, cells visited, machines that it stands for).
    """
    radix, entries = symbols * (2 * states + 1), states * symbols

    def visit(table):
        verdict, tape, _, entry, _ = simulate(table, limit)
        if verdict == "undefined":
            for instruction in instructions(states, symbols):
                yield from visit({**table, entry: instruction})
        else:
            yield verdict, len(tape), radix ** (entries - len(table))

    for write, after in itertools.product(range(symbols), range(1, states)):
        yield from visit({(0, 0): (write, 1, after)})
