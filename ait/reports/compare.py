"""From a Sequence to a Report: every measure that applies, the mixture of those that are codes, and the evidence."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ait.errors import AitError, InputError
from ait.estimate import Estimate, Kind
from ait.measures.block_counts import as_cells
from ait.measures.literal import literal
from ait.reports.array_choice import rows_of
from ait.reports.choice import MEASURES, Measure
from ait.reports.optional import chosen
from ait.reports.progress import Progress
from ait.sequence import Sequence, as_sequence
from ait.words import counted

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """One measure's figure in a report."""

    name: str
    estimate: Estimate


@dataclass(frozen=True)
class Report:
    """All figures for one input.

    Attributes:
        sequence: the input as it was read.
        lines: the figures, the literal length first.
        mixture: the universal mixture over the lines that are codes, -log2 Σ 2^-L_i / m.
        codes: m, the codes that apply to inputs of this length and alphabet. One that has no word for this very input
            counts too: a choice that depended on the input would have to be paid for.
        evidence: bits saved against the literal listing over the known alphabet, n·log2 k - mixture. If all k^n
            strings were equally likely, a saving of d bits or more would have probability at most 2^-d.
        best: the line that is the shortest code; alone it costs log2 m more, for having been chosen.
        left_out: measures that do not apply, each with the reason.
        cells: the input where it was an array of 0 and 1, uint8, shape (rows, columns); the sequence is its rows.
    """

    sequence: Sequence
    lines: tuple[Line, ...]
    mixture: Estimate
    codes: int
    evidence: float
    best: Line
    left_out: tuple[tuple[str, str], ...]
    cells: np.ndarray | None = None

    @property
    def choice_bits(self) -> float:
        """log2 of the number of codes: the charge for naming one of them."""
        return math.log2(self.codes)

    @property
    def spread(self) -> tuple[Line, Line] | None:
        """The least and the greatest figure that are relative to a machine alone; None where there are not two."""
        of_machines = {measure.name for measure in MEASURES if measure.is_of_a_machine}
        lines = [line for line in self.lines if line.name in of_machines]
        if len(lines) < 2:
            return None
        ordered = sorted(lines, key=lambda line: line.estimate.bits)
        return ordered[0], ordered[-1]

    def line(self, name: str) -> Estimate:
        """The figure of one measure (InputError where the report has none of that name)."""
        for line in self.lines:
            if line.name == name:
                return line.estimate
        reasons = dict(self.left_out)
        raise InputError(f"this report has no {name!r}: {reasons.get(name, 'no such measure')}")

    def as_dict(self) -> dict[str, Any]:
        """Plain types only, ready for JSON."""
        sequence, n = self.sequence, len(self.sequence)
        return {
            "input": {
                "source": sequence.source,
                "preview": sequence.preview(60),
                "symbols": n,
                "alphabet_size": sequence.k,
                "unit": sequence.unit,
                "alphabet_bits": sequence.alphabet_bits,
                "note": sequence.note,
                **({} if self.cells is None else {"shape": list(self.cells.shape)}),
            },
            "measures": [
                {"name": line.name, "bits_per_symbol": line.estimate.per_symbol(n), **line.estimate.as_dict()}
                for line in self.lines
            ],
            "mixture": self.mixture.as_dict(),
            "evidence_against_fair_coins_bits": self.evidence,
            "best_code": {"name": self.best.name, "bits_with_choice": self.best.estimate.bits + self.choice_bits},
            "spread_over_machines": None
            if self.spread is None
            else {
                end: {"name": line.name, "bits": line.estimate.bits}
                for end, line in zip(("least", "greatest"), self.spread, strict=True)
            },
            "left_out": [{"name": name, "reason": reason} for name, reason in self.left_out],
        }

    def __str__(self) -> str:
        from ait.reports.text import text

        return text([self])

    def _repr_html_(self) -> str:
        """The figures as a table, for notebooks."""
        from ait.reports.notebook import table

        return table(self)

    def html(self) -> str:
        """The whole report as a web page that needs no other file; needs the extra ``html``."""
        from ait.reports.page.html import html

        return html([self])


