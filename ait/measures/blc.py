"""What binary lambda calculus says about one binary string: its monotone complexity KM and its plain complexity KS.

KM(x) is the length of the shortest program whose output begins with x, KS(x) of the shortest that prints the list x
and ends; see :mod:`ait.machines.blc`.  The identity copies its data, so neither exceeds \\|x\\| + 4; for all short
strings nothing beats it, which running every shorter program proves.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ait.enumeration.blc_search import IDENTITY, Program, Search, search
from ait.enumeration.blc_terms import LONGEST
from ait.errors import InputError
from ait.estimate import Estimate, Kind, Witness
from ait.machines.blc_notation import as_lambda
from ait.measures.parts import with_labels
from ait.sequence import Sequence, as_sequence

BITS = 27
"""Programs are run up to this length; strings of up to 24 symbols are then certified, in a fraction of a second."""

LONGEST_STRING = 100_000


def blc_monotone_complexity(x: Any, *, bits: int = BITS) -> Estimate:
    """KM(x), exact where no shorter program is left that could print x.

    The shortest programs of all strings of one length are prefix-free, so these lengths are a code.

    Args:
        x: a binary string of up to 100,000 symbols; anything that :func:`ait.sequence.as_sequence` accepts.
        bits: run all programs up to this length, 4 to 40 (29: half a second, 33: seconds).

    Raises:
        InputError: if x is not binary or too long, or ``bits`` is out of range.

    >>> km = blc_monotone_complexity("0110100110010110")
    >>> km.bits, str(km.kind), km.witness.text
    (20.0, 'exact', '00100110100110010110')
    """
    sequence = as_sequence(x)
    string = _binary(sequence, LONGEST_STRING)
    # A program that prints x prints its beginning, so a beginning's bound from below is one for x.
    found = _searched(string[:LONGEST], "monotone", _budget(bits, len(string)))
    exact_least = found.least if len(string) <= LONGEST else None
    return _estimate(sequence, string, found, exact_least, "monotone complexity KM")


def blc_plain_complexity(x: Any, *, bits: int = BITS) -> Estimate:
    """KS(x), exact where no shorter program is left that could print x and end.

    A plain program's end is given to it for nothing, so these lengths are no code.

    Args:
        x: a binary string of up to 60 symbols; anything that :func:`ait.sequence.as_sequence` accepts.
        bits: see :func:`blc_monotone_complexity`.

    Raises:
        InputError: if x is not binary or too long, or ``bits`` is out of range.

    >>> blc_plain_complexity("0110").bits
    8.0
    """
    sequence = as_sequence(x)
    string = _binary(sequence, LONGEST)
    found = _searched(string, "plain", _budget(bits, len(string)))
    return _estimate(sequence, string, found, found.least, "plain complexity KS")


def _estimate(sequence: Sequence, string: str, found: Search, least: Program | None, method: str) -> Estimate:
    program = least or Program(IDENTITY, string, 0)
    high = len(program.bits)
    low = min(found.low, high)
    parts = with_labels({"term": len(program.code), "data": len(program.data)}, sequence)
    charge = parts.get("alphabet", 0.0)
    exact = low == high
    return Estimate(
        sum(parts.values()),
        Kind.EXACT if exact else Kind.UPPER_BOUND,
        method,
        f"binary lambda calculus, all programs of up to {found.budget} bits",
        low=low + charge,
        high=high + charge,
        parts=parts,
        is_code=found.mode == "monotone",
        witness=Witness("blc", program.bits, f"{as_lambda(program.code)} with data {program.data or 'none'}"),
        note="" if exact else _note(found),
    )


def _note(found: Search) -> str:
    if found.undecided:
        return f"{len(found.undecided)} undecided programs might be shorter"
    return f"no program of up to {found.budget} bits prints it; this is the identity with the string as its data"


def _budget(bits: int, length: int) -> int:
    """No more than all programs shorter than copying need be run."""
    if not 4 <= bits <= 40:
        raise InputError(f"bits = {bits}: programs are run up to 4 to 40 bits")
    return max(4, min(bits, length + len(IDENTITY) - 1))


def _binary(sequence: Sequence, longest: int) -> str:
    if sequence.k != 2:
        raise InputError(f"these programs print bits: a string of {sequence.k} symbols has none; read it as bits first")
    if len(sequence) > longest:
        raise InputError(f"programs are sought for up to {longest} symbols, not {len(sequence)}: cut the string")
    return (sequence.symbols + ord("0")).astype("uint8").tobytes().decode()


@lru_cache(maxsize=16)
def _searched(string: str, mode: str, bits: int) -> Search:
    return search(string, bits, mode=mode)
