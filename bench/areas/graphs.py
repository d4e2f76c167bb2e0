"""Block decomposition of arrays, perturbation maps, and knock-outs of graphs: pybdm, and computing anew."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

import ait
from bench.areas.blocks import ABSENT, BLOCK, PUBLISHED, PYBDM, bits_with_counts, close, large, peer_class
from bench.case import Area, Case, Peer, Work, require


@functools.cache
def _cells(side: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 2, (4000, 4000)).astype(np.uint8)[:side, :side].copy()


def _array(side: int, **options: Any) -> Work:
    cells = _cells(side)
    return lambda: ait.bdm(cells, 4, **options)


def _array_peer() -> Work:
    theirs, cells = peer_class().BDM(ndim=2), _cells(400).astype(int)
    return lambda: theirs.bdm(cells)


def _array_right(ours: Any, _: Any) -> str:
    blocks = _cells(400).reshape(100, 4, 100, 4).transpose(0, 2, 1, 3).reshape(-1, 16)
    words = f"({len(np.unique(blocks, axis=0))} distinct)"
    require(words in ours.reference, f"{words} is not in {ours.reference}")
    return "the distinct blocks; the tables are of different spaces"


def _large_array_right(ours: Any, _: Any) -> str:
    # All 65,536 squares occur among a million.
    require(ours.bits > 65_536, f"{ours.bits}")
    return "more bits than squares"


def _copy() -> Work:
    cells = _cells(4000)
    target = np.empty_like(cells)

    def copy() -> bool:
        np.copyto(target, cells)
        return True

    return copy


MAPPED = 1200


def _small_map() -> Work:
    small = bits_with_counts()[:MAPPED]
    return lambda: ait.perturbation(small, table=PUBLISHED)


def _small_map_peer() -> Work:
    pybdm = peer_class()
    experiment = pybdm.PerturbationExperiment(pybdm.BDM(ndim=1), bits_with_counts()[:MAPPED].astype(int), metric="bdm")
    return lambda: experiment.run()


def flipped_block(place: int) -> int:
    """The number of the block of 12 that a place is in, with its bit changed."""
    block = bits_with_counts()[place // BLOCK * BLOCK : place // BLOCK * BLOCK + BLOCK].copy()
    block[place % BLOCK] ^= 1
    return int("".join(map(str, block)), 2)


def _small_map_right(ours: Any, theirs: Any) -> str:
    # A change may make a block that has no count, for which the peer makes a figure up.
    known = [place for place in range(MAPPED) if flipped_block(place) not in ABSENT]
    require(len(known) > 1150, f"only {len(known)} places can be compared")
    if theirs is None:
        return "its shape"
    apart = float(np.abs(np.asarray(theirs)[known] - ours.map()[known]).max())
    require(apart < 1e-6, f"maps that are {apart} bits apart")
    return f"equal values at {len(known):,} places"


def _map_case(kind: str, step: int, *, quick: bool = False) -> Case:
    words = "side by side" if step == BLOCK else "at every symbol"

    def ours() -> Work:
        data = large()[:1_000_000]
        return lambda: ait.perturbation(data, kind, step=step)

    def check(found: Any, _: Any) -> str:
        data, at = large()[:1_000_000], 777_777
        perturbed = {
            "change": np.where(np.arange(len(data)) == at, 1 - data, data),
            "delete": np.delete(data, at),
            "insert": np.insert(data, at, 1),
        }[kind]
        entry = found.bits[at] if kind == "delete" else found.bits[at, perturbed[at]]
        anew = ait.bdm(perturbed, step=step).bits - found.estimate.bits
        require(abs(entry - anew) < 1e-6, f"{entry} and, computed anew, {anew}")
        return "a place computed anew"

    return Case(
        f"perturbation, {kind}, 10⁶ cells, {words}",
        1_000_000,
        "cells",
        ours,
        check,
        budget=3,
        quick=quick,
        rounds=7,
        tracked=step == BLOCK,
    )


@functools.cache
def _graph() -> Any:
    import networkx as nx

    return nx.gnm_random_graph(500, 2500, seed=1)


def _adjacency(graph: Any, nodes: list[Any] | None = None) -> np.ndarray:
    import networkx as nx

    return nx.to_numpy_array(graph, nodelist=nodes, dtype=np.uint8)


def _anew() -> Work:
    edges = list(_graph().edges)[:100]

    def computing_anew() -> list[float]:
        cells = _adjacency(_graph())
        whole, found = ait.bdm(cells, 4).bits, []
        for one, other in edges:
            cells[one, other] = cells[other, one] = 0
            found.append(whole - ait.bdm(cells, 4).bits)
            cells[one, other] = cells[other, one] = 1
        return found

    return computing_anew


def _edges_right(ours: Any, theirs: Any) -> str:
    require(len(ours.bits) == 2500, f"{len(ours.bits)} edges")
    information = dict(zip(ours.elements, ours.bits, strict=True))
    anew = theirs or _anew()()
    apart = max(abs(information[edge] - bits) for edge, bits in zip(list(_graph().edges)[:100], anew, strict=True))
    require(apart < 1e-6, f"{apart} bits apart")
    return "equal values for 100 edges"


def _nodes_right(found: Any, _: Any) -> str:
    smaller = _graph().copy()
    smaller.remove_node(77)
    # Of rows in the same order.
    cells = _adjacency(smaller, [node for node in _graph() if node != 77])
    anew = found.estimate.bits - ait.bdm(cells, 4).bits
    require(close(found.bits[77], anew, absolute=1e-6), f"{found.bits[77]} and, computed anew, {anew}")
    return "a node computed anew"


def _sparse_right(found: Any, _: Any) -> str:
    require(len(found.removed) == 1000, f"{len(found.removed)} edges")
    return "1,000 edges are gone"


PROSE = (
    "Arrays in squares of 4 x 4; perturbation maps, which say what changing, deleting or inserting each cell does to "
    "the whole; and the information of edges and nodes of a graph. The plain way to a map or to a knock-out is to "
    "compute the decomposition anew for each: that is what the peers do, pybdm in Python and the row of edges here "
    "with our own `ait.bdm`."
)
AREA = Area(
    "graphs",
    "Arrays, perturbations and graphs",
    PROSE,
    (
        Case(
            "BDM, 400 x 400 cells",
            160_000,
            "cells",
            lambda: _array(400),
            _array_right,
            Peer(PYBDM, _array_peer, package=PYBDM),
            memory=True,
        ),
        Case(
            "BDM, 4,000 x 4,000 cells",
            16_000_000,
            "cells",
            lambda: _array(4000),
            _large_array_right,
            Peer("a memory copy", _copy),
            quick=True,
        ),
        Case(
            "BDM, 4,000 x 4,000 cells, at every cell",
            16_000_000,
            "cells",
            lambda: _array(4000, step=1),
            _large_array_right,
        ),
        Case(
            "BDM, 4,000 x 4,000 cells, urn",
            16_000_000,
            "cells",
            lambda: _array(4000, code="urn"),
            _large_array_right,
        ),
        Case(
            "perturbation, change, 1,200 cells",
            MAPPED,
            "cells",
            _small_map,
            _small_map_right,
            Peer(PYBDM, _small_map_peer, package=PYBDM),
        ),
        *(_map_case(kind, BLOCK, quick=kind == "change") for kind in ("change", "delete", "insert")),
        *(_map_case(kind, 1) for kind in ("change", "delete", "insert")),
        Case(
            "knock-outs of 2,500 edges, 500 nodes",
            2500,
            "edges",
            lambda: lambda: ait.graph_information(_graph()),
            _edges_right,
            Peer("`ait.bdm` anew for each", _anew, amount=100),
            quick=True,
        ),
        Case(
            "knock-outs of 500 nodes",
            500,
            "nodes",
            lambda: lambda: ait.graph_information(_graph(), "nodes"),
            _nodes_right,
        ),
        Case(
            "1,000 of 2,500 edges taken out, least information first",
            1000,
            "edges",
            lambda: lambda: ait.sparsify(_graph(), 1000),
            _sparse_right,
            rounds=3,
            tracked=False,
        ),
    ),
)
