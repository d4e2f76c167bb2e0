"""The tables that come with the package or were built here, by name; and any table by its file."""

from __future__ import annotations

import logging
import os
import time
from functools import lru_cache
from pathlib import Path

from ait.errors import StorageError, TableError
from ait.tables import array_table
from ait.tables.array_table import ArrayTable
from ait.tables.container import checksum, kind_of
from ait.tables.counts_table import CountsTable, load
from ait.tables.recipes import RECIPES, folder

_DATA = Path(__file__).parent / "data"
_SUFFIX = ".ait"
_log = logging.getLogger(__name__)

AnyTable = CountsTable | ArrayTable
"""A table of strings, or of arrays."""


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """The names of the shipped tables, in alphabetical order."""
    return tuple(sorted(path.stem for path in _DATA.glob(f"*{_SUFFIX}")))


def built() -> dict[str, Path]:
    """The files of the tables that were built here (``ait table build``), by name."""
    return {name: path for name in RECIPES if (path := folder() / f"{name}{_SUFFIX}").is_file()}


def here() -> tuple[list[AnyTable], dict[str, str]]:
    """Every table that is here, shipped or built, and why each of the others cannot be read: one damaged file hides
    no other table."""
    tables: list[AnyTable] = []
    unreadable: dict[str, str] = {}
    for name in (*names(), *built()):
        try:
            tables.append(open_any_table(name))
        except (TableError, StorageError) as error:
            again = f"; ait table build {name} --force  makes it anew" if name in RECIPES else ""
            unreadable[name] = f"{error}{again}"
    return tables, unreadable


@lru_cache(maxsize=1)
def string_names() -> tuple[str, ...]:
    """The names of those that hold strings."""
    return tuple(name for name in names() if kind_of(_DATA / f"{name}{_SUFFIX}") != array_table.KIND)


def open_table(table: str | Path | AnyTable) -> CountsTable:
    """A shipped table of strings by its name, a table file by its path, or a table as it is.

    Raises:
        TableError: if there is no such table, it holds arrays, or its file is damaged.

    >>> open_table("turing-5-2-500").count("0")
    2414538435584
    """
    opened = open_any_table(table)
    if isinstance(opened, ArrayTable):
        raise TableError(f"table {opened.name} holds arrays, not strings: name one of {', '.join(string_names())}")
    return opened


def open_array_table(table: str | Path | AnyTable) -> ArrayTable:
    """A shipped table of arrays by its name, a table file by its path, or a table as it is.

    Raises:
        TableError: if there is no such table, it holds strings, or its file is damaged.

    >>> open_array_table("turmite-4-2-500").count([[0]])
    105046700288
    """
    opened = open_any_table(table)
    if isinstance(opened, ArrayTable):
        return opened
    arrays = ", ".join(name for name in names() if name not in string_names())
    raise TableError(f"table {opened.name} holds strings, not arrays: name one of {arrays}")


def open_any_table(table: str | Path | AnyTable) -> AnyTable:
    """A shipped table of either kind by its name, a table file by its path, or a table as it is (TableError)."""
    if isinstance(table, (CountsTable, ArrayTable)):
        return table
    if isinstance(table, str) and table in names():
        return _load(_DATA / f"{table}{_SUFFIX}")
    if isinstance(table, str) and table in RECIPES and table in (known := built()):
        return _load(known[table])
    # Not Path.exists, which raises where a name is too long to be one.
    if os.path.exists(table):
        return _load(Path(table).resolve())
    if str(table) in RECIPES:
        minutes = RECIPES[str(table)].minutes
        raise TableError(
            f"table {table} does not come with the package: make it with  ait table build {table}  (about {minutes:g}"
            " minutes of one processor)"
        )
    raise TableError(f"there is no table {str(table)!r}: name a file, or one of {', '.join(names())}")


def _load(path: Path) -> AnyTable:
    # The time and size of the file are part of the key, so that a rebuilt file is read anew.
    status = path.stat()
    return _load_version(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4)
def _load_version(path: Path, modified: int, size: int) -> AnyTable:
    began = time.perf_counter()
    table = array_table.load(path) if kind_of(path) == array_table.KIND else load(path)
    if not _log.isEnabledFor(logging.INFO):
        return table
    told = f"{len(table):,} rows, SHA-256 {checksum(path)[:12]}…, {time.perf_counter() - began:.3f} s"
    _log.info("table %s: %s, %s", table.name, path, told)
    return table
