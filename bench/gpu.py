"""A graphics processor beside the processor, on the same subtrees of Turing machines: all counts compared, then timed.

    python -m bench.gpu FOLDER [--seconds 560] [--jobs 256]

writes what it finds to FOLDER/gpu.jsonl, a line for each stage and way of compiling the kernel as soon as it is known,
and prints a table at the end.  Each stage is a process of its own under a time limit, so that one that fails or hangs
costs the others nothing.  Needs the extra ``gpu`` and an NVIDIA card.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from ait.enumeration import turing_parts
from ait.enumeration.driver import Progress, walk
from ait.enumeration.space import Part
from ait.enumeration.turing import TuringSpace
from ait.enumeration.turing_cuda import CudaTuringSpace, Setup
from ait.enumeration.turing_lane_kernel import Tuning
from ait.enumeration.turing_table import turing_table
from ait.tables.shipped import open_table

SIX = TuringSpace(6, 500)
JOBS = 256  # of the 15,000 of (6,2) at 500 steps: 1.05 billion nodes
ONE_CORE_JOBS = 4
WHOLE_FROM = 0.3e9
"""Nodes a second from which the whole of (6,2) is walked: 49 billion nodes."""


def _setup(
    steps: int, eighths: int, registers: int | None = 64, threads: int = 256, start: int = 3, combine: bool = False
) -> Setup:
    return Setup(Tuning(steps, eighths, combine), threads, registers, start)


# Steps at a time, eighths of a warp that may still run; registers a thread, threads a block, undefined entries where
# lanes start, the commonest outputs counted in a block.
SETUPS: dict[str, Setup] = {
    "default": Setup(),
    "16 steps, 8/8": _setup(16, 8),
    "16 steps, 8/8, from 2": _setup(16, 8, start=2),
    "16 steps, 8/8, 128 threads": _setup(16, 8, threads=128),
    "12 steps, 8/8": _setup(12, 8),
    "16 steps, 8/8, combined": _setup(16, 8, combine=True),
    "16 steps, 8/8, 80 registers": _setup(16, 8, 80),
    "32 steps, 8/8": _setup(32, 8),
    "8 steps, 8/8": _setup(8, 8),
    "8 steps, 8/8, 128 threads": _setup(8, 8, threads=128),
    "16 steps, 8/8, 48 registers": _setup(16, 8, 48),
    "16 steps, 8/8, any registers": _setup(16, 8, None),
    "4 steps, 8/8": _setup(4, 8),
    "8 steps, 6/8": _setup(8, 6),
    "4 steps, 6/8, from 2": _setup(4, 6, start=2),
    "4 steps, 6/8, combined": _setup(4, 6, combine=True),
    "4 steps, 6/8, 128 threads": _setup(4, 6, threads=128),
    "4 steps, 6/8": _setup(4, 6),
    "4 steps, 4/8": _setup(4, 4),
    "1 step, 6/8": _setup(1, 6),
    "4 steps, 6/8, 80 registers": _setup(4, 6, 80),
    "4 steps, 6/8, 48 registers": _setup(4, 6, 48),
    "4 steps, 7/8": _setup(4, 7),
    "4 steps, 6/8, 40 registers": _setup(4, 6, 40),
    "4 steps, 6/8, any registers": _setup(4, 6, None),
    "4 steps, 6/8, from 4": _setup(4, 6, start=4),
    "4 steps, waiting for all": _setup(4, 0),
}


def first_roots(jobs: int) -> np.ndarray:
    """The subtrees of the first so many jobs of (6,2)."""
    kept = turing_parts.trunk(SIX.states, SIX.steps, 0)[1]
    return np.concatenate([kept[job :: SIX.job_count()] for job in range(jobs)])


def differences(one: Part, other: Part) -> list[str]:
    """The names of the arrays in which two parts differ; none if all counts and outputs are equal."""
    assert one.keys() == other.keys()
    return [name for name in one if one[name].dtype != other[name].dtype or not np.array_equal(one[name], other[name])]


def digest(part: Part) -> int:
    """A number that two parts share only if they are equal, as far as anybody can tell."""
    import hashlib

    found = hashlib.sha256()
    for name in sorted(part):
        found.update(f"{name} {part[name].shape} {part[name].dtype} ".encode())
        found.update(np.ascontiguousarray(part[name]).tobytes())
    return int(found.hexdigest()[:12], 16)


def on_cores(jobs: int, workers: int) -> tuple[Part, float]:
    """The first jobs of (6,2) by the processor's kernel, in threads; with the wall seconds."""

    class Some:
        """A space of the first jobs."""

        identity, empty, merge = SIX.identity, SIX.empty, SIX.merge
        nodes, share_done, run_job = SIX.nodes, SIX.share_done, SIX.run_job

        def job_count(self) -> int:
            return jobs

    began = time.perf_counter()
    part = walk(Some(), workers=workers)
    return part, time.perf_counter() - began


