"""``ait report``: every measure of one input, or several inputs compared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from ait.cli.answer import Answer, answers, form
from ait.cli.arrays import is_picture, read_data
from ait.cli.inputs import input_options, list_sources, read_input, read_source
from ait.cli.output import count_bar, note, note_first_use, print_text, terminal_width, use_color

if TYPE_CHECKING:
    from ait.reports.compare import Report
    from ait.reports.progress import Progress

_EXAMPLES = """\b
Examples:
  ait report 0101010101010101
  ait report 0110100110010110 --json
  ait report README.md
  ait report --as bits corpora/python-source.txt
  head -c 1000 /dev/urandom | ait report -
  ait report --source thue-morse:4096 --source random-bits:4096
  ait report corpora/*.txt
  ait report README.md --html report.html
  ait report picture.png --html report.html
  ait report README.md --with lm
  ait report corpora/*.txt --csv > figures.csv
  ait report 0101010101010101 --markdown >> notes.md
"""


@click.command("report", epilog=_EXAMPLES, short_help="Every measure that applies, in bits.")
@click.argument("inputs", nargs=-1, metavar="INPUT...")
@input_options
@click.option(
    "--source", "sources", multiple=True, metavar="NAME[:LENGTH]", help="A generated sequence; --source list shows all."
)
@answers("report")
@click.option(
    "--html", "page", type=click.Path(), metavar="FILE", help="A web page that needs no other file; - prints it."
)
@click.option("--measure", "measures", multiple=True, metavar="NAME", help="Only this measure; may be repeated.")
@click.option(
    "--with",
    "groups",
    multiple=True,
    metavar="GROUP",
    help="Also compressors (optional packages), generators (pseudo-random ones), lm (the language model), or all.",
)
def report_command(
    inputs: tuple[str, ...],
    kind: str | None,
    unit: str,
    alphabet: str | None,
    sources: tuple[str, ...],
    page: str | None,
    measures: tuple[str, ...],
    groups: tuple[str, ...],
) -> Answer | None:
    """How complex is INPUT: every measure that applies, in bits, each saying what it is relative to.

    INPUT is a string of symbols unless it names a file; - is standard input. A picture, or an array of 0 and 1 in a
    .npy file, has the figures of its squares besides those of its rows.
    """
    from ait.reports.compare import report

    if "list" in sources and form() != "text":
        raise click.UsageError(f"--source list is a list in text: leave --{form()} out")
    if "list" in sources:
        print_text(list_sources())
        return None
    if not inputs and not sources:
        raise click.UsageError("no INPUT: give a string of symbols, a file's name, - for standard input, or --source")
    if sources and (alphabet is not None or unit != "auto") and not inputs:
        raise click.UsageError("a source brings its own alphabet and unit: leave --alphabet and --as out")
    if kind != "string" and inputs.count("-") > 1:
        raise click.UsageError("standard input can be read only once: give - once")
    if page == "-" and form() != "text":
        raise click.UsageError(f"--html - and --{form()} both answer on standard output: give the page a file")
    if page is not None:
        _insist_on_page(page)
    note_first_use()
    data = [_read(text, kind, unit, alphabet) for text in inputs]
    data += [read_source(text) for text in sources]
    with count_bar() as progress:
        reports = [
            report(x, measures=measures or None, include=groups, progress=progress, source=f"file {name}")
            for x, name in zip(data, (*inputs, *sources), strict=True)
        ]
        if page is not None:
            _write_page(reports, page, progress)
    from ait.reports import flat
    from ait.reports.json import report_record
    from ait.reports.text import text

    return Answer(
        lambda: text(reports, width=terminal_width(), color=use_color()) if page is None else "",
        lambda: report_record(reports),
        lambda: [flat.report_rows(reports)],
        lambda: flat.markdown(reports),
        # Within the width already; and colours are no columns.
        is_laid_out=True,
    )


def _read(text: str, kind: str | None, unit: str, alphabet: str | None) -> Any:
    """A Sequence; or an array of 0 and 1, as pictures and .npy files are unless something else is asked for."""
    from ait.sequence import as_sequence

    if kind == "string" or unit != "auto" or not (is_picture(text) or text.endswith(".npy")):
        return read_input(text, kind, unit, alphabet)
    data = read_data(text, kind, unit, alphabet)
    return data if getattr(data, "ndim", 1) > 1 else replace(as_sequence(data), source=f"file {text}")


def _insist_on_page(page: str) -> None:
    """What would keep a page from being written is said before minutes of computation, not after."""
    from ait.reports.page.html import insist_on_packages
    from ait.storage import insist_on_place

    if page != "-":
        insist_on_place(page)
    insist_on_packages()


def _write_page(reports: list[Report], page: str, progress: Progress | None) -> None:
    """The page as a file, whole or not at all."""
    from ait.reports.page.html import html
    from ait.storage import write_atomically

    text = html(reports, progress)
    if page == "-":
        print_text(text)
        return
    write_atomically(page, text.encode("utf-8"))
    note(f"ait: wrote {page}")
