"""What holds for every predictor there is: the coder writes and reads with it whatever the bytes are."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ait.coder import decode, encode_bits
from ait.predictors.base import _HOMES as NAMED
from ait.predictors.base import FastPredictor, predictor, surprisals
from ait.sequence import as_sequence

CORPORA = sorted((Path(__file__).parent.parent.parent / "corpora").glob("*.txt"))
# How many symbols of a file: of bytes, and of bits for those that predict bits only; None: all of them. The mixture is
# driven symbol by symbol, Solomonoff's predictor searches programs before each bit, and a register takes n^2 steps.
OF_BYTES: dict[str, int | None] = {"kt": None, "context-tree": None, "context-mixing": None, "mixture": 1500}
OF_BITS: dict[str, int | None] = {
    "urn": None,
    "solomonoff": 16,
    "shift-register": 10_000,
    "mixture": 3000,
    "context-tree": 50_000,
}
HOSTILE = (
    b"\0",
    b"\xff",
    bytes(range(256)),
    b"\xff\xfe\x00" * 40,
    b"\x1a\x00\r\n" * 9,
    "é€😀\ud800".encode("utf-8", "surrogatepass"),
)


def comes_back(name: str, symbols: np.ndarray, k: int) -> None:
    n = len(symbols)
    predicted = surprisals(predictor(name, k, n), symbols).sum()
    data, bits = encode_bits(symbols, predictor(name, k, n))
    assert len(data) == (bits + 7) // 8
    assert predicted - 1e-6 <= bits <= predicted + 2 + 0.001 * predicted
    assert np.array_equal(decode(data, n, predictor(name, k, n)), symbols)


def bits_of(data: bytes) -> np.ndarray:
    return np.unpackbits(np.frombuffer(data, np.uint8))


def test_none_is_forgotten() -> None:
    assert set(OF_BYTES) | set(OF_BITS) == set(NAMED)


@pytest.mark.parametrize("name", NAMED)
def test_every_predictor_takes_many_symbols_at_once(name: str) -> None:
    assert isinstance(predictor(name, 2, 10), FastPredictor)


@pytest.mark.needs_jit
@pytest.mark.parametrize("path", CORPORA, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", OF_BYTES)
def test_the_corpora_decode_byte_by_byte(name: str, path: Path) -> None:
    sequence = as_sequence(path)
    comes_back(name, sequence.symbols[: OF_BYTES[name]], sequence.k)


@pytest.mark.needs_jit
@pytest.mark.parametrize("path", CORPORA, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", OF_BITS)
def test_the_corpora_decode_bit_by_bit(name: str, path: Path) -> None:
    comes_back(name, bits_of(path.read_bytes())[: OF_BITS[name]], 2)


@pytest.mark.needs_jit
@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", OF_BYTES)
def test_hostile_bytes_decode(name: str, data: bytes) -> None:
    comes_back(name, np.frombuffer(data, np.uint8), 256)


@pytest.mark.needs_jit
@pytest.mark.parametrize("name", OF_BYTES)
@settings(deadline=None, max_examples=25)
@given(data=st.binary(min_size=1, max_size=60))
def test_any_bytes_decode(name: str, data: bytes) -> None:
    comes_back(name, np.frombuffer(data, np.uint8), 256)


@pytest.mark.needs_jit
@pytest.mark.parametrize("name", ["urn", "mixture", "context-tree", "context-mixing", "kt"])
@settings(deadline=None, max_examples=25)
@given(data=st.binary(min_size=1, max_size=8), cut=st.integers(0, 7))
def test_any_bits_decode(name: str, data: bytes, cut: int) -> None:
    comes_back(name, bits_of(data)[cut:], 2)


@pytest.mark.parametrize("name", ["kt", "context-tree", "mixture", "urn"])
def test_one_by_one_costs_what_all_at_once_does(name: str) -> None:
    symbols = np.array([0, 1, 1, 0, 1, 0, 0, 1] * 4)
    single = predictor(name, 2, len(symbols))
    found = []
    for symbol in symbols.tolist():
        found.append(-math.log2(single.probabilities()[symbol]))
        single.update(symbol)
    assert surprisals(predictor(name, 2, len(symbols)), symbols).tolist() == pytest.approx(found, rel=1e-9)
