"""``ait evidence``: what speaks against an input being chance, as an e-value."""

from __future__ import annotations

import json

import click

from ait.cli.inputs import input_options, read_input, read_source
from ait.cli.output import count_bar, note_first_use, print_text

_EXAMPLES = """\b
Examples:
  ait evidence 010101010101010101010101010101010101
  head -c 100000 /dev/urandom | ait evidence - --as bytes
  ait evidence --source randu:40000
  ait evidence dump.bin --file --as bits --json
"""


@click.command("evidence", epilog=_EXAMPLES)
@click.argument("inputs", nargs=-1, metavar="INPUT...")
@input_options
@click.option("--source", "sources", multiple=True, metavar="NAME[:LENGTH]", help="A generated sequence.")
@click.option("--with", "groups", multiple=True, metavar="GROUP", help="Also compressors, lm or all; may be repeated.")
@click.option("--measure", "measures", multiple=True, metavar="NAME", help="Only this code; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def evidence_command(
    inputs: tuple[str, ...],
    kind: str | None,
    unit: str,
    alphabet: str | None,
    sources: tuple[str, ...],
    groups: tuple[str, ...],
    measures: tuple[str, ...],
    as_json: bool,
) -> None:
    """Is INPUT chance? How many bits speak against fair, independent symbols, and which code found them.

    INPUT is a string of symbols unless it names a file; - is standard input.
    """
    from ait.reports.evidence import DEFAULT_GROUPS, evidence, evidence_text

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
    if as_json:
        record = {"format": 1, "evidence": [one.as_dict() for one in found]}
        print_text(json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False) + "\n")
    else:
        print_text("\n".join(evidence_text(one) for one in found))
