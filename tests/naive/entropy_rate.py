"""Match lengths, Ziv and Lempel's phrases of 1978 and surprisals of blocks, straight from their definitions."""

from __future__ import annotations

import math
from collections import Counter

from tests.naive.block_entropy import windows


def match_lengths(symbols: list[int], window: int) -> list[int]:
    """Try every start in the window and compare symbol by symbol."""

    def common(i: int, j: int) -> int:
        length = 0
        while i + length < len(symbols) and symbols[i + length] == symbols[j + length]:
            length += 1
        return length

    return [max((common(i, j) for j in range(max(0, i - window), i)), default=0) for i in range(len(symbols))]


def phrases_78(symbols: list[int]) -> list[tuple[int, ...]]:
    known: set[tuple[int, ...]] = set()
    cut, start = [], 0
    for end in range(1, len(symbols) + 1):
        phrase = tuple(symbols[start:end])
        if phrase not in known or end == len(symbols):
            known.add(phrase)
            cut.append(phrase)
            start = end
    return cut


def block_surprisals(symbols: list[int], length: int) -> list[float]:
    blocks = windows(symbols, length)
    counts, contexts = Counter(blocks), Counter(block[:-1] for block in blocks)
    return [math.log2(contexts[block[:-1]] / counts[block]) for block in blocks]
