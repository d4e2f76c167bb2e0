"""``ait entropy-rate``: the entropy rate of the source behind an input, by every method, with bands."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

import click

from ait.cli.answer import Answer, answers
from ait.cli.inputs import input_options, read_input, read_source
from ait.cli.output import note_first_use, terminal_width
from ait.errors import InputError

if TYPE_CHECKING:
    from ait.estimate import Estimate
    from ait.sequence import Sequence

_EXAMPLES = """\b
Examples:
  ait entropy-rate README.md
  ait entropy-rate --source even:100000 --ladder
  ait entropy-rate 0110100110010110 --method lempel-ziv-76
  ait entropy-rate --source golden-mean:1000000 --method blocks \\
      --correction nsb --length 8
  ait discretise data.csv --column volts | ait entropy-rate - --ladder --json
"""
_log = logging.getLogger(__name__)
_METHODS = ("context-tree", "blocks", "lempel-ziv-76", "lempel-ziv-78", "match-length", "sliding-match-length")
_CORRECTIONS = ("plug-in", "miller-madow", "grassberger", "chao-shen", "nsb")


@click.command("entropy-rate", epilog=_EXAMPLES, short_help="The entropy rate of an input's source, by six methods.")
@click.argument("input_", metavar="[INPUT]", required=False)
@input_options
@click.option("--source", metavar="NAME[:LENGTH]", help="A generated sequence, in place of INPUT.")
@click.option(
    "--method",
    "methods",
    multiple=True,
    type=click.Choice(_METHODS),
    metavar="METHOD",
    help=f"Only this one, of {', '.join(_METHODS)}; may be repeated.",
)
@click.option("--depth", type=int, help="Of context-tree: symbols in a context at most.")
@click.option("--length", type=int, help="Of blocks and of the ladder: symbols in a block.")
@click.option(
    "--correction",
    type=click.Choice(_CORRECTIONS),
    metavar="NAME",
    help=f"Of blocks: {', '.join(_CORRECTIONS)} [miller-madow].",
)
@click.option("--window", type=int, help="Of sliding-match-length: symbols before that are looked at.")
@click.option("--ladder", is_flag=True, help="Also h_L for every block length, by five estimators, with bands.")
@answers("entropy-rate", "a row a method")
def entropy_rate_command(
    input_: str | None,
    kind: str | None,
    unit: str,
    alphabet: str | None,
    source: str | None,
    methods: tuple[str, ...],
    ladder: bool,
    **options: Any,
) -> Answer:
    """The entropy rate of the source of INPUT in bits per symbol, by six methods, each with what it divides by.

    INPUT is a string of symbols unless it names a file; - is standard input.
    """
    from ait.measures.entropy_ladder import entropy_ladder
    from ait.reports.entropy_rate import ladder_text, rates_record, rates_tables, rates_text

    if (input_ is None) == (source is None):
        raise click.UsageError("give one INPUT: a string of symbols, a file's name, - for standard input; or --source")
    note_first_use()
    sequence = read_source(source) if source is not None else read_input(str(input_), kind, unit, alphabet)
    chosen = methods or _METHODS
    _insist_on_use(options, chosen, ladder)
    found = {method: _rate(sequence, method, options, bool(methods)) for method in chosen}
    truth = _truth(source)
    rungs = entropy_ladder(sequence, options["length"]) if ladder else None

    def text() -> str:
        told = rates_text(sequence, found, truth, terminal_width())
        return told if rungs is None else told + "\n" + ladder_text(rungs, terminal_width())

    all_of_it = sequence, found, truth, rungs
    return Answer(text, lambda: rates_record(*all_of_it), lambda: rates_tables(*all_of_it))


_USERS = {
    "depth": ("context-tree",),
    "length": ("blocks",),
    "correction": ("blocks",),
    "window": ("sliding-match-length",),
}


def _insist_on_use(options: dict[str, Any], methods: tuple[str, ...], ladder: bool) -> None:
    """An option that nothing would heed is a mistake."""
    for name, users in _USERS.items():
        heeded = set(users) & set(methods) or (name == "length" and ladder)
        if options[name] is not None and not heeded:
            raise InputError(f"--{name} is for {' and '.join(users)}: it says nothing to {', '.join(methods)}")


def _rate(sequence: Sequence, method: str, options: dict[str, Any], asked: bool) -> Estimate | str:
    """The figure; where all methods are taken, one that does not apply says why."""
    from ait.measures.entropy_rate import entropy_rate

    given = {name: options[name] for name, users in _USERS.items() if method in users and options[name] is not None}
    if given.get("correction") == "plug-in":
        given["correction"] = None
    began = time.perf_counter()
    try:
        found = entropy_rate(sequence, method, **given)
    except InputError as error:
        if asked or given:
            raise
        _log.info("%s left out: %s", method, error)
        return str(error)
    _log.info("%s: %.3f s", method, time.perf_counter() - began)
    return found


def _truth(source: str | None) -> float | None:
    """The rate that a source by name is known to have."""
    from ait.sources import SOURCES

    return None if source is None else SOURCES[source.partition(":")[0]].entropy_rate
