"""``ait search``: the shortest program of one string, among all programs of up to so many bits."""

from __future__ import annotations

import os

import click

from ait.cli.answer import Answer, answers, tell
from ait.cli.inputs import read_bits
from ait.cli.output import note_first_use, progress_bar

_EXAMPLES = """\b
Examples:
  ait search 0110100110010110 --bits 33
  ait search 01010101010101010101010101010101 --bits 30 --json
"""


@click.command("search", epilog=_EXAMPLES, short_help="The shortest LBF program that writes a binary string.")
@click.argument("string")
@click.option("--bits", type=int, default=30, help="Run all programs of up to so many bits [30].")
@click.option("--workers", type=click.IntRange(min=1), help="Threads [all processors].")
@answers("search", "one row")
def search_command(string: str, bits: int, workers: int | None) -> Answer:
    """The shortest LBF program that writes a binary STRING. - is standard input.

    Ctrl-C prints the shortest found so far.
    """
    from ait.enumeration.lbf_search import Found, SearchInterrupted, search
    from ait.measures.prior import binary_string
    from ait.reports.search import search_record, search_tables, search_text

    note_first_use()
    target = binary_string(read_bits(string))

    def answer(found: Found) -> Answer:
        return Answer(lambda: search_text(found), lambda: search_record(found), lambda: search_tables(found))

    try:
        with progress_bar(f"LBF programs of up to {bits} bits") as progress:
            found = search(target, bits=bits, workers=workers or os.cpu_count() or 1, progress=progress)
    except SearchInterrupted as stopped:
        tell(answer(stopped.found))
        raise
    return answer(found)
