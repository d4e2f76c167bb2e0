"""Lagged sums in fractions, symbol by symbol."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction


def probability(symbols: list[int], p: int, q: int, a: int, b: int, prior: Fraction) -> Fraction:
    """The product of (count of the remainder + prior)/(all counts + 256·prior); 1/256 for the first q."""
    seen: Counter[int] = Counter()
    whole = Fraction(1)
    for i, symbol in enumerate(symbols):
        if i < q:
            whole /= 256
            continue
        remainder = (symbol - a * symbols[i - p] - b * symbols[i - q]) % 256
        whole *= (seen[remainder] + prior) / (sum(seen.values()) + 256 * prior)
        seen[remainder] += 1
    return whole
