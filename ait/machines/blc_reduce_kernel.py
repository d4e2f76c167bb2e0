"""Leftmost-outermost reduction of closed lambda terms, as a pushdown machine over flat code.

A term is a row of tokens in prefix order.  The machine's stack grows downwards: ``stack[TOP:END]`` is the term being
reduced, its head first, then its arguments one after another, so that the head of an application is reached by
dropping the application's token, and a β-step rewrites the top of the stack and leaves all further arguments where
they are.  Every free variable is a constant (a λ that is passed gets a fresh one), hence all arguments are closed
and substitution never renames or shifts.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ait.jit import kernel, lean_kernel

# Tokens; a variable is its de Bruijn index from 0.
APPLICATION, ABSTRACTION, HOLE = -1, -2, -3
LIST_CELL, LIST_END, ZERO, ONE = -4, -6, -8, -10  # the constants that read a list, see blc_list_kernel
FREE, DATA = -16, -17  # constant number i is FREE - 2 i (the λ at depth i), or DATA - 2 i (the data from bit i on)

# Registers.
TOP, END, LEVEL, GOALS, STEPS, STEP_LIMIT, SIZE, KEPT = range(8)
READ, CLOSED = 8, 9  # how many data bits are known, and whether the data end there
MARKED, TOUCHED, MARK_STEPS, MARK_NEXT = 10, 11, 12, 13
GOAL_MARK, GOAL_LENGTH, GOAL_COUNT, GOAL_NEXT = 14, 15, 16, 17
KIND = 18
REGISTERS = 19

# How a run stops.
NORMAL, LOOPING, OUT_OF_STEPS, OUT_OF_SPACE, WANTS_DATA, DEAD, AT_LAMBDA, AT_CONSTANT = range(8)

_FIRST_MARK = 4
_NOWHERE = -1


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


@lean_kernel
def forget_marks(registers: np.ndarray) -> None:
    """Start the search for a repeated head afresh."""
    registers[MARKED] = _NOWHERE
    registers[MARK_STEPS] = 0
    registers[MARK_NEXT] = _FIRST_MARK


@lean_kernel
def forget_goals(registers: np.ndarray) -> None:
    """Start the search for a repeated goal afresh."""
    registers[GOAL_MARK] = _NOWHERE
    registers[GOAL_COUNT] = 0
    registers[GOAL_NEXT] = 1


@lean_kernel
def has_looped(m: Machine, top: int) -> bool:
    """Whether the head that was marked has come back, possibly with more arguments; else mark at powers of two.

    Since the mark no step has touched the stack from TOUCHED on.  So the marked head with the arguments up to there,
    a term t, has reduced to t itself applied to nothing or more (below further λs where λs were passed), and will do
    so for ever: t has no head normal form.
    """
    registers = m.registers
    if top <= registers[MARKED] and is_repeat(m.mark, m.stack, top, registers[TOUCHED] - registers[MARKED]):
        return True
    if registers[MARK_STEPS] == registers[MARK_NEXT]:
        registers[MARK_NEXT] *= 2
        registers[MARKED] = top
        registers[TOUCHED] = top
        for i in range(registers[END] - top):
            m.mark[i] = m.stack[top + i]
    return False


@lean_kernel
def expand_data(m: Machine, top: int) -> int:
    """Replace the data constant at ``top``, applied to f, by f b (rest), or by λ0 at the data's end; the new top."""
    stack, registers = m.stack, m.registers
    bit = (DATA - stack[top]) // 2
    end = skip(stack, top + 1)
    registers[TOUCHED] = max(registers[TOUCHED], end)
    if bit >= registers[READ]:
        stack[end - 2] = ABSTRACTION
        stack[end - 1] = 0
        return end - 2
    new = top - 3
    for i in range(end - top - 1):
        stack[new + i] = stack[top + 1 + i]
    at = end - 4
    stack[at] = ABSTRACTION
    stack[at + 1] = ABSTRACTION
    stack[at + 2] = 1 - m.data[bit]
    stack[at + 3] = DATA - 2 * (bit + 1)
    return new


@lean_kernel
def to_head(m: Machine) -> int:
    """Head reduction until the head is a λ without argument, a constant, or cannot go on; returns which."""
    stack, scratch, registers = m.stack, m.scratch, m.registers
    top, end, steps = registers[TOP], registers[END], registers[STEPS]
    status = -1
    while True:
        while stack[top] == APPLICATION:
            top += 1
        token = stack[top]
        if token != ABSTRACTION:
            if token > DATA or (token - DATA) % 2 != 0 or top + 1 == end:
                status = AT_CONSTANT
            elif (DATA - token) // 2 >= registers[READ] and registers[CLOSED] == 0:
                status = WANTS_DATA
        elif has_looped(m, top):
            status = LOOPING
        if status >= 0:
            break
        if steps >= registers[STEP_LIMIT]:
            status = OUT_OF_STEPS
        if token != ABSTRACTION:
            if top < 3:
                status = OUT_OF_SPACE
            if status >= 0:
                break
            top = expand_data(m, top)
        else:
            length, holes = open_body(stack, scratch, m.closing, top)
            argument = top + 1 + length
            if argument == end:
                status = AT_LAMBDA
                break
            rest = skip(stack, argument)
            size = rest - argument
            new = rest - (length - holes + holes * size)
            if new < 0:
                status = OUT_OF_SPACE
            if status >= 0:
                break
            for i in range(size):
                scratch[length + i] = stack[argument + i]
            fill_holes(stack, scratch, new, length, size)
            registers[TOUCHED] = max(registers[TOUCHED], rest)
            top = new
        steps += 1
        registers[MARK_STEPS] += 1
    registers[TOP], registers[STEPS] = top, steps
    return status


