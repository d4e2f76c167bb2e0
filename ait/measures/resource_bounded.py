"""Complexities that charge for time as well: Levin's Kt, Schmidhuber's speed prior, and Bennett's logical depth.

All three are about the programs of LBF that write x and perhaps more; a step is one executed instruction.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ait.enumeration.lbf_search import Found, Program, search
from ait.errors import InputError
from ait.estimate import Estimate, Kind, Witness
from ait.machines.lbf import run
from ait.measures.fallback import copy_program
from ait.measures.parts import with_alphabet
from ait.measures.prior import BITS, STEPS_TO_REPLAY, binary_string, reference
from ait.notebook import Shown
from ait.sequence import as_sequence


@dataclass(frozen=True)
class Depth(Shown):
    """Logical depth: the fewest steps in which a program of at most Km(x) + ``significance`` bits writes x.

    Attributes:
        steps: that number.
        significance: in bits.
        km: the size of the least program found.
        certified: whether all programs of so many bits were run and decided, so that ``steps`` is exact.
        program: the bits of the quickest program, the shortest of those.
    """

    steps: int
    significance: int
    km: int
    certified: bool
    program: str


def levin_complexity(x: Any, *, bits: int = BITS) -> Estimate:
    """Kt(x), the least of size + log2(steps) over all programs that write x (Levin 1973).

    Args:
        x: a binary string of up to 1,024 symbols; anything that :func:`ait.sequence.as_sequence` accepts.
        bits: D, the longest programs that are run.

    Raises:
        InputError: if x is not binary or too long, or ``bits`` is out of range.

    >>> from ait.sequence import as_sequence
    >>> kt = levin_complexity(as_sequence("0" * 8, alphabet="01"))
    >>> round(2 ** (kt.bits - 4), 6), kt.witness.text  # 15 steps of a program of 4 bits
    (15.0, ';]')
    """
    sequence = as_sequence(x)
    string = binary_string(sequence)
    found = _timed(string, bits)
    candidates = [(size + math.log2(steps), size, program) for size, (steps, program) in _programs(found).items()]
    cost, size, program = min(candidates, key=lambda candidate: candidate[:2])
    # Whoever was not run to its end is longer, and makes at least one step for each symbol.
    unseen = min([bits + 1, *(other.size for other in found.in_the_way(len(string), bits + 1))])
    low = min(cost, unseen + math.log2(len(string)))
    parts = with_alphabet({"program": size, "time": cost - size}, sequence)
    text = run(program.bits, length=len(string), steps=STEPS_TO_REPLAY).text
    return Estimate(
        sum(parts.values()),
        Kind.EXACT if low == cost else Kind.UPPER_BOUND,
        "Levin complexity Kt",
        reference(bits),
        low=low + sequence.alphabet_bits,
        high=sum(parts.values()),
        parts=parts,
        is_code=True,
        witness=Witness("lbf", text, f"{program.size} bits: {program.bits}"),
    )


def speed_prior(x: Any, *, bits: int = BITS) -> Estimate:
    """-log2 S(x), where a program of l bits and t steps counts 2^-l times 2^(1 - l - ceil(log2 t)).

    This is the chance that x comes from a program guessed by fair coin flips in a phase of Levin search guessed
    likewise: in phase i, which has probability 2^-i, a program of l bits runs for 2^(i - l) steps (Schmidhuber 2002).

    Arguments and errors as in :func:`levin_complexity`.

    >>> from ait.sequence import as_sequence
    >>> estimate = speed_prior(as_sequence("0" * 8, alphabet="01"))
    >>> estimate.low <= estimate.bits <= 4 + 7  # the program ``;]`` alone: 4 + (4 + 4 - 1)
    True
    """
    sequence = as_sequence(x)
    string = binary_string(sequence)
    found = _timed(string, bits)
    least_scale = (len(string) - 1).bit_length()
    known = Fraction(0)
    for size, row in enumerate(found.part["tally"][len(string)].tolist()):
        for scale, count in enumerate(row):
            known += count * _speed(size, scale)
    if len(string) + 7 > bits:
        copy_steps = 3 * len(string) - 1
        known += _speed(len(string) + 7, (copy_steps - 1).bit_length())
    # All others that write x together have the open mass, each with more than D bits and at least n steps.
    unseen = (
        Fraction(found.open_before(len(string)), 1 << found.unit_bits) * _speed(bits + 1, least_scale) * 2 ** (bits + 1)
    )
    for program in found.in_the_way(len(string), bits + 1):
        unseen += _speed(program.size, least_scale)
    parts = with_alphabet({"data": _bits(known)}, sequence)
    return Estimate(
        sum(parts.values()),
        Kind.BOUNDS,
        "speed prior -log2 S",
        reference(bits),
        low=_bits(known + unseen) + sequence.alphabet_bits,
        high=sum(parts.values()),
        parts=parts,
        is_code=True,
    )


def logical_depth(x: Any, significance: int = 0, *, bits: int = BITS) -> Depth:
    """The fewest steps in which x comes out of a program at most ``significance`` bits longer than the least.

    Deep strings have short programs, all of which take long; random and trivial strings are shallow (Bennett 1988).

    Args:
        x, bits: see :func:`levin_complexity`.
        significance: in bits, at least 0.

    Raises:
        InputError: if x is not binary or too long, or a number is out of range.

    >>> logical_depth("01" * 8).steps, logical_depth("01" * 8, significance=8).steps
    (46, 38)
    """
    if significance < 0:
        raise InputError(f"a significance is a number of bits from 0 on, not {significance}")
    string = binary_string(as_sequence(x))
    found = _timed(string, bits)
    programs = _programs(found)
    km = min(programs)
    near = [(steps, size, program) for size, (steps, program) in programs.items() if size <= km + significance]
    steps, _, program = min(near, key=lambda candidate: candidate[:2])
    open_programs = found.in_the_way(len(string), km + significance + 1)
    certified = km + significance <= bits and not open_programs
    return Depth(steps, significance, km, certified, program.bits)


@lru_cache(maxsize=16)
def _timed(string: str, bits: int) -> Found:
    return search(string, bits=bits, timed=True)


def _programs(found: Found) -> dict[int, tuple[int, Program]]:
    """The quickest programs by size, the copy program among them: it makes three steps a symbol but for the last."""
    string = found.space.target
    programs = found.quickest(len(string))
    copy = Program(copy_program(string), len(string))
    programs.setdefault(copy.size, (3 * len(string) - 1, copy))
    return programs


def _speed(size: int, scale: int) -> Fraction:
    """What a program of ``size`` bits and at most 2^scale steps adds to S."""
    return Fraction(2, 1 << (2 * size + scale))


def _bits(chance: Fraction) -> float:
    return math.log2(chance.denominator) - math.log2(chance.numerator)
