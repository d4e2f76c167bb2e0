"""Strings over k symbols as (length, word) pairs, and their patterns: classes under relabelling and reversal.

A word holds 1, 2, 3 or 4 bits a symbol, the first symbol most significant.  A class is stored as its *pattern*, the
least word among the relabellings of its strings in order of first appearance: 0120 stands for 0120, 1021, 2102, ...
and for their reversals.
"""

from __future__ import annotations

import math

import numpy as np

from ait.errors import InputError
from ait.tables.bitstrings import bits_a_symbol, longest_word
from ait.tables.patterns_kernel import facts, patterns

SYMMETRY = "relabelling and reversal"


def to_words(cells: np.ndarray, symbols: int) -> np.ndarray:
    """The words of strings of one length, symbols 0 to k - 1 of shape (rows, length).

    Raises:
        InputError: if the strings are longer than a word holds.
    """
    length = cells.shape[1]
    if length > longest_word(symbols):
        raise InputError(f"strings of {length} symbols: a word holds {longest_word(symbols)} of {symbols} symbols")
    words = np.zeros(len(cells), np.uint64)
    for column in range(length):
        words = (words << np.uint64(bits_a_symbol(symbols))) | cells[:, column].astype(np.uint64)
    return words


def to_digits(length: int, word: int, symbols: int) -> str:
    """The string of a word, a digit for each symbol.

    >>> to_digits(4, 0b00011000, 3)
    '0120'
    """
    bits = bits_a_symbol(symbols)
    return "".join(str((word >> bits * place) & (2**bits - 1)) for place in range(length - 1, -1, -1))


def pattern_words(cells: np.ndarray, symbols: int) -> np.ndarray:
    """The words of the patterns of strings of one length, shape (rows, length).

    >>> [to_digits(4, word, 3) for word in pattern_words(np.array([[2, 1, 0, 2], [1, 1, 0, 1]]), 3).tolist()]
    ['0120', '0010']
    """
    lengths = np.full(len(cells), cells.shape[1], np.uint8)
    return patterns(lengths, to_words(cells, symbols), np.uint64(bits_a_symbol(symbols)))


def orbits(lengths: np.ndarray, words: np.ndarray, symbols: int) -> np.ndarray:
    """How many strings each class has, int64: k!/(k - m)! for m different symbols; twice that where none is its own
    reversal's relabelling.

    Raises:
        InputError: if a string has more different symbols.

    >>> orbits(np.array([2, 3], np.uint8), np.array([0b0001, 0b000001], np.uint64), 3).tolist()  # 01, 001
    [6, 12]
    """
    found = facts(lengths, words, np.uint64(bits_a_symbol(symbols)))
    if int(found[:, 0].max(initial=0)) > symbols:
        raise InputError(f"a string has {int(found[:, 0].max())} different symbols: there are but {symbols}")
    relabellings = np.array([math.perm(symbols, different) for different in range(symbols + 1)])
    return np.asarray(relabellings[found[:, 0]] * (2 - found[:, 1]))
