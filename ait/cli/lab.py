"""``ait lab``: the theory's claims as experiments whose figures anyone can make again."""

from __future__ import annotations

import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ait.cli.answer import Answer, answers, form
from ait.cli.examples import examples_of
from ait.cli.output import count_bar, note, print_text

if TYPE_CHECKING:
    from ait.lab.bench import Outcome

_EXAMPLES = """\b
Examples:
  ait lab list
  ait lab run all --out lab
  ait lab run all --out lab --resume
  ait lab run emergence --seed 1 --size small --out lab
  ait lab invariance --length 16 --bits 33 --out studies
"""
_SIZES = ("small", "default", "large")
_WIDTH = 19


@click.group(
    "lab",
    epilog=_EXAMPLES,
    short_help="Claims of the theory put to the test.",
)
def lab_group() -> None:
    """Claims put to the test: each with figures, tables and a verdict by a named statistic."""


@lab_group.command(
    "list",
    epilog=examples_of("ait lab list", _EXAMPLES),
    short_help="The experiments, a line each.",
)
@answers("lab-list", "a row an experiment")
def list_experiments() -> Answer:
    """The experiments, a line each."""
    from ait.lab.registry import EXPERIMENTS
    from ait.reports.rows import Rows

    def text() -> str:
        needs = {each.name: f" (needs {each.needs})" if each.needs else "" for each in EXPERIMENTS.values()}
        return "".join(f"{e.name:<{_WIDTH}}  {e.title}{needs[e.name]}\n" for e in EXPERIMENTS.values())

    columns = ("name", "title", "needs")
    found = [{name: getattr(each, name) for name in columns} for each in EXPERIMENTS.values()]
    rows = [tuple(each.values()) for each in found]
    return Answer(text, lambda: {"experiments": found}, lambda: [Rows("experiment", columns, rows)])


@lab_group.command(
    "run", epilog=examples_of("ait lab run", _EXAMPLES), short_help="Run experiments: pages, pictures, CSV and JSON."
)
@click.argument("name")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder for pages and figures.")
@click.option("--seed", type=int, default=0, help="What chance starts from [0].")
@click.option("--size", type=click.Choice(_SIZES), default="default", help="How much to compute [default].")
@click.option("--resume", is_flag=True, help="Keep what has already run with this seed and size.")
@answers("lab-run", "a row an experiment")
def run(name: str, out: Path, seed: int, size: str, resume: bool) -> Answer:
    """Run experiment NAME, or all, and write pages, pictures, CSV and JSON to a folder."""
    from ait.errors import InputError
    from ait.lab.bench import run_into
    from ait.lab.record import Size, quiet
    from ait.lab.registry import EXPERIMENTS
    from ait.reports.rows import Rows

    if name != "all" and name not in EXPERIMENTS:
        raise InputError(f"there is no experiment {name!r}: choose from all, {', '.join(EXPERIMENTS)}")
    if seed < 0:
        raise InputError(f"a seed is a whole number from 0, not {seed}")
    names = list(EXPERIMENTS) if name == "all" else [name]
    began, outcomes = time.monotonic(), []
    try:
        with count_bar() as bar:
            for outcome in run_into(out, names, seed, Size(size), bar or quiet, resume=resume):
                outcomes.append(outcome)
                # What is finished is told at once.
                if form() == "text":
                    print_text(_told(outcome))
    except KeyboardInterrupt:
        note("ait: what has finished is kept; the same command with --resume goes on from there")
        raise
    rows = [asdict(outcome) for outcome in outcomes]
    page, seconds = str(out / "index.html"), time.monotonic() - began
    return Answer(
        lambda: f"{page} ({seconds:.0f} s)\n",
        lambda: {"page": page, "seconds": seconds, "outcomes": rows},
        lambda: [Rows("experiment", tuple(rows[0]), [tuple(row.values()) for row in rows])],
    )


@lab_group.command(
    "invariance",
    epilog=examples_of("ait lab invariance", _EXAMPLES),
    short_help="All strings of one length by every reference.",
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder for the results.")
@click.option("--length", type=int, default=12, help="Symbols of each string [12].")
@click.option("--bits", type=int, default=30, help="Run all LBF programs of up to so many bits [30].")
def invariance(out: Path, length: int, bits: int) -> None:
    """All strings of one length by every reference, as CSV and Markdown."""
    from ait.lab.invariance import study
    from ait.lab.invariance_report import csv, markdown
    from ait.storage import make_folder, write_atomically

    make_folder(out)
    found = study(length, bits, workers=os.cpu_count() or 1)
    written = {f"invariance-{length}.csv": csv(found), f"invariance-{length}.md": markdown(found)}
    for file, text in written.items():
        write_atomically(out / file, text.encode())
        print_text(f"{out / file}\n")


def _told(outcome: Outcome) -> str:
    if outcome.skipped:
        return f"{outcome.name:<{_WIDTH}}  not run: {outcome.skipped}\n"
    seconds = "kept" if outcome.kept else f"{outcome.seconds:.0f} s"
    return f"{outcome.name:<{_WIDTH}}  {outcome.verdict} ({seconds}): {outcome.statistic}\n"
