"""What the commands about tables say, as flat tables and for JSON: lists, facts, comparisons, distributions."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Items
from dataclasses import asdict, astuple
from typing import Any

from ait.reports.rows import Cell, Rows, facts_of
from ait.tables.array_comparison import ArrayComparison
from ait.tables.comparison import TableComparison
from ait.tables.describe import commonest, describe, entries
from ait.tables.distributions import Distributions
from ait.tables.recipes import Recipe
from ait.tables.shipped import AnyTable

_LISTED = ("name", "entries", "count", "title", "minutes_to_build", "not_readable")


def listed(tables: Items[AnyTable], missing: Mapping[str, Recipe], unreadable: Mapping[str, str]) -> list[Rows]:
    """A row a table; of those that cannot be read, why; of those that are not built yet, how long it takes."""
    rows: list[tuple[Cell, ...]] = [
        (table.name, entries(table), len(table), str(table.fields["title"]), None, None) for table in tables
    ]
    rows += [(name, None, None, None, None, reason) for name, reason in unreadable.items()]
    rows += [(name, None, None, None, recipe.minutes, None) for name, recipe in missing.items()]
    return [Rows("table", _LISTED, rows)]


def listed_record(
    tables: Items[AnyTable], missing: Mapping[str, Recipe], unreadable: Mapping[str, str]
) -> dict[str, Any]:
    """The same for JSON, with each table's header."""
    return {
        "tables": [{"name": table.name, entries(table): len(table), **table.fields} for table in tables],
        "not_readable": [{"name": name, "reason": reason} for name, reason in unreadable.items()],
        "can_be_built": list(missing),
    }


def facts(table: AnyTable, top: int) -> list[Rows]:
    """A row a fact of the header, then a row for each of the commonest entries."""
    told = [(name, value if isinstance(value, (int, float)) else str(value)) for name, value in describe(table).items()]
    common = [(row.string, row.count, row.count / table.total) for row in commonest(table, top)]
    return [Rows("fact", ("name", "value"), told), Rows("commonest", ("string", "count", "share"), common)]


def facts_record(table: AnyTable, top: int) -> dict[str, Any]:
    """The same for JSON."""
    common = [{"string": row.string, "count": row.count} for row in commonest(table, top)]
    return {"table": describe(table), "commonest": common}


def compared(found: TableComparison | ArrayComparison) -> list[Rows]:
    """A row a length, or a shape, and a row a disagreement."""
    agreements = [_spread(asdict(each)) for each in found.agreements]
    gaps = [asdict(gap) for gap in found.disagreements]
    named = "string" if isinstance(found, TableComparison) else "array"
    return [
        Rows("agreement", tuple(agreements[0]), [tuple(each.values()) for each in agreements]),
        Rows("disagreement", (named, "bits_a", "bits_b", "beyond_mean"), [tuple(gap.values()) for gap in gaps]),
    ]


def _spread(record: Mapping[str, Any]) -> dict[str, Cell]:
    """A record with an interval in three columns: the value, its low and its high end."""
    flat: dict[str, Cell] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            flat |= {name if end == "value" else f"{name}_{end}": value[end] for end in ("value", "low", "high")}
        else:
            flat[name] = value
    return flat


def distributed(found: Distributions) -> list[Rows]:
    """A row of totals, a row a number of steps, and a row a length, or a shape."""
    totals = {name: getattr(found, name) for name in ("total", "total_standard_error", "undecided", "machines_longer")}
    steps = ("machines", "least_steps", "median_steps", "most_steps")
    times = Rows("halting time", ("steps", "machines"), sorted(found.halting_times.items()))
    if found.shapes:
        by_output = Rows("shape", ("rows", "columns", "arrays", *steps), [astuple(row) for row in found.shapes])
    else:
        by_output = Rows("length", ("length", "strings", *steps), [astuple(row) for row in found.lengths])
    return [facts_of("totals", totals), times, by_output]
