"""The walk over all programs of binary lambda calculus: every closed term, and for each the tree of its data bits.

A program is read only as far as it asks: at each data bit that is wanted the machine is saved, and the walk branches.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ait.enumeration.blc_terms_kernel import unrank
from ait.jit import kernel, lean_kernel
from ait.machines.blc_list_kernel import LIST_ENDED, PRINTED_0, PRINTED_1, load_program, read_list
from ait.machines.blc_reduce_kernel import (
    DEAD,
    LOOPING,
    NORMAL,
    WANTS_DATA,
    forget_goals,
    forget_marks,
    load,
    normalize,
)
from ait.machines.blc_stack_kernel import (
    CLOSED,
    DATA,
    GOALS,
    OUTPUT,
    PRINTED,
    READ,
    REGISTERS,
    SIZE,
    STEP_LIMIT,
    STEPS,
    TOP,
    Machine,
)

# What is asked of a program: the bits it prints, from endless data; the list it prints, from data that end; whether
# its value has a normal form, from data that end in a term without one.
MONOTONE, PLAIN, HALTING = range(3)

# Classes of program mass, in units of 2^-D; OUTPUT_FULL is "as many bits printed as the walk follows".  A program whose
# data are seen to end is one of many below the same node of the tree, and has no mass of its own.
OUTPUT_FULL, FINISHED, NEVER, UNDECIDED, UNEXPANDED = range(5)
CLASSES = 5

BITS, LEAST_STEPS, CODE_BITS, RANK, DATA_BITS = range(5)  # the columns of a least program
NEVER_FOUND = np.iinfo(np.int64).max


class Walk(NamedTuple):
    """What is walked, and what was found; output x has row 2^|x| - 1 + x in ``least``, ``mass`` and ``open_mass``.

    Outputs beyond their ends are not accounted for.  With a target, row 0 of ``least`` and ``mass`` is the target's.
    """

    settings: np.ndarray  # int64: see the names below
    least: np.ndarray  # int64, shape (outputs, 5): the least program of an output
    mass: np.ndarray  # int64, shape (outputs,): of the programs that print it, of minimal length
    open_mass: np.ndarray  # int64, shape (outputs,): unexpanded programs by output so far
    classes: np.ndarray  # int64, shape (CLASSES,)
    halting: np.ndarray  # int64, shape (D + 1, 2): halting programs and the largest normal form, by program length
    undecided: np.ndarray  # int64, shape (rows, 7): code bits, rank, data bits, data, ended, output length, output
    shortcuts: np.ndarray  # int64, shape (rows, 7): likewise, of programs shorter than copying their output
    counts: np.ndarray  # int64, shape (3,): rows of undecided and of shortcuts, and programs run


MODE, BUDGET, LONGEST_OUTPUT, QUIET, PREFIX, PREFIX_BITS, TARGET, TARGET_BITS = range(8)
SETTINGS = 8  # TARGET_BITS = -1: no target

_COPYING = 4  # bits of the identity, which copies its data


class Frames(NamedTuple):
    """The machines saved where a data bit was wanted, and the next choice to be tried there."""

    stacks: np.ndarray  # int32, shape (frames, tokens)
    goals: np.ndarray  # int64, shape (frames, tokens, 2)
    registers: np.ndarray  # int64, shape (frames, REGISTERS)
    choice: np.ndarray  # int64, shape (frames,)


@lean_kernel
def owned(settings: np.ndarray, read: int) -> bool:
    """Whether what happens after ``read`` data bits counts here: of all jobs below it, only in the first."""
    missing = settings[PREFIX_BITS] - read
    return bool(missing <= 0 or settings[PREFIX] & ((1 << missing) - 1) == 0)


@lean_kernel
def data_so_far(m: Machine) -> int:
    """The data bits read, as a number."""
    value = 0
    for i in range(m.registers[READ]):
        value = 2 * value + int(m.data[i])
    return value


@lean_kernel
def is_less(row: np.ndarray, bits: int, steps: int, code: int, rank: int, data: int) -> bool:
    """Whether the program given by the numbers comes before that in the row."""
    if bits != row[BITS]:
        return bool(bits < row[BITS])
    if steps != row[LEAST_STEPS]:
        return bool(steps < row[LEAST_STEPS])
    if code != row[CODE_BITS]:
        return bool(code < row[CODE_BITS])
    if rank != row[RANK]:
        return bool(rank < row[RANK])
    return bool(data < row[DATA_BITS])


@lean_kernel
def note_row(rows: np.ndarray, used: int, m: Machine, code: int, rank: int) -> int:
    """Enter the program in a list if there is room; how many should now be in it."""
    if used < len(rows):
        row, registers = rows[used], m.registers
        row[0], row[1], row[2], row[3] = code, rank, registers[READ], data_so_far(m)
        row[4], row[5], row[6] = registers[CLOSED], registers[PRINTED], registers[OUTPUT]
    return used + 1


@lean_kernel
def output_row(registers: np.ndarray) -> int:
    """The row of the output so far."""
    return int((1 << registers[PRINTED]) - 1 + registers[OUTPUT])


@lean_kernel
def note_output(w: Walk, m: Machine, code: int, rank: int) -> None:
    """Enter the program as one that prints the output so far, or the target."""
    registers, settings = m.registers, w.settings
    read = registers[READ]
    if not owned(settings, read):
        return
    bits = code + read
    x = 0  # the row of the target, where there is one
    if settings[TARGET_BITS] < 0:
        x = output_row(registers)
    elif registers[PRINTED] != settings[TARGET_BITS]:
        return
    if bits < registers[PRINTED] + _COPYING:
        w.counts[1] = note_row(w.shortcuts, w.counts[1], m, code, rank)
    if x >= len(w.mass):
        return
    w.mass[x] += 1 << (settings[BUDGET] - bits)
    row = w.least[x]
    if bits <= row[BITS]:
        data, steps = data_so_far(m), registers[STEPS]
        if is_less(row, bits, steps, code, rank, data):
            row[BITS], row[LEAST_STEPS], row[CODE_BITS], row[RANK], row[DATA_BITS] = bits, steps, code, rank, data


@lean_kernel
def note_end(w: Walk, m: Machine, code: int, rank: int, event: int) -> None:
    """Enter the program, which goes no further, under its class."""
    registers, settings = m.registers, w.settings
    read = registers[READ]
    if not owned(settings, read):
        return
    bits = code + read
    unit = 0 if registers[CLOSED] else 1 << (settings[BUDGET] - bits)
    w.counts[2] += 1
    if event in (PRINTED_0, PRINTED_1):
        w.classes[OUTPUT_FULL] += unit
    elif event in (NORMAL, LIST_ENDED):
        w.classes[FINISHED] += unit
        w.halting[bits, 0] += 1
        w.halting[bits, 1] = max(w.halting[bits, 1], registers[SIZE])
    elif event in (DEAD, LOOPING):
        w.classes[NEVER] += unit
    elif event == WANTS_DATA:
        w.classes[UNEXPANDED] += unit
        x = output_row(registers)
        if x < len(w.open_mass):
            w.open_mass[x] += unit
    else:
        w.classes[UNDECIDED] += unit
        w.counts[0] = note_row(w.undecided, w.counts[0], m, code, rank)


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
