"""``ait prior``: what the universal machine proves about one short string."""

from __future__ import annotations

import click

from ait.cli.answer import Answer, answers
from ait.cli.inputs import read_bits
from ait.cli.output import note_first_use

_LONGEST_TIMED = 4096

_EXAMPLES = """\b
Examples:
  ait prior 01011010
  ait prior 0000000000000000 --bits 20 --json
  printf 0110 | ait prior -
  ait prior 0110100110010110 --given 1001011001101001
"""


@click.command("prior", epilog=_EXAMPLES, short_help="Bounds on the universal prior, and a shortest program.")
@click.argument("string")
@click.option("--bits", type=int, default=24, help="Run all programs of up to so many bits [24].")
@click.option("--given", metavar="STRING", help="Add what is proved when this string is given on a second tape.")
@answers("prior", "a row a quantity")
def prior_command(string: str, bits: int, given: str | None) -> Answer:
    """Bounds on the universal prior M of a binary STRING on LBF, its complexity Km, and a shortest program.

    Also for programs that halt (m, KP), with time charged (Kt, the speed prior), and logical depth. STRING may be -,
    for standard input.
    """
    from ait.measures.conditional import conditional_complexity, conditional_probability, mutual_information
    from ait.measures.prior import prior
    from ait.measures.resource_bounded import levin_complexity, logical_depth, speed_prior
    from ait.reports.prior import prior_record, prior_tables, prior_text

    if string == given == "-":
        raise click.UsageError("standard input can be read only once: give - once")
    note_first_use()
    x = read_bits(string)
    found = prior(x, bits=bits)
    timed = [levin_complexity(x, bits=bits), speed_prior(x, bits=bits)] if len(x) <= _LONGEST_TIMED else []
    depth = logical_depth(x, bits=bits) if len(x) <= _LONGEST_TIMED else None
    related = []
    if given is not None:
        y = read_bits(given)
        related = [measure(x, y, bits=bits) for measure in (conditional_complexity, conditional_probability)]
        related.append(mutual_information(x, y, bits=bits))
    further = [*timed, *related]
    return Answer(
        lambda: prior_text(found, further, depth),
        lambda: prior_record(found, further, depth),
        lambda: prior_tables(found, further, depth),
    )
