"""The closed lambda terms of each size: how many there are, the term with a given number, and a term's number.

>>> [count_closed(bits) for bits in range(12)]
[0, 0, 0, 0, 1, 0, 1, 1, 2, 1, 6, 5]
>>> [closed_term(8, rank) for rank in range(2)]
['00000010', '00011010']
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import isqrt

import numpy as np

from ait.errors import InputError
from ait.machines.blc_code import ABSTRACTION, APPLICATION, encode
from ait.machines.blc_reduce import closed_tokens

LONGEST = 60
"""The greatest size, in bits, whose terms can be numbered: counts then fit a signed word of 64 bits."""


@lru_cache(maxsize=1 << 17)
def count_terms(bits: int, depth: int) -> int:
    """How many terms of ``bits`` bits have all free variables below ``depth``.

    >>> count_terms(4, 0), count_terms(4, 1), count_terms(6, 1)
    (1, 1, 2)
    """
    if bits < 2:
        return 0
    count = int(bits - 2 < depth)
    count += count_terms(bits - 2, depth + 1)
    return count + sum(count_terms(part, depth) * count_terms(bits - 2 - part, depth) for part in range(2, bits - 3))


def count_closed(bits: int) -> int:
    """How many closed terms have a code of ``bits`` bits (sequence A114852 of the OEIS).

    >>> count_closed(40)
    130880047
    """
    if not 0 <= bits <= 400:
        raise InputError(f"bits = {bits}: closed terms are counted for 0 to 400 bits")
    return count_terms(bits, 0)


def closed_mass(bits: int) -> Fraction:
    """The sum of 2^-size over all closed terms of at most ``bits`` bits.

    >>> closed_mass(8)
    Fraction(3, 32)
    """
    return sum((Fraction(count_closed(size), 1 << size) for size in range(bits + 1)), Fraction(0))


@lru_cache(maxsize=1)
def total_closed_mass() -> tuple[Fraction, Fraction]:
    """Proved bounds, less than 2^-40 apart, on the sum of 2^-size over all closed terms: the Kraft sum.

    With f(d) the mass of the terms with free variables below d, f(d) = f(d+1)/4 + f(d)^2/4 + (1 - 2^-d)/2, and f(d)
    lies between (1 - 2^-d)/2 and 1, so bounds at a great d become bounds at 0.

    >>> low, high = total_closed_mass()
    >>> round(float(low), 9) == round(float(high), 9), bool(closed_mass(30) < low)
    (True, True)
    """
    unit = 1 << 64
    low, high = unit // 2, unit
    for depth in range(60, -1, -1):
        variables = (unit - (unit >> depth)) // 2
        low, high = _root(low // 4 + variables, unit)[0], _root(-(-high // 4) + variables, unit)[1]
    return Fraction(low, unit), Fraction(high, unit)


def _root(rest: int, unit: int) -> tuple[int, int]:
    """Bounds on the smaller solution of x = x^2/4 + rest, in units: 2 - 2·sqrt(1 - rest)."""
    root = isqrt(max(0, unit - rest) * unit)
    return max(0, 2 * (unit - root - 1)), 2 * (unit - root)


def counts_table(bits: int) -> np.ndarray:
    """``table[d, n]`` = :func:`count_terms` (n, d) for n up to ``bits``, int64: what the kernels number terms by."""
    if not 4 <= bits <= LONGEST:
        raise InputError(f"bits = {bits}: terms are numbered up to {LONGEST} bits, from 4")
    depths = bits // 2 + 1
    return np.array([[count_terms(n, d) for n in range(bits + 1)] for d in range(depths + 1)], np.int64)


def closed_term(bits: int, rank: int) -> str:
    """The code of closed term number ``rank`` among those of ``bits`` bits.

    Abstractions come first, then applications, those with the shorter function first.

    Raises:
        InputError: if there is no such term.
    """
    if not 0 <= rank < (count_closed(bits) if 0 <= bits <= LONGEST else 0):
        raise InputError(f"there is no closed term number {rank} of {bits} bits (sizes 4 to {LONGEST}, ranks from 0)")
    return encode(_tokens(bits, 0, rank))


def _tokens(size: int, depth: int, rank: int) -> list[int]:
    below = count_terms(size - 2, depth + 1)
    if rank < below:
        return [ABSTRACTION, *_tokens(size - 2, depth + 1, rank)]
    rank -= below
    for part in range(2, size - 3):
        arguments = count_terms(size - 2 - part, depth)
        pairs = count_terms(part, depth) * arguments
        if rank < pairs:
            function, argument = divmod(rank, arguments)
            return [APPLICATION, *_tokens(part, depth, function), *_tokens(size - 2 - part, depth, argument)]
        rank -= pairs
    return [size - 2]


def rank_of(bits: str) -> int:
    """The number of a closed term among those of its size: the inverse of :func:`closed_term`.

    >>> rank_of(closed_term(20, 500))
    500
    """
    if len(bits) > LONGEST:
        raise InputError(f"a term of {len(bits)} bits: terms are numbered up to {LONGEST} bits")
    rank, _, _ = _rank(closed_tokens(bits), 0, 0)
    return rank


def _rank(tokens: list[int], at: int, depth: int) -> tuple[int, int, int]:
    """Of the subterm at ``at``: its rank, its size, and the position after it."""
    token = tokens[at]
    if token == ABSTRACTION:
        rank, size, end = _rank(tokens, at + 1, depth + 1)
        return rank, size + 2, end
    if token == APPLICATION:
        left, part, middle = _rank(tokens, at + 1, depth)
        right, rest, end = _rank(tokens, middle, depth)
        size = part + rest + 2
        rank = count_terms(size - 2, depth + 1) + left * count_terms(rest, depth) + right
        for shorter in range(2, part):
            rank += count_terms(shorter, depth) * count_terms(size - 2 - shorter, depth)
        return rank, size, end
    size = token + 2
    return count_terms(size, depth) - 1, size, at + 1
