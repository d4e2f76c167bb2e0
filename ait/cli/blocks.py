"""``ait bdm`` and ``ait perturb``: block decomposition, and how it changes with every single change of the input."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import click

from ait.cli.answer import Answer, answers
from ait.cli.arrays import read_data
from ait.cli.inputs import input_options
from ait.cli.output import note_first_use
from ait.errors import InputError

_BDM_EXAMPLES = """\b
Examples:
  ait bdm 010101010101010101010101010101010101
  ait bdm README.md --as bits --block 8 --step 1
  ait bdm corpora/lambda-phage.txt --as bits --code urn --json
  head -c 1000 /dev/urandom | ait bdm - --as bits --boundary periodic
"""
_PERTURB_EXAMPLES = """\b
Examples:
  ait perturb 0101010101010101010110101010101010101010
  ait perturb 0101010101010101010110101010101010101010 \\
      --kind delete --picture map.png
  ait perturb README.md --as bits --out map.npy
  ait perturb 0112201120 --measure LZ76 --json
"""


@dataclass(frozen=True)
class _Cut:
    """How to cut: the options of both commands, named as the arguments of the functions are."""

    block: int | None
    step: int | None
    boundary: str
    table: str | None
    missing: str


@dataclass(frozen=True)
class _Reading:
    """Which input, and how it is read: the arguments of :func:`ait.cli.arrays.read_data`."""

    input_: str
    kind: str | None
    unit: str
    alphabet: str | None
    column: str | None
    threshold: str


_READING = tuple(field.name for field in fields(_Reading))


def _reading_options(command: Callable[..., Any]) -> Callable[..., None]:
    """The argument INPUT and the options that say how to read it, handed to ``command`` together as ``reading``."""

    @functools.wraps(command)
    def with_reading(**options: Any) -> None:
        reading = _Reading(**{name: options.pop(name) for name in _READING})
        command(reading=reading, **options)

    whole: Callable[..., Any] = with_reading
    for option in (
        click.option("--threshold", default="otsu", help="Of a picture: otsu, mean, median, or a luminance [otsu]."),
        click.option("--column", help="Of a .csv or .npy file: the column, by name or number from 1 [all]."),
        input_options,
        click.argument("input_", metavar="INPUT"),
    ):
        whole = option(whole)
    return whole


def _cut_options(command: Callable[..., Any]) -> Callable[..., None]:
    """The options that say how to cut, handed to ``command`` together as ``cut``."""

    @functools.wraps(command)
    def with_cut(
        *, block: int | None, step: int | None, boundary: str, table: str | None, missing: str, **rest: Any
    ) -> None:
        command(cut=_Cut(block, step, boundary, table, missing), **rest)

    for option in (
        click.option("--block", type=int, help="Symbols in a block [12 bits, 4 x 4 cells of an array]."),
        click.option("--step", type=int, help="Symbols from one block to the next [a block: side by side]."),
        click.option(
            "--boundary",
            type=click.Choice(("smaller", "drop", "overlapping", "periodic")),
            default="smaller",
            help="What becomes of the last symbols, fewer than a block [smaller].",
        ),
        click.option("--table", help="The table of -log2 D [the shipped one for such data; of bits turing-5-2]."),
        click.option(
            "--missing",
            type=click.Choice(("literal", "refuse")),
            default="literal",
            help="Blocks without a count: charge bit by bit, or refuse [literal].",
        ),
    ):
        with_cut = option(with_cut)
    return with_cut


@click.command("bdm", epilog=_BDM_EXAMPLES, short_help="Block decomposition: a sum over blocks, or a code for them.")
@_reading_options
@_cut_options
@click.option(
    "--code", type=click.Choice(("classical", "urn")), default="classical", help="The sum, or the code [classical]."
)
@answers("bdm")
def bdm_command(reading: _Reading, cut: _Cut, code: str) -> Answer:
    """The block decomposition of INPUT: a sum over its blocks, or a code for them.

    INPUT is a string of symbols unless it names a file: text, bytes, .npy, CSV, a picture; - is standard input.
    """
    from ait.measures.bdm import bdm
    from ait.measures.bdm_normalised import normalised_bdm
    from ait.reports.blocks import bdm_record, bdm_tables, bdm_text

    note_first_use()
    data = read_data(**vars(reading))
    scales = normalised_bdm(data, **asdict(cut)) if code == "classical" else None
    estimate = scales.estimate if scales is not None else bdm(data, code=code, **asdict(cut))
    return Answer(
        lambda: bdm_text(estimate, scales), lambda: bdm_record(estimate, scales), lambda: bdm_tables(estimate, scales)
    )


@click.command("perturb", epilog=_PERTURB_EXAMPLES, short_help="How the figure changes with every single change.")
@_reading_options
@_cut_options
@click.option(
    "--kind", "what", type=click.Choice(("change", "delete", "insert")), default="change", help="What is done [change]."
)
@click.option(
    "--measure", metavar="NAME", help="Another measure of ait report, computed anew each time [BDM classical]."
)
@click.option("--axis", type=int, default=0, help="Of an array: delete rows (0) or columns (1) [0].")
@click.option("--out", help="Write the map to a file, .npy or .csv.")
@click.option("--picture", help="Draw the map into a file, .png, .svg or .pdf.")
@click.option("--top", type=click.IntRange(min=0), default=5, help="How many extreme places to name [5].")
@answers("perturb", "a row a place: the whole map")
def perturb_command(
    reading: _Reading,
    cut: _Cut,
    what: str,
    measure: str | None,
    axis: int,
    out: str | None,
    picture: str | None,
    top: int,
) -> Answer:
    """How the figure of INPUT changes when each symbol is changed, or deleted, or one is inserted.

    INPUT is a string of symbols unless it names a file: text, bytes, .npy, CSV, a picture; - is standard input.
    """
    from ait.measures.perturbation import perturbation
    from ait.reports.blocks import (
        FILES,
        perturbation_file,
        perturbation_picture,
        perturbation_record,
        perturbation_tables,
        perturbation_text,
    )
    from ait.reports.drawn import PICTURES
    from ait.storage import write_atomically

    insist_on_ending(out, FILES)
    insist_on_ending(picture, PICTURES)
    note_first_use()
    data = read_data(**vars(reading))
    found = perturbation(data, what, _measure(measure), axis, **asdict(cut))
    for name, make in ((out, perturbation_file), (picture, perturbation_picture)):
        if name is not None:
            write_atomically(Path(name), make(found, name))
    return Answer(
        lambda: perturbation_text(found, top),
        lambda: perturbation_record(found),
        lambda: perturbation_tables(found),
    )


def _measure(name: str | None) -> Callable[[Any], Any] | None:
    """A report's measure by its name, as a function that refuses what it does not apply to; None for BDM."""
    from ait.reports.choice import MEASURES
    from ait.sequence import Sequence

    if name is None or name.casefold() == "bdm classical":
        return None
    chosen = next((measure for measure in MEASURES if measure.name.casefold() == name.casefold()), None)
    if chosen is None:
        raise InputError(f"there is no measure {name!r}: {', '.join(measure.name for measure in MEASURES)}")

    def compute(x: Any) -> Any:
        if not isinstance(x, Sequence):
            raise InputError(f"{chosen.name} is for sequences, not for arrays: leave --measure out")
        if refusal := chosen.refusal(x):
            raise InputError(f"{chosen.name} does not apply: {refusal}")
        return chosen.compute(x)

    return compute


def insist_on_ending(name: str | None, endings: tuple[str, ...]) -> None:
    """Before anything is computed: a file's name says what is written."""
    if name is not None and not name.endswith(endings):
        raise InputError(f"cannot tell from the name {name} what to write: let it end in {', '.join(endings)}")
