"""Programs that fall silent: what they are at work on, and proofs that they will never do anything else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ait.machines.blc_code import ABSTRACTION, APPLICATION, decode
from ait.machines.blc_divergence import has_no_head_normal_form, has_no_normal_form

_LOOKS = (0, 10, 60)  # steps after its last data bit or output at which a program is looked at
_TO_SILENCE = 100_000


@dataclass(frozen=True)
class Silent:
    """A program that has done something and then makes step after step.

    Attributes:
        code: its closed term.
        data: the data bits that it has read.
        printed: how many bits it has printed.
        ended: whether it has seen the end of the data; else more would come, but is not asked for.
        halting: its value is to be normalized, not to be read as a list.
    """

    code: str
    data: str
    printed: int = 0
    ended: bool = False
    halting: bool = False


def never_goes_on(silent: Silent, tokens: int) -> bool:
    """Whether the program provably reads, prints and ends no more; ``tokens`` is the machine's space.

    >>> from ait.machines.blc_notation import parse
    >>> never_goes_on(Silent(parse("λ_.(λx.x x) (λx.x (λy.x y y))"), ""), 1000)
    True
    """
    prove = has_no_normal_form if silent.halting else has_no_head_normal_form
    return any(prove(goal) for goal in _goals(silent, tokens))


def _goals(silent: Silent, tokens: int) -> Iterator[list[int]]:
    """The terms on which the machine is at work at some moments after the last event."""
    from ait.machines import blc_list_kernel as lists
    from ait.machines import blc_reduce_kernel as reduce
    from ait.machines import blc_stack_kernel as stack

    code, data = decode(silent.code)[0], silent.data
    for look in _LOOKS:
        machine = stack.new_machine(tokens, data_bits=len(data))
        machine.data[: len(data)] = [int(bit) for bit in data]
        registers = machine.registers
        if silent.halting:
            reduce.load(machine, np.array([*code, stack.DATA], np.int32), len(code) + 1)
        else:
            lists.load_program(machine, np.array(code, np.int32), len(code))
        run = reduce.normalize if silent.halting else lists.read_list
        while True:
            read, printed, ended = (int(registers[name]) for name in (stack.READ, stack.PRINTED, stack.CLOSED))
            is_silent = (read, printed, ended) == (len(data), silent.printed, silent.ended)
            registers[stack.STEP_LIMIT] = registers[stack.STEPS] + (look if is_silent else _TO_SILENCE)
            status = run(machine)
            if is_silent:
                break
            if status == reduce.WANTS_DATA and read < len(data):
                registers[stack.READ] += 1
            elif status == reduce.WANTS_DATA and silent.ended:
                registers[stack.CLOSED] = 1
            elif status not in (lists.PRINTED_0, lists.PRINTED_1):
                return
        if status == reduce.OUT_OF_STEPS:
            top, end = int(registers[stack.TOP]), int(registers[stack.END])
            yield _written_out(machine.stack[top:end].tolist(), data, silent.ended)


def _written_out(spine: list[int], data: str, closed: bool) -> list[int]:
    """A head and its arguments as one term, with the known data in place of the data constants."""
    from ait.machines.blc_stack_kernel import DATA

    terms, pending = -1, 0
    for token in spine:
        if pending == 0:
            terms, pending = terms + 1, 1
        pending += 1 if token == APPLICATION else 0 if token == ABSTRACTION else -1
    tokens = [APPLICATION] * terms
    for token in spine:
        is_data = token <= DATA and (DATA - token) % 2 == 0
        tokens += _data_term((DATA - token) // 2, data, closed) if is_data else [token]
    return tokens


def _data_term(first: int, data: str, closed: bool) -> list[int]:
    """The data from bit ``first`` on: cells λz. z b (rest), then λλ0 or an unknown term."""
    from ait.machines.blc_stack_kernel import DATA

    tokens: list[int] = []
    for bit in data[first:]:
        tokens += [ABSTRACTION, APPLICATION, APPLICATION, 0, ABSTRACTION, ABSTRACTION, 1 - int(bit)]
    return [*tokens, ABSTRACTION, ABSTRACTION, 0] if closed else [*tokens, DATA - 2 * max(first, len(data))]
