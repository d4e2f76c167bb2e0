"""Our walks beside the published method told plainly: the same counts, and machines a second."""

from __future__ import annotations

import functools
import math
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from bench.case import Case, Peer, Work, require

# Halting machines that first move right into another state (Soler-Toscano, Zenil, Delahaye and Gauvrit 2014).
HALTING = {2: 522, 3: 535_768, 4: 880_472_208, 5: 2_241_362_726_544}
STEPS = {2: 6, 3: 21, 4: 107, 5: 500}
SAMPLED = {("Python", 3): 20_000, ("Python", 4): 2_000, ("Numba", 4): 300_000, ("Numba", 5): 200_000}
SIGMAS, ENOUGH = 6.0, 20.0


def _machines(states: int) -> int:
    return int((4 * states + 2) ** (2 * states))


@functools.cache
def _numbers(way: str, states: int) -> Any:
    """The numbers of the machines that the plain enumerator runs: all, or a random sample."""
    size = SAMPLED.get((way, states))
    if size is None:
        return np.arange(_machines(states)) if way == "Numba" else range(_machines(states))
    drawn = random.Random(states)
    numbers = [drawn.randrange(_machines(states)) for _ in range(size)]
    return np.array(numbers) if way == "Numba" else numbers


def _plain(way: str, states: int) -> Work:
    from bench import plain_enumerator

    count = plain_enumerator.count_compiled if way == "Numba" else plain_enumerator.count_in_python
    numbers = _numbers(way, states)
    return lambda: count(numbers, states, STEPS[states])


def _turing(states: int) -> Work:
    from ait.enumeration.driver import walk
    from ait.enumeration.turing import TuringSpace

    space = TuringSpace(states, STEPS[states])
    return lambda: walk(space)


@functools.cache
def _table(states: int) -> Any:
    import ait

    return ait.open_table("turing-5-2-500") if states == 5 else ait.enumerate_turing(states, STEPS[states])


_TO_COMPLEMENT = str.maketrans("01", "10")


def complemented(found: Counter[str]) -> Counter[str]:
    """Counts over both blanks, from those on one."""
    both = Counter(found)
    for string, often in found.items():
        both[string.translate(_TO_COMPLEMENT)] += often
    return both


def _walk_right(way: str, states: int) -> Callable[[Any, Any], str]:
    def check(ours: Any, theirs: Any) -> str:
        require(int(ours["machines"][0]) == HALTING[states], f"{ours['machines'][0]} halt, not {HALTING[states]}")
        if theirs is None:
            return f"published: {HALTING[states]:,} halt"
        table, size = _table(states), SAMPLED.get((way, states))
        if size is None:
            both = complemented(theirs)
            require(both == {row.string: row.count for row in table.rows()}, "the counts of strings differ")
            return f"all {len(both):,} counts equal"
        return _sample_agrees(theirs, table, size, states)

    return check


def _sample_agrees(theirs: Counter[str], table: Any, size: int, states: int) -> str:
    """Each frequent string, and their sum, within six standard errors of the whole space's share."""
    both, compared = complemented(theirs), 0
    shares = {row.string: row.count / (2 * _machines(states)) for row in table.rows() if row.count}
    frequent = {string: share for string, share in shares.items() if 2 * size * share >= ENOUGH}
    for string, share in (*frequent.items(), ("", table.total / (2 * _machines(states)))):
        seen = both[string] if string else both.total()
        error = math.sqrt(2 * size * share * 2)
        require(abs(seen - 2 * size * share) < SIGMAS * error, f"{string or 'all'}: {seen} in a sample of {size}")
        compared += 1
    return f"{compared:,} shares within {SIGMAS:.0f} standard errors"


def plain_case(way: str, states: int) -> Case:
    size = SAMPLED.get((way, states))
    words = "all" if size is None else f"{size:,} drawn"
    return Case(
        f"({states},2), {STEPS[states]} steps, beside {'plain Python' if way == 'Python' else 'plain Numba'}",
        _machines(states),
        "machines",
        lambda: _turing(states),
        _walk_right(way, states),
        Peer(f"number, table, run: {way}, {words}", lambda: _plain(way, states), amount=size or _machines(states)),
        tracked=False,
        rounds=2 if states == 5 else 9,
        budget=4,
    )
