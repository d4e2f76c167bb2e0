"""Every knock-out against brute force, on every small graph; sparsification and deconvolution step by step."""

import itertools

import networkx as nx
import numpy as np
import pytest

from ait.errors import InputError, TableError
from ait.graphs.adjacency import as_adjacency
from ait.graphs.deconvolution import deconvolve
from ait.graphs.information import graph_bdm, graph_information
from ait.graphs.signature import reprogrammability
from ait.graphs.sparsify import sparsify
from ait.measures.block_layout import BOUNDARIES
from tests.measures.small_squares import Rectangles, figure
from tests.naive import graphs as naive

TABLE = Rectangles()
SMALL = [graph for graph in nx.graph_atlas_g() if 2 <= len(graph) <= 5]
CUTS = [((2, 2), (2, 2)), ((3, 3), (3, 3)), ((3, 3), (1, 1)), ((2, 2), (1, 1))]


def brute(cells: np.ndarray, directed: bool, what: str, cut: tuple) -> list[float]:
    whole = naive.figure(cells, cut, figure)
    if what == "nodes":
        return [whole - naive.figure(naive.without_node(cells, i), cut, figure) for i in range(len(cells))]
    return [
        whole - naive.figure(naive.without_edge(cells, *edge, directed), cut, figure)
        for edge in naive.edges(cells, directed)
    ]


@pytest.mark.parametrize("what", ["edges", "nodes"])
def test_every_graph_of_up_to_five_nodes(what: str) -> None:
    for graph in SMALL:
        cells = as_adjacency(graph).cells
        found = graph_information(graph, what, 2, table=TABLE)
        cut = ((2, 2), (2, 2), "smaller")
        assert found.bits == pytest.approx(brute(cells, False, what, cut), abs=1e-9)
        assert found.estimate.bits == pytest.approx(naive.figure(cells, cut, figure), abs=1e-9)
        assert len(found.elements) == (graph.number_of_edges() if what == "edges" else len(graph))


@pytest.mark.parametrize("what", ["edges", "nodes"])
@pytest.mark.parametrize("boundary", BOUNDARIES)
@pytest.mark.parametrize(("block", "step"), CUTS)
@pytest.mark.parametrize("directed", [False, True])
def test_every_cutting(block: tuple, step: tuple, boundary: str, what: str, directed: bool) -> None:
    for seed in range(3):
        cells = (np.random.default_rng(seed).random((7, 7)) < 0.4).astype(np.uint8)
        cells = cells if directed else np.maximum(cells, cells.T)
        graph = as_adjacency(cells, directed)
        found = graph_information(graph, what, block[0], step=step[0], table=TABLE, boundary=boundary)
        assert found.bits == pytest.approx(brute(cells, directed, what, (block, step, boundary)), abs=1e-9)


@pytest.mark.parametrize("what", ["edges", "nodes"])
@pytest.mark.parametrize("ties", ["first", "together"])
def test_each_step_of_sparsification_takes_what_matters_least(what: str, ties: str) -> None:
    graph, cut = nx.gnp_random_graph(9, 0.4, seed=5), ((3, 3), (3, 3), "smaller")
    remove = 8 if what == "edges" else 5
    found = sparsify(graph, remove, what, 3, table=TABLE, ties=ties)
    cells, names = as_adjacency(graph).cells.copy(), list(range(9))
    before = 0
    for at, done in enumerate(found.steps.tolist()):
        assert found.bits[at] == pytest.approx(naive.figure(cells, cut, figure), abs=1e-9)
        sizes = np.abs(brute(cells, False, what, cut))
        going = list(found.removed[before:done])
        elements = [(names[i], names[j]) for i, j in naive.edges(cells, False)] if what == "edges" else names
        least = [element for element, size in zip(elements, sizes, strict=True) if size <= sizes.min() + 1e-9]
        assert going == (least if ties == "together" else least[:1])
        for element in going:
            if what == "edges":
                cells = naive.without_edge(cells, *element, directed=False)
            else:
                cells = naive.without_node(cells, names.index(element))
                names.remove(element)
        before = done
    assert found.bits[-1] == pytest.approx(naive.figure(cells, cut, figure), abs=1e-9)
    assert np.array_equal(found.left.cells, cells)
    assert found.left.nodes == tuple(names)
    assert before >= remove if ties == "together" else before == remove
    assert nx.number_of_nodes(found.graph) == len(names)


def test_sparsification_to_the_end_and_of_nothing() -> None:
    graph = nx.cycle_graph(6)
    seen: list[tuple[str, int, int]] = []
    empty = sparsify(graph, 6, table=TABLE, block=3, progress=lambda *step: seen.append(step))
    assert not empty.left.cells.any()
    assert seen[-1] == ("edges taken out", 6, 6)
    assert len(sparsify(graph, 5, "nodes", 3, table=TABLE).left) == 1
    assert sparsify(graph, 0, table=TABLE, block=3).removed == ()


