"""ArrayTable: how often each two-dimensional binary array comes out of a whole space of machines.

Turning, reflecting, and exchanging 0 and 1 turn every machine into another one, so the up to 16 images of an array have
the same count: a row is such a class, stood for by the array of :func:`ait.tables.arrays.least_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ait.errors import TableError
from ait.notebook import Shown
from ait.tables import container
from ait.tables.arrays import MOST_CELLS, images, least_words, orbits, to_cells, to_words

KIND = "array counts table"
SYMMETRY = "turning, reflecting, and exchanging 0 and 1"
MOST_DENSE = 20
"""Lists of all arrays of one shape are made up to so many cells (2^20 entries)."""


@dataclass(frozen=True)
class ArrayRow:
    """One class of arrays: the array that stands for it, the count of each single array, and the other columns."""

    cells: np.ndarray
    count: int
    values: Mapping[str, int]

    @property
    def string(self) -> str:
        """The array on one line, rows separated by '/'.

        >>> ArrayRow(np.array([[0, 1], [1, 0]]), 1, {}).string
        '01/10'
        """
        return "/".join("".join(map(str, row)) for row in self.cells.tolist())


@dataclass(frozen=True, eq=False)
class ArrayTable(Shown):
    """Counts of binary arrays over a space of turmites.

    Attributes:
        name: the table's name, or its file's.
        fields: the header: ``formalism`` ("turmite"), limits, ``unit``, ``total``, totals per class of machine,
            ``rebuild`` (the command that makes the table again).
        shapes: rows·2^8 + columns of each class, rows <= columns, uint16, shape (classes,), ascending.
        words: the arrays that stand for the classes, row by row, the last cell the lowest bit; ascending in a shape.
        counts: the count of each single array of a class, uint64: exact, or an estimate in a sampled table.
        columns: further integer columns: ``least_steps``, ``witness``; in a sampled table ``standard_error``, in the
            counts' unit, and ``subtrees``, how many of the sampled subtrees have the class.
        extras: arrays that do not belong to classes, such as ``undecided_by_shape``.
    """

    name: str
    fields: Mapping[str, Any]
    shapes: np.ndarray
    words: np.ndarray
    counts: np.ndarray
    columns: Mapping[str, np.ndarray] = field(default_factory=dict)
    extras: Mapping[str, np.ndarray] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many different arrays have a count."""
        return int(self.orbits.sum())

    def __repr__(self) -> str:
        return f"ArrayTable({self.name!r}, {len(self)} arrays, {self.formalism})"

    def _shown(self) -> Mapping[str, Any]:
        from ait.tables.describe import shown

        return shown(self)

    @property
    def formalism(self) -> str:
        """The kind of machine: "turmite"."""
        return str(self.fields["formalism"])

    @property
    def total(self) -> int:
        """What the counts are relative to: D(a) is count / total."""
        return int(self.fields["total"])

    @property
    def is_sampled(self) -> bool:
        """Whether counts are estimates with standard errors."""
        return "standard_error" in self.columns

    @cached_property
    def orbits(self) -> np.ndarray:
        """How many different arrays each class has, both orientations counted; int64, shape (classes,)."""
        found = np.zeros(len(self.words), np.int64)
        for shape in np.unique(self.shapes).tolist():
            rows = self.of_shape(shape >> 8, shape & 0xFF)
            found[rows] = orbits(self.words[rows], shape >> 8, shape & 0xFF)
        return found

    @property
    def most_cells(self) -> int:
        """Arrays of up to so many cells are in the table where they occur."""
        return int(self.fields["cells"])

    def of_shape(self, rows: int, columns: int) -> slice:
        """The classes of arrays of a shape or its transpose, as a slice."""
        if rows < 1 or columns < 1 or rows * columns > MOST_CELLS:
            raise TableError(f"arrays of {rows} x {columns}: tables hold arrays of 1 to {MOST_CELLS} cells")
        shape = np.uint16(min(rows, columns) << 8 | max(rows, columns))
        return slice(int(np.searchsorted(self.shapes, shape)), int(np.searchsorted(self.shapes, shape, "right")))

    def find(self, cells: np.ndarray) -> np.ndarray:
        """The classes of arrays of one shape, int64; -1 where one does not occur.

        Args:
            cells: arrays of 0 and 1, shape (arrays, rows, columns).

        Raises:
            TableError: if there is another symbol, or more than 64 cells an array.
        """
        cells = np.asarray(cells)
        if cells.ndim != 3 or not np.isin(cells, (0, 1)).all():
            raise TableError(f"table {self.name} holds arrays of 0 and 1 with two dimensions")
        here = self.of_shape(*cells.shape[1:])
        known, wanted = self.words[here], least_words(cells.astype(np.uint8))
        if not len(known):
            return np.full(len(cells), -1, np.int64)
        at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        return np.where(known[at] == wanted, here.start + at, -1)

    def row(self, array: Any) -> ArrayRow | None:
        """The class of an array, or None where it does not occur; its ``cells`` are the array itself."""
        cells = np.asarray(array)
        index = int(self.find(cells[None] if cells.ndim == 2 else cells)[0])
        return None if index < 0 else self._make_row(cells, index)

    def row_at(self, index: int) -> ArrayRow:
        """The class at a position; its ``cells`` are the array that stands for it."""
        shape = int(self.shapes[index])
        return self._make_row(to_cells(self.words[index : index + 1], shape >> 8, shape & 0xFF)[0], index)

    def _make_row(self, cells: np.ndarray, index: int) -> ArrayRow:
        values = {name: int(column[index]) for name, column in self.columns.items()}
        return ArrayRow(cells, int(self.counts[index]), values)

    def count(self, array: Any) -> int:
        """The count of an array; 0 where it does not occur."""
        row = self.row(array)
        return 0 if row is None else row.count

    def dense(self, rows: int, columns: int, column: str | None = None) -> np.ndarray:
        """The counts of all 2^cells arrays of a shape by number, row by row, the first cell highest; uint64.

        Args:
            rows, columns: the shape.
            column: another column in place of the counts.

        Raises:
            TableError: beyond 20 cells.
        """
        if not 1 <= rows * columns <= MOST_DENSE:
            raise TableError(
                f"all arrays of one shape are listed for 1 to {MOST_DENSE} cells, not for {rows} x {columns}"
            )
        classes = self.of_shape(rows, columns)
        values = (self.counts if column is None else self.columns[column])[classes]
        listed = np.zeros(1 << rows * columns, values.dtype)
        small, large = sorted((rows, columns))
        for image in images(to_cells(self.words[classes], small, large)):
            if image.shape[1:] == (rows, columns):
                listed[to_words(image).astype(np.int64)] = values
        return listed

    def mass_of_shape(self, rows: int, columns: int) -> int:
        """The count of all arrays of a shape together."""
        here = self.of_shape(rows, columns)
        both = int(sum(a * b for a, b in zip(self.counts[here].tolist(), self.orbits[here].tolist(), strict=True)))
        # A class lists arrays of both orientations, as many of each.
        return both if rows == columns else both // 2

    def save(self, path: Path | str) -> None:
        """Write the table (StorageError)."""
        stored = {"row shapes": self.shapes, "row words": self.words, "row counts": self.counts}
        stored |= {f"row {name}": column for name, column in self.columns.items()}
        stored |= {f"extra {name}": column for name, column in self.extras.items()}
        container.save(path, KIND, self.fields, stored)


