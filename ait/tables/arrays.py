"""Binary arrays as (rows, columns, word): row by row from the top, the first cell the highest bit of a uint64."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

MOST_CELLS = 64
"""Arrays of more cells are not kept in tables."""


def to_rows(words: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Words whose cell (r, c) is bit 8·r + c, of arrays of at most 8 x 8, as words row by row; shape (words,).

    >>> to_rows(np.array([0b1_00000010], np.uint64), 2, 2).tolist()  # 01 above 10
    [6]
    """
    out = np.zeros_like(words)
    for row in range(rows):
        for column in range(columns):
            out = (out << np.uint64(1)) | ((words >> np.uint64(8 * row + column)) & np.uint64(1))
    return out


def to_cells(words: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Arrays of one shape from their words; uint8, shape (words, rows, columns).

    >>> to_cells(np.array([6], np.uint64), 2, 2).tolist()
    [[[0, 1], [1, 0]]]
    """
    places = np.arange(rows * columns - 1, -1, -1, dtype=np.uint64)
    return ((words[:, None] >> places) & np.uint64(1)).astype(np.uint8).reshape(len(words), rows, columns)


def to_words(cells: np.ndarray) -> np.ndarray:
    """The words of arrays of 0 and 1, shape (words, rows, columns), at most 64 cells each.

    >>> to_words(np.array([[[0, 1], [1, 0]]])).tolist()
    [6]
    """
    flat = cells.reshape(len(cells), cells.shape[1] * cells.shape[2])
    words = np.zeros(len(cells), np.uint64)
    for place in range(flat.shape[1]):
        words = (words << np.uint64(1)) | flat[:, place].astype(np.uint64)
    return words


def images(cells: np.ndarray) -> Iterator[np.ndarray]:
    """The 16 images, repeats included, of arrays of one shape: turned, reflected, with 0 and 1 exchanged.

    Shapes are (words, rows, columns) or (words, columns, rows).
    """
    for reflected in (cells, cells[:, ::-1]):
        for turns in range(4):
            turned = np.rot90(reflected, turns, axes=(1, 2))
            yield turned
            yield 1 - turned


def least_words(cells: np.ndarray) -> np.ndarray:
    """The least word among the images with no more rows than columns, which stands for a class; shape (words,).

    >>> least_words(np.array([[[1, 1], [0, 1]], [[0, 0], [0, 1]]], np.uint8)).tolist()
    [1, 1]
    """
    least = np.full(len(cells), 2**64 - 1, np.uint64)
    for image in images(cells):
        if image.shape[1] <= image.shape[2]:
            least = np.minimum(least, to_words(image))
    return least


def orbits(words: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """How many different arrays each class of a shape has, both shapes counted; int64.

    >>> orbits(np.array([0, 1], np.uint64), 2, 2).tolist(), orbits(np.array([1], np.uint64), 1, 2).tolist()
    ([2, 8], [4])
    """
    cells = to_cells(words, rows, columns)
    same = sum(
        (
            np.asarray(to_words(image) == words, np.int64)
            for image in images(cells)
            if image.shape[1:] == (rows, columns)
        ),
        np.zeros(len(words), np.int64),
    )
    return np.asarray(16 // same)
