"""The JSON form of every answer: one head, exact integers, no number that is not finite."""

from __future__ import annotations

import json as standard_json
from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Items
from typing import Any

from ait import __version__
from ait.reports.compare import Report
from ait.reports.rows import plain_types

_ON_A_LINE = 8
FORMAT = 1
"""The number of the JSON forms; it changes when a reader of the old ones could misread the new."""


def document(name: str, record: Mapping[str, Any], *, ascii_only: bool = False) -> str:
    """``{"format": 1, "document": NAME, "ait": VERSION, ...}``; ``ait schema NAME`` describes the rest.

    Integers are exact, however large; what is not finite is null.

    >>> print(document("search", {"bits": 2**70}).splitlines()[1:3])
    ['  "format": 1,', '  "document": "search",']
    """
    head = {"format": FORMAT, "document": name, "ait": __version__}
    body = plain_types({key: value for key, value in record.items() if key not in head})
    return "".join(_written({**head, **body}, "\n", ascii_only)) + "\n"


def _written(value: Any, newline: str, ascii_only: bool) -> Iterator[str]:
    """The pieces of a document: an entry a line, but numbers and words in a list a few on each.

    The standard writer would set every number of a map on a line of its own, and takes five times as long for it.
    """
    inner = newline + "  "
    if isinstance(value, dict) and value:
        for at, (key, each) in enumerate(value.items()):
            yield f"{',' if at else '{'}{inner}{standard_json.dumps(key, ensure_ascii=ascii_only)}: "
            yield from _written(each, inner, ascii_only)
        yield f"{newline}}}"
    elif isinstance(value, list) and any(isinstance(each, (dict, list)) for each in value):
        for at, each in enumerate(value):
            yield f"{',' if at else '['}{inner}"
            yield from _written(each, inner, ascii_only)
        yield f"{newline}]"
    elif isinstance(value, list) and len(value) > _ON_A_LINE:
        for start in range(0, len(value), _ON_A_LINE):
            some = standard_json.dumps(value[start : start + _ON_A_LINE], ensure_ascii=ascii_only, allow_nan=False)
            yield f"{',' if start else '['}{inner}{some[1:-1]}"
        yield f"{newline}]"
    else:
        yield standard_json.dumps(value, ensure_ascii=ascii_only, allow_nan=False)


def report_record(reports: Items[Report]) -> dict[str, Any]:
    """Reports for JSON, one entry an input; every figure is in bits."""
    return {"reports": [report.as_dict() for report in reports]}


def json(reports: Items[Report]) -> str:
    """``{"format": 1, "document": "report", "ait": VERSION, "reports": [...]}``."""
    return document("report", report_record(reports))
