"""``ait schema``: what the JSON forms look like, as JSON Schemas."""

from __future__ import annotations

import json

import click

from ait.cli.output import print_text

_EXAMPLES = """\b
Examples:
  ait schema
  ait schema report
  ait schema report > report.schema.json
"""


@click.command("schema", epilog=_EXAMPLES, short_help="The JSON Schema of a command's --json.")
@click.argument("name", required=False)
def schema_command(name: str | None) -> None:
    """The JSON Schema (draft 2020-12) of the document NAME, or a list of all documents."""
    from ait.reports.schema import names, schema

    if name is not None:
        print_text(json.dumps(schema(name), indent=2) + "\n")
        return
    width = max(map(len, names()))
    print_text("".join(f"{each:<{width}}  {schema(each)['title']}\n" for each in names()))
