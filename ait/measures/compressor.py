"""What a compressor is here: how it writes, how what it wrote is read back exactly, and what must be said of it."""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from ait.errors import MissingExtraError

EXTRA = "compressors"
_SHORTEST_TAIL = 16


class Decoder(Protocol):
    """What zlib's, bz2's and lzma's decompressor objects have in common."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


@dataclass(frozen=True)
class Compressor:
    """One compressor.

    Attributes:
        compress: the output for an input at a level.
        restore: the input of so many bytes. Whatever is not exactly an output raises an error of the library's, or
            restores another number of bytes.
        levels: what may be asked for.
        default: its best reasonable level.
        library: names the library and its version; it may need the package that is missing.
        form: what of the output counts, for an Estimate's method.
        wrapped: the input whose output is all wrapping; None for a bare stream.
        package: what has to be installed for it; "" if nothing.
        prior: what it knows before it sees any input, and is not charged for.
    """

    compress: Callable[[bytes, int], bytes]
    restore: Callable[[bytes, int], bytes]
    levels: range
    default: int
    library: Callable[[], str]
    form: str = "whole"
    wrapped: bytes | None = b""
    package: str = ""
    prior: str = ""

    def container(self, level: int) -> int:
        """How many bytes of every output are wrapping."""
        return 0 if self.wrapped is None else len(self.compress(self.wrapped, level))


def optional_module(module: str, package: str) -> Any:
    """A module of an optional package.

    Raises:
        MissingExtraError: if it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingExtraError(package, EXTRA) from error


def whole_stream(decoder: Callable[[int], Decoder]) -> Callable[[bytes, int], bytes]:
    """The way back for streams that tell where they end."""

    def restore(data: bytes, size: int) -> bytes:
        reader = decoder(size)
        restored = reader.decompress(data, size + 1)
        if len(restored) == size and (not reader.eof or reader.unused_data):
            raise ValueError("they do not end where they should")
        return restored

    return restore


def bare_stream(decoder: Callable[[int], Decoder], opening: bytes = b"") -> Callable[[bytes, int], bytes]:
    """The way back for the beginning of a stream that :func:`shortest` kept."""

    def restore(data: bytes, size: int) -> bytes:
        restored = decoder(size).decompress(opening + data, max(size, 1))
        if len(restored) == size:
            left_over = len(data) - len(shortest(decoder, opening + data, size, opening))
            if left_over:
                raise ValueError(f"{left_over} of them are left over")
        return restored

    return restore


def shortest(decoder: Callable[[int], Decoder], stream: bytes, size: int, opening: bytes = b"") -> bytes:
    """What of a stream, behind its opening, the decoder needs before it has restored ``size`` bytes."""
    if size == 0:
        return b""
    tail = _SHORTEST_TAIL
    while True:
        reader = decoder(size)
        needed = max(0, len(stream) - tail)
        restored = len(reader.decompress(stream[:needed], size))
        if restored < size:
            break
        tail *= 4
    while restored < size:
        restored += len(reader.decompress(stream[needed : needed + 1], size - restored))
        needed += 1
    return stream[len(opening) : needed]


def inflater(size: int) -> Decoder:
    """zlib's reader of bare deflate streams, for every compressor that writes such."""
    return zlib.decompressobj(-15)
