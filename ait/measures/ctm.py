"""The coding theorem method: -log2 of the share of all small machines that put a string out.

D(s) is the number of machines in a stated space that halt with s, over the number that halt (Delahaye and Zenil 2012).
Given the table it is a probability, so -log2 D(s) is the length of a code.  As a figure for the string's Kolmogorov
complexity it is an estimate and no more: the space is finite, so the coding theorem's constant is not negligible.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from ait.errors import InputError, TableError
from ait.estimate import Estimate, Kind, Witness
from ait.measures.parts import with_labels
from ait.sequence import as_sequence
from ait.tables.bounds import bits, probability
from ait.tables.counts_table import CountsTable
from ait.tables.shipped import open_table


def ctm(x: Any, table: str | Path | CountsTable = "turing-5-2-500") -> Estimate:
    """-log2 D(s), with the interval that is proved about it and a machine that writes s; of LBF's table -log2 M(s).

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts, over two symbols.
        table: a shipped table's name, a file, or a CountsTable of binary strings.

    Returns:
        An Estimate in bits: exact if no machine of the space is undecided, else the counted value between bounds.
        The machines write the symbols 0 and 1 themselves, so an alphabet is charged only where they have other names.

    Raises:
        InputError: if x is not binary or cannot be read.
        TableError: if the table cannot be read or holds no count of the string.

    >>> round(ctm("1" * 12).bits, 6)
    25.610414
    >>> ctm("1111").witness.text
    '1-H1RB_1-H1RC_1-H1RD_1-H1-H_1-H1-H'
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
    parts = with_labels({"data": bits(found.counted)}, sequence)
    charge = parts.get("alphabet", 0.0)
    return Estimate(
        sum(parts.values()),
        Kind.EXACT if found.low == found.high else Kind.BOUNDS,
        f"coding theorem method, -log2 {'M' if chosen.formalism == 'lbf' else 'D'}(s)",
        f"table {chosen.name}",
        low=bits(found.high) + charge,
        high=bits(found.low) + charge,
        parts=parts,
        is_code=True,
        witness=_witness(chosen, string),
    )


def ctm_given_length(x: Any, table: str | Path | CountsTable = "turing-5-2-500") -> Estimate:
    """-log2 D(s | length of s): the share of the machines that write s among those that write a string of its length.

    -log2 D(s) pays for the length too, which is most of it; given the length, figures can be set beside n bits.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts, over two symbols, up to 64 of them.
        table: a shipped table's name, a file, or a CountsTable of binary strings.

    Returns:
        An Estimate in bits: the length of a code, given the table and the length.

    Raises:
        InputError: if x is not binary or cannot be read.
        TableError: if the table cannot be read, or holds no count of the string.

    >>> round(ctm_given_length("01").bits, 9)  # all four strings of two symbols are as frequent
    2.0
    """
    sequence = as_sequence(x)
    if sequence.k != 2:
        raise InputError(f"the coding theorem's tables hold binary strings, not {sequence.k} symbols: read as bits")
    chosen = open_table(table)
    string = "".join(map(str, sequence.symbols.tolist()))
    count, of_length = chosen.count(string), int(chosen.counts[chosen.at_length(len(string))].sum())
    if not count:
        shown = string if len(string) <= 40 else f"a string of {len(string)} symbols"
        raise TableError(f"table {chosen.name} holds no count of {shown}")
    parts = with_labels({"data": bits(Fraction(count, of_length))}, sequence)
    return Estimate(
        sum(parts.values()),
        Kind.UPPER_BOUND,
        "coding theorem method given the length, -log2 D(s | n)",
        f"table {chosen.name}, strings of {len(string)}",
        parts=parts,
        is_code=True,
    )


def _witness(table: CountsTable, string: str) -> Witness | None:
    """The machine that writes the string in the fewest steps, where the table names it."""
    row = table.row(string)
    if row is None or table.formalism != "turing" or "witness" not in row.values:
        return None
    from ait.machines.turing import witness

    values = row.values
    machine = witness(values["witness"], int(table.fields["states"]), values["blank"], bool(values["mirrored"]))
    return Witness(
        "turing", str(machine), f"starts on blank {values['blank']}, halts after {values['least_steps']} steps"
    )
