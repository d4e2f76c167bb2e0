"""Reading a lambda term as a list of bits: the output of a program, bit by bit, as lazily as it comes.

A list s is read by head reduction of s H N with two constants H and N.  It becomes N (the list ends) or H h t N; then
the bit h is 0 if h A B becomes A and 1 if it becomes B, with two more constants, and t is read next.  Any other head
is dead.
"""

from __future__ import annotations

import numpy as np

from ait.jit import lean_kernel
from ait.machines.blc_reduce_kernel import AT_CONSTANT, AT_LAMBDA, DEAD, OUT_OF_SPACE, forget_marks, load, to_head
from ait.machines.blc_stack_kernel import (
    DATA,
    END,
    GOALS,
    KIND,
    LIST_CELL,
    LIST_END,
    ONE,
    OUTPUT,
    PRINTED,
    TOP,
    ZERO,
    Machine,
    skip,
)

PRINTED_0, PRINTED_1, LIST_ENDED = 8, 9, 10  # how a run stops, besides the ways of blc_reduce_kernel

_LIST, _TAIL_MARK, _BIT = 0, 1, 2  # kinds of goals: a list, what must become N, a bit


@lean_kernel
def load_program(m: Machine, tokens: np.ndarray, length: int) -> None:
    """Load the program's term, applied to its data, to be read as a list."""
    load(m, tokens, length)
    stack, registers = m.stack, m.registers
    end = registers[END]
    top = end - length - 3
    for i in range(length):
        stack[top + i] = tokens[i]
    stack[end - 3], stack[end - 2], stack[end - 1] = DATA, LIST_CELL, LIST_END
    registers[TOP] = top


@lean_kernel
def split_cell(m: Machine) -> bool:
    """Replace the goal H h t c by three: c (to become N), h A B (a bit), t H N (a list); whether there was room."""
    stack, scratch, registers, goals = m.stack, m.scratch, m.registers, m.goals
    top, end = registers[TOP], registers[END]
    if top < 3:
        return False
    tail = skip(stack, top + 1)
    mark = skip(stack, tail)
    for i in range(top, end):
        scratch[i - top] = stack[i]
    at = top - 3
    registers[TOP] = at
    for i in range(mark, end):
        stack[at] = scratch[i - top]
        at += 1
    registers[END] = at
    for i in range(top + 1, tail):
        stack[at] = scratch[i - top]
        at += 1
    stack[at], stack[at + 1] = ZERO, ONE
    at += 2
    goals[1, 0], goals[0, 0] = at, end
    for i in range(tail, mark):
        stack[at] = scratch[i - top]
        at += 1
    stack[at], stack[at + 1] = LIST_CELL, LIST_END
    registers[KIND], registers[GOALS] = _TAIL_MARK, 2
    forget_marks(registers)
    return True


@lean_kernel
def is_cell(m: Machine) -> bool:
    """Whether the term is H with exactly three arguments."""
    top, end = m.registers[TOP], m.registers[END]
    if m.stack[top] != LIST_CELL:
        return False
    at = top + 1
    for _ in range(3):
        if at >= end:
            return False
        at = skip(m.stack, at)
    return bool(at == end)


@lean_kernel
def pop_goal(m: Machine, kind: int) -> None:
    """Turn to the next goal."""
    registers = m.registers
    registers[GOALS] -= 1
    registers[TOP] = registers[END]
    registers[END] = m.goals[registers[GOALS], 0]
    registers[KIND] = kind
    forget_marks(registers)


@lean_kernel
def read_list(m: Machine) -> int:
    """Go on until a bit is printed, the list ends, or nothing more comes; returns which."""
    registers = m.registers
    while True:
        status = to_head(m)
        if status == AT_LAMBDA:
            return DEAD
        if status != AT_CONSTANT:
            return status
        kind, head = registers[KIND], m.stack[registers[TOP]]
        alone = registers[TOP] + 1 == registers[END]
        if kind == _LIST:
            if head == LIST_END and alone:
                return LIST_ENDED
            if not is_cell(m):
                return DEAD
            if not split_cell(m):
                return OUT_OF_SPACE
        elif kind == _TAIL_MARK:
            if head != LIST_END or not alone:
                return DEAD
            pop_goal(m, _BIT)
        else:
            if (head != ZERO and head != ONE) or not alone:
                return DEAD
            pop_goal(m, _LIST)
            bit = 1 if head == ONE else 0
            registers[PRINTED] += 1
            registers[OUTPUT] = 2 * registers[OUTPUT] + bit
            return PRINTED_1 if bit else PRINTED_0
