"""Normal forms of closed lambda terms by leftmost-outermost reduction, within a stated number of steps and space."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from ait.errors import InputError, MachineError
from ait.machines.blc_code import ABSTRACTION, APPLICATION, decode, encode
from ait.machines.blc_divergence import has_no_normal_form

STEP_LIMIT = 10_000
SPACE_LIMIT = 100_000


class Status(str, Enum):
    """How a reduction ended; ``NO_NORMAL_FORM`` is proved, never guessed."""

    NORMAL_FORM = "normal form"
    NO_NORMAL_FORM = "no normal form"
    OUT_OF_STEPS = "out of steps"
    OUT_OF_SPACE = "out of space"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Reduction:
    """What became of a term.

    Attributes:
        status: how the reduction ended.
        normal_form: the code of the normal form, or None.
        steps: β-steps made, leftmost-outermost.
    """

    status: Status
    normal_form: str | None
    steps: int


def normal_form(bits: str, *, steps: int = STEP_LIMIT, space: int = SPACE_LIMIT) -> Reduction:
    """Reduce a closed term to its normal form, leftmost-outermost, or prove that it has none.

    Args:
        bits: the term's code.
        steps: give up after so many β-steps.
        space: give up when the term at hand, or the normal form, takes more than so many tokens.

    Raises:
        MachineError: if ``bits`` is not the code of one closed term.
        InputError: if a budget is less than 1.

    >>> from ait.machines.blc_notation import as_lambda, parse
    >>> two_two = normal_form(parse("(λf x.f (f x)) (λf x.f (f x))"))
    >>> as_lambda(two_two.normal_form), two_two.steps
    ('λx y.x (x (x (x y)))', 6)
    >>> str(normal_form(parse("(λx.x x) (λx.x x)")).status)
    'no normal form'
    """
    from ait.machines import blc_reduce_kernel as machine
    from ait.machines.blc_stack_kernel import KEPT, STEPS, new_machine

    tokens = closed_tokens(bits)
    if steps < 1 or space < 1:
        raise InputError(f"steps = {steps}, space = {space}: both must be at least 1")
    m = new_machine(max(space, len(tokens)), output=space)
    stop = machine.run_normal(m, np.array(tokens, np.int32), steps)
    used = int(m.registers[STEPS])
    if stop == machine.NORMAL:
        kept = int(m.registers[KEPT])
        return Reduction(Status.NORMAL_FORM, encode(m.output[:kept].tolist()), used)
    if stop == machine.LOOPING or has_no_normal_form(tokens):
        return Reduction(Status.NO_NORMAL_FORM, None, used)
    return Reduction(Status.OUT_OF_STEPS if stop == machine.OUT_OF_STEPS else Status.OUT_OF_SPACE, None, used)


def closed_tokens(bits: str) -> list[int]:
    """The tokens of a code that holds one closed term and nothing else.

    Raises:
        MachineError: otherwise.

    >>> closed_tokens("0010")
    [-2, 0]
    """
    tokens, end = decode(bits)
    if end != len(bits):
        raise MachineError(
            f"the term ends after {end} bits, but {len(bits) - end} more follow: they are data, not code"
        )
    return tokens


def reductions(bits: str) -> Iterator[str]:
    """The term and what each leftmost-outermost β-step makes of it, to the normal form if there is one.

    >>> from ait.machines.blc_notation import as_lambda, parse
    >>> [as_lambda(term) for term in reductions(parse("(λx.x x) (λx.x)"))]
    ['(λx.x x) (λx.x)', '(λx.x) (λx.x)', 'λx.x']
    """
    tokens = closed_tokens(bits)
    while True:
        yield encode(tokens)
        redex = next(
            (at for at in range(len(tokens) - 1) if tokens[at] == APPLICATION and tokens[at + 1] == ABSTRACTION), -1
        )
        if redex < 0:
            return
        argument = _end_of_term(tokens, redex + 2)
        rest = _end_of_term(tokens, argument)
        contracted = _substituted(tokens[redex + 2 : argument], tokens[argument:rest])
        tokens = tokens[:redex] + contracted + tokens[rest:]


def _end_of_term(tokens: Sequence[int], at: int) -> int:
    pending = 1
    while pending:
        pending += 1 if tokens[at] == APPLICATION else 0 if tokens[at] == ABSTRACTION else -1
        at += 1
    return at


def _substituted(body: Sequence[int], argument: Sequence[int]) -> list[int]:
    """The body of a λ, with the argument for its variable and one λ less around its free variables."""
    result: list[int] = []
    for token, depth in zip(body, _depths(body), strict=True):
        if token == depth:
            free_from = _depths(argument)
            result += [t + depth if t >= d else t for t, d in zip(argument, free_from, strict=True)]
        else:
            result.append(token - 1 if token > depth else token)
    return result


def _depths(tokens: Sequence[int]) -> list[int]:
    """How many λs of the term stand around each of its tokens."""
    depths: list[int] = []
    waiting = [0]
    for token in tokens:
        depth = waiting.pop()
        depths.append(depth)
        waiting += [depth, depth] if token == APPLICATION else [depth + 1] if token == ABSTRACTION else []
    return depths
