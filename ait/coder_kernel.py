"""An arithmetic coder in 64-bit integers: intervals narrowed by frequencies out of 2^32, carries paid at once.

The code word so far is the bytes written and then ``low``; the interval is [low, low + size), in units of 2^-64 of
the last byte written. A symbol takes the part of it that its frequencies [start, end) out of 2^32 cut out, rounded
down at both ends, so nothing is lost between neighbours. Whenever the size falls below 2^56 a byte is final but
for a carry, which runs back through the bytes already written (Martin, "Range encoding", 1979; Moffat, Neal and
Witten, "Arithmetic coding revisited", 1998).  The writer ends with the fewest bits that fix a point of the
interval whatever follows them, so a message of probability P has at most -log2 P + 2 bits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ait.jit import kernel, lean_kernel

SCALE_BITS = 32
_SCALE = 1 << SCALE_BITS
_LOW_HALF = np.uint64(_SCALE - 1)
_HALF, _BYTE, _TOP = np.uint64(32), np.uint64(8), np.uint64(56)
_SMALLEST = np.uint64(1 << 56)
_OCTET = np.uint64(255)
LOW, SIZE, AHEAD = 0, 1, 2
BYTES_PER_SYMBOL = 8


class Writer(NamedTuple):
    """``state`` uint64 (2,): low and size; ``out`` uint8: the bytes; ``place`` int64 (1,): how many are written."""

    state: np.ndarray
    out: np.ndarray
    place: np.ndarray


class Reader(NamedTuple):
    """``state`` uint64 (3,): low, size, how far the code word is above low; ``data`` uint8; ``place`` int64 (1,)."""

    state: np.ndarray
    data: np.ndarray
    place: np.ndarray


@lean_kernel
def scaled(size: np.uint64, frequency: np.uint64) -> np.uint64:
    """size·frequency / 2^32, rounded down, for frequencies up to 2^32."""
    return (size >> _HALF) * frequency + (((size & _LOW_HALF) * frequency) >> _HALF)


@lean_kernel
def write_slice(writer: Writer, start: np.uint64, end: np.uint64) -> None:
    """Narrow the interval to frequencies [start, end). The caller has made room for BYTES_PER_SYMBOL bytes."""
    state, out = writer.state, writer.out
    size = state[SIZE]
    offset = scaled(size, start)
    low = state[LOW] + offset
    place = writer.place[0]
    if low < offset:
        carry(out, place)
    size = scaled(size, end) - offset
    while size < _SMALLEST:
        out[place] = np.uint8(low >> _TOP)
        place += 1
        low <<= _BYTE
        size <<= _BYTE
    state[LOW] = low
    state[SIZE] = size
    writer.place[0] = place


@lean_kernel
def carry(out: np.ndarray, place: int) -> None:
    """Add one to the bytes before ``place``."""
    place -= 1
    while out[place] == 255:
        out[place] = 0
        place -= 1
    out[place] += 1


@lean_kernel
def closing(low: np.uint64, size: np.uint64) -> tuple[int, np.uint64]:
    """The fewest bits that fix a point of [low, low + size), and how far above ``low`` that point is."""
    bits = 1
    while True:
        unit = np.uint64(1) << np.uint64(64 - bits)
        gap = (np.uint64(0) - low) & (unit - np.uint64(1))
        if gap + unit <= size:
            return bits, gap
        bits += 1


@kernel
def finish(writer: Writer) -> int:
    """Write the closing bits; returns the code word's length in bits."""
    low = writer.state[LOW]
    bits, gap = closing(low, writer.state[SIZE])
    point = low + gap
    place = writer.place[0]
    if point < gap:
        carry(writer.out, place)
    length: int = 8 * place + bits
    while bits > 0:
        writer.out[place] = np.uint8(point >> _TOP)
        place += 1
        point <<= _BYTE
        bits -= 8
    writer.place[0] = place
    return length


@lean_kernel
def next_byte(reader: Reader) -> np.uint64:
    """The next byte of the data; zero past its end."""
    place = reader.place[0]
    reader.place[0] = place + 1
    return np.uint64(reader.data[place]) if place < reader.data.size else np.uint64(0)


@kernel
def begin(reader: Reader) -> bool:
    """Take the first eight bytes; whether they lie in the first interval at all."""
    reader.state[LOW] = np.uint64(0)
    reader.state[SIZE] = np.uint64(0) - np.uint64(1)
    ahead = np.uint64(0)
    for _ in range(8):
        ahead = (ahead << _BYTE) | next_byte(reader)
    reader.state[AHEAD] = ahead
    return bool(ahead < reader.state[SIZE])


