"""The coding theorem method: -log2 of the share of all small machines that put a string out.

D(s) is the number of machines in a stated space that halt with s, over the number that halt (Delahaye and Zenil 2012).
Given the table it is a probability, so -log2 D(s) is the length of a code.  As a figure for the string's Kolmogorov
complexity it is an estimate and no more: the space is finite, so the coding theorem's constant is not negligible.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ait.errors import InputError, TableError
from ait.estimate import Estimate, Kind
from ait.sequence import as_sequence
from ait.tables.bounds import bits, probability
from ait.tables.counts_table import CountsTable
from ait.tables.shipped import open_table


def ctm(x: Any, table: str | Path | CountsTable = "turing-5-2-500") -> Estimate:
    """-log2 D(s), with the interval that is proved about it and a machine that writes s.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts, over two symbols.
        table: a shipped table's name, a file, or a CountsTable of binary strings.

    Returns:
        An Estimate in bits: exact if no machine of the space is undecided, else the counted value between bounds.
        The machines write the symbols 0 and 1 themselves, so no alphabet is charged.

    Raises:
        InputError: if x is not binary or cannot be read.
        TableError: if the table cannot be read or holds no count of the string.

    >>> ctm("1" * 12).bits
    25.610413747641715
    """
    sequence = as_sequence(x)
    if sequence.k != 2:
        raise InputError(f"the coding theorem's tables hold binary strings, not {sequence.k} symbols: read as bits")
    chosen = open_table(table)
    string = "".join(map(str, sequence.symbols.tolist()))
    found = probability(chosen, string)
    if not found.counted:
        shown = string if len(string) <= 40 else f"a string of {len(string)} symbols"
        least = f"; what is proved is that -log2 D is at least {bits(found.high):.2f} bits" if found.high else ""
        raise TableError(f"table {chosen.name} holds no count of {shown}{least}")
    return Estimate(
        bits(found.counted),
        Kind.EXACT if found.low == found.high else Kind.BOUNDS,
        "coding theorem method, -log2 D(s)",
        f"table {chosen.name}",
        low=bits(found.high),
        high=bits(found.low),
        is_code=True,
    )
