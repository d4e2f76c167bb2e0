"""The expected complexity of a coin's tosses, exactly: Σ p(x) Km(x) over all strings of one length, from the LBF table.

Least programs of different strings of one length are prefix-free, since what begins with the other's would write the
other's string first.  So Kraft's inequality holds for 2^-Km at each length, and Shannon's theorem gives
Σ p(x) Km(x) ≥ n H(p) for every p.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError
from ait.tables.shipped import open_table

LONGEST = 16


@dataclass(frozen=True)
class Totals:
    """Km over all strings of one length, by the number of ones.

    Attributes:
        length: of the strings.
        sums: the sum of Km over the strings with so many ones, integers, shape (length + 1,).
        kraft: Σ 2^-Km, exactly.
        certified: whether every Km is.
    """

    length: int
    sums: tuple[int, ...]
    kraft: Fraction
    certified: bool

    def expected(self, p: Fraction) -> Fraction:
        """Σ p(x) Km(x) for independent bits, each 1 with probability p; exact.

        >>> totals(1).expected(Fraction(1, 2))
        Fraction(7, 2)
        """
        n = self.length
        return sum((p**ones * (1 - p) ** (n - ones) * each for ones, each in enumerate(self.sums)), Fraction(0))


@cache
def totals(length: int) -> Totals:
    """Km of all 2^length strings, from the shipped table.

    Raises:
        InputError: if length is not 1 to 16.
    """
    if not 1 <= length <= LONGEST:
        raise InputError(f"the table has all strings of 1 to {LONGEST} symbols, not of {length}")
    table = open_table("lbf")
    rows = table.at_length(length)
    ones = np.array([int(word).bit_count() for word in table.words[rows].tolist()])
    complexities: NDArray[np.int64] = table.columns["km"][rows].astype(np.int64)
    if ones.size != 1 << length:
        raise InputError(f"the table lbf lacks strings of {length} symbols")
    sums = tuple(int(complexities[ones == each].sum()) for each in range(length + 1))
    kraft = sum((Fraction(int(count), 1 << bits) for bits, count in enumerate(np.bincount(complexities))), Fraction(0))
    return Totals(length, sums, kraft, bool(table.columns["certified"][rows].all()))


def entropy(p: Fraction | float) -> float:
    """H(p) of one toss, in bits.

    >>> entropy(Fraction(1, 2))
    1.0
    """
    return -sum(float(x) * math.log2(x) for x in (p, 1 - p) if x > 0)


def expected_kt(p: float, n: int) -> float:
    """The mean length of Krichevsky and Trofimov's code for n tosses: Σ Binomial(k) times -log2 Pe(n - k, k).

    >>> round(expected_kt(0.5, 1), 12), round(expected_kt(0.5, 2), 6)
    (1.0, 2.207519)
    """
    k = np.arange(n + 1)
    log = np.array([math.lgamma(each + 0.5) for each in range(n + 1)])
    factorials = np.array([math.lgamma(each + 1.0) for each in range(n + 1)])
    code = -(log + log[::-1] - math.log(math.pi) - factorials[n]) / math.log(2)
    choose = factorials[n] - factorials - factorials[::-1]
    return float(np.exp(choose + k * math.log(p) + (n - k) * math.log1p(-p)) @ code)
