"""An answer in the form that was asked for: text, JSON, CSV or Markdown; the same three options on every command."""

from __future__ import annotations

import functools
import io
import sys
from collections.abc import Callable, Mapping
from collections.abc import Sequence as Items
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from ait.cli.output import fold, print_text, terminal_width

if TYPE_CHECKING:
    from ait.reports.rows import Rows

FORMS = ("json", "csv", "markdown")
_KEY = "ait.cli.answer"


@dataclass(frozen=True)
class Answer:
    """A result that can be written in every form; only the one that is wanted is made.

    Attributes:
        text: for a person.
        record: for JSON, without the head.
        tables: for CSV and Markdown.
        markdown: where there is a better Markdown form than tables.
        is_laid_out: whether the text's lines are as long as they have to be: diagrams, and notation for programs.
    """

    text: Callable[[], str]
    record: Callable[[], Mapping[str, Any]]
    tables: Callable[[], Items[Rows]]
    markdown: Callable[[], str] | None = None
    is_laid_out: bool = False


def answers(document: str, row: str = "a row a figure") -> Callable[[Callable[..., Any]], Callable[..., None]]:
    """Give a command --json, --csv and --markdown, and print the Answer that it returns in that form.

    Args:
        document: the name of its JSON form, and of the schema that describes it.
        row: what a row of the CSV form is.
    """

    def decorate(command: Callable[..., Answer | None]) -> Callable[..., None]:
        @functools.wraps(command)
        def with_form(**options: Any) -> None:
            chosen = [form for form in FORMS if options.pop(f"as_{form}")]
            if len(chosen) > 1:
                raise click.UsageError("--json, --csv and --markdown are three forms of one answer: choose one")
            click.get_current_context().meta[_KEY] = (document, chosen[0] if chosen else "text")
            answer = command(**options)
            if answer is not None:
                tell(answer)

        whole: Callable[..., Any] = with_form
        for option in (
            click.option("--markdown", "as_markdown", is_flag=True, help="As a table for other documents."),
            click.option("--csv", "as_csv", is_flag=True, help=f"As CSV, {row}."),
            click.option("--json", "as_json", is_flag=True, help=f"As JSON; 'ait schema {document}' describes it."),
        ):
            whole = option(whole)
        return whole

    return decorate


def form() -> str:
    """The form that was asked for: text, json, csv or markdown."""
    return str(click.get_current_context().meta[_KEY][1])


def tell(answer: Answer) -> None:
    """Print an answer in the form that was asked for."""
    from ait.reports import rows

    document, chosen = click.get_current_context().meta[_KEY]
    if chosen == "json":
        from ait.reports import json

        # Where a terminal has no such letters, JSON has escapes of its own for them.
        ascii_only = (sys.stdout.encoding or "").replace("-", "").lower() != "utf8"
        print_text(json.document(document, answer.record(), ascii_only=ascii_only))
    elif chosen == "csv":
        # Data: what has no letter here is escaped, and never looks like something else.
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
        print_text(rows.csv(answer.tables()))
    elif chosen == "markdown":
        print_text(rows.markdown(answer.tables()) if answer.markdown is None else answer.markdown())
    else:
        print_text(answer.text() if answer.is_laid_out else fold(answer.text(), terminal_width()))
