"""The walk over all programs of binary lambda calculus: every closed term, and for each the tree of its data bits.

A program is read only as far as it asks: at each data bit that is wanted the machine is saved, and the walk branches.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ait.enumeration.blc_terms_kernel import unrank
from ait.enumeration.blc_walk_kernel import (
    BUDGET,
    HALTING,
    LONGEST_OUTPUT,
    MODE,
    MONOTONE,
    PLAIN,
    PREFIX,
    PREFIX_BITS,
    QUIET,
    TARGET,
    TARGET_BITS,
    Walk,
    note_end,
    note_output,
    owned,
)
from ait.jit import kernel, lean_kernel
from ait.machines.blc_list_kernel import LIST_ENDED, PRINTED_0, PRINTED_1, load_program, read_list
from ait.machines.blc_reduce_kernel import DEAD, WANTS_DATA, forget_goals, forget_marks, load, normalize
from ait.machines.blc_stack_kernel import (
    CLOSED,
    DATA,
    GOALS,
    OUTPUT,
    PRINTED,
    READ,
    REGISTERS,
    STEP_LIMIT,
    STEPS,
    TOP,
    Machine,
)


class Frames(NamedTuple):
    """The machines saved where a data bit was wanted, and the next choice to be tried there."""

    stacks: np.ndarray  # int32, shape (frames, tokens)
    goals: np.ndarray  # int64, shape (frames, tokens, 2)
    registers: np.ndarray  # int64, shape (frames, REGISTERS)
    choice: np.ndarray  # int64, shape (frames,)


@lean_kernel
def save(m: Machine, frames: Frames, frame: int) -> None:
    """Save the machine in a frame, no choice made yet."""
    registers = m.registers
    for i in range(registers[TOP], len(m.stack)):
        frames.stacks[frame, i] = m.stack[i]
    for i in range(registers[GOALS]):
        frames.goals[frame, i, 0], frames.goals[frame, i, 1] = m.goals[i, 0], m.goals[i, 1]
    for i in range(REGISTERS):
        frames.registers[frame, i] = registers[i]
    frames.choice[frame] = 0


@lean_kernel
def restore(m: Machine, frames: Frames, frame: int) -> None:
    """Make the machine what it was when the frame was saved."""
    registers = m.registers
    for i in range(REGISTERS):
        registers[i] = frames.registers[frame, i]
    for i in range(registers[TOP], len(m.stack)):
        m.stack[i] = frames.stacks[frame, i]
    for i in range(registers[GOALS]):
        m.goals[i, 0], m.goals[i, 1] = frames.goals[frame, i, 0], frames.goals[frame, i, 1]


@lean_kernel
def supply(m: Machine, settings: np.ndarray, choice: int) -> bool:
    """Choose what is read next: 0 and 1 are bits, 2 is the end of the data; whether that choice is to be made."""
    registers = m.registers
    read = registers[READ]
    if choice == 2:
        if settings[MODE] != PLAIN or not owned(settings, read):
            return False
        registers[CLOSED] = 1
    else:
        if settings[PREFIX_BITS] > read:
            wanted = (settings[PREFIX] >> (settings[PREFIX_BITS] - read - 1)) & 1
            if choice != wanted:
                return False
        m.data[read] = choice
        registers[READ] = read + 1
    registers[STEP_LIMIT] = registers[STEPS] + settings[QUIET]
    forget_marks(registers)
    forget_goals(registers)
    return True


@lean_kernel
def backtrack(m: Machine, frames: Frames, depth: int, settings: np.ndarray) -> int:
    """Go on with the next choice at the last place that has one left; how many frames are left, -1 if all is done."""
    while depth > 0:
        frame = depth - 1
        choice = frames.choice[frame]
        if choice > 2:
            depth -= 1
            continue
        frames.choice[frame] = choice + 1
        restore(m, frames, frame)
        if supply(m, settings, choice):
            return depth
    return -1


@lean_kernel
def misses_target(m: Machine, settings: np.ndarray) -> bool:
    """Whether the output so far is no beginning of the target."""
    if settings[TARGET_BITS] < 0:
        return False
    missing = settings[TARGET_BITS] - m.registers[PRINTED]
    return bool(missing < 0 or settings[TARGET] >> missing != m.registers[OUTPUT])


@lean_kernel
def explore(m: Machine, w: Walk, frames: Frames, code: int, rank: int) -> None:
    """Run a loaded program on all data, as far as it reads, up to BUDGET bits together with its code."""
    registers, settings = m.registers, w.settings
    mode = settings[MODE]
    depth = 0
    registers[STEP_LIMIT] = settings[QUIET]
    while depth >= 0:
        event = normalize(m) if mode == HALTING else read_list(m)
        if event == WANTS_DATA and (code + registers[READ] < settings[BUDGET] or mode == PLAIN):
            save(m, frames, depth)
            if code + registers[READ] == settings[BUDGET]:
                frames.choice[depth] = 2
                note_end(w, m, code, rank, event)
            depth = backtrack(m, frames, depth + 1, settings)
            continue
        if event in (PRINTED_0, PRINTED_1):
            if misses_target(m, settings):
                event = DEAD
            elif mode == MONOTONE:
                note_output(w, m, code, rank)
            if event != DEAD and registers[PRINTED] < settings[LONGEST_OUTPUT] + (mode == PLAIN):
                registers[STEP_LIMIT] = registers[STEPS] + settings[QUIET]
                continue
        if event == LIST_ENDED and mode == PLAIN:
            note_output(w, m, code, rank)
        note_end(w, m, code, rank, event)
        depth = backtrack(m, frames, depth, settings)


@lean_kernel
def load_applied(m: Machine, tokens: np.ndarray, length: int) -> None:
    """Load the program's term applied to its data; ``tokens`` has room for two more."""
    tokens[length] = DATA
    load(m, tokens, length + 1)


@kernel
def explore_range(m: Machine, w: Walk, frames: Frames, table: np.ndarray, size: int, first: int, stop: int) -> None:
    """Explore the programs whose code is a closed term of ``size`` bits with rank first..stop-1."""
    tokens = np.zeros(size + 2, np.int32)
    waiting = np.zeros((size, 3), np.int64)
    for rank in range(first, stop):
        length = unrank(table, size, rank, tokens, waiting)
        if w.settings[MODE] == HALTING:
            load_applied(m, tokens, length)
        else:
            load_program(m, tokens, length)
        explore(m, w, frames, size, rank)
