"""Block decomposition by cutting the string: the classical sum, and the block urn in exact fractions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

ESCAPE = Fraction(1, 64)


def cut(text: str, block: int) -> tuple[list[str], str]:
    """The whole blocks in order, and what is left."""
    whole = len(text) - len(text) % block
    return [text[i : i + block] for i in range(0, whole, block)], text[whole:]


def figure(word: str, counts: Mapping[str, int], total: int) -> float:
    """-log2 D(word); without a count the price of the length, 6 bits, and a bit for each symbol."""
    if counts.get(word):
        return -math.log2(counts[word] / total)
    mass = sum(count for string, count in counts.items() if len(string) == len(word))
    return -math.log2(mass / total) + 6 + len(word)


def classical(text: str, block: int, counts: Mapping[str, int], total: int, drop: bool = False) -> float:
    blocks, tail = cut(text, block)
    bits = sum(figure(word, counts, total) + math.log2(often) for word, often in Counter(blocks).items())
    return bits + (figure(tail, counts, total) if tail and not drop else 0.0)


def base(word: str, counts: Mapping[str, int]) -> Fraction:
    """G: the table's law of the strings of this length, and one part in 64 of the uniform law."""
    mass = sum(count for string, count in counts.items() if len(string) == len(word))
    return (1 - ESCAPE) * Fraction(counts.get(word, 0), mass) + ESCAPE / 2 ** len(word)


def urn(text: str, block: int, counts: Mapping[str, int]) -> Fraction:
    """The probability of the whole string."""
    blocks, tail = cut(text, block)
    probability = Fraction(1)
    for t, word in enumerate(blocks):
        probability *= (blocks[:t].count(word) + base(word, counts)) / (t + 1)
    return probability * base(tail, counts) if tail else probability
