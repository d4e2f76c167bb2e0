"""The file format of tables and checkpoints: a JSON header and integer columns, compressed and checksummed.

Layout::

    b"ait container 1\\n"      the format, with its number
    8 bytes                   length of the header, little-endian
    header                    JSON, UTF-8: {"kind": ..., "fields": {...}, "columns": [...]}
    columns                   one after the other, each compressed with zstandard
    32 bytes                  SHA-256 over everything before

A column is stored little-endian with its bytes transposed (all lowest bytes first), and as differences where
it never decreases: both only help the compressor.  Nothing is unpickled, and nothing is trusted before the
checksum and the stated sizes have been verified: a header cannot make the reader allocate more than it admits to.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import zstandard

from ait.errors import TableError
from ait.storage import read_bytes, write_atomically

MAGIC = b"ait container 1\n"
_ALLOWED = ("<u1", "|u1", "<u2", "<u4", "<u8", "<i8", "|b1")
_CHECKSUM_BYTES = 32
_LARGEST_COLUMN = 1 << 34
_LARGEST_HEADER = 1 << 24


def pack(kind: str, fields: Mapping[str, Any], columns: Mapping[str, np.ndarray], level: int = 19) -> bytes:
    """The bytes of a container.

    Args:
        kind: what the file holds, e.g. "counts table"; :func:`unpack` insists on it.
        fields: the header's own fields; plain JSON types, integers of any size.
        columns: named integer or boolean arrays of any shape.
        level: zstandard's level; low for checkpoints, which are written often.
    """
    compressor = zstandard.ZstdCompressor(level=level)
    described, payload = [], []
    for name, column in columns.items():
        array = np.ascontiguousarray(column).astype(column.dtype.newbyteorder("<"), copy=False)
        if array.dtype.str not in _ALLOWED:
            raise TableError(f"column {name!r} has the type {array.dtype}: only integer columns are stored")
        delta = bool(array.ndim == 1 and array.dtype.kind == "u" and len(array) > 1 and np.all(array[1:] >= array[:-1]))
        stored = np.diff(array, prepend=array.dtype.type(0)) if delta else array
        raw = stored.reshape(-1).view(np.uint8).reshape(-1, array.dtype.itemsize).T.tobytes()
        data = compressor.compress(raw)
        payload.append(data)
        described.append(
            {"name": name, "type": array.dtype.str, "shape": array.shape, "delta": delta, "bytes": len(data)}
        )
    header = json.dumps({"kind": kind, "fields": dict(fields), "columns": described}, sort_keys=True).encode()
    body = b"".join([MAGIC, len(header).to_bytes(8, "little"), header, *payload])
    return body + hashlib.sha256(body).digest()


def unpack(data: bytes, kind: str, name: str) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The fields and columns of a container.

    Args:
        data: what :func:`pack` made.
        kind: the kind that is expected.
        name: the file's name, for messages.

    Raises:
        TableError: if the bytes are not such a container, are of another kind, or are damaged.
    """
    if not data.startswith(MAGIC):
        known = data.startswith(MAGIC[:14])
        reason = "has another format number: rebuild it with this version" if known else "is not a file of ait"
        raise TableError(f"{name} {reason}")
    body, checksum = data[:-_CHECKSUM_BYTES], data[-_CHECKSUM_BYTES:]
    if hashlib.sha256(body).digest() != checksum:
        raise TableError(f"{name} is damaged: its checksum does not fit its contents; rebuild or copy it again")
    start = len(MAGIC) + 8
    stop = start + int.from_bytes(body[len(MAGIC) : start], "little")
    try:
        header = json.loads(body[start:stop])
        found, fields, described = header["kind"], header["fields"], header["columns"]
        if found != kind:
            raise TableError(f"{name} holds a {found}, not a {kind}")
        if not isinstance(fields, dict):
            raise TableError(f"{name} is damaged: its header's fields have no names")
        columns: dict[str, np.ndarray] = {}
        for entry in described:
            if entry["name"] in columns:
                raise TableError(f"{name} is damaged: it has two columns {entry['name']!r}")
            columns[entry["name"]] = _column(entry, body[stop : stop + entry["bytes"]])
            stop += entry["bytes"]
    except (ValueError, KeyError, TypeError, RecursionError, zstandard.ZstdError) as error:
        raise TableError(f"{name} is damaged: {error}") from error
    if stop != len(body):
        raise TableError(f"{name} is damaged: {len(body) - stop} bytes too many")
    return fields, columns


def _column(entry: Mapping[str, Any], data: bytes) -> np.ndarray:
    if entry["type"] not in _ALLOWED:
        raise ValueError(f"column type {entry['type']!r} is not allowed")
    kind, count = np.dtype(entry["type"]), math.prod(entry["shape"])
    size = count * kind.itemsize
    if not 0 <= size <= _LARGEST_COLUMN:
        raise ValueError(f"a column of {size} bytes is beyond the limit of {_LARGEST_COLUMN}")
    # The decompressor allocates what the frame says, whatever it is told: the frame must say the same.
    if size and zstandard.frame_content_size(data) != size:
        raise ValueError(f"a column of {size} bytes is said to have {zstandard.frame_content_size(data)}")
    raw = zstandard.ZstdDecompressor().decompress(data, max_output_size=size) if size else b""
    array = np.frombuffer(raw, np.uint8).reshape(kind.itemsize, count).T.copy().view(kind).reshape(entry["shape"])
    return np.cumsum(array, dtype=kind) if entry["delta"] else array


def save(
    path: Path | str, kind: str, fields: Mapping[str, Any], columns: Mapping[str, np.ndarray], level: int = 19
) -> None:
    """Write a container to ``path``, whole or not at all (StorageError)."""
    write_atomically(path, pack(kind, fields, columns, level))


def load(path: Path | str, kind: str) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Read and verify a container (StorageError, TableError)."""
    return unpack(read_bytes(path), kind, str(path))


def checksum(path: Path | str) -> str:
    """The SHA-256 that a container ends with, in hexadecimal; nothing is verified (StorageError)."""
    return read_bytes(path)[-_CHECKSUM_BYTES:].hex()


def kind_of(path: Path | str) -> str:
    """What a container holds, from its header alone: nothing is verified; "" where there is no readable header."""
    try:
        with open(path, "rb") as file:
            start = file.read(len(MAGIC) + 8)
            if not start.startswith(MAGIC):
                return ""
            header = json.loads(file.read(min(int.from_bytes(start[len(MAGIC) :], "little"), _LARGEST_HEADER)))
            return str(header["kind"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
