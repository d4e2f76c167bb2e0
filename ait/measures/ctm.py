"""The coding theorem method: -log2 of the share of all small machines that put a string out.

D(s) is the number of machines in a stated space that halt with s, over the number that halt (Delahaye and Zenil 2012).
Given the table it is a probability, so -log2 D(s) is the length of a code.  As a figure for the string's Kolmogorov
complexity it is an estimate and no more: the space is finite, so the coding theorem's constant is not negligible.
"""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import Any

from ait.errors import InputError, TableError
from ait.estimate import Estimate, Kind, Witness
from ait.measures.array_ctm import array_ctm, array_ctm_given_shape
from ait.measures.block_counts import as_cells
from ait.measures.default_table import default_table
from ait.measures.parts import with_labels
from ait.sequence import Sequence, as_sequence
from ait.tables.bounds import bits, probability
from ait.tables.counts_table import CountsTable
from ait.tables.shipped import AnyTable, open_table


def ctm(x: Any, table: str | Path | AnyTable | None = None) -> Estimate:
    """-log2 D(s), with the interval that is proved about it and a machine that writes s; of LBF's table -log2 M(s).

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts, over as many symbols as the table, or fewer; or an
            array of 0 and 1 of shape (rows, columns), for which the table must hold arrays.
        table: a table's name, a file, or a table; if left out "turing-5-2", for more symbols than two, and for arrays,
            the shipped one of most states, or for five to nine symbols the one that was built here.

    Returns:
        An Estimate in bits: exact if no machine of the space is undecided, else the counted value between bounds; from
        a sampled table an estimate with its standard error.
        The machines write the symbols 0 and 1 themselves, so an alphabet is charged only where they have other names.

    Raises:
        InputError: if x has more symbols than the table's strings, or cannot be read.
        TableError: if the table cannot be read or holds no count of the string, or none is for so many symbols.

    >>> round(ctm("1" * 12).bits, 6)
    25.610414
    >>> ctm("1111").witness.text
    '1-H1RB_1-H1RC_1-H1RD_1-H1-H_1-H1-H'
    >>> round(ctm([2, 0, 3, 3, 0], table="turing-2-4").parts["data"], 4)  # four symbols
    19.0927
    >>> import numpy as np
    >>> ctm(np.array([[1, 0], [0, 1]]), table="turmite-4-2-500").witness.text
    '1-H0RB_1-H1UC_1-H0-H_1-H1-H'
    """
    cells = as_cells(x)
    if cells is not None:
        return array_ctm(cells, table)
    sequence, chosen = _read(x, table)
    string = "".join(map(str, sequence.symbols.tolist()))
    found = probability(chosen, string)
    if not found.counted:
        shown = string if len(string) <= 40 else f"a string of {len(string)} symbols"
        proved = ": nothing in its space writes it"
        if found.high:
            proved = f"; what is proved is that -log2 D is at least {bits(found.high):.2f} bits"
        raise TableError(f"table {chosen.name} holds no count of {shown}{proved}")
    parts = with_labels({"data": bits(found.counted)}, sequence)
    charge = parts.get("alphabet", 0.0)
    method = f"coding theorem method, -log2 {'M' if chosen.formalism == 'lbf' else 'D'}(s)"
    if chosen.is_sampled:
        return Estimate(
            sum(parts.values()),
            Kind.ESTIMATE,
            method,
            f"table {chosen.name}, a sample",
            standard_error=_standard_error(chosen, string),
            parts=parts,
        )
    return Estimate(
        sum(parts.values()),
        Kind.EXACT if found.low == found.high else Kind.BOUNDS,
        method,
        f"table {chosen.name}",
        low=bits(found.high) + charge,
        high=bits(found.low) + charge,
        parts=parts,
        is_code=True,
        witness=_witness(chosen, string),
    )


def ctm_given_length(x: Any, table: str | Path | AnyTable | None = None) -> Estimate:
    """-log2 D(s | length of s): the share of the machines that write s among those that write a string of its length.

    -log2 D(s) pays for the length too, which is most of it; given the length, figures can be set beside n bits.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts, over as many symbols as the table's strings or
            fewer, and no longer than fits in 64 bits; or an array of 0 and 1, whose shape is given then.
        table: a shipped table's name, a file, or a table, as for :func:`ctm`.

    Returns:
        An Estimate in bits: the length of a code, given the table and the length.

    Raises:
        InputError: if x has more symbols than the table's strings, or cannot be read.
        TableError: if the table cannot be read, or holds no count of the string.

    >>> round(ctm_given_length("01").bits, 9)  # all four strings of two symbols are as frequent
    2.0
    """
    cells = as_cells(x)
    if cells is not None:
        return array_ctm_given_shape(cells, table)
    sequence, chosen = _read(x, table)
    string = "".join(map(str, sequence.symbols.tolist()))
    count, of_length = chosen.count(string), chosen.mass_at_length(len(string))
    if not count:
        shown = string if len(string) <= 40 else f"a string of {len(string)} symbols"
        raise TableError(f"table {chosen.name} holds no count of {shown}")
    parts = with_labels({"data": bits(Fraction(count, of_length))}, sequence)
    return Estimate(
        sum(parts.values()),
        Kind.UPPER_BOUND,
        "coding theorem method given the length, -log2 D(s | n)",
        f"table {chosen.name}, {'a sample, ' if chosen.is_sampled else ''}strings of {len(string)}",
        standard_error=_standard_error(chosen, string) if chosen.is_sampled else None,
        parts=parts,
        is_code=True,
    )


def _read(x: Any, table: str | Path | AnyTable | None) -> tuple[Sequence, CountsTable]:
    """What was given, and a table that holds strings of that many symbols."""
    sequence = as_sequence(x)
    chosen = open_table(default_table(sequence.k) if table is None else table)
    if sequence.k > chosen.symbols:
        what = "binary strings" if chosen.symbols == 2 else f"strings of {chosen.symbols} symbols"
        raise InputError(
            f"table {chosen.name} holds {what}, not of {sequence.k}: choose a table of that many (ait table list), or"
            " read the input over fewer symbols"
        )
    return sequence, chosen


def _standard_error(table: CountsTable, string: str) -> float:
    """That of -log2 of an estimated count, to first order: the relative error over ln 2, bits."""
    row = table.row(string)
    return 0.0 if row is None else row.values["standard_error"] / row.count / math.log(2)


def _witness(table: CountsTable, string: str) -> Witness | None:
    """The machine that writes the string in the fewest steps, where the table names it."""
    row = table.row(string)
    if row is None or table.formalism != "turing" or "witness" not in row.values:
        return None
    from ait.machines.turing import witness

    values, states = row.values, int(table.fields["states"])
    if table.symbols > 2:
        from ait.machines.turing_names import writer

        found = writer(values["witness"], states, table.symbols, string, values["least_steps"])
        return None if found is None else Witness.halting("turing", found.machine, found.blank, found.steps)
    machine = witness(values["witness"], states, values["blank"], bool(values["mirrored"]))
    return Witness.halting("turing", machine, values["blank"], values["least_steps"])
