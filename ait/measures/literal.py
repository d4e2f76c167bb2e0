"""The literal length: what it costs to list the symbols one by one, the yardstick of every other figure."""

from __future__ import annotations

from typing import Any

from ait.estimate import Estimate, Kind
from ait.measures.parts import with_alphabet
from ait.sequence import as_sequence
from ait.words import counted


def literal(x: Any) -> Estimate:
    """n·log2 k bits for n symbols over an alphabet of k, and the alphabet's description where it was inferred.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts.

    Raises:
        InputError: if x cannot be read as a sequence.

    >>> literal(b"abc").bits
    24.0
    """
    sequence = as_sequence(x)
    parts = with_alphabet({"data": sequence.literal_bits}, sequence)
    reference = f"{counted(len(sequence), sequence.unit)} over {sequence.k} symbols"
    return Estimate(sum(parts.values()), Kind.EXACT, "literal length", reference, parts=parts, is_code=True)
