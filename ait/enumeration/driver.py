"""The work driver: a program space's jobs, shared out to any executor, merged exactly, saved and resumed.

Every walk over a program space runs here.  A space says how many jobs it has, what one job finds, and how two
results merge; the driver hands the jobs out, adds the results up, shows progress, and saves what is finished,
so that Ctrl-C, a full disk, a lost worker or a killed process loses at most the jobs since the last save.  Merging is
commutative, so the final result is the same to the bit for any number of workers and any interruption.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np

from ait.enumeration.interrupt import deferred_interrupt
from ait.enumeration.space import Part, Space
from ait.enumeration.sums import Sums
from ait.errors import AitError, CheckpointError, InputError, TableError
from ait.tables import container

_log = logging.getLogger(__name__)
_CHECKPOINT = "checkpoint"


@runtime_checkable
class Elastic(Protocol):
    """An executor that knows how many jobs it can run at once, which may change: a cluster."""

    def slots(self) -> int:
        """How many jobs run at once now, at least 1."""


@dataclass(frozen=True)
class Progress:
    """How far a walk has come; ``share`` is that of the space's mass, ``seconds_left`` a guess from the jobs so far."""

    jobs_done: int
    jobs: int
    nodes: int
    share: float
    seconds: float
    seconds_left: float | None


@dataclass
class _State:
    """The walk between two jobs: which are done, and what they found; ``torn`` while parts are being merged."""

    done: np.ndarray
    sums: Sums
    saved: int = 0
    torn: bool = False

    @property
    def unsaved(self) -> bool:
        """Whether there is more than was saved, and it is fit to be saved."""
        return not self.torn and int(self.done.sum()) > self.saved

    def pending(self) -> Iterator[int]:
        return iter(np.flatnonzero(~self.done).tolist())

    def add(self, job: int, part: Part) -> None:
        # Merging reuses memory: where it fails half-way, for want of memory say, the sums must not be saved.
        self.torn = True
        self.sums.add(part)
        self.done[job] = True
        self.torn = False

    def whole(self) -> Part:
        self.torn = True
        whole = self.sums.total()
        self.torn = False
        return whole


def walk(
    space: Space,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    checkpoint: Path | str | None = None,
    resume: bool = False,
    progress: Callable[[Progress], None] | None = None,
    save_every: float = 30.0,
) -> Part:
    """Walk the whole of ``space`` and return everything that was found.

    Args:
        space: what to walk.
        workers: how many jobs run at once; threads, since kernels run without the interpreter lock.
        executor: runs the jobs in place of threads of our own (processes, or :func:`ait.cluster`, whose number of
            workers then stands for ``workers``); it is not shut down here.
        checkpoint: where to keep finished work; written every ``save_every`` seconds and whenever the walk stops.
            It is left in place at the end: delete it once the result is safe. Where the walk stops before any work
            is saved there is nothing to keep, and no file.
        resume: go on from ``checkpoint`` if it exists. Without it an existing file is refused, never overwritten.
        progress: called in this thread after each job and at least every half second.

    Raises:
        InputError: if ``workers`` is less than 1.
        CheckpointError: if the checkpoint is damaged, belongs to another walk, or exists and ``resume`` is off.
        StorageError: if the checkpoint cannot be written; the one saved before stays whole.
        AitError: if a worker died.
    """
    if workers < 1:
        raise InputError(f"workers = {workers}: at least 1 is needed")
    path = Path(checkpoint) if checkpoint is not None else None
    state = _restore(space, path, resume)
    done, jobs = int(state.done.sum()), len(state.done)
    where = f"threads: {workers}" if executor is None else f"by {type(executor).__name__}"
    _log.info("walk: %s jobs, %s, done before: %s, checkpoint: %s", f"{jobs:,}", where, f"{done:,}", path or "none")
    began = time.perf_counter()
    pool = executor if executor is not None else ThreadPoolExecutor(workers)
    try:
        _run(space, state, pool, workers, path, _Reporter(state, progress), save_every)
    except BaseException as error:
        if path is not None and state.saved == 0:
            # A file of no work at all would only stand in the way of the next attempt.
            with contextlib.suppress(OSError):
                path.unlink()
        if isinstance(error, BrokenExecutor):
            raise AitError(f"a worker died before its job was done ({error}); {_kept(path)}") from error
        raise
    finally:
        if executor is None:
            pool.shutdown(wait=False, cancel_futures=True)
    _log.info("walk over after %.1f s", time.perf_counter() - began)
    return state.whole()


