"""Prediction by partial matching: PPMd (Shkarin 2002) as the package pyppmd has it, in a form that surely decodes.

Variant I is the stronger one, mostly by 0.3 to 2 per cent.  But pyppmd 1.3.1 writes some inputs at order 16 so that it
cannot read them (CPython's ``_pydecimal.py`` is one), and without a word.  So everything written is read back at once,
and where that fails variant H writes it, which never failed here; it also has the orders above 16.
"""

from __future__ import annotations

from typing import Any

from ait.errors import DecodeError
from ait.measures.compressor import optional_module
from ait.measures.decoder_process import restored_by

ORDERS = range(2, 65)
_MOST_OF_I = 16
_OLDER = 128
_LEAST_MEMORY, _MOST_MEMORY = 1 << 20, 1 << 28
_MEMORY_PER_BYTE = 32
_PADDING, _PADDING_PER_BYTE = 16, 4


def write(data: bytes, order: int) -> bytes:
    """The order in one byte, 128 more for variant H; then the range coder's bytes without what is always the same.

    Raises:
        MissingExtraError: if pyppmd is not installed.
        DecodeError: if the package can read back neither variant.
    """
    if order <= _MOST_OF_I and _reads_back(written := _write_newer(data, order), data):
        return written
    if _reads_back(written := _write_older(data, order), data):
        return written
    raise DecodeError(f"pyppmd cannot read back what it wrote for these {len(data):,} bytes at order {order}")


def restore(data: bytes, size: int) -> bytes:
    """The input of ``size`` bytes; what is not exactly an output raises ValueError. See :func:`read`."""
    _package()
    order = data[0] % _OLDER if data else 0
    if order not in ORDERS:
        raise ValueError("they do not begin with a model's order")
    restored = restored_by("from ait.measures.ppm import read as restore", data, size)
    if write(restored, order) != data:
        raise ValueError("what they hold is written otherwise")
    return restored


def read(data: bytes, size: int) -> bytes:
    """What pyppmd makes of the data: it may end the process if that is no output of :func:`write`.

    A stream that ends too early is what crashes it, so zeros follow, which are never part of one.
    """
    pyppmd = _package()
    memory, zeros = _memory(size), bytes(_PADDING_PER_BYTE * size + _PADDING)
    if size == 0:
        return b""
    if data[0] < _OLDER:
        restored: bytes = pyppmd.Ppmd8Decoder(data[0], memory).decode(data[1:] + zeros, size)
    else:
        restored = pyppmd.Ppmd7Decoder(data[0] - _OLDER, memory).decode(b"\0" + data[1:] + zeros, size)
    return restored


def _package() -> Any:
    return optional_module("pyppmd", "pyppmd")


def _memory(size: int) -> int:
    """Enough that the model is hardly ever begun anew, and no more than a short input needs."""
    return max(_LEAST_MEMORY, min(_MEMORY_PER_BYTE * size, _MOST_MEMORY))


def _write_newer(data: bytes, order: int) -> bytes:
    writer = _package().Ppmd8Encoder(order, _memory(len(data)))
    stream: bytes = writer.encode(data) + writer.flush(endmark=False)
    return bytes([order]) + stream


def _write_older(data: bytes, order: int) -> bytes:
    """Its streams all open with a zero byte, which is left out."""
    writer = _package().Ppmd7Encoder(order, _memory(len(data)))
    stream: bytes = writer.encode(data) + writer.flush()
    return bytes([_OLDER + order]) + stream[1:]


def _reads_back(written: bytes, data: bytes) -> bool:
    try:
        return read(written, len(data)) == data
    except (ValueError, SystemError):
        return False
