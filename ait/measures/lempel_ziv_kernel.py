"""Lempel-Ziv parsing from nearest earlier suffixes, and its phrases written as bits and read back.

A bit array holds one bit in each uint8.  Whoever writes trusts the caller that the array is long enough; whoever
reads trusts nothing and answers with the position -1 when the bits make no sense.
"""

from __future__ import annotations

import numpy as np

from ait.jit import kernel

_LONGEST_GAMMA = 62


@kernel
def parse(symbols: np.ndarray, above: np.ndarray, below: np.ndarray, matches: np.ndarray, sources: np.ndarray) -> int:
    """Cut the text into phrases: the longest earlier occurrence, and the symbol after it. Returns their number.

    ``above`` and ``below`` are the nearest earlier suffixes; ``matches`` gets the length of each phrase's earlier
    occurrence, ``sources`` where that begins (-1: none).
    """
    n = symbols.size
    i = 0
    phrases = 0
    while i < n:
        longest = 0
        source = -1
        for candidate in (above[i], below[i]):
            if candidate >= 0:
                length = 0
                while i + length < n and symbols[candidate + length] == symbols[i + length]:
                    length += 1
                if length > longest:
                    longest = length
                    source = candidate
        matches[phrases] = longest
        sources[phrases] = source
        phrases += 1
        i += longest + 1
    return phrases


@kernel
def bit_length(number: int | np.int64) -> int:
    """How many binary digits a number from 0 has; 0 for 0."""
    digits = 0
    while number > 0:
        number >>= 1
        digits += 1
    return digits


@kernel
def put(bits: np.ndarray, at: int, value: int | np.int64, width: int) -> int:
    """Write ``value`` in ``width`` bits, most significant first; returns the position after them."""
    for shift in range(width - 1, -1, -1):
        bits[at] = (value >> shift) & 1
        at += 1
    return at


@kernel
def put_gamma(bits: np.ndarray, at: int, value: int | np.int64) -> int:
    """Write a value from 1 in Elias' gamma code: as many zeros as digits follow the first one, then the digits."""
    digits = bit_length(value)
    return put(bits, at, value, 2 * digits - 1)


@kernel
def put_below(bits: np.ndarray, at: int, value: int | np.int64, limit: int | np.int64) -> int:
    """Write a value from 0 to limit - 1 in truncated binary: floor or ceiling of log2(limit) bits."""
    digits = bit_length(limit) - 1
    short = (1 << (digits + 1)) - limit
    if value < short:
        return put(bits, at, value, digits)
    return put(bits, at, value + short, digits + 1)


@kernel
def get(bits: np.ndarray, at: int, width: int) -> tuple[int | np.int64, int]:
    """Read ``width`` bits: the value and the position after them, or (0, -1) past the end."""
    if at < 0 or at + width > bits.size:
        return 0, -1
    value: int | np.int64 = 0
    for i in range(at, at + width):
        value = 2 * value + np.int64(bits[i])
    return value, at + width


@kernel
def get_gamma(bits: np.ndarray, at: int) -> tuple[int | np.int64, int]:
    """Read a value in Elias' gamma code; see :func:`get`."""
    zeros = 0
    while 0 <= at < bits.size and bits[at] == 0 and zeros < _LONGEST_GAMMA:
        zeros += 1
        at += 1
    return get(bits, at, zeros + 1)


@kernel
def get_below(bits: np.ndarray, at: int, limit: int | np.int64) -> tuple[int | np.int64, int]:
    """Read a value below ``limit`` in truncated binary; see :func:`get`."""
    digits = bit_length(limit) - 1
    short = (1 << (digits + 1)) - limit
    value, after = get(bits, at, digits)
    if after >= 0 and value >= short:
        value, after = get(bits, at, digits + 1)
        value -= short
    return value, after


@kernel
def write_phrases(
    symbols: np.ndarray, k: int, matches: np.ndarray, sources: np.ndarray, bits: np.ndarray, spent: np.ndarray
) -> int:
    """Write all phrases; returns the number of bits, and in ``spent`` those for lengths, pointers and symbols."""
    n = symbols.size
    i: int | np.int64 = 0
    at = 0
    for phrase in range(matches.size):
        match = np.int64(matches[phrase])
        source = np.int64(sources[phrase])
        before = at
        at = put_gamma(bits, at, match + 1)
        spent[0] += at - before
        before = at
        if match > 0:
            at = put_below(bits, at, source, i)
        spent[1] += at - before
        before = at
        if i + match < n:
            symbol = np.int64(symbols[i + match])
            limit = k
            if match > 0:
                limit = k - 1
                if symbol > np.int64(symbols[source + match]):
                    symbol -= np.int64(1)
            at = put_below(bits, at, symbol, limit)
        spent[2] += at - before
        i += match + 1
    return at


@kernel
def read_phrases(bits: np.ndarray, k: int, symbols: np.ndarray) -> int:
    """Fill ``symbols`` from phrases; returns the number of bits read, or -1 if they are damaged."""
    n = symbols.size
    i: int | np.int64 = 0
    at = 0
    while i < n:
        value, at = get_gamma(bits, at)
        match = value - 1
        if at < 0 or match > n - i or (match > 0 and i == 0):
            return -1
        if match > 0:
            source, at = get_below(bits, at, i)
            if at < 0:
                return -1
            for d in range(match):
                symbols[i + d] = symbols[source + d]
        i += match
        if i == n:
            return at
        symbol, at = get_below(bits, at, k - 1 if match > 0 else k)
        if at < 0:
            return -1
        if match > 0 and symbol >= np.int64(symbols[source + match]):
            symbol += 1
        symbols[i] = symbol
        i += 1
    return at