def _kept(path: Path | None) -> str:
    if path is None:
        return "nothing was saved: name a checkpoint file to keep finished work"
    return f"see {path}" if path.exists() else "no job was"


def _run(
    space: Space,
    state: _State,
    pool: Executor,
    workers: int,
    path: Path | None,
    report: _Reporter,
    save_every: float,
) -> None:
    """Keep a few jobs per worker in flight, merge what comes back, save now and then and at every stop."""
    jobs = state.pending()
    running: dict[Future[Part], int] = {}
    if path is not None:
        # Before any work is done: a place that cannot be written to should be known now.
        _save(space, state, path)
    saved_at = time.monotonic()
    report()
    with deferred_interrupt() as interrupted:
        try:
            while not interrupted():
                # Two jobs per worker: the next is at hand when one ends, and few results wait in memory.
                room = 2 * (pool.slots() if isinstance(pool, Elastic) else workers)
                while len(running) < room and (job := next(jobs, None)) is not None:
                    running[pool.submit(space.run_job, job)] = job
                if not running:
                    state.whole()
                    report()
                    return
                wait(running, timeout=0.5, return_when=FIRST_COMPLETED)
                _collect(state, running)
                report()
                if path is not None and state.unsaved and time.monotonic() - saved_at > save_every:
                    _save(space, state, path)
                    saved_at = time.monotonic()
            _collect(state, running)
            raise KeyboardInterrupt
        finally:
            for future in running:
                future.cancel()
            if path is not None and state.unsaved:
                _save(space, state, path)


def _collect(state: _State, running: dict[Future[Part], int]) -> None:
    """Merge every finished job and take it off ``running``."""
    for future in [future for future in running if future.done()]:
        state.add(running[future], future.result())
        del running[future]


class _Reporter:
    """Turns a state into calls of the user's progress function."""

    def __init__(self, state: _State, progress: Callable[[Progress], None] | None) -> None:
        self._state, self._progress = state, progress
        self._start, self._before = time.monotonic(), int(state.done.sum())

    def __call__(self) -> None:
        if self._progress is None:
            return
        done, jobs = int(self._state.done.sum()), len(self._state.done)
        seconds, fresh = time.monotonic() - self._start, done - self._before
        left = seconds / fresh * (jobs - done) if fresh else None
        sums = self._state.sums
        self._progress(Progress(done, jobs, sums.nodes, sums.share, seconds, left))


def _identity(space: Space) -> Mapping[str, int | str]:
    return {**space.identity(), "jobs": space.job_count()}


def _save(space: Space, state: _State, path: Path) -> None:
    columns = {"done": state.done, **{f"part {name}": column for name, column in state.whole().items()}}
    container.save(path, _CHECKPOINT, {"space": dict(_identity(space))}, columns, level=1)
    state.saved = int(state.done.sum())


def _restore(space: Space, path: Path | None, resume: bool) -> _State:
    fresh, empty = np.zeros(space.job_count(), np.bool_), space.empty()
    if path is None or not path.exists():
        return _State(fresh, Sums(space, empty, 0))
    if not resume:
        raise CheckpointError(f"{path} holds the finished part of an earlier walk: resume it (--resume) or delete it")
    try:
        fields, columns = container.load(path, _CHECKPOINT)
    except TableError as error:
        raise CheckpointError(f"{error}; to start from the beginning, delete it") from error
    if fields.get("space") != dict(_identity(space)):
        raise CheckpointError(f"{path} belongs to another walk: {fields.get('space')}, not {dict(_identity(space))}")
    done = columns.pop("done", fresh[:0])
    whole = {name.removeprefix("part "): column for name, column in columns.items()}
    if (done.shape, done.dtype) != (fresh.shape, fresh.dtype) or whole.keys() != empty.keys():
        raise CheckpointError(f"{path} lacks a part of what was found: delete it to start from the beginning")
    jobs = int(done.sum())
    return _State(done, Sums(space, whole, jobs), jobs)
