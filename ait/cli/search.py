"""``ait search``: the shortest program of one string, among all programs of up to so many bits."""

from __future__ import annotations

import os

import click

from ait.cli.output import note_first_use, print_text, progress_bar

_EXAMPLES = """\b
Examples:
  ait search 0110100110010110 --bits 33
  ait search 01010101010101010101010101010101 --bits 30 --json
"""


@click.command("search", epilog=_EXAMPLES)
@click.argument("string")
@click.option("--bits", type=int, default=30, help="Run all programs of up to so many bits [30].")
@click.option("--workers", type=click.IntRange(min=1), help="Threads [all processors].")
@click.option("--json", "as_json", is_flag=True, help="As JSON: bits, program, certified, ...")
def search_command(string: str, bits: int, workers: int | None, as_json: bool) -> None:
    """The shortest LBF program that writes a binary STRING. Ctrl-C prints the shortest found so far."""
    from ait.enumeration.lbf_search import SearchInterrupted, search
    from ait.measures.prior import binary_string
    from ait.reports.search import search_json, search_text
    from ait.sequence import from_text

    note_first_use()
    target = binary_string(from_text(string, alphabet="01", source="argument"))
    write = search_json if as_json else search_text
    try:
        with progress_bar(f"LBF programs of up to {bits} bits") as progress:
            found = search(target, bits=bits, workers=workers or os.cpu_count() or 1, progress=progress)
    except SearchInterrupted as stopped:
        print_text(write(stopped.found))
        raise
    print_text(write(found))