@lean_kernel
def read_slice(reader: Reader, start: np.uint64, end: np.uint64) -> None:
    """Narrow the interval as the writer did; the code word lies in frequencies [start, end)."""
    state = reader.state
    size = state[SIZE]
    offset = scaled(size, start)
    low = state[LOW] + offset
    ahead = state[AHEAD] - offset
    size = scaled(size, end) - offset
    while size < _SMALLEST:
        low <<= _BYTE
        size <<= _BYTE
        ahead = (ahead << _BYTE) | next_byte(reader)
    state[LOW] = low
    state[SIZE] = size
    state[AHEAD] = ahead


@kernel
def ending(reader: Reader) -> tuple[int, bool]:
    """After the last symbol: how many bytes the writer would have written, and whether its last bits are these."""
    bits, gap = closing(reader.state[LOW], reader.state[SIZE])
    length: int = reader.place[0] - 8 + (bits + 7) // 8
    return length, bool(reader.state[AHEAD] == gap)


@lean_kernel
def split(one: float) -> np.uint64:
    """The frequency of a zero, out of 2^32, when a one has probability ``one``; neither gets less than 1."""
    zero = 1.0 - one
    if zero >= one:
        return np.uint64(_SCALE) - (np.uint64(1) + np.uint64(one * (_SCALE - 2)))
    return np.uint64(1) + np.uint64(zero * (_SCALE - 2))


@lean_kernel
def write_bit(writer: Writer, bit: int | np.int64, one: float) -> None:
    """Write a bit, given the probability of a one."""
    zeros = split(one)
    if bit == 1:
        write_slice(writer, zeros, np.uint64(_SCALE))
    else:
        write_slice(writer, np.uint64(0), zeros)


@lean_kernel
def read_bit(reader: Reader, one: float) -> int:
    """Read a bit, given the probability of a one."""
    zeros = split(one)
    if reader.state[AHEAD] >= scaled(reader.state[SIZE], zeros):
        read_slice(reader, zeros, np.uint64(_SCALE))
        return 1
    read_slice(reader, np.uint64(0), zeros)
    return 0


@lean_kernel
def write_symbol(writer: Writer, symbol: int | np.int64, ends: np.ndarray) -> None:
    """Write a symbol, given where each symbol's frequencies end: uint64, shape (k,), the last 2^32."""
    write_slice(writer, ends[symbol - 1] if symbol > 0 else np.uint64(0), ends[symbol])


@lean_kernel
def read_symbol(reader: Reader, ends: np.ndarray) -> int:
    """Read a symbol; see :func:`write_symbol`."""
    first = 0
    last = ends.size - 1
    while first < last:
        middle = (first + last) // 2
        if reader.state[AHEAD] >= scaled(reader.state[SIZE], ends[middle]):
            first = middle + 1
        else:
            last = middle
    read_slice(reader, ends[first - 1] if first > 0 else np.uint64(0), ends[first])
    return first


@lean_kernel
def fill_ends(probabilities: np.ndarray, ends: np.ndarray) -> None:
    """Frequencies out of 2^32 from probabilities, each at least 1; what rounding leaves goes to the likeliest."""
    k = probabilities.size
    likeliest = 0
    total = np.uint64(0)
    for symbol in range(k):
        if probabilities[symbol] > probabilities[likeliest]:
            likeliest = symbol
        ends[symbol] = np.uint64(1) + np.uint64(probabilities[symbol] * (_SCALE - k))
        total += ends[symbol]
    ends[likeliest] += np.uint64(_SCALE) - total
    for symbol in range(1, k):
        ends[symbol] += ends[symbol - 1]


@kernel
def write_one(writer: Writer, symbol: int, probabilities: np.ndarray, ends: np.ndarray) -> None:
    """Write one symbol with the given probabilities; ``ends`` is scratch space."""
    fill_ends(probabilities, ends)
    write_symbol(writer, symbol, ends)


@kernel
def read_one(reader: Reader, probabilities: np.ndarray, ends: np.ndarray) -> int:
    """Read one symbol with the given probabilities; ``ends`` is scratch space."""
    fill_ends(probabilities, ends)
    return read_symbol(reader, ends)