def load(path: Path | str) -> ArrayTable:
    """Read a table's file and verify its checksum and its structure (StorageError, TableError)."""
    fields, stored = container.load(path, KIND)
    name = Path(path).stem
    try:
        rows = {key[4:]: value for key, value in stored.items() if key.startswith("row ")}
        extras = {key[6:]: value for key, value in stored.items() if key.startswith("extra ")}
        shapes, words, counts = rows.pop("shapes"), rows.pop("words"), rows.pop("counts")
        table = ArrayTable(name, fields, shapes, words, counts, rows, extras)
        if any(column.shape != shapes.shape for column in (words, counts, *rows.values())):
            raise TableError(f"table {name} is damaged: its columns do not agree")
        if not _are_ordered(shapes, words):
            raise TableError(f"table {name} is damaged: its arrays are not in order, or too large")
        if not (table.total > 0 and table.formalism and table.most_cells > 0):
            raise TableError(f"table {name} is damaged: its header has no total")
    except (KeyError, ValueError, TypeError) as error:
        raise TableError(f"table {name} is damaged: {error}") from error
    return table


def _are_ordered(shapes: np.ndarray, words: np.ndarray) -> bool:
    """Whether these are arrays of up to 64 cells by shape, then by word, each once: look-ups rely on it."""
    if shapes.dtype != np.uint16 or words.dtype != np.uint64:
        return False
    rows, columns = (shapes >> 8).astype(np.int64), (shapes & 0xFF).astype(np.int64)
    cells = rows * columns
    if not np.all((rows >= 1) & (rows <= columns) & (cells <= MOST_CELLS)):
        return False
    later = (shapes[1:] > shapes[:-1]) | ((shapes[1:] == shapes[:-1]) & (words[1:] > words[:-1]))
    # A shift by 64 is undefined, and every word has at most 64 bits.
    fits = (words >> np.minimum(cells, MOST_CELLS - 1).astype(np.uint64) == 0) | (cells == MOST_CELLS)
    return bool(np.all(later) and np.all(fits))
