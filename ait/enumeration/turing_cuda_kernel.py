"""The walk over Turing machines on a graphics processor: its lanes, what they share, the rows of outputs at the end."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import cuda, int64, uint64, void

from ait.enumeration.turing_lane_kernel import (
    BEST,
    CLASSES,
    COMMON,
    COUNT,
    FATE_CLASS,
    KEY,
    NOTHING,
    ROW,
    STACK,
    STATES,
    USED_CLASS,
    Target,
    Tuning,
    lane_for,
)

ALL_LANES = np.uint32(0xFFFFFFFF)
POWERS = 16
WORDS, FRAMES = uint64[::1], uint64[:, ::1]
WALK_TYPES = void(FRAMES, int64[::1], WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, FRAMES, FRAMES)
GATHER_TYPES = void(WORDS, FRAMES, WORDS)


def _add(array, index, value):  # type: ignore[no-untyped-def]
    return cuda.atomic.add(array, index, value)


def _claim(array, index, value):  # type: ignore[no-untyped-def]
    return cuda.atomic.cas(array, index, np.uint64(0), value)


def _raise_to(array, index, value):  # type: ignore[no-untyped-def]
    cuda.atomic.max(array, index, value)


def _lowest(word):  # type: ignore[no-untyped-def]
    return cuda.ffs(np.uint32(word)) - 1


def _votes(flag):  # type: ignore[no-untyped-def]
    return cuda.popc(cuda.ballot_sync(ALL_LANES, flag))


def _alone(flag):  # type: ignore[no-untyped-def]
    return 1 if flag else 0


def _on_device(function: Any) -> Any:
    compiled: Any = cuda.jit(device=True)(function)
    return compiled


def target(in_warps: bool = True) -> Target:
    """How lanes touch what they share on the device; with ``in_warps`` off (the simulator has none) each for itself."""
    functions = (_add, _claim, _raise_to, _lowest, _votes if in_warps else _alone)
    return Target(_on_device, *(_on_device(function) for function in functions))


def walk_kernel(tuning: Tuning, in_warps: bool = True) -> Any:
    """The kernel, not yet compiled, for one way of alternating between steps and nodes.

    Its arguments: frames to walk (rows, FRAME), settings, what a node stands for by class, powers of 4·states + 2 for
    a number's digits, the lanes' counters, nodes by class, halting machines by steps, undecided ones by cells, the
    table of outputs (rows · ROW), and room for kept frames (rows, FRAME) and those handed back (rows, HANDED).
    """
    lane, add_output = lane_for(target(in_warps), tuning)
    combine = tuning.combine

    def walk(items, settings, shares, powers, counters, classes, times, spans, rows, kept, back):  # type: ignore[no-untyped-def]
        stack = cuda.local.array(STACK, np.uint64)
        counts = cuda.shared.array(CLASSES, np.uint32)
        near_shares = cuda.shared.array(FATE_CLASS, np.uint64)
        near_powers = cuda.shared.array(POWERS, np.uint64)
        common_counts = cuda.shared.array(COMMON if combine else 1, np.uint32)
        common_best = cuda.shared.array(COMMON if combine else 1, np.uint64)
        common_times = cuda.shared.array(COMMON if combine else 1, np.uint32)
        first, every = cuda.threadIdx.x, cuda.blockDim.x
        for index in range(first, CLASSES, every):
            counts[index] = 0
        for index in range(first, FATE_CLASS, every):
            near_shares[index] = shares[index]
        for index in range(first, POWERS, every):
            near_powers[index] = powers[index]
        if combine:
            for index in range(first, COMMON, every):
                common_counts[index] = 0
                common_times[index] = 0
                common_best[index] = 0
        cuda.syncthreads()
        lane(
            items,
            settings,
            near_shares,
            near_powers,
            stack,
            counts,
            common_counts,
            common_best,
            common_times,
            counters,
            times,
            spans,
            rows,
            kept,
            back,
        )
        cuda.syncthreads()
        for index in range(first, CLASSES, every):
            if counts[index] != 0:
                cuda.atomic.add(classes, index, np.uint64(counts[index]))
        if combine:
            share = shares[settings[STATES] * USED_CLASS]
            for index in range(first, COMMON, every):
                if common_counts[index] != 0:
                    machines = np.uint64(common_counts[index]) * share
                    add_output(rows, counters, np.uint64(index), machines, common_best[index])
                if common_times[index] != 0:
                    cuda.atomic.add(times, index, np.uint64(common_times[index]) * (share + share))

    return walk


def gather_rows(rows, listed, used):  # type: ignore[no-untyped-def]
    """Write the outputs of a table one after another to ``listed`` (outputs, 3), and leave the table empty."""
    for index in range(cuda.grid(1), rows.shape[0] // ROW, cuda.gridsize(1)):
        if rows[index * ROW + KEY] != NOTHING:
            place = np.int64(cuda.atomic.add(used, 0, np.uint64(1)))
            if place < listed.shape[0]:
                listed[place, 0] = rows[index * ROW + KEY]
                listed[place, 1] = rows[index * ROW + COUNT]
                listed[place, 2] = rows[index * ROW + BEST]
            rows[index * ROW + KEY] = NOTHING
            rows[index * ROW + COUNT] = NOTHING
            rows[index * ROW + BEST] = NOTHING


def compiled(tuning: Tuning, registers: int | None, simulated: bool = False) -> tuple[Any, Any]:
    """The two kernels, compiled for the device at hand; ``registers`` bounds those that a lane may use."""
    options = {} if simulated or registers is None else {"max_registers": registers}
    walk = cuda.jit(WALK_TYPES, **options)(walk_kernel(tuning, not simulated))
    return walk, cuda.jit(GATHER_TYPES)(gather_rows)
