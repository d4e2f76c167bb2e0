"""From one worker to two: threads, and Dask workers, by the clock on the wall."""

from __future__ import annotations

import contextlib
import functools
import logging
from collections.abc import Callable
from typing import Any

from bench.case import Area, Case, Peer, Work, module
from bench.spaces import same_part, spaces, walked


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
    return walked(name, executor=_cluster(workers)[1])


def _shared_right(ours: Any, theirs: Any) -> str:
    if theirs is not None:
        same_part(ours, theirs)
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
    one = Peer("one thread", lambda: walked(name))
    return [_shared_case(name, "two threads", lambda: walked(name, workers=2), one)]


def _dask_cases(name: str) -> list[Case]:
    def one_process() -> Work:
        return _dask(name, 1)

    def two_processes() -> Work:
        return _dask(name, 2)

    return [
        _shared_case(name, "a Dask worker", one_process, Peer("one thread", lambda: walked(name))),
        _shared_case(name, "two Dask workers", two_processes, Peer("one Dask worker", one_process)),
    ]


PROSE = (
    "By the clock on the wall, with all that else runs on the machine: on an idle machine of two processors a ratio of "
    "2 is the most. Each pair took turns, and found the same to the bit."
)
_SPACES = ("Turing (5,2), 500 steps", "Turing (5,2), every machine decided", "LBF, 36 bits")
AREA = Area(
    "workers",
    "From one worker to two",
    PROSE,
    (
        *(case for name in _SPACES for case in _shared_cases(name)),
        *(case for name in ("Turing (5,2), 500 steps", "LBF, 36 bits") for case in _dask_cases(name)),
    ),
)
