"""Reports as one self-contained web page: escaped, light and dark, static pictures."""

from __future__ import annotations

import math
from base64 import b64encode
from collections.abc import Sequence as Items
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

from ait import __version__
from ait.errors import InputError, MissingExtraError
from ait.reports.compare import Report
from ait.reports.page import curves, several
from ait.reports.page.maps import Map
from ait.reports.page.pictures import pictures
from ait.reports.page.programs import Program, programs
from ait.reports.page.strip import LONGEST, Cell, strip
from ait.reports.page.tree import tree
from ait.reports.progress import Progress
from ait.reports.text import format_bits, relative_to, sentences
from ait.sources.registry import SOURCES
from ait.words import counted

MOST_PICTURED = 24
"""Inputs on a page beyond which it holds their figures alone: a picture of everything would be many megabytes."""
_LONG_ENOUGH = 8


@dataclass(frozen=True)
class _Section:
    """All that the template shows of one report."""

    report: Report
    title: str
    facts: list[str]
    figures: list[dict[str, Any]]
    sentences: list[str]
    pictures: list[Map]
    cells: list[Cell]
    cut: int
    strip_predictor: str
    programs: list[Program]


def insist_on_packages() -> None:
    """Before anything is computed: what a page is made with is installed (MissingExtraError)."""
    for package in ("jinja2", "matplotlib"):
        if find_spec(package) is None:
            raise MissingExtraError(package, "html")


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
    sections = [_section(report, f"input-{i}", len(reports)) for i, report in enumerate(reports, 1)]
    script = (files("ait.reports.page") / "templates" / "report.js").read_text(encoding="utf-8")
    text = environment.get_template("report.html").render(
        version=__version__,
        title=reports[0].sequence.preview(40) if len(reports) == 1 else f"{len(reports)} inputs",
        sections=sections,
        rows=rows,
        mixture=several.mixtures(reports),
        correlations=several.correlations(rows),
        chance=several.chance(len(reports)),
        tree=tree(reports, progress) if len(reports) > 1 else None,
        most_pictured=MOST_PICTURED,
        script=script,
        # The only script that the page's own policy lets run is this one.
        script_hash=f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}",
        has_strips=any(section.cells for section in sections),
    )
    # What names a source may be no text: its bytes are shown as escapes.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _section(report: Report, anchor: str, inputs: int) -> _Section:
    sequence, truth = report.sequence, _truth(report)
    pictured = inputs <= MOST_PICTURED
    costs = curves.costs(report) if pictured and len(sequence) >= _LONG_ENOUGH else {}
    best = min(costs, key=lambda name: float(costs[name].sum())) if costs else ""
    shown = pictures(report, costs, best, truth) if pictured else []
    cells = strip(sequence, costs[best], LONGEST // inputs) if costs else []
    return _Section(
        report,
        sequence.preview(60),
        _facts(report, truth),
        [_figure(report, i) for i in range(len(report.lines))],
        sentences(report),
        [replace(one, picture=_unique(one.picture, anchor)) for one in shown],
        cells,
        len(sequence) - len(cells),
        best,
        [_renamed(program, anchor) for program in programs(report)] if pictured else [],
    )


def _unique(svg: str, anchor: str) -> str:
    """Element names that hold once for the page although each section has the same pictures."""
    for opening in ('id="', 'href="#', "url(#"):
        svg = svg.replace(opening, f"{opening}{anchor}-")
    return svg


def _renamed(program: Program, anchor: str) -> Program:
    return replace(program, picture=_unique(program.picture, anchor))


def _truth(report: Report) -> float | None:
    """The entropy rate of the source that wrote the input, where it is one of ours."""
    origin, _, name = report.sequence.source.partition(" ")
    source = SOURCES.get(name.split(", seed ")[0]) if origin == "source" else None
    return None if source is None else source.entropy_rate


def _facts(report: Report, truth: float | None) -> list[str]:
    sequence, n = report.sequence, len(report.sequence)
    facts = [
        f"{counted(n, sequence.unit)} from {sequence.source}",
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
