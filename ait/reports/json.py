"""Reports as JSON, with a format number."""

from __future__ import annotations

import json as standard_json
from collections.abc import Sequence as Items

from ait import __version__
from ait.reports.compare import FORMAT, Report


def json(reports: Items[Report]) -> str:
    """``{"format": 1, "ait": VERSION, "reports": [...]}``, one entry an input; every figure is in bits."""
    record = {"format": FORMAT, "ait": __version__, "reports": [report.as_dict() for report in reports]}
    return standard_json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
