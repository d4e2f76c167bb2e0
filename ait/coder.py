"""A bit-exact arithmetic coder that any predictor can drive: predicted code lengths made real.

``encode`` asks the predictor for the next symbol's probabilities, narrows an interval accordingly, and tells it the
symbol; ``decode`` does the same and finds the symbol from the bytes.  Both round the probabilities to whole
frequencies out of 2^32 in the same way, with at least 1 for every symbol, so none is impossible.  The bytes
hold neither the number of symbols nor the predictor's settings.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ait.coder_kernel import (
    BYTES_PER_SYMBOL,
    Reader,
    Writer,
    begin,
    ending,
    finish,
    read_one,
    write_one,
)
from ait.coder_loops_kernel import code_mixing, read_kt, read_tree, read_urn, write_kt, write_tree, write_urn
from ait.errors import DecodeError, InputError
from ait.predictors.base import Predictor
from ait.predictors.block_urn import BlockUrn
from ait.predictors.context_mixing import ContextMixing
from ait.predictors.context_tree import ContextTree
from ait.predictors.kt import KrichevskyTrofimov
from ait.sequence import Sequence, as_sequence

_FIRST_BYTES = 1 << 10
_TOLERANCE = 1e-9


def encode(x: Any, predictor: Predictor) -> bytes:
    """The code word of a sequence: the bits of :func:`encode_bits`, the last byte filled with zeros.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts, over the predictor's alphabet.
        predictor: it has seen the symbols afterwards.

    Raises:
        InputError: if x is not over the predictor's alphabet, or the predictor's probabilities are none.

    >>> from ait.predictors.kt import KrichevskyTrofimov
    >>> word = encode("0" * 1000, KrichevskyTrofimov(2))
    >>> len(word), bool(decode(word, 1000, KrichevskyTrofimov(2)).any())
    (1, False)
    """
    return encode_bits(x, predictor)[0]


def encode_bits(x: Any, predictor: Predictor) -> tuple[bytes, int]:
    """The code word of a sequence and its exact length in bits.

    No code word is the beginning of another of as many symbols. The length is at most 2 bits and what rounding to
    32-bit frequencies costs (k·1.44·2^-32 bits for each symbol) above Σ -log2 of the predictor's probabilities.
    Arguments and errors as in :func:`encode`.
    """
    symbols = _symbols(x, predictor.k)
    writer = Writer(np.array([0, (1 << 64) - 1], np.uint64), np.empty(_FIRST_BYTES, np.uint8), np.zeros(1, np.int64))
    if isinstance(predictor, ContextTree):
        writer = _write_tree(writer, symbols, predictor)
    elif isinstance(predictor, ContextMixing):
        writer = _write_mixing(writer, symbols, predictor)
    elif isinstance(predictor, KrichevskyTrofimov):
        writer = _write_kt(writer, symbols, predictor)
    elif isinstance(predictor, BlockUrn) and predictor.k == 2:
        writer = _write_urn(writer, symbols, predictor)
    else:
        writer = _write_any(writer, symbols, predictor)
    writer = _with_room(writer, 2 * BYTES_PER_SYMBOL)
    bits = finish(writer)
    return writer.out[: writer.place[0]].tobytes(), bits


def decode(data: bytes, n: int, predictor: Predictor) -> np.ndarray:
    """The ``n`` symbols whose code word is ``data``: uint8 if k <= 256, else uint32, shape (n,).

    Args:
        data: what :func:`encode` returned.
        n: the number of symbols.
        predictor: in the state in which the encoder's was; it has seen the symbols afterwards.

    Raises:
        DecodeError: if the data is not exactly a code word of n symbols (damage within it that happens to be the code
            word of other symbols cannot be seen).
        InputError: if n is negative, or the predictor's probabilities are none.
    """
    if n < 0:
        raise InputError(f"the number of symbols to decode is at least 0, not {n}")
    symbols = np.zeros(n, np.uint8 if predictor.k <= 256 else np.uint32)
    if n == 0:
        if data:
            raise DecodeError(f"no symbols have a code word of no bytes, not of {len(data)}")
        return symbols
    reader = Reader(np.zeros(3, np.uint64), np.frombuffer(data, np.uint8), np.zeros(1, np.int64))
    if not begin(reader):
        raise DecodeError(f"these {len(data)} bytes begin as no code word does")
    if isinstance(predictor, ContextTree):
        _read_tree(reader, symbols, predictor)
    elif isinstance(predictor, ContextMixing):
        _read_mixing(reader, symbols, predictor)
    elif isinstance(predictor, KrichevskyTrofimov):
        _read_kt(reader, symbols, predictor)
    elif isinstance(predictor, BlockUrn) and predictor.k == 2:
        _read_urn(reader, symbols, predictor)
    else:
        _read_any(reader, symbols, predictor)
    length, same = ending(reader)
    if length != len(data):
        raise DecodeError(f"{len(data)} bytes are no code word of {n} symbols: one that begins so has {length} bytes")
    if not same:
        raise DecodeError(f"these {len(data)} bytes end as no code word of {n} symbols does")
    return symbols


def _symbols(x: Any, k: int) -> np.ndarray:
    if isinstance(x, (Sequence, bytes, bytearray)):
        sequence = as_sequence(x)
    else:
        sequence = as_sequence(x, alphabet=k)
    if sequence.k != k:
        raise InputError(f"the predictor is for {k} symbols, the sequence is over {sequence.k}")
    return sequence.symbols


def _with_room(writer: Writer, size: int) -> Writer:
    """The writer with room for so many bytes more."""
    used = int(writer.place[0])
    if used + size <= writer.out.size:
        return writer
    out = np.empty(max(used + size, 2 * writer.out.size), np.uint8)
    out[:used] = writer.out[:used]
    return writer._replace(out=out)


def _chances(predictor: Predictor) -> np.ndarray:
    """The predictor's probabilities, checked: what is written with wrong ones could not be read."""
    chances = np.ascontiguousarray(predictor.probabilities(), np.float64)
    if chances.shape != (predictor.k,) or not np.all(chances >= 0):
        raise InputError(
            f"{predictor.description}: these are not the probabilities of {predictor.k} symbols: {chances}"
        )
    if not math.isclose(float(chances.sum()), 1.0, abs_tol=_TOLERANCE):
        raise InputError(f"{predictor.description}: the probabilities sum to {float(chances.sum())}, not to 1")
    return chances


