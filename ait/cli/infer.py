"""``ait infer``: a sequence priced by all models of a set at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ait.cli.answer import Answer, answers
from ait.cli.inputs import input_options, read_input, read_source
from ait.cli.output import note_first_use, terminal_width
from ait.errors import InputError

_EXAMPLES = """\b
Examples:
  ait infer 0110110111101101100
  ait infer 0110110111101101100 --models automata \\
      --option states=2 --option parts=16
  ait infer --source rrxor:100 --models automata \\
      --option states=5 --option parts=2
  ait infer 0010111001011100 --models recurrences \\
      --option noise=0,0.1 --picture structure.png
  ait infer 0101010101 --models lbf --option bits=22 --unnormalised
  ait infer corpora/lambda-phage.txt --as symbols --models trees --json
"""


@click.command("infer", epilog=_EXAMPLES, short_help="All models of a set: evidence, MDL, structure function.")
@click.argument("input_", metavar="[INPUT]", required=False)
@input_options
@click.option("--source", metavar="NAME[:LENGTH]", help="A generated sequence in the place of INPUT.")
@click.option("--models", default="all", metavar="NAME", help="bernoulli, markov, trees, automata, periodic, "
              "recurrences, lbf, turing, or their union [all].")  # fmt: skip
@click.option(
    "--option", "options", multiple=True, metavar="NAME=VALUE", help="An option of the model set; repeatable."
)
@click.option("--unnormalised", is_flag=True, help="Weights 2^-K as they are, not divided by their sum Z.")
@click.option("--top", type=click.IntRange(min=1), default=5, help="How many of the best models to show [5].")
@click.option("--slack", type=float, default=0.0, help="Bits within which a model counts as sufficient [0].")
@click.option("--picture", metavar="FILE", help="Draw the structure function into a file, .png, .svg or .pdf.")
@answers("infer", "a row a code, model or step")
def infer_command(
    input_: str | None,
    kind: str | None,
    unit: str,
    alphabet: str | None,
    source: str | None,
    models: str,
    options: tuple[str, ...],
    unnormalised: bool,
    top: int,
    slack: float,
    picture: str | None,
) -> Answer:
    """Evidence, two-part MDL, NML, the best models and the structure function of INPUT, from all models of a set.

    INPUT is a string of symbols unless it names a file; - is standard input.
    """
    from ait.inference.infer import infer
    from ait.reports.drawn import PICTURES
    from ait.reports.inference import (
        Findings,
        inference_record,
        inference_tables,
        inference_text,
        structure_picture,
    )
    from ait.storage import write_atomically

    if picture is not None and not picture.endswith(PICTURES):
        raise InputError(f"cannot tell from the name {picture} what to draw: let it end in {', '.join(PICTURES)}")
    if not slack >= 0:
        raise InputError(f"the slack of a sufficient statistic is 0 bits or more, not {slack}")
    if (input_ is None) == (source is None):
        raise InputError("give an INPUT, or --source NAME:LENGTH, and not both")
    if source is not None and (alphabet is not None or unit != "auto"):
        raise InputError("a source brings its own alphabet and unit: leave --alphabet and --as out")
    chosen = dict(_option(text) for text in options)
    note_first_use()
    x = read_source(source) if source is not None else read_input(input_ or "", kind, unit, alphabet)
    found = infer(x, models, normalised=not unnormalised, **chosen)
    findings = Findings(found, top, slack)
    if picture is not None:
        write_atomically(Path(picture), structure_picture(findings, picture))
    return Answer(
        lambda: inference_text(findings, terminal_width()),
        lambda: inference_record(findings),
        lambda: inference_tables(findings),
    )


def _option(text: str) -> tuple[str, Any]:
    """NAME=VALUE: a whole number, or for noise numbers separated by commas."""
    name, equals, value = text.partition("=")
    try:
        if not equals:
            raise ValueError
        return name, tuple(float(level) for level in value.split(",")) if name == "noise" else int(value)
    except ValueError as error:
        raise InputError(
            f"--option {text!r}: write NAME=VALUE, the value a whole number, or for noise numbers as in noise=0,0.1"
        ) from error
