"""The lab's web pages: an index and a page for each claim, self-contained, light and dark, from a folder's files."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from ait import __version__
from ait.errors import MissingExtraError
from ait.lab import pictures
from ait.lab.registry import EXPERIMENTS
from ait.lab.store import Stored, load
from ait.storage import write_atomically

_DIGITS = 6
_LONGEST_TABLE = 60


def write_pages(folder: Path) -> list[Path]:
    """Write index.html and a page for each experiment whose files are in the folder; their names, the index first.

    Raises:
        StorageError: if a file cannot be read or written.
        MissingExtraError: if jinja2 is not installed.
    """
    environment = _environment()
    found = [(stored, _shown(stored)) for name in EXPERIMENTS if (stored := load(name, folder)) is not None]
    written = [folder / "index.html"]
    index = environment.get_template("index.html").render(
        version=__version__, experiments=EXPERIMENTS, shown=[shown for _, shown in found]
    )
    for stored, shown in found:
        if stored.skipped:
            continue
        page = environment.get_template("claim.html").render(shown=shown, **stored.facts)
        written.append(folder / f"{stored.name}.html")
        write_atomically(written[-1], page.encode())
    write_atomically(written[0], index.encode())
    return written


def _environment() -> Any:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise MissingExtraError("jinja2", "lab") from error
    environment = Environment(
        loader=PackageLoader("ait.lab", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["figure"] = figure
    environment.filters["css"] = lambda verdict: verdict.replace(" ", "-")
    return environment


def figure(value: Any) -> str:
    """A cell as it is shown: six digits of a number, nothing for None.

    >>> figure(0.123456789), figure(12345678), figure(1.0), figure(None), figure(True), figure(float("inf"))
    ('0.123457', '12,345,678', '1.0', '', 'yes', '∞')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if not isinstance(value, float):
        return str(value)
    if not math.isfinite(value):
        return "" if math.isnan(value) else "∞" if value > 0 else "-∞"
    if value and not 1e-4 <= abs(value) < 1e9:
        return f"{value:.3e}"
    # Before the point every digit counts, behind it only as many as make six.
    whole = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    text = f"{value:,.{max(1, _DIGITS - whole)}f}"
    return text.rstrip("0") + "0" if text.rstrip("0").endswith(".") else text.rstrip("0")


def _shown(stored: Stored) -> dict[str, Any]:
    """What the templates need besides the facts."""
    experiment = EXPERIMENTS[stored.name]
    drawn = [
        {
            "name": name,
            "title": title,
            "caption": caption,
            "svg": pictures.on_page(svg, f"{stored.name}-{name}", f"{title}. {caption}"),
        }
        for name, title, caption, svg in stored.pictures
    ]
    return {
        "name": stored.name,
        "title": experiment.title,
        "claim": experiment.claim,
        "skipped": stored.skipped,
        "facts": stored.facts,
        "pictures": drawn,
        "longest": _LONGEST_TABLE,
    }
