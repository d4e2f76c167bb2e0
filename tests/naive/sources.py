"""Slow, differently written twins of the sources."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import product


def pi_spigot(count: int) -> str:
    """Digits of pi from an unbounded spigot (Gibbons 2006): linear fractional maps, no precision chosen ahead."""
    digits = ""
    q, r, t, k, n, odd = 1, 0, 1, 1, 3, 3
    while len(digits) < count:
        if 4 * q + r - t < n * t:
            digits += str(n)
            q, r, n = 10 * q, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, odd = (
                q * k,
                (2 * q + r) * odd,
                t * odd,
                k + 1,
                (q * (7 * k + 2) + r * odd) // (t * odd),
                odd + 2,
            )
    return digits


def e_spigot(count: int) -> str:
    """Digits of e: its fraction in the base of factorials is all ones; multiply by ten, carry, repeat (Sale 1968)."""
    places = [1] * (count + 20)
    digits = "2"
    while len(digits) < count:
        carry = 0
        for place in range(len(places) - 1, -1, -1):
            carry, places[place] = divmod(10 * places[place] + carry, place + 2)
        digits += str(carry)
    return digits


def numerals(count: int, base: int) -> list[int]:
    """1, 2, 3, ... spelled out in a base, one after the other."""
    out: list[int] = []
    number = 1
    while len(out) < count:
        spelled: list[int] = []
        rest = number
        while rest:
            spelled.insert(0, rest % base)
            rest //= base
        out += spelled
        number += 1
    return out[:count]


def register(count: int, taps: Sequence[int], state: int) -> list[int]:
    """A shift register, bit by bit."""
    cells = [int(c) for c in reversed(format(state, f"0{max(taps)}b"))]
    while len(cells) < count:
        cells.append(sum(cells[-tap] for tap in taps) % 2)
    return cells[:count]


def automaton_cell(rule: int, position: int, time: int) -> int:
    """A cell of an elementary automaton grown from a single 1 at 0, by recursion into its past."""
    if time == 0:
        return int(position == 0)
    left, centre, right = (automaton_cell(rule, position + d, time - 1) for d in (-1, 0, 1))
    return rule // 2 ** (4 * left + 2 * centre + right) % 2


def path_probability(transitions: object, start: object, symbols: Sequence[int]) -> Fraction:
    """p(symbols) of a finite-state source: the sum over all paths of hidden states, in exact fractions."""
    table = [[[Fraction(p) for p in row] for row in step] for step in transitions.tolist()]  # type: ignore[attr-defined]
    first = [Fraction(p) for p in start.tolist()]  # type: ignore[attr-defined]
    total = Fraction(0)
    for path in product(range(len(first)), repeat=len(symbols) + 1):
        steps = (table[x][a][b] for x, a, b in zip(symbols, path, path[1:], strict=False))
        total += first[path[0]] * math.prod(steps, start=Fraction(1))
    return total


def draw(transitions: object, start: object, uniforms: Sequence[float]) -> list[int]:
    """Symbols of a finite-state source by the inverse of its distribution functions, written as lists of moves."""
    table = transitions.tolist()  # type: ignore[attr-defined]
    state = _inverse(list(enumerate(start.tolist())), uniforms[0])  # type: ignore[attr-defined]
    out = []
    for u in uniforms[1:]:
        moves = [((x, j), p) for x, step in enumerate(table) for j, p in enumerate(step[state])]
        symbol, state = _inverse(moves, u)
        out.append(symbol)
    return out


def _inverse(weighted, u):
    possible = [(value, p) for value, p in weighted if p > 0]
    total = 0.0
    for value, p in possible:
        total += p
        if u < total:
            return value
    return possible[-1][0]
