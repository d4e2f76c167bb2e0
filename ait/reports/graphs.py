"""What was found about a graph, as text and for JSON."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import asdict, dataclass
from typing import Any

from ait.estimate import Estimate
from ait.graphs.adjacency import Adjacency
from ait.graphs.deconvolution import Deconvolution
from ait.graphs.information import GraphInformation
from ait.graphs.signature import reprogrammability
from ait.graphs.sparsify import Sparsified
from ait.notebook import Shown
from ait.reports.rows import ESTIMATE_COLUMNS, Cell, Rows, estimate_cells
from ait.words import counted

_NAMED = 12


@dataclass(frozen=True, eq=False)
class GraphReport(Shown):
    """A graph's figure, and what else was asked for."""

    graph: Adjacency
    estimate: Estimate
    information: GraphInformation | None = None
    sparsified: Sparsified | None = None
    deconvolution: Deconvolution | None = None


def graph_text(report: GraphReport, top: int) -> str:
    """The report as text; ``top`` elements of most and of least information are named."""
    graph = report.graph
    kind = "directed" if graph.directed else "undirected"
    deviation = report.estimate.standard_error
    error = "" if deviation is None else f" ± {deviation:,.4f}"
    lines = [
        f"{kind} graph, {counted(len(graph), 'nodes')}, {counted(len(graph.edges()), 'edges')}; as a list of pairs"
        f" {graph.literal_bits:,.0f} bits",
        f"{report.estimate.method}: {report.estimate.bits:,.4f}{error} bits, {report.estimate.kind.value}"
        f" ({report.estimate.reference})",
        *(f"  {note}" for note in report.estimate.note.split("; ") if note),
    ]
    if report.information is not None:
        lines += ["", *_information(report.information, top)]
    if report.sparsified is not None:
        lines += ["", *_sparsified(report.sparsified)]
    if report.deconvolution is not None:
        lines += ["", *_deconvolution(report.deconvolution)]
    return "\n".join(lines) + "\n"


def _information(found: GraphInformation, top: int) -> list[str]:
    if not len(found.bits):
        return [f"no {found.what}, so no signature"]
    bits = found.bits
    more, less = int((bits > 1e-9).sum()), int((bits < -1e-9).sum())
    index = reprogrammability(bits)
    lines = [
        f"information of {len(bits):,} {found.what}: {more:,} positive, {less:,} negative,"
        f" {len(bits) - more - less:,} neutral; from {bits.max():+,.4f} to {bits.min():+,.4f} bits",
        f"reprogrammability: relative {index.relative:.4f} (of the positive values {index.relative_positive:.4f}),"
        f" absolute {index.absolute:,.4f}",
    ]
    ranked = found.ranked()
    for word, chosen in (("most", ranked[:top]), ("least", ranked[::-1][:top])):
        if chosen:
            lines.append(f"{word} information: {', '.join(f'{_name(e)} ({b:+.4f})' for e, b in chosen)}")
    return lines


def _sparsified(found: Sparsified) -> list[str]:
    curve = found.bits
    return [
        f"taken out, least information first: {len(found.removed):,} {found.what}"
        f" in {len(found.steps):,} steps; {curve[0]:,.4f} bits became {curve[-1]:,.4f}",
        f"first to go: {_listed(found.removed)}",
        f"left: {counted(len(found.left), 'nodes')}, {counted(len(found.left.edges()), 'edges')}",
    ]


def _deconvolution(found: Deconvolution) -> list[str]:
    lines = []
    if found.cutoff is not None:
        lines.append(f"jumps of more than 1 + {found.cutoff:.4f} bits part the edges into {len(found.groups):,} groups")
    lines.append(f"cut: {_listed(found.cut)}")
    sizes = ", ".join(str(len(part)) for part in found.components)
    lines.append(f"{counted(len(found.components), 'components')}, of {sizes} nodes")
    return lines


def _listed(elements: tuple[Any, ...]) -> str:
    if not elements:
        return "nothing"
    more = f", and {len(elements) - _NAMED:,} more" if len(elements) > _NAMED else ""
    return ", ".join(_name(element) for element in elements[:_NAMED]) + more


def _name(element: Any) -> str:
    return "-".join(map(str, element)) if isinstance(element, tuple) else str(element)


def graph_record(report: GraphReport) -> dict[str, Any]:
    """The report for JSON, with every value."""
    record: dict[str, Any] = {
        "nodes": [str(node) for node in report.graph.nodes],
        "edges": len(report.graph.edges()),
        "directed": report.graph.directed,
        "literal_bits": report.graph.literal_bits,
        "estimate": report.estimate.as_dict(),
    }
    found = report.information
    if found is not None:
        record["order"] = [str(node) for node in found.labelling.graph.nodes]
        record["information"] = {
            "what": found.what,
            "elements": [_plain(element) for element in found.elements],
            "bits": found.bits.tolist(),
            "ranks": found.ranks().tolist(),
            "reprogrammability": asdict(reprogrammability(found.bits)) if len(found.bits) else None,
        }
    if report.sparsified is not None:
        record["sparsified"] = {
            "what": report.sparsified.what,
            "removed": [_plain(element) for element in report.sparsified.removed],
            "steps": report.sparsified.steps.tolist(),
            "bits": report.sparsified.bits.tolist(),
        }
    if report.deconvolution is not None:
        record["deconvolution"] = {
            "cutoff": report.deconvolution.cutoff,
            "groups": [[_plain(edge) for edge in group] for group in report.deconvolution.groups],
            "cut": [_plain(edge) for edge in report.deconvolution.cut],
            "components": [sorted(map(str, part)) for part in report.deconvolution.components],
        }
    return record


def graph_tables(report: GraphReport) -> list[Rows]:
    """The graph's own row, then a row an element, a row a step of taking out, and a row a component."""
    graph, found = report.graph, report.information
    own = (len(graph), len(graph.edges()), graph.directed, graph.literal_bits, *estimate_cells(report.estimate))
    elements: list[tuple[Cell, ...]] = []
    if found is not None:
        named = zip(found.elements, found.bits.tolist(), found.ranks().tolist(), strict=True)
        elements = [(_name(element), bits, rank) for element, bits, rank in named]
    steps: list[tuple[Cell, ...]] = []
    if (less := report.sparsified) is not None:
        bits, gone = less.bits.tolist(), less.steps.tolist()
        at = [bisect_right(gone, i) + 1 for i in range(len(less.removed))]
        steps = [(_name(element), bits[step], step) for step, element in zip(at, less.removed, strict=True)]
    apart = report.deconvolution
    parts = [] if apart is None else [(" ".join(sorted(map(str, part))), len(part)) for part in apart.components]
    return [
        Rows("graph", ("nodes", "edges", "directed", "literal_bits", *ESTIMATE_COLUMNS), [own]),
        Rows("element", ("element", "bits", "rank"), elements),
        Rows("taken out", ("element", "bits", "step"), steps),
        Rows("component", ("element", "nodes"), parts),
    ]


def _plain(element: Any) -> Any:
    return [str(node) for node in element] if isinstance(element, tuple) else str(element)
