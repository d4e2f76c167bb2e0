"""How fast every program space is walked, what the driver costs, and what a second worker brings, as a page of docs.

    python -m bench.walks

writes docs/walks.md in some twenty minutes.  Every figure comes from a process of its own, so that the memory is that
of one walk.  The Dask columns need the extra ``distributed`` and stay empty without it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import logging
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ait.enumeration.driver import walk
from ait.enumeration.lbf import LbfSpace
from ait.enumeration.space import Part, Space
from ait.enumeration.symbols import SymbolsSpace
from ait.enumeration.symbols_sample import SymbolsSample
from ait.enumeration.turing import TuringSpace
from ait.enumeration.turing_complete import CompleteTuringSpace
from ait.enumeration.turmite import TurmiteSpace

PAGE = Path(__file__).parent.parent / "docs" / "walks.md"
WAYS = ("jobs", "driver", "threads", "dask-1", "dask-2")
ROUNDS = 3


@dataclass(frozen=True)
class Sample:
    """The first ``jobs`` jobs of a space, which deal its work out evenly, as a space of their own."""

    space: Any
    jobs: int

    def identity(self) -> dict[str, int | str]:
        return {**self.space.identity(), "sample": self.jobs}

    def job_count(self) -> int:
        return min(self.jobs, self.space.job_count())

    def run_job(self, job: int) -> Part:
        return self.space.run_job(job)

    def empty(self) -> Part:
        return self.space.empty()

    def merge(self, whole: Part, part: Part) -> Part:
        return self.space.merge(whole, part)

    def nodes(self, whole: Part) -> int:
        return self.space.nodes(whole)

    def share_done(self, whole: Part) -> float:
        return self.space.share_done(whole)


CASES: dict[str, Sample] = {
    "Turing (4,2), 107 steps": Sample(TuringSpace(4, 107), 4),
    "Turing (5,2), 500 steps": Sample(TuringSpace(5, 500), 16),
    "Turing (5,2), every machine decided": Sample(CompleteTuringSpace(5), 16),
    "Turing (6,2), 500 steps": Sample(TuringSpace(6, 500), 8),
    "Turmites (4,2), 500 steps": Sample(TurmiteSpace(4, 500, 20), 4),
    "Turmites (5,2), 500 steps": Sample(TurmiteSpace(5, 500, 18), 4),
    "Turing (3,3), 400 steps": Sample(SymbolsSpace(3, 3, 400), 6),
    "Turing (4,4), sampled": Sample(SymbolsSample(4, 4, 2_000, 1e5), 6),
    "LBF, 36 bits": Sample(LbfSpace(36, 12), 16),
}


def run(name: str, way: str) -> dict[str, float]:
    """Walk a case one way: nodes, processor and wall seconds (the least of a few rounds), largest memory in MB."""
    space = CASES[name]
    space.run_job(0)
    times: list[tuple[float, float]] = []
    with _pool(way) as executor:
        for _ in range(ROUNDS):
            wall, cpu = time.perf_counter(), time.process_time()
            part = _by_hand(space) if way == "jobs" else walk(space, workers=_workers(way), executor=executor)
            times.append((time.process_time() - cpu, time.perf_counter() - wall))
    digest = int(
        sum(int(np.asarray(column).astype(np.uint64).sum(dtype=np.uint64)) for column in part.values()) % 2**53
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cpus, walls = zip(*times, strict=True)
    return {"nodes": space.nodes(part), "cpu": min(cpus), "wall": min(walls), "memory": memory, "digest": digest}


def _workers(way: str) -> int:
    return 2 if way == "threads" else 1


def _by_hand(space: Space) -> Part:
    whole = space.empty()
    for job in range(space.job_count()):
        whole = space.merge(whole, space.run_job(job))
    return whole


@contextlib.contextmanager
def _pool(way: str) -> Iterator[Executor | None]:
    if not way.startswith("dask"):
        yield None
        return
    from distributed import LocalCluster

    from ait.enumeration.cluster import cluster

    count = int(way[-1])
    with (
        LocalCluster(
            n_workers=count, threads_per_worker=1, dashboard_address=":0", memory_limit=0, silence_logs=logging.CRITICAL
        ) as dask,
        cluster(dask.scheduler_address) as executor,
    ):
        # Every worker loads its kernels before the clock runs.
        walk(TuringSpace(4, 20), executor=executor)
        walk(CASES["LBF, 36 bits"].space.__class__(12, 4), executor=executor)
        yield executor


def measure(name: str) -> dict[str, dict[str, float]]:
    """A case by every way, each in a process of its own; all must find the same."""
    ways = [way for way in WAYS if not way.startswith("dask") or importlib.util.find_spec("distributed")]
    found = {}
    for way in ways:
        command = [sys.executable, "-m", "bench.walks", name, way]
        found[way] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    if len({figures["digest"] for figures in found.values()}) != 1:
        raise RuntimeError(f"{name}: not all ways found the same: {found}")
    return found


def row(name: str, found: dict[str, dict[str, float]]) -> str:
    """The case's line of the table."""
    by_hand, driver = found["jobs"], found["driver"]
    overhead = 100 * (driver["cpu"] / by_hand["cpu"] - 1)
    cells = [
        name,
        f"{CASES[name].job_count():,} of {CASES[name].space.job_count():,}",
        f"{by_hand['nodes']:,.0f}",
        f"{by_hand['nodes'] / by_hand['cpu'] / 1e6:.2f}",
        f"{overhead:+.1f} %",
        f"{driver['wall'] / found['threads']['wall']:.2f}",
        f"{driver['wall'] / found['dask-1']['wall']:.2f}" if "dask-1" in found else "",
        f"{found['dask-1']['wall'] / found['dask-2']['wall']:.2f}" if "dask-2" in found else "",
        f"{driver['memory']:,.0f}",
    ]
    return "| " + " | ".join(cells) + " |"


def page() -> Iterator[str]:
    """The page's paragraphs."""
    yield "# Walks: nodes a second, the driver's cost, and two workers"
    yield (
        f"Made by `python -m bench.walks` on {os.cpu_count()} processors, with {os.getloadavg()[0]:.1f} other processes"
        f" running: each figure is the best of {ROUNDS} rounds. *Million nodes a second* is per second of processor"
        " time, jobs run one after the other by hand; *driver* is what `walk` adds to that; *threads* how many times"
        " faster (by the clock) two threads are than one, *Dask* how fast one Dask worker is compared with one thread,"
        " and two Dask workers compared with one; *MB* the largest memory of the process with one thread. All ways"
        " found the same counts, or there would be no page."
    )
    lines = [
        "| space | jobs | nodes | million nodes a second | driver | threads 2 : 1 | Dask : thread | Dask 2 : 1 | MB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    yield "\n".join(lines + [row(name, measure(name)) for name in CASES])


if __name__ == "__main__":
    if len(sys.argv) == 3:
        sys.stdout.write(json.dumps(run(sys.argv[1], sys.argv[2])))
    else:
        PAGE.write_text("\n\n".join(page()) + "\n", encoding="utf-8")
