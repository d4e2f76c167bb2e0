"""``ait distance``: how alike inputs are, by code lengths, with the tree that follows."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ait.cli.answer import Answer, answers, form
from ait.cli.inputs import input_options, read_input, read_source
from ait.cli.output import count_bar, note, note_first_use, terminal_width
from ait.errors import InputError

if TYPE_CHECKING:
    from ait.sequence import Sequence

_EXAMPLES = """\b
Examples:
  ait distance corpora/us-constitution.txt corpora/us-declaration.txt
  ait distance 01010101010101010101 01010101010101010111 --code all
  ait distance corpora/*.txt --picture tree.png
  ait distance corpora/*.txt --code lzma --form conditional --json
  ait distance *.py --csv > distances.csv
"""
_ALL = "all"
_log = logging.getLogger(__name__)


@click.command("distance", epilog=_EXAMPLES, short_help="How far inputs are from one another, by code lengths.")
@click.argument("inputs", nargs=-1, metavar="INPUT INPUT...")
@input_options
@click.option("--source", "sources", multiple=True, metavar="NAME[:LENGTH]", help="A generated sequence.")
@click.option(
    "--code", "codes", multiple=True, metavar="NAME", help="A predictor or compressor, or all; may be repeated."
)
@click.option(
    "--form",
    "form_",
    type=click.Choice(("ncd", "conditional", "sum")),
    default="ncd",
    help="What is made of the lengths [ncd].",
)
@click.option("--picture", help="Draw the tree into a file, .png, .svg or .pdf (of the first code).")
@answers("distance", "a row a pair")
@click.option("--newick", "as_newick", is_flag=True, help="The tree alone, in Newick's notation.")
def distance_command(
    inputs: tuple[str, ...],
    kind: str | None,
    unit: str,
    alphabet: str | None,
    sources: tuple[str, ...],
    codes: tuple[str, ...],
    form_: str,
    picture: str | None,
    as_newick: bool,
) -> Answer:
    """How far INPUTs are from one another: 0 for the same, about 1 for nothing in common.

    INPUT is a string of symbols unless it names a file; - is standard input. By default the normalised compression
    distance by context mixing.
    """
    from ait.measures.distance import DEFAULT_CODE, distance
    from ait.measures.joint_lengths import code_names
    from ait.reports.distance import (
        distance_picture,
        distance_record,
        distance_tables,
        distance_text,
        newick,
    )
    from ait.reports.drawn import PICTURES
    from ait.storage import write_atomically

    if len(inputs) + len(sources) < 2:
        raise click.UsageError("a distance needs two INPUTs or more")
    if kind != "string" and inputs.count("-") > 1:
        raise click.UsageError("standard input can be read only once: give - once")
    if as_newick and form() != "text":
        raise click.UsageError(f"--newick and --{form()} are two forms of one answer: choose one")
    if picture is not None and not picture.endswith(PICTURES):
        raise InputError(f"cannot tell from the name {picture} what to draw: let it end in {', '.join(PICTURES)}")
    note_first_use()
    read = [(text, read_input(text, kind, unit, alphabet)) for text in inputs]
    read += [(text, read_source(text)) for text in sources]
    sequences, names = [sequence for _, sequence in read], [_name(text, sequence) for text, sequence in read]
    chosen = list(dict.fromkeys(codes)) or [DEFAULT_CODE]
    if _ALL in chosen:
        chosen = [code for code in code_names() if _applies(code, sequences)]
        for code in sorted(set(code_names()) - set(chosen)):
            _log.info("code %s left out: it is not for these alphabets", code)
    with count_bar() as bar:
        found = []
        for code in chosen:
            told = None if bar is None else lambda done, total, code=code: bar(code, done, total)
            began = time.perf_counter()
            found.append(distance(*sequences, code=code, form=form_, names=names, progress=told))
            _log.info("code %s: %.3f s", code, time.perf_counter() - began)
    if picture is not None:
        write_atomically(Path(picture), distance_picture(found[0], picture))
        note(f"ait: wrote {picture}")

    def text() -> str:
        return "".join(newick(one) + "\n" for one in found) if as_newick else distance_text(found, terminal_width())

    return Answer(text, lambda: distance_record(found), lambda: distance_tables(found), is_laid_out=as_newick)


def _name(text: str, sequence: Sequence) -> str:
    return "standard input" if text == "-" and sequence.source == "standard input" else text


def _applies(code: str, sequences: list[Sequence]) -> bool:
    """Whether a code is for these alphabets, all of them together."""
    largest = max(sequence.k for sequence in sequences)
    mixed = len({(sequence.k, sequence.labels) for sequence in sequences}) > 1
    if code == "urn":
        return largest == 2 and not mixed
    return code != "context-mixing" or largest <= 256
