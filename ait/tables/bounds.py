"""What a table proves about a string's probability, as exact fractions.

A Turing-machine table bounds D(s) by the machines that were left undecided: one that has visited w cells can only
put out w cells or more, so only undecided weight of span up to |s| can still belong to s.  A table of a monotone
machine bounds M(x) by the open mass of the programs whose output so far is a proper prefix of x.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from ait.errors import TableError
from ait.tables.counts_table import CountsTable


@dataclass(frozen=True)
class Probability:
    """A string's probability in a table: the counted value, and the interval that is proved."""

    counted: Fraction
    low: Fraction
    high: Fraction


def bits(probability: Fraction) -> float:
    """-log2 of a positive probability, accurate for integers of any size.

    >>> bits(Fraction(1, 8))
    3.0
    """
    try:
        # One rounding, in the division; a difference of logarithms would have three.
        return math.log2(probability.denominator / probability.numerator)
    except OverflowError:
        return math.log2(probability.denominator) - math.log2(probability.numerator)


def probability(table: CountsTable, string: str) -> Probability:
    """The probability of a binary string with its proved interval.

    Raises:
        TableError: if the string is not binary, or longer than the table says anything about.
    """
    if table.formalism == "turing":
        _insist_on_length(table, string, "longest_kept")
        return _turing(table, string)
    if table.formalism == "lbf":
        return _monotone(table, string)
    raise TableError(f"table {table.name} is of an unknown formalism: {table.formalism!r}")


def _turing(table: CountsTable, string: str) -> Probability:
    """c/(T+U) <= D(s) <= max(c/T, (c + m·U_w)/(T + 4·U_w)), w = |s|, m images of s equal to s, U = 4·(reduced)."""
    count, total = table.count(string), table.total
    by_span = table.extras["undecided_by_span"]
    within = int(by_span[: len(string) + 1].sum(dtype="uint64"))
    undecided = 4 * int(by_span.sum(dtype="uint64"))
    opposite = string.translate(str.maketrans("01", "10"))
    same = 1 + (string == string[::-1]) + (string == opposite) + (string == opposite[::-1])
    high = max(Fraction(count, total), Fraction(count + same * within, total + 4 * within))
    return Probability(Fraction(count, total), Fraction(count, total + undecided), high)


def _monotone(table: CountsTable, string: str) -> Probability:
    """M_low(x) <= M(x) <= M_low(x) + the open mass of the proper prefixes of x."""
    _insist_on_length(table, string, "length")
    count, total = table.count(string), table.total
    open_mass = 0
    for length in range(len(string)):
        row = table.row(string[:length])
        open_mass += 0 if row is None else row.values["open_mass"]
    return Probability(Fraction(count, total), Fraction(count, total), Fraction(count + open_mass, total))


def _insist_on_length(table: CountsTable, string: str, field: str) -> None:
    """Refuse a string longer than those that the header says were kept: that it is absent means nothing."""
    longest = table.fields.get(field)
    if longest is not None and len(string) > int(longest):
        raise TableError(
            f"table {table.name} holds strings of up to {longest} symbols, not {len(string)}: use a longer one"
        )
