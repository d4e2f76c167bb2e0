"""What an experiment gives back: figures with errors, tables, pictures, and a verdict that cites a statistic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from ait.notebook import Shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Cell = str | int | float | bool | None
Told = Callable[[str, int, int], None]
"""Called with what is done, how many parts of it are, and of how many."""


def quiet(what: str, done: int, total: int) -> None:
    """Tells nobody: what an experiment uses when nobody asks."""


class Verdict(Enum):
    """What became of a claim."""

    HOLDS = "holds"
    ONLY_IF = "holds only if"
    FAILS = "does not hold"


class Size(Enum):
    """How much an experiment computes: a few seconds, at most two minutes on two cores, or longer."""

    SMALL = "small"
    DEFAULT = "default"
    LARGE = "large"


@dataclass(frozen=True)
class Number:
    """A figure.

    Attributes:
        name: what it is.
        value: the figure itself.
        error: one standard error; None where the figure is exact, nan where there was but one run.
        unit: of value and error.
        note: how it was found, where the name does not say.
    """

    name: str
    value: float
    error: float | None = None
    unit: str = "bits"
    note: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under headings; ``name`` is also the CSV file's: letters, digits and hyphens."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A picture, drawn when it is needed.

    Attributes:
        name: also the file's: letters, digits and hyphens.
        title: a short heading.
        caption: what is to be seen, and what follows from it.
        draw: draws on the axes it is given, in the colours of :mod:`ait.lab.pictures`.
        height: in inches; the width is 5.6.
    """

    name: str
    title: str
    caption: str
    draw: Callable[[Axes], None]
    height: float = 3.3


@dataclass(frozen=True)
class Finding(Shown):
    """A part of the claim, and what became of it.

    Attributes:
        claim: one sentence.
        verdict: follows from the statistic by a rule that was fixed before the run.
        statistic: its name and value.
        why: the condition, the counterexample, or the theorem.
    """

    claim: str
    verdict: Verdict
    statistic: str
    why: str = ""


@dataclass(frozen=True)
class Record(Shown):
    """A finished experiment.

    Attributes:
        name: the experiment's.
        seed: what chance was started from; the same seed and size give the same figures.
        size: how much was computed.
        verdict: on the whole claim.
        statistic: the one that decides, name and value.
        why: the verdict in words: under which condition, or what speaks against it.
        relative_to: machines, model sets, sources and limits that every figure here depends on.
        findings: the parts of the claim.
        numbers: single figures.
        tables: what was computed, in full.
        figures: the first stands on the index page.
        sources: the papers.
    """

    name: str
    seed: int
    size: Size
    verdict: Verdict
    statistic: str
    why: str
    relative_to: str
    findings: tuple[Finding, ...] = ()
    numbers: tuple[Number, ...] = ()
    tables: tuple[Table, ...] = ()
    figures: tuple[Figure, ...] = ()
    sources: tuple[str, ...] = ()

    def number(self, name: str) -> float:
        """The value of the figure called so (KeyError if there is none)."""
        for each in self.numbers:
            if each.name == name:
                return each.value
        raise KeyError(name)

    def table(self, name: str) -> Table:
        """The table called so (KeyError if there is none)."""
        for each in self.tables:
            if each.name == name:
                return each
        raise KeyError(name)


def overall(findings: tuple[Finding, ...]) -> Verdict:
    """Holds if every part does, does not hold if none does, and else holds only if.

    >>> overall((Finding("", Verdict.HOLDS, ""), Finding("", Verdict.FAILS, ""))).value
    'holds only if'
    """
    found = {each.verdict for each in findings}
    return found.pop() if len(found) == 1 else Verdict.ONLY_IF


def in_words(findings: tuple[Finding, ...]) -> str:
    """How many parts hold, and which do not.

    >>> in_words((Finding("It rains.", Verdict.FAILS, ""), Finding("It is wet.", Verdict.HOLDS, "")))
    '1 of 2 parts holds. Not so: “It rains”.'
    """
    holding = sum(each.verdict is Verdict.HOLDS for each in findings)
    failing = [f"“{each.claim.rstrip('.')}”" for each in findings if each.verdict is Verdict.FAILS]
    said = f"{holding} of {len(findings)} parts {'holds' if holding == 1 else 'hold'}."
    return f"{said} Not so: {'; '.join(failing)}." if failing else said
