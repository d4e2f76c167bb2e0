"""``ait discretise``: numbers to symbols, on standard output for the next command; what was lost, on standard error."""

from __future__ import annotations

import string
import sys

import click

from ait.cli.answer import Answer, answers, form
from ait.cli.output import note

_SYMBOLS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_EXAMPLES = """\b
Examples:
  ait discretise data.csv --column volts | ait report -
  ait discretise data.npy --method quantiles --symbols 4
  ait discretise data.txt --method ordinal --symbols 3 --delay 2
  seq 100 | ait discretise - --method equal-width
"""


@click.command("discretise", epilog=_EXAMPLES, short_help="Numbers to symbols, for a pipe into other commands.")
@click.argument("file")
@click.option("--column", help="The column: its name in the header, or its number from 1 [all of them].")
@click.option(
    "--method",
    type=click.Choice(("quantiles", "median", "equal-width", "ordinal")),
    default="quantiles",
    help="Classes of equal size, of equal width, or patterns of ranks [quantiles].",
)
@click.option("--symbols", type=int, default=2, help="Classes; for ordinal, the values in a pattern [2].")
@click.option("--delay", type=int, help="Ordinal: steps between the values of a pattern [1].")
@click.option("--step", type=int, help="Ordinal: steps from one pattern to the next [1].")
@click.option("--interleaved", is_flag=True, help="Columns one after the other, not as one symbol for all.")
@answers("discretise", "one row")
def discretise_command(
    file: str, column: str | None, method: str, symbols: int, delay: int | None, step: int | None, interleaved: bool
) -> Answer:
    """The numbers of FILE as a string of symbols, for a pipe into other commands.

    FILE holds numbers: a .npy array, CSV with or without a header, or numbers between blanks; - is standard input.
    """
    from ait.discretisation import discretise
    from ait.errors import InputError
    from ait.number_files import parse_numbers, read_numbers
    from ait.reports.rows import Cell, facts_of

    if file == "-":
        values = parse_numbers(sys.stdin.buffer.read(), "standard input", column)
    else:
        values = read_numbers(file, column)
    options = {name: value for name, value in (("delay", delay), ("step", step)) if value is not None}
    joined = "interleaved" if interleaved else "product"
    made = discretise(values, method, symbols, joined=joined, **options)
    k = made.sequence.k
    if k > len(_SYMBOLS):
        raise InputError(f"{k} symbols have no characters of their own, {len(_SYMBOLS)} have: ask for fewer")
    least = "" if made.lost.low is None else "at least "
    if form() == "text":
        note(
            f"ait: {made.method}; {len(made.sequence):,} symbols over {_SYMBOLS[:k]}; they leave out {least}"
            f"{made.lost.bits:,.1f} of the {made.order.bits:,.1f} bits in the order of the values"
        )
    string_ = "".join(_SYMBOLS[symbol] for symbol in made.sequence.symbols.tolist())
    facts: dict[str, Cell] = {"method": made.method, "symbols": len(made.sequence), "alphabet": _SYMBOLS[:k]}
    facts |= {"order_bits": made.order.bits, "lost_bits": made.lost.bits, "lost_kind": made.lost.kind.value}
    facts["string"] = string_
    head = {name: facts[name] for name in ("method", "symbols", "alphabet", "string")}
    record = {**head, "order": made.order.as_dict(), "lost": made.lost.as_dict()}
    return Answer(lambda: string_ + "\n", lambda: record, lambda: [facts_of("string", facts)])
