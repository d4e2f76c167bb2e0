"""Infinite words of a few lines each: Thue-Morse, Fibonacci, de Bruijn, and a linear-feedback shift register."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError

Symbols = NDArray[np.uint8]


def thue_morse(count: int) -> Symbols:
    """The first ``count`` symbols of the Thue-Morse word: the parity of the ones in 0, 1, 2, ... (Thue 1906).

    Raises:
        InputError: if count is below 1.

    >>> "".join(map(str, thue_morse(16)))
    '0110100110010110'
    """
    _check(count)
    word = np.zeros(1, np.uint8)
    while word.size < count:
        word = np.concatenate([word, 1 - word])
    return word[:count]


def fibonacci_word(count: int) -> Symbols:
    """The first ``count`` symbols of the word that 0 -> 01, 1 -> 0 leaves unchanged.

    It is Sturmian: among the words that are not periodic in the end, none has fewer factors (n + 1 of length n).

    Raises:
        InputError: if count is below 1.

    >>> "".join(map(str, fibonacci_word(13)))
    '0100101001001'
    """
    _check(count)
    before, word = np.array([0], np.uint8), np.array([0, 1], np.uint8)
    while word.size < count:
        before, word = word, np.concatenate([word, before])
    return word[:count]


def de_bruijn(k: int, order: int) -> Symbols:
    """The least cyclic word over k symbols that holds every word of length ``order`` once; shape (k^order,).

    The Lyndon words whose length divides the order, in lexicographic order (Fredricksen and Maiorana 1978).

    Raises:
        InputError: if k is outside 2..256 or order is below 1.

    >>> "".join(map(str, de_bruijn(2, 4)))
    '0000100110101111'
    """
    if not 2 <= k <= 256:
        raise InputError(f"a de Bruijn word is made here over 2 to 256 symbols, not {k}")
    if order < 1:
        raise InputError(f"the order of a de Bruijn word is at least 1, not {order}")
    out = bytearray()
    lyndon = [-1]
    while lyndon:
        lyndon[-1] += 1
        length = len(lyndon)
        if order % length == 0:
            out.extend(lyndon)
        while len(lyndon) < order:
            lyndon.append(lyndon[-length])
        while lyndon and lyndon[-1] == k - 1:
            lyndon.pop()
    return np.frombuffer(bytes(out), np.uint8)


def shift_register(count: int, taps: tuple[int, ...] = (31, 28), state: int = 1) -> Symbols:
    """Bits of a linear-feedback shift register: s[n] is the parity of s[n - t] over the taps t.

    The first max(taps) bits are those of ``state``, least significant first. The default, with x^31 + x^3 + 1,
    is primitive: its period is 2^31 - 1.

    Raises:
        InputError: if count or a tap is below 1, or the state is 0 or wider than the register.

    >>> "".join(map(str, shift_register(15, taps=(4, 3))))
    '100010011010111'
    """
    _check(count)
    if not taps or min(taps) < 1:
        raise InputError(f"a shift register needs taps of at least 1, not {taps}")
    width = max(taps)
    if not 0 < state < 1 << width:
        raise InputError(f"the state of a register of {width} bits is from 1 to 2^{width} - 1, not {state}")
    out = np.empty(max(count, width), np.uint8)
    out[:width] = [state >> place & 1 for place in range(width)]
    filled, stretch = width, 1
    while filled < out.size:
        # Squaring a polynomial over GF(2) doubles its exponents, so the same taps times 2, 4, ... hold as well.
        while filled >= 2 * stretch * width:
            stretch *= 2
        block = min(min(taps) * stretch, out.size - filled)
        starts = [filled - tap * stretch for tap in taps]
        out[filled : filled + block] = np.bitwise_xor.reduce([out[start : start + block] for start in starts])
        filled += block
    return out[:count]


def _check(count: int) -> None:
    if count < 1:
        raise InputError(f"a sequence has at least one symbol, not {count}")
