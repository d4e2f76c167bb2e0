"""Where the bits of a code are paid: what every code adds to its own parts."""

from __future__ import annotations

from collections.abc import Mapping

from ait.sequence import Sequence


def with_alphabet(parts: Mapping[str, float], sequence: Sequence) -> dict[str, float]:
    """The parts of a code over the symbols, and the alphabet's description where it had to be inferred.

    >>> from ait.sequence import as_sequence
    >>> with_alphabet({"data": 14.0}, as_sequence("GATTACA"))
    {'data': 14.0, 'alphabet': 4.0}
    >>> with_alphabet({"data": 14.0}, as_sequence("GATTACA", alphabet="ACGT"))
    {'data': 14.0}
    """
    whole = dict(parts)
    if sequence.alphabet_bits > 0.0:
        whole["alphabet"] = sequence.alphabet_bits
    return whole


def with_labels(parts: Mapping[str, float], sequence: Sequence) -> dict[str, float]:
    """The parts of a program's length, for machines that write 0 and 1 themselves.

    Such a machine has no alphabet to be told, unless the symbols have other names than the digits.

    >>> from ait.sequence import as_sequence
    >>> with_labels({"data": 4.0}, as_sequence("0110"))
    {'data': 4.0}
    >>> with_labels({"data": 2.0}, as_sequence("ab", alphabet="ab"))
    {'data': 2.0}
    >>> with_labels({"data": 2.0}, as_sequence("~|" * 20))["alphabet"] > 10
    True
    """
    return dict(parts) if sequence.labels is None else with_alphabet(parts, sequence)
