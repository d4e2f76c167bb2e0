"""A stack of bits driven by frequencies: what is pushed last is popped first (Duda's asymmetric numeral systems).

Unlike an arithmetic coder's queue, a stack lets a decoder *draw* a symbol from bits that are there already, which is
what bits-back coding needs.  Frequencies are out of 2^60, so that rounding costs nothing that could be measured; the
state's head has 128 to 192 bits, so that a push costs -log2 of its frequency to within 2^-66 bits.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ait.errors import DecodeError, InputError

PRECISION = 60
FEWEST_BYTES = 24
_WORD, _HEAD = 64, 128
_MASK = (1 << PRECISION) - 1


class Stack:
    """Bits as one large number: ``head``, at least 2^128, and 64-bit words below it."""

    def __init__(self, head: int, words: list[int]) -> None:
        self.head, self.words = head, words

    @classmethod
    def filled(cls, data: bytes) -> Stack:
        """A stack of the given bits (InputError unless 8·m bytes, m from 3)."""
        if len(data) < FEWEST_BYTES or len(data) % 8:
            raise InputError(f"a stack is filled with {FEWEST_BYTES} bytes or more, in eights, not {len(data)}")
        words = [int.from_bytes(data[at : at + 8], "big") for at in range(0, len(data), 8)]
        return cls(1 << _HEAD | words[-1] << _WORD | words[-2], words[:-2])

    @classmethod
    def read(cls, data: bytes) -> Stack:
        """A stack from what :meth:`written` returned (DecodeError if it cannot be one)."""
        whole = int.from_bytes(data, "big")
        below = (whole.bit_length() - _HEAD - 1) // _WORD
        if below < 0:
            raise DecodeError(f"{len(data)} bytes are too few for a stack of bits")
        words = [whole >> _WORD * at & (1 << _WORD) - 1 for at in range(below)]
        return cls(whole >> _WORD * below, words)

    @property
    def bits(self) -> float:
        """log2 of the number that the stack is: its size, fractions of a bit included."""
        top = self.head.bit_length() - _WORD
        return math.log2(self.head >> top) + top + _WORD * len(self.words)

    def written(self) -> bytes:
        """The stack as bytes: at most 8 bits more than ``bits``."""
        whole = self.head
        for word in reversed(self.words):
            whole = whole << _WORD | word
        return whole.to_bytes((whole.bit_length() + 7) // 8, "big")

    def emptied(self) -> bytes:
        """The bits that :meth:`filled` put in (DecodeError if other bits lie there)."""
        if self.head >> _HEAD != 1:
            raise DecodeError("what is left is no filling of a stack: the data are damaged, or q or the models differ")
        words = [*self.words, self.head & (1 << _WORD) - 1, self.head >> _WORD & (1 << _WORD) - 1]
        return b"".join(word.to_bytes(8, "big") for word in words)

    def push(self, start: int, frequency: int) -> None:
        """Push a symbol that owns [start, start + frequency) out of 2^60."""
        if self.head >= frequency << (_HEAD + _WORD - PRECISION):
            self.words.append(self.head & (1 << _WORD) - 1)
            self.head >>= _WORD
        turns, rest = divmod(self.head, frequency)
        self.head = (turns << PRECISION) + start + rest

    def peek(self) -> int:
        """The number below 2^60 whose owner is the next symbol."""
        return self.head & _MASK

    def pop(self, start: int, frequency: int) -> None:
        """Take off the symbol that owns [start, start + frequency) (InputError if the bits run out)."""
        self.head = frequency * (self.head >> PRECISION) + (self.head & _MASK) - start
        if self.head >> _HEAD == 0:
            if not self.words:
                raise InputError("the initial bits are used up: give more of them")
            self.head = self.head << _WORD | self.words.pop()


def frequencies(chances: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Where each symbol's share of 2^60 begins, and 2^60 at the end, uint64, shape (size + 1,).

    Each gets its share rounded, at least 1 if its probability is positive and 0 if it is 0; the likeliest takes what
    rounding leaves. The probabilities may sum to anything positive.

    >>> frequencies(np.array([0.75, 0.0, 0.25])).tolist() == [0, 3 << 58, 3 << 58, 1 << 60]
    True
    """
    scaled = chances / chances.sum()
    shares = np.rint(scaled * float(1 << PRECISION)).astype(np.int64)
    shares[(chances > 0) & (shares == 0)] = 1
    shares[int(chances.argmax())] += (1 << PRECISION) - int(shares.sum())
    return np.concatenate([[0], np.cumsum(shares)]).astype(np.uint64)


def owner(ends: NDArray[np.uint64], number: int) -> tuple[int, int, int]:
    """Which symbol owns a number, where its share begins, and how large it is."""
    symbol = int(np.searchsorted(ends, np.uint64(number), side="right")) - 1
    return symbol, int(ends[symbol]), int(ends[symbol + 1]) - int(ends[symbol])
