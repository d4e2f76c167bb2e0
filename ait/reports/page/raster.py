"""Arrays as pictures that take their colours from the page: each layer is one of its colours, through a mask."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Sequence as Items

import numpy as np

from ait.errors import MissingExtraError

_LEVELS = 32
_LARGEST_CELL, _WIDEST, _HIGHEST, _LEAST = 18, 576, 560, 12
"""Pixels on the page: a cell's side at most, that a small array does not fill it; a picture's sides, at most and at
least, beyond which a very long and narrow array is stretched."""


def raster(name: str, words: str, layers: Items[tuple[np.ndarray, str]]) -> str:
    """An ``<svg>`` element in which each cell of each layer is so much of that layer's colour.

    Args:
        name: distinguishes its elements from those of other pictures on the page: letters, digits and hyphens.
        words: what a reader who cannot see it should know.
        layers: for each its shares of the colour, 0 to 1, float64, shape (rows, columns), the same for all; and one of
            the page's variables, such as "--ink". Shares are shown in 32 steps.

    Raises:
        MissingExtraError: if Pillow is not installed.
    """
    rows, columns = layers[0][0].shape
    size = f'width="{columns}" height="{rows}"'
    masks, cells = [], []
    for i, (shares, variable) in enumerate(layers):
        mask = f"{name}-mask-{i}"
        masks.append(
            f'<mask id="{mask}" maskUnits="userSpaceOnUse" x="0" y="0" {size}><image {size} '
            f'preserveAspectRatio="none" style="image-rendering: pixelated" href="data:image/png;base64,'
            f'{base64.b64encode(_png(shares)).decode()}"/></mask>'
        )
        cells.append(f'<rect {size} mask="url(#{mask})" style="fill: var({variable})"/>')
    width = min(_LARGEST_CELL * columns, _WIDEST, _HIGHEST * columns / rows)
    border = f'<rect {size} style="fill: none; stroke: var(--faint); vector-effect: non-scaling-stroke"/>'
    return (
        f'<svg role="img" aria-label="{html.escape(words)}" viewBox="0 0 {columns} {rows}" '
        f'preserveAspectRatio="none" style="max-width: min(100%, {max(_LEAST, width):.0f}px); '
        f'max-height: {_HIGHEST}px; min-height: {_LEAST}px">'
        f"<defs>{''.join(masks)}</defs>{''.join(cells)}{border}</svg>"
    )


def _png(shares: np.ndarray) -> bytes:
    """Grey levels as a PNG file: white is the whole of the colour."""
    try:
        from PIL import Image
    except ImportError as error:
        raise MissingExtraError("pillow", "html") from error
    levels = np.clip(np.round(shares * (_LEVELS - 1)), 0, _LEVELS - 1)
    grey = np.round(levels * (255 / (_LEVELS - 1))).astype(np.uint8)
    stream = io.BytesIO()
    Image.fromarray(grey).save(stream, "png", optimize=True)
    return stream.getvalue()


def shrunk(values: np.ndarray, most: int) -> tuple[np.ndarray, int]:
    """Means over squares of s x s cells, s the least for which no side is longer than ``most``; and s.

    Squares that reach beyond the edge are means over what they hold.

    >>> shrunk(np.array([[1.0, 3.0, 5.0]]), 2)
    (array([[2., 5.]]), 2)
    """
    side = -(-max(values.shape) // most)
    if side == 1:
        return values, 1
    rows, columns = (np.arange(0, size, side) for size in values.shape)
    sums = np.add.reduceat(np.add.reduceat(values, rows, axis=0), columns, axis=1)
    counts = np.outer(
        *(np.minimum(side, size - starts) for size, starts in zip(values.shape, (rows, columns), strict=True))
    )
    means: np.ndarray = sums / counts
    return means, side
