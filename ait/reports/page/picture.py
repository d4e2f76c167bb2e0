"""Static pictures by matplotlib, as SVG that takes its colours from the page: light, dark, or a printer's."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ait.errors import MissingExtraError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, FAINT = "#0a0b0c", "#0a0b0d"
SERIES = tuple(f"#0a0c{i:02x}" for i in range(8))
"""Colours that stand for the page's own: :func:`picture` puts its variables in their place."""

_WIDTH, _HEIGHT = 4.6, 2.9
_VARIABLES = {INK: "--ink", FAINT: "--faint", **{colour: f"--series-{i}" for i, colour in enumerate(SERIES)}}
SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "ait",
    "font.family": ["sans-serif"],
    "font.size": 9.5,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    # Names of inputs are shown as they are: a dollar in one begins no formula.
    "text.parse_math": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": FAINT,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
}


def picture(name: str, words: str, draw: Callable[[Axes], None], *, height: float = _HEIGHT) -> str:
    """A picture as an ``<svg>`` element.

    Args:
        name: distinguishes its elements from those of other pictures on the page: letters, digits and hyphens.
        words: what a reader who cannot see it should know.
        draw: draws on the axes it is given, in INK, FAINT and SERIES.
        height: in inches; the width is 4.6.

    Raises:
        MissingExtraError: if matplotlib is not installed.
    """
    try:
        from matplotlib import rc_context
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("matplotlib", "html") from error
    stream = io.StringIO()
    with rc_context(SETTINGS):
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        FigureCanvasSVG(figure)
        draw(figure.add_subplot())
        # Without a date the same figures give the same page.
        figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return inlined(stream.getvalue(), name, words, _VARIABLES)


def inlined(svg: str, name: str, words: str, variables: Mapping[str, str]) -> str:
    """A whole SVG file as an element of a page: its names prefixed, its colours the page's variables."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    # A hundredth of a point is less than anyone sees, and half as long.
    svg = re.sub(r' (?:d|x|y|transform)="[^"]*"', lambda found: re.sub(r"(\.\d\d)\d+", r"\1", found.group()), svg)
    # Names of elements hold for the whole page, so those of each picture get its own prefix.
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', svg)
    svg = re.sub(r'(xlink:href="#|url\(#)([^")]+)', rf"\1{name}-\2", svg)
    for colour, variable in variables.items():
        svg = svg.replace(colour, f"var({variable})")
    opening = svg.index(">")
    box = re.search(r'viewBox="[^"]+"', svg[:opening])
    shape = box.group() if box else ""
    return f'<svg role="img" aria-label="{html.escape(words)}" {shape} xmlns:xlink="http://www.w3.org/1999/xlink">' + (
        svg[opening + 1 :].strip()
    )
