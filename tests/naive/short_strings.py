"""Short strings by definition: relabelled by trying every permutation, statistics by counting."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from fractions import Fraction


def normalise(word: str) -> str:
    names: dict[str, str] = {}
    return "".join(names.setdefault(symbol, str(len(names))) for symbol in word)


def images(word: str, k: int, reversal: bool) -> set[str]:
    """All strings that relabelling (and reversal) make of one over the digits below k."""
    ways = [word, word[::-1]] if reversal else [word]
    return {
        "".join(names[int(symbol)] for symbol in way)
        for names in itertools.permutations("0123456789"[:k])
        for way in ways
    }


def entropy(things: list[str]) -> float:
    return sum(-c / len(things) * math.log2(c / len(things)) for c in Counter(things).values())


def alternations(word: str) -> int:
    return len(list(itertools.groupby(word))) - 1


def longest_run(word: str) -> int:
    return max(len(list(run)) for _, run in itertools.groupby(word))


def change_complexity(word: str) -> float:
    """The triangle in full; cell (i, j) is the i-th difference that begins at symbol j."""
    n = len(word)
    cell = {(0, j): int(word[j] != word[j + 1]) for j in range(n - 1)}
    for i in range(1, n - 1):
        for j in range(n - 1 - i):
            cell[i, j] = int(cell[i - 1, j] != cell[i - 1, j + 1])
    shares = [Fraction(sum(cell[i, j] for i in range(n - 1 - j)), n - 1 - j) for j in range(n - 1)]
    return float(sum(shares))