def machine() -> dict[str, Any]:
    """Which device, driver, processor and versions these are."""
    from ait.gpu import find_device

    device = find_device()
    try:
        smi = subprocess.run(
            ["nvidia-smi", "--query-gpu=name,driver_version,clocks.max.sm,power.limit", "--format=csv,noheader"],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        ).stdout.strip()
    except OSError as error:
        smi = str(error)
    model = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    versions = {name: importlib.metadata.version(name) for name in ("numba", "numba-cuda", "numpy", "llvmlite")}
    return {
        "device": device.name,
        "multiprocessors": device.multiprocessors,
        "free": device.free,
        "smi": smi,
        "cores": os.cpu_count(),
        "processor": model[0].split(":")[1].strip() if model else platform.processor(),
        "python": platform.python_version(),
        **versions,
    }


def compare(states: int, steps: int, name: str) -> dict[str, Any]:
    """A whole space on both: equal in every array?"""
    space = TuringSpace(states, steps)
    began = time.perf_counter()
    here = walk(space, workers=os.cpu_count() or 1)
    between = time.perf_counter()
    there = walk(CudaTuringSpace(space, SETUPS[name]), workers=2)
    ended = time.perf_counter()
    space.check(there)
    return {
        "space": f"({states},2) at {steps}, whole",
        "nodes": space.nodes(there),
        "halting": int(there["machines"][0]),
        "differ": differences(here, there),
        "cpu_seconds_with_compiling": between - began,
        "gpu_seconds_with_compiling": ended - between,
    }


def compare_six(name: str, jobs: int) -> dict[str, Any]:
    """Some jobs of (6,2) on both."""
    here, _ = on_cores(jobs, os.cpu_count() or 1)
    there = CudaTuringSpace(SIX, SETUPS[name]).explore(first_roots(jobs))
    there = turing_parts.merge(there, turing_parts.trunk(SIX.states, SIX.steps, 0)[0])
    return {
        "space": f"(6,2) at 500, {jobs} of {SIX.job_count()} jobs",
        "nodes": SIX.nodes(there),
        "wide": int(there["nodes"][4]),
        "long": len(there["long_count"]),
        "differ": differences(here, there),
    }


