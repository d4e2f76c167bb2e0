"""Proofs that a lambda term has no normal form: repeated heads, repeated goals, and the flow analysis in between.

Reduction here is leftmost, but with arguments tidied at every step: what has a small normal form is replaced by it.
Tidying makes terms repeat that would otherwise grow.  It does not endanger the proofs: a β-step anywhere never
lengthens a term's head reduction (nor its leftmost reduction), and a head step shortens it by one.  So if a head t
comes back after one or more head steps, below λs or with further arguments or not, then the length of the head
reduction of t would be greater than itself.  Likewise if the normal form of a goal needs that of the same goal with
its constants replaced by terms headed by constants, as such a replacement never shortens a leftmost reduction.
(Barendregt, The Lambda Calculus, 1984, chapters 11 and 13.)

Terms here are nested tuples: a variable is its de Bruijn index, a constant a negative number (even: a free variable;
odd: an unknown term, about which nothing may be assumed), λM is (M,), and M N is (M, N).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Union

from ait.machines.blc_code import ABSTRACTION, APPLICATION
from ait.machines.blc_flow import never_ends

Term = Union[int, "tuple[Term, ...]"]

_CACHE = 1 << 16
_TIDY_STEPS = 12  # how far tidying reduces a subterm
_TIDY_TOKENS = 200
_LARGEST = 400  # tokens of a term that is still followed
_FRESH = -1_000_000  # the even numbers below are constants made during a proof
_FLOW_AT = frozenset((0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48))  # head steps before which the flow is analysed


class _GivenUpError(Exception):
    """The budget is used up: nothing is proved."""


class _ProvedError(Exception):
    """There is no normal form."""


def has_no_normal_form(tokens: Sequence[int], *, steps: int = 60, goals: int = 200) -> bool:
    """Whether a closed term (tokens in prefix order; constants below ABSTRACTION) provably has no normal form.

    Args:
        tokens: the term.
        steps: head steps to be followed in one goal.
        goals: how many arguments of heads are followed.

    >>> from ait.machines.blc_code import decode
    >>> from ait.machines.blc_notation import parse
    >>> has_no_normal_form(decode(parse("(λx.x x) (λx.x (x (λy.x)))"))[0])
    True
    """
    if len(tokens) > _LARGEST:
        return False
    if never_ends(tokens):
        return True
    term = _nested(tokens)
    try:
        _Search(steps, goals).normalize(_tidy(term), ())
    except _ProvedError:
        return True
    except _GivenUpError:
        return False
    return False


def has_no_head_normal_form(tokens: Sequence[int], *, steps: int = 60) -> bool:
    """Whether leftmost reduction of the term provably never reaches a constant or a free variable at the head."""
    if len(tokens) > _LARGEST:
        return False
    if never_ends(tokens, heads_only=True):
        return True
    try:
        _Search(steps, 1, heads_only=True).head(_tidy(_nested(tokens)))
    except _ProvedError:
        return True
    except _GivenUpError:
        return False
    return False


class _Search:
    """One attempt at a proof."""

    def __init__(self, steps: int, goals: int, heads_only: bool = False) -> None:
        self.steps = steps
        self.goals = goals
        self.heads_only = heads_only
        self.constants = _FRESH

    def normalize(self, goal: Term, within: tuple[Term, ...]) -> None:
        """Look for a proof in a goal and all that its normal form needs; return if it is found to have one."""
        self.goals -= 1
        if self.goals < 0 or len(within) > 30:
            raise _GivenUpError
        if any(_is_instance(earlier, goal) for earlier in within):
            raise _ProvedError
        still_open = False
        for argument in self.head(goal):
            try:
                self.normalize(argument, (*within, goal))
            except _GivenUpError:
                still_open = True
        if still_open:
            raise _GivenUpError

    def head(self, goal: Term) -> list[Term]:
        """The arguments of the head normal form."""
        head, arguments = _spine(goal)
        past: list[tuple[Term, list[Term], int]] = []  # head, arguments, how many were left untouched since
        steps = 0
        while isinstance(head, tuple):
            if not arguments:
                self.constants -= 2
                head, arguments = _spine(_substitute(head[0], self.constants))
                past = [(h, a, 0) for h, a, _ in past]
                continue
            if any(_returns(earlier, head, arguments) for earlier in past):
                raise _ProvedError
            tokens = _flat(_applied(head, arguments))
            if len(tokens) > _LARGEST or steps >= self.steps:
                raise _GivenUpError
            if steps in _FLOW_AT and never_ends(tokens, heads_only=self.heads_only):
                raise _ProvedError
            past.append((head, arguments, len(arguments)))
            rest = arguments[1:]
            past = [(h, a, min(untouched, len(rest))) for h, a, untouched in past]
            head, pushed = _spine(_tidy(_substitute(head[0], arguments[0])))
            arguments = pushed + rest
            steps += 1
        if head % 2:
            raise _GivenUpError
        return arguments


def _returns(earlier: tuple[Term, list[Term], int], head: Term, arguments: list[Term]) -> bool:
    """Whether an earlier head, with those of its arguments that have been touched, is back on top."""
    old_head, old_arguments, untouched = earlier
    touched = len(old_arguments) - untouched
    return head == old_head and arguments[:touched] == old_arguments[:touched]


def _is_instance(earlier: Term, later: Term) -> bool:
    """Whether the later term is the earlier one with even constants replaced by terms headed by even constants."""
    values: dict[int, Term] = {}
    pairs = [(earlier, later)]
    while pairs:
        a, b = pairs.pop()
        if isinstance(a, int):
            if a >= 0 or a % 2:
                if a != b:
                    return False
            elif values.setdefault(a, b) != b or not _is_neutral(b):
                return False
        elif isinstance(b, int) or len(a) != len(b):
            return False
        else:
            pairs += zip(a, b)  # noqa: B905 (equal lengths were just checked)
    return True


def _is_neutral(term: Term) -> bool:
    head, _ = _spine(term)
    return isinstance(head, int) and head < 0 and head % 2 == 0 and _reach(term) == 0


def _nested(tokens: Sequence[int]) -> Term:
    """The term of a row of tokens in prefix order."""
    done: list[Term] = []
    for token in reversed(tokens):
        if token == ABSTRACTION:
            done.append((done.pop(),))
        elif token == APPLICATION:
            done.append((done.pop(), done.pop()))
        else:
            done.append(token)
    return done.pop()


def _flat(term: Term) -> list[int]:
    """The tokens of a term in prefix order."""
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


def _spine(term: Term) -> tuple[Term, list[Term]]:
    arguments = []
    while isinstance(term, tuple) and len(term) == 2:
        arguments.append(term[1])
        term = term[0]
    return term, arguments[::-1]


def _applied(head: Term, arguments: list[Term]) -> Term:
    for argument in arguments:
        head = (head, argument)
    return head


@lru_cache(_CACHE)
def _reach(term: Term) -> int:
    """1 + the greatest index of a free variable, 0 if there is none."""
    if isinstance(term, int):
        return max(0, term + 1)
    if len(term) == 1:
        return max(0, _reach(term[0]) - 1)
    return max(_reach(term[0]), _reach(term[1]))


@lru_cache(_CACHE)
def _length(term: Term) -> int:
    return 1 if isinstance(term, int) else 1 + sum(_length(part) for part in term)


def _shift(term: Term, by: int, depth: int = 0) -> Term:
    if _reach(term) <= depth:
        return term
    if isinstance(term, int):
        return term + by
    inner = depth + (len(term) == 1)
    return tuple(_shift(part, by, inner) for part in term)


def _substitute(body: Term, argument: Term, depth: int = 0) -> Term:
    """The body of a λ with the argument for its variable."""
    if _reach(body) <= depth:
        return body
    if isinstance(body, int):
        return _shift(argument, depth) if body == depth else body - 1
    inner = depth + (len(body) == 1)
    return tuple(_substitute(part, argument, inner) for part in body)


def _occurrences(term: Term, depth: int = 0) -> int:
    if _reach(term) <= depth:
        return 0
    if isinstance(term, int):
        return int(term == depth)
    inner = depth + (len(term) == 1)
    return sum(_occurrences(part, inner) for part in term)


@lru_cache(_CACHE)
def _tidy(term: Term) -> Term:
    """The term with its subterms' small normal forms in their place, and elsewhere affine redexes contracted."""
    if isinstance(term, int):
        return term
    normal = _small_normal_form(term)
    if normal is not None:
        return normal
    if len(term) == 1:
        return (_tidy(term[0]),)
    function, argument = _tidy(term[0]), term[1]
    is_redex = isinstance(function, tuple) and len(function) == 1
    if is_redex and (isinstance(argument, int) or _occurrences(function[0]) <= 1):  # type: ignore[index]
        return _tidy(_substitute(function[0], argument))  # type: ignore[index]
    return (function, _tidy(argument))


@lru_cache(_CACHE)
def _small_normal_form(term: Term) -> Term | None:
    """The normal form, if leftmost reduction finds it in a few steps and it is hardly larger than the term."""
    try:
        normal, _ = _normal_form(term, _TIDY_STEPS)
    except _GivenUpError:
        return None
    return normal if _length(normal) <= max(_length(term), 30) else None


def _normal_form(term: Term, steps: int) -> tuple[Term, int]:
    """The normal form of a term with free variables, and the steps that are left."""
    head, arguments = _spine(term)
    while isinstance(head, tuple) and arguments:
        if steps == 0 or _length(head) + sum(map(_length, arguments)) > _TIDY_TOKENS:
            raise _GivenUpError
        steps -= 1
        head, pushed = _spine(_substitute(head[0], arguments[0]))
        arguments = pushed + arguments[1:]
    if isinstance(head, tuple):
        body, steps = _normal_form(head[0], steps)
        return (body,), steps
    normal: list[Term] = []
    for argument in arguments:
        argument, steps = _normal_form(argument, steps)
        normal.append(argument)
    return _applied(head, normal), steps