def _write_any(writer: Writer, symbols: np.ndarray, predictor: Predictor) -> Writer:
    ends = np.empty(predictor.k, np.uint64)
    for symbol in symbols.tolist():
        writer = _with_room(writer, BYTES_PER_SYMBOL)
        write_one(writer, symbol, _chances(predictor), ends)
        predictor.update(symbol)
    return writer


def _read_any(reader: Reader, symbols: np.ndarray, predictor: Predictor) -> None:
    ends = np.empty(predictor.k, np.uint64)
    for now in range(symbols.size):
        symbol = read_one(reader, _chances(predictor), ends)
        symbols[now] = symbol
        predictor.update(symbol)


def _write_kt(writer: Writer, symbols: np.ndarray, predictor: KrichevskyTrofimov) -> Writer:
    now = 0
    while now < symbols.size:
        writer = _with_room(writer, 2 * BYTES_PER_SYMBOL)
        now = write_kt(writer, symbols, now, predictor.counts)
    return writer


def _read_kt(reader: Reader, symbols: np.ndarray, predictor: KrichevskyTrofimov) -> None:
    read_kt(reader, symbols, predictor.counts)


def _write_tree(writer: Writer, symbols: np.ndarray, predictor: ContextTree) -> Writer:
    stop = predictor.append(symbols)
    while predictor.now < stop:
        predictor.make_room(predictor.width)
        writer = _with_room(writer, (predictor.width + 1) * BYTES_PER_SYMBOL)
        predictor.now = write_tree(
            writer, predictor.tree, predictor.history, predictor.now, stop, predictor.k, predictor.width
        )
    return writer


def _read_tree(reader: Reader, symbols: np.ndarray, predictor: ContextTree) -> None:
    start = predictor.now
    stop = predictor.append(symbols)
    while predictor.now < stop:
        predictor.make_room(predictor.width)
        predictor.now = read_tree(
            reader, predictor.tree, predictor.history, predictor.now, stop, predictor.k, predictor.width
        )
    symbols[:] = predictor.history[start:stop]


def _write_mixing(writer: Writer, symbols: np.ndarray, predictor: ContextMixing) -> Writer:
    nobody = Reader(np.zeros(3, np.uint64), np.zeros(0, np.uint8), np.zeros(1, np.int64))
    stop = predictor.append(symbols)
    while predictor.now < stop:
        writer = _with_room(writer, (predictor.model.shape.width + 1) * BYTES_PER_SYMBOL)
        predictor.now = code_mixing(
            writer, nobody, predictor.model, predictor.history, predictor.now, stop, reading=False
        )
    return writer


def _read_mixing(reader: Reader, symbols: np.ndarray, predictor: ContextMixing) -> None:
    nobody = Writer(np.zeros(2, np.uint64), np.zeros(0, np.uint8), np.zeros(1, np.int64))
    start = predictor.now
    stop = predictor.append(symbols)
    predictor.now = code_mixing(nobody, reader, predictor.model, predictor.history, start, stop, reading=True)
    symbols[:] = predictor.history[start:stop]


def _write_urn(writer: Writer, symbols: np.ndarray, predictor: BlockUrn) -> Writer:
    for now, stop in predictor.stretches(symbols.size):
        while now < stop:
            writer = _with_room(writer, 2 * BYTES_PER_SYMBOL)
            now, predictor.node = write_urn(
                writer, symbols[:stop], now, predictor.base, predictor.counts, predictor.node
            )
    return writer


def _read_urn(reader: Reader, symbols: np.ndarray, predictor: BlockUrn) -> None:
    for start, stop in predictor.stretches(symbols.size):
        predictor.node = read_urn(reader, symbols[start:stop], predictor.base, predictor.counts, predictor.node)
