"""Textbook lambda calculus on nested tuples, and binary lambda calculus by trying every bit string."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# A term: an int (de Bruijn index from 0), a str (a free constant), ("λ", body) or ("@", function, argument).
Term = Any

TRUE = ("λ", ("λ", 1))
FALSE = ("λ", ("λ", 0))
OMEGA = ("@", ("λ", ("@", 0, 0)), ("λ", ("@", 0, 0)))


def read_term(bits: str) -> tuple[Term, str]:
    """The term at the beginning of the bits, and the rest; ValueError if there is none, or it is open."""
    term, rest = _read(bits, 0)
    return term, rest


def _read(bits: str, depth: int) -> tuple[Term, str]:
    if bits.startswith("00"):
        body, rest = _read(bits[2:], depth + 1)
        return ("λ", body), rest
    if bits.startswith("01"):
        function, rest = _read(bits[2:], depth)
        argument, rest = _read(rest, depth)
        return ("@", function, argument), rest
    ones = len(bits) - len(bits.lstrip("1"))
    if ones == 0 or ones == len(bits) or ones > depth:
        raise ValueError(bits)
    return ones - 1, bits[ones + 1 :]


def is_closed_term(bits: str) -> bool:
    """Whether the bits are the code of one closed term, no more and no less."""
    try:
        return read_term(bits)[1] == ""
    except ValueError:
        return False


def code(term: Term) -> str:
    if isinstance(term, int):
        return "1" * (term + 1) + "0"
    return ("00" if term[0] == "λ" else "01") + "".join(code(part) for part in term[1:])


def terms(bits: int, depth: int = 0) -> Iterator[Term]:
    """All terms of a size whose free variables are below ``depth``: abstractions, applications, the variable."""
    if bits >= 2:
        for body in terms(bits - 2, depth + 1):
            yield ("λ", body)
    for part in range(2, bits - 3):
        for function in terms(part, depth):
            for argument in terms(bits - 2 - part, depth):
                yield ("@", function, argument)
    if 0 <= bits - 2 < depth:
        yield bits - 2


def shift(term: Term, by: int, depth: int = 0) -> Term:
    if isinstance(term, int):
        return term + by if term >= depth else term
    if isinstance(term, str):
        return term
    if term[0] == "λ":
        return ("λ", shift(term[1], by, depth + 1))
    return ("@", shift(term[1], by, depth), shift(term[2], by, depth))


def substitute(term: Term, value: Term, index: int = 0) -> Term:
    if isinstance(term, int):
        return value if term == index else term - 1 if term > index else term
    if isinstance(term, str):
        return term
    if term[0] == "λ":
        return ("λ", substitute(term[1], shift(value, 1), index + 1))
    return ("@", substitute(term[1], value, index), substitute(term[2], value, index))


def leftmost_step(term: Term) -> Term | None:
    if isinstance(term, (int, str)):
        return None
    if term[0] == "λ":
        body = leftmost_step(term[1])
        return None if body is None else ("λ", body)
    _, function, argument = term
    if isinstance(function, tuple) and function[0] == "λ":
        return substitute(function[1], argument)
    stepped = leftmost_step(function)
    if stepped is not None:
        return ("@", stepped, argument)
    stepped = leftmost_step(argument)
    return None if stepped is None else ("@", function, stepped)


def normalize(term: Term, steps: int) -> tuple[Term | None, int]:
    """The normal form and the steps to it, or None after ``steps`` steps."""
    for made in range(steps + 1):
        after = leftmost_step(term)
        if after is None:
            return term, made
        term = after
    return None, steps


def head(term: Term, steps: int) -> tuple[Term, list[Term]]:
    """Head and arguments when the head is no redex; TimeoutError after ``steps`` steps."""
    arguments: list[Term] = []
    while True:
        while isinstance(term, tuple) and term[0] == "@":
            arguments.insert(0, term[2])
            term = term[1]
        if not (isinstance(term, tuple) and arguments):
            return term, arguments
        if steps == 0:
            raise TimeoutError
        steps -= 1
        term = substitute(term[1], arguments.pop(0))


def data_list(bits: str, end: Term) -> Term:
    for bit in reversed(bits):
        end = ("λ", ("@", ("@", 0, FALSE if bit == "1" else TRUE), shift(end, 1)))
    return end


def read_list(term: Term, steps: int) -> tuple[str, str]:
    """The bits that a list prints, and why it stops: end, more (data are wanted), dead, silent."""
    printed = ""
    try:
        while True:
            symbol, arguments = head(("@", ("@", term, "H"), "N"), steps)
            if symbol == "more":
                return printed, "more"
            if (symbol, arguments) == ("N", []):
                return printed, "end"
            if symbol != "H" or len(arguments) != 3:
                return printed, "dead"
            bit, term, tail = arguments
            ending = head(tail, steps)
            value = head(("@", ("@", bit, "A"), "B"), steps) if ending == ("N", []) else ("", [])
            for found in (ending[0], value[0]):
                if found == "more":
                    return printed, "more"
            if value not in (("A", []), ("B", [])):
                return printed, "dead"
            printed += "1" if value[0] == "B" else "0"
    except TimeoutError:
        return printed, "silent"


def programs(longest: int) -> Iterator[tuple[str, Term, str]]:
    """Every bit string of at most ``longest`` bits that begins with a closed term: itself, the term, its data."""
    for length in range(1, longest + 1):
        for number in range(1 << length):
            bits = format(number, f"0{length}b")
            try:
                term, data = read_term(bits)
            except ValueError:
                continue
            yield bits, term, data


def monotone_outputs(longest: int, steps: int = 100) -> dict[str, str]:
    """What each program prints, given its own data and no more."""
    return {bits: read_list(("@", term, data_list(d, "more")), steps)[0] for bits, term, d in programs(longest)}


def plain_outputs(longest: int, steps: int = 100) -> dict[str, str]:
    """The list that each program makes of the list of its data, for those that make one."""
    outputs = {}
    for bits, term, data in programs(longest):
        printed, ending = read_list(("@", term, data_list(data, FALSE)), steps)
        if ending == "end":
            outputs[bits] = printed
    return outputs


def halting_programs(longest: int, steps: int = 100) -> dict[str, int]:
    """The size of the normal form of each program whose value has one, and none with fewer data bits has."""
    sizes: dict[str, int] = {}
    for bits, term, data in programs(longest):
        shorter = any(bits[:-cut] in sizes for cut in range(1, len(data) + 1))
        normal = None if shorter else normalize(("@", term, data_list(data, OMEGA)), steps)[0]
        if normal is not None:
            sizes[bits] = len(code(normal))
    return sizes
