"""Compressors of optional packages (extra ``compressors``), behind the interface of those that are always there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import metadata
from types import MappingProxyType

from ait.measures import ppm
from ait.measures.compressor import Compressor, bare_stream, inflater, optional_module, shortest
from ait.measures.decoder_process import restored_by

BROTLI_DICTIONARY = 122_784
_END_LEFT_OUT = "end marker left out"
_LEAST_BWT_BLOCK, _MEBIBYTE = 65 << 10, 1 << 20
_ZLIB_HEADER, _ZLIB_CHECKSUM = 2, 4

_BWT_DECODER = """
import bz3
def restore(data, size):
    return bz3.decompress(data)
"""
_ZPAQ_DECODER = """
import zpaq
def restore(data, size):
    return zpaq.decompress(data, threads=1)
"""


def _version(package: str, module: str, library: str = "") -> Callable[[], str]:
    """Names a package and its version, once it is there."""

    def named() -> str:
        optional_module(module, package)
        version = f"{package} {metadata.version(package)}"
        return f"{library} in {version}" if library else version

    return named


def _brotli(data: bytes, level: int) -> bytes:
    written: bytes = optional_module("brotli", "brotli").compress(data, quality=level, lgwin=24)
    return written


def _brotli_restored(data: bytes, size: int) -> bytes:
    brotli = optional_module("brotli", "brotli")
    reader = brotli.Decompressor()
    try:
        restored: bytes = reader.process(data, output_buffer_limit=size + 1)
        while len(restored) <= size and not reader.is_finished():
            more = reader.process(b"", output_buffer_limit=size + 1 - len(restored))
            if not more:
                raise ValueError("they end too early")
            restored += more
    except brotli.error as error:
        raise ValueError(str(error)) from error
    return restored


def _bwt(data: bytes, level: int) -> bytes:
    block = max(_LEAST_BWT_BLOCK, min(level * _MEBIBYTE, len(data)))
    written: bytes = optional_module("bz3", "bzip3").compress(data, block)
    return written


def _bwt_restored(data: bytes, size: int) -> bytes:
    optional_module("bz3", "bzip3")
    restored = restored_by(_BWT_DECODER, data, size)
    block = int.from_bytes(data[5:9], "little")
    levels = {level for level in EXTRAS["bzip3"].levels if max(_LEAST_BWT_BLOCK, min(level * _MEBIBYTE, size)) == block}
    return _written_by(_bwt, sorted(levels)[:1], data, restored)


def _zpaq(data: bytes, level: int) -> bytes:
    """One block and one thread, the kind of data guessed, as the program zpaq does; checksums left out."""
    written: bytes = optional_module("zpaq", "zpaq").compress(data, level=level, threads=1, hints=True, verify=False)
    return written


def _zpaq_restored(data: bytes, size: int) -> bytes:
    optional_module("zpaq", "zpaq")
    levels = EXTRAS["zpaq"].levels
    return _written_by(_zpaq, reversed(levels), data, restored_by(_ZPAQ_DECODER, data, size))


def _written_by(compress: Callable[[bytes, int], bytes], levels: Iterable[int], data: bytes, restored: bytes) -> bytes:
    """``restored``, if it is written as ``data`` at one of the levels: these decoders do not tell what is left over."""
    if not any(compress(restored, level) == data for level in levels):
        raise ValueError("what they hold is written otherwise")
    return restored


def _lz4(data: bytes, level: int) -> bytes:
    block = optional_module("lz4.block", "lz4")
    written: bytes = block.compress(data, mode="high_compression", compression=level, store_size=False)
    return written


def _lz4_restored(data: bytes, size: int) -> bytes:
    block = optional_module("lz4.block", "lz4")
    try:
        restored: bytes = block.decompress(data, uncompressed_size=size)
    except block.LZ4BlockError as error:
        raise ValueError(str(error)) from error
    return restored


def _libdeflate(data: bytes, level: int) -> bytes:
    written: bytes = bytes(optional_module("deflate", "deflate").deflate_compress(data, level))
    return shortest(inflater, written, len(data))


def _zopfli(data: bytes, level: int) -> bytes:
    written: bytes = optional_module("zopfli.zlib", "zopfli").compress(data, numiterations=level)
    return shortest(inflater, written[_ZLIB_HEADER:-_ZLIB_CHECKSUM], len(data))


EXTRAS: Mapping[str, Compressor] = MappingProxyType(
    {
        "brotli": Compressor(
            _brotli,
            _brotli_restored,
            range(12),
            11,
            _version("brotli", "brotli"),
            package="brotli",
            prior=f"its built-in dictionary of {BROTLI_DICTIONARY:,} bytes is a hidden prior, not charged",
        ),
        "ppmd": Compressor(
            ppm.write,
            ppm.restore,
            ppm.ORDERS,
            16,
            _version("pyppmd", "pyppmd", "PPMd"),
            form="order in one byte, end marker left out",
            package="pyppmd",
        ),
        "lz4": Compressor(
            _lz4, _lz4_restored, range(1, 13), 12, _version("lz4", "lz4.block"), form="one block", package="lz4"
        ),
        "bzip3": Compressor(_bwt, _bwt_restored, range(1, 512), 16, _version("bzip3", "bz3"), package="bzip3"),
        "zopfli": Compressor(
            _zopfli,
            bare_stream(inflater),
            range(1, 1001),
            15,
            _version("zopfli", "zopfli.zlib"),
            form=_END_LEFT_OUT,
            wrapped=None,
            package="zopfli",
        ),
        "libdeflate": Compressor(
            _libdeflate,
            bare_stream(inflater),
            range(1, 13),
            12,
            _version("deflate", "deflate", "libdeflate"),
            form=_END_LEFT_OUT,
            wrapped=None,
            package="deflate",
        ),
        "zpaq": Compressor(
            _zpaq, _zpaq_restored, range(1, 6), 5, _version("zpaq", "zpaq"), wrapped=b"\0", package="zpaq"
        ),
    }
)
"""By name; the level is brotli's quality, PPMd's order, bzip3's block in mebibytes, zopfli's iterations."""
