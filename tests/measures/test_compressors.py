from __future__ import annotations

import bz2
import contextlib
import gzip
import itertools
import lzma
import zlib

import numpy as np
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from ait.errors import DecodeError, InputError
from ait.estimate import Kind
from ait.measures.compressors import COMPRESSORS, compressed, decompressed, payload
from ait.sequence import as_sequence

NAMES = tuple(COMPRESSORS)
BARE = ("deflate", "lzma-raw")
SAMPLES = (
    b"\x00",
    b"a",
    b"to be or not to be, that is the question",
    b"\x00" * 5000,
    bytes(range(256)) * 3,
    np.random.default_rng(1).bytes(3000),
    b"ab" * 100_000,
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("data", SAMPLES, ids=range(len(SAMPLES)))
def test_every_compressor_restores_its_input(name: str, data: bytes) -> None:
    assert decompressed(payload(data, name), name, len(data)) == data
    assert decompressed(payload(data, name, level=1), name, len(data)) == data


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None)
@given(data=st.binary(min_size=1, max_size=200))
def test_the_figure_is_the_number_of_bits_that_the_decoder_needs(name: str, data: bytes) -> None:
    stored = payload(data, name)
    estimate = compressed(data, name)
    assert estimate.bits == 8 * len(stored)
    assert sum(estimate.parts.values()) == estimate.bits
    assert estimate.is_code
    assert estimate.kind is Kind.UPPER_BOUND
    assert decompressed(stored, name, len(data)) == data


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None)
@given(data=st.binary(max_size=120), size=st.integers(0, 200))
def test_hostile_bytes_are_refused_or_are_what_the_decoder_says(name: str, data: bytes, size: int) -> None:
    sizes = []
    with contextlib.suppress(DecodeError):
        sizes.append(len(decompressed(data, name, size)))
    assert sizes in ([], [size])


@pytest.mark.parametrize("name", NAMES)
def test_every_cut_and_every_addition_is_noticed(name: str) -> None:
    data = b"hello world, hello"
    stored = payload(data, name)
    for cut in range(len(stored)):
        with pytest.raises(DecodeError):
            decompressed(stored[:cut], name, len(data))
    for extra in (b"\0", b"\xff\x00", stored):
        with pytest.raises(DecodeError):
            decompressed(stored + extra, name, len(data))
    for size in (0, len(data) - 8, len(data) + 1, 1 << 20):
        with pytest.raises(DecodeError):
            decompressed(stored, name, size)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in BARE])
def test_the_whole_sizes_are_those_of_the_libraries_own_files(name: str) -> None:
    data = b"to be or not to be, that is the question" * 3
    readers = {
        "zlib": zlib.decompress,
        "gzip": gzip.decompress,
        "bz2": bz2.decompress,
        "lzma": lzma.decompress,
        "zstd": lambda stored: zstandard.ZstdDecompressor().decompress(stored),
    }
    assert readers[name](payload(data, name)) == data


@pytest.mark.parametrize("name", BARE)
def test_bare_streams_hold_no_byte_that_the_decoder_does_not_need(name: str) -> None:
    data = b"abracadabra" * 4
    stored = payload(data, name)
    assert len(stored) < len(payload(data, {"deflate": "zlib", "lzma-raw": "lzma"}[name]))
    assert payload(b"", name) == b""
    assert decompressed(b"", name, 0) == b""


def test_no_bare_stream_is_the_beginning_of_another_of_the_same_length() -> None:
    for name in BARE:
        stored = {payload(bytes([a, b]), name) for a in range(0, 256, 5) for b in range(0, 256, 3)}
        assert len(stored) == 52 * 86
        ordered = sorted(stored)
        assert not any(later.startswith(earlier) for earlier, later in itertools.pairwise(ordered))


def test_a_short_input_is_mostly_container_and_the_note_says_so() -> None:
    assert "the container is" in compressed("01101001", "lzma").note
    assert compressed(np.random.default_rng(2).bytes(5000), "lzma").note == ""


def test_bits_are_packed_and_the_alphabet_charged() -> None:
    bits = "0110" * 1000
    assert compressed(bits, "deflate").parts["payload"] < 8 * 20
    assert "alphabet" not in compressed(bits, "deflate").parts
    letters = bits.translate(str.maketrans("01", "ab"))
    assert compressed(letters, "deflate").parts["alphabet"] > 0
    assert "alphabet" not in compressed(as_sequence(letters, alphabet="ab"), "deflate").parts


def test_unknown_names_and_levels_are_refused() -> None:
    with pytest.raises(InputError, match=r"'rar'.*zlib, gzip"):
        compressed(b"abc", "rar")
    with pytest.raises(InputError, match=r"bz2 has the levels 1 to 9, not 0"):
        compressed(b"abc", "bz2", level=0)


def test_a_bomb_is_stopped_at_the_size_that_was_asked_for() -> None:
    for name in NAMES:
        bomb = payload(b"\0" * 5_000_000, name, level=1)
        with pytest.raises(DecodeError):
            decompressed(bomb, name, 1000)
