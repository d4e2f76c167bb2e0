"""What it costs to say which alphabet a string uses, when nobody declared it.

Binary digits are the alphabet that a reader expects, so a string of 0 and 1 costs nothing to announce, whether or
not both occur.  Any other alphabet is told by a prefix code, whose charge is real and sums to at most 1::

    0   + 3 bits             one of eight standard alphabets
    1   + 1 bit + size + set any other set of characters: from ASCII or from all of Unicode (1 bit), its size k
                             (Elias gamma of k - 1), and which k of them (log2 of a binomial coefficient)

Of the alphabets that contain a string, the one with the shortest total, alphabet and literal listing, is taken.
"""

from __future__ import annotations

import math
import string
from dataclasses import dataclass

from ait.errors import InputError

STANDARD = (
    "0123456789",
    "ACGT",
    "acgt",
    "ACDEFGHIKLMNPQRSTVWY",
    string.ascii_lowercase,
    string.ascii_uppercase,
    "0123456789abcdef",
    "\t\n\r" + "".join(map(chr, range(32, 127))),
)
_ASCII, _UNICODE = 128, 0x110000


@dataclass(frozen=True)
class Alphabet:
    """An inferred alphabet: its symbols in order, and the bits that name it."""

    symbols: tuple[str, ...]
    bits: float


def elias_gamma_bits(number: int) -> int:
    """The length of the Elias gamma code of a number from 1: 2·floor(log2 number) + 1.

    >>> [elias_gamma_bits(n) for n in (1, 2, 3, 4)]
    [1, 3, 3, 5]
    """
    return 2 * number.bit_length() - 1


def contiguous_bits(k: int) -> float:
    """The charge for the inferred alphabet 0..k-1 of numbers: none for binary ones, else Elias gamma of k - 2.

    >>> contiguous_bits(2), contiguous_bits(4)
    (0.0, 3.0)
    """
    return 0.0 if k == 2 else float(elias_gamma_bits(k - 2))


def infer(text: str) -> Alphabet:
    """The alphabet in which ``text`` has the shortest total description.

    >>> infer("0000")
    Alphabet(symbols=('0', '1'), bits=0.0)
    >>> infer("GATTACA").bits
    4.0
    """
    used = set(text)
    if used <= {"0", "1"}:
        return Alphabet(("0", "1"), 0.0)
    candidates = [Alphabet(tuple(sorted(known)), 4.0) for known in STANDARD if used <= set(known)]
    candidates.append(_spelled_out(used))
    return min(candidates, key=lambda one: one.bits + len(text) * math.log2(len(one.symbols)))


def _spelled_out(used: set[str]) -> Alphabet:
    """The characters that occur, one by one; a lone character gets a neighbour, since k is at least 2."""
    members = set(used)
    if len(members) == 1:
        members.add("0")
    universe = _ASCII if max(map(ord, members)) < _ASCII else _UNICODE
    k = len(members)
    choice = math.lgamma(universe + 1) - math.lgamma(k + 1) - math.lgamma(universe - k + 1)
    return Alphabet(tuple(sorted(members)), 2 + elias_gamma_bits(k - 1) + choice / math.log(2))


def declared(alphabet: str) -> tuple[str, ...]:
    """The symbols of an alphabet that a user wrote down (InputError if one comes twice, or they are fewer than 2)."""
    if len(set(alphabet)) != len(alphabet):
        raise InputError(f"the alphabet {alphabet!r} names a symbol twice")
    alphabet_size(len(alphabet))
    return tuple(alphabet)


def digits(k: int) -> str:
    """The first k decimal digits, for a text of whose alphabet only the size is told (InputError beyond 10).

    >>> digits(3)
    '012'
    """
    if alphabet_size(k) > len(string.digits):
        raise InputError(f"a text over {k} symbols needs them named: give the alphabet as a string")
    return string.digits[:k]


def alphabet_size(k: int) -> int:
    """``k`` as it is (InputError if it is less than 2)."""
    if k < 2:
        raise InputError(f"an alphabet needs at least two symbols, not {k}: over one symbol there is nothing to say")
    return k
