"""Inputs that may be arrays: pictures, .npy and CSV files, beside all that is read as a sequence."""

from __future__ import annotations

from typing import Any

from ait.cli.inputs import read_input
from ait.cli.output import note
from ait.errors import InputError

_TABLES = (".npy", ".csv")


def read_data(
    input_: str,
    kind: str | None,
    unit: str,
    alphabet: str | None,
    column: str | None = None,
    threshold: str = "otsu",
) -> Any:
    """The input as a Sequence; or the array that a .npy file, a picture or a CSV file's numbers are.

    Raises:
        InputError, StorageError: if it cannot be read.
        MissingExtraError: for a picture without Pillow.
    """
    data: Any = None
    if kind != "string" and input_.endswith(_TABLES):
        from ait.number_files import read_numbers

        data = _whole(read_numbers(input_, column), input_)
        if data.ndim > 1 and input_.endswith(".csv") and (data.min() < 0 or data.max() > 1):
            raise InputError(
                f"{input_} holds {data.shape[1]} columns: choose one by --column, or give an array of 0 and 1"
            )
    elif kind != "string" and is_picture(input_):
        from ait.images import read_image

        made = read_image(input_, float(threshold) if _is_number(threshold) else threshold)
        note(f"ait: {made.method}")
        data = made.cells
    if data is None:
        if column is not None:
            raise InputError("--column is for .npy and .csv files")
        return read_input(input_, kind, unit, alphabet)
    if unit != "auto":
        raise InputError("numbers and pictures are no bytes: leave --as out")
    if alphabet is None:
        return data
    if data.ndim > 1 or not alphabet.isdecimal():
        raise InputError("the alphabet of a column of numbers is its size, and an array's is 0 and 1")
    from ait.sequence import as_sequence

    return as_sequence(data, int(alphabet))


def is_picture(name: str) -> bool:
    """Whether a file of this name is read as a picture."""
    from ait.images import IMAGES

    return name.lower().endswith(IMAGES)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


def _whole(values: Any, name: str) -> Any:
    """Numbers from a text, which are whole, as such."""
    if values.dtype.kind != "f" or name.endswith(".npy"):
        return values
    whole = values.astype("int64")
    return whole if (whole == values).all() else values
