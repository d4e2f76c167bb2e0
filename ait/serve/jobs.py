"""Calculations one after another in a process of their own, so that one can be cancelled, or ended at a limit."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import threading
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Any

from ait.errors import AitError
from ait.serve.limits import Limits
from ait.serve.question import Question

_REMEMBERED = 64
_MOST_EVENTS = 1000
WORKER = (sys.executable, "-m", "ait.cli.serve_worker")


class BusyError(AitError):
    """Too many calculations wait already."""


@dataclass
class Job:
    """A calculation: what was asked, how far it is, and what was found so far.

    ``state`` is "waiting", "running", "done", "failed" or "cancelled"; ``events`` are the records of
    :func:`ait.serve.answer.answer`, and one with the event "error" where it failed.
    """

    question: Question
    state: str = "waiting"
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ("done", "failed", "cancelled")


class Jobs:
    """The calculations of one calculator; all methods may be called from any thread.

    Args:
        limits: how many may wait, and how long each may run.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._waiting: deque[Job] = deque()
        self._running: Job | None = None
        self._process: subprocess.Popen[str] | None = None
        self._change = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="calculations", daemon=True)
        self._thread.start()

    def add(self, question: Question) -> str:
        """Queue a calculation; its name, which nobody can guess (BusyError if too many wait)."""
        with self._change:
            if len(self._waiting) >= self._limits.waiting and self._running is not None:
                raise BusyError(f"{len(self._waiting)} calculations are waiting already: try again in a moment")
            name, job = secrets.token_urlsafe(12), Job(question)
            self._jobs[name] = job
            self._waiting.append(job)
            self._forget()
            self._change.notify_all()
            return name

    def look(self, name: str, after: int) -> tuple[str, list[dict[str, Any]]] | None:
        """The state, and the events from number ``after`` on; None if there is no such calculation (any more)."""
        with self._change:
            job = self._jobs.get(name)
            return None if job is None else (job.state, job.events[max(0, after) :])

    def cancel(self, name: str) -> str | None:
        """End a calculation, or take it out of the queue; its state now, None if there is no such calculation."""
        with self._change:
            job = self._jobs.get(name)
            if job is None:
                return None
            if not job.is_over:
                job.state = "cancelled"
                if job is self._running:
                    self._kill()
                else:
                    self._waiting.remove(job)
            return job.state

    def close(self) -> None:
        """End everything; nothing can be added any more."""
        with self._change:
            self._closed = True
            self._kill()
            self._change.notify_all()
        self._thread.join()

    def _forget(self) -> None:
        """Drop the oldest calculations that are over, beyond the last few."""
        over = [name for name, job in self._jobs.items() if job.is_over]
        for name in over[: max(0, len(self._jobs) - _REMEMBERED)]:
            del self._jobs[name]

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _work(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._closed or self._waiting)
                if self._closed:
                    break
                job = self._running = self._waiting.popleft()
                job.state = "running"
                process = self._process = self._living_process()
            ended = self._run(job, process)
            with self._change:
                self._running = None
                spent = not ended or job.state == "cancelled"
            if spent:
                self._discard()
        self._discard()

    def _discard(self) -> None:
        """See the worker off, which may still be dying: the next calculation gets a new one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _living_process(self) -> subprocess.Popen[str]:
        """The worker, which keeps its compiled kernels warm; a new one where the last was ended."""
        if self._process is not None:
            return self._process
        command = [*WORKER, str(self._limits.memory)]
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    def _run(self, job: Job, process: subprocess.Popen[str]) -> bool:
        """Hand a calculation to the worker and take down what it tells; whether the worker lived to its end."""
        timed_out = threading.Event()

        def stop() -> None:
            timed_out.set()
            process.kill()

        clock = threading.Timer(self._limits.seconds, stop)
        clock.daemon = True
        clock.start()
        try:
            ended = self._listen(job, process)
        finally:
            clock.cancel()
        with self._change:
            if job.state == "cancelled":
                return ended
            if not ended:
                why = (
                    f"stopped after {self._limits.seconds:g} seconds, the limit here: what was found by then is shown"
                    if timed_out.is_set()
                    else "the calculation ended unexpectedly, as it does when memory runs out: try a smaller input"
                )
                job.events.append({"event": "error", "text": why})
            failed = any(event["event"] == "error" for event in job.events)
            job.state = "failed" if failed else "done"
        return ended

    def _listen(self, job: Job, process: subprocess.Popen[str]) -> bool:
        """Take down events until the worker says that it is done; False if it died instead."""
        stdin, stdout = process.stdin, process.stdout
        if stdin is None or stdout is None:
            return False
        try:
            stdin.write(job.question.as_json() + "\n")
            stdin.flush()
        except OSError:
            return False
        for line in stdout:
            event = json.loads(line)
            if event["event"] == "end":
                return True
            with self._change:
                if len(job.events) < _MOST_EVENTS:
                    job.events.append(event)
        return False
