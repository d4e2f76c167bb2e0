"""Compressors as codes: how many bits their output has, and how many of these are wrapping.

One interface for all of them.  The whole output is a code: it restores the input, and it ends by itself, so that
no output is the beginning of another.  General compressors wrap their output in headers and checksums, which on a
short input is most of it; so two codes are kept bare, "deflate" and "lzma-raw".  Of these streams only the
shortest prefix counts from which the decoder restores an input of the known length (the end marker says nothing
that the length has not said), and the zero byte that opens every raw LZMA stream is left out.
"""

from __future__ import annotations

import bz2
import lzma
import platform
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

import zstandard

from ait.errors import DecodeError, InputError
from ait.estimate import Estimate, Kind
from ait.measures.parts import with_alphabet
from ait.sequence import as_sequence

_MUCH_WRAPPING = 0.25
_SMALLEST_DICTIONARY, _LARGEST_DICTIONARY = 1 << 12, 1 << 26
_SHORTEST_TAIL = 16
_MEMORY_LIMIT = 1 << 28


class Decoder(Protocol):
    """What zlib's, bz2's and lzma's decompressor objects have in common."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


@dataclass(frozen=True)
class Compressor:
    """One compressor: its functions, its levels, and whether its streams are bare."""

    compress: Callable[[bytes, int], bytes]
    decoder: Callable[[int], Decoder]
    levels: range
    default: int
    library: str
    bare: bool = False
    opening: bytes = b""


def compressed(x: Any, name: str, level: int | None = None) -> Estimate:
    """The length of ``x`` as a compressor writes it: an upper bound that decodes.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts; the compressor is given its bytes (bits are packed
            eight to a byte).
        name: "zlib", "gzip", "bz2", "lzma" (an .xz file), "zstd", or the bare "deflate" and "lzma-raw".
        level: the compressor's own level of effort; its best reasonable one if left out.

    Returns:
        An Estimate in bits. Its part "container" is the size of an empty input's output, "payload" the rest.

    Raises:
        InputError: if the name or level is unknown, or x cannot be read.

    >>> compressed(b"ab" * 500, "zlib").parts["container"]  # 2 bytes of header, 4 of checksum, 2 to end
    64.0
    >>> compressed(b"ab" * 500, "deflate").bits < compressed(b"ab" * 500, "zlib").bits
    True
    """
    sequence = as_sequence(x)
    chosen, level = _choose(name, level)
    bits = 8.0 * len(_shortest(chosen, sequence.to_bytes(), level))
    if chosen.bare:
        parts, note = {"payload": bits}, ""
    else:
        container = 8.0 * len(chosen.compress(b"", level))
        parts = {"container": container, "payload": bits - container}
        share = container / bits
        note = f"the container is {share:.0%} of the output" if share > _MUCH_WRAPPING else ""
    # Text is compressed as it stands, so its alphabet is told already; packed bits and numbers do not tell theirs.
    if sequence.k == 2 or sequence.labels is None:
        parts = with_alphabet(parts, sequence)
    method = f"{name} output, end marker left out" if chosen.bare else f"{name} output, whole"
    reference = f"{chosen.library}, level {level}"
    return Estimate(sum(parts.values()), Kind.UPPER_BOUND, method, reference, parts=parts, is_code=True, note=note)


def payload(data: bytes, name: str, level: int | None = None) -> bytes:
    """The bytes whose number :func:`compressed` reports, for :func:`decompressed`.

    >>> decompressed(payload(b"to be or not to be", "lzma-raw"), "lzma-raw", 18)
    b'to be or not to be'
    """
    chosen, level = _choose(name, level)
    return _shortest(chosen, data, level)


def decompressed(data: bytes, name: str, size: int) -> bytes:
    """The input of ``size`` bytes that ``data`` is the compressed form of.

    Args:
        data: what :func:`payload` returned.
        name: the compressor's name, see :func:`compressed`.
        size: the number of bytes to restore, which bounds the memory that hostile data can ask for.

    Raises:
        DecodeError: if the data is damaged, too short, too long, or holds another number of bytes.
        InputError: if the name is unknown.
    """
    chosen, _ = _choose(name, None)
    try:
        decoder = chosen.decoder(size)
        restored = decoder.decompress(chosen.opening + data, max(size, 1) if chosen.bare else size + 1)
    except (zlib.error, lzma.LZMAError, zstandard.ZstdError, OSError, EOFError, ValueError, MemoryError) as error:
        raise DecodeError(f"these {len(data)} bytes are not what {name} writes: {error}") from error
    if len(restored) != size:
        raise DecodeError(f"these {len(data)} bytes of {name} do not hold {size} bytes")
    if chosen.bare:
        left_over = len(chosen.opening) + len(data) - _shortest_prefix(chosen, chosen.opening + data, size)
        if left_over:
            raise DecodeError(f"{left_over} of these {len(data)} bytes of {name} are left over")
    elif not decoder.eof or decoder.unused_data:
        raise DecodeError(f"these {len(data)} bytes of {name} do not end where they should")
    return restored


def _choose(name: str, level: int | None) -> tuple[Compressor, int]:
    if name not in COMPRESSORS:
        raise InputError(f"no compressor is called {name!r}: use one of {', '.join(COMPRESSORS)}")
    chosen = COMPRESSORS[name]
    if level is None:
        return chosen, chosen.default
    if level not in chosen.levels:
        raise InputError(f"{name} has the levels {chosen.levels[0]} to {chosen.levels[-1]}, not {level}")
    return chosen, level


def _shortest(chosen: Compressor, data: bytes, level: int) -> bytes:
    """The whole output, or of a bare stream the part that is needed once the length is known."""
    whole = chosen.compress(data, level)
    if not chosen.bare:
        return whole
    return whole[len(chosen.opening) : _shortest_prefix(chosen, whole, len(data))]


def _shortest_prefix(chosen: Compressor, stream: bytes, size: int) -> int:
    """How many bytes of a bare stream the decoder needs before it has restored ``size`` bytes."""
    if size == 0:
        return len(chosen.opening)
    tail = _SHORTEST_TAIL
    while True:
        decoder = chosen.decoder(size)
        needed = max(0, len(stream) - tail)
        restored = len(decoder.decompress(stream[:needed], size))
        if restored < size:
            break
        tail *= 4
    while restored < size:
        restored += len(decoder.decompress(stream[needed : needed + 1], size - restored))
        needed += 1
    return needed


def _zlib(wbits: int) -> Callable[[bytes, int], bytes]:
    """zlib's compressor with most memory; the window bits choose between zlib, gzip and raw deflate."""

    def compress(data: bytes, level: int) -> bytes:
        writer = zlib.compressobj(level, zlib.DEFLATED, wbits, 9)
        return writer.compress(data) + writer.flush()

    return compress


