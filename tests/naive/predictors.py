"""Exact block probabilities in fractions: Krichevsky-Trofimov, and context-tree weighting by the whole tree."""

from __future__ import annotations

import math
from collections import defaultdict
from fractions import Fraction


def kt(counts: list[int]) -> Fraction:
    """P_e of a block with these counts: one symbol after another, each with its count plus one half."""
    probability, total = Fraction(1), 0
    for count in counts:
        for seen in range(count):
            probability *= Fraction(2 * seen + 1, 2 * total + len(counts))
            total += 1
    return probability


def log2_kt(zeros: int, ones: int) -> float:
    """log2 P_e(zeros, ones) by gamma functions."""
    a = math.lgamma(zeros + 0.5) + math.lgamma(ones + 0.5) - math.lgamma(zeros + ones + 1) - 2 * math.lgamma(0.5)
    return a / math.log(2)


def digits(symbol: int, width: int) -> str:
    return f"{symbol:0{width}b}"


def context_counts(symbols: list[int], k: int, depth: int, past: list[int]) -> dict[tuple[str, str], list[int]]:
    """For each decision (the digits told already) and each context (digits, latest symbol first): zeros and ones."""
    width = (k - 1).bit_length()
    text = ([0] * depth + past)[-depth:] if depth else []
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for symbol in symbols:
        context = "".join(digits(s, width) for s in reversed(text[len(text) - depth :] if depth else []))
        told = ""
        for digit in digits(symbol, width):
            if int((told + "1").ljust(width, "0"), 2) < k:
                for length in range(len(context) + 1):
                    counts[told, context[:length]][int(digit)] += 1
            told += digit
        text = [*text, symbol]
    return counts


def context_tree(symbols: list[int], k: int, depth: int, past: list[int]) -> Fraction:
    """P_w of the block: over all decisions, the product of the weighted probabilities at the roots."""
    counts = context_counts(symbols, k, depth, past)
    deepest = depth * (k - 1).bit_length()

    def weighted(decision: str, context: str) -> Fraction:
        if (decision, context) not in counts:
            return Fraction(1)
        own = kt(counts[decision, context])
        if len(context) == deepest:
            return own
        return (own + weighted(decision, context + "0") * weighted(decision, context + "1")) / 2

    return math.prod((weighted(decision, "") for decision, context in list(counts) if context == ""), start=Fraction(1))


def log2_context_tree(symbols: list[int], depth: int) -> float:
    """log2 P_w of a binary block after zeros, in the log domain."""
    counts = context_counts(symbols, 2, depth, [])

    def weighted(context: str) -> float:
        if ("", context) not in counts:
            return 0.0
        own = log2_kt(*counts["", context])
        if len(context) == depth:
            return own
        split = weighted(context + "0") + weighted(context + "1")
        high, low = max(own, split), min(own, split)
        return high + math.log2(1 + 2.0 ** (low - high)) - 1

    return weighted("")
