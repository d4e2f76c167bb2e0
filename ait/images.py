"""Pictures as arrays of 0 and 1, by a threshold that is stated."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ait.errors import InputError, MissingExtraError
from ait.notebook import Shown
from ait.storage import read_bytes

IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".pgm", ".pbm", ".ppm")
THRESHOLDS = ("otsu", "mean", "median")


@dataclass(frozen=True, eq=False)
class Binarised(Shown):
    """A picture as 0 and 1.

    Attributes:
        cells: 1 where the picture is darker than the threshold, uint8, shape (rows, columns).
        threshold: the luminance, 0 to 255, below which a cell is dark.
        method: how both were chosen, in words.
    """

    cells: np.ndarray
    threshold: float
    method: str


def read_image(path: str | Path, threshold: str | float = "otsu") -> Binarised:
    """A picture's dark cells as 1, its bright ones as 0.

    Args:
        path: a file that Pillow reads; transparent places are taken for white, of several frames the first.
        threshold: "otsu" (the split of most variance between dark and bright, Otsu 1979), "mean" or "median" of the
            luminance (ITU-R 601: 0.299 R + 0.587 G + 0.114 B), or a luminance from 0 to 255.

    Raises:
        InputError: if the file is no picture, or the threshold is none.
        MissingExtraError: without Pillow.
        StorageError: if the file cannot be read.
    """
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError as error:
        raise MissingExtraError("pillow", "images") from error
    data = read_bytes(path)
    try:
        with Image.open(io.BytesIO(data)) as picture:
            whole = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise InputError(f"{path} cannot be read as a picture: {error}") from error
    white = Image.new("RGBA", whole.size, "white")
    return binarise(np.asarray(Image.alpha_composite(white, whole).convert("L")), threshold)


def binarise(luminance: np.ndarray, threshold: str | float = "otsu") -> Binarised:
    """An array of luminances, 0 to 255, as 0 and 1; see :func:`read_image`.

    >>> found = binarise(np.array([[10, 12, 200], [11, 210, 220]], np.uint8))
    >>> found.cells.tolist(), found.threshold
    ([[1, 1, 0], [1, 0, 0]], 13.0)
    """
    if isinstance(threshold, str):
        if threshold not in THRESHOLDS:
            raise InputError(f"threshold {threshold!r} is not one of {', '.join(THRESHOLDS)}, nor a luminance")
        ways: dict[str, Callable[[np.ndarray], Any]] = {"otsu": _otsu, "mean": np.mean, "median": np.median}
        level, how = float(ways[threshold](luminance)), threshold
    elif not 0 <= threshold <= 255:
        raise InputError(f"a threshold is a luminance from 0 to 255, not {threshold}")
    else:
        level, how = float(threshold), "given"
    cells = (luminance < level).astype(np.uint8)
    dark = int(cells.sum())
    method = f"1 where the luminance is below {level:g} ({how}): {dark:,} of {cells.size:,} cells"
    return Binarised(np.ascontiguousarray(cells), level, method)


def _otsu(luminance: np.ndarray) -> float:
    """The least luminance of the brighter class, of the split of most variance between the classes."""
    counts = np.bincount(luminance.ravel(), minlength=256).astype(np.float64)
    below = np.concatenate([[0.0], np.cumsum(counts)[:-1]])
    above = counts.sum() - below
    sums = np.concatenate([[0.0], np.cumsum(counts * np.arange(256))[:-1]])
    rest = float((counts * np.arange(256)).sum()) - sums
    means = sums / np.maximum(below, 1.0) - rest / np.maximum(above, 1.0)
    return float(np.argmax(below * above * means**2))
