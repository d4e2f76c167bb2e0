"""Block entropies by cutting the string into its windows and counting them in a dictionary."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction


def windows(symbols: list[int], length: int) -> list[tuple[int, ...]]:
    return [tuple(symbols[i : i + length]) for i in range(len(symbols) - length + 1)]


def shannon(counts: list[int]) -> float:
    total = sum(counts)
    return sum(-float(Fraction(c, total)) * math.log2(c / total) for c in counts)


def miller_madow(counts: list[int]) -> float:
    return shannon(counts) + (len(counts) - 1) / (2 * sum(counts) * math.log(2))


def grassberger(counts: list[int]) -> float:
    """G_1 = -γ - ln 2, G_2 = 2 - γ - ln 2, G_(2n+1) = G_(2n), G_(2n+2) = G_(2n) + 2/(2n+1)."""
    gamma = 0.5772156649015328606
    g = [0.0, -gamma - math.log(2), 2 - gamma - math.log(2)]
    while len(g) <= max(counts):
        n = len(g)
        g.append(g[n - 1] if n % 2 else g[n - 2] + 2 / (n - 1))
    total = sum(counts)
    return (math.log(total) - sum(c * g[c] for c in counts) / total) / math.log(2)


def chao_shen(counts: list[int]) -> float:
    """Exact shares, and the plain formula term by term."""
    total, singles = sum(counts), counts.count(1)
    if singles == total:
        singles -= 1
    covered = 1 - Fraction(singles, total)
    shares = [covered * Fraction(c, total) for c in counts]
    return sum(-float(p) * math.log2(p) / float(1 - (1 - p) ** total) for p in shares)


FORMULAS = {None: shannon, "miller-madow": miller_madow, "grassberger": grassberger, "chao-shen": chao_shen}


def ladder(symbols: list[int], longest: int, correction: str | None) -> tuple[list[float], list[float]]:
    """H_1…H_L and h_1…h_L, where h_l conditions on the blocks of l - 1 symbols that have a successor."""
    formula = FORMULAS[correction]
    entropies, rates = [], []
    for length in range(1, longest + 1):
        blocks = windows(symbols, length)
        entropies.append(formula(list(Counter(blocks).values())))
        contexts = Counter(block[:-1] for block in blocks)
        rates.append(entropies[-1] - formula(list(contexts.values())))
    return entropies, rates
