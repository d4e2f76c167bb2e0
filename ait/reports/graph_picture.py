"""A graph's information as a picture: the graph with its elements coloured, the signature, and the loss curve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ait.graphs.adjacency import Adjacency
from ait.graphs.information import GraphInformation
from ait.reports.drawn import drawn
from ait.reports.graphs import GraphReport

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LARGEST_DRAWN = 400
_RED, _BLUE = "#b40426", "#3b4cc0"


def graph_picture(report: GraphReport, name: str) -> bytes:
    """The picture as the bytes of a file, in the format of the name: .png, .svg or .pdf.

    Red elements make the graph more complex, blue ones keep it simple. Graphs of more than 400 nodes are shown as
    their matrix.

    Raises:
        MissingExtraError: without matplotlib.
    """
    information, curve = report.information, report.sparsified
    shown = 1 + (information is not None and len(information.bits) > 0) + (curve is not None)

    def draw(figure: Figure) -> None:
        panels = list(figure.subplots(1, shown, squeeze=False)[0])
        scale = _draw_graph(panels[0], report)
        if scale is not None:
            figure.colorbar(scale, ax=panels[0], shrink=0.7).set_label("bits of information")
        if information is not None and len(information.bits):
            cuts = [] if report.deconvolution is None else [len(group) for group in report.deconvolution.groups[:-1]]
            _draw_signature(panels[1], information, np.cumsum(cuts))
        if curve is not None:
            _draw_curve(panels[-1], np.append(0, curve.steps), curve.bits, curve.what)

    return drawn(name, (5.5 * shown, 5), draw)


def _draw_graph(axes: Axes, report: GraphReport) -> Any:
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    graph = report.graph if report.information is None else report.information.labelling.graph
    axes.set_title(f"{len(graph):,} nodes, {len(graph.edges()):,} edges, {report.estimate.bits:,.1f} bits", fontsize=10)
    if len(graph) > _LARGEST_DRAWN:
        axes.imshow(graph.cells, cmap="Greys", interpolation="nearest")
        return None
    axes.set_axis_off()
    axes.set_aspect("equal")
    information = report.information
    largest = float(np.abs(information.bits).max(initial=0.0)) if information is not None else 0.0
    scale = ScalarMappable(Normalize(-(largest or 1.0), largest or 1.0), "coolwarm")
    places = _places(graph)
    ends = graph.edges()
    lines: Any = "#999999"
    colours: Any = "#444444"
    if information is not None and len(information.bits):
        chosen = scale.to_rgba(information.bits)
        lines, colours = (chosen, colours) if information.what == "edges" else (lines, chosen)
    _draw_lines(axes, places, ends, lines, graph.directed)
    size = float(np.clip(2500 / len(graph), 15, 250))
    axes.scatter(places[:, 0], places[:, 1], s=size, c=colours, edgecolors="#222222", linewidths=0.6, zorder=2)
    if len(graph) <= 40:
        for place, node in zip(places, graph.nodes, strict=True):
            axes.annotate(str(node), place, xytext=(5, 5), textcoords="offset points", fontsize=7)
    return scale if information is not None and len(information.bits) else None


def _places(graph: Adjacency) -> np.ndarray:
    """Where the nodes are drawn, shape (n, 2): neighbours near each other, the same for each run."""
    import networkx as nx

    numbered = nx.from_numpy_array(np.maximum(graph.cells, graph.cells.T))
    # Beyond 500 nodes networkx would want scipy.
    found = nx.spring_layout(numbered, seed=0, iterations=200)
    return np.array([found[i] for i in range(len(graph))])


def _draw_lines(axes: Axes, places: np.ndarray, ends: np.ndarray, colours: Any, directed: bool) -> None:
    from matplotlib.collections import LineCollection

    width = float(np.clip(300 / max(1, len(ends)), 0.5, 2.5))
    if not directed:
        axes.add_collection(LineCollection(list(places[ends]), colors=colours, linewidths=width, zorder=1))
        axes.autoscale_view()
        return
    for at, (one, other) in enumerate(ends.tolist()):
        colour = colours if isinstance(colours, str) else colours[at]
        axes.annotate(
            "", places[other], places[one], arrowprops={"arrowstyle": "->", "color": colour, "lw": width, "shrinkB": 6}
        )


def _draw_signature(axes: Axes, information: GraphInformation, cuts: np.ndarray) -> None:
    values = information.signature
    places = np.arange(1, len(values) + 1)
    for chosen, colour in ((values > 0, _RED), (values <= 0, _BLUE)):
        axes.bar(places[chosen], values[chosen], width=1.0, color=colour)
    axes.axhline(0, color="black", linewidth=0.6)
    for cut in cuts.tolist():
        axes.axvline(cut + 0.5, color="black", linewidth=0.8, linestyle="--")
    axes.set_title("information signature" + (", cut where it jumps" if cuts.size else ""), fontsize=10)
    axes.set_xlabel(f"{information.what}, by information")
    axes.set_ylabel("bits")


def _draw_curve(axes: Axes, gone: np.ndarray, bits: np.ndarray, what: str) -> None:
    axes.plot(gone, bits, color="#333333", marker="." if len(gone) <= 60 else "")
    axes.set_title("loss curve", fontsize=10)
    axes.set_xlabel(f"{what} taken out")
    axes.set_ylabel("bits of what is left")
    axes.margins(y=0.1)
