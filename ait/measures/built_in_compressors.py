"""The compressors that are always there: those of Python's library, and zstd."""

from __future__ import annotations

import bz2
import hashlib
import lzma
import platform
import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

import zstandard

from ait.measures.compressor import Compressor, Decoder, bare_stream, inflater, shortest, whole_stream
from ait.measures.trained_dictionary import TrainedDictionary

ERRORS = (zlib.error, lzma.LZMAError, zstandard.ZstdError, OSError, EOFError, ValueError, MemoryError)
"""What these libraries raise for data that they did not write."""

_SMALLEST_DICTIONARY, _LARGEST_DICTIONARY = 1 << 12, 1 << 26
_MEMORY_LIMIT = 1 << 28
_LZMA_OPENING = b"\0"
_END_LEFT_OUT = "end marker left out"
_PYTHON = f"Python {platform.python_version()}"
_ZLIB = f"zlib {zlib.ZLIB_RUNTIME_VERSION}"


def _zlib(wbits: int) -> Callable[[bytes, int], bytes]:
    """zlib's compressor with most memory; the window bits choose between zlib, gzip and raw deflate."""

    def compress(data: bytes, level: int) -> bytes:
        writer = zlib.compressobj(level, zlib.DEFLATED, wbits, 9)
        return writer.compress(data) + writer.flush()

    return compress


def _deflate(data: bytes, level: int) -> bytes:
    return shortest(inflater, _zlib(-15)(data, level), len(data))


def _dictionary(size: int) -> int:
    """The dictionary that covers the input and no more: the presets' own would take 64 MB for every call."""
    return min(max(_SMALLEST_DICTIONARY, 1 << max(size - 1, 0).bit_length()), _LARGEST_DICTIONARY)


def _xz(data: bytes, level: int) -> bytes:
    chain = [{"id": lzma.FILTER_LZMA2, "preset": level | lzma.PRESET_EXTREME, "dict_size": _dictionary(len(data))}]
    return lzma.compress(data, lzma.FORMAT_XZ, filters=chain)


def _lzma_raw(data: bytes, level: int) -> bytes:
    chain = [{"id": lzma.FILTER_LZMA1, "preset": level | lzma.PRESET_EXTREME, "dict_size": _dictionary(len(data))}]
    return shortest(_lzma_reader, lzma.compress(data, lzma.FORMAT_RAW, filters=chain), len(data), _LZMA_OPENING)


def _lzma_reader(size: int) -> Decoder:
    chain = [{"id": lzma.FILTER_LZMA1, "preset": 9, "dict_size": _dictionary(size)}]
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=chain)


class _ZstdReader:
    """zstandard behind the interface of the others; what it may restore is bounded before it is restored."""

    def __init__(self, dictionary: zstandard.ZstdCompressionDict | None = None) -> None:
        self.eof = False
        self.unused_data = b""
        self._dictionary = dictionary

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        reader = zstandard.ZstdDecompressor(dict_data=self._dictionary).stream_reader(data)
        restored: bytes = reader.read(max_length)
        if len(restored) < max_length:
            whole = zstandard.ZstdDecompressor(dict_data=self._dictionary).decompressobj()
            whole.decompress(data)
            self.eof, self.unused_data = whole.eof, whole.unused_data
        return restored


def zstd(dictionary: TrainedDictionary | None = None) -> Compressor:
    """zstd, with a trained dictionary that the decoder has too, or none.

    Raises:
        ValueError: if the dictionary is none that zstd can load.
    """
    named, prior, loaded = f"zstd {'.'.join(map(str, zstandard.ZSTD_VERSION))}", "", None
    if dictionary is not None:
        size, digest = f"{len(dictionary.data):,} bytes", hashlib.sha256(dictionary.data).hexdigest()[:12]
        loaded = zstandard.ZstdCompressionDict(dictionary.data, zstandard.DICT_TYPE_FULLDICT)
        # Nothing else looks at a dictionary before it is used; this fixes a level, so another object does it.
        zstandard.ZstdCompressionDict(dictionary.data, zstandard.DICT_TYPE_FULLDICT).precompute_compress(level=1)
        named += f" with a dictionary of {size} (SHA-256 {digest}...)"
        prior = "" if dictionary.charged else f"its dictionary of {size} is a prior, not charged"
    return Compressor(
        lambda data, level: zstandard.ZstdCompressor(level=level, dict_data=loaded).compress(data),
        whole_stream(lambda size: _ZstdReader(loaded)),
        range(1, 23),
        19,
        lambda: named,
        prior=prior,
    )


BUILT_IN: Mapping[str, Compressor] = MappingProxyType(
    {
        "zlib": Compressor(_zlib(15), whole_stream(lambda size: zlib.decompressobj(15)), range(10), 9, lambda: _ZLIB),
        "gzip": Compressor(_zlib(31), whole_stream(lambda size: zlib.decompressobj(31)), range(10), 9, lambda: _ZLIB),
        "bz2": Compressor(
            bz2.compress,
            whole_stream(lambda size: bz2.BZ2Decompressor()),
            range(1, 10),
            9,
            lambda: f"bzip2 of {_PYTHON}",
        ),
        "lzma": Compressor(
            _xz,
            whole_stream(lambda size: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY_LIMIT)),
            range(10),
            9,
            lambda: f"liblzma of {_PYTHON}, extreme",
        ),
        "zstd": zstd(),
        "deflate": Compressor(
            _deflate, bare_stream(inflater), range(10), 9, lambda: _ZLIB, form=_END_LEFT_OUT, wrapped=None
        ),
        "lzma-raw": Compressor(
            _lzma_raw,
            bare_stream(_lzma_reader, _LZMA_OPENING),
            range(10),
            9,
            lambda: f"liblzma of {_PYTHON}, extreme",
            form=_END_LEFT_OUT,
            wrapped=None,
        ),
    }
)
