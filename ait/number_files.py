"""Columns of numbers from files: .npy arrays, CSV with or without a header, or plain numbers between blanks."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np

from ait.errors import InputError
from ait.storage import read_bytes

_DELIMITERS = ",;\t"


def read_numbers(path: str | Path, column: str | None = None) -> np.ndarray:
    """The numbers of a file, shape (n,) or (n, columns).

    A file whose name ends in .npy is a NumPy array; else it is text in UTF-8. Text whose first line holds a comma,
    semicolon or tab is CSV; a first row in which a field is no number is its header. Anything else is numbers between
    blanks, as many on each line. One row alone, without a header, is a series.

    Args:
        path: the file.
        column: the one column to take: a name in the header, or a number from 1.

    Raises:
        InputError: if the file holds no numbers, rows differ in length, or there is no such column; the message names
            the row and what stands there.
        StorageError: if the file cannot be read.
    """
    data = read_bytes(path)
    if str(path).endswith(".npy"):
        return _column(_array(data, path), None, column, path)
    return parse_numbers(data, str(path), column)


def parse_numbers(data: bytes, source: str, column: str | None = None) -> np.ndarray:
    """The numbers of a text, see :func:`read_numbers`.

    >>> parse_numbers(b"time,volts\\n0,1.5\\n1,1.25\\n", "example", "volts").tolist()
    [1.5, 1.25]
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{source} is not UTF-8 text (byte {error.start}), so no column of numbers") from error
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise InputError(f"{source} holds no numbers: it is empty")
    delimiter = next((mark for mark in _DELIMITERS if mark in first), None)
    lines = [line for line in text.splitlines() if line.strip()]
    rows = (
        list(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter))
        if delimiter
        else [x.split() for x in lines]
    )
    header = None if all(_is_number(field) for field in rows[0]) else [field.strip() for field in rows.pop(0)]
    if not rows:
        raise InputError(f"{source} holds a header and no numbers")
    chosen = None if column is None else _index(column, header, len(rows[0]), source)
    values = np.empty((len(rows), len(rows[0]) if chosen is None else 1))
    for i, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise InputError(f"{source}, row {i + 1}: {len(row)} fields, where the first row has {len(rows[0])}")
        for j, field in enumerate(row if chosen is None else [row[chosen]]):
            if not _is_number(field):
                name = f"column {(j if chosen is None else chosen) + 1}"
                raise InputError(f"{source}, row {i + 1}, {name}: {field.strip()!r} is no number; choose --column")
            values[i, j] = float(field)
    alone = values.shape[1] == 1 or (len(values) == 1 and header is None)
    return values.ravel() if alone else values


def _array(data: bytes, path: str | Path) -> np.ndarray:
    try:
        array: np.ndarray = np.load(io.BytesIO(data), allow_pickle=False)
    except (ValueError, EOFError, OSError) as error:
        raise InputError(f"{path} is no NumPy array of numbers: {error}") from error
    if array.dtype.kind not in "biuf" or array.ndim not in (1, 2) or not array.size:
        raise InputError(
            f"{path} holds an array of {array.dtype} with shape {array.shape}: one or two axes of numbers are read"
        )
    return array


def _column(array: np.ndarray, header: list[str] | None, column: str | None, path: str | Path) -> np.ndarray:
    if column is None:
        return array
    columns = array.reshape(len(array), -1)
    return np.ascontiguousarray(columns[:, _index(column, header, columns.shape[1], str(path))])


def _index(column: str, header: list[str] | None, count: int, source: str) -> int:
    if header is not None and column in header:
        return header.index(column)
    if column.isascii() and column.isdecimal() and 1 <= int(column) <= count:
        return int(column) - 1
    named = f" named {', '.join(header)}" if header else ""
    raise InputError(f"{source} has no column {column!r}: it has {count} columns{named}")


def _is_number(field: str) -> bool:
    try:
        float(field)
    except ValueError:
        return False
    return True
