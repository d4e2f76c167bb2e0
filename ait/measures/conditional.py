"""Complexity and probability given another string, and what two strings know of each other, in proved intervals.

All figures are about LBF with a second tape (:mod:`ait.machines.lbf_given`), those given nothing included: Km(x) below
is Km(x | the empty string) on that machine.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

from ait.enumeration.lbf_given import search_given
from ait.enumeration.lbf_search import Found
from ait.estimate import Estimate, Kind, Witness
from ait.machines.lbf_given import CODES, run
from ait.measures.fallback import information
from ait.measures.parts import with_alphabet
from ait.measures.prior import STEPS_TO_REPLAY, binary_string
from ait.sequence import as_sequence

BITS = 22
_COPY_BITS = 8


def conditional_complexity(x: Any, y: Any = "", *, bits: int = BITS) -> Estimate:
    """Km(x | y), the size of the least program that writes x when it is given y; exact where it is certified.

    Args:
        x: a binary string of up to 100,000 symbols; anything that :func:`ait.sequence.as_sequence` accepts.
        y: another, or the empty string for nothing.
        bits: D, the longest programs that are run.

    Raises:
        InputError: if a string is not binary or too long, or ``bits`` is out of range.

    >>> from ait.sequence import as_sequence
    >>> x = as_sequence("011010011001", alphabet="01")
    >>> km = conditional_complexity(x, x)
    >>> km.bits, str(km.kind), km.witness.text
    (8.0, 'exact', ':;]')
    """
    sequence = as_sequence(x)
    string, given = binary_string(sequence), _given(y)
    size, low, program = _least(string, _searched(string, given, bits))
    parts = with_alphabet({"program": size}, sequence)
    text = run(program, given, length=len(string), steps=STEPS_TO_REPLAY).text
    return Estimate(
        sum(parts.values()),
        Kind.EXACT if low == size else Kind.UPPER_BOUND,
        "conditional complexity Km(x | y)",
        _reference(given, bits),
        low=low + sequence.alphabet_bits,
        high=sum(parts.values()),
        parts=parts,
        is_code=True,
        witness=Witness("lbf given y", text, f"{size} bits: {program}"),
    )


def conditional_probability(x: Any, y: Any = "", *, bits: int = BITS) -> Estimate:
    """-log2 of the mass M(x | y) that is known, with the interval that is proved for -log2 M(x | y).

    Arguments and errors as in :func:`conditional_complexity`.

    >>> from ait.sequence import as_sequence
    >>> x = as_sequence("0110100110010110", alphabet="01")
    >>> conditional_probability(x, x).bits < 8 < conditional_probability(x).bits
    True
    """
    sequence = as_sequence(x)
    string, given = binary_string(sequence), _given(y)
    found = _searched(string, given, bits)
    known = information(found.low(len(string)), bits, len(string) + _COPY_BITS)
    parts = with_alphabet({"data": known}, sequence)
    low = max(found.unit_bits - math.log2(found.high(len(string))), 0.0)
    return Estimate(
        sum(parts.values()),
        Kind.BOUNDS,
        "conditional probability -log2 M(x | y)",
        _reference(given, bits),
        low=low + sequence.alphabet_bits,
        high=sum(parts.values()),
        parts=parts,
        is_code=True,
    )


def mutual_information(x: Any, y: Any, *, bits: int = BITS) -> Estimate:
    """I(y : x) = Km(x) - Km(x | y): by how many bits knowing y shortens x, with the interval that is proved.

    It is not symmetric, and where y is of no use it may fall a few bits below 0.

    Arguments and errors as in :func:`conditional_complexity`.

    >>> mutual_information("01101001100101", "01101001100101").bits
    11.0
    """
    string, given = binary_string(as_sequence(x)), _given(y)
    alone, alone_low, _ = _least(string, _searched(string, "", bits))
    helped, helped_low, _ = _least(string, _searched(string, given, bits))
    low, high = alone_low - helped, alone - helped_low
    return Estimate(
        alone - helped,
        Kind.EXACT if low == high else Kind.BOUNDS,
        "algorithmic mutual information Km(x) - Km(x | y)",
        _reference(given, bits),
        low=low,
        high=high,
        parts={"Km(x)": alone, "-Km(x | y)": -helped},
    )


@lru_cache(maxsize=16)
def _searched(string: str, given: str, bits: int) -> Found:
    return search_given(string, given, bits=bits)


def _given(y: Any) -> str:
    return "" if isinstance(y, str) and not y else binary_string(as_sequence(y))


def _least(string: str, found: Found) -> tuple[int, int, str]:
    """The size of the least program known, a proved lower bound on it, and its bits."""
    size, bits = len(string), found.space.bits
    least = found.least(size)
    copy = CODES[","] + string[0] + CODES[";"] + CODES["]"] + string[1:]
    program = copy if least is None else least.bits
    unseen = len(program) if least is not None else min(len(program), bits + 1)
    return len(program), min([unseen, *(other.size for other in found.in_the_way(size, unseen))]), program


def _reference(given: str, bits: int) -> str:
    what = f"{len(given)} bits" if given else "nothing"
    return f"LBF given {what} on a second tape, all programs of up to {bits} bits"
