"""A picture by matplotlib as the bytes of a file: the same figures give the same file, names are shown as they are."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from ait.errors import MissingExtraError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PICTURES = (".png", ".svg", ".pdf")
_DOTS = 150


def drawn(name: str, size: tuple[float, float], draw: Callable[[Figure], None]) -> bytes:
    """The picture in the format of the name: .png, .svg or .pdf; .png for any other.

    Args:
        name: the file's.
        size: width and height in inches; 150 dots each in a .png.
        draw: draws on the figure that it is given.

    Raises:
        MissingExtraError: without matplotlib.
    """
    try:
        from matplotlib import rc_context
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("matplotlib", "plot") from error
    suffix = next((suffix for suffix in PICTURES if name.endswith(suffix)), PICTURES[0])
    # Without a date, and without random names of an SVG's elements, the same figures give the same file.
    undated = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(suffix)
    stream = io.BytesIO()
    # A dollar in the name of an input or a node begins no formula.
    with rc_context({"text.parse_math": False, "svg.hashsalt": "ait"}):
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasAgg(figure)
        draw(figure)
        figure.savefig(stream, format=suffix[1:], dpi=_DOTS, metadata=undated)
    return stream.getvalue()
