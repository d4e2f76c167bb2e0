"""The tables that come with the package, by name; and any table by its file."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from ait.errors import TableError
from ait.tables.counts_table import CountsTable, load

_DATA = Path(__file__).parent / "data"
_SUFFIX = ".ait"


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """The names of the shipped tables, in alphabetical order."""
    return tuple(sorted(path.stem for path in _DATA.glob(f"*{_SUFFIX}")))


def open_table(table: str | Path | CountsTable) -> CountsTable:
    """A shipped table by its name, a table file by its path, or a table as it is.

    Raises:
        TableError: if there is no such table, or its file is damaged.

    >>> open_table("turing-5-2-500").count("0")
    2414538435584
    """
    if isinstance(table, CountsTable):
        return table
    if isinstance(table, str) and table in names():
        return _load(_DATA / f"{table}{_SUFFIX}")
    # Not Path.exists, which raises where a name is too long to be one.
    if os.path.exists(table):
        return _load(Path(table).resolve())
    raise TableError(f"there is no table {str(table)!r}: name a file, or one of {', '.join(names())}")


def _load(path: Path) -> CountsTable:
    # The time and size of the file are part of the key, so that a rebuilt file is read anew.
    status = path.stat()
    return _load_version(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4)
def _load_version(path: Path, modified: int, size: int) -> CountsTable:
    return load(path)
