"""Walks over program spaces: machines a second beside a plain enumerator, nodes a second, what the driver costs."""

from __future__ import annotations

import functools
from typing import Any

from bench.case import Area, Case, Peer, require
from bench.published_method import plain_case
from bench.spaces import SPACES, by_hand, same_part, spaces, walked

_QUICK = ("Turing (4,2), 107 steps", "LBF, 24 bits")
# Exact masses of all programs of up to 16 bits in units of 2^-16, from two independent programs.
MASSES = {"0": 23439, "1": 4952, "00": 15879, "01": 3011, "10": 1299, "11": 2113, "000": 12042, "111": 1006}
KM = {"0": 2, "1": 5, "00": 4, "01": 7, "10": 7, "11": 7, "001": 9, "100": 10}


def _part_right(name: str, ours: Any, theirs: Any) -> str:
    if theirs is not None:
        same_part(ours, theirs)
    if name == "LBF, 24 bits":
        from ait.enumeration.lbf_table import lbf_table

        table = lbf_table(spaces()[name].space, ours)
        require(all(table.count(word) / 2**12 >= mass for word, mass in MASSES.items()), "a mass is too small")
        require({word: table.row(word).values["km"] for word in KM} == KM, "a complexity is not the known one")
        return "equal parts; known masses and complexities"
    require(spaces()[name].nodes(ours) > 0, "no nodes")
    return "equal parts"


def _nodes_case(name: str) -> Case:
    return Case(
        name,
        lambda part: spaces()[name].nodes(part),
        "nodes",
        lambda: walked(name),
        functools.partial(_part_right, name),
        Peer("its jobs by hand, no driver", lambda: by_hand(name)),
        budget=4,
        rounds=7,
        quick=name in _QUICK,
        memory=True,
    )


PROSE = (
    "First beside the published method, told plainly: number, table, run (`bench/plain_enumerator.py`). The plain one "
    "runs each machine; a walk over partial tables runs a node for very many of them, and accounts for each exactly: "
    "the rate is that of machines accounted for, so that the ratio grows with the space. The step limits are the busy "
    "beavers', and for five states the published run's 500; that run took 450 days of processor time, with machines "
    "that cannot halt filtered out where this was quickly seen. Then nodes, which are what a walk runs: the peer is "
    "the space's own jobs one after the other, without driver, so that a ratio of 1 means that the driver costs "
    "nothing. Larger spaces are measured on their first jobs, which deal the work out evenly."
)
AREA = Area(
    "walks",
    "Walks over program spaces",
    PROSE,
    (
        plain_case("Python", 2),
        plain_case("Python", 3),
        plain_case("Python", 4),
        plain_case("Numba", 3),
        plain_case("Numba", 4),
        plain_case("Numba", 5),
        *map(_nodes_case, SPACES),
    ),
)
