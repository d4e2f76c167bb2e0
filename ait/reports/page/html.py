"""Reports as one self-contained web page: escaped, light and dark, static pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence as Items
from dataclasses import dataclass
from typing import Any

import numpy as np

from ait import __version__
from ait.errors import InputError, MissingExtraError
from ait.reports.choice import TURING_TABLE
from ait.reports.compare import Report
from ait.reports.page import curves, several
from ait.reports.page.ladder import ladder
from ait.reports.page.programs import Program, programs
from ait.reports.page.strip import LONGEST, Cell, strip
from ait.reports.page.tree import tree
from ait.reports.progress import Progress
from ait.reports.text import format_bits, relative_to, sentences
from ait.sources.registry import SOURCES

_LONG_ENOUGH, _LONG_ENOUGH_FOR_CURVES = 8, 32


@dataclass(frozen=True)
class _Section:
    """All that the template shows of one report."""

    report: Report
    title: str
    facts: list[str]
    figures: list[dict[str, Any]]
    sentences: list[str]
    truth: float | None
    pictures: list[tuple[str, str, str]]
    cells: list[Cell]
    cut: int
    strip_predictor: str
    programs: list[Program]


def html(reports: Items[Report], progress: Progress | None = None) -> str:
    """The page, as text; one report in full, or several beside one another and then each in full.

    Args:
        reports: at least one.
        progress: told how far the distances between several inputs are.

    Raises:
        InputError: if there is no report.
        MissingExtraError: if matplotlib or jinja2 is not installed.
    """
    if not reports:
        raise InputError("a page needs at least one report")
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise MissingExtraError("jinja2", "html") from error
    environment = Environment(
        loader=PackageLoader("ait.reports.page", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    rows = several.rows(reports) if len(reports) > 1 else []
    text = environment.get_template("report.html").render(
        version=__version__,
        title=reports[0].sequence.preview(40) if len(reports) == 1 else f"{len(reports)} inputs",
        sections=[_section(report, f"input-{i}") for i, report in enumerate(reports, 1)],
        rows=rows,
        correlations=several.correlations(rows),
        chance=several.chance(len(reports)),
        tree=tree(reports, progress) if len(reports) > 1 else None,
        longest=LONGEST,
    )
    return text


def _section(report: Report, anchor: str) -> _Section:
    sequence = report.sequence
    truth = _truth(report)
    names = {line.name for line in report.lines}
    costs = curves.costs(sequence, names) if len(sequence) >= _LONG_ENOUGH else {}
    best = min(costs, key=lambda name: float(costs[name].sum())) if costs else ""
    pictures = _pictures(report, costs, best, truth, anchor)
    return _Section(
        report,
        sequence.preview(60),
        _facts(report, truth),
        [_figure(report, i) for i in range(len(report.lines))],
        sentences(report),
        truth,
        pictures,
        strip(sequence, costs[best]) if costs else [],
        max(0, len(sequence) - LONGEST),
        best,
        [_renamed(program, anchor) for program in programs(report)],
    )


def _pictures(
    report: Report, costs: dict[str, np.ndarray], best: str, truth: float | None, anchor: str
) -> list[tuple[str, str, str]]:
    """(heading, picture, caption) of each picture that the input is long enough for."""
    found = [
        (
            "Every measure against the literal length",
            curves.measures(report, truth),
            "Diamond: exact or proved bounds (the line is the interval). Triangle: an upper bound, a code that "
            "decodes. Circle: an estimate, nothing is proved.",
        )
    ]
    sequence, n = report.sequence, len(report.sequence)
    if costs and n >= _LONG_ENOUGH_FOR_CURVES:
        found += [
            (
                "Learning curves",
                curves.learning(report, costs, truth),
                "What each predictor has paid per symbol so far, its learning included. The description of an inferred "
                "alphabet is not in these curves.",
            ),
            ("Block ladder", *ladder(sequence, truth)),
            (
                "Cost along the input",
                curves.along(costs[best], sequence.literal_bits / n, best),
                f"Mean surprisal of each stretch under {best}, the shortest of the predictors here.",
            ),
        ]
        if sequence.k == 2:
            found.append(
                (
                    "Complexity along the input",
                    curves.windows(sequence),
                    f"-log2 of D(w | length) for every window of 12 symbols, table {TURING_TABLE}: what small Turing "
                    "machines find hard, given the length.",
                )
            )
    return [(heading, _unique(svg, anchor), caption) for heading, svg, caption in found if svg]


def _unique(svg: str, anchor: str) -> str:
    """Element names that hold once for the page although each section has the same pictures."""
    for opening in ('id="', 'href="#', "url(#"):
        svg = svg.replace(opening, f"{opening}{anchor}-")
    return svg


def _renamed(program: Program, anchor: str) -> Program:
    return Program(program.machine, program.code, program.words, _unique(program.picture, anchor), program.trace)


def _truth(report: Report) -> float | None:
    """The entropy rate of the source that wrote the input, where it is one of ours."""
    for name, source in SOURCES.items():
        if report.sequence.source in (f"source {name}", f"source {name}, seed 0"):
            return source.entropy_rate
    return None


def _facts(report: Report, truth: float | None) -> list[str]:
    sequence, n = report.sequence, len(report.sequence)
    facts = [
        f"{n:,} {sequence.unit[:-1] if n == 1 else sequence.unit} from {sequence.source}",
        f"alphabet of {sequence.k:,} symbols",
        f"literal length {format_bits(sequence.literal_bits)} bits",
    ]
    if sequence.alphabet_bits:
        facts.append(f"alphabet inferred, {format_bits(sequence.alphabet_bits)} bits to describe it")
    if sequence.note:
        facts.append(sequence.note)
    if truth is not None:
        facts.append(f"entropy rate of the source {truth:.6f} bits per symbol")
    return facts


def _figure(report: Report, index: int) -> dict[str, Any]:
    line = report.lines[index]
    estimate, n = line.estimate, len(report.sequence)
    share = estimate.bits / report.sequence.literal_bits if report.sequence.literal_bits else math.nan
    return {
        "name": line.name,
        "best": line is report.best,
        "bits": format_bits(estimate.bits),
        "per_symbol": f"{estimate.per_symbol(n):.4f}",
        "share": f"{share:.1%}",
        "kind": estimate.kind.value,
        "method": estimate.method,
        "reference": relative_to(estimate),
    }
