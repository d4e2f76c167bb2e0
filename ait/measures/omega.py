"""Omega, the chance that LBF halts when it is fed with fair coin flips, from both sides (Chaitin 1975)."""

from __future__ import annotations

from dataclasses import dataclass

from ait.enumeration.driver import walk
from ait.enumeration.lbf import CLASSES, LbfSpace, verify
from ait.notebook import Shown


@dataclass(frozen=True)
class Omega(Shown):
    """What all programs of up to D bits prove about Omega.

    Attributes:
        bits: D.
        mass_low: the mass of the programs that halt, in units of 2^-``unit_bits``.
        mass_high: and of those that are not proved never to halt.
    """

    bits: int
    mass_low: int
    mass_high: int

    @property
    def unit_bits(self) -> int:
        """Masses are in units of 2^-unit_bits: D + 4."""
        return self.bits + 4

    @property
    def low(self) -> float:
        """The proved lower bound."""
        return self.mass_low / 2.0**self.unit_bits

    @property
    def high(self) -> float:
        """The proved upper bound."""
        return self.mass_high / 2.0**self.unit_bits

    @property
    def digits(self) -> str:
        """The leading binary digits of Omega on which both bounds agree."""
        low, high = (format(mass, f"0{self.unit_bits}b") for mass in (self.mass_low, self.mass_high))
        same = 0
        while same < self.unit_bits and low[same] == high[same]:
            same += 1
        return "0." + low[:same]


def omega(bits: int = 24, *, workers: int = 1) -> Omega:
    """Run every LBF program of up to ``bits`` bits until it halts or is proved not to.

    A program that writes for ever without reading new code never halts, so outputs are not followed: only whether
    a ``!`` or new code can still be reached.

    Args:
        bits: D, 4 to 48.
        workers: threads.

    Raises:
        InputError: if ``bits`` is out of range.

    >>> found = omega(16)
    >>> found.mass_low / 2**4, found.low < found.high
    (10752.0, True)
    """
    space = LbfSpace(bits, 1, capped=False)
    whole = verify(space, walk(space, workers=workers))
    mass = dict(zip(CLASSES, whole["classes"].tolist(), strict=True))
    return Omega(bits, mass["halted"], mass["halted"] + mass["undecided"] + mass["unexpanded"])
