"""``ait enumerate``: walk a whole program space and write its table, with progress, checkpoint and resume."""

from __future__ import annotations

import contextlib
import functools
import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ait.cli.answer import Answer, answers
from ait.cli.examples import examples_of
from ait.cli.output import note, progress_bar
from ait.errors import AitError, CheckpointError, InputError, StorageError
from ait.storage import make_folder
from ait.tables.recipes import RECIPES, Recipe, folder

if TYPE_CHECKING:
    from ait.enumeration.space import Space
    from ait.tables.shipped import AnyTable

_EXAMPLES = """\b
Examples:
  ait enumerate turing --states 4 --steps 107 --out d4.ait
  ait enumerate turing --states 5 --steps 500 --out d5.ait
  ait enumerate turing --states 5 --complete --out d5-complete.ait
  ait enumerate turing --states 6 --steps 500 --longest 16 \\
      --device gpu --out d6.ait
  ait enumerate turing --states 2 --symbols 4 --steps 200 --out d24.ait
  ait enumerate turmite --states 3 --steps 100 --out squares.ait
  ait enumerate turing --states 4 --symbols 4 --steps 2000 \\
      --sample 10000 --out d44.ait
  ait enumerate lbf --bits 24 --length 16 --out lbf.ait
  ait enumerate turing --states 5 --steps 500 --out d5.ait \\
      --scheduler tcp://10.0.0.1:8786
"""

_BATCHES_IN_FLIGHT = 2  # on a graphics processor: it walks one while another is merged here


@dataclass(frozen=True)
class _Job:
    """Where a walk runs and where its table goes."""

    out: Path
    workers: int | None
    scheduler: str | None
    resume: bool
    force: bool


@click.group(
    "enumerate",
    epilog=_EXAMPLES,
    short_help="Run every program of a small machine: write its table.",
)
def enumerate_group() -> None:
    """Run every program of a small machine and write the table of its outputs."""


def _walk_options(command: Callable[..., Any]) -> Callable[..., None]:
    """The options that every walk has, handed to ``command`` together as ``job``."""

    @functools.wraps(command)
    def with_job(
        *, out: Path, workers: int | None, scheduler: str | None, resume: bool, force: bool, **rest: Any
    ) -> None:
        command(job=_Job(out, workers, scheduler, resume, force), **rest)

    for option in (
        click.option("--out", required=True, type=click.Path(path_type=Path), help="The table's file."),
        click.option("--workers", type=click.IntRange(min=1), help="Threads [all processors]."),
        click.option("--scheduler", metavar="ADDRESS", help="Run on this Dask cluster, e.g. tcp://10.0.0.1:8786."),
        click.option("--resume", is_flag=True, help="Go on where an interrupted run stopped."),
        click.option("--force", is_flag=True, help="Replace the table if it exists."),
    ):
        with_job = option(with_job)
    return with_job


@enumerate_group.command(
    "turing",
    epilog=examples_of("ait enumerate turing", _EXAMPLES),
    short_help="Every Turing machine of one size, or a sample.",
)
@click.option("--states", type=int, required=True, help="States of the machines, 1 to 6.")
@click.option("--symbols", type=int, default=2, help="Symbols, 2 to 9; more than 2 for few states only [2].")
@click.option("--steps", type=int, help="Steps after which a machine is given up as undecided.")
@click.option("--complete", is_flag=True, help="Decide every machine: (1,2) to (5,2), (2,3), (2,4).")
@click.option("--ngram", type=click.IntRange(0, 3), default=0, help="Decide non-halting by n-gram sets [off].")
@click.option("--histories", is_flag=True, help="Decide most of the rest by cells that remember [off].")
@click.option("--longest", type=int, help="Keep strings of up to so many symbols [all; 12 of a sample].")
@click.option("--sample", type=float, metavar="EFFORT", help="Estimate counts from a random part of the machines.")
@click.option("--replicates", type=int, default=64, help="Independent samples, whose spread gives the errors [64].")
@click.option("--seed", type=int, default=1, help="Of the sample's random numbers [1].")
@click.option("--device", type=click.Choice(["cpu", "gpu"]), default="cpu", help="Where machines run [cpu].")
@_walk_options
@answers("enumerate", "one row")
def turing(
    states: int,
    symbols: int,
    steps: int | None,
    complete: bool,
    ngram: int,
    histories: bool,
    longest: int | None,
    sample: float | None,
    replicates: int,
    seed: int,
    device: str,
    job: _Job,
) -> Answer:
    """Every Turing machine with so many states and symbols, run for so many steps, or until decided; or a sample.

    EFFORT says how many nodes of the tree of machines each replicate runs, about: which ones is found out by small
    samples first, such that the relative errors of long strings become small.
    """
    if complete == (steps is not None):
        raise InputError("give either --steps, after which a machine is undecided, or --complete, which decides all")
    recipe = Recipe(states, symbols, steps, 0.0, sample, replicates, seed, longest)
    if sample is not None and (ngram or histories):
        raise InputError("a sample decides nothing by n-grams: leave --ngram and --histories out")
    if device == "gpu":
        if sample is not None or job.scheduler is not None:
            raise InputError("--device gpu walks whole spaces on this machine: leave --sample and --scheduler out")
        job = replace(job, workers=job.workers or _BATCHES_IN_FLIGHT)
    return _enumerate(*_planned(recipe, ngram, histories, device), f"Turing machines ({states},{symbols})", job)


