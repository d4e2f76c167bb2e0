"""Berlekamp and Massey with lists, linear complexity by trying all recurrences, and the code from its sum."""

from __future__ import annotations

import itertools
from fractions import Fraction


def discrepancies(bits: list[int]) -> tuple[list[int], int]:
    """For each bit whether the shortest register of those before is wrong; and the length in the end."""
    taps, old, length, grew = [1], [1], 0, -1
    wrong = []
    for seen in range(len(bits)):
        said = sum(tap * bits[seen - i] for i, tap in enumerate(taps) if i <= seen) % 2
        wrong.append(said)
        if said:
            shifted = [0] * (seen - grew) + old
            size = max(len(taps), len(shifted))
            mended = [
                (a + b) % 2
                for a, b in zip(taps + [0] * (size - len(taps)), shifted + [0] * (size - len(shifted)), strict=True)
            ]
            if 2 * length <= seen:
                old, length, grew = taps, seen + 1 - length, seen
            taps = mended
    return wrong, length


def linear_complexity(bits: list[int]) -> int:
    """The least L such that some c_1…c_L give every bit from the L-th on: all of them are tried."""
    for length in range(len(bits)):
        for taps in itertools.product((0, 1), repeat=length):
            if all(
                bits[i] == sum(tap * bits[i - 1 - j] for j, tap in enumerate(taps)) % 2
                for i in range(length, len(bits))
            ):
                return length
    return len(bits)


def probability(wrong: list[int]) -> Fraction:
    """Half for never; half over all moments t from which on nothing is wrong, 2^-t each."""
    n = len(wrong)
    total = Fraction(1, 2 ** (n + 1))
    for moment in range(n):
        if not any(wrong[moment:]):
            total += Fraction(1, 2 * n * 2**moment)
    return total
