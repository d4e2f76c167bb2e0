"""The space of Turing machines walked on a graphics processor: the same part, to the last unit, in less time.

>>> from ait.enumeration.turing import TuringSpace
>>> CudaTuringSpace(TuringSpace(6, 500)).job_count()
59
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from ait.enumeration import turing_lane_kernel as lanes
from ait.enumeration import turing_parts
from ait.enumeration.space import Part
from ait.enumeration.turing import TuringSpace
from ait.enumeration.turing_lanes import START, Lanes, most_steps
from ait.errors import InputError
from ait.gpu import Device, Memory, failures_told, find_device, quiet, resident_blocks

JOBS_A_BATCH = 256
"""How many jobs of the processor's walk are one job here, some 10^9 nodes: a few launches of the device.

Beyond :data:`USUAL_STEPS` they are fewer, as a machine that neither halts nor is seen to loop takes that much longer
and more of them grow too wide for the device: a walk should show its progress, and be stopped, every second or so.
"""
USUAL_STEPS = 500


@dataclass(frozen=True)
class Setup:
    """How the kernel is compiled and launched, which changes its speed alone.

    The defaults were the best of 28 ways on an NVIDIA H200, by its own time and by the clock together: docs/gpu.md.
    """

    tuning: lanes.Tuning = lanes.Tuning()  # noqa: RUF009 - a named tuple cannot change
    threads: int = 128
    registers: int | None = 64
    start: int = START


_COMPILING = threading.Lock()


def _kernels(setup: Setup, simulated: bool) -> tuple[Any, Any]:
    """The walk and the gathering of its outputs, compiled for the device once, whoever asks first."""
    with _COMPILING:
        return _compiled(setup.tuning, setup.registers, simulated)


@lru_cache(maxsize=64)
def _compiled(tuning: lanes.Tuning, registers: int | None, simulated: bool) -> tuple[Any, Any]:
    from ait.enumeration import turing_cuda_kernel

    quiet()
    return turing_cuda_kernel.compiled(tuning, registers, simulated)


class CudaMachine(Memory):
    """A graphics processor as the lanes' machine, see :class:`ait.enumeration.turing_lanes.Machine`."""

    def __init__(self, device: Device, setup: Setup = Setup()) -> None:
        super().__init__(device)
        self._threads = setup.threads
        self._walk, self._gather = _kernels(setup, device.simulated)
        self.blocks = resident_blocks(self._walk, setup.threads, device)
        # Of the free memory a thirty-second for outputs, a sixteenth for frames; enough is enough.
        self.rows = 1 << min(22, max(10, (device.free // (32 * 8 * lanes.ROW)).bit_length() - 1))
        self.frames_at_once = min(1 << 23, max(1 << 10, device.free // (16 * 8 * lanes.FRAME)))
        self.seconds = 0.0

    def zeros(self, shape: tuple[int, ...]) -> Any:
        """An array of 64-bit zeros on the device."""
        return self.upload(np.zeros(shape, np.uint64))

    def walk(self, frames: Any, *arguments: Any) -> None:
        """Walk all that lies below some frames; :attr:`seconds` adds up the device's time."""
        blocks = min(self.blocks, -(-frames.shape[0] // self._threads))
        first = self.mark()
        self._walk[blocks, self._threads, self.stream](frames, *arguments)
        self.seconds += self.between(first, self.mark())

    def gather(self, rows: Any, listed: Any, used: Any) -> None:
        """List the outputs of a table and empty it."""
        blocks = min(4 * self.blocks, -(-rows.shape[0] // (lanes.ROW * self._threads)))
        self._gather[blocks, self._threads, self.stream](rows, listed, used)


@dataclass(frozen=True)
class CudaTuringSpace:
    """A space of Turing machines whose subtrees are walked on a graphics processor, many jobs together.

    A finished walk's part is that of ``space``, bit for bit; a checkpoint belongs to this way of walking alone.

    Raises:
        InputError: if ``space`` asks for n-grams or histories, which the device does not try, or for so many steps
            that a halting time does not fit a word together with the machine's number: 2,048 of six states.
    """

    space: TuringSpace
    setup: Setup = Setup()
    _idle: list[Lanes] = field(default_factory=list, init=False, repr=False, compare=False)
    _lock: Any = field(default_factory=threading.Lock, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        space = self.space
        if space.ngram or space.histories:
            raise InputError(
                "a graphics processor runs machines and finds loops, no more: leave n-grams and histories out,"
                " which change no count of halting machines, or walk on the processor"
            )
        if space.states > 3 and space.steps > most_steps(space.states):
            raise InputError(
                f"steps = {space.steps}: of {space.states} states a graphics processor runs machines for up to"
                f" {most_steps(space.states):,} steps; walk on the processor for more"
            )

    def identity(self) -> dict[str, int | str]:
        """What makes two walks the same walk: that of the space, in these jobs."""
        return {**self.space.identity(), "device": "gpu"}

    def job_count(self) -> int:
        """How many batches of jobs there are, whatever the device."""
        a_batch = max(1, JOBS_A_BATCH * USUAL_STEPS // max(self.space.steps, USUAL_STEPS))
        return -(-self.space.job_count() // a_batch)

    def run_job(self, job: int) -> Part:
        """Walk the subtrees of one batch; the first also counts the nodes above all subtrees.

        Raises:
            InputError: if there is no such job.
            MissingExtraError: without the extra ``gpu``.
            AitError: if no device can be used, it fails, or a machine is not accounted for.
        """
        jobs = self.job_count()
        if not 0 <= job < jobs:
            raise InputError(f"job = {job}: this walk has the jobs 0 to {jobs - 1}")
        trunk, subtrees, _ = turing_parts.trunk(self.space.states, self.space.steps, 0)
        found = self.explore(subtrees[job::jobs]) if len(subtrees) else self.empty()
        return turing_parts.merge(found, trunk) if job == 0 else found

    def explore(self, roots: np.ndarray) -> Part:
        """Walk all below ``roots``, frames as :func:`ait.enumeration.turing_parts.trunk` keeps them."""
        with self._lock:
            walker = self._idle.pop() if self._idle else None
        with failures_told():
            if walker is None:
                walker = Lanes(
                    CudaMachine(find_device(), self.setup), self.space.states, self.space.steps, self.setup.start
                )
            part = walker.explore(roots)
        with self._lock:
            self._idle.append(walker)
        return part

    def seconds(self) -> float:
        """The device's own time in the walk's kernel so far."""
        with self._lock:
            return sum(walker.machine.seconds for walker in self._idle)

    def blocks(self) -> int:
        """How many blocks of threads the device holds at once, as far as any have run."""
        with self._lock:
            return max((walker.machine.blocks for walker in self._idle), default=0)

    def empty(self) -> Part:
        """The result of no job at all."""
        return self.space.empty()

    def merge(self, whole: Part, part: Part) -> Part:
        """Both parts added up, in any order."""
        return self.space.merge(whole, part)

    def nodes(self, whole: Part) -> int:
        """Nodes of the tree seen so far, run or skipped."""
        return self.space.nodes(whole)

    def share_done(self, whole: Part) -> float:
        """The share of all machines accounted for so far."""
        return self.space.share_done(whole)