def time_setup(name: str, jobs: int) -> dict[str, Any]:
    """One way of compiling and launching the kernel on the timed jobs: cold, then warm."""
    began = time.perf_counter()
    roots = first_roots(jobs)
    space = CudaTuringSpace(SIX, SETUPS[name])
    before = time.perf_counter()
    space.explore(roots[:: max(1, len(roots) // 64)])
    compiled = time.perf_counter()
    best: dict[str, Any] = {}
    for _ in range(2):
        device, start = space.seconds(), time.perf_counter()
        part = space.explore(roots)
        wall, busy = time.perf_counter() - start, space.seconds() - device
        if not best or busy < best["gpu_seconds"]:
            best = {"gpu_seconds": busy, "wall_seconds": wall}
    nodes = SIX.nodes(part)
    return {
        "setup": name,
        "digest": digest(part),
        "nodes": nodes,
        "rate": nodes / best["gpu_seconds"],
        "rate_by_wall": nodes / best["wall_seconds"],
        **best,
        "blocks": space.blocks(),
        "seconds_before": before - began,
        "seconds_to_compile": compiled - before,
    }


def time_cores(jobs: int) -> dict[str, Any]:
    """The processor's kernel on the same subtrees: one core on few jobs, all cores on all of them."""
    on_cores(1, 1)
    few, one = on_cores(ONE_CORE_JOBS, 1)
    cores = os.cpu_count() or 1
    many, all_ = on_cores(jobs, cores)
    trunk = SIX.nodes(turing_parts.trunk(SIX.states, SIX.steps, 0)[0])
    return {
        "cores": cores,
        "rate_of_one": (SIX.nodes(few) - trunk) / one,
        "rate_of_all": (SIX.nodes(many) - trunk) / all_,
        "nodes": SIX.nodes(many),
    }


def walk_whole(name: str, folder: Path) -> dict[str, Any]:
    """All of (6,2) at 500 steps, and the shipped table, which the processor made."""
    space = CudaTuringSpace(SIX, SETUPS[name])
    space.explore(first_roots(1))
    marks: list[Progress] = []

    def note(progress: Progress) -> None:
        if not marks or progress.seconds - marks[-1].seconds > 10:
            marks.append(progress)
            write(folder, "whole so far", {"jobs": progress.jobs_done, "seconds": progress.seconds})

    began = time.perf_counter()
    part = walk(space, workers=2, progress=note)
    wall = time.perf_counter() - began
    SIX.check(part)
    made = turing_table(SIX, part, 16)
    made.save(folder / "turing-6-2-500-gpu.ait")
    shipped = open_table("turing-6-2-500")
    pairs = {
        "lengths": (made.lengths, shipped.lengths),
        "words": (made.words, shipped.words),
        "counts": (made.counts, shipped.counts),
        **{name: (made.columns[name], shipped.columns[name]) for name in shipped.columns},
        "halting_by_steps": (made.extras["halting_by_steps"], shipped.extras["halting_by_steps"]),
    }
    fields = ("machines", "total", "strings_that_occur", "total_of_strings_left_out", "nodes")
    return {
        "setup": name,
        "nodes": SIX.nodes(part),
        "wall_seconds": wall,
        "gpu_seconds": space.seconds(),
        "rate_by_wall": SIX.nodes(part) / wall,
        "rate": SIX.nodes(part) / space.seconds(),
        "differ": [key for key, (one, other) in pairs.items() if not np.array_equal(one, other)],
        "fields_differ": [field for field in fields if made.fields[field] != shipped.fields[field]],
        "compared": list(pairs),
        "strings": len(made),
        "nodes_by_kind": part["nodes"].tolist(),
        "machines": [int(count) for count in part["machines"]],
        "undecided": made.fields["undecided"],
        "undecided_with_ngram_3": shipped.fields["undecided"],
    }


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def write(folder: Path, stage: str, found: dict[str, Any]) -> None:
    """Add a line to what is known, at once."""
    with (folder / "gpu.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"stage": stage, **found}) + "\n")
        file.flush()
        os.fsync(file.fileno())


def stages(folder: Path, name: str, jobs: int) -> dict[str, Callable[[], dict[str, Any]]]:
    """What a process of its own can be asked to do, ``name`` being a way of compiling the kernel."""
    return {
        "machine": machine,
        "compare 4": lambda: compare(4, 107, name),
        "compare 5": lambda: compare(5, 500, name),
        "compare 6": lambda: compare_six(name, jobs),
        "setup": lambda: time_setup(name, jobs),
        "cores": lambda: time_cores(jobs),
        "whole": lambda: walk_whole(name, folder),
    }


class Run:
    """The stages one after another, each in a process, within the seconds there are."""

    def __init__(self, folder: Path, seconds: float, jobs: int) -> None:
        self._folder, self._ends, self._jobs = folder, time.monotonic() + seconds, jobs

    @property
    def left(self) -> float:
        return self._ends - time.monotonic()

    def __call__(self, stage: str, limit: float, name: str = "default") -> dict[str, Any] | None:
        """What a stage found, or None if it failed or there was no time left for it."""
        limit = min(limit, self.left - 5)
        title = f"{stage} [{name}]"
        if limit < 10:
            say(f"{title}: no time left")
            return None
        command = [sys.executable, "-m", "bench.gpu", str(self._folder), "--stage", stage, "--setup", name]
        command += ["--jobs", str(self._jobs)]
        began = time.monotonic()
        before = len(self.known())
        try:
            done = subprocess.run(command, timeout=limit, capture_output=True, text=True, check=False)
            said = (done.stdout + done.stderr)[-2000:]
        except subprocess.TimeoutExpired:
            said = f"stopped after {limit:.0f} s"
        found = next((line for line in self.known()[before:] if line["stage"] == stage), None)
        shown = {key: value for key, value in (found or {}).items() if key != "stage"}
        say(f"{title}: {time.monotonic() - began:.1f} s  {json.dumps(shown) if found else 'FAILED: ' + said}")
        if found is None:
            write(self._folder, "failed", {"what": title, "said": said})
        return found

    def known(self) -> list[dict[str, Any]]:
        path = self._folder / "gpu.jsonl"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def everything(folder: Path, seconds: float, jobs: int) -> None:
    """All stages, the most telling first, and the table."""
    folder.mkdir(parents=True, exist_ok=True)
    run = Run(folder, seconds, jobs)
    device = run("machine", 60)
    checks = [run("compare 4", 180), run("setup", 90)]
    checks += [run("compare 6", 120), run("compare 5", 120)]
    cores = run("cores", 120)
    timed = [checks[1]] if checks[1] else []
    # What the whole space takes at the default's rate, with what its host does besides, is set aside.
    rate = timed[0]["rate_by_wall"] if timed else 0.0
    needed = 60 + 1.5 * 4.9e10 / rate if rate >= WHOLE_FROM else 0.0
    for name in list(SETUPS)[1:]:
        if run.left > needed + 40:
            found = run("setup", 60, name)
            timed += [found] if found else []
    timed.sort(key=lambda found: -found["rate"])
    equal = [found for found in timed if found["digest"] == timed[0]["digest"]]
    whole = None
    if timed and timed[0]["rate_by_wall"] >= WHOLE_FROM and len(equal) == len(timed):
        whole = run("whole", run.left, timed[0]["setup"])
    say("\n" + "\n".join(table(device, checks, timed, cores, whole)))


def table(
    device: dict[str, Any] | None,
    checks: list[dict[str, Any] | None],
    timed: list[dict[str, Any]],
    cores: dict[str, Any] | None,
    whole: dict[str, Any] | None,
) -> list[str]:
    """What was found, in short."""
    lines = [f"device: {device['device']}, {device['cores']} cores of {device['processor']}" if device else "device: ?"]
    for check in checks:
        if check and "differ" in check:
            lines.append(f"{check['space']}: {check['nodes']:,} nodes, differ: {check['differ'] or 'nothing'}")
    one = cores["rate_of_one"] if cores else float("nan")
    if cores:
        lines += [
            f"{'1 core':>24} {one / 1e6:9.1f} M nodes/s",
            f"{cores['cores']:>18} cores {cores['rate_of_all'] / 1e6:9.1f} M nodes/s",
        ]
    for found in timed:
        same_digest = "" if found["digest"] == timed[0]["digest"] else "  NOT THE SAME COUNTS"
        lines.append(
            f"{found['setup']:>24} {found['rate'] / 1e6:9.1f} M nodes/s on the device,"
            f" {found['rate_by_wall'] / 1e6:.1f} by wall, {found['rate'] / one:.0f} cores{same_digest}"
        )
    if whole:
        lines.append(
            f"whole (6,2): {whole['nodes']:,} nodes in {whole['wall_seconds']:.1f} s ({whole['setup']}),"
            f" {whole['rate_by_wall'] / 1e6:.1f} M nodes/s; against the shipped table differ:"
            f" {whole['differ'] + whole['fields_differ'] or 'nothing'}"
        )
    return lines


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--seconds", type=float, default=560.0)
    options.add_argument("--jobs", type=int, default=JOBS)
    options.add_argument("--stage")
    options.add_argument("--setup", default="default")
    given = options.parse_args()
    if given.stage is None:
        everything(given.folder, given.seconds, given.jobs)
        return
    try:
        write(given.folder, given.stage, stages(given.folder, given.setup, given.jobs)[given.stage]())
    except Exception:
        traceback.print_exc()
        sys.exit(1)


if __name__ == "__main__":
    main()
