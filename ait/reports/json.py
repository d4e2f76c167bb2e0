"""The JSON form of every answer: one head, exact integers, no number that is not finite."""

from __future__ import annotations

import json as standard_json
from collections.abc import Mapping
from collections.abc import Sequence as Items
from typing import Any

from ait import __version__
from ait.reports.compare import Report
from ait.reports.rows import plain_types

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
    return standard_json.dumps({**head, **body}, indent=2, ensure_ascii=ascii_only, allow_nan=False) + "\n"


def report_record(reports: Items[Report]) -> dict[str, Any]:
    """Reports for JSON, one entry an input; every figure is in bits."""
    return {"reports": [report.as_dict() for report in reports]}


def json(reports: Items[Report]) -> str:
    """``{"format": 1, "document": "report", "ait": VERSION, "reports": [...]}``."""
    return document("report", report_record(reports))
