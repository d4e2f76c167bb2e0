"""Closed lambda terms as bits: the code of binary lambda calculus, read and written.

A term's canonical form throughout the package is its code, a ``str`` of '0' and '1':

======================  ==========================  =====================
term                    code                        size in bits
======================  ==========================  =====================
variable n              1 repeated n + 1 times, 0   n + 2
abstraction λM          00 M                        2 + |M|
application M N         01 M N                      2 + |M| + |N|
======================  ==========================  =====================

where n counts the λs between the variable and its own, from 0 (de Bruijn).  The code is prefix-free: a program may
follow it with data.  (Tromp, Binary lambda calculus and combinatory logic, 2006.)
"""

from __future__ import annotations

from collections.abc import Iterable

from ait.errors import MachineError

APPLICATION = -1
ABSTRACTION = -2


def decode(bits: str, start: int = 0) -> tuple[list[int], int]:
    """The tokens of the closed term whose code begins at ``bits[start]``, and the position just after the code.

    Tokens stand in prefix order: ``APPLICATION``, ``ABSTRACTION``, or a variable's index from 0.

    Raises:
        MachineError: if a character is no bit, the code breaks off, or a variable is free.

    >>> decode("0010" "111")
    ([-2, 0], 4)
    """
    tokens: list[int] = []
    depths = [0]  # λs around each subterm that is still to be read, the next one last
    at = start
    while depths:
        depth = depths.pop()
        here = at
        first, second = _bit(bits, at), _bit(bits, at + 1)
        at += 2
        if first == "1":
            while second == "1":
                second = _bit(bits, at)
                at += 1
            index = at - here - 2
            if index >= depth:
                raise MachineError(
                    f"variable {index} at bit {here} is free: only {depth} λ around it; programs are closed terms"
                )
            tokens.append(index)
        elif second == "0":
            tokens.append(ABSTRACTION)
            depths.append(depth + 1)
        else:
            tokens.append(APPLICATION)
            depths += [depth, depth]
    return tokens, at


def _bit(bits: str, at: int) -> str:
    if at >= len(bits):
        raise MachineError(f"the code of a term breaks off after {len(bits)} bits: add the bits that are missing")
    if bits[at] not in "01":
        raise MachineError(f"a code consists of 0 and 1, not {bits[at]!r} (position {at})")
    return bits[at]


def split_program(bits: str) -> tuple[str, str]:
    """A program's two parts: the code of its closed term, and the data bits after it.

    >>> split_program("0010" "1011")
    ('0010', '1011')
    """
    _, end = decode(bits)
    data = bits[end:]
    for at, bit in enumerate(data):
        if bit not in "01":
            raise MachineError(f"data consist of 0 and 1, not {bit!r} (position {end + at})")
    return bits[:end], data


def encode(tokens: Iterable[int]) -> str:
    """The code of a term given as tokens in prefix order.

    >>> encode([ABSTRACTION, ABSTRACTION, 1])
    '0000110'
    """
    return "".join("01" if t == APPLICATION else "00" if t == ABSTRACTION else "1" * (t + 1) + "0" for t in tokens)


def size_in_bits(tokens: Iterable[int]) -> int:
    """The length of the code of a term given as tokens."""
    return sum(2 if token < 0 else token + 2 for token in tokens)