def _planned(
    recipe: Recipe, ngram: int = 0, histories: bool = False, device: str = "cpu"
) -> tuple[Space, Callable[[Any], AnyTable]]:
    """What is to be walked or sampled, and what makes it a table."""
    if recipe.effort is None:
        from ait.enumeration.turing_table import turing_space

        return turing_space(recipe.states, recipe.symbols, recipe.steps, ngram, recipe.longest, histories, device)
    if recipe.steps is None:
        raise InputError("a sample decides only by running: give --steps, after which a machine is undecided")
    from ait.enumeration.symbols_sample import LONGEST, SymbolsSample
    from ait.enumeration.symbols_sample_table import sample_table

    space = SymbolsSample(
        recipe.states,
        recipe.symbols,
        recipe.steps,
        recipe.effort,
        recipe.replicates,
        recipe.seed,
        LONGEST if recipe.longest is None else recipe.longest,
    )
    return space, lambda part: sample_table(space, part)


def build_table(name: str, workers: int | None, resume: bool, force: bool) -> Answer:
    """Make a table by its recipe, in the folder where it is found by name."""
    if name not in RECIPES:
        raise InputError(f"there is no recipe for a table {name!r}: they are {', '.join(RECIPES)}")
    make_folder(folder())
    out = folder() / f"{name}.ait"
    return _enumerate(*_planned(RECIPES[name]), f"table {name}", _Job(out, workers, None, resume, force))


@enumerate_group.command(
    "turmite",
    epilog=examples_of("ait enumerate turmite", _EXAMPLES),
    short_help="Every turmite of one size, or a sample.",
)
@click.option("--states", type=int, required=True, help="States of the machines, 1 to 5.")
@click.option("--steps", type=int, required=True, help="Steps after which a machine is given up as undecided.")
@click.option("--cells", type=int, default=20, help="List arrays of up to so many cells, at most 64 [20].")
@click.option("--sample", type=int, default=1, help="Walk one subtree in so many, and estimate [1: all].")
@click.option("--sample-open", type=int, default=2, help="Draw subtrees with so many undefined entries, 1 to 3 [2].")
@click.option("--seed", type=int, default=0, help="Which subtrees are drawn [0].")
@_walk_options
@answers("enumerate", "one row")
def turmite(states: int, steps: int, cells: int, sample: int, sample_open: int, seed: int, job: _Job) -> Answer:
    """Every turmite, a Turing machine on a plane, with so many states and two symbols, run for so many steps."""
    from ait.enumeration.turmite import TurmiteSpace
    from ait.enumeration.turmite_table import turmite_table

    space = TurmiteSpace(states, steps, cells, sample, sample_open, seed)
    return _enumerate(space, lambda part: turmite_table(space, part), f"Turmites ({states},2)", job)


@enumerate_group.command(
    "lbf", epilog=examples_of("ait enumerate lbf", _EXAMPLES), short_help="Every LBF program of up to so many bits."
)
@click.option("--bits", type=int, required=True, help="Run all programs of up to so many bits.")
@click.option("--length", type=int, required=True, help="Record outputs of up to so many symbols.")
@_walk_options
@answers("enumerate", "one row")
def lbf(bits: int, length: int, job: _Job) -> Answer:
    """Every program of the universal machine LBF of up to so many bits."""
    from ait.enumeration.lbf import LbfSpace
    from ait.enumeration.lbf_table import lbf_table

    space = LbfSpace(bits, length)
    return _enumerate(space, lambda part: lbf_table(space, part), f"LBF programs of {bits} bits", job)


def _enumerate(space: Space, finish: Callable[[Any], AnyTable], title: str, job: _Job) -> Answer:
    from ait.enumeration.driver import walk

    checkpoint = _checked_place(job)
    threads = job.workers or os.cpu_count() or 1
    try:
        with _executor(job) as executor, progress_bar(title) as progress:
            part = walk(
                space,
                workers=threads,
                executor=executor,
                checkpoint=checkpoint,
                resume=job.resume,
                progress=progress,
            )
        table = finish(part)
        table.save(job.out)
    except (KeyboardInterrupt, AitError, MemoryError) as error:
        if checkpoint.exists() and not isinstance(error, CheckpointError):
            note(f"ait: finished work is kept in {checkpoint}; run the same command with --resume to go on")
        raise
    # Only now is the result safe, and the checkpoint no longer needed.
    with contextlib.suppress(FileNotFoundError):
        checkpoint.unlink()
    from ait.reports.rows import Cell, facts_of
    from ait.tables.describe import entries

    unit, named = str(table.fields["unit"]), entries(table)
    facts: dict[str, Cell] = {
        "file": str(job.out),
        "count": len(table),
        "entries": named,
        "total": table.total,
        "unit": unit,
    }
    return Answer(
        lambda: f"{job.out}: {len(table):,} {named}, total {table.total:,} {unit}\n",
        lambda: facts,
        lambda: [facts_of("table", facts)],
        # One line, whatever the file is called.
        is_laid_out=True,
    )


def _checked_place(job: _Job) -> Path:
    """The checkpoint's file, once it is seen that the table can be written beside it."""
    out = job.out
    if out.is_dir():
        raise StorageError(f"cannot write {out}: it is a folder, not a file")
    if out.exists() and not job.force and out.is_file():
        raise InputError(f"{out} exists: choose another name, or say --force to replace it")
    if not out.parent.is_dir():
        raise StorageError(f"cannot write {out}: there is no folder {out.parent}")
    return out.with_name(out.name + ".checkpoint")


@contextlib.contextmanager
def _executor(job: _Job) -> Iterator[Executor | None]:
    """The cluster that was asked for; None for threads of our own."""
    if job.scheduler is None:
        yield None
        return
    if job.workers is not None:
        raise InputError("--workers is for threads of this machine, a scheduler has its own: leave one of them out")
    from ait.enumeration.cluster import cluster

    # Dask logs a lost scheduler as pages of tracebacks; the error says it in a line.
    logging.disable(logging.CRITICAL)
    with cluster(job.scheduler) as executor:
        yield executor
