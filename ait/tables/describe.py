"""A table for a reader: its facts, its commonest strings or arrays, and its rows as they are exported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ait.errors import TableError
from ait.notebook import Grid
from ait.tables.array_table import ArrayRow, ArrayTable
from ait.tables.counts_table import CountsTable, Row
from ait.tables.shipped import AnyTable

_EXPORTED = {"turing": ("string", "count"), "lbf": ("string", "mass", "km", "certified", "witness")}
"""The usual columns; the first two are the string and its count, the others are named as in the table."""

_SHOWN = 8
_FIRST = ("name", "title", "rebuild", "strings", "classes", "longest", "arrays", "unit", "total")


def entries(table: AnyTable) -> str:
    """What a table's entries are: arrays, strings, or over more than two symbols classes of strings."""
    if isinstance(table, ArrayTable):
        return "arrays"
    return "strings" if table.symbols == 2 else "classes"


def describe(table: AnyTable) -> dict[str, Any]:
    """The header's fields, and what follows from the rows: how many, and the longest."""
    facts = {"name": table.name, **table.fields, entries(table): len(table)}
    facts |= {"classes": len(table.words)} if isinstance(table, ArrayTable) else {"longest": table.longest}
    return {name: facts[name] for name in (*_FIRST, *(name for name in facts if name not in _FIRST)) if name in facts}


def commonest(table: AnyTable, count: int) -> list[Row | ArrayRow]:
    """The rows of the largest counts; among equal counts shorter and lesser strings first."""
    order = np.argsort(table.counts, kind="stable")[::-1][: count + 1]
    # Reversing a stable order puts later strings first among equals: sort the few that are left properly.
    largest = table.counts[order[-1]] if len(order) else np.uint64(0)
    candidates = np.flatnonzero(table.counts >= largest)
    chosen = candidates[np.lexsort((candidates, ~table.counts[candidates]))][:count]
    return [table.row_at(int(index)) for index in chosen]


def shown(table: AnyTable) -> dict[str, Any]:
    """What a notebook shows: the machines, the totals and the commonest entries."""
    told = ("states", "symbols", "steps", "unit", "rebuild")
    return {
        "table": table.name,
        "machines": table.formalism,
        entries(table): len(table),
        "total": table.total,
        "a sample": table.is_sampled,
        **{name: table.fields[name] for name in told if name in table.fields},
        "most often": Grid(("output", "count"), [(row.string, row.count) for row in commonest(table, _SHOWN)]),
    }


def export_rows(table: AnyTable, all_columns: bool) -> tuple[list[str], Iterator[list[str]]]:
    """The header and the rows of a table's CSV form.

    For machines the columns are ``string,count``; for LBF programs ``string,mass,km,certified,witness``, the
    witness being the program's bits. The empty string, which LBF tables hold, is left out. For arrays the columns are
    ``array,count,images``: one array of each class, rows separated by '/', and how many arrays the class has.

    Raises:
        TableError: if the table is of no such kind.
    """
    if isinstance(table, ArrayTable):
        names = list(table.columns) if all_columns else []
        return ["array", "count", "images", *names], _array_cells(table, names)
    if table.formalism not in _EXPORTED:
        raise TableError(f"table {table.name} is of an unknown formalism: {table.formalism!r}")
    header = list(_EXPORTED[table.formalism])
    if all_columns:
        header += [name for name in table.columns if name not in header and name != "witness_bits"]
    return header, _cells(table, header)


def _cells(table: CountsTable, header: list[str]) -> Iterator[list[str]]:
    for row in table.rows():
        if row.string:
            yield [row.string, str(row.count), *(_cell(table, row, name) for name in header[2:])]


def _cell(table: CountsTable, row: Row, name: str) -> str:
    if table.formalism == "lbf":
        if name in ("km", "witness") and row.values["km"] == 0:
            return ""
        if name == "witness":
            return f"{row.values['witness']:0{row.values['km']}b}"
    return str(row.values[name])


def _array_cells(table: ArrayTable, names: list[str]) -> Iterator[list[str]]:
    for index, images in enumerate(table.orbits.tolist()):
        row = table.row_at(index)
        yield [row.string, str(row.count), str(images), *(str(row.values[name]) for name in names)]
