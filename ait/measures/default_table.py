"""Which shipped table is used where none is named: it must be for blocks of these dimensions and symbols."""

from __future__ import annotations

import re

from ait.errors import TableError
from ait.tables.shipped import names

_STRINGS, _ARRAYS = re.compile(r"turing-(\d+)-(\d+)(?:-\d+)?"), re.compile(r"turmites?-(\d+)-2(?:-\d+)?")


def default_table(k: int, dimensions: int = 1) -> str:
    """The name of the shipped table of strings over k symbols, or of binary arrays.

    Strings of 0 and 1 have that of five states, which is exact; of several others for the same alphabet, the one of
    most states.

    Raises:
        TableError: if there is none.

    >>> default_table(2)
    'turing-5-2'
    """
    if k == 2 and dimensions == 1:
        return "turing-5-2"
    found = []
    for name in names():
        match = (_STRINGS if dimensions == 1 else _ARRAYS).fullmatch(name)
        if match and (dimensions == 2 or int(match[2]) == k):
            found.append((int(match[1]), name))
    if not found:
        kind = f"strings of {k} symbols" if dimensions == 1 else f"arrays of {k} symbols"
        raise TableError(f"no table of {kind} ships with the package: name a table's file")
    return max(found)[1]