def mixture(estimates: Iterable[Estimate], codes: int | None = None) -> Estimate:
    """The universal mixture of m codes with equal weights: -log2 Σ_i 2^-L_i / m, itself a code.

    Args:
        estimates: the figures; those that are no codes are passed over.
        codes: m, where there are further codes that have no word for the input; it must not depend on the input, but
            on its length and alphabet only. The codes among the estimates if left out.

    Raises:
        InputError: if none of the estimates is a code.

    >>> two = [Estimate(b, Kind.UPPER_BOUND, "", "", is_code=True) for b in (3.0, 3.0)]
    >>> mixture(two).bits
    3.0
    """
    lengths = [estimate.bits for estimate in estimates if estimate.is_code]
    if not lengths:
        raise InputError("a mixture needs at least one code, and none of these figures is one")
    least, m = min(lengths), codes or len(lengths)
    bits = least + math.log2(m) - math.log2(math.fsum(2.0 ** (least - length) for length in lengths))
    return Estimate(
        bits,
        Kind.UPPER_BOUND,
        "universal mixture of codes",
        f"{counted(m, 'codes')} of this report, equal weights",
        is_code=True,
    )


def report(
    x: Any,
    *,
    alphabet: str | int | None = None,
    measures: Iterable[str] | None = None,
    include: str | Iterable[str] = (),
    progress: Progress | None = None,
    each: Callable[[str, Estimate | str], None] | None = None,
    source: str = "array",
) -> Report:
    """A complexity report: every measure that applies to ``x``, in bits, each saying what it is relative to.

    Args:
        x: whatever :func:`ait.as_sequence` takes; or an array of 0 and 1, shape (rows, columns), which gets the figures
            of its squares besides those of its rows, one after another.
        alphabet: the symbols, or their number, where they should not be inferred.
        measures: names of the measures wanted; all fast ones that apply if left out. The literal length always comes
            first.
        include: optional groups besides ("compressors", "generators", "lm"; see :mod:`ait.reports.optional`), or "all".
        progress: told how far a slow measure is.
        each: told each measure's name with its figure, or with the reason why it has none, as soon as it is known.
        source: what an array is called; a sequence knows itself where it came from.

    Raises:
        InputError: if the input cannot be read, a measure or group is unknown, or none applies.

    >>> report("0101010101010101").line("literal").bits
    16.0
    """
    cells = as_cells(x)
    sequence = as_sequence(x, alphabet) if cells is None else rows_of(cells, source)
    _log.info("input: %s symbols over %d, %s", f"{len(sequence):,}", sequence.k, sequence.source)
    lines: list[Line] = []
    left_out: list[tuple[str, str]] = []

    def found(name: str, figure: Estimate | str) -> None:
        if isinstance(figure, Estimate):
            lines.append(Line(name, figure))
        else:
            left_out.append((name, figure))
            _log.info("%s left out: %s", name, figure)
        if each is not None:
            each(name, figure)

    found("literal", literal(sequence))
    codes = 1
    wanted, asked = chosen(measures, include)
    for measure in wanted:
        if measure.of_an_array and cells is None:
            # Said only to those who ask for it: a sequence lacks nothing.
            if measure.name in asked:
                found(measure.name, "for arrays of 0 and 1, and this input is a sequence")
            continue
        subject = cells if measure.of_an_array else sequence
        reason = measure.refusal(subject) or ("" if measure.name in asked else _too_slow(measure, sequence))
        if reason:
            found(measure.name, reason)
            continue
        codes += measure.is_code_for(sequence)
        told = {"progress": progress} if measure.tells_progress else {}
        began = time.perf_counter()
        try:
            figure: Estimate | str = measure.compute(subject, **told)
        except AitError as error:
            figure = str(error)
        found(measure.name, figure)
        if isinstance(figure, Estimate):
            _log.info("%s: %.3f s", measure.name, time.perf_counter() - began)
    whole = mixture((line.estimate for line in lines), codes)
    best = min((line for line in lines if line.estimate.is_code), key=lambda line: line.estimate.bits)
    return Report(
        sequence, tuple(lines), whole, codes, sequence.literal_bits - whole.bits, best, tuple(left_out), cells
    )


def _too_slow(measure: Measure, sequence: Sequence) -> str:
    if measure.slow_beyond is None or len(sequence) <= measure.slow_beyond:
        return ""
    return f"slow beyond {measure.slow_beyond:,} symbols: ask for it by name (--measure {measure.name!r})"
