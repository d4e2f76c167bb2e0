"""Every result shows itself in a notebook, escaped, and none needs anything but the core for it."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

import ait
from ait.lab.invariance import Study
from ait.lab.record import Finding, Record
from ait.notebook import LONGEST_TEXT, Grid, Shown, cell, grid, title
from ait.reports.graphs import GraphReport
from ait.sources.registry import SOURCES

HOSTILE = "<script>alert(1)</script>&\u202e"
# Not a result but a family of classes that users bring their own of, and a list of workers.
NO_RESULTS = {"ModelSet", "Iterator"}


class Fragment(HTMLParser):
    """Tags that nest, and their names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def classes() -> dict[str, type]:
    """Every class that the package defines, by its name."""
    found = {}
    for module in pkgutil.walk_packages(ait.__path__, "ait."):
        if not module.name.endswith(("_kernel", "__main__")):
            members = vars(importlib.import_module(module.name)).values()
            found.update({each.__name__: each for each in members if inspect.isclass(each)})
    return found


def test_what_the_public_functions_return_shows_itself() -> None:
    known, checked = classes(), set()
    for name in set(ait.__all__) - {"__version__"}:
        thing = getattr(ait, name)
        named = thing.__name__ if inspect.isclass(thing) else str(inspect.signature(thing).return_annotation)
        for word in re.findall(r"[A-Z]\w+", named):
            kind = known.get(word)
            if kind is None or word in NO_RESULTS or not dataclasses.is_dataclass(kind):
                continue
            assert hasattr(kind, "_repr_html_"), f"{word}, which ait.{name} gives, does not show itself"
            checked.add(word)
    assert {"Estimate", "Report", "Distances", "GraphInformation", "Inference", "Perturbation"} <= checked
    assert len(checked) > 25
    for each in (Record, Finding, Study, GraphReport):
        assert hasattr(each, "_repr_html_")


EXAMPLES: dict[str, Callable[[], Any]] = {
    "estimate": lambda: ait.ctm("0110"),
    "report": lambda: ait.report("0110", measures=["KT"]),
    "array report": lambda: ait.report(np.eye(4, dtype=int), measures=["BDM 4 x 4"]),
    "sequence": lambda: ait.as_sequence(HOSTILE),
    "ladder": lambda: ait.entropy_ladder("0110" * 40),
    "curve": lambda: ait.learning_curve("0110" * 40, "kt"),
    "distances": lambda: ait.distance("0101" * 9, "0110" * 9, "1" * 30, code="kt", names=[HOSTILE, "b", "c"]),
    "map": lambda: ait.perturbation("0110" * 12),
    "array map": lambda: ait.perturbation(np.eye(16, dtype=int)),
    "evidence": lambda: ait.evidence("0110" * 20),
    "randomness": lambda: ait.randomness("HTHTHHTH"),
    "prior": lambda: ait.prior("0110", bits=12),
    "search": lambda: ait.search("0110", bits=12),
    "omega": lambda: ait.omega(),
    "depth": lambda: ait.logical_depth("0110", bits=12),
    "graph": lambda: ait.read_graph("corpora/karate-club.edges"),
    "information": lambda: ait.graph_information(ait.read_graph("corpora/karate-club.edges")),
    "inference": lambda: ait.infer("0110110110", "markov"),
    "table": lambda: ait.open_table("turing-2-3"),
    "sampled table": lambda: ait.open_table("turing-4-4-sampled"),
    "array table": lambda: ait.open_array_table("turmite-4-2-500"),
    "statistics": lambda: ait.symbol_statistics("0110"),
    "scales": lambda: ait.normalised_bdm("0110" * 12),
}


@pytest.mark.needs_jit
@pytest.mark.parametrize("name", EXAMPLES)
def test_results_are_well_formed_escaped_and_no_longer_than_a_screen_can_bear(name: str) -> None:
    shown = EXAMPLES[name]()._repr_html_()
    page = Fragment(shown)
    assert "table" in page.tags
    assert "script" not in page.tags
    assert "\u202e" not in shown
    assert len(shown) < 60_000
    assert "nan" not in shown


@pytest.mark.needs_jit
def test_figures_carry_their_meaning() -> None:
    estimate = ait.ctm("0110")
    shown = estimate._repr_html_()
    for words in (
        f"{estimate.bits:,.4f}",
        "exact",
        "coding theorem method, -log2 D(s)",
        "table turing-5-2",
        "turing: ",
    ):
        assert words in shown
    found = ait.perturbation("0110" * 12)
    assert f"{found.estimate.bits:,.4f} bits, estimate: BDM" in found._repr_html_()
    ladder = ait.entropy_ladder("0110" * 40)
    assert f"<td>{ladder.rates('nsb')[1]:,.4f}</td>" in ladder._repr_html_()


@dataclasses.dataclass(frozen=True)
class TwoWords(Shown):
    some_name: str
    values: Any
    _hidden: int = 3


def test_fields_of_any_kind() -> None:
    inner = TwoWords(HOSTILE, 1)
    shown = TwoWords("x", [inner, inner])._repr_html_()
    assert shown.count("<details>") == 2
    assert "some name" in shown
    assert "hidden" not in shown
    assert "<script>" not in shown
    assert title(inner) == "Two words"
    assert cell(list(range(20))).endswith("20 values from 0.0000 to 19.0000")
    assert cell(np.arange(12)) == ", ".join(map(str, range(12)))
    assert cell("x" * 1000).endswith("… (1,000 in all)")
    assert len(cell("x" * 1000)) < LONGEST_TEXT + 30
    assert cell({f"a{i}": i for i in range(30)}).endswith("and 6 more")
    assert cell(1e-9) == "1e-09"
    assert cell(True) == "yes"
    assert cell(b"\x00<") == "\\x00&lt;"
    assert "and 4 more rows" in grid(("i",), [(i,) for i in range(100)])
    assert '<th scope="col">a</th>' in cell(Grid(("a",), [(1,)]))


def test_pictures_of_arrays() -> None:
    heat = cell(np.outer(np.arange(-50, 50), np.ones(70)))
    assert 'aria-label="100 x 70 values from -50.0000 to 49.0000"' in heat
    assert heat.count("<rect") <= 32 * 32
    line = cell(np.arange(1000.0))
    points = re.search(r'points="([^"]+)"', line)
    assert points is not None
    assert points[1].split()[0] == "0.0,45.0"
    assert points[1].split()[-1] == "260.0,1.0"
    assert "<svg" not in cell(np.array([np.nan] * 20))
    assert cell(np.zeros(0)) == "none"
    assert "<rect" not in cell(np.zeros((40, 40)))


def test_the_sources_have_sequences_that_show_themselves() -> None:
    for name in list(SOURCES)[:5]:
        assert f"source {name}" in ait.generate(name, 40)._repr_html_()


def test_a_table_shows_its_commonest_entries_and_what_they_are() -> None:
    strings, classes = ait.open_table("turing-5-2")._shown(), ait.open_table("turing-2-3")._shown()
    arrays = ait.open_array_table("turmite-4-2-500")._shown()
    assert [
        name for shown in (strings, classes, arrays) for name in ("strings", "classes", "arrays") if name in shown
    ] == [
        "strings",
        "classes",
        "arrays",
    ]
    assert classes["classes"] == 109
    # Each as often as its complement, which comes second.
    assert [string for string, _ in strings["most often"].rows[:2]] == ["0", "1"]
    assert [string for string, _ in arrays["most often"].rows[:2]] == ["0", "00"]
