"""Reading graphs, and the order of their nodes: canonical for every labelling, least among all."""

import itertools
import math

import networkx as nx
import numpy as np
import pytest

from ait.errors import InputError
from ait.graphs.adjacency import Adjacency, as_adjacency
from ait.graphs.canonical import canonical_order
from ait.graphs.information import graph_bdm
from tests.measures.small_squares import Rectangles, figure
from tests.naive import graphs as naive

TABLE = Rectangles()
# How many graphs, and directed graphs without loops, there are on n nodes: OEIS A000088 and A000273.
GRAPHS = {1: 1, 2: 2, 3: 4, 4: 11, 5: 34}
DIRECTED = {1: 1, 2: 3, 3: 16}


def canonical(graph: Adjacency) -> bytes:
    order = canonical_order(graph)
    assert sorted(order.tolist()) == list(range(len(graph)))
    return graph.ordered(order).cells.tobytes()


def every_matrix(n: int, directed: bool) -> list[np.ndarray]:
    pairs = list(itertools.permutations(range(n), 2) if directed else itertools.combinations(range(n), 2))
    found = []
    for chosen in itertools.product((0, 1), repeat=len(pairs)):
        cells = np.zeros((n, n), np.uint8)
        for (i, j), there in zip(pairs, chosen, strict=True):
            cells[i, j] = there
            if not directed:
                cells[j, i] = there
        found.append(cells)
    return found


@pytest.mark.parametrize(
    ("n", "directed", "count"), [(n, False, c) for n, c in GRAPHS.items()] + [(n, True, c) for n, c in DIRECTED.items()]
)
def test_one_form_for_all_labellings_of_every_small_graph(n: int, directed: bool, count: int) -> None:
    forms: dict[bytes, set[bytes]] = {}
    for cells in every_matrix(n, directed):
        forms.setdefault(canonical(as_adjacency(cells, directed)), set()).add(cells.tobytes())
    assert len(forms) == count
    for form, matrices in forms.items():
        assert matrices == naive.relabelled(np.frombuffer(form, np.uint8).reshape(n, n))


SYMMETRIC = [
    nx.petersen_graph(),
    nx.cycle_graph(17),
    nx.hypercube_graph(4),
    nx.complete_bipartite_graph(4, 5),
    nx.Graph([(2 * i, 2 * i + 1) for i in range(8)]),
    nx.balanced_tree(2, 4),
    nx.karate_club_graph(),
    nx.gnp_random_graph(25, 0.2, seed=1, directed=True),
    nx.paley_graph(13),
]


@pytest.mark.parametrize("graph", SYMMETRIC, ids=range(len(SYMMETRIC)))
def test_relabelled_graphs_have_the_same_form(graph: nx.Graph) -> None:
    read = as_adjacency(graph)
    generator = np.random.default_rng(0)
    assert {canonical(read.ordered(generator.permutation(len(read)))) for _ in range(4)} == {canonical(read)}


def test_graphs_that_refinement_does_not_tell_apart_have_other_forms() -> None:
    hexagon, triangles = nx.cycle_graph(6), nx.disjoint_union(nx.cycle_graph(3), nx.cycle_graph(3))
    assert canonical(as_adjacency(hexagon)) != canonical(as_adjacency(triangles))
    assert canonical(as_adjacency(np.eye(3, dtype=int))) != canonical(as_adjacency(np.zeros((3, 3), int)))


def test_the_search_has_a_limit_that_it_names() -> None:
    with pytest.raises(InputError, match="more than 3 orders"):
        canonical_order(as_adjacency(nx.petersen_graph()), most=3)


def test_the_canonical_figure_is_the_same_for_every_labelling() -> None:
    graph = as_adjacency(nx.gnp_random_graph(8, 0.4, seed=2))
    orders = [np.random.default_rng(seed).permutation(8) for seed in range(6)]
    figures = {graph_bdm(graph.ordered(o), 3, table=TABLE, order="canonical", samples=0).bits for o in orders}
    assert len(figures) == 1
    assert len({graph_bdm(graph.ordered(o), 3, table=TABLE, samples=0).bits for o in orders}) > 1


def test_the_minimum_over_all_orders_is_that() -> None:
    graph = nx.path_graph(5)
    found = graph_bdm(graph, 2, table=TABLE, order="minimum", samples=math.factorial(5))
    cells, cut = as_adjacency(graph).cells, ((2, 2), (2, 2), "smaller")
    least = min(
        naive.figure(np.frombuffer(matrix, np.uint8).reshape(5, 5), cut, figure) for matrix in naive.relabelled(cells)
    )
    assert found.bits == pytest.approx(least, abs=1e-9)
    assert "least bits among all 120 orders" in found.note
    sampled = graph_bdm(graph, 2, table=TABLE, order="minimum", samples=20, seed=1)
    assert sampled.bits >= least - 1e-9
    assert "20 orders, a sample of 5!" in sampled.note
    assert sampled.bits == graph_bdm(graph, 2, table=TABLE, order="minimum", samples=20, seed=1).bits


def test_networkx_in_and_out() -> None:
    graph = nx.DiGraph([("a", "b"), ("b", "c"), ("c", "c")])
    graph.add_node("alone")
    read = as_adjacency(graph)
    assert read.nodes == ("a", "b", "c", "alone")
    assert read.directed
    assert read.literal_bits == 16.0
    assert nx.utils.graphs_equal(nx.DiGraph(read.graph().edges), nx.DiGraph(graph.edges))
    assert set(read.graph()) == set(graph)
    karate = nx.karate_club_graph()
    assert nx.utils.edges_equal(as_adjacency(karate).graph().edges, karate.edges)
    assert "weights" in as_adjacency(karate).note
    assert as_adjacency(nx.path_graph(3)).note == ""
    assert as_adjacency(read) is read
    assert as_adjacency(np.array([[0, 1], [0, 0]])).directed


def test_what_is_no_graph_is_refused() -> None:
    for wrong, said in (
        (nx.empty_graph(0), "no nodes"),
        (nx.MultiGraph([(0, 1), (0, 1)]), "parallel edges"),
        (np.zeros((2, 3), int), "is square"),
        (np.zeros((0, 0), int), "not empty"),
        (np.full((2, 2), 2), "holds 0 and 1"),
        (np.array([["a"]]), "holds 0 and 1"),
    ):
        with pytest.raises(InputError, match=said):
            as_adjacency(wrong)
    with pytest.raises(InputError, match="not symmetric"):
        as_adjacency(np.array([[0, 1], [0, 0]]), directed=False)
