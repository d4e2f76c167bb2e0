"""Closed lambda terms by number: from a rank to the term, and the normal forms of a whole range of ranks."""

from __future__ import annotations

import numpy as np

from ait.jit import kernel, lean_kernel
from ait.machines.blc_reduce_kernel import LOOPING, NORMAL, load, normalize
from ait.machines.blc_stack_kernel import ABSTRACTION, APPLICATION, SIZE, STEP_LIMIT, STEPS, Machine

NORMAL_COUNT, LOOPING_COUNT, OPEN_COUNT, LARGEST, LARGEST_RANK, TOTAL_STEPS = range(6)
TOTALS = 6


@lean_kernel
def unrank(counts: np.ndarray, size: int, rank: int, tokens: np.ndarray, waiting: np.ndarray) -> int:
    """Write closed term number ``rank`` of ``size`` bits to ``tokens``; returns how many there are.

    ``counts[d, n]``: the terms of n bits with free variables below d.  Abstractions come first, then applications,
    those with the shorter function first, then the variable.  ``waiting`` has room for (size, depth, rank) of the
    arguments that are still to be written.
    """
    length = 0
    depth = 0
    left = 0
    while True:
        if rank < counts[depth + 1, size - 2]:
            tokens[length] = ABSTRACTION
            length += 1
            depth += 1
            size -= 2
            continue
        rank -= counts[depth + 1, size - 2]
        function = 2
        while function <= size - 4:
            arguments = counts[depth, size - 2 - function]
            pairs = counts[depth, function] * arguments
            if rank < pairs:
                break
            rank -= pairs
            function += 1
        if function <= size - 4:
            tokens[length] = APPLICATION
            length += 1
            waiting[left, 0], waiting[left, 1] = size - 2 - function, depth
            waiting[left, 2] = rank % arguments
            left += 1
            size = function
            rank //= arguments
            continue
        tokens[length] = size - 2
        length += 1
        if left == 0:
            return length
        left -= 1
        size, depth, rank = waiting[left, 0], waiting[left, 1], waiting[left, 2]


@kernel
def reduce_range(
    m: Machine, counts: np.ndarray, size: int, first: int, stop: int, step_limit: int, open_ranks: np.ndarray
) -> np.ndarray:
    """Reduce the closed terms of ``size`` bits with ranks first..stop-1; the TOTALS, and ranks left open in a list.

    ``open_ranks`` must have room for stop - first ranks.
    """
    totals = np.zeros(TOTALS, np.int64)
    tokens = np.zeros(size, np.int32)
    waiting = np.zeros((size, 3), np.int64)
    registers = m.registers
    registers[STEP_LIMIT] = step_limit
    totals[LARGEST_RANK] = -1
    for rank in range(first, stop):
        load(m, tokens, unrank(counts, size, rank, tokens, waiting))
        status = normalize(m)
        totals[TOTAL_STEPS] += registers[STEPS]
        if status == NORMAL:
            totals[NORMAL_COUNT] += 1
            if registers[SIZE] > totals[LARGEST]:
                totals[LARGEST], totals[LARGEST_RANK] = registers[SIZE], rank
        elif status == LOOPING:
            totals[LOOPING_COUNT] += 1
        else:
            open_ranks[totals[OPEN_COUNT]] = rank
            totals[OPEN_COUNT] += 1
    return totals
