"""Where the bits of a code are paid: what every code adds to its own parts."""

from __future__ import annotations

from collections.abc import Mapping

from ait.sequence import Sequence


def with_alphabet(parts: Mapping[str, float], sequence: Sequence) -> dict[str, float]:
    """The parts of a code over the symbols, and the alphabet's description where it had to be inferred.

    >>> from ait.sequence import as_sequence
    >>> with_alphabet({"data": 4.0}, as_sequence("0110"))
    {'data': 4.0, 'alphabet': 1.0}
    >>> with_alphabet({"data": 4.0}, as_sequence("0110", alphabet="01"))
    {'data': 4.0}
    """
    whole = dict(parts)
    if sequence.alphabet_bits > 0.0:
        whole["alphabet"] = sequence.alphabet_bits
    return whole
