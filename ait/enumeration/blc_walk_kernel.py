"""What a walk over programs of binary lambda calculus keeps, and how it enters what a program did."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ait.jit import lean_kernel
from ait.machines.blc_list_kernel import LIST_ENDED, PRINTED_0, PRINTED_1
from ait.machines.blc_reduce_kernel import DEAD, LOOPING, NORMAL, WANTS_DATA
from ait.machines.blc_stack_kernel import CLOSED, OUTPUT, PRINTED, READ, SIZE, STEPS, Machine

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
    mass: np.ndarray  # int64, shape (outputs,): of the monotone programs that print it, of minimal length
    open_mass: np.ndarray  # int64, shape (outputs,): unexpanded programs by output so far
    classes: np.ndarray  # int64, shape (CLASSES,)
    halting: np.ndarray  # int64, shape (D + 1, 2): halting programs and the largest normal form, by program length
    undecided: np.ndarray  # int64, shape (rows, 7): code bits, rank, data bits, data, ended, output length, output
    shortcuts: np.ndarray  # int64, shape (rows, 7): likewise, of programs shorter than copying their output
    counts: np.ndarray  # int64, shape (3,): rows of undecided and of shortcuts, and programs run


MODE, BUDGET, LONGEST_OUTPUT, QUIET, PREFIX, PREFIX_BITS, TARGET, TARGET_BITS = range(8)
SETTINGS = 8  # TARGET_BITS = -1: no target

_COPYING = 4  # bits of the identity, which copies its data


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
    if settings[MODE] == MONOTONE:
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
