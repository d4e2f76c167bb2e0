"""The lab's pictures by matplotlib: one drawing gives PNG, SVG, and an SVG that follows a page's light and dark."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from ait.errors import MissingExtraError
from ait.reports.page import picture

if TYPE_CHECKING:
    from ait.lab.record import Figure

PAGE, INK, FAINT = "#ffffff", "#1b1f24", "#c4cad1"
SERIES = ("#1f6fbf", "#c2570c", "#1a7f4b", "#b4232c", "#7a4fbf", "#6b5d00", "#0b7a83", "#a0307f")
"""The light page's colours; draw in these and no others, so that the dark page can put its own in their place."""

_WIDTH = 5.6
_DOTS = 160
_VARIABLES = {
    PAGE: "--page",
    INK: "--ink",
    FAINT: "--faint",
    **{each: f"--series-{i}" for i, each in enumerate(SERIES)},
}
_STANDS_FOR = {picture.INK: INK, picture.FAINT: FAINT}
_SETTINGS: Any = {
    key: _STANDS_FOR.get(value, value) if isinstance(value, str) else value for key, value in picture.SETTINGS.items()
} | {
    "text.parse_math": True,
    "font.size": 10,
    "legend.fontsize": 9,
    "figure.facecolor": PAGE,
    "axes.facecolor": PAGE,
    "lines.linewidth": 1.6,
    "lines.markersize": 4.5,
}


def svg(figure: Figure) -> str:
    """The picture as an SVG file on white; the same figures give the same text.

    Raises:
        MissingExtraError: if matplotlib is not installed.
    """
    return _drawn(figure, "svg").decode()


def png(figure: Figure) -> bytes:
    """The picture as a PNG file on white, 896 dots wide.

    Raises:
        MissingExtraError: if matplotlib is not installed.
    """
    return _drawn(figure, "png")


def on_page(svg_file: str, name: str, words: str) -> str:
    """What :func:`svg` gave, as an element of a page whose variables colour it."""
    return picture.inlined(svg_file, name, words, _VARIABLES)


def require_matplotlib() -> None:
    """Raise MissingExtraError unless matplotlib is installed."""
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise MissingExtraError("matplotlib", "lab") from error


def _drawn(figure: Figure, kind: str) -> bytes:
    require_matplotlib()
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure as Canvas

    stream = io.BytesIO()
    with rc_context(_SETTINGS):
        canvas = Canvas(figsize=(_WIDTH, figure.height), layout="constrained")
        (FigureCanvasSVG if kind == "svg" else FigureCanvasAgg)(canvas)
        figure.draw(canvas.add_subplot())
        # Without a date the same figures give the same file.
        metadata = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
        canvas.savefig(stream, format=kind, dpi=_DOTS, metadata=metadata)
    return stream.getvalue()
