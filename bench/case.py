"""What a benchmark is: some work of ours, how its result is checked, and the peer that does the same."""

from __future__ import annotations

import importlib
import importlib.metadata
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

Work = Callable[[], Any]


class PeerMissingError(Exception):
    """A peer is not here, and why: its row says so, and the others are measured."""


class WrongResultError(Exception):
    """What was to be timed is wrong."""


def require(holds: bool, words: str) -> None:
    """Raise WrongResultError unless ``holds``: a wrong result is not worth timing."""
    if not holds:
        raise WrongResultError(words)


def module(name: str, package: str = "") -> ModuleType:
    """A peer's module.

    Raises:
        PeerMissingError: if it cannot be imported.
    """
    try:
        return importlib.import_module(name)
    except Exception as error:
        told = str(error).splitlines()[0] if str(error) else ""
        raise PeerMissingError(f"{package or name} cannot be imported ({type(error).__name__}: {told})") from error


def installed(package: str) -> str | None:
    """The version of a package, None if it is not there."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


@dataclass(frozen=True)
class Peer:
    """What does the same as ours.

    Attributes:
        name: as the page names it.
        prepare: sets the work up, outside the clock, and returns it; PeerMissingError if it cannot.
        amount: how much one call does, in the case's unit, where that is not what our call does.
        package: the Python package that it comes from; "" for what needs none.
    """

    name: str
    prepare: Callable[[], Work]
    amount: float | Callable[[Any], float] | None = None
    package: str = ""


@dataclass(frozen=True)
class Case:
    """One row of the page.

    Attributes:
        name: what is done, the same words in no other case.
        amount: how much of it one call does, in ``unit``; or a function of its result.
        ours: sets our work up, outside the clock, and returns it.
        check: raises unless our result is right (given the peer's, None where there is no peer); returns what the
            result was checked against, in a few words.
        peer: who else does it.
        budget: seconds of processor time that all rounds together may take, though three are always done.
        rounds: the most that are done.
        wall: compare by the clock on the wall: for work that is shared out to threads or processes.
        tracked: our cost is compared with the saved baseline.
        quick: it belongs to the quick check.
        memory: the largest memory of a process that does nothing else is measured too.
    """

    name: str
    amount: float | Callable[[Any], float]
    unit: str
    ours: Callable[[], Work]
    check: Callable[[Any, Any], str]
    peer: Peer | None = None
    budget: float = 4.0
    rounds: int = 15
    wall: bool = False
    tracked: bool = True
    quick: bool = False
    memory: bool = False


@dataclass(frozen=True)
class Area:
    """Cases that belong together: a section of the page, and a process of its own.

    Attributes:
        name: of the result's file, and on the command line.
        title: the section's heading.
        prose: what has to be said to read its table.
        cases: its rows.
        extra: what is measured besides, as JSON, for ``show``.
        show: makes paragraphs of the page from what ``extra`` returned.
    """

    name: str
    title: str
    prose: str
    cases: tuple[Case, ...]
    extra: Callable[[], dict[str, Any]] | None = None
    show: Callable[[dict[str, Any]], list[str]] | None = None
