"""``ait randomness``: a short sequence's complexity and its chances of being random, with the usual companions."""

from __future__ import annotations

import click

from ait.cli.answer import Answer, answers
from ait.cli.inputs import input_options, read_input
from ait.cli.output import note_first_use

_EXAMPLES = """\b
Examples:
  ait randomness HTHTHHTHTT
  ait randomness HTHTHHTHTT --prior 0.9 --window 4
  ait randomness 0110100110010110 --json
  ait randomness answers.txt --symbols 2
"""


@click.command("randomness", epilog=_EXAMPLES, short_help="Does a short sequence look random?")
@click.argument("input_", metavar="INPUT")
@input_options
@click.option("--symbols", type=int, help="How many symbols could have come [as many as differ, 2 at least].")
@click.option("--prior", type=float, default=0.5, help="The probability of chance beforehand [0.5].")
@click.option("--window", type=int, help="Symbols in a window of local complexity [5].")
@click.option("--table", help="The table of -log2 D [the shipped one for so many symbols].")
@answers("randomness", "a row a figure, and a row a window")
def randomness_command(
    input_: str,
    kind: str | None,
    unit: str,
    alphabet: str | None,
    symbols: int | None,
    prior: float,
    window: int | None,
    table: str | None,
) -> Answer:
    """Whether INPUT looks random: against all small machines, and by the usual statistics.

    INPUT is a string of symbols unless it names a file; - is standard input.
    """
    from ait.measures.randomness import randomness
    from ait.reports.randomness import randomness_record, randomness_tables, randomness_text

    note_first_use()
    sequence = read_input(input_, kind, unit, alphabet)
    found = randomness(sequence, symbols, prior=prior, window=window, table=table)
    return Answer(lambda: randomness_text(found), lambda: randomness_record(found), lambda: randomness_tables(found))
