"""LBF once more, written from its definition alone: every program is run from the start, and nothing is decided.

The code is a dictionary from paths to instructions: a path names the edges from the start to an instruction, "b" for
a body and "n" for any other edge, so the enclosing ``[`` of a path is what stands before its last "b".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

NAMES = {"00": "write", "01": "close", "100": "flip", "101": "read"}
NAMES |= {"1100": "right", "1101": "left", "1110": "open", "1111": "halt"}


class WantsInputError(Exception):
    pass


def next_instruction(program: Iterator[str]) -> str:
    code = ""
    while code not in NAMES:
        bit = next(program, None)
        if bit is None:
            raise WantsInputError
        code += bit
    return NAMES[code]


def jump(path: str) -> str:
    """Where ``close`` at this path goes: its enclosing bracket, or the first instruction."""
    return path[: path.rindex("b")] if "b" in path else "n"


def is_silent(code: dict[str, str], path: str, may_write: bool) -> bool:
    """Whether nothing that matters can be reached, by growing the set of reachable paths until it stays the same."""
    reachable = {path}
    while True:
        grown = set(reachable)
        for at in reachable:
            if code[at] == "close":
                grown.add(jump(at))
            else:
                grown |= {at + "n", at + "b"} if code[at] == "open" else {at + "n"}
        if any(at not in code or code[at] == "halt" or (code[at] == "write" and may_write) for at in grown):
            return False
        if grown == reachable:
            return True
        reachable = grown


def run(program: str, length: int, capped: bool, steps: int) -> tuple[str, str]:
    """(class, output); the class is reached, halted, dead, running (out of steps since the last read) or open.

    Dead is what :func:`is_silent` says when ``close`` is bound.  The output of an uncapped run goes on beyond
    ``length``, until the program is dead or out of steps.
    """
    tape: Counter[int] = Counter()
    code: dict[str, str] = {}
    bits, path, head, output, made = iter(program), "n", 0, "", 0
    try:
        while made < steps:
            made += 1
            if path not in code:
                code[path] = next_instruction(bits)
                made = 0
                if code[path] == "close" and is_silent(code, path, len(output) < length):
                    return "dead", output
            name = code[path]
            if name == "write":
                output += str(tape[head])
                if capped and len(output) == length:
                    return "reached", output
            elif name == "flip":
                tape[head] = 1 - tape[head]
            elif name == "read":
                bit = next(bits, None)
                if bit is None:
                    return "open", output
                tape[head], made = int(bit), 0
            elif name == "halt":
                return "halted", output
            head += (name == "right") - (name == "left")
            path = jump(path) if name == "close" else path + ("b" if name == "open" and tape[head] else "n")
    except WantsInputError:
        return "open", output
    return "running", output


class Found:
    """What all programs of up to ``limit`` bits do, in units of 2^-(limit + 4)."""

    def __init__(self, limit: int, length: int, capped: bool, steps: int) -> None:
        self.limit, self.length, self.capped, self.steps = limit, length, capped, steps
        self.mass: Counter[str] = Counter()
        self.open: Counter[str] = Counter()
        self.halted: Counter[str] = Counter()
        self.classes: Counter[str] = Counter()
        self.least: dict[str, str] = {}
        self.halted_least: dict[str, str] = {}
        self.visit("", "")

    def visit(self, program: str, before: str) -> None:
        """Account for a program whose parent had written ``before``; shorter programs are not visited first."""
        kind, output = run(program, self.length, self.capped, self.steps)
        weight = 1 << (self.limit + 4 - len(program))
        for size in range(len(before) + 1, min(len(output), self.length) + 1):
            self.mass[output[:size]] += weight
            self.note(self.least, output[:size], program)
        if kind == "open" and len(program) < self.limit:
            self.visit(program + "0", output)
            self.visit(program + "1", output)
            return
        self.classes[kind] += weight
        if kind == "open":
            self.open[output] += weight
        if kind == "halted":
            self.halted[output] += weight
            self.note(self.halted_least, output, program)

    @staticmethod
    def note(least: dict[str, str], output: str, program: str) -> None:
        least[output] = min(least.get(output, program), program, key=lambda bits: (len(bits), bits))


def windows(tape: dict[int, int], head: int, way: int, width: int) -> set[tuple[int, ...]]:
    """All windows of cells on one side of the head, nearest cell first; far away they are 0."""
    far = max([abs(cell - head) for cell in tape], default=0) + 1
    return {
        tuple(tape.get(head + way * place, 0) for place in range(first, first + width)) for first in range(1, far + 1)
    }


def is_closed(code: dict[str, str], path: str, tape: dict[int, int], head: int, width: int, may_write: bool) -> bool:
    """Whether what can follow closes without a read, halt, unbound edge or (if it counts) write; sets of tuples."""
    sides = {way: windows(tape, head, way, width) for way in (-1, 1)}
    view = {way: tuple(tape.get(head + way * place, 0) for place in range(1, width + 1)) for way in (-1, 1)}
    contexts = {(path, view[-1], tape.get(head, 0), view[1])}
    while True:
        before = len(contexts), len(sides[-1]), len(sides[1])
        for at, left, cell, right in sorted(contexts):
            if at not in code or code[at] in {"read", "halt"} or (code[at] == "write" and may_write):
                return False
            name = code[at]
            after = jump(at) if name == "close" else at + ("b" if name == "open" and cell else "n")
            if name == "right":
                left = (cell, *left[:-1])
                sides[-1].add(left)
                ahead = [(*right[1:], far) for far in (0, 1)]
                contexts |= {(after, left, right[0], window) for window in ahead if window in sides[1]}
            elif name == "left":
                right = (cell, *right[:-1])
                sides[1].add(right)
                ahead = [(*left[1:], far) for far in (0, 1)]
                contexts |= {(after, window, left[0], right) for window in ahead if window in sides[-1]}
            else:
                contexts.add((after, left, 1 - cell if name == "flip" else cell, right))
        if before == (len(contexts), len(sides[-1]), len(sides[1])):
            return all(at in code for at, *_ in contexts)


def run_given(program: str, given: str, length: int, steps: int) -> tuple[str, str]:
    """(class, output) of a program that is given a string on a second tape: halted, reached, open or running."""
    names = {"00": "write", "01": "close", "100": "flip", "1010": "read", "1011": "look"}
    names |= {"1100": "right", "1101": "left", "1110": "open", "1111": "halt"}
    tape: Counter[int] = Counter()
    code: dict[str, str] = {}
    bits, path, head, output, looked = list(program), "n", 0, "", 0
    for _ in range(steps):
        if path not in code:
            word = ""
            while word not in names:
                if not bits:
                    return "open", output
                word += bits.pop(0)
            code[path] = names[word]
        name = code[path]
        if name == "halt":
            return "halted", output
        if name == "write":
            output += str(tape[head])
            if len(output) == length:
                return "reached", output
        elif name == "flip":
            tape[head] ^= 1
        elif name == "read":
            if not bits:
                return "open", output
            tape[head] = int(bits.pop(0))
        elif name == "look":
            tape[head] = int(given[looked]) if looked < len(given) else 0
            looked += 1
        head += (name == "right") - (name == "left")
        path = jump(path) if name == "close" else path + ("b" if name == "open" and tape[head] else "n")
    return "running", output
