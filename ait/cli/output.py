"""Printing: the answer to standard output, progress to standard error, colour only where a person looks."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ait.enumeration.driver import Progress

_NARROWEST, _WIDEST, _PIPED = 60, 120, 80


def print_text(text: str) -> None:
    """Write the answer to standard output, bytes that are no text included."""
    sys.stdout.write(text)


def note(text: str) -> None:
    """Write a line for the person at the terminal, to standard error."""
    click.echo(text, err=True)


def note_first_use() -> None:
    """Tell the person at the terminal why the first call takes so long."""
    from ait.jit import is_first_use

    if sys.stderr.isatty() and is_first_use():
        note("ait: compiling, only this once; it takes about half a minute ...")


def terminal_width() -> int:
    """The columns to fill: the terminal's, within reason; 80 into a pipe."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return _PIPED
    return min(_WIDEST, max(_NARROWEST, shutil.get_terminal_size((_PIPED, 24)).columns))


def fold(text: str, width: int) -> str:
    """Text whose lines have at most so many columns, where they have a blank to break at.

    What does not fit goes on below the last column, or two blanks further in.

    >>> print(fold("unit   machines that halt", 20))
    unit   machines that
           halt
    """
    return "\n".join("\n".join(_folded(line, width)) for line in text.split("\n"))


def _folded(line: str, width: int) -> Iterator[str]:
    gaps = [gap.end() for gap in re.finditer(r"\S  +(?=\S)", line[: 1 + 3 * width // 5])]
    indent = gaps[-1] if gaps else len(line) - len(line.lstrip()) + 2
    while len(line) > width:
        cut = line.rfind(" ", indent + 1, width + 1)
        cut = line.find(" ", max(width, indent + 1)) if cut < 0 else cut
        if cut < 0:
            break
        yield line[:cut].rstrip()
        line = " " * indent + line[cut:].lstrip()
    yield line


def use_color() -> bool:
    """Whether colour is welcome: a terminal, and NO_COLOR not set (no-color.org)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[Progress], None]]:
    """A progress function for a walk: a bar on a terminal, a line now and then elsewhere."""
    if not sys.stderr.isatty():
        yield _Lines(title)
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(20),
        TextColumn("{task.fields[share]}  {task.fields[nodes]} nodes"),
        TextColumn("{task.fields[left]}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=1.0, share="", nodes="0", left="")

        def update(progress: Progress) -> None:
            bar.update(
                task,
                completed=progress.jobs_done / max(1, progress.jobs),
                share=f"{100 * progress.share:.4f} % of all",
                nodes=f"{progress.nodes:,}",
                left="" if progress.seconds_left is None else f"{_duration(progress.seconds_left)} left",
            )

        yield update


@contextmanager
def count_bar() -> Iterator[Callable[[str, int, int], None] | None]:
    """A progress function for one thing done in countable parts: a bar on a terminal, nothing elsewhere.

    The bar comes with the first call, and goes when all is done.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(20), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Bar(*columns, console=Console(stderr=True), transient=True)
    tasks: dict[str, Any] = {}

    def update(title: str, done: int, total: int) -> None:
        if not tasks:
            bar.start()
        if title not in tasks:
            tasks[title] = bar.add_task(title, total=total)
        bar.update(tasks[title], completed=done, total=total)

    try:
        yield update
    finally:
        if tasks:
            bar.stop()


class _Lines:
    """One line each time another tenth of the jobs is done, and at least every minute."""

    def __init__(self, title: str) -> None:
        self._title, self._tenth, self._at = title, 0, 0.0

    def __call__(self, progress: Progress) -> None:
        tenth = 10 * progress.jobs_done // max(1, progress.jobs)
        # What is done in a moment needs no progress.
        if progress.seconds < 1 or (tenth <= self._tenth and progress.seconds - self._at < 60):
            return
        self._tenth, self._at = tenth, progress.seconds
        left = "" if progress.seconds_left is None else f", {_duration(progress.seconds_left)} left"
        note(
            f"{self._title}: {progress.jobs_done:,} of {progress.jobs:,} jobs, {progress.nodes:,} nodes, "
            f"{100 * progress.share:.4f} % of all accounted for{left}"
        )


def _duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"
