"""A flow analysis that proves, for many lambda terms, that leftmost reduction never ends.

Reduction is followed as an abstract machine (Krivine's): a state is a subterm and a stack of arguments.  The analysis
keeps, for each of the term's finitely many subterms, what can lie on top of the stack when it is reached: nothing,
or an argument together with the application that pushed it, whose own stack is what lies below.  A variable stands
for any argument that its λ can have popped; where a λ can be reached with an empty stack, for a fresh constant.  At
a constant with arguments the walk goes on in one of them, always the first or always the last, as a normal form needs
them all.

All this contains every state that can really occur.  So if no constant can meet an empty stack, the reduction has no
end and the term no normal form.  (Control-flow analysis with a pushdown stack; the example loops without ever
repeating a term.)

>>> from ait.machines.blc_code import decode
>>> from ait.machines.blc_notation import parse
>>> never_ends(decode(parse("(λx.x x) (λx.x (λy.x y y))"))[0])
True
>>> never_ends(decode(parse("(λx.x x) (λx.x)"))[0])
False
"""

from __future__ import annotations

from collections.abc import Sequence

from ait.machines.blc_code import ABSTRACTION, APPLICATION

_EMPTY = (-1, -1)  # the stack is empty
_CONSTANT = -1  # among the arguments a variable stands for: a constant


def never_ends(tokens: Sequence[int], *, heads_only: bool = False) -> bool:
    """Whether the analysis proves that a closed term has no normal form (True), or leaves it open (False).

    Args:
        tokens: the term in prefix order; tokens below ABSTRACTION are constants, even ones free variables, odd ones
            unknown terms.
        heads_only: prove instead that it has no *head* normal form: the reduction never reaches a constant.
    """
    if heads_only:
        return _Analysis(tokens, "stop").never_ends()
    return _Analysis(tokens, "first").never_ends() or _Analysis(tokens, "last").never_ends()


class _Analysis:
    def __init__(self, tokens: Sequence[int], at_constant: str) -> None:
        self.tokens = tokens
        self.at_constant = at_constant  # go on in the "first" or the "last" argument, or "stop"
        self.binder, self.argument = _links(tokens)
        self.stacks: list[set[tuple[int, int]]] = [set() for _ in tokens]
        self.values: list[set[int]] = [set() for _ in tokens]  # of the variable that the λ here binds
        self.changed = True
        self.ends = False

    def never_ends(self) -> bool:
        self._flow(0, {_EMPTY})
        while self.changed and not self.ends:
            self.changed = False
            for at, stack in enumerate(self.stacks):
                if stack:
                    self._step(at, stack)
        return not self.ends

    def _step(self, at: int, stack: set[tuple[int, int]]) -> None:
        token = self.tokens[at]
        if token == APPLICATION:
            self._flow(at + 1, {(self.argument[at], at)})
        elif token == ABSTRACTION:
            for argument, below in list(stack):
                self._bind(at, argument)
                self._flow(at + 1, {_EMPTY} if argument == _CONSTANT else self.stacks[below])
        elif token >= 0:
            for value in list(self.values[self.binder[at]]):
                if value == _CONSTANT:
                    self._meet_constant(stack)
                else:
                    self._flow(value, stack)
        elif token % 2:
            self.ends = True  # an unknown term could do anything
        else:
            self._meet_constant(stack)

    def _meet_constant(self, stack: set[tuple[int, int]]) -> None:
        if self.at_constant == "stop" or _EMPTY in stack:
            self.ends = True
            return
        entries = self._all_below(stack) if self.at_constant == "last" else set(stack)
        for argument, below in entries:
            if self.at_constant == "first" or _EMPTY in self.stacks[below]:
                self._flow(argument, {_EMPTY})

    def _all_below(self, stack: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """Every entry that the stack can hold at any height."""
        seen: set[tuple[int, int]] = set()
        waiting = set(stack)
        while waiting:
            entry = waiting.pop()
            if entry != _EMPTY and entry not in seen:
                seen.add(entry)
                waiting |= self.stacks[entry[1]]
        return seen

    def _flow(self, at: int, stack: set[tuple[int, int]]) -> None:
        if not stack <= self.stacks[at]:
            self.stacks[at] |= stack
            self.changed = True

    def _bind(self, at: int, value: int) -> None:
        if value not in self.values[at]:
            self.values[at].add(value)
            self.changed = True


def _links(tokens: Sequence[int]) -> tuple[list[int], list[int]]:
    """For each variable its λ's position, for each application its argument's position (else -1)."""
    binder = [-1] * len(tokens)
    argument = [-1] * len(tokens)
    waiting: list[tuple[tuple[int, ...], int]] = [((), -1)]  # the λs around, and the application whose argument it is
    for at, token in enumerate(tokens):
        scope, owner = waiting.pop()
        if owner >= 0:
            argument[owner] = at
        if token == APPLICATION:
            waiting += [(scope, at), (scope, -1)]
        elif token == ABSTRACTION:
            waiting.append(((*scope, at), -1))
        elif token >= 0:
            binder[at] = scope[-1 - token]
    return binder, argument
