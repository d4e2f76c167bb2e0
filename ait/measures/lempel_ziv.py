"""Lempel-Ziv complexity: the number of phrases that are new, a rate estimate made of it, and a code that decodes.

Lempel and Ziv (1976) read a sequence from left to right and cut it after the shortest stretch that does not occur
earlier; an earlier occurrence may run into the stretch itself, and the last phrase may be an old one that the end cut
short.  ("LZ78", which cuts after the shortest stretch that is not a *phrase* yet, counts otherwise.)  For a
stationary ergodic source c·log2(n)/n tends to the entropy rate, with an error that shrinks like 1/log n.

The code writes each phrase as the length of its earlier occurrence (Elias gamma of length + 1), where that begins
(truncated binary below the number of symbols so far), and the symbol after it, which cannot be the one that
followed earlier (truncated binary; nothing when k = 2).  The number n of symbols is known to the decoder.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ait.errors import DecodeError, InputError
from ait.estimate import Estimate, Kind
from ait.measures.lempel_ziv_kernel import parse, read_phrases, write_phrases
from ait.measures.parts import with_alphabet
from ait.measures.suffix_array import suffix_array
from ait.measures.suffix_array_kernel import earlier_neighbours
from ait.sequence import Sequence, as_sequence
from ait.words import counted


@dataclass(frozen=True, eq=False)
class Phrases:
    """A Lempel-Ziv parse; entry i of each array belongs to phrase i.

    Attributes:
        starts: where the phrase begins.
        matches: how many of its symbols are copied from earlier; the phrase has one more, but for the end of the text.
        sources: where the earlier occurrence begins, -1 where there is none.
    """

    starts: np.ndarray
    matches: np.ndarray
    sources: np.ndarray

    def __len__(self) -> int:
        return int(self.starts.size)


def lempel_ziv(x: Any) -> Estimate:
    """c·log2 n bits, with c the number of phrases of Lempel and Ziv (1976).

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts.

    Returns:
        An Estimate in bits for the whole string; ``per_symbol(n)`` is the rate estimate c·log2(n)/n in bits per symbol.

    Raises:
        InputError: if x cannot be read or is longer than 2^31 - 2 symbols.

    >>> lempel_ziv("0001101001000101").bits  # 0.001.10.100.1000.101: six phrases, times log2(16)
    24.0
    """
    sequence = as_sequence(x)
    count = len(lempel_ziv_phrases(sequence))
    return Estimate(
        count * math.log2(len(sequence)),
        Kind.ESTIMATE,
        "c·log2(n), phrases of Lempel and Ziv 1976",
        f"c = {counted(count, 'phrases')} of n = {counted(len(sequence), 'symbols')}",
    )


def lempel_ziv_phrases(x: Any) -> Phrases:
    """The phrases of Lempel and Ziv (1976), in linear time; see :class:`Phrases`.

    >>> lempel_ziv_phrases("0001101001000101").starts.tolist()
    [0, 1, 4, 6, 9, 13]
    """
    sequence = as_sequence(x)
    order = suffix_array(sequence)
    above, below, matches, sources = (np.empty_like(order) for _ in range(4))
    earlier_neighbours(order, above, below)
    count = parse(sequence.symbols, above, below, matches, sources)
    matches, sources = matches[:count].copy(), sources[:count].copy()
    lengths = matches.astype(np.int64) + 1
    return Phrases(np.cumsum(lengths) - lengths, matches, sources)


def lempel_ziv_code(x: Any) -> Estimate:
    """The length of the phrases written as bits, from which the sequence is restored.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts.

    Returns:
        An Estimate in bits, an upper bound, whose parts are the lengths, the pointers and the new symbols.

    Raises:
        InputError: as :func:`lempel_ziv`.

    >>> dict(lempel_ziv_code(b"abab").parts)  # 'a', 'b', then length 2, and a pointer to one of 2 places
    {'lengths': 5.0, 'pointers': 1.0, 'symbols': 16.0}
    """
    sequence = as_sequence(x)
    _, spent = _written(sequence)
    parts = dict(zip(("lengths", "pointers", "symbols"), spent.tolist(), strict=True))
    parts = with_alphabet(parts, sequence)
    return Estimate(
        sum(parts.values()),
        Kind.UPPER_BOUND,
        "Lempel-Ziv code",
        "longest earlier occurrences: gamma-coded lengths, pointers into the whole past",
        parts=parts,
        is_code=True,
    )


def lempel_ziv_encode(x: Any) -> bytes:
    """The bits of :func:`lempel_ziv_code` (without the alphabet), eight to a byte, the last filled with zeros."""
    bits, _ = _written(as_sequence(x))
    return np.packbits(bits).tobytes()


def lempel_ziv_decode(data: bytes, n: int, k: int) -> np.ndarray:
    """The ``n`` symbols over an alphabet of ``k`` that :func:`lempel_ziv_encode` wrote.

    Raises:
        DecodeError: if the data is damaged, too short or too long.
        InputError: if n or k is out of range.

    >>> lempel_ziv_decode(lempel_ziv_encode("01101"), 5, 2).tolist()
    [0, 1, 1, 0, 1]
    """
    if n < 0 or k < 2:
        raise InputError(f"{n} symbols over an alphabet of {k}: n is at least 0, k at least 2")
    bits = np.unpackbits(np.frombuffer(data, np.uint8))
    symbols = np.zeros(n, np.uint8 if k <= 256 else np.uint32)
    used = read_phrases(bits, k, symbols)
    if used < 0:
        raise DecodeError(f"these {len(data)} bytes are not the Lempel-Ziv code of {n} symbols over {k}")
    if len(data) != (used + 7) // 8 or bits[used:].any():
        raise DecodeError(f"{n} symbols end after {used} bits, but {len(data)} bytes were given")
    return symbols


def _written(sequence: Sequence) -> tuple[np.ndarray, np.ndarray]:
    """The bits of all phrases, one in each uint8, and how many of them are lengths, pointers and symbols."""
    phrases = lempel_ziv_phrases(sequence)
    widest = np.ceil(np.log2(phrases.matches + 2.0)) * 2 + np.ceil(np.log2(phrases.starts + 2.0))
    bits = np.empty(int(widest.sum()) + len(phrases) * sequence.k.bit_length(), np.uint8)
    spent = np.zeros(3, np.int64)
    used = write_phrases(sequence.symbols, sequence.k, phrases.matches, phrases.sources, bits, spent)
    return bits[:used], spent
