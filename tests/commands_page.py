"""The commands of docs/commands.md, made of the command line: ``python tests/commands_page.py`` writes them anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from ait.cli.examples import listed
from ait.cli.main import ait

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
_MARK = "<!-- From here on made of the command line by tests/commands_page.py: change that. -->\n"
_EVERYWHERE = {"-h", "-v", "--json", "--csv", "--markdown"}


def page() -> str:
    """The page as it stands down to the mark, and what follows it made of the commands."""
    head = PAGE.read_text("utf-8").partition(_MARK)[0] + _MARK
    return "\n".join([head, *_sections(ait, click.Context(ait, info_name="ait", **ait.context_settings), ("ait",))])


def _sections(group: click.Group, parent: click.Context, path: tuple[str, ...]) -> Iterator[str]:
    for name, command in sorted(group.commands.items()):
        here = (*path, name)
        context = click.Context(command, info_name=name, parent=parent)
        usage = " ".join([*here, *command.collect_usage_pieces(context)])
        yield f"{'#' * (len(here) + 1)} {' '.join(here)}\n\n`{usage}`\n\n{_words(command)}\n"
        if isinstance(command, click.Group):
            yield from _sections(command, context, here)
            continue
        rows = [_row(each, context) for each in command.params if isinstance(each, click.Option)]
        kept = [f"| {options} | {_plain(words)} |\n" for options, words in rows if options]
        if kept:
            yield f"| option | meaning |\n|---|---|\n{''.join(kept)}"
        if forms := _forms(command):
            yield forms
        yield "```text\n" + "".join(f"{each}\n" for each in listed(command.epilog or "")) + "```\n"


def _words(command: click.Command) -> str:
    paragraphs = (command.help or "").split("\n\n")
    return "\n\n".join(_plain(" ".join(each.split())) for each in paragraphs)


def _row(option: click.Option, context: click.Context) -> tuple[str, str]:
    record = option.get_help_record(context)
    if record is None or _EVERYWHERE & set(option.opts):
        return "", ""
    named, words = record
    # A bar ends a cell of a table in code too.
    return f"`{named}`".replace("|", "\\|"), words


def _forms(command: click.Command) -> str:
    """The forms of the answer, with the document that the JSON is and what a row is."""
    words = {each.opts[0]: str(each.help) for each in command.params if isinstance(each, click.Option)}
    if "--json" not in words:
        return ""
    document = words["--json"].split("'")[1].split()[-1]
    row = words["--csv"].removeprefix("As CSV, ").rstrip(".")
    return f"`--json` is a document [{document}](json.md#{document}); `--csv`, `--markdown`: {_plain(row)}.\n"


def _plain(text: str) -> str:
    """Text as Markdown; options as code, so that no two hyphens become a dash."""
    escaped = "".join("\\" + c if c in "\\`*_[]<>|#~$" else c for c in text)
    return re.sub(r"(?<!\w)(--[a-z][a-z-]*)", r"`\1`", escaped)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
