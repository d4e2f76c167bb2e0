"""``ait enumerate``: walk a whole program space and write its table, with progress, checkpoint and resume."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ait.cli.output import note, print_text, progress_bar
from ait.errors import InputError, StorageError

if TYPE_CHECKING:
    from ait.enumeration.driver import Space
    from ait.tables.counts_table import CountsTable

_EXAMPLES = """\b
Examples:
  ait enumerate turing --states 4 --steps 107 --out d4.ait
  ait enumerate turing --states 5 --steps 500 --out d5.ait
  ait enumerate lbf --bits 24 --length 16 --out lbf.ait
"""


@click.group("enumerate", epilog=_EXAMPLES)
def enumerate_group() -> None:
    """Run every program of a small machine and write the table of its outputs."""


def _walk_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--out", required=True, type=click.Path(path_type=Path), help="The table's file."),
        click.option("--workers", type=click.IntRange(min=1), help="Threads [all processors]."),
        click.option("--resume", is_flag=True, help="Go on where an interrupted run stopped."),
        click.option("--force", is_flag=True, help="Replace the table if it exists."),
    ):
        command = option(command)
    return command


@enumerate_group.command("turing", epilog=_EXAMPLES)
@click.option("--states", type=int, required=True, help="States of the machines, 1 to 6.")
@click.option("--steps", type=int, required=True, help="Steps after which a machine is given up as undecided.")
@click.option("--ngram", type=click.IntRange(0, 3), default=0, help="Decide non-halting by n-gram sets [off].")
@click.option("--longest", type=int, help="Keep strings of up to so many symbols [all].")
@_walk_options
def turing(
    states: int,
    steps: int,
    ngram: int,
    longest: int | None,
    out: Path,
    workers: int | None,
    resume: bool,
    force: bool,
) -> None:
    """Every Turing machine with so many states and two symbols, run for so many steps."""
    from ait.enumeration.turing import TuringSpace
    from ait.enumeration.turing_table import check_longest, turing_table

    space = TuringSpace(states, steps, ngram)
    check_longest(longest)
    title = f"Turing machines ({states},2)"
    _enumerate(space, lambda part: turing_table(space, part, longest), title, out, workers, resume, force)


@enumerate_group.command("lbf", epilog=_EXAMPLES)
@click.option("--bits", type=int, required=True, help="Run all programs of up to so many bits.")
@click.option("--length", type=int, required=True, help="Record outputs of up to so many symbols.")
@_walk_options
def lbf(bits: int, length: int, out: Path, workers: int | None, resume: bool, force: bool) -> None:
    """Every program of the universal machine LBF of up to so many bits."""
    from ait.enumeration.lbf import LbfSpace
    from ait.enumeration.lbf_table import lbf_table

    space = LbfSpace(bits, length)
    _enumerate(space, lambda part: lbf_table(space, part), f"LBF programs of {bits} bits", out, workers, resume, force)


def _enumerate(
    space: Space,
    finish: Callable[[Any], CountsTable],
    title: str,
    out: Path,
    workers: int | None,
    resume: bool,
    force: bool,
) -> None:
    from ait.enumeration.driver import walk

    if out.is_dir():
        raise StorageError(f"cannot write {out}: it is a folder, not a file")
    checkpoint = out.with_name(out.name + ".checkpoint")
    if out.exists() and not force and out.is_file():
        raise InputError(f"{out} exists: choose another name, or say --force to replace it")
    if not out.parent.is_dir():
        raise StorageError(f"cannot write {out}: there is no folder {out.parent}")
    threads = workers or os.cpu_count() or 1
    try:
        with progress_bar(title) as progress:
            part = walk(space, workers=threads, checkpoint=checkpoint, resume=resume, progress=progress)
        table = finish(part)
        table.save(out)
    except (KeyboardInterrupt, StorageError):
        if checkpoint.exists():
            note(f"ait: finished work is kept in {checkpoint}; run the same command with --resume to go on")
        raise
    # Only now is the result safe, and the checkpoint no longer needed.
    with contextlib.suppress(FileNotFoundError):
        checkpoint.unlink()
    print_text(f"{out}: {len(table):,} strings, total {table.total:,} {table.fields['unit']}\n")
