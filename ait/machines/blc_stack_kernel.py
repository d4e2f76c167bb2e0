"""A lambda term as a row of tokens in prefix order, and the memory of the machine that reduces it.

The machine's stack grows downwards: ``stack[TOP:END]`` is the term being reduced, its head first, then its arguments
one after another, so that the head of an application is reached by dropping the application's token, and a β-step
rewrites the top of the stack and leaves all further arguments where they are.  Every free variable is a constant (a λ
that is passed gets a fresh one), hence all arguments are closed and substitution never renames or shifts.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ait.jit import lean_kernel

# Tokens; a variable is its de Bruijn index from 0.
APPLICATION, ABSTRACTION, HOLE = -1, -2, -3
LIST_CELL, LIST_END, ZERO, ONE = -4, -6, -8, -10  # the constants that read a list, see blc_list_kernel
FREE, DATA = -16, -17  # constant number i is FREE - 2 i (the λ at depth i), or DATA - 2 i (the data from bit i on)

# Registers.
TOP, END, LEVEL, GOALS, STEPS, STEP_LIMIT = range(6)
SIZE, KEPT = 6, 7  # of the normal form: bits so far, tokens kept
READ, CLOSED = 8, 9  # how many data bits are known, and whether the data end there
MARKED, TOUCHED, MARK_STEPS, MARK_NEXT = 10, 11, 12, 13
GOAL_MARK, GOAL_LENGTH, GOAL_COUNT, GOAL_NEXT = 14, 15, 16, 17
KIND, PRINTED, OUTPUT = 18, 19, 20  # of a list being read: the kind of goal, how many bits were printed, and which
REGISTERS = 21


class Machine(NamedTuple):
    """The machine's memory; ``goals`` holds (end, level) of the arguments still to be reduced."""

    stack: np.ndarray  # int32, shape (tokens,)
    scratch: np.ndarray  # int32, shape (tokens,)
    closing: np.ndarray  # int32, shape (tokens,)
    mark: np.ndarray  # int32, shape (tokens,): an earlier head, to be compared with later ones
    goal_mark: np.ndarray  # int32, shape (tokens,): an earlier goal, likewise
    goals: np.ndarray  # int64, shape (tokens, 2)
    data: np.ndarray  # int8, shape (bits,): the data bits known so far
    output: np.ndarray  # int32: the normal form's tokens, or of length 0 where only its size is wanted
    registers: np.ndarray  # int64, shape (REGISTERS,)


def new_machine(tokens: int, data_bits: int = 0, output: int = 0) -> Machine:
    """A machine whose terms may grow to ``tokens`` tokens."""
    return Machine(
        stack=np.zeros(tokens, np.int32),
        scratch=np.zeros(tokens, np.int32),
        closing=np.zeros(tokens, np.int32),
        mark=np.zeros(tokens, np.int32),
        goal_mark=np.zeros(tokens, np.int32),
        goals=np.zeros((tokens, 2), np.int64),
        data=np.zeros(data_bits + 1, np.int8),
        output=np.zeros(output, np.int32),
        registers=np.zeros(REGISTERS, np.int64),
    )


@lean_kernel
def skip(stack: np.ndarray, at: int) -> int:
    """The place just after the term that begins at ``at``."""
    pending = 1
    while pending > 0:
        token = stack[at]
        at += 1
        if token == APPLICATION:
            pending += 1
        elif token != ABSTRACTION:
            pending -= 1
    return at


@lean_kernel
def open_body(stack: np.ndarray, scratch: np.ndarray, closing: np.ndarray, top: int) -> tuple[int, int]:
    """Copy the body of the λ at ``top`` to ``scratch``, HOLE for its variable; (length, number of holes)."""
    at = top + 1
    pending = 1
    depth = 0
    length = 0
    holes = 0
    while pending > 0:
        token = stack[at]
        at += 1
        if token == APPLICATION:
            pending += 1
        elif token == ABSTRACTION:
            closing[depth] = pending
            depth += 1
        else:
            if token == depth:
                token = HOLE
                holes += 1
            pending -= 1
            while depth > 0 and pending < closing[depth - 1]:
                depth -= 1
        scratch[length] = token
        length += 1
    return length, holes


@lean_kernel
def fill_holes(stack: np.ndarray, scratch: np.ndarray, top: int, length: int, size: int) -> None:
    """Write the body in ``scratch[:length]`` to ``stack[top:]``, the argument that follows it in every hole."""
    at = top
    for i in range(length):
        token = scratch[i]
        if token == HOLE:
            for j in range(length, length + size):
                stack[at] = scratch[j]
                at += 1
        else:
            stack[at] = token
            at += 1


@lean_kernel
def is_repeat(mark: np.ndarray, stack: np.ndarray, top: int, length: int) -> bool:
    """Whether ``stack[top:]`` begins with the first ``length`` tokens of the mark."""
    for i in range(length):  # noqa: SIM110 (a kernel has no generators)
        if mark[i] != stack[top + i]:
            return False
    return True