@lean_kernel
def emit(m: Machine, token: int, bits: int) -> bool:
    """Count a token of the normal form, and keep it if the machine has an output; whether there was room."""
    registers = m.registers
    registers[SIZE] += bits
    if len(m.output) == 0:
        return True
    kept = registers[KEPT]
    if kept == len(m.output):
        return False
    m.output[kept] = token
    registers[KEPT] = kept + 1
    return True


@lean_kernel
def push_goals(m: Machine) -> int:
    """Make the arguments after the constant at TOP goals, the first one last; how many, or -1 without room."""
    registers, goals = m.registers, m.goals
    at, first, count = registers[TOP] + 1, registers[GOALS], 0
    while at < registers[END]:
        at = skip(m.stack, at)
        if first + count == len(goals):
            return -1
        goals[first + count, 0] = at
        goals[first + count, 1] = registers[LEVEL]
        count += 1
    for i in range(count // 2):
        low, high = first + i, first + count - 1 - i
        goals[low, 0], goals[high, 0] = goals[high, 0], goals[low, 0]
    registers[GOALS] = first + count
    return count


@lean_kernel
def next_goal(m: Machine) -> bool:
    """Turn to the goal on top; whether it is equal to an earlier goal from within which it arose.

    Such a term's normal form would contain itself, so it has none.  A mark is dropped when its goal is done.
    """
    registers = m.registers
    left = registers[GOALS] - 1
    registers[TOP] += 1
    registers[GOALS], registers[END], registers[LEVEL] = left, m.goals[left, 0], m.goals[left, 1]
    forget_marks(registers)
    top, length = registers[TOP], registers[END] - registers[TOP]
    if left < registers[GOAL_MARK]:
        registers[GOAL_MARK] = _NOWHERE
    if registers[GOAL_MARK] >= 0 and length == registers[GOAL_LENGTH] and is_repeat(m.goal_mark, m.stack, top, length):
        return True
    registers[GOAL_COUNT] += 1
    if registers[GOAL_MARK] < 0 or registers[GOAL_COUNT] >= registers[GOAL_NEXT]:
        registers[GOAL_NEXT] = 2 * registers[GOAL_COUNT]
        registers[GOAL_MARK], registers[GOAL_LENGTH] = left, length
        for i in range(length):
            m.goal_mark[i] = m.stack[top + i]
    return False


@lean_kernel
def load(m: Machine, tokens: np.ndarray, length: int) -> None:
    """Put ``tokens[:length]`` on an empty stack."""
    registers = m.registers
    for i in range(REGISTERS):
        if i != STEP_LIMIT:
            registers[i] = 0
    end = len(m.stack)
    registers[TOP], registers[END] = end - length, end
    for i in range(length):
        m.stack[end - length + i] = tokens[i]
    forget_marks(registers)
    forget_goals(registers)


@lean_kernel
def normalize(m: Machine) -> int:
    """Go on towards the normal form of what was loaded; SIZE bits of it, and its tokens if wanted, are put out."""
    registers = m.registers
    while True:
        status = to_head(m)
        top, end = registers[TOP], registers[END]
        if status == AT_LAMBDA:  # its body, opened, is in scratch
            for i in range(end - top - 1):
                token = m.scratch[i]
                m.stack[top + 1 + i] = FREE - 2 * registers[LEVEL] if token == HOLE else token
            registers[TOP] = top + 1
            registers[LEVEL] += 1
            registers[TOUCHED] = end
            if not emit(m, ABSTRACTION, 2):
                return OUT_OF_SPACE
            continue
        if status != AT_CONSTANT:
            return status
        token = m.stack[top]
        if (token - DATA) % 2 == 0:
            return DEAD  # the normal form of the data is endless: it contains that of the data from the next bit on
        arguments = push_goals(m)
        index = registers[LEVEL] - 1 - (FREE - token) // 2
        fits = arguments >= 0
        for _ in range(arguments):
            fits = fits and emit(m, APPLICATION, 2)
        if not fits or not emit(m, index, index + 2):
            return OUT_OF_SPACE
        if registers[GOALS] == 0:
            return NORMAL
        if next_goal(m):
            return LOOPING


@kernel
def run_normal(m: Machine, tokens: np.ndarray, step_limit: int) -> int:
    """Load a closed term and reduce it to its normal form; returns how that ended."""
    m.registers[STEP_LIMIT] = step_limit
    load(m, tokens, len(tokens))
    return normalize(m)
