"""The shortest program of a string in binary lambda calculus, by running all programs up to a length: KM and KS.

The machine and the complexities are defined in :mod:`ait.machines.blc`.

>>> found = search("0110", bits=7)
>>> found.least, found.low, found.programs > 0
(None, 8, True)
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from ait.enumeration.blc_programs import Programs
from ait.enumeration.blc_rows import printed, program
from ait.enumeration.blc_terms import LONGEST, closed_term, count_closed
from ait.enumeration.driver import Progress, walk
from ait.errors import InputError

IDENTITY = "0010"


@dataclass(frozen=True)
class Program:
    """A program: its term's code, its data bits, and the steps after which the output is complete."""

    code: str
    data: str
    steps: int

    @property
    def bits(self) -> str:
        """The whole program."""
        return self.code + self.data


@dataclass(frozen=True)
class Search:
    """What a search for the shortest program of one string found.

    Attributes:
        target: the string.
        mode: "monotone" (KM) or "plain" (KS).
        budget: all programs up to so many bits were run.
        least: the shortest program found, fewest steps and then least term first; None if there is none.
        low: no program of the string is shorter than this: proved.
        undecided: programs, as (code, data), that were given up while their output was a beginning of the string.
        programs: how many were run.
    """

    target: str
    mode: str
    budget: int
    least: Program | None
    low: int
    undecided: tuple[tuple[str, str], ...]
    programs: int

    @property
    def certified(self) -> bool:
        """Whether the least program is proved to be the shortest of all."""
        return self.least is not None and len(self.least.bits) == self.low


def search(target: str, bits: int, *, mode: str = "monotone", quiet: int = 200) -> Search:
    """Run all programs of at most ``bits`` bits, dropping each at the first printed bit that the string does not have.

    Args:
        target: a string of 0 and 1, at most 60 (it may be empty in the plain mode).
        bits: the greatest program length, 4 to 60.
        mode: "monotone" for KM, "plain" for KS.
        quiet: steps without reading or printing after which a program is given up, unless it is proved endless.

    Raises:
        InputError: if the string is no binary string, or too long, or a limit is out of range.

    >>> search("0110", bits=8).least.bits, search("", bits=8, mode="plain").least.bits
    ('00100110', '0010')
    """
    if not set(target) <= set("01") or len(target) > LONGEST or (not target and mode != "plain"):
        raise InputError(f"{target!r}: a string of 1 to {LONGEST} bits is needed (0 to {LONGEST} in the plain mode)")
    if mode not in ("monotone", "plain"):
        raise InputError(f"mode {mode!r}: KM is searched for in the mode monotone, KS in the mode plain")
    space = Programs(mode, bits, len(target), quiet=quiet)
    whole = space.empty()
    for size in range(4, bits + 1):
        whole = space.merge(whole, space.run_range(size, 0, count_closed(size), target=target))
    bits_found, *row = whole["least"][0].tolist()
    least = listed_program(bits_found, row) if bits_found <= bits else None
    undecided = tuple(program(row) for row in whole["undecided"].tolist())
    low = min([bits + 1, *(len(code) + len(data) for code, data in undecided)])
    if least is not None:
        low = min(low, bits_found)
    return Search(target, mode, bits, least, low, undecided, space.nodes(whole))


def listed_program(bits: int, row: list[int]) -> Program:
    """The program of a row (steps, code bits, rank, data) of a table of least programs."""
    steps, size, rank, data = row
    return Program(closed_term(size, rank), format(data, f"0{bits - size}b") if bits > size else "", steps)


@dataclass(frozen=True)
class Copying:
    """Whether copying is the best that any program of at most ``budget`` bits can do.

    Attributes:
        mode: "monotone" (KM) or "plain" (KS).
        budget: all programs up to so many bits were run.
        shortcuts: programs (code, data, output) shorter than their output and 4 bits.
        undecided: programs (code, data) that were given up.
        programs: how many were run.
    """

    mode: str
    budget: int
    shortcuts: tuple[tuple[str, str, str], ...]
    undecided: tuple[tuple[str, str], ...]
    programs: int

    @property
    def certified_length(self) -> int:
        """All strings x up to this length have complexity |x| + 4 exactly: proved."""
        shortest = min((len(code) + len(data) for code, data in self.undecided), default=self.budget + 1)
        outputs = (len(output) - 1 for _, _, output in self.shortcuts)
        return min([shortest - len(IDENTITY), self.budget + 1 - len(IDENTITY), *outputs])


def copying(
    bits: int,
    *,
    mode: str = "monotone",
    workers: int = 1,
    executor: Executor | None = None,
    checkpoint: Path | str | None = None,
    resume: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Copying:
    """Run all programs of at most ``bits`` bits in search of one that beats the copying of its output.

    >>> copying(15).certified_length, copying(15, mode="plain").certified_length
    (12, 12)
    """
    if mode not in ("monotone", "plain"):
        raise InputError(f"mode {mode!r}: KM is searched for in the mode monotone, KS in the mode plain")
    space = Programs(mode, bits, max(0, bits + 1 - len(IDENTITY)))
    whole = walk(space, workers=workers, executor=executor, checkpoint=checkpoint, resume=resume, progress=progress)
    shortcuts = tuple((*program(row), printed(row)) for row in whole["shortcuts"].tolist())
    undecided = tuple(program(row) for row in whole["undecided"].tolist())
    return Copying(mode, bits, shortcuts, undecided, space.nodes(whole))
