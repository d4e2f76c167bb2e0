"""The arithmetic coder with whole numbers of any size, so that no carry ever needs to run back."""

from __future__ import annotations

from collections.abc import Callable

SCALE_BITS = 32


def frequencies(probabilities: list[float]) -> list[int]:
    """1 and the rounded share of 2^32 - k for each symbol; what is left goes to the first of the likeliest."""
    k = len(probabilities)
    share = [1 + int(p * (2**SCALE_BITS - k)) for p in probabilities]
    share[probabilities.index(max(probabilities))] += 2**SCALE_BITS - sum(share)
    return share


def code_word(symbols: list[int], predict: Callable[[list[int]], list[float]]) -> str:
    """The bits, given the probabilities that ``predict`` gives after the symbols so far.

    The interval is [low, low + size) / 2^precision; the precision grows so that the size keeps 57 to 64 bits.
    """
    low, size, precision = 0, 2**64 - 1, 64
    for i, symbol in enumerate(symbols):
        share = frequencies(predict(symbols[:i]))
        start, end = sum(share[:symbol]), sum(share[: symbol + 1])
        low += size * start >> SCALE_BITS
        size = (size * end >> SCALE_BITS) - (size * start >> SCALE_BITS)
        while size < 2**56:
            low, size, precision = low << 8, size << 8, precision + 8
    # Every word of ``length`` bits that fits has all its continuations inside; the first interval that has one wins.
    for length in range(1, precision + 1):
        unit = 2 ** (precision - length)
        number = -(-low // unit)
        if (number + 1) * unit <= low + size:
            return f"{number:0{length}b}"
    raise AssertionError("an interval of at least 2^56 units holds a word")
