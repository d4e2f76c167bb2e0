"""Binary strings as (length, word) pairs: the first symbol is the most significant of `length` bits of a uint64.

Over more symbols a word holds two to four bits for each: see :mod:`ait.tables.patterns`.
"""

from __future__ import annotations

import numpy as np

LONGEST_WORD = 64
"""Strings of up to this many symbols are kept as words; longer ones, which are rare, as text."""

_REVERSED_BYTE = np.array([int(f"{byte:08b}"[::-1], 2) for byte in range(256)], np.uint8)


def bits_a_symbol(symbols: int) -> int:
    """How many bits one of so many symbols takes in a word: 2 for 3 and 4, 3 up to 8, 4 up to 16.

    >>> [bits_a_symbol(k) for k in (2, 3, 4, 5, 8, 9)]
    [1, 2, 2, 3, 3, 4]
    """
    return (symbols - 1).bit_length()


def longest_word(symbols: int) -> int:
    """How many such symbols fit in a word."""
    return LONGEST_WORD // bits_a_symbol(symbols)


def to_word(string: str) -> int:
    """The word of a string of '0' and '1'.

    >>> to_word("0110")
    6
    """
    return int(string, 2) if string else 0


def to_string(length: int, word: int) -> str:
    """The string of a word.

    >>> to_string(4, 6)
    '0110'
    """
    return f"{word:0{length}b}" if length else ""


def complement(lengths: np.ndarray, words: np.ndarray) -> np.ndarray:
    """Each string with its zeros and ones exchanged, shape (rows,)."""
    spare = np.uint64(LONGEST_WORD) - lengths.astype(np.uint64)
    # A shift by 64 is undefined; the empty string has no bits to change anyway.
    mask = np.where(lengths == 0, np.uint64(0), np.uint64(2**64 - 1) >> np.minimum(spare, np.uint64(63)))
    return words ^ mask


def reverse(lengths: np.ndarray, words: np.ndarray) -> np.ndarray:
    """Each string read from its end, shape (rows,)."""
    octets = np.ascontiguousarray(words, "<u8").view(np.uint8).reshape(-1, 8)
    turned = np.ascontiguousarray(_REVERSED_BYTE[octets[:, ::-1]]).view("<u8").reshape(-1)
    spare = np.uint64(LONGEST_WORD) - lengths.astype(np.uint64)
    return np.where(lengths == 0, np.uint64(0), turned >> np.minimum(spare, np.uint64(63)))
