from __future__ import annotations

import _pydecimal
import contextlib
import gzip
import itertools
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ait.errors import DecodeError, InputError, MissingExtraError, StorageError
from ait.estimate import Kind
from ait.measures import decoder_process, ppm
from ait.measures.compressors import ALL_COMPRESSORS, COMPRESSORS, compressed, decompressed, header_once, payload
from ait.measures.decoder_process import restored_by
from ait.measures.extra_compressors import EXTRAS
from ait.measures.trained_dictionary import TrainedDictionary, train_dictionary

pytest.importorskip("zpaq")

CORPORA = sorted((Path(__file__).parent.parent.parent / "corpora").glob("*.txt"))
NAMES = tuple(EXTRAS)
# Their decoders run in processes of their own, a tenth of a second each.
GUARDED = ("ppmd", "bzip3", "zpaq")
SAMPLES = (
    b"\x00",
    b"to be or not to be, that is the question",
    b"\x00" * 5000,
    bytes(range(256)) * 3,
    np.random.default_rng(1).bytes(3000),
    b"ab" * 10_000,
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("data", SAMPLES, ids=range(len(SAMPLES)))
def test_every_compressor_restores_its_input(name: str, data: bytes) -> None:
    assert decompressed(payload(data, name), name, len(data)) == data


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("path", CORPORA, ids=lambda path: path.stem)
def test_the_corpora_decode_and_cost_what_is_written(name: str, path: Path) -> None:
    data = path.read_bytes()
    stored = payload(data, name)
    assert decompressed(stored, name, len(data)) == data
    found = compressed(data, name)
    assert found.bits == 8 * len(stored)
    assert found.is_code


@pytest.mark.parametrize("name", NAMES)
def test_other_levels_decode_too(name: str) -> None:
    data = b"the cat sat on the mat, the rat sat on the cat. " * 9
    for level in {EXTRAS[name].levels[0], EXTRAS[name].levels[min(5, len(EXTRAS[name].levels) - 1)]}:
        assert decompressed(payload(data, name, level), name, len(data)) == data


@pytest.mark.parametrize("name", [name for name in NAMES if name not in GUARDED])
@settings(deadline=None)
@given(data=st.binary(min_size=1, max_size=200))
def test_any_bytes_decode(name: str, data: bytes) -> None:
    assert decompressed(payload(data, name), name, len(data)) == data


@pytest.mark.parametrize("name", GUARDED)
@settings(deadline=None, max_examples=5)
@given(data=st.binary(min_size=1, max_size=200))
def test_any_bytes_decode_in_the_other_process(name: str, data: bytes) -> None:
    assert decompressed(payload(data, name), name, len(data)) == data


@pytest.mark.parametrize("name", [name for name in NAMES if name not in GUARDED])
@settings(deadline=None)
@given(data=st.binary(max_size=120), size=st.integers(0, 200))
def test_hostile_bytes_are_refused_or_are_what_the_decoder_says(name: str, data: bytes, size: int) -> None:
    sizes = []
    with contextlib.suppress(DecodeError):
        sizes.append(len(decompressed(data, name, size)))
    assert sizes in ([], [size])


@pytest.mark.parametrize("name", [name for name in NAMES if name not in GUARDED])
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


@pytest.mark.parametrize("name", GUARDED)
def test_cuts_additions_and_damage_are_noticed_in_the_other_process(name: str) -> None:
    data = CORPORA[0].read_bytes()[:3000]
    stored = payload(data, name)
    middle = len(stored) // 2
    altered = stored[:middle] + bytes([stored[middle] ^ 0x55]) + stored[middle + 1 :]
    for damaged in (stored[:-1], stored[:middle], b"", stored + b"\0", stored + stored, altered, b"\xff" * 300):
        with pytest.raises(DecodeError):
            decompressed(damaged, name, len(data))
    with pytest.raises(DecodeError):
        decompressed(stored, name, len(data) + 1)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of memory and time are those of POSIX")
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "signal 11"),
        ("raise ValueError('no such block')", "no such block"),
        ("return bytes(size + 1)", "more than 5 bytes"),
        ("return bytes(1 << 40)", "MemoryError"),
    ],
)
def test_a_decoder_that_crashes_or_grows_takes_nothing_with_it(body: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        restored_by(f"def restore(data, size):\n    {body}", b"abc", 5)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of time are those of POSIX")
def test_a_decoder_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder_process, "_SECONDS", 1)
    with pytest.raises(ValueError, match=r"signal|did not end"):
        restored_by("def restore(data, size):\n    while True: pass", b"abc", 5)


def test_without_a_process_nothing_is_said_of_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = payload(b"abc", "ppmd")
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(StorageError, match=r"no process can be started to decode in \(/no/such/python\)"):
        decompressed(stored, "ppmd", 3)


def test_deflate_streams_are_what_zlib_reads() -> None:
    data = b"to be or not to be, that is the question" * 3
    for name in ("zopfli", "libdeflate"):
        assert zlib.decompressobj(-15).decompress(payload(data, name), len(data)) == data
        assert len(payload(data, name)) <= len(payload(data, "deflate"))


def test_no_bare_stream_is_the_beginning_of_another_of_the_same_length() -> None:
    for name in ("zopfli", "libdeflate", "ppmd", "lz4", "brotli"):
        stored = {payload(bytes([a, b]), name) for a in range(0, 256, 15) for b in range(0, 256, 9)}
        assert len(stored) == 18 * 29
        assert not any(later.startswith(earlier) for earlier, later in itertools.pairwise(sorted(stored)))


