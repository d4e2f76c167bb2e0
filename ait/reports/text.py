"""A report as plain text: one table a person reads, then what follows from it in sentences."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence as Items
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ait.estimate import Estimate, Kind
from ait.reports.compare import Report
from ait.words import counted

if TYPE_CHECKING:
    from ait.sequence import Sequence

_STYLES = {Kind.EXACT: "green", Kind.BOUNDS: "green", Kind.UPPER_BOUND: "cyan", Kind.ESTIMATE: "yellow"}
_PREVIEW = 60
_SHORT = 64
_LONGEST_PROGRAM = 200
_NARROW = 76
LEGEND = (
    "exact: the quantity itself. bounds: it lies in the interval given. upper bound: a description of that length "
    "exists and decodes. estimate: nothing is proved. All rows but estimates are codes, given the number of symbols, "
    "and enter the mixture. * best code."
)


def text(reports: Items[Report], *, width: int = 80, color: bool = False) -> str:
    """The reports as text: one in full, several as a comparison in bits per symbol.

    Args:
        reports: at least one.
        width: columns to fill.
        color: whether to write terminal colours.
    """
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        highlight=False,
        no_color=not color,
        legacy_windows=False,
    )
    console.print(render(reports, width))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def render(reports: Items[Report], width: int = 80) -> RenderableType:
    """The same as an object that rich can print."""
    if len(reports) == 1:
        return _one(reports[0], width)
    from ait.reports.comparison import comparison

    return comparison(reports, width)


def format_bits(bits: float) -> str:
    """Bits for a person: two decimals, thousands apart.

    >>> format_bits(1234.5678)
    '1,234.57'
    """
    return f"{bits:,.2f}"


def headline(sequence: Sequence) -> Text:
    """Two lines that say what the input is and how it was read."""
    return Text.assemble((sequence.preview(_PREVIEW), "bold"), "\n", (headline_facts(sequence), "dim"))


def headline_facts(sequence: Sequence) -> str:
    """Where the input came from, its length and its alphabet."""
    k, n = sequence.k, len(sequence)
    facts = [f"{counted(n, sequence.unit)} from {sequence.source}", f"alphabet of {k:,} symbols"]
    if sequence.alphabet_bits:
        facts[-1] += f" (inferred: {format_bits(sequence.alphabet_bits)} bits)"
    if sequence.note:
        facts.append(sequence.note)
    return ", ".join(facts)


def _one(report: Report, width: int) -> RenderableType:
    """The table and its conclusions; where it would be too narrow, its last column stands below it as a list."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("measure", no_wrap=True)
    table.add_column("bits", justify="right", no_wrap=True)
    table.add_column("per symbol", justify="right", no_wrap=True)
    table.add_column("kind", no_wrap=True)
    if width >= _NARROW:
        table.add_column("relative to", overflow="fold")
    n = len(report.sequence)
    for line in report.lines:
        estimate = line.estimate
        star = " *" if line is report.best else ""
        cells: list[RenderableType] = [
            f"{line.name}{star}",
            format_bits(estimate.bits),
            f"{estimate.per_symbol(n):.4f}",
            Text(estimate.kind.value, _STYLES[estimate.kind]),
        ]
        table.add_row(*cells, *([Text(relative_to(estimate))] if width >= _NARROW else []))
    blocks: list[RenderableType] = [headline(report.sequence), "", table, "", *map(Text, sentences(report))]
    if width < _NARROW:
        blocks += ["", Text("Relative to", "bold")]
        blocks += [
            Padding(Text.assemble((f"{line.name}: ", "dim"), relative_to(line.estimate)), (0, 0, 0, 2))
            for line in report.lines
        ]
    blocks += _witnesses(report)
    if report.left_out:
        blocks += ["", Text("Left out", "bold")]
        blocks += [Padding(Text(f"{name}: {reason}", "dim"), (0, 0, 0, 2)) for name, reason in report.left_out]
    return Group(*blocks, "", Text(LEGEND, "dim"))


def relative_to(estimate: Estimate) -> str:
    """The reference of a figure, with what is proved about it and what a reader must know, in one line."""
    words = [estimate.reference]
    if estimate.kind is Kind.BOUNDS and estimate.low is not None and estimate.high is not None:
        words.append(f"in [{_down(estimate.low)}, {_up(estimate.high)}]")
    elif estimate.kind is Kind.UPPER_BOUND and estimate.low:
        words.append(f"at least {_down(estimate.low)}")
    if estimate.standard_error is not None:
        words.append(f"standard error {estimate.standard_error:.3g}")
    if "container" in estimate.parts:
        container = estimate.parts["container"]
        words.append(f"container {container:,.0f} ({container / estimate.bits:.0%})")
    elif estimate.note:
        words.append(estimate.note)
    return "; ".join(words)


def _down(bits: float) -> str:
    """A proved lower end, rounded outwards so that what is printed is still true."""
    return f"{math.floor(bits * 1e4) / 1e4:,.4f}"


def _up(bits: float) -> str:
    return f"{math.ceil(bits * 1e4) / 1e4:,.4f}"


def sentences(report: Report) -> list[str]:
    """What follows from a report's figures together."""
    whole, n = report.mixture.bits, len(report.sequence)
    found = [
        f"Universal mixture of the {report.codes} codes: {format_bits(whole)} bits, {whole / n:.4f} per symbol.",
        f"Best single code: {report.best.name}, {format_bits(report.best.estimate.bits)} bits, and "
        f"{format_bits(report.choice_bits)} more for having been chosen.",
    ]
    if report.evidence > 0:
        found.append(
            f"Evidence against fair coins: the mixture saves {format_bits(report.evidence)} bits on the "
            f"{format_bits(report.sequence.literal_bits)} of the plain listing; were all strings equally likely, a "
            f"saving this large would have probability at most 2^-{_down_two(report.evidence)}."
        )
    else:
        found.append("Evidence against fair coins: none, the mixture is no shorter than the plain listing.")
    if report.spread is not None and n <= _SHORT:
        least, greatest = report.spread
        found.append(
            f"Spread over machines: from {format_bits(least.estimate.bits)} bits ({least.name}) to "
            f"{format_bits(greatest.estimate.bits)} ({greatest.name}). For a string this short that is the error bar: "
            "the choice of the machine is worth as much."
        )
    return found


def _down_two(bits: float) -> str:
    return f"{math.floor(bits * 100) / 100:,.2f}"


def _witnesses(report: Report) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for line in report.lines:
        witness = line.estimate.witness
        if witness is not None:
            detail = f"  ({_shortened(witness.detail)})" if witness.detail else ""
            name = (f"{line.name} witness, {witness.kind}: ", "dim")
            lines.append(Text.assemble(name, _shortened(witness.text), (detail, "dim")))
    return ["", *lines] if lines else []


def _shortened(program: str) -> str:
    """A program that copies the input is as long as it: its beginning, and where the whole of it is."""
    if len(program) <= _LONGEST_PROGRAM:
        return program
    return f"{program[:_PREVIEW]}… ({len(program):,} characters; --json has them all)"
