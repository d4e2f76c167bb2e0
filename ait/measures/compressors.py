"""Compressors as codes: how many bits their output has, and how many of these are wrapping.

One interface for all of them.  The whole output is a code: it restores the input, and it ends by itself, so that
no output is the beginning of another.  General compressors wrap their output in headers and checksums, which on a
short input is most of it; so some codes are kept bare: "deflate", "lzma-raw", "libdeflate" and "zopfli".  Of these
streams only the shortest prefix counts from which the decoder restores an input of the known length (the end marker
says nothing that the length has not said), and the zero byte that opens every raw LZMA stream is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ait.errors import DecodeError, InputError, StorageError
from ait.estimate import Estimate, Kind
from ait.measures.built_in_compressors import BUILT_IN, ERRORS, zstd
from ait.measures.compressor import Compressor
from ait.measures.extra_compressors import EXTRAS
from ait.measures.parts import with_alphabet
from ait.measures.trained_dictionary import TrainedDictionary
from ait.sequence import as_sequence

COMPRESSORS: Mapping[str, Compressor] = BUILT_IN
ALL_COMPRESSORS: Mapping[str, Compressor] = MappingProxyType({**BUILT_IN, **EXTRAS})
_MUCH_WRAPPING = 0.25
_ONE_BYTE = b"\0"


def compressed(
    x: Any,
    name: str,
    level: int | None = None,
    *,
    chunk: int | None = None,
    dictionary: TrainedDictionary | None = None,
) -> Estimate:
    """The length of ``x`` as a compressor writes it: an upper bound that decodes.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts; the compressor is given its bytes (bits are packed
            eight to a byte).
        name: "zlib", "gzip", "bz2", "lzma" (an .xz file), "zstd", or the bare "deflate" and "lzma-raw"; and, with the
            extra ``compressors``, "brotli", "ppmd", "lz4", "bzip3", "zopfli", "libdeflate", "zpaq".
        level: the compressor's own level of effort; its best reasonable one if left out.
        chunk: compress pieces of so many bytes each by itself, as 2,048 are in Delétang and others, "Language modeling
            is compression" (2024). The figure is the sum of all outputs. The note tells it as they count it, too.
        dictionary: what zstd knows beforehand, see :func:`ait.measures.trained_dictionary.train_dictionary`.

    Returns:
        An Estimate in bits. Its part "container" is the size of an empty input's output (zpaq: of one byte's; once for
        each chunk), "payload" the rest. The reference flags a prior that is not charged.

    Raises:
        InputError: if the name, the level or the chunk is unknown, or x cannot be read.
        MissingExtraError: if the compressor's package is not installed.
        DecodeError: if pyppmd cannot read back what it wrote, see :mod:`ait.measures.ppm`.

    >>> compressed(b"ab" * 500, "zlib").parts["container"]  # 2 bytes of header, 4 of checksum, 2 to end
    64.0
    >>> compressed(b"ab" * 500, "deflate").bits < compressed(b"ab" * 500, "zlib").bits
    True
    >>> compressed(b"ab" * 500, "zlib", chunk=100).parts["container"]
    640.0
    """
    sequence = as_sequence(x)
    chosen, level = _choose(name, level, dictionary)
    data = sequence.to_bytes()
    pieces = _pieces(data, chunk)
    bits = 8.0 * sum(len(chosen.compress(piece, level)) for piece in pieces)
    container = 8.0 * chosen.container(level) * len(pieces)
    parts = {"container": container, "payload": bits - container} if container else {"payload": bits}
    notes = []
    if container / bits > _MUCH_WRAPPING:
        notes.append(f"the container is {container / bits:.0%} of the output")
    if chunk is not None:
        once = _header_once(chosen, level, bits, len(pieces))
        share = once / (8 * len(data))
        notes.append(f"with one zero byte's output counted once, {once:,.0f} bits, {share:.1%} of the raw size")
    if dictionary is not None and dictionary.charged:
        parts["dictionary"] = 8.0 * len(dictionary.data)
    # Text is compressed as it stands, so its alphabet is told already; packed bits and numbers do not tell theirs.
    if sequence.k == 2 or sequence.labels is None:
        parts = with_alphabet(parts, sequence)
    method = f"{name} output, {chosen.form}" + ("" if chunk is None else f", chunks of {chunk:,} bytes")
    reference = f"{chosen.library()}, level {level}" + (f"; {chosen.prior}" if chosen.prior else "")
    note = "; ".join(notes)
    return Estimate(sum(parts.values()), Kind.UPPER_BOUND, method, reference, parts=parts, is_code=True, note=note)


def header_once(x: Any, name: str, level: int | None = None, *, chunk: int = 2048) -> Estimate:
    """The length in chunks as Delétang and others count it, for comparison with their tables: no code.

    Of every chunk but one they take off the output for a single zero byte, ``len(C(b"\\0"))``, as the header. That is
    more than the header: the byte itself and the end marker are among it, 3 bytes of gzip's 21. So the figure is no
    code's length but an estimate; :func:`compressed` with ``chunk`` has the sum of what does decode.

    Arguments and errors as in :func:`compressed`.

    >>> header_once(bytes(4096), "gzip").bits - 8 * 2 * len(payload(bytes(2048), "gzip"))  # one header less
    -168.0
    """
    whole = compressed(x, name, level, chunk=chunk)
    chosen, level = _choose(name, level)
    pieces = len(_pieces(as_sequence(x).to_bytes(), chunk))
    return Estimate(
        _header_once(chosen, level, whole.bits, pieces),
        Kind.ESTIMATE,
        f"{whole.method}, one zero byte's output counted once",
        whole.reference,
        note="what is taken off as a header is more than a header: this is no code's length",
    )


def payload(data: bytes, name: str, level: int | None = None, *, dictionary: TrainedDictionary | None = None) -> bytes:
    """The bytes whose number :func:`compressed` reports, for :func:`decompressed`.

    >>> decompressed(payload(b"to be or not to be", "lzma-raw"), "lzma-raw", 18)
    b'to be or not to be'
    """
    chosen, level = _choose(name, level, dictionary)
    return chosen.compress(data, level)


def decompressed(data: bytes, name: str, size: int, *, dictionary: TrainedDictionary | None = None) -> bytes:
    """The input of ``size`` bytes that ``data`` is the compressed form of.

    Args:
        data: what :func:`payload` returned.
        name: the compressor's name, see :func:`compressed`.
        size: the number of bytes to restore, which bounds the memory that hostile data can ask for.
        dictionary: the encoder's.

    Raises:
        DecodeError: if the data is damaged, too short, too long, or holds another number of bytes.
        InputError: if the name is unknown.
        MissingExtraError: if the compressor's package is not installed.
        StorageError: if it needs a process of its own, and none can be started.
    """
    chosen, _ = _choose(name, None, dictionary)
    try:
        restored = chosen.restore(data, size)
    except StorageError:
        raise
    except ERRORS as error:
        raise DecodeError(f"these {len(data)} bytes are not what {name} writes: {error}") from error
    if len(restored) != size:
        raise DecodeError(f"these {len(data)} bytes of {name} do not hold {size} bytes")
    return restored


def _choose(name: str, level: int | None, dictionary: TrainedDictionary | None = None) -> tuple[Compressor, int]:
    if name not in ALL_COMPRESSORS:
        raise InputError(f"no compressor is called {name!r}: use one of {', '.join(ALL_COMPRESSORS)}")
    chosen = ALL_COMPRESSORS[name]
    if dictionary is not None:
        if name != "zstd":
            raise InputError(f"a trained dictionary is for zstd, not for {name}")
        try:
            chosen = zstd(dictionary)
        except ERRORS as error:
            raise InputError(f"these {len(dictionary.data)} bytes are no dictionary of zstd's: {error}") from error
    if level is None:
        return chosen, chosen.default
    if level not in chosen.levels:
        raise InputError(f"{name} has the levels {chosen.levels[0]} to {chosen.levels[-1]}, not {level}")
    return chosen, level


def _pieces(data: bytes, chunk: int | None) -> list[bytes]:
    if chunk is None:
        return [data]
    if chunk < 1:
        raise InputError(f"a chunk has at least 1 byte, not {chunk}")
    return [data[i : i + chunk] for i in range(0, len(data), chunk)]


def _header_once(chosen: Compressor, level: int, bits: float, pieces: int) -> float:
    return max(0.0, bits - 8.0 * (pieces - 1) * len(chosen.compress(_ONE_BYTE, level)))
