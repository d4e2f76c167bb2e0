"""Leftmost-outermost reduction of closed lambda terms to head normal form and to normal form, with loop checks."""

from __future__ import annotations

import numpy as np

from ait.jit import kernel, lean_kernel
from ait.machines.blc_stack_kernel import (
    ABSTRACTION,
    APPLICATION,
    CLOSED,
    DATA,
    END,
    FREE,
    GOAL_COUNT,
    GOAL_LENGTH,
    GOAL_MARK,
    GOAL_NEXT,
    GOALS,
    HOLE,
    KEPT,
    LEVEL,
    MARK_NEXT,
    MARK_STEPS,
    MARKED,
    READ,
    REGISTERS,
    SIZE,
    STEP_LIMIT,
    STEPS,
    TOP,
    TOUCHED,
    Machine,
    fill_holes,
    is_repeat,
    open_body,
    skip,
)

# How a run stops.
NORMAL, LOOPING, OUT_OF_STEPS, OUT_OF_SPACE, WANTS_DATA, DEAD, AT_LAMBDA, AT_CONSTANT = range(8)

_FIRST_MARK = 4
_NOWHERE = -1


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
