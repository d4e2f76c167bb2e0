"""One run of LBF between two reads: until it wants a bit, halts, has written enough, or provably does no more."""

from __future__ import annotations

import numpy as np

from ait.enumeration import lbf_layout_kernel as lbf
from ait.enumeration.lbf_closure_kernel import is_endless
from ait.enumeration.lbf_decide_kernel import is_cycle, is_translated, start_watching
from ait.jit import inline_kernel, lean_kernel

Arrays = tuple[np.ndarray, ...]
Limits = tuple[int, int, bool, int]


@lean_kernel
def note_steps(row: np.ndarray, step: int, bits: int) -> None:
    """Count a program by its steps: entry 0 has the fewest, 1 the least such program, 2 + i counts to 2^i steps."""
    if step < row[0] or (step == row[0] and bits < row[1]):
        row[0], row[1] = step, bits
    scale = 0
    while (np.int64(1) << scale) < step:
        scale += 1
    row[2 + scale] += 1


@lean_kernel
def record(cell: int, step: int, state: np.ndarray, sink: Arrays, length: int, weight: int, key: int) -> bool:
    """Append one symbol to the output and account for the program that wrote it; False if it is not the target's.

    ``sink`` = (found, tally, target, when); ``weight`` and ``key`` are those of the program, 0 and NEVER where
    another job counts it.  ``when`` notes at which step each symbol was written.
    """
    found, tally, target, when = sink
    written = state[lbf.WRITTEN]
    state[lbf.WRITTEN] = written + 1
    if written < length:
        when[written] = step
    if target.size:
        if written == target.size or target[written] != cell:
            found[lbf.ASIDE_MASS, written + 1] += weight
            return False
        index = written + 1
    elif written < length:
        index = 2 * state[lbf.INDEX] + cell
    else:
        state[lbf.INDEX] = 0
        return True
    state[lbf.INDEX] = index
    found[lbf.MASS, index] += weight
    found[lbf.LEAST, index] = min(found[lbf.LEAST, index], key)
    if tally.size and weight:
        note_steps(tally[index, key >> lbf.KEY_SHIFT], step, key & lbf.KEY_MASK)
    return True


@inline_kernel
def write(tape: np.ndarray, state: np.ndarray, sink: Arrays, limits: Limits, weight: int, key: int) -> int:
    """Execute ``;``; the verdict."""
    _, length, capped, _ = limits
    cell = int(tape[state[lbf.HEAD]])
    if not record(cell, state[lbf.STEPS], state, sink, length, weight, key):
        return lbf.ASIDE
    return lbf.REACHED if capped and state[lbf.WRITTEN] == length else lbf.GOES_ON


@lean_kernel
def repeat(kept: np.ndarray, state: np.ndarray, sink: Arrays, limits: Limits, weight: int, key: int) -> int:
    """Write all that a run will write which repeats itself since the kept moment; the verdict."""
    _, length, capped, _ = limits
    _, _, target, when = sink
    symbols, period = state[lbf.WRITTEN] - kept[lbf.K_WRITTEN], state[lbf.STEPS] - kept[lbf.K_STEPS]
    if symbols == 0:
        return lbf.DEAD
    while state[lbf.WRITTEN] < length:
        again = state[lbf.WRITTEN] - symbols
        cell = int(target[again]) if target.size else (state[lbf.INDEX] >> (symbols - 1)) & 1
        if not record(cell, when[again] + period, state, sink, length, weight, key):
            return lbf.ASIDE
    return lbf.REACHED if capped else lbf.DEAD


@inline_kernel
def work(op: int, state: np.ndarray, tape: np.ndarray, log: np.ndarray, given: np.ndarray) -> None:
    """Do what an instruction does to the work tape, to its head, and to the choice of an edge."""
    head = state[lbf.HEAD]
    if op == lbf.RIGHT:
        state[lbf.HEAD] = head + 1
        state[lbf.HIGH] = max(state[lbf.HIGH], head + 1)
    elif op == lbf.LEFT:
        state[lbf.HEAD] = head - 1
        state[lbf.LOW] = min(state[lbf.LOW], head - 1)
    elif op == lbf.OPEN:
        state[lbf.INTO] = tape[head]
    else:
        cell = int(tape[head]) ^ 1
        if op == lbf.READ:
            cell = state[lbf.DATA]
            state[lbf.DATA] = -1
        elif op == lbf.LOOK:
            looked = state[lbf.LOOKED]
            cell = int(given[looked]) if looked < given.size else 0
            state[lbf.LOOKED] = min(looked + 1, given.size)
        if cell != tape[head]:
            tape[head] = cell
            log[state[lbf.LOGGED]] = head
            state[lbf.LOGGED] += 1
            state[lbf.HASH] ^= (head + 1) * lbf.SCATTER


@inline_kernel
def run(space: Arrays, sink: Arrays, given: np.ndarray, limits: Limits, weight: int, key: int) -> int:
    """Run from the instruction ``state[NODE]``; the verdict.  ``limits`` = (D, length, capped, steps).

    Every endless run jumps endlessly, so the budget is looked at after jumps only.
    """
    ops, jump, edges, _, tape, log, odd, old, kept, known, seen, queue, _, state = space
    node, last_step = state[lbf.NODE], state[lbf.STEPS] + limits[3]
    start_watching(kept)
    while True:
        op = ops[node]
        if op == lbf.READ and state[lbf.DATA] < 0:
            state[lbf.NODE] = node
            return lbf.WANTS_DATA
        state[lbf.STEPS] += 1
        state[lbf.INTO] = 0
        if op == lbf.CLOSE:
            node = jump[node]
            if is_cycle(kept[lbf.AT_JUMP], node, state, log, odd):
                return repeat(kept[lbf.AT_JUMP], state, sink, limits, weight, key)
            if state[lbf.STEPS] >= last_step:
                code, may_write = (ops, jump, edges), state[lbf.WRITTEN] < limits[1]
                is_dead = is_endless(code, node, state, tape, may_write, known, seen, queue)
                return lbf.DEAD if is_dead else lbf.UNDECIDED
            continue
        if op == lbf.WRITE:
            verdict = write(tape, state, sink, limits, weight, key)
            if verdict != lbf.GOES_ON:
                return verdict
        elif op == lbf.HALT:
            return lbf.HALTED
        else:
            low, high = state[lbf.LOW], state[lbf.HIGH]
            work(op, state, tape, log, given)
            head = state[lbf.HEAD]
            kept[lbf.ON_RIGHT, lbf.K_BACK] = min(kept[lbf.ON_RIGHT, lbf.K_BACK], head)
            kept[lbf.ON_LEFT, lbf.K_BACK] = max(kept[lbf.ON_LEFT, lbf.K_BACK], head)
            if head > high or head < low:
                side = lbf.ON_RIGHT if head > high else lbf.ON_LEFT
                if is_translated(kept[side], old[side], node, state, tape):
                    return repeat(kept[side], state, sink, limits, weight, key)
        after = edges[2 * node + state[lbf.INTO]]
        if after == 0:
            state[lbf.NODE] = node
            return lbf.WANTS_CODE
        node = after
