"""``ait evidence``: what speaks against an input being chance, as an e-value."""

from __future__ import annotations

import click

from ait.cli.answer import Answer, answers
from ait.cli.inputs import input_options, read_input, read_source
from ait.cli.output import count_bar, note_first_use

_EXAMPLES = """\b
Examples:
  ait evidence 010101010101010101010101010101010101
  head -c 100000 /dev/urandom | ait evidence - --as bytes
  ait evidence --source randu:40000
  ait evidence dump.bin --file --as bits --json
"""


@click.command("evidence", epilog=_EXAMPLES, short_help="Is it chance? Bits of evidence against fair symbols.")
@click.argument("inputs", nargs=-1, metavar="INPUT...")
@input_options
@click.option("--source", "sources", multiple=True, metavar="NAME[:LENGTH]", help="A generated sequence.")
@click.option("--with", "groups", multiple=True, metavar="GROUP", help="Also compressors, lm or all; may be repeated.")
@click.option("--measure", "measures", multiple=True, metavar="NAME", help="Only this code; may be repeated.")
@answers("evidence", "a row a code and input")
def evidence_command(
    inputs: tuple[str, ...],
    kind: str | None,
    unit: str,
    alphabet: str | None,
    sources: tuple[str, ...],
    groups: tuple[str, ...],
    measures: tuple[str, ...],
) -> Answer:
    """Is INPUT chance? How many bits speak against fair, independent symbols, and which code found them.

    INPUT is a string of symbols unless it names a file; - is standard input.
    """
    from ait.reports.evidence import DEFAULT_GROUPS, evidence, evidence_tables, evidence_text

    if not inputs and not sources:
        raise click.UsageError("no INPUT: give a string of symbols, a file's name, - for standard input, or --source")
    if kind != "string" and inputs.count("-") > 1:
        raise click.UsageError("standard input can be read only once: give - once")
    note_first_use()
    sequences = [read_input(text, kind, unit, alphabet) for text in inputs] + [read_source(text) for text in sources]
    wanted = tuple(dict.fromkeys((*(() if measures else DEFAULT_GROUPS), *groups)))
    with count_bar() as progress:
        found = [
            evidence(sequence, measures=measures or None, include=wanted, progress=progress) for sequence in sequences
        ]
    return Answer(
        lambda: "\n".join(evidence_text(one) for one in found),
        lambda: {"evidence": [one.as_dict() for one in found]},
        lambda: evidence_tables(found),
    )
