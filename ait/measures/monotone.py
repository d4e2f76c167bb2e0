"""The universal prior and its complexity as figures: Km(x), and -log2 M(x), relative to the machine LBF."""

from __future__ import annotations

from typing import Any

from ait.estimate import Estimate, Kind, Witness
from ait.machines.lbf import CODES, run
from ait.measures.parts import with_labels
from ait.measures.prior import BITS, STEPS_TO_REPLAY, Prior, prior, reference
from ait.sequence import as_sequence
from ait.tables.counts_table import CountsTable


def monotone_complexity(x: Any, *, bits: int = BITS, table: CountsTable | str | None = None) -> Estimate:
    """Km(x), the size of the least program of LBF that writes x, exact where it is certified.

    The least programs of all strings of one length are prefix-free, so these sizes are a code.

    Args:
        x, bits, table: see :func:`ait.measures.prior.prior`.

    Raises:
        InputError, TableError: see :func:`ait.measures.prior.prior`.

    >>> km = monotone_complexity("0" * 12)
    >>> km.bits, str(km.kind), km.witness.text
    (4.0, 'exact', ';]')
    """
    sequence = as_sequence(x)
    found = prior(sequence, bits=bits, table=table)
    text = run(found.witness, length=len(sequence), steps=STEPS_TO_REPLAY).text
    data = sum(character not in CODES for character in text)
    parts = with_labels({"instructions": found.km - data, "data": data}, sequence)
    charge = parts.get("alphabet", 0.0)
    return Estimate(
        sum(parts.values()),
        Kind.EXACT if found.certified else Kind.UPPER_BOUND,
        "monotone complexity Km",
        reference(found.bits),
        low=found.km_low + charge,
        high=found.km + charge,
        parts=parts,
        is_code=True,
        witness=Witness("lbf", text, f"{found.km} bits: {found.witness}"),
        note=_note(found),
    )


def algorithmic_probability(x: Any, *, bits: int = BITS, table: CountsTable | str | None = None) -> Estimate:
    """-log2 of the mass M(x) that is known, with the interval that is proved for -log2 M(x).

    The programs counted for one string write no other string of its length, so this is a code.

    Args:
        x, bits, table: see :func:`ait.measures.prior.prior`.

    Raises:
        InputError, TableError: see :func:`ait.measures.prior.prior`.

    >>> estimate = algorithmic_probability("01", bits=16)
    >>> round(2**16 * 2**-estimate.bits, 6), estimate.low < estimate.bits
    (3011.0, True)
    """
    sequence = as_sequence(x)
    found = prior(sequence, bits=bits, table=table)
    parts = with_labels({"data": found.high_bits}, sequence)
    charge = parts.get("alphabet", 0.0)
    return Estimate(
        sum(parts.values()),
        Kind.BOUNDS,
        "algorithmic probability -log2 M",
        reference(found.bits),
        low=max(found.low_bits, 0.0) + charge,
        high=found.high_bits + charge,
        parts=parts,
        is_code=True,
    )


def _note(found: Prior) -> str:
    if found.certified:
        return ""
    if found.in_the_way:
        return f"{len(found.in_the_way)} undecided programs might be shorter"
    return f"no program of up to {found.bits} bits writes it; this is the copy program"
