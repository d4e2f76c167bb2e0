"""Evidence against chance: what a mixture of codes saves, as an e-value with the price of having many codes paid.

If all k^n sequences are equally likely, any code with Σ 2^-L(x) ≤ 1 has the expectation E[k^n·2^-L(x)] ≤ 1: the
quotient is an e-value (Vovk and Wang 2021; Grünwald, de Heide and Koolen 2024), a wager at fair odds against chance.
By Markov's inequality it is 1/p or more with probability p at most, whatever the sample's size, so that 1/e bounds a
p-value.  The mixture with equal weights of m codes is one code; its e-value is the mean of theirs, and choosing the
best afterwards is paid for by log2 m bits at most.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Items
from dataclasses import dataclass
from typing import Any

from ait.notebook import Grid, Shown
from ait.reports.compare import Report, report
from ait.reports.progress import Progress
from ait.reports.rows import Cell, Rows
from ait.sequence import Sequence
from ait.words import counted

DEFAULT_GROUPS = ("generators",)
_LEAST = 5e-324
_WIDTH = 80


@dataclass(frozen=True)
class Evidence(Shown):
    """What codes say against the hypothesis of independent, fair symbols.

    Attributes:
        report: every code's length.
        bits: log2 of the e-value of the mixture: n·log2 k less the mixture's length. Negative if nothing was found.
        multiplicity: log2 of the number of codes, the most that having many of them can cost, bits.
        best: the name of the shortest code.
        best_bits: what it saves by itself, before that is paid.
        share: the part of the mixture's e-value that comes from the best code, from 0 to 1.
    """

    report: Report
    bits: float
    multiplicity: float
    best: str
    best_bits: float
    share: float

    def _shown(self) -> Mapping[str, Any]:
        return {
            "input": self.sequence,
            "against": f"independent symbols, each of {self.sequence.k:,} equally likely",
            "saved": f"{self.bits:,.2f} bits by the mixture of {self.report.codes} codes",
            "probability at most": self.p_bound,
            "best code": f"{self.best}, {self.best_bits:,.2f} bits",
            "codes": Grid(("code", "bits saved"), self.saved()),
        }

    @property
    def sequence(self) -> Sequence:
        """The input as it was read."""
        return self.report.sequence

    @property
    def e_value(self) -> float:
        """2^bits; infinite where that is beyond floating-point numbers."""
        return 2.0**self.bits if self.bits < 1024 else math.inf

    @property
    def p_bound(self) -> float:
        """A number that the p-value does not exceed: the smaller of 1 and 1/e, never 0."""
        return min(1.0, max(_LEAST, 2.0**-self.bits if self.bits < 1074 else 0.0))

    def saved(self) -> tuple[tuple[str, float], ...]:
        """Each code and the bits that it saves by itself, the most first; negative if it is longer than the listing."""
        literal = self.sequence.literal_bits
        found = [(line.name, literal - line.estimate.bits) for line in self.report.lines if line.estimate.is_code]
        return tuple(sorted(found, key=lambda pair: -pair[1]))

    def as_dict(self) -> dict[str, Any]:
        """Plain types only, ready for JSON; the e-value is null where it is beyond floating-point numbers."""
        return {
            "input": self.report.as_dict()["input"],
            "null_hypothesis": f"independent symbols, each of {self.sequence.k} equally likely",
            "bits": self.bits,
            "e_value": self.e_value if math.isfinite(self.e_value) else None,
            "p_value_at_most": self.p_bound,
            "codes": self.report.codes,
            "multiplicity_bits": self.multiplicity,
            "best": {"name": self.best, "bits_saved": self.best_bits, "share": self.share},
            "saved": [{"name": name, "bits": bits} for name, bits in self.saved()],
            "left_out": [{"name": name, "reason": reason} for name, reason in self.report.left_out],
        }


def evidence(
    x: Any,
    *,
    alphabet: str | int | None = None,
    measures: Iterable[str] | None = None,
    include: str | Iterable[str] = DEFAULT_GROUPS,
    progress: Progress | None = None,
) -> Evidence:
    """How much speaks against ``x`` being fair coins (or fair dice of k sides), in bits and as an e-value.

    Args:
        x: whatever :func:`ait.as_sequence` takes.
        alphabet: the symbols, or their number; where it is inferred, its description is charged.
        measures: names of the codes wanted; all fast ones and those of ``include`` if left out. Estimates are passed
            over.
        include: optional groups besides; "generators" if left out, the codes that recognise pseudo-random numbers.
        progress: told how far a slow measure is.

    The codes must be chosen before the data is seen. Then E[e] ≤ 1 under chance, exactly and for every n, and a
    single test at level p rejects where e ≥ 1/p. E-values of independent data may be multiplied.

    Raises:
        InputError: if the input cannot be read, or a measure or group is unknown.

    >>> found = evidence("01" * 50)
    >>> found.bits > 70, found.p_bound < 1e-20
    (True, True)
    >>> evidence("0110100110010110010111010001").bits < 1
    True
    """
    made = report(x, alphabet=alphabet, measures=measures, include=include, progress=progress)
    literal, best = made.sequence.literal_bits, made.best
    share = 2.0 ** (made.mixture.bits - made.choice_bits - best.estimate.bits)
    return Evidence(made, made.evidence, made.choice_bits, best.name, literal - best.estimate.bits, min(1.0, share))


def evidence_text(found: Evidence) -> str:
    """The verdict first, then each code that saves anything."""
    s = found.sequence
    lines = [
        f"{s.preview(60)}",
        f"{counted(len(s), s.unit)} from {s.source}, against the hypothesis that all {s.k:,}^{len(s):,} are equally"
        " likely",
        "",
        f"evidence     {found.bits:,.2f} bits",
        f"e-value      {_power(found.bits)}",
        f"p-value      {'at most ' + _power(-found.bits) if found.bits > 0 else 'no bound below 1'}",
        f"codes        {found.report.codes}; having so many cost {found.best_bits - found.bits:,.2f} bits, "
        f"{found.multiplicity:.2f} at most",
    ]
    if found.bits > 0:
        lines.append(
            f"carried by   {found.best}: {found.best_bits:,.2f} bits by itself, {100 * found.share:.0f} % of e"
        )
    else:
        lines.append("Nothing was found. That proves nothing: no computable test sees all order.")
    lines += ["", "bits saved by itself"]
    saved = found.saved()
    width = max(len(name) for name, _ in saved)
    lines += [f"  {name:<{width}}  {bits:>14,.2f}" for name, bits in saved if bits > 0]
    rest = [name for name, bits in saved if bits <= 0]
    if rest:
        lines += textwrap.wrap(f"none: {', '.join(rest)}", _WIDTH, initial_indent="  ", subsequent_indent="  ")
    if found.report.left_out:
        names = ", ".join(name for name, _ in found.report.left_out)
        lines += ["", *textwrap.wrap(f"Not for this input (reasons in --json): {names}", _WIDTH)]
    return "\n".join(lines) + "\n"


def evidence_tables(found: Items[Evidence]) -> list[Rows]:
    """A row for the mixture of each input and for each of its codes: the bits saved on the plain listing."""
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        s = one.sequence
        own = (s.preview(60), s.source, len(s), s.k)
        rows.append((*own, "mixture", one.bits, one.as_dict()["e_value"], one.p_bound))
        rows += [(*own, name, bits, None, None) for name, bits in one.saved()]
    columns = ("input", "source", "symbols", "alphabet_size", "code", "bits_saved", "e_value", "p_value_at_most")
    return [Rows("code", columns, rows)]


def _power(bits: float) -> str:
    """2^bits, in decimal digits as long as people read them."""
    if abs(bits) < 1000:
        return f"{2.0**bits:.4g}"
    return f"2^{bits:,.1f}"
