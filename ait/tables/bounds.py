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
    """The probability of a string of digits with its proved interval.

    Of a sampled table nothing is proved: the interval is that of all probabilities, 0 to 1.

    Raises:
        TableError: if the string has other symbols, or is longer than the table says anything about.
    """
    if table.formalism == "turing":
        _insist_on_length(table, string, "longest_kept")
        return _turing(table, string) if table.symbols == 2 else _turing_patterns(table, string)
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


def _turing_patterns(table: CountsTable, string: str) -> Probability:
    """The same over k symbols: what is left undecided is shared evenly by the images of a string, of which s is one.

    c/(T+U) <= D(s) <= max(c/T, (c + 2k·U_w/i)/(T + 2k·U_w)), w = |s|, i the different images of s, U = 2k·(reduced).
    """
    count, total = table.count(string), table.total
    if table.is_sampled:
        return Probability(Fraction(count, total), Fraction(0), Fraction(1))
    by_span = table.extras["undecided_by_span"]
    fold = 2 * table.symbols
    within = fold * int(by_span[: len(string) + 1].sum(dtype="uint64"))
    undecided = fold * int(by_span.sum(dtype="uint64"))
    high = max(Fraction(count, total), (count + Fraction(within, _images(string, table.symbols))) / (total + within))
    return Probability(Fraction(count, total), Fraction(count, total + undecided), high)


def _images(string: str, symbols: int) -> int:
    """How many strings relabelling and reversal make of one."""
    order = list(dict.fromkeys(string))
    turned = list(dict.fromkeys(reversed(string)))
    same = [order.index(symbol) for symbol in string] == [turned.index(symbol) for symbol in reversed(string)]
    return math.perm(symbols, len(order)) * (1 if same else 2)


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
