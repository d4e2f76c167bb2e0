"""Walks over program spaces: machines a second beside a plain enumerator, nodes a second, the driver, two workers."""

from __future__ import annotations

import contextlib
import functools
import logging
import math
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.case import Area, Case, Peer, Work, module, require

# Halting machines that first move right into another state (Soler-Toscano, Zenil, Delahaye and Gauvrit 2014).
HALTING = {2: 522, 3: 535_768, 4: 880_472_208, 5: 2_241_362_726_544}
STEPS = {2: 6, 3: 21, 4: 107, 5: 500}
SAMPLED = {("Python", 3): 20_000, ("Python", 4): 2_000, ("Numba", 4): 300_000, ("Numba", 5): 200_000}
SIGMAS, ENOUGH = 6.0, 20.0


def _machines(states: int) -> int:
    return int((4 * states + 2) ** (2 * states))


@functools.cache
def _numbers(way: str, states: int) -> Any:
    """The numbers of the machines that the plain enumerator runs: all, or a random sample."""
    size = SAMPLED.get((way, states))
    if size is None:
        return np.arange(_machines(states)) if way == "Numba" else range(_machines(states))
    drawn = random.Random(states)
    numbers = [drawn.randrange(_machines(states)) for _ in range(size)]
    return np.array(numbers) if way == "Numba" else numbers


def _plain(way: str, states: int) -> Work:
    from bench import plain_enumerator

    count = plain_enumerator.count_compiled if way == "Numba" else plain_enumerator.count_in_python
    numbers = _numbers(way, states)
    return lambda: count(numbers, states, STEPS[states])


def _turing(states: int) -> Work:
    from ait.enumeration.driver import walk
    from ait.enumeration.turing import TuringSpace

    space = TuringSpace(states, STEPS[states])
    return lambda: walk(space)


@functools.cache
def _table(states: int) -> Any:
    import ait

    return ait.open_table("turing-5-2-500") if states == 5 else ait.enumerate_turing(states, STEPS[states])


_TO_COMPLEMENT = str.maketrans("01", "10")


def complemented(found: Counter[str]) -> Counter[str]:
    """Counts over both blanks, from those on one."""
    both = Counter(found)
    for string, often in found.items():
        both[string.translate(_TO_COMPLEMENT)] += often
    return both


def _walk_right(way: str, states: int) -> Callable[[Any, Any], str]:
    def check(ours: Any, theirs: Any) -> str:
        require(int(ours["machines"][0]) == HALTING[states], f"{ours['machines'][0]} halt, not {HALTING[states]}")
        if theirs is None:
            return f"published: {HALTING[states]:,} halt"
        table, size = _table(states), SAMPLED.get((way, states))
        if size is None:
            both = complemented(theirs)
            require(both == {row.string: row.count for row in table.rows()}, "the counts of strings differ")
            return f"all {len(both):,} counts equal"
        return _sample_agrees(theirs, table, size, states)

    return check


def _sample_agrees(theirs: Counter[str], table: Any, size: int, states: int) -> str:
    """Each frequent string, and their sum, within six standard errors of the whole space's share."""
    both, compared = complemented(theirs), 0
    shares = {row.string: row.count / (2 * _machines(states)) for row in table.rows() if row.count}
    frequent = {string: share for string, share in shares.items() if 2 * size * share >= ENOUGH}
    for string, share in (*frequent.items(), ("", table.total / (2 * _machines(states)))):
        seen = both[string] if string else both.total()
        error = math.sqrt(2 * size * share * 2)
        require(abs(seen - 2 * size * share) < SIGMAS * error, f"{string or 'all'}: {seen} in a sample of {size}")
        compared += 1
    return f"{compared:,} shares within {SIGMAS:.0f} standard errors"


def _plain_case(way: str, states: int) -> Case:
    size = SAMPLED.get((way, states))
    words = "all" if size is None else f"{size:,} drawn"
    return Case(
        f"({states},2), {STEPS[states]} steps, beside {'plain Python' if way == 'Python' else 'plain Numba'}",
        _machines(states),
        "machines",
        lambda: _turing(states),
        _walk_right(way, states),
        Peer(f"number, table, run: {way}, {words}", lambda: _plain(way, states), amount=size or _machines(states)),
        tracked=False,
        rounds=2 if states == 5 else 9,
        budget=4,
    )