def test_ppm_reads_back_what_the_package_loses() -> None:
    """pyppmd 1.3.1 writes this file by variant I at order 16, and refuses to read it."""
    data = Path(_pydecimal.__file__).read_bytes()
    stored = payload(data, "ppmd")
    assert decompressed(stored, "ppmd", len(data)) == data
    assert stored[0] in (16, 128 + 16)
    assert payload(data[:2000], "ppmd", 16)[0] == 16
    assert payload(data[:2000], "ppmd", 40)[0] == 128 + 40
    assert decompressed(payload(data[:2000], "ppmd", 40), "ppmd", 2000) == data[:2000]


def test_what_a_package_cannot_read_back_has_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ppm, "read", lambda data, size: bytes(size))
    with pytest.raises(DecodeError, match="pyppmd cannot read back what it wrote for these 3 bytes at order 16"):
        compressed(b"abc", "ppmd")


def test_brotli_s_dictionary_is_flagged_and_versions_are_recorded() -> None:
    english = b"The number of people in the world is increasing, and most of them will be there for some time."
    found = compressed(english, "brotli")
    assert "dictionary of 122,784 bytes is a hidden prior" in found.reference
    assert found.bits < compressed(english, "libdeflate").bits
    for name in NAMES:
        reference = compressed(english, name).reference
        assert any(character.isdigit() for character in reference.split(", level")[0])
        assert ("hidden prior" in reference) == (name == "brotli")


def test_a_missing_package_is_one_sentence_that_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zpaq", None)
    with pytest.raises(MissingExtraError, match=r"needs the package 'zpaq': install it with  pip install"):
        compressed(b"abc", "zpaq")
    with pytest.raises(MissingExtraError, match=r"ait\[compressors\]"):
        decompressed(b"abc", "zpaq", 3)


@pytest.mark.parametrize("name", [*COMPRESSORS, *NAMES])
def test_chunks_are_the_sum_of_their_codes(name: str) -> None:
    data = CORPORA[0].read_bytes()[:2500]
    pieces = [payload(data[i : i + 1000], name) for i in range(0, len(data), 1000)]
    found = compressed(data, name, chunk=1000)
    assert found.bits == 8 * sum(map(len, pieces))
    assert "chunks of 1,000 bytes" in found.method
    assert found.is_code
    once = header_once(data, name, chunk=1000)
    assert once.bits == found.bits - 2 * 8 * len(payload(b"\0", name))
    assert once.kind is Kind.ESTIMATE
    assert not once.is_code


def test_the_count_of_the_literature_takes_off_more_than_a_header() -> None:
    assert len(payload(b"\0", "gzip")) == 21
    assert len(payload(b"", "gzip")) == 20
    assert len(gzip.compress(b"\0", 9)) == 21
    data = bytes(2048)
    assert compressed(data, "gzip", chunk=2048).bits == compressed(data, "gzip").bits == header_once(data, "gzip").bits


def test_a_trained_dictionary_is_a_declared_prior() -> None:
    text = Path(CORPORA[-1]).read_bytes() + Path(CORPORA[-2]).read_bytes()
    samples = [text[i : i + 200] for i in range(0, 40_000, 200)]
    prior = train_dictionary(samples, 4096)
    data = text[-400:]
    found = compressed(data, "zstd", dictionary=prior)
    assert found.bits < compressed(data, "zstd").bits
    assert f"its dictionary of {len(prior.data):,} bytes is a prior, not charged" in found.reference
    assert "SHA-256" in found.reference
    stored = payload(data, "zstd", dictionary=prior)
    assert found.bits == 8 * len(stored)
    assert decompressed(stored, "zstd", len(data), dictionary=prior) == data
    with pytest.raises(DecodeError):
        decompressed(stored, "zstd", len(data))
    for cut in range(0, len(stored), 7):
        with pytest.raises(DecodeError):
            decompressed(stored[:cut], "zstd", len(data), dictionary=prior)
    charged = compressed(data, "zstd", dictionary=TrainedDictionary(prior.data, charged=True))
    assert charged.parts["dictionary"] == 8 * len(prior.data)
    assert charged.bits == found.bits + 8 * len(prior.data)
    assert "not charged" not in charged.reference


def test_wrong_dictionaries_chunks_and_levels_are_refused() -> None:
    with pytest.raises(InputError, match="for zstd, not for bz2"):
        compressed(b"abc", "bz2", dictionary=TrainedDictionary(b"abc"))
    with pytest.raises(InputError, match="are no dictionary of zstd's"):
        compressed(b"abc", "zstd", dictionary=TrainedDictionary(b"no dictionary at all"))
    with pytest.raises(InputError, match="at least 256 bytes, not 10"):
        train_dictionary([b"abc"], 10)
    with pytest.raises(InputError, match=r"no dictionary of 16,384 bytes on 1 samples of 3 bytes"):
        train_dictionary([b"abc"])
    with pytest.raises(InputError, match="at least 1 byte, not 0"):
        compressed(b"abc", "zlib", chunk=0)
    with pytest.raises(InputError, match="zpaq has the levels 1 to 5, not 9"):
        compressed(b"abc", "zpaq", level=9)
    with pytest.raises(InputError, match=r"'rar': use one of zlib, .*brotli"):
        compressed(b"abc", "rar")
    assert set(ALL_COMPRESSORS) == set(COMPRESSORS) | set(NAMES)
