r"""Closed lambda terms as people write them: λ (or a backslash) with names, with de Bruijn indices, or as bits.

>>> as_lambda("0000110"), as_de_bruijn("0000110"), parse(r"\x y.x")
('λx y.x', 'λλ1', '0000110')
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ait.errors import MachineError
from ait.machines.blc_code import ABSTRACTION, APPLICATION, decode, encode

_TOKEN = re.compile(r"\s*(?:(?P<name>[A-Za-z_][A-Za-z0-9_']*)|(?P<index>[0-9]+)|(?P<sign>[λ\\().]))")
_NAMES = "xyzuvwabcdefghijklmnopqrst"


def parse(text: str) -> str:
    r"""The code of a closed term written as bits, or with λ (or a backslash), with names, indices or both.

    An abstraction is ``λx.M`` (``λx y.M`` binds two), or ``λM`` where M refers to it by index; it reaches as far
    right as it can.  Application associates to the left.

    Raises:
        MachineError: with the position, if the text is no closed term.

    >>> parse("λx.x"), parse(r"\x y.x"), parse("λλ1"), parse("0010")
    ('0010', '0000110', '0000110', '0010')
    >>> parse("(λx.x x) (λx.x x)")
    '010001101000011010'
    """
    stripped = text.strip()
    if stripped.isascii() and stripped.isdigit():
        _, end = decode(stripped)
        if end != len(stripped):
            raise MachineError(
                f"the term ends after {end} bits, but {len(stripped) - end} more follow: give them as data"
            )
        return stripped
    return encode(_Parser(text).closed_term())


class _Parser:
    """Operator-free shift parsing with an explicit stack, so that deep terms do not meet the recursion limit."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, int]] = []
        at = 0
        end = len(text.rstrip())
        while at < end:
            match = _TOKEN.match(text, at)
            if match is None:
                where = at + len(text[at:]) - len(text[at:].lstrip())
                raise MachineError(
                    f"unexpected {text[where]!r} at position {where}: a term has λ, names, indices, ( ) and ."
                )
            at = match.end()
            value = match.group(match.lastgroup or 0)
            self.tokens.append(("λ" if value == "\\" else value, at - len(value)))

    def closed_term(self) -> list[int]:
        # A frame: what opened it ('(' or 'λ' or the whole), where, its names, and the application read so far.
        frames: list[tuple[str, int, int, list[list[int]]]] = [("", 0, 0, [])]
        scope: list[str] = []
        at = 0
        while at < len(self.tokens):
            value, where = self.tokens[at]
            at += 1
            if value == "λ":
                names, at = self._binders(at)
                scope += names
                frames.append(("λ", where, len(names), []))
            elif value == "(":
                frames.append(("(", where, 0, []))
            elif value == ")":
                while frames[-1][0] == "λ":
                    self._close(frames, scope)
                if len(frames) == 1:
                    raise MachineError(f"')' at position {where} closes nothing")
                self._close(frames, scope)
            elif value == ".":
                raise MachineError(f"'.' at position {where} follows no λ with a name")
            else:
                frames[-1][3].append([self._variable(value, where, scope)])
        while frames[-1][0] == "λ":
            self._close(frames, scope)
        if len(frames) > 1:
            raise MachineError(f"'(' at position {frames[-1][1]} is never closed")
        return _applied(frames[0][3], 0)

    def _binders(self, at: int) -> tuple[list[str], int]:
        """The names after a λ and the position after their dot; a single nameless binder when there is no dot."""
        names: list[str] = []
        end = at
        while end < len(self.tokens) and _is_name(self.tokens[end][0]):
            names.append(self.tokens[end][0])
            end += 1
        if end < len(self.tokens) and self.tokens[end][0] == ".":
            return names or [""], end + 1
        return [""], at

    def _variable(self, value: str, where: int, scope: Sequence[str]) -> int:
        if value.isdigit():
            index = int(value)
            if index >= len(scope):
                raise MachineError(f"variable {index} at position {where} is free: only {len(scope)} λ around it")
            return index
        for index, name in enumerate(reversed(scope)):
            if name == value:
                return index
        raise MachineError(f"variable {value!r} at position {where} is free: no λ{value} around it")

    def _close(self, frames: list[tuple[str, int, int, list[list[int]]]], scope: list[str]) -> None:
        _, where, binders, parts = frames.pop()
        term = [ABSTRACTION] * binders + _applied(parts, where)
        del scope[len(scope) - binders :]
        frames[-1][3].append(term)


def _is_name(value: str) -> bool:
    return value != "λ" and (value[0].isalpha() or value[0] == "_")


def _applied(parts: list[list[int]], where: int) -> list[int]:
    if not parts:
        raise MachineError(f"a term is missing at position {where}")
    tokens = [APPLICATION] * (len(parts) - 1)
    for part in parts:
        tokens += part
    return tokens


def as_lambda(bits: str) -> str:
    """The term in λ notation with names, the fewest brackets, and one name for each depth.

    >>> as_lambda("0010"), as_lambda("010001101000011010")
    ('λx.x', '(λx.x x) (λx.x x)')
    """
    return _written(_closed(bits), named=True)


def as_de_bruijn(bits: str) -> str:
    """The term in λ notation with de Bruijn indices from 0.

    >>> as_de_bruijn("0000110"), as_de_bruijn("010001101000011010")
    ('λλ1', '(λ0 0) (λ0 0)')
    """
    return _written(_closed(bits), named=False)


def _closed(bits: str) -> list[int]:
    tokens, end = decode(bits)
    if end != len(bits):
        raise MachineError(f"the term ends after {end} bits, but {len(bits) - end} more follow")
    return tokens


def _name(depth: int) -> str:
    """The name of the variable bound by the λ that has ``depth`` others around it: x, y, z, ... then x1, y1, ..."""
    rounds, place = divmod(depth, len(_NAMES))
    return _NAMES[place] + (str(rounds) if rounds else "")


def _written(tokens: list[int], named: bool) -> str:
    """Print prefix tokens; the stack holds what is still to come: literal text, or a subterm's depth and place."""
    text: list[str] = []
    stack: list[str | tuple[int, bool, bool]] = [(0, False, False)]  # depth, is a function, is an argument
    at = 0
    after_binder = False
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            text.append(item)
            continue
        depth, function, argument = item
        token = tokens[at]
        at += 1
        binder = token == ABSTRACTION
        if after_binder and named and not binder:
            text.append(".")
        bracket = (binder and (function or argument)) or (token == APPLICATION and argument)
        if bracket:
            text.append("(")
            stack.append(")")
        if binder:
            text.append(" " if after_binder and named else "λ")
            text.append(_name(depth) if named else "")
            stack.append((depth + 1, False, False))
        elif token == APPLICATION:
            stack += [(depth, False, True), " ", (depth, True, False)]
        else:
            text.append(_name(depth - 1 - token) if named else str(token))
        after_binder = binder
    return "".join(text)
