"""Block entropies H_L, their differences h_L, and the estimate of a string's length that follows from them.

H_L is the entropy of the distribution of the overlapping blocks of L symbols, in bits per block; h_L is the entropy
of a symbol given the L - 1 before it, in bits per symbol, which for a stationary source is H_L - H_(L-1) and
falls to the entropy rate as L grows.  On a finite string both come out too low once most blocks occur only a
few times; the corrections of Miller (1955) and Grassberger (2003) take back a part of it.  They are derived for
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
from ait.sequence import Sequence, as_sequence

CORRECTIONS = (None, "miller-madow", "grassberger")
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
        correction: None for the plug-in values, "miller-madow" or "grassberger".
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
        correction: None (plug-in), "miller-madow" or "grassberger".

    Returns:
        An Estimate in bits for the whole string; ``per_symbol(n)`` is h_L. Nothing is proved about it.

    Raises:
        InputError: if the length or the correction is out of range, or x cannot be read.

    >>> block_entropy("0001", 1).per_symbol(4)  # 3/4·log2(4/3) + 1/4·log2(4)
    0.8112781244591328
    """
    sequence = as_sequence(x)
    _check(sequence, length, correction)
    *_, (blocks, contexts) = _levels(sequence, length)
    return _estimate(sequence, length, blocks, contexts, correction)


def entropy_rate(x: Any, correction: str | None = "miller-madow") -> Estimate:
    """:func:`block_entropy` with the longest blocks that are still well sampled: 16 windows per different block.

    >>> entropy_rate("01" * 18).bits  # from blocks of two symbols on, the next is certain
    0.0
    """
    sequence = as_sequence(x)
    longest = min(len(sequence), _longest(sequence.k))
    dense = min(longest, max(1, int(math.log(_dense(sequence), sequence.k))))
    levels = chain(_dense_levels(sequence, dense), _sorted_levels(sequence, longest, dense + 1))
    length, (blocks, contexts) = 1, next(levels)
    for longer in levels:
        if longer[0].sum() < _ENOUGH_WINDOWS * longer[0].size:
            break
        length, (blocks, contexts) = length + 1, longer
    return _estimate(sequence, length, blocks, contexts, correction)


def _estimate(
    sequence: Sequence, length: int, blocks: np.ndarray, contexts: np.ndarray, correction: str | None
) -> Estimate:
    windows, distinct = int(blocks.sum()), int(blocks.size)
    note = ""
    if windows < _ENOUGH_WINDOWS * distinct:
        note = f"undersampled: {windows} windows, {distinct} different blocks: the figure is more likely too low"
    return Estimate(
        len(sequence) * (entropy(blocks, correction) - entropy(contexts, correction)),
        Kind.ESTIMATE,
        f"n·h_{length}, block entropy difference, {correction or 'plug-in'}",
        f"overlapping blocks of {length}: {windows} windows, {distinct} distinct",
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
    for blocks, contexts in _levels(sequence, length):
        whole = entropy(blocks, correction)
        entropies.append(whole)
        rates.append(whole - entropy(contexts, correction))
        distinct.append(int(blocks.size))
        windows.append(int(blocks.sum()))
    return BlockLadder(tuple(entropies), tuple(rates), tuple(distinct), tuple(windows), correction)


def entropy(counts: np.ndarray, correction: str | None = None) -> float:
    """The entropy in bits of a distribution of which ``counts`` (all positive) were seen.

    Raises:
        InputError: if the correction is unknown.

    >>> entropy(np.array([2, 1, 1]))
    1.5
    >>> entropy(np.array([2, 1, 1]), "miller-madow")  # 1.5 + (3 - 1) / (2·4·ln 2)
    1.860673760222241
    """
    total = int(counts.sum())
    if correction == "grassberger":
        return (math.log(total) - float(counts @ _grassberger(counts)) / total) / math.log(2)
    plug_in = float(counts @ np.log2(total / counts)) / total
    if correction is None:
        return plug_in
    if correction == "miller-madow":
        return plug_in + (counts.size - 1) / (2 * total * math.log(2))
    raise InputError(f"correction {correction!r} is not one of {CORRECTIONS}")


def _grassberger(counts: np.ndarray) -> np.ndarray:
    """G(n) = ln 2 + digamma(⌊n/2⌋ + 1/2), by its sum for small n and by its asymptotic series for large."""
    half = counts // 2
    odd = np.concatenate(([0.0], np.cumsum(2.0 / np.arange(1, 128, 2))))
    small = -np.euler_gamma - math.log(2) + odd[np.minimum(half, odd.size - 1)]
    m = np.maximum(half, 1).astype(np.float64)
    large = math.log(2) + np.log(m) + 1 / (24 * m**2) - 7 / (960 * m**4) + 31 / (8064 * m**6)
    chosen: np.ndarray = np.where(half < odd.size, small, large)
    return chosen


def _longest(k: int) -> int:
    """The longest block whose key, in base k + 1, fits 64 bits."""
    return int(64 / math.log2(k + 1))


def _check(sequence: Sequence, length: int, correction: str | None) -> None:
    if not 1 <= length <= len(sequence):
        raise InputError(f"blocks of {length} symbols in a sequence of {len(sequence)}: use a length from 1 to its own")
    if length > _longest(sequence.k):
        most = _longest(sequence.k)
        raise InputError(f"blocks of {length} symbols over {sequence.k} are beyond 64 bits: use at most {most}")
    if correction not in CORRECTIONS:
        raise InputError(f"correction {correction!r} is not one of {CORRECTIONS}")


def _dense(sequence: Sequence) -> int:
    """How many different blocks are counted in an array: more would cost more than sorting."""
    return min(_DENSE, _WORTH_AN_ARRAY * len(sequence))


def _levels(sequence: Sequence, length: int) -> Iterator[Level]:
    """The positive counts of blocks and of contexts, for blocks of 1 to ``length`` symbols."""
    if sequence.k**length <= _dense(sequence):
        return _dense_levels(sequence, length)
    return _sorted_levels(sequence, length, 1)


def _dense_levels(sequence: Sequence, length: int) -> Iterator[Level]:
    """The longest blocks are counted in an array, the shorter ones are sums and the windows at the end."""
    k, symbols = sequence.k, sequence.symbols
    counts = np.zeros(k**length, np.int64)
    count_blocks(symbols, k, length, counts)
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
