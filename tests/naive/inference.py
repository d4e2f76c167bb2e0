"""Model sets once more, as plain lists of (weight, model in words, probability of a string), all in fractions."""

from __future__ import annotations

import itertools
import math
from decimal import Decimal, localcontext
from fractions import Fraction

from tests.naive.predictors import kt


def log2(value: Fraction) -> float:
    return math.log2(value.numerator) - math.log2(value.denominator) if value else -math.inf


def chain(rows: list[list[Fraction]], k: int, order: int, x: list[int]) -> Fraction:
    probability, past = Fraction(1), [0] * order
    for symbol in x:
        context = 0
        for seen in past:
            context = k * context + seen
        probability *= rows[context][symbol]
        past = [*past, symbol][1:] if order else past
    return probability


def markov_grid(k: int, order: int, parts: int, x: list[int]) -> list[Fraction]:
    """The likelihoods of all chains on the grid; order of the rows is not meant to be that of the class."""
    shares = [s for s in itertools.product(range(parts + 1), repeat=k) if sum(s) == parts]
    rows = [[Fraction(part, parts) for part in share] for share in shares]
    return [chain(list(table), k, order, x) for table in itertools.product(rows, repeat=k**order)]


def trees(k: int, depth: int) -> list[tuple[int, list[tuple[int, ...]]]]:
    """All context trees as (nodes above the greatest depth, contexts of the leaves in time order)."""

    def grow(context: tuple[int, ...]) -> list[tuple[int, list[tuple[int, ...]]]]:
        if len(context) == depth:
            return [(0, [context])]
        found = [(1, [context])]
        for children in itertools.product(*[grow((a, *context)) for a in range(k)]):
            found.append((1 + sum(c[0] for c in children), [leaf for c in children for leaf in c[1]]))
        return found

    return grow(())


def tree_probability(k: int, leaves: list[tuple[int, ...]], x: list[int]) -> Fraction:
    counts = {leaf: [0] * k for leaf in leaves}
    text = [0] * 16 + x
    for i in range(16, len(text)):
        leaf = next(leaf for leaf in leaves if tuple(text[i - len(leaf) : i]) == leaf)
        counts[leaf][text[i]] += 1
    return math.prod((kt(c) for c in counts.values()), start=Fraction(1))


def automaton_graphs(states: int) -> set[tuple[tuple[int, int], ...]]:
    """All graphs with so many states, each renamed by a walk from the start; -1 is no edge."""
    found = set()
    rows = [row for row in itertools.product(range(-1, states), repeat=2) if row != (-1, -1)]
    for table in itertools.product(rows, repeat=states):
        names, queue = {0: 0}, [0]
        for state in queue:
            for target in table[state]:
                if target >= 0 and target not in names:
                    names[target] = len(names)
                    queue.append(target)
        if len(names) == states:
            found.add(tuple(tuple(names[t] if t >= 0 else -1 for t in table[state]) for state in queue))
    return found


def automata(states: int, parts: int, x: list[int]) -> list[tuple[Fraction, Fraction]]:
    """(weight 2^-K, probability of x) of every automaton of up to so many states."""
    models = []
    for size in range(1, states + 1):
        graphs = automaton_graphs(size)
        for graph in graphs:
            free = [state for state, row in enumerate(graph) if min(row) >= 0]
            weight = Fraction(1, 2**size * len(graphs) * (parts - 1) ** len(free))
            for levels in itertools.product(range(1, parts), repeat=len(free)):
                one = {state: Fraction(level, parts) for state, level in zip(free, levels, strict=True)}
                models.append((weight, automaton_probability(graph, one, x)))
    return models


def automaton_probability(graph, one, x):
    state, probability = 0, Fraction(1)
    for symbol in x:
        if graph[state][symbol] < 0:
            return Fraction(0)
        if state in one:
            probability *= one[state] if symbol else 1 - one[state]
        state = graph[state][symbol]
    return probability


def noisy(sequence: list[int], noise: Fraction, k: int, x: list[int]) -> Fraction:
    probability = Fraction(1)
    for own, symbol in zip(sequence, x, strict=True):
        probability *= 1 - noise if own == symbol else noise / (k - 1)
    return probability


def registers(cells: int, n: int) -> list[list[int]]:
    found = []
    for taps in itertools.product((0, 1), repeat=cells):
        for fill in itertools.product((0, 1), repeat=cells):
            x = list(fill)
            while len(x) < n:
                x.append(sum(tap * x[-1 - back] for back, tap in enumerate(taps)) % 2)
            found.append(x[:n])
    return found


def primitive_words(k: int, longest: int) -> list[tuple[int, ...]]:
    words = []
    for period in range(1, longest + 1):
        for word in itertools.product(range(k), repeat=period):
            if not any(word == word[:d] * (period // d) for d in range(1, period) if period % d == 0):
                words.append(word)
    return words


def divergence(q: list[Fraction], p: list[Fraction]) -> float:
    """KL(q‖p) in bits from exact probabilities, with 80 digits."""
    with localcontext() as context:
        context.prec = 80
        total = Decimal(0)
        for a, b in zip(q, p, strict=True):
            if a:
                ratio = a / b
                total += Decimal(a.numerator) / a.denominator * (Decimal(ratio.numerator) / ratio.denominator).ln()
        return float(total / Decimal(2).ln())


def complexity(k: int, n: int) -> Fraction:
    """Σ over types of the multinomial coefficient times Π (h/n)^h."""
    total = Fraction(0)
    for counts in itertools.product(range(n + 1), repeat=k):
        if sum(counts) == n:
            ways = math.factorial(n)
            for h in counts:
                ways //= math.factorial(h)
            total += ways * math.prod((Fraction(h, n) ** h for h in counts if h), start=Fraction(1))
    return total
