"""Block decomposition of arrays and knock-outs of graphs, beside pybdm 0.1.0, a memory copy, and computing anew."""

import networkx as nx
import numpy as np
import pytest

import ait

LARGE = np.random.default_rng(0).integers(0, 2, (4000, 4000)).astype(np.uint8)
SMALL = LARGE[:400, :400].copy()
TASK, WHOLE = "BDM, 400 x 400 cells", "BDM, 4,000 x 4,000 cells"


def test_the_peer(speed):
    peer = pytest.importorskip("pybdm", reason="the peer needs setuptools below 81")
    theirs, cells = peer.BDM(ndim=2), SMALL.astype(int)

    def check(value):
        # Its table is of another space, so that the figures differ; both see all blocks of four by four.
        assert value > 65_536

    speed(
        TASK, lambda: theirs.bdm(cells), check, amount=SMALL.size, unit="cells", who="pybdm 0.1.0", rounds=3, peer=True
    )


def test_ours(speed):
    def check(estimate):
        blocks = SMALL.reshape(100, 4, 100, 4).transpose(0, 2, 1, 3).reshape(-1, 16)
        assert f"({len(np.unique(blocks, axis=0))} distinct)" in estimate.reference

    speed(TASK, lambda: ait.bdm(SMALL, 4), check, amount=SMALL.size, unit="cells", rounds=20)


@pytest.mark.parametrize(("words", "options"), [("", {}), (", at every cell", {"step": 1}), (", urn", {"code": "urn"})])
def test_large(speed, words, options):
    def check(estimate):
        assert estimate.bits > 65_536

    speed(WHOLE + words, lambda: ait.bdm(LARGE, 4, **options), check, amount=LARGE.size, unit="cells", rounds=3)


def test_a_copy(speed):
    target = np.empty_like(LARGE)

    def check(_):
        assert np.array_equal(target, LARGE)

    speed(
        WHOLE,
        lambda: np.copyto(target, LARGE),
        check,
        amount=LARGE.size,
        unit="cells",
        who="a memory copy",
        rounds=20,
        peer=True,
    )


GRAPH = nx.gnm_random_graph(500, 2500, seed=1)
KNOCK = "knock-outs of 2,500 edges, 500 nodes"


def anew():
    cells = nx.to_numpy_array(GRAPH, dtype=np.uint8)
    whole, found = ait.bdm(cells, 4).bits, []
    for one, other in list(GRAPH.edges)[:100]:
        cells[one, other] = cells[other, one] = 0
        found.append(whole - ait.bdm(cells, 4).bits)
        cells[one, other] = cells[other, one] = 1
    return found


def test_computing_anew(speed):
    def check(found):
        information = dict(zip(*(lambda i: (i.elements, i.bits))(ait.graph_information(GRAPH)), strict=True))
        assert found == pytest.approx([information[edge] for edge in list(GRAPH.edges)[:100]], abs=1e-6)

    speed(KNOCK, anew, check, amount=100, unit="edges", who="ait.bdm of each", rounds=1, peer=True)


def test_knock_outs(speed):
    def check(found):
        assert len(found.bits) == 2500

    speed(KNOCK, lambda: ait.graph_information(GRAPH), check, amount=2500, unit="edges", rounds=5)


def test_nodes(speed):
    def check(found):
        smaller = GRAPH.copy()
        smaller.remove_node(77)
        # Of rows in the same order.
        cells = nx.to_numpy_array(smaller, nodelist=[n for n in GRAPH if n != 77], dtype=np.uint8)
        assert found.bits[77] == pytest.approx(found.estimate.bits - ait.bdm(cells, 4).bits, abs=1e-6)

    speed(
        "knock-outs of 500 nodes",
        lambda: ait.graph_information(GRAPH, "nodes"),
        check,
        amount=500,
        unit="nodes",
        rounds=3,
    )


def test_sparsification(speed):
    def check(found):
        assert len(found.removed) == 1000

    speed(
        "1,000 of 2,500 edges taken out, least information first",
        lambda: ait.sparsify(GRAPH, 1000),
        check,
        amount=1000,
        unit="edges",
        rounds=1,
    )
