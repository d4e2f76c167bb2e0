"""The Estimate: one figure in bits together with everything that says what kind of statement it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from ait.errors import InputError
from ait.notebook import Shown
from ait.words import counted


class Kind(str, Enum):
    """What a figure claims.

    ``EXACT``: the quantity named by ``method`` itself.  ``BOUNDS``: a computed value of that quantity, which is
    proved to lie between ``low`` and ``high``.  ``UPPER_BOUND``: a description of this length exists.
    ``ESTIMATE``: nothing is proved.
    """

    EXACT = "exact"
    BOUNDS = "bounds"
    UPPER_BOUND = "upper bound"
    ESTIMATE = "estimate"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Witness(Shown):
    """Something that re-creates the input: ``kind`` names the machine or decoder, ``text`` is what it is given."""

    kind: str
    text: str
    detail: str = ""

    @classmethod
    def halting(cls, kind: str, machine: object, blank: int, steps: int) -> Witness:
        """A machine that halts with the input on its tape, or plane.

        >>> Witness.halting("turing", "1-H1-H", 1, 1).detail
        'starts on blank 1, halts after 1 step'
        """
        return cls(kind, str(machine), f"starts on blank {blank}, halts after {counted(steps, 'steps')}")


@dataclass(frozen=True)
class Estimate(Shown):
    """A figure in bits that carries its own meaning.

    Attributes:
        bits: the figure, in bits.
        kind: what is claimed of it, see :class:`Kind`.
        method: the quantity that was computed ("monotone complexity Km", "KT sequential code", ...).
        reference: relative to what: the machine, table, model class or compressor, with its budget or version.
        low, high: what is proved about the quantity named by ``method``, in bits; None where nothing is.
        parts: where the bits are paid; when present they sum to ``bits``.
        is_code: whether 2^-bits summed over all inputs of the same length and alphabet is at most 1, so that
            the figure is the length of a real code and may enter a mixture.
        standard_error: in bits, where sampling entered.
        witness: what re-creates the input, where it exists.
        note: one sentence that a reader of the figure must know.

    Raises:
        InputError: if a field is not finite, or the bounds or parts contradict ``bits``.

    >>> fair = Estimate(4.0, Kind.EXACT, "literal length", "4 symbols of 2", is_code=True)
    >>> fair.per_symbol(4)
    1.0
    """

    bits: float
    kind: Kind
    method: str
    reference: str
    low: float | None = None
    high: float | None = None
    parts: Mapping[str, float] = field(default_factory=dict)
    is_code: bool = False
    standard_error: float | None = None
    witness: Witness | None = None
    note: str = ""

    def __post_init__(self) -> None:
        for name in ("bits", "low", "high", "standard_error"):
            value = getattr(self, name)
            if value is None:
                continue
            if not math.isfinite(value):
                raise InputError(f"Estimate.{name} must be a finite number of bits, not {value}")
            object.__setattr__(self, name, float(value))
        slack = 1e-6 * max(1.0, abs(self.bits))
        if self.low is not None and self.low > self.bits + slack:
            raise InputError(f"Estimate.low = {self.low} lies above bits = {self.bits}")
        if self.high is not None and self.high < self.bits - slack:
            raise InputError(f"Estimate.high = {self.high} lies below bits = {self.bits}")
        parts = {name: float(value) for name, value in self.parts.items()}
        if parts and abs(sum(parts.values()) - self.bits) > slack:
            raise InputError(f"the parts {parts} sum to {sum(parts.values())}, not to bits = {self.bits}")
        object.__setattr__(self, "parts", parts)

    def per_symbol(self, symbols: int) -> float:
        """Bits per symbol of an input of ``symbols`` symbols."""
        if symbols < 1:
            raise InputError(f"bits per symbol need at least one symbol, not {symbols}")
        return self.bits / symbols

    def _shown(self) -> Mapping[str, Any]:
        ends = None if self.low is None and self.high is None else f"{_end(self.low)} to {_end(self.high)} bits"
        shown = {
            "bits": self.bits,
            "kind": self.kind,
            "of": self.method,
            "relative to": self.reference,
            "proved": ends,
            "standard error": self.standard_error,
            "paid for": self.parts or None,
            "witness": None if self.witness is None else f"{self.witness.kind}: {self.witness.text}",
            "note": self.note or None,
        }
        return {name: value for name, value in shown.items() if value is not None}

    def _shown_line(self) -> str:
        return f"{self.bits:,.4f} bits, {self.kind.value}: {self.method}; {self.reference}"

    def as_dict(self) -> dict[str, Any]:
        """Plain types only, ready for JSON."""
        witness = None
        if self.witness is not None:
            witness = {"kind": self.witness.kind, "text": self.witness.text, "detail": self.witness.detail}
        return {
            "bits": self.bits,
            "low": self.low,
            "high": self.high,
            "kind": self.kind.value,
            "is_code": self.is_code,
            "method": self.method,
            "reference": self.reference,
            "parts": dict(self.parts),
            "standard_error": self.standard_error,
            "witness": witness,
            "note": self.note,
        }


def _end(bits: float | None) -> str:
    return "–" if bits is None else f"{bits:,.4f}"
