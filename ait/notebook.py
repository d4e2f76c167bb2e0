"""How results show themselves in notebooks: their fields as a table, with everything escaped and nothing to install.

Colours are the notebook's own, or such as can be told from light and dark ground alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Items
from dataclasses import dataclass, is_dataclass
from enum import Enum
from html import escape
from typing import Any

import numpy as np

LONGEST_TEXT, MOST_ITEMS, MOST_CELLS = 300, 12, 32
"""Characters of a text, items of a list, and cells of a picture's side, beyond which only a part is shown."""
_WIDTH, _HEIGHT, _POINTS, _NUMBERS = 260, 46, 240, 12
_RED, _BLUE = "#c8503c", "#3f7fbf"


class Shown:
    """What has a ``_repr_html_``: a class that descends from it need only be a dataclass, or say what it shows."""

    def _shown(self) -> Mapping[str, Any]:
        """Names and values, in order; a dataclass's public fields unless a class has something better to say."""
        return _fields(self)

    def _shown_line(self) -> str:
        """One line, where the object is a value in another one's table; "" to have its own table there."""
        return ""

    def _repr_html_(self) -> str:
        """The object as an HTML fragment, for notebooks."""
        return f"<div><p><b>{escape(title(self))}</b></p>{_table_of(self._shown())}</div>"


@dataclass(frozen=True)
class Grid:
    """A table of values with a heading for each column, as a value of :meth:`Shown._shown`."""

    head: tuple[str, ...]
    rows: Items[Items[Any]]


def _fields(value: object) -> dict[str, Any]:
    names = getattr(value, "__dataclass_fields__", {})
    return {name: getattr(value, name) for name in names if not name.startswith("_")}


def title(value: object) -> str:
    """The class's name in words.

    >>> title(Grid((), ()))
    'Grid'
    """
    name = type(value).__name__
    return "".join(f" {c.lower()}" if c.isupper() and i else c for i, c in enumerate(name))


def grid(head: Items[str], rows: Items[Items[Any]]) -> str:
    """A table with a row of headings, its cells as :func:`cell` shows them."""
    top = "".join(f'<th scope="col">{_text(name)}</th>' for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell(value)}</td>' for value in row)}</tr>" for row in rows[: 8 * MOST_ITEMS])
    more = len(rows) - 8 * MOST_ITEMS
    rest = f"<p>and {more:,} more rows</p>" if more > 0 else ""
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _table_of(values: Mapping[str, Any]) -> str:
    rows = "".join(
        f'<tr><th scope="row" style="text-align:left">{_text(str(name).replace("_", " "))}</th>'
        f'<td style="text-align:left">{cell(value)}</td></tr>'
        for name, value in values.items()
    )
    return f"<table><tbody>{rows}</tbody></table>"


def cell(value: Any) -> str:
    """One value as HTML.

    >>> cell(1234), cell(0.125), cell(None), cell("<b>")
    ('1,234', '0.1250', '–', '&lt;b&gt;')
    """
    if isinstance(value, np.ndarray):
        return _array(value)
    if value is None or value == "":
        return "–"
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return escape(str(value.value))
    if isinstance(value, (int, np.integer)):
        return f"{int(value):,}"
    if isinstance(value, (float, np.floating)):
        return _number(float(value))
    if isinstance(value, (str, bytes)):
        return _text(value)
    if isinstance(value, Grid):
        return grid(value.head, value.rows)
    return _compound(value)


def _compound(value: Any) -> str:
    if isinstance(value, Shown) and value._shown_line():
        return escape(value._shown_line())
    if isinstance(value, Shown) or is_dataclass(value):
        inner = _table_of(value._shown() if isinstance(value, Shown) else _fields(value))
        return f"<details><summary>{escape(title(value))}</summary>{inner}</details>"
    if isinstance(value, Mapping):
        return _table_of(dict(list(value.items())[: 2 * MOST_ITEMS])) + _rest(len(value) - 2 * MOST_ITEMS)
    if isinstance(value, (tuple, list, range)):
        if len(value) > MOST_ITEMS and all(isinstance(item, (int, float)) for item in value):
            return _array(np.array(value, np.float64))
        apart = "<br>" if any(isinstance(item, Shown) for item in value) else ", "
        items = [f"({cell(item)})" if isinstance(item, tuple) else cell(item) for item in value[:MOST_ITEMS]]
        return (apart.join(items) or "none") + _rest(len(value) - MOST_ITEMS)
    return _text(str(value))


