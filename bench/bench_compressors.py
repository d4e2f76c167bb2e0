"""Compressors on English text, through our interface and called directly."""

import bz2
import lzma
import zlib
from pathlib import Path

import pytest
import zstandard

from ait.measures.compressors import compressed, decompressed, payload

TEXT = (Path(__file__).parent.parent / "corpora" / "us-constitution.txt").read_bytes()
DIRECT = {
    "zlib": lambda: zlib.compress(TEXT, 9),
    "bz2": lambda: bz2.compress(TEXT, 9),
    "lzma": lambda: lzma.compress(TEXT, preset=9 | lzma.PRESET_EXTREME),
    "zstd": lambda: zstandard.ZstdCompressor(level=19).compress(TEXT),
}


@pytest.mark.parametrize("name", ["zlib", "bz2", "lzma", "zstd", "deflate", "lzma-raw"])
def test_a_compressor(speed, name):
    def check(estimate):
        assert decompressed(payload(TEXT, name), name, len(TEXT)) == TEXT
        assert estimate.bits == 8 * len(payload(TEXT, name))

    speed(f"{name}, 45 kB of text", lambda: compressed(TEXT, name), check, amount=len(TEXT), unit="bytes")


@pytest.mark.parametrize("name", DIRECT)
def test_the_same_called_directly(speed, name):
    def check(written):
        # Within 1 %: zlib is given more memory, lzma a dictionary of the input's size.
        assert len(written) == pytest.approx(len(payload(TEXT, name)), rel=0.01)

    task = f"{name}, 45 kB of text"
    speed(task, DIRECT[name], check, amount=len(TEXT), unit="bytes", who=f"Python's {name}", peer=True)
