"""Codes that recognise pseudo-random numbers by how common generators make them.

Each is short for what one family of generators writes and a bit or so above the plain listing for all else, so that
they cost next to nothing in a mixture.  They read words in a fixed number of ways, and the mixture of these is the
code: which way is right need not be known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from ait.errors import InputError
from ait.estimate import Estimate, Kind
from ait.measures.parts import with_alphabet
from ait.predictors.certainty import certainty_bits
from ait.predictors.congruential import WIDEST, Congruential
from ait.predictors.lagged_sums import all_sums, chosen_sum, sum_bits
from ait.predictors.shift_register import ShiftRegister
from ait.sequence import Sequence, as_sequence

_WIDTHS = (1, 8, 16, 32, 64)
_MOST_WORK = 1 << 38
_ENOUGH = 1 << 10
_FEWEST_BYTES = 6
_STRIDES = ((1, 0), (2, 0), (2, 1), (4, 0), (4, 3), (8, 0), (8, 7))


def linear_complexity(x: Any) -> int:
    """The length of the shortest linear-feedback shift register that writes a binary sequence (Massey 1969).

    Fair coins have about n/2. Time grows with n^2/256.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts, of two symbols.

    Raises:
        InputError: if x cannot be read or has more than two symbols.

    >>> linear_complexity("100010011010111"), linear_complexity("0001")
    (4, 4)
    """
    sequence = as_sequence(x)
    register = ShiftRegister(sequence.k, len(sequence))
    register.surprisals(sequence.symbols)
    return register.length


def shift_register_code(x: Any) -> Estimate:
    """A code for what shift registers write: about twice the linear complexity, and at most a few bits above n.

    The mixture of one register for all bits and of a register for each 8th, 16th, 32nd or 64th bit, so that one bit of
    each word may be linear and the others not; see :mod:`ait.predictors.shift_register`. Of Mersenne Twister every bit
    of the words is a register of 19,937.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts, over 2 or 256 symbols; bytes are read as bits.

    Returns:
        An Estimate in bits: an upper bound, and a code. A register longer than 2^38/n is given up, which
        keeps the time nearly in proportion: a million bits take 3 seconds of one core, 32 million 18.

    Raises:
        InputError: if x cannot be read, or has another alphabet.

    >>> from ait.sources import generate
    >>> shift_register_code(generate("shift-register", 5000)).bits < 90
    True
    """
    sequence, bits = _read(x)
    n = bits.size
    longest = _MOST_WORK // n
    lengths = [float(ShiftRegister(2, n, width, longest).surprisals(bits).sum()) for width in _WIDTHS]
    limit = f", up to length {longest:,}" if longest < n // 2 else ""
    every = ", ".join(str(width) for width in _WIDTHS)
    return _mixed(sequence, lengths, "shift registers", f"Berlekamp-Massey on every w-th bit, w = {every}{limit}")


def congruential_code(x: Any) -> Estimate:
    """A code for what linear congruential generators write whole: twelve words, and nothing after.

    The mixture over words of 2 to 64 bits, and of 16, 32 and 64 with their bytes in the other order; modulus and
    multiplier are found, not given; see :mod:`ait.predictors.congruential`.

    Args, returns and raises: as :func:`shift_register_code`.

    >>> words = [7]
    >>> for _ in range(99):
    ...     words.append((1664525 * words[-1] + 1013904223) % 2**32)
    >>> congruential_code(np.array(words, "<u4").tobytes()).bits < 420
    True
    """
    sequence, bits = _read(x)
    readings = [(width, False) for width in range(2, WIDEST + 1)] + [(width, True) for width in (16, 32, 64)]
    lengths = [_congruential(bits, *reading) for reading in readings]
    return _mixed(sequence, lengths, "congruential words", f"words of 2 to {WIDEST} bits, read in {len(readings)} ways")


def lagged_sum_code(x: Any) -> Estimate:
    """A code for bytes that are nearly a sum of two earlier ones, as the upper bytes of many generators are.

    The mixture over all bytes and the first or last of each 2, 4 or 8; the others are fair. Which of 9,021 sums is
    taken costs 13.1 bits; see :mod:`ait.predictors.lagged_sums`.

    Args, returns and raises: as :func:`shift_register_code`; of binary sequences the bits beyond whole bytes are fair.
    """
    sequence, bits = _read(x)
    data = np.packbits(bits[: bits.size // 8 * 8])
    lengths = [_lagged(data[offset::stride], bits.size) for stride, offset in _STRIDES]
    m = len(all_sums())
    return _mixed(sequence, lengths, "lagged sums of bytes", f"{m:,} sums, bytes read in {len(_STRIDES)} ways")


def _congruential(bits: np.ndarray, width: int, little: bool) -> float:
    """The length by one reading; where the first words obey no recurrence, zeros are said of all other bits."""
    predictor = Congruential(2, bits.size, width, little)
    predictor.surprisals(bits[: predictor.fitted * width])
    if predictor.recurrence is None:
        ones = np.flatnonzero(bits[-_ENOUGH:])
        if ones.size:
            return certainty_bits(bits.size - min(bits.size, _ENOUGH) + int(ones[-1]) + 1, bits.size)
    return float(Congruential(2, bits.size, width, little).surprisals(bits).sum())


def _lagged(symbols: np.ndarray, n: int) -> float:
    """The length of n bits of which these bytes are a part: half fair, half by the sum that is named."""
    fair = 8.0 * symbols.size
    if symbols.size < _FEWEST_BYTES:
        return float(n)
    told = math.log2(len(all_sums())) + sum_bits(np.ascontiguousarray(symbols), chosen_sum(symbols))
    return n - fair - float(np.logaddexp2(-fair - 1, -told - 1))


def _read(x: Any) -> tuple[Sequence, np.ndarray]:
    """The sequence and its bits."""
    sequence = as_sequence(x)
    if sequence.k == 2:
        return sequence, sequence.symbols
    if sequence.k == 256:
        return sequence, np.unpackbits(sequence.symbols)
    raise InputError(
        f"generators are recognised in bits or bytes, not over {sequence.k} symbols: read the data as bytes"
    )


def _mixed(sequence: Sequence, lengths: Iterable[float], method: str, reference: str) -> Estimate:
    """The mixture of several ways to read, each as likely beforehand."""
    found = np.array(list(lengths))
    bits = float(math.log2(found.size) - np.logaddexp2.reduce(-found))
    parts = with_alphabet({"data": bits}, sequence)
    return Estimate(sum(parts.values()), Kind.UPPER_BOUND, method, reference, parts=parts, is_code=True)
