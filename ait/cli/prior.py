"""``ait prior``: what the universal machine proves about one short string."""

from __future__ import annotations

import click

from ait.cli.output import print_text

_EXAMPLES = """\b
Examples:
  ait prior 01011010
  ait prior 0000000000000000 --bits 20 --json
"""


@click.command("prior", epilog=_EXAMPLES)
@click.argument("string")
@click.option("--bits", type=int, default=24, help="Run all programs of up to so many bits [24].")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def prior_command(string: str, bits: int, as_json: bool) -> None:
    """Bounds on the universal prior M of a binary STRING on LBF, its complexity Km, and a shortest program."""
    from ait.measures.prior import prior
    from ait.reports.prior import prior_json, prior_text
    from ait.sequence import from_text

    found = prior(from_text(string, alphabet="01", source="argument"), bits=bits)
    print_text(prior_json(found) if as_json else prior_text(found))
