"""``ait lab``: experiments whose figures anyone can make again."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ait.cli.output import print_text

_EXAMPLES = """\b
Examples:
  ait lab list
  ait lab run invariance --out studies
  ait lab run invariance --length 16 --bits 33 --out studies
"""


@click.group("lab", epilog=_EXAMPLES)
def lab_group() -> None:
    """Experiments: one question each, answered by numbers."""


@lab_group.command("list")
def list_experiments() -> None:
    """The experiments."""
    print_text("invariance  how far the choice of the reference machine matters: all strings of one length\n")


@lab_group.command("run", epilog=_EXAMPLES)
@click.argument("name", type=click.Choice(("invariance",)))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder for the results.")
@click.option("--length", type=int, default=12, help="Symbols of each string [12].")
@click.option("--bits", type=int, default=30, help="Run all LBF programs of up to so many bits [30].")
def run(name: str, out: Path, length: int, bits: int) -> None:
    """Run experiment NAME and write its tables to a folder."""
    from ait.lab.invariance import study
    from ait.lab.invariance_report import csv, markdown
    from ait.storage import make_folder, write_atomically

    make_folder(out)
    found = study(length, bits, workers=os.cpu_count() or 1)
    written = {f"{name}-{length}.csv": csv(found), f"{name}-{length}.md": markdown(found)}
    for file, text in written.items():
        write_atomically(out / file, text.encode())
        print_text(f"{out / file}\n")
