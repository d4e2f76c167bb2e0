"""Pictures as files: the same figures give the same file, and names that look like formulas stay names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import ait
from ait.measures.distance import distance
from ait.reports.compare import report
from ait.reports.distance import distance_picture
from ait.reports.drawn import PICTURES, drawn
from ait.reports.graph_picture import graph_picture
from ait.reports.graphs import GraphReport
from ait.reports.page.html import html
from ait.sequence import from_text

pytest.importorskip("matplotlib")
pytest.importorskip("scipy")

FORMULA = "$\\frac{$x^$"


@pytest.mark.parametrize("ending", PICTURES)
def test_the_same_figures_give_the_same_file(ending: str) -> None:
    def draw(figure: Any) -> None:
        figure.add_subplot().plot([1, 2], label=FORMULA)
        figure.legend()

    assert drawn(f"x{ending}", (3, 2), draw) == drawn(f"y{ending}", (3, 2), draw)


@pytest.mark.needs_jit
def test_a_name_that_looks_like_a_formula_is_shown_as_it_is() -> None:
    found = distance("0101" * 9, "0110" * 9, code="kt", names=[FORMULA, "b"])
    assert FORMULA.encode() in distance_picture(found, "x.svg").replace(b"<!-- ", b"")
    named = [report(from_text(FORMULA, source=f"file {name}"), measures=["KT"]) for name in (FORMULA, "<i>&$")]
    page = html(named)
    assert f">[1] {FORMULA}</text>" in page
    assert ">[2] &lt;i&gt;&amp;$</text>" in page


@pytest.mark.needs_jit
def test_so_is_a_node() -> None:
    cells = np.triu(np.ones((5, 5), np.uint8), 1)
    graph = ait.graph_information(cells + cells.T)
    made = graph.labelling.graph
    named = type(made)(made.cells, tuple(f"{FORMULA}{i}" for i in range(5)), made.directed)
    assert graph_picture(GraphReport(named, graph.estimate), "x.svg").startswith(b"<?xml")
