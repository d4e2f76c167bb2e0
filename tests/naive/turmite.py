"""Turmites the slow way: every machine of a space, sets for planes, the definition read word by word."""

import itertools
from collections import Counter

MOVES = {"R": 1 + 0j, "L": -1 + 0j, "U": 1j, "D": -1j}
"""The plane as complex numbers: right is 1, up is i."""


def instructions(states):
    """All (write, move, next); halting ones have no move; in the order of the digits of machines' numbers."""
    halting = [(write, None, None) for write in (0, 1)]
    return halting + [(write, move, after) for after in range(states) for move in "RLUD" for write in (0, 1)]


def simulate(table, limit, blank=0):
    """Run ``table[state, symbol]``: (halted, picture so far, steps); a picture is a tuple of strings, top row first."""
    changed, place, state, visited = set(), 0j, 0, {0j}
    for step in range(1, limit + 1):
        symbol = blank ^ (place in changed)
        write, move, after = table[state, symbol]
        if write == blank:
            changed.discard(place)
        else:
            changed.add(place)
        if move is None:
            return True, picture(changed, visited, blank), step
        place, state = place + MOVES[move], after
        visited.add(place)
    return False, picture(changed, visited, blank), limit


def picture(changed, visited, blank):
    xs, ys = [int(place.real) for place in visited], [int(place.imag) for place in visited]
    return tuple(
        "".join(str(blank ^ (complex(x, y) in changed)) for x in range(min(xs), max(xs) + 1))
        for y in range(max(ys), min(ys) - 1, -1)
    )


def decode(number, states):
    """The machine of a number."""
    table = {}
    for state, symbol in itertools.product(range(states), (0, 1)):
        number, digit = divmod(number, 8 * states + 2)
        table[state, symbol] = instructions(states)[digit]
    assert number == 0
    return table


def all_machines(states):
    entries = list(itertools.product(range(states), (0, 1)))
    for choice in itertools.product(instructions(states), repeat=len(entries)):
        yield dict(zip(entries, choice, strict=True))


def brute_force(states, limit):
    """Over all machines, by blank: pictures counted; least steps of each; how many halt after a first move right."""
    counts, least, first_right = (Counter(), Counter()), {}, 0
    for table in all_machines(states):
        for blank in (0, 1):
            halted, found, steps = simulate(table, limit, blank)
            if halted:
                counts[blank][found] += 1
                least[found] = min(steps, least.get(found, steps))
                first_right += blank == 0 and table[0, 0][1] == "R"
    return counts, least, first_right


def images(found):
    """The 16 pictures that turning, reflecting and exchanging symbols make of one, repeats included."""
    for _ in range(4):
        found = tuple("".join(column) for column in zip(*found[::-1], strict=True))
        for mirrored in (found, found[::-1]):
            yield mirrored
            yield tuple(row.translate(str.maketrans("01", "10")) for row in mirrored)


def least_image(found):
    """The image with no more rows than columns that comes first as a string of digits."""
    return min(image for image in images(found) if len(image) <= len(image[0]))
