"""Block entropies H_L, their differences h_L, and the estimate of a string's length that follows from them.

H_L is the entropy of the distribution of the overlapping blocks of L symbols, in bits per block; h_L is the entropy
of a symbol given the L - 1 before it, in bits per symbol, which for a stationary source is H_L - H_(L-1) and
falls to the entropy rate as L grows.  On a finite string both come out too low once most blocks occur only a
few times; the corrections of :mod:`ait.measures.entropy_estimators` take back a part of it.  They are derived for
independent samples, which overlapping blocks are not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeAlias

import numpy as np

from ait.errors import InputError
from ait.estimate import Estimate, Kind
from ait.measures.block_count_kernel import block_keys, count_blocks, group_sizes
from ait.measures.entropy_estimators import CORRECTIONS, entropy
from ait.sequence import Sequence, as_sequence
from ait.words import counted

Level: TypeAlias = tuple[np.ndarray, np.ndarray]
_DENSE = 1 << 20
_WORTH_AN_ARRAY = 16
_ENOUGH_WINDOWS = 16


@dataclass(frozen=True)
class BlockLadder:
    """Block entropies for the lengths 1…L; entry i belongs to length i + 1.

    Attributes:
        entropies: H_l, bits per block, over all windows of l symbols.
        rates: h_l, bits per symbol: the entropy of a symbol given the l - 1 before it. It is H_l minus the entropy
            of the blocks of l - 1 symbols that have a successor, so the plug-in value is never negative.
        distinct: how many different blocks occur.
        windows: how many windows were counted, n - l + 1.
        correction: None for the plug-in values, or the name of a correction.
    """

    entropies: tuple[float, ...]
    rates: tuple[float, ...]
    distinct: tuple[int, ...]
    windows: tuple[int, ...]
    correction: str | None = None


def block_entropy(x: Any, length: int, correction: str | None = None) -> Estimate:
    """n·h_L: the entropy rate that blocks of ``length`` symbols show, times the number of symbols.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts.
        length: L, from 1 to n; (k + 1)^L must stay below 2^64.
        correction: None (plug-in), "miller-madow", "grassberger", "chao-shen" or "nsb", which takes all k^L blocks
            for possible; see :func:`ait.measures.entropy_estimators.entropy`.

    Returns:
        An Estimate in bits for the whole string; ``per_symbol(n)`` is h_L. Nothing is proved about it.

    Raises:
        InputError: if the length or the correction is out of range, or x cannot be read.

    >>> block_entropy("0001", 1).per_symbol(4)  # 3/4·log2(4/3) + 1/4·log2(4)
    0.8112781244591328
    """
    return block_entropy_and_counts(as_sequence(x), length, correction)[0]


def block_entropy_and_counts(
    sequence: Sequence, length: int, correction: str | None
) -> tuple[Estimate, np.ndarray | None]:
    """:func:`block_entropy`, and how often each block occurs by its number, int64, shape (k^L,), if that was counted.

    Where k^L is too large for an array there is None.
    """
    _check(sequence, length, correction)
    counts = _dense_counts(sequence, length) if sequence.k**length <= _dense(sequence) else None
    levels = _sorted_levels(sequence, length, 1) if counts is None else _levels_of(counts, sequence, length)
    *_, (blocks, contexts) = levels
    return _estimate(sequence, length, blocks, contexts, correction), counts


def entropy_rate(x: Any, correction: str | None = "miller-madow") -> Estimate:
    """:func:`block_entropy` with the longest blocks that are still well sampled: 16 windows per different block.

    >>> entropy_rate("01" * 18).bits  # from blocks of two symbols on, the next is certain
    0.0
    """
    sequence = as_sequence(x)
    return block_entropy(sequence, longest_sampled(sequence), correction)


def longest_sampled(sequence: Sequence) -> int:
    """The length of the longest blocks of which 16 windows are seen per different block; at least 1.

    >>> longest_sampled(as_sequence("01" * 18))  # 32 windows of five symbols, two different ones
    5
    """
    return sum(1 for _ in sampled_levels(sequence))


def sampled_levels(sequence: Sequence) -> Iterator[Level]:
    """Positive counts of blocks and of contexts, for blocks of 1 symbol to :func:`longest_sampled`."""
    longest = min(len(sequence), _longest(sequence.k))
    dense = min(longest, max(1, int(math.log(_dense(sequence), sequence.k))))
    levels = chain(_dense_levels(sequence, dense), _sorted_levels(sequence, longest, dense + 1))
    yield next(levels)
    for blocks, contexts in levels:
        if blocks.sum() < _ENOUGH_WINDOWS * blocks.size:
            return
        yield blocks, contexts


def _estimate(
    sequence: Sequence, length: int, blocks: np.ndarray, contexts: np.ndarray, correction: str | None
) -> Estimate:
    windows, distinct = int(blocks.sum()), int(blocks.size)
    note = ""
    if windows < _ENOUGH_WINDOWS * distinct:
        seen = f"{counted(windows, 'windows')}, {counted(distinct, 'different blocks')}"
        note = f"undersampled: {seen}: the figure is more likely too low"
    return Estimate(
        len(sequence) * _differences(sequence.k, length, blocks, contexts, correction)[1],
        Kind.ESTIMATE,
        f"n·h_{length}, block entropy difference, {correction or 'plug-in'}",
        f"overlapping blocks of {length}: {counted(windows, 'windows')}, {distinct:,} distinct",
        note=note,
    )


def block_ladder(x: Any, length: int, correction: str | None = None) -> BlockLadder:
    """H_1…H_L and h_1…h_L; see :class:`BlockLadder`, and :func:`block_entropy` for the arguments and errors.

    >>> ladder = block_ladder("0110" * 100, 3)
    >>> [round(h, 3) for h in ladder.rates]  # after two symbols the next is certain
    [1.0, 1.0, 0.0]
    """
    sequence = as_sequence(x)
    _check(sequence, length, correction)
    entropies, rates, distinct, windows = [], [], [], []
    for level, (blocks, contexts) in enumerate(_levels(sequence, length), 1):
        whole, rate = _differences(sequence.k, level, blocks, contexts, correction)
        entropies.append(whole)
        rates.append(rate)
        distinct.append(int(blocks.size))
        windows.append(int(blocks.sum()))
    return BlockLadder(tuple(entropies), tuple(rates), tuple(distinct), tuple(windows), correction)


def _differences(
    k: int, length: int, blocks: np.ndarray, contexts: np.ndarray, correction: str | None
) -> tuple[float, float]:
    """H_L and h_L, bits."""
    whole = entropy(blocks, correction, k**length)
    return whole, whole - entropy(contexts, correction, k ** (length - 1))


def _longest(k: int) -> int:
    """The longest block whose key, in base k + 1, fits 64 bits."""
    return int(64 / math.log2(k + 1))


def _check(sequence: Sequence, length: int, correction: str | None) -> None:
    check_length(sequence, length)
    if correction not in CORRECTIONS:
        raise InputError(f"correction {correction!r} is not one of {CORRECTIONS}")


def check_length(sequence: Sequence, length: int) -> None:
    """Refuse blocks that are longer than the sequence, or whose key is beyond 64 bits."""
    if not 1 <= length <= len(sequence):
        raise InputError(f"blocks of {length} symbols in a sequence of {len(sequence)}: use a length from 1 to its own")
    if length > _longest(sequence.k):
        most = _longest(sequence.k)
        raise InputError(f"blocks of {length} symbols over {sequence.k} are beyond 64 bits: use at most {most}")


def _dense(sequence: Sequence) -> int:
    """How many different blocks are counted in an array: more would cost more than sorting."""
    return min(_DENSE, _WORTH_AN_ARRAY * len(sequence))


def _levels(sequence: Sequence, length: int) -> Iterator[Level]:
    """The positive counts of blocks and of contexts, for blocks of 1 to ``length`` symbols."""
    if sequence.k**length <= _dense(sequence):
        return _dense_levels(sequence, length)
    return _sorted_levels(sequence, length, 1)


def _dense_levels(sequence: Sequence, length: int) -> Iterator[Level]:
    """The longest blocks are counted in an array."""
    return _levels_of(_dense_counts(sequence, length), sequence, length)


def _dense_counts(sequence: Sequence, length: int) -> np.ndarray:
    counts = np.zeros(sequence.k**length, np.int64)
    count_blocks(sequence.symbols, sequence.k, length, counts)
    return counts


def _levels_of(counts: np.ndarray, sequence: Sequence, length: int) -> Iterator[Level]:
    """From the counts of the longest blocks: those of shorter ones are their sums and the windows at the end."""
    k, symbols = sequence.k, sequence.symbols
    levels: list[Level] = []
    for level in range(length, 0, -1):
        contexts = counts.reshape(-1, k).sum(axis=1)
        levels.append((counts[counts > 0], contexts[contexts > 0]))
        last = 0
        for symbol in symbols[len(symbols) - level + 1 :].tolist():
            last = last * k + symbol
        contexts[last] += 1
        counts = contexts
    return reversed(levels)


def _sorted_levels(sequence: Sequence, length: int, first: int) -> Iterator[Level]:
    """Where k^length is too large for an array, the keys of the longest blocks are sorted once; from ``first`` on."""
    k, n = sequence.k, len(sequence)
    keys, sizes, contexts = np.empty(n, np.uint64), np.empty(n, np.int64), np.empty(n, np.int64)
    block_keys(sequence.symbols, k, length, keys)
    keys.sort()
    for level in range(first, length + 1):
        found, found_contexts = group_sizes(keys, np.uint64((k + 1) ** (length - level)), k, sizes, contexts)
        yield sizes[:found].copy(), contexts[:found_contexts].copy()
