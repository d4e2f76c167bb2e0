"""Any result as flat tables, and these as CSV and as Markdown: one writer for every command."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as Items
from dataclasses import dataclass
from typing import Any

from ait.estimate import Estimate

Cell = str | int | float | bool | None
ESTIMATE_COLUMNS = ("bits", "kind", "is_code", "low", "high", "standard_error", "method", "reference", "note")


@dataclass(frozen=True)
class Rows:
    """A flat table: ``name`` says what a row is, ``columns`` are the headings, ``rows`` the cells under them.

    >>> print(csv([Rows("edge", ("edge", "bits"), [("a,b", 1.5), ("b-c", None)])]), end="")
    edge,bits
    "a,b",1.5
    b-c,
    """

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Items[Cell]]


def estimate_cells(estimate: Estimate) -> tuple[Cell, ...]:
    """A figure's cells, under :data:`ESTIMATE_COLUMNS`."""
    values = {**vars(estimate), "kind": estimate.kind.value}
    return tuple(values[name] for name in ESTIMATE_COLUMNS)


def facts_of(name: str, record: Mapping[str, Cell]) -> Rows:
    """One row with a column for each entry of a record."""
    return Rows(name, tuple(record), [tuple(record.values())])


def csv(tables: Items[Rows]) -> str:
    """One header row, then every row, numbers with all their digits, an empty cell where there is no value.

    Several tables stand in one: their columns together, after a first column ``table`` that says which row is of which.
    """
    return "".join(",".join(map(_quoted, row)) + "\n" for row in _flat(tables))


def _quoted(text: str) -> str:
    """A cell; the standard writer leaves a carriage return unquoted, at which its own reader stops."""
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\r\n') else text


def _flat(tables: Items[Rows]) -> Iterator[list[str]]:
    if len(tables) == 1:
        yield list(tables[0].columns)
        yield from (list(map(_exact, row)) for row in tables[0].rows)
        return
    columns = list(dict.fromkeys(name for table in tables for name in table.columns))
    yield ["table", *columns]
    for table in tables:
        for row in table.rows:
            cells = dict(zip(table.columns, map(_exact, row), strict=True))
            yield [table.name, *(cells.get(name, "") for name in columns)]


def _exact(cell: Cell) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    # A reader would stop at a NUL.
    return repr(cell) if isinstance(cell, float) else str(cell).replace("\0", "\\0")


def markdown(tables: Items[Rows]) -> str:
    """A table each, numbers as people read them; a heading where there are several.

    Tables without rows and columns without values are left out.
    """
    kept = [(table, [tuple(row) for row in table.rows]) for table in tables]
    kept = [(table, rows) for table, rows in kept if rows] or kept[:1]
    blocks = []
    for table, rows in kept:
        heading = f"### {plain(table.name)}\n\n" if len(tables) > 1 else ""
        blocks.append(heading + "\n".join(_lines(table.columns, rows)))
    return "\n\n".join(blocks) + "\n"


def _lines(columns: Items[str], rows: Items[Items[Cell]]) -> Iterator[str]:
    seen = [i for i in range(len(columns)) if not rows or any(row[i] not in (None, "") for row in rows)]
    columns, rows = tuple(columns[i] for i in seen), [tuple(row[i] for i in seen) for row in rows]
    numeric = [any(_is_number(row[i]) for row in rows) for i in range(len(columns))]
    yield "| " + " | ".join(plain(name.replace("_", " ")) for name in columns) + " |"
    yield "|" + "|".join("---:" if right else "---" for right in numeric) + "|"
    for row in rows:
        yield "| " + " | ".join(_shown(cell) for cell in row) + " |"


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _shown(cell: Cell) -> str:
    """A cell for a person: thousands apart, four decimals unless that would hide the number."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return f"{cell:,}"
    if isinstance(cell, float):
        return f"{cell:,.4f}" if cell == 0 or 1e-3 <= abs(cell) < 1e15 else f"{cell:.4g}"
    return plain(cell)


def plain(text: str) -> str:
    """Text that Markdown shows as it stands, in a table's cell too.

    >>> print(plain("a|b *c*"))
    a\\|b \\*c\\*
    """
    one_line = " ".join(text.split())
    return "".join("\\" + c if c in "\\`*_[]<>|#~$&" else c for c in one_line)


def plain_types(value: Any) -> Any:
    """A record for JSON: tuples and enumerations made plain, and null where a number is not finite."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain_types(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_types(each) for each in value]
    return value
