"""KP(x) and m(x): programs of LBF that write exactly x and halt, the side on which Levin's coding theorem holds.

Halting programs are prefix-free by themselves, so KP is a prefix complexity and m a discrete semimeasure, and
KP(x) = -log2 m(x) + O(1) (Levin 1974); for Km and -log2 M no constant bounds the difference (Gács 1983).
"""

from __future__ import annotations

import math
from typing import Any

from ait.estimate import Estimate, Kind, Witness
from ait.machines.lbf import run
from ait.measures.parts import with_alphabet
from ait.measures.prior import BITS, STEPS_TO_REPLAY, Halting, binary_string, halting_side, reference, searched
from ait.sequence import Sequence, as_sequence


def prefix_complexity(x: Any, *, bits: int = BITS) -> Estimate:
    """KP(x), the size of the least program of LBF that writes x and halts; exact where it is certified.

    Args:
        x: a binary string of up to 100,000 symbols; anything that :func:`ait.sequence.as_sequence` accepts.
        bits: D, the longest programs that are run.

    Raises:
        InputError: if x is not binary or too long, or ``bits`` is out of range.

    >>> from ait.sequence import as_sequence
    >>> kp = prefix_complexity(as_sequence("0", alphabet="01"))
    >>> kp.bits, str(kp.kind), kp.witness.text
    (6.0, 'exact', ';!')
    """
    sequence = as_sequence(x)
    found = _halting(sequence, bits)
    parts = with_alphabet({"program": found.kp}, sequence)
    return Estimate(
        sum(parts.values()),
        Kind.EXACT if found.certified else Kind.UPPER_BOUND,
        "prefix complexity KP",
        reference(bits),
        low=found.kp_low + sequence.alphabet_bits,
        high=sum(parts.values()),
        parts=parts,
        is_code=True,
        witness=Witness("lbf", run(found.witness, steps=STEPS_TO_REPLAY).text, f"{found.kp} bits: {found.witness}"),
    )


def discrete_prior(x: Any, *, bits: int = BITS) -> Estimate:
    """-log2 of the mass m(x) that is known, with the interval that is proved for -log2 m(x).

    Args and errors as in :func:`prefix_complexity`.

    >>> from ait.sequence import as_sequence
    >>> estimate = discrete_prior(as_sequence("0", alphabet="01"))
    >>> estimate.low < estimate.bits < 6.0  # KP = 6
    True
    """
    sequence = as_sequence(x)
    found = _halting(sequence, bits)
    parts = with_alphabet({"data": found.information}, sequence)
    low = max(bits + 4 - math.log2(found.mass_high), 0.0)
    return Estimate(
        sum(parts.values()),
        Kind.BOUNDS,
        "discrete prior -log2 m",
        reference(bits),
        low=low + sequence.alphabet_bits,
        high=sum(parts.values()),
        parts=parts,
        is_code=True,
    )


def _halting(sequence: Sequence, bits: int) -> Halting:
    string = binary_string(sequence)
    return halting_side(string, searched(string, bits))
