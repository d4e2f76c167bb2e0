"""Which table is used where none is named, shipped or built here: it must be for such dimensions and symbols."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ait.errors import TableError
from ait.tables.recipes import RECIPES
from ait.tables.shipped import built, names

_STRINGS, _ARRAYS = re.compile(r"turing-(\d+)-(\d+)(?:-\w+)?"), re.compile(r"turmites?-(\d+)-(2)(?:-\w+)?")


def default_table(k: int, dimensions: int = 1) -> str:
    """The name of the table of strings over k symbols, or of binary arrays, that is used where none is named.

    Strings of 0 and 1 have that of five states, which is exact. Of several shipped ones it is that of most states; a
    table that was built here (``ait table build``) is used where none ships: for strings of five to nine symbols.

    Raises:
        TableError: if there is none; the message says which can be built.

    >>> default_table(2), default_table(3), default_table(2, 2)
    ('turing-5-2', 'turing-3-3-400', 'turmite-5-2-500')
    """
    if k == 2 and dimensions == 1:
        return "turing-5-2"
    for known in (names(), built()):
        found = _fitting(known, k, dimensions)
        if found:
            return max(found)[1]
    kind = f"strings of {k} symbols" if dimensions == 1 else f"arrays of {k} symbols"
    can_be_built = _fitting(RECIPES, k, dimensions)
    if can_be_built:
        raise TableError(
            f"no table of {kind} ships with the package: make one by  ait table build {max(can_be_built)[1]}"
        )
    raise TableError(f"no table of {kind} ships with the package: declare a smaller alphabet, or name a table's file")


def _fitting(known: Iterable[str], k: int, dimensions: int) -> list[tuple[int, str]]:
    """The states and the name of each table for such data."""
    pattern = _STRINGS if dimensions == 1 else _ARRAYS
    matches = [match for name in known if (match := pattern.fullmatch(name))]
    return [(int(match[1]), match[0]) for match in matches if int(match[2]) == k]
