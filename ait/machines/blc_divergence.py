"""Proofs that a lambda term has no normal form: repeated heads, repeated goals, and the flow analysis in between.

Reduction here is leftmost, but with arguments tidied at every step: what has a small normal form is replaced by it.
Tidying makes terms repeat that would otherwise grow.  It does not endanger the proofs: a β-step anywhere never
lengthens a term's head reduction (nor its leftmost reduction), and a head step shortens it by one.  So if a head t
comes back after one or more head steps, below λs or with further arguments or not, then the length of the head
reduction of t would be greater than itself.  Likewise if the normal form of a goal needs that of the same goal with
its constants replaced by terms headed by constants, as such a replacement never shortens a leftmost reduction.
(Barendregt, The Lambda Calculus, 1984, chapters 11 and 13.)
"""

from __future__ import annotations

from collections.abc import Sequence

from ait.machines.blc_flow import never_ends
from ait.machines.blc_nested import Term, applied, extent, flat, nested, reach, spine, substitute, tidy

_LARGEST = 400  # tokens of a term that is still followed
_DEEPEST = 100  # their depth: recursion stays far from Python's limit
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
    try:
        _Search(steps, goals).normalize(_tidied(nested(tokens)), ())
    except _ProvedError:
        return True
    except _GivenUpError:
        return False
    return False


def has_no_head_normal_form(tokens: Sequence[int], *, steps: int = 60) -> bool:
    """Whether leftmost reduction of the term provably never reaches a constant or a free variable at the head.

    >>> from ait.machines.blc_code import decode
    >>> from ait.machines.blc_notation import parse
    >>> [has_no_head_normal_form(decode(parse(t))[0]) for t in ("(λx.x x) (λx.x x)", "λy.y ((λx.x x) (λx.x x))")]
    [True, False]
    """
    if len(tokens) > _LARGEST:
        return False
    if never_ends(tokens, heads_only=True):
        return True
    try:
        _Search(steps, 1, heads_only=True).head(_tidied(nested(tokens)))
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
        head, arguments = spine(goal)
        past: list[tuple[Term, list[Term], int]] = []  # head, arguments, how many were left untouched since
        steps = 0
        while isinstance(head, tuple):
            if not arguments:
                self.constants -= 2
                head, arguments = spine(substitute(head[0], self.constants))
                past = [(h, a, 0) for h, a, _ in past]
                continue
            if any(_returns(earlier, head, arguments) for earlier in past):
                raise _ProvedError
            tokens = flat(applied(head, arguments))
            if len(tokens) > _LARGEST or steps >= self.steps:
                raise _GivenUpError
            if steps in _FLOW_AT and never_ends(tokens, heads_only=self.heads_only):
                raise _ProvedError
            past.append((head, arguments, len(arguments)))
            rest = arguments[1:]
            past = [(h, a, min(untouched, len(rest))) for h, a, untouched in past]
            head, pushed = spine(_tidied(substitute(head[0], arguments[0])))
            arguments = pushed + rest
            steps += 1
        if head % 2:
            raise _GivenUpError
        return arguments


def _tidied(term: Term) -> Term:
    tokens, deepest = extent(term)
    if tokens > _LARGEST or deepest > _DEEPEST:
        raise _GivenUpError
    return tidy(term)


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
    head, _ = spine(term)
    return isinstance(head, int) and head < 0 and head % 2 == 0 and reach(term) == 0
