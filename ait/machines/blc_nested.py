"""Lambda terms as nested tuples, for proofs that look at few terms closely; and the tidying of a term.

A variable is its de Bruijn index, a constant a negative number (even: a free variable; odd: an unknown term, about
which nothing may be assumed), λM is (M,), and M N is (M, N).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Union

from ait.machines.blc_code import ABSTRACTION, APPLICATION

Term = Union[int, "tuple[Term, ...]"]

_CACHE = 1 << 16
_TIDY_STEPS = 12  # how far tidying reduces a subterm
_TIDY_TOKENS = 200  # and how large it lets it grow


class _OutOfStepsError(Exception):
    """A normal form was not found in the few steps that tidying makes."""


def nested(tokens: Sequence[int]) -> Term:
    """The term of a row of tokens in prefix order.

    >>> nested([-1, -2, 0, -16])
    ((0,), -16)
    """
    done: list[Term] = []
    for token in reversed(tokens):
        if token == ABSTRACTION:
            done.append((done.pop(),))
        elif token == APPLICATION:
            done.append((done.pop(), done.pop()))
        else:
            done.append(token)
    return done.pop()


def flat(term: Term) -> list[int]:
    """The tokens of a term in prefix order: the inverse of :func:`nested`.

    >>> flat(((0,), -16))
    [-1, -2, 0, -16]
    """
    tokens: list[int] = []
    stack = [term]
    while stack:
        term = stack.pop()
        if isinstance(term, int):
            tokens.append(term)
        else:
            tokens.append(ABSTRACTION if len(term) == 1 else APPLICATION)
            stack += reversed(term)
    return tokens


def spine(term: Term) -> tuple[Term, list[Term]]:
    """The head of a term, which is no application, and its arguments.

    >>> spine(((-16, 0), 1))
    (-16, [0, 1])
    """
    arguments = []
    while isinstance(term, tuple) and len(term) == 2:
        arguments.append(term[1])
        term = term[0]
    return term, arguments[::-1]


def applied(head: Term, arguments: list[Term]) -> Term:
    """The head applied to the arguments: the inverse of :func:`spine`.

    >>> applied(-16, [0, 1])
    ((-16, 0), 1)
    """
    for argument in arguments:
        head = (head, argument)
    return head


@lru_cache(_CACHE)
def reach(term: Term) -> int:
    """1 + the greatest index of a free variable, 0 if there is none.

    >>> reach((1,)), reach((0,))
    (1, 0)
    """
    if isinstance(term, int):
        return max(0, term + 1)
    if len(term) == 1:
        return max(0, reach(term[0]) - 1)
    return max(reach(term[0]), reach(term[1]))


@lru_cache(_CACHE)
def _length(term: Term) -> int:
    return 1 if isinstance(term, int) else 1 + sum(_length(part) for part in term)


def extent(term: Term) -> tuple[int, int]:
    """How many tokens the term has, and how many at most on a way down: what the rest of this module recurses over.

    >>> extent(((0, 0),))
    (4, 3)
    """
    tokens, deepest = 0, 0
    stack = [(term, 1)]
    while stack:
        term, depth = stack.pop()
        tokens, deepest = tokens + 1, max(deepest, depth)
        if isinstance(term, tuple):
            stack += [(part, depth + 1) for part in term]
    return tokens, deepest


def _shift(term: Term, by: int, inside: int = 0) -> Term:
    if reach(term) <= inside:
        return term
    if isinstance(term, int):
        return term + by
    inner = inside + (len(term) == 1)
    return tuple(_shift(part, by, inner) for part in term)


def substitute(body: Term, argument: Term, inside: int = 0) -> Term:
    """The body of a λ with the argument for its variable.

    >>> substitute((1, (1,)), -16)
    (0, (-16,))
    """
    if reach(body) <= inside:
        return body
    if isinstance(body, int):
        return _shift(argument, inside) if body == inside else body - 1
    inner = inside + (len(body) == 1)
    return tuple(substitute(part, argument, inner) for part in body)


def _occurrences(term: Term, inside: int = 0) -> int:
    if reach(term) <= inside:
        return 0
    if isinstance(term, int):
        return int(term == inside)
    inner = inside + (len(term) == 1)
    return sum(_occurrences(part, inner) for part in term)


@lru_cache(_CACHE)
def tidy(term: Term) -> Term:
    """The term with its subterms' small normal forms in their place, and elsewhere affine redexes contracted.

    >>> tidy((((0, 0),), (0,)))
    (0,)
    """
    while isinstance(term, tuple):
        normal = _small_normal_form(term)
        if normal is not None:
            return normal
        if len(term) == 1:
            return (tidy(term[0]),)
        function, argument = tidy(term[0]), term[1]
        is_redex = isinstance(function, tuple) and len(function) == 1
        if not is_redex or (isinstance(argument, tuple) and _occurrences(function[0]) > 1):  # type: ignore[index]
            return (function, tidy(argument))
        term = substitute(function[0], argument)  # type: ignore[index]
    return term


@lru_cache(_CACHE)
def _small_normal_form(term: Term) -> Term | None:
    """The normal form, if leftmost reduction finds it in a few steps and it is hardly larger than the term."""
    try:
        normal, _ = _normal_form(term, _TIDY_STEPS)
    except _OutOfStepsError:
        return None
    return normal if _length(normal) <= max(_length(term), 30) else None


def _normal_form(term: Term, steps: int) -> tuple[Term, int]:
    """The normal form of a term with free variables, and the steps that are left."""
    head, arguments = spine(term)
    while isinstance(head, tuple) and arguments:
        if steps == 0 or _length(head) + sum(map(_length, arguments)) > _TIDY_TOKENS:
            raise _OutOfStepsError
        steps -= 1
        head, pushed = spine(substitute(head[0], arguments[0]))
        arguments = pushed + arguments[1:]
    if isinstance(head, tuple):
        body, steps = _normal_form(head[0], steps)
        return (body,), steps
    normal: list[Term] = []
    for argument in arguments:
        argument, steps = _normal_form(argument, steps)
        normal.append(argument)
    return applied(head, normal), steps
