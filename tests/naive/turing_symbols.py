"""Turing machines over k symbols the slow way: no order among the symbols, outputs as they are, dictionaries."""

import itertools
from collections import Counter
from fractions import Fraction


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


class Sample:
    """A random part of the tree of reduced machines, by recursion; every node is run from the start.

    ``weights`` maps a pattern to its estimated share of all machines, ``nodes`` to how many nodes wrote it; ``notes``
    are of children by the cells, undefined entries and symbols of their parent.  Exact
    fractions but for the two places where the kernel compares floating-point numbers to decide what is met.
    """

    def __init__(self, states, symbols, limit, longest, effort, interest, values, seed):
        self.states, self.symbols, self.limit, self.longest = states, symbols, limit, longest
        self.effort, self.interest, self.values = effort, interest, values
        self.random = numbers(seed)
        self.weights, self.nodes, self.run = Counter(), Counter(), 0
        self.notes = Counter()
        self.accounted = Fraction(0)
        self.branch({}, Fraction(1), Fraction(1), ({0: 0}, 0, (0, 0)), first=True)

    def branch(self, table, share, chance, place, first=False):
        """Define the entry that was met in all ways, symbols and states in order of first use."""
        tape, _, entry = place
        radix, offset = self.symbols * (2 * self.states + 1), next(self.random)
        undefined = self.states * self.symbols - len(table)
        used = 1 + max([after for _, _, after in table.values()], default=0)
        seen = 1 + max([write for write, _, _ in table.values()], default=0)
        for after, move, write in itertools.product(range(used + 1), (1, -1), range(seen + 1)):
            if after >= self.states or write >= self.symbols or (first and (move == -1 or after == 0)):
                continue
            ways = (self.states - used if after == used else 1) * (self.symbols - seen if write == seen else 1)
            child = {**table, entry: (write, move, after)}
            part = share * ways / radix
            if write < seen and after < used and not self.hopeful(child, after, used, seen):
                self.accounted += part / chance
                continue
            wanted = Fraction(self.effort) * part * Fraction(self.interest[len(tape), undefined, seen])
            met = chance
            if wanted < chance:
                offset += float(wanted / chance)
                if offset < 1:
                    continue
                offset -= 1
                met = wanted
            self.notes[len(tape), undefined, seen, "run"] += part / met
            written = self.visit(child, part, met)
            if written:
                worth = part / met * Fraction(self.values[written])
                self.notes[len(tape), undefined, seen, "worth"] += worth
                self.notes[len(tape), undefined, seen, "worth squared"] += worth * worth

    def hopeful(self, table, start, used, seen):
        """Whether arrows for symbols in use lead from ``start`` to an undefined entry."""
        found, fresh = {start}, [start]
        while fresh:
            state = fresh.pop()
            for symbol in range(seen):
                if (state, symbol) not in table:
                    return True
                after = table[state, symbol][2]
                if after not in found:
                    found.add(after)
                    fresh.append(after)
        return False

    def visit(self, table, share, chance):
        """Run a node, and all below it; how many cells its output has, 0 where it does not halt in time and width."""
        self.run += 1
        verdict, tape, head, entry, _ = simulate(table, self.limit)
        radix, free = self.symbols * (2 * self.states + 1), self.states * self.symbols - len(table)
        if verdict == "out of steps" or len(tape) > self.longest:
            self.accounted += share / chance
            return 0
        seen = 1 + max(write for write, _, _ in table.values())
        for write in range(min(seen + 1, self.symbols)):
            weight = share / radix / chance * (self.symbols - seen if write == seen else 1)
            output = pattern(text({**tape, head: write}))
            self.weights[output] += weight
            self.nodes[output] += 1
            self.accounted += weight
        if free == 1:
            self.accounted += share * (radix - self.symbols) / radix / chance
        else:
            self.branch(table, share, chance, (tape, head, entry))
        return len(tape)


def numbers(seed):
    """Random numbers from 0 up to 1 by SplitMix64, in Python's own integers."""
    word = 2**64 - 1
    while True:
        seed = seed + 0x9E3779B97F4A7C15 & word
        mixed = seed
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = (mixed ^ mixed >> shift) * factor & word
        yield (mixed ^ mixed >> 31) // 2**11 / 2**53