def _rest(more: int) -> str:
    return f" … and {more:,} more" if more > 0 else ""


def _number(value: float) -> str:
    if value and not 1e-3 <= abs(value) < 1e9:
        return f"{value:.4g}"
    return f"{value:,.4f}"


def _text(value: str | bytes) -> str:
    text = value if isinstance(value, str) else repr(value[:LONGEST_TEXT])[2:-1]
    shown = "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape", "replace").decode() for c in text)
    cut = f"… ({len(value):,} in all)" if len(value) > LONGEST_TEXT else ""
    return escape(shown[:LONGEST_TEXT]).replace("\n", "<br>") + cut


def _array(values: np.ndarray) -> str:
    """A few numbers as they are; many as a line, or as a picture of squares, with their ends in words."""
    if values.size == 0:
        return "none"
    if values.dtype.kind not in "iufb":
        return _compound(values.ravel()[: MOST_ITEMS + 1].tolist()) + _rest(values.size - MOST_ITEMS - 1)
    if values.ndim == 2 and max(values.shape) <= _NUMBERS:
        rows = "".join(f"<tr>{''.join(f'<td>{cell(value)}</td>' for value in row)}</tr>" for row in values)
        return f"<table><tbody>{rows}</tbody></table>"
    if values.ndim == 1 and values.size <= MOST_ITEMS:
        return ", ".join(cell(value) for value in values)
    numbers = values.astype(np.float64)
    finite = numbers[np.isfinite(numbers)]
    shape = " x ".join(f"{size:,}" for size in values.shape)
    words = f"{shape} values"
    if finite.size:
        words += f" from {_number(float(finite.min()))} to {_number(float(finite.max()))}"
    picture = {1: _line, 2: _squares}.get(values.ndim)
    return (picture(numbers, words) if picture is not None and finite.size == numbers.size else "") + words


def _line(values: np.ndarray, words: str) -> str:
    at = np.unique(np.linspace(0, len(values) - 1, min(_POINTS, len(values))).round().astype(int))
    low, high = float(values.min()), float(values.max())
    x = at * (_WIDTH / max(1, len(values) - 1))
    y = (_HEIGHT - 2) * (high - values[at]) / (high - low or 1.0) + 1
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x.tolist(), y.tolist(), strict=True))
    return (
        f'<svg role="img" aria-label="{escape(words)}" width="{_WIDTH}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}">'
        f'<polyline points="{points}" fill="none" stroke="{_BLUE}" stroke-width="1.5"/></svg><br>'
    )


def _squares(values: np.ndarray, words: str) -> str:
    side = -(-max(values.shape) // MOST_CELLS)
    cut = [np.arange(0, size, side) for size in values.shape]
    sums = np.add.reduceat(np.add.reduceat(values, cut[0], axis=0), cut[1], axis=1)
    counts = [np.minimum(side, size - starts) for size, starts in zip(values.shape, cut, strict=True)]
    means = sums / np.outer(*counts)
    most = float(np.abs(means).max()) or 1.0
    rows, columns = means.shape
    squares = "".join(
        f'<rect x="{j}" y="{i}" width="1" height="1" fill="{_RED if means[i, j] > 0 else _BLUE}" '
        f'fill-opacity="{abs(means[i, j]) / most:.2f}"/>'
        for i, j in zip(*(axis.tolist() for axis in np.nonzero(np.abs(means) > 0.005 * most)), strict=True)
    )
    scale = min(8, 260 // max(rows, columns))
    return (
        f'<svg role="img" aria-label="{escape(words)}" width="{scale * columns}" height="{scale * rows}" '
        f'viewBox="0 0 {columns} {rows}" style="outline:1px solid #888">{squares}</svg><br>'
    )