@dataclass(frozen=True)
class Sample:
    """The first ``jobs`` jobs of a space, which deal its work out evenly, as a space of their own."""

    space: Any
    jobs: int

    def identity(self) -> dict[str, int | str]:
        return {**self.space.identity(), "sample": self.jobs}

    def job_count(self) -> int:
        return min(self.jobs, int(self.space.job_count()))

    def run_job(self, job: int) -> dict[str, np.ndarray]:
        return self.space.run_job(job)  # type: ignore[no-any-return]

    def empty(self) -> dict[str, np.ndarray]:
        return self.space.empty()  # type: ignore[no-any-return]

    def merge(self, whole: dict[str, np.ndarray], part: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return self.space.merge(whole, part)  # type: ignore[no-any-return]

    def nodes(self, whole: dict[str, np.ndarray]) -> int:
        return int(self.space.nodes(whole))

    def share_done(self, whole: dict[str, np.ndarray]) -> float:
        return float(self.space.share_done(whole))


@functools.cache
def spaces() -> dict[str, Sample]:
    """What is walked, by its name on the page."""
    from ait.enumeration.lbf import LbfSpace
    from ait.enumeration.symbols import SymbolsSpace
    from ait.enumeration.symbols_sample import SymbolsSample
    from ait.enumeration.turing import TuringSpace
    from ait.enumeration.turing_complete import CompleteTuringSpace
    from ait.enumeration.turmite import TurmiteSpace

    found = (
        Sample(TuringSpace(4, 107), 4),
        Sample(TuringSpace(5, 500), 4),
        Sample(CompleteTuringSpace(5), 2),
        Sample(TuringSpace(6, 500), 2),
        Sample(SymbolsSpace(3, 3, 400), 4),
        Sample(SymbolsSample(4, 4, 2_000, 1e5), 2),
        Sample(TurmiteSpace(4, 500, 20), 4),
        Sample(TurmiteSpace(5, 500, 18), 2),
        Sample(LbfSpace(24, 16), 1 << 30),
        Sample(LbfSpace(36, 12), 8),
    )
    return dict(zip(SPACES, found, strict=True))


SPACES = (
    "Turing (4,2), 107 steps",
    "Turing (5,2), 500 steps",
    "Turing (5,2), every machine decided",
    "Turing (6,2), 500 steps",
    "Turing (3,3), 400 steps",
    "Turing (4,4), sampled",
    "Turmites (4,2), 500 steps",
    "Turmites (5,2), 500 steps",
    "LBF, 24 bits",
    "LBF, 36 bits",
)
_QUICK = ("Turing (4,2), 107 steps", "LBF, 24 bits")
# Exact masses of all programs of up to 16 bits in units of 2^-16, from two independent programs.
MASSES = {"0": 23439, "1": 4952, "00": 15879, "01": 3011, "10": 1299, "11": 2113, "000": 12042, "111": 1006}
KM = {"0": 2, "1": 5, "00": 4, "01": 7, "10": 7, "11": 7, "001": 9, "100": 10}


def _by_hand(name: str) -> Work:
    space = spaces()[name]

    def jobs() -> dict[str, np.ndarray]:
        whole = space.empty()
        for job in range(space.job_count()):
            whole = space.merge(whole, space.run_job(job))
        return whole

    return jobs


def _walk(name: str, **options: Any) -> Work:
    from ait.enumeration.driver import walk

    space = spaces()[name]
    return lambda: walk(space, **options)


def _same_part(ours: Any, theirs: Any) -> None:
    require(ours.keys() == theirs.keys(), "not the same columns")
    for key in ours:
        require(np.array_equal(ours[key], theirs[key]), f"{key} differs")


def _part_right(name: str, ours: Any, theirs: Any) -> str:
    if theirs is not None:
        _same_part(ours, theirs)
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
        lambda: _walk(name),
        functools.partial(_part_right, name),
        Peer("its jobs by hand, no driver", lambda: _by_hand(name)),
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
        _plain_case("Python", 2),
        _plain_case("Python", 3),
        _plain_case("Python", 4),
        _plain_case("Numba", 3),
        _plain_case("Numba", 4),
        _plain_case("Numba", 5),
        *map(_nodes_case, SPACES),
    ),
)


@functools.cache
def _cluster(workers: int) -> tuple[Any, Any]:
    """A Dask cluster of processes, and an executor on it, until this process ends."""
    distributed = module("distributed")
    import atexit

    from ait.enumeration.cluster import cluster
    from ait.enumeration.driver import walk
    from ait.enumeration.turing import TuringSpace

    stack = contextlib.ExitStack()
    atexit.register(stack.close)
    # It goes on telling what it does when it is closed, as the process ends.
    logging.disable(logging.CRITICAL)
    dask = stack.enter_context(
        distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address=":0",
            memory_limit=0,
            silence_logs=logging.CRITICAL,
        )
    )
    executor = stack.enter_context(cluster(dask.scheduler_address))
    # Every worker loads its kernels before the clock runs.
    walk(TuringSpace(4, 20), executor=executor)
    return stack, executor


def _dask(name: str, workers: int) -> Work:
    return _walk(name, executor=_cluster(workers)[1])


def _shared_right(ours: Any, theirs: Any) -> str:
    if theirs is not None:
        _same_part(ours, theirs)
    return "equal parts"


def _shared_case(name: str, words: str, ours: Callable[[], Work], peer: Peer) -> Case:
    return Case(
        f"{name}: {words}",
        lambda part: spaces()[name].nodes(part),
        "nodes",
        ours,
        _shared_right,
        peer,
        wall=True,
        tracked=False,
        budget=4,
        rounds=5,
    )


def _shared_cases(name: str) -> list[Case]:
    one = Peer("one thread", lambda: _walk(name))
    return [_shared_case(name, "two threads", lambda: _walk(name, workers=2), one)]


def _dask_cases(name: str) -> list[Case]:
    def one_process() -> Work:
        return _dask(name, 1)

    def two_processes() -> Work:
        return _dask(name, 2)

    return [
        _shared_case(name, "a Dask worker", one_process, Peer("one thread", lambda: _walk(name))),
        _shared_case(name, "two Dask workers", two_processes, Peer("one Dask worker", one_process)),
    ]


SHARED_PROSE = (
    "By the clock on the wall, with all that else runs on the machine: on an idle machine of two processors a ratio of "
    "2 is the most. Each pair took turns, and found the same to the bit."
)
_SHARED = ("Turing (5,2), 500 steps", "Turing (5,2), every machine decided", "LBF, 36 bits")
SHARED = Area(
    "workers",
    "From one worker to two",
    SHARED_PROSE,
    (
        *(case for name in _SHARED for case in _shared_cases(name)),
        *(case for name in ("Turing (5,2), 500 steps", "LBF, 36 bits") for case in _dask_cases(name)),
    ),
)