def _dictionary(size: int) -> int:
    """The dictionary that covers the input and no more: the presets' own would take 64 MB for every call."""
    return min(max(_SMALLEST_DICTIONARY, 1 << max(size - 1, 0).bit_length()), _LARGEST_DICTIONARY)


def _xz(data: bytes, level: int) -> bytes:
    chain = [{"id": lzma.FILTER_LZMA2, "preset": level | lzma.PRESET_EXTREME, "dict_size": _dictionary(len(data))}]
    return lzma.compress(data, lzma.FORMAT_XZ, filters=chain)


def _lzma_raw(data: bytes, level: int) -> bytes:
    chain = [{"id": lzma.FILTER_LZMA1, "preset": level | lzma.PRESET_EXTREME, "dict_size": _dictionary(len(data))}]
    return lzma.compress(data, lzma.FORMAT_RAW, filters=chain)


def _lzma_raw_decoder(size: int) -> Decoder:
    chain = [{"id": lzma.FILTER_LZMA1, "preset": 9, "dict_size": _dictionary(size)}]
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=chain)


class _ZstdDecoder:
    """zstandard behind the interface of the others; what it may restore is bounded before it is restored."""

    def __init__(self) -> None:
        self.eof = False
        self.unused_data = b""

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        reader = zstandard.ZstdDecompressor().stream_reader(data)
        restored: bytes = reader.read(max_length)
        if len(restored) < max_length:
            whole = zstandard.ZstdDecompressor().decompressobj()
            whole.decompress(data)
            self.eof, self.unused_data = whole.eof, whole.unused_data
        return restored


_PYTHON = f"Python {platform.python_version()}"
_ZLIB = f"zlib {zlib.ZLIB_RUNTIME_VERSION}"

COMPRESSORS: Mapping[str, Compressor] = MappingProxyType(
    {
        "zlib": Compressor(_zlib(15), lambda size: zlib.decompressobj(15), range(10), 9, _ZLIB),
        "gzip": Compressor(_zlib(31), lambda size: zlib.decompressobj(31), range(10), 9, _ZLIB),
        "bz2": Compressor(bz2.compress, lambda size: bz2.BZ2Decompressor(), range(1, 10), 9, f"bzip2 of {_PYTHON}"),
        "lzma": Compressor(
            _xz,
            lambda size: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY_LIMIT),
            range(10),
            9,
            f"liblzma of {_PYTHON}, extreme",
        ),
        "zstd": Compressor(
            lambda data, level: zstandard.ZstdCompressor(level=level).compress(data),
            lambda size: _ZstdDecoder(),
            range(1, 23),
            19,
            f"zstd {'.'.join(map(str, zstandard.ZSTD_VERSION))}",
        ),
        "deflate": Compressor(_zlib(-15), lambda size: zlib.decompressobj(-15), range(10), 9, _ZLIB, bare=True),
        "lzma-raw": Compressor(
            _lzma_raw, _lzma_raw_decoder, range(10), 9, f"liblzma of {_PYTHON}, extreme", bare=True, opening=b"\0"
        ),
    }
)
