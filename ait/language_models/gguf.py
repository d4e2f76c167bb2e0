"""GGUF files: what a model is (its fields), and where its tensors lie, read through a memory map.

The format, version 2 and 3: ``GGUF``, the version, the numbers of tensors and fields; the fields, each a name, a type
and a value; for each tensor its name, its shape (the fastest dimension first), its type and where it begins; then the
tensors, each aligned (ggml project, docs/gguf.md, 2023).
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ait.errors import ModelError
from ait.language_models.quantisation import FORMATS, dequantise
from ait.storage import storage_error

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_ALIGNMENT = 32
_STRING, _ARRAY, _BOOL = 8, 9, 7
_NUMBERS = {
    0: ("B", "u1"),
    1: ("b", "i1"),
    2: ("H", "u2"),
    3: ("h", "i2"),
    4: ("I", "u4"),
    5: ("i", "i4"),
    6: ("f", "f4"),
    7: ("?", "?"),
    10: ("Q", "u8"),
    11: ("q", "i8"),
    12: ("d", "f8"),
}
_DEEPEST = 4
_MOST_DIMENSIONS = 4


@dataclass(frozen=True)
class TensorPlace:
    """Where a tensor lies: its shape (rows first), the number of its format, and its first byte in the file."""

    shape: tuple[int, ...]
    format: int
    start: int


@dataclass(frozen=True, eq=False)
class Gguf:
    """An open GGUF file.

    Attributes:
        path: the file.
        fields: the model's description by name; arrays of numbers are NumPy arrays, arrays of strings lists of bytes.
        places: where each tensor lies, by name.
        data: the whole file, uint8, mapped and not read until it is needed.
    """

    path: Path
    fields: dict[str, Any]
    places: dict[str, TensorPlace]
    data: np.ndarray

    def field(self, name: str, default: Any = None) -> Any:
        """The value of a field (ModelError where it is absent and there is no default)."""
        value = self.fields.get(name, default)
        if value is None:
            raise ModelError(f"{self.path} has no field {name}: it does not describe a language model of this kind")
        return value.decode("utf-8", "replace") if isinstance(value, bytes) else value

    def tensor(self, name: str) -> np.ndarray:
        """A tensor as float32, in the shape in which the rows come first.

        Raises:
            ModelError: if there is none of that name, or it is in a format that is not read here.
        """
        place = self.places.get(name)
        if place is None:
            raise ModelError(f"{self.path} has no tensor {name}: it is not a whole model of the llama architecture")
        chosen = FORMATS[place.format]
        size = math.prod(place.shape)
        raw = self.data[place.start : place.start + chosen.bytes_of(size)]
        return dequantise(raw, place.format).reshape(place.shape)


def open_gguf(path: Path | str) -> Gguf:
    """Open a GGUF file: its fields are read, its tensors are only located.

    Raises:
        StorageError: if the file cannot be read.
        ModelError: if it is no GGUF file, or is damaged, or a tensor has a format that is not read here.
    """
    path = Path(path)
    try:
        data: np.ndarray = np.memmap(path, np.uint8, "r")
    except (OSError, ValueError) as error:
        if isinstance(error, OSError):
            raise storage_error("read", path, error) from error
        raise ModelError(f"{path} is empty: a GGUF file begins with a header") from error
    if data[:4].tobytes() != _MAGIC:
        raise ModelError(f"{path} is no GGUF file: it begins with {data[:4].tobytes()!r}, not {_MAGIC!r}")
    reader = _Reader(data, path)
    try:
        return _read(reader, path, data)
    except (struct.error, UnicodeDecodeError, MemoryError) as error:
        raise ModelError(f"{path} is damaged near byte {reader.at:,}: {error}") from error


def _read(reader: _Reader, path: Path, data: np.ndarray) -> Gguf:
    version = reader.number("I")
    if version not in _VERSIONS:
        raise ModelError(f"{path} has version {version} of the format; versions 2 and 3 are read")
    tensors, fields = reader.number("Q"), reader.number("Q")
    described = {}
    for _ in range(reader.counted(fields, 13)):
        name = reader.string().decode()
        described[name] = reader.value(reader.number("I"))
    found = {}
    for _ in range(reader.counted(tensors, 24)):
        name = reader.string().decode()
        found[name] = reader.place(name)
    alignment = described.get("general.alignment", _ALIGNMENT)
    if not isinstance(alignment, int) or alignment < 1:
        raise ModelError(f"{path} is damaged: its alignment is {alignment}")
    first = -(-reader.at // alignment) * alignment
    places = {}
    for name, place in found.items():
        end = first + place.start + FORMATS[place.format].bytes_of(math.prod(place.shape))
        if end > data.size:
            raise ModelError(f"{path} is cut short: tensor {name} ends at byte {end:,} of {data.size:,}")
        places[name] = TensorPlace(place.shape, place.format, first + place.start)
    return Gguf(path, described, places, data)


class _Reader:
    """A place in the file, moved on by what is read; nothing is taken for granted of the numbers found there."""

    def __init__(self, data: np.ndarray, path: Path) -> None:
        self.data, self.path, self.at = data, path, 4

    def take(self, size: int) -> bytes:
        if size > self.data.size - self.at:
            raise struct.error(f"{size:,} bytes are announced and {self.data.size - self.at:,} are left")
        self.at += size
        taken: bytes = self.data[self.at - size : self.at].tobytes()
        return taken

    def number(self, code: str) -> Any:
        return struct.unpack("<" + code, self.take(struct.calcsize("<" + code)))[0]

    def string(self) -> bytes:
        return self.take(self.number("Q"))

    def counted(self, count: int, least: int) -> int:
        """The number of items to come, each at least so many bytes long, unless the file is too short for them."""
        if count * least > self.data.size - self.at:
            raise struct.error(f"{count:,} items are announced in {self.data.size - self.at:,} bytes")
        return count

    def value(self, kind: int, depth: int = 0) -> Any:
        if kind == _STRING:
            return self.string()
        if kind in _NUMBERS:
            return self.number(_NUMBERS[kind][0])
        if kind != _ARRAY or depth == _DEEPEST:
            raise struct.error(f"there is no type of value {kind}")
        item, count = self.number("I"), self.number("Q")
        if item in _NUMBERS:
            width = np.dtype(_NUMBERS[item][1]).itemsize
            return np.frombuffer(self.take(count * width), np.dtype(_NUMBERS[item][1]).newbyteorder("<"))
        return [self.value(item, depth + 1) for _ in range(self.counted(count, 8))]

    def place(self, name: str) -> TensorPlace:
        dimensions = self.number("I")
        if dimensions > _MOST_DIMENSIONS:
            raise struct.error(f"tensor {name} has {dimensions} dimensions")
        shape = tuple(self.number("Q") for _ in range(dimensions))[::-1]
        kind, start = self.number("I"), self.number("Q")
        if kind not in FORMATS:
            known = ", ".join(chosen.name for chosen in FORMATS.values())
            raise ModelError(f"{self.path}: tensor {name} has format number {kind}; read are {known}")
        if shape and shape[-1] % FORMATS[kind].weights:
            raise struct.error(f"tensor {name} has rows of {shape[-1]}, no whole blocks of {FORMATS[kind].name}")
        return TensorPlace(shape, kind, start)