def test_deconvolution_cuts_at_the_jumps() -> None:
    graph = nx.barbell_graph(5, 0)
    found = deconvolve(graph, 3, table=TABLE)
    values = found.information.signature
    falls = values[:-1] - values[1:]
    assert found.cutoff == pytest.approx(np.sqrt(np.mean((falls - 1) ** 2)))
    jumps = int((falls > 1 + found.cutoff + 1e-9).sum())
    assert len(found.groups) == jumps + 1
    assert len(found.cut) == jumps
    assert sorted(itertools.chain(*found.groups)) == sorted(found.information.elements)
    assert [set(part) for part in found.components] == sorted(naive.components(found.left.cells), key=len, reverse=True)
    assert found.left.cells.sum() == 2 * (graph.number_of_edges() - jumps)
    assert deconvolve(graph, 3, table=TABLE, cutoff=1e6).cut == ()
    for one, other in itertools.pairwise(found.groups):
        of = dict(zip(found.information.elements, found.information.bits, strict=True))
        assert min(of[e] for e in one) > max(of[e] for e in other) + 1 + found.cutoff


@pytest.mark.parametrize("parts", [1, 2])
def test_deconvolution_into_parts(parts: int) -> None:
    graph = nx.barbell_graph(4, 1)
    found = deconvolve(graph, 3, table=TABLE, parts=parts)
    assert len(found.components) >= parts
    assert found.cutoff is None
    assert len(found.cut) == (graph.number_of_edges() - found.left.cells.sum() // 2)
    assert (parts > 1) == bool(found.cut)
    with pytest.raises(InputError, match="no edge has positive information, and the graph is not in 9 parts"):
        deconvolve(graph, 3, table=TABLE, parts=9)


def test_reprogrammability_by_hand() -> None:
    flat = reprogrammability(np.full(5, 3.0))
    assert (flat.relative, flat.absolute) == (0.0, 12.0)
    assert reprogrammability(np.zeros(3)).relative == 0.0
    balanced = reprogrammability(np.array([3.0, 1.0, -1.0, -3.0]))
    assert (balanced.relative, balanced.absolute) == (pytest.approx(2 / 3), 0.0)
    assert balanced.relative_positive == pytest.approx(1 / 3)
    with pytest.raises(InputError, match="no values"):
        reprogrammability(np.zeros(0))


def test_ranks_and_signature() -> None:
    found = graph_information(nx.path_graph(6), block=3, table=TABLE)
    assert np.all(np.diff(found.signature) <= 0)
    assert next(element for element, _ in found.ranked()) == found.elements[int(found.bits.argmax())]
    assert found.ranks()[int(found.bits.argmax())] == 1
    assert found.ranks().max() <= len(found.elements)


def test_an_estimate_that_says_how_it_was_made() -> None:
    graph = nx.path_graph(5)
    estimate = graph_bdm(graph, 2, table=TABLE)
    assert "in the order given" in estimate.note
    assert "100 orders of the nodes" in estimate.note
    urn = graph_bdm(graph, 3, table=TABLE, code="urn", samples=0)
    assert urn.is_code
    assert "orders of" not in urn.note


def test_what_is_refused() -> None:
    graph = nx.path_graph(4)
    for wrong, said in (
        ({"what": "loops"}, "is not one of edges, nodes"),
        ({"order": "degree"}, "is not one of given"),
        ({"samples": -1}, "whole number from 0"),
    ):
        with pytest.raises(InputError, match=said):
            graph_information(graph, block=2, table=TABLE, **wrong)
    with pytest.raises(InputError, match="only node"):
        graph_information(nx.empty_graph(1), "nodes", 1, table=TABLE)
    with pytest.raises(InputError, match="0 to 3 edges can be taken out, not 4"):
        sparsify(graph, 4, table=TABLE)
    with pytest.raises(InputError, match="ties 'all'"):
        sparsify(graph, 1, table=TABLE, ties="all")
    with pytest.raises(InputError, match="no edges"):
        deconvolve(nx.empty_graph(3), 2, table=TABLE)
    with pytest.raises(InputError, match="not both"):
        deconvolve(graph, 2, table=TABLE, parts=2, cutoff=1.0)
    with pytest.raises(InputError, match="number of bits"):
        deconvolve(graph, 2, table=TABLE, cutoff=-1.0)
    with pytest.raises(InputError, match="1 to 4 parts"):
        deconvolve(graph, 2, table=TABLE, parts=5)
    with pytest.raises(TableError, match="is not for an array"):
        graph_bdm(graph, 2, table="turing-5-2-500")
