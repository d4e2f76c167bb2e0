"""What an INPUT argument means: a string of symbols, unless it names a file or is '-'."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ait.errors import InputError

if TYPE_CHECKING:
    from ait.sequence import Sequence

_SOURCE_LENGTH = 4096
UNITS = ("auto", "symbols", "characters", "bytes", "bits")


def input_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how inputs are read."""
    for option in (
        click.option("--file", "kind", flag_value="file", help="Every INPUT is a file's name."),
        click.option("--string", "kind", flag_value="string", help="Every INPUT is a string of symbols."),
        click.option(
            "--as", "unit", type=click.Choice(UNITS), default="auto", help="How a file's contents are read [auto]."
        ),
        click.option(
            "--alphabet", metavar="SYMBOLS", help="The alphabet, e.g. ACGT or 0123, or its size; else inferred."
        ),
    ):
        command = option(command)
    return command


def read_input(text: str, kind: str | None, unit: str, alphabet: str | None) -> Sequence:
    """The Sequence that an argument stands for; '-' is standard input.

    Raises:
        InputError, StorageError: if it cannot be read.
    """
    from ait.sequence import from_bytes, from_text
    from ait.storage import read_bytes

    declared = None if alphabet is None else _alphabet(alphabet)
    if text == "-" and kind != "string":
        data, source = sys.stdin.buffer.read(), "standard input"
    elif kind == "file" or (kind is None and text and _names_a_file(text)):
        data, source = read_bytes(text), f"file {text}"
    elif not text:
        raise InputError("the argument is empty: give a string of symbols, a file's name, or - for standard input")
    elif kind is None and _looks_like_a_path(text):
        raise InputError(f"there is no file {text!r}; if it is meant as a string of symbols, say --string")
    else:
        if unit in ("bytes", "bits"):
            argument = text.encode("utf-8", "surrogateescape")
            return from_bytes(argument, unit=unit, alphabet=declared, source="argument")
        return from_text(text, alphabet=declared, source="argument")
    return from_bytes(data, unit=unit, alphabet=declared, source=source)


def read_bits(text: str) -> Sequence:
    """The binary string that an argument is, or holds standard input where it is '-' (InputError)."""
    from ait.sequence import from_text

    if text == "-":
        read = sys.stdin.buffer.read().decode("utf-8", "surrogateescape").strip()
        return from_text(read, alphabet="01", source="standard input")
    return from_text(text, alphabet="01", source="argument")


def read_source(text: str) -> Sequence:
    """The generated sequence that NAME or NAME:LENGTH stands for.

    Raises:
        InputError: if there is no such source, or the length is not a number from 1.
    """
    from ait.sources import generate

    name, _, length = text.partition(":")
    if length and not (length.isascii() and length.isdecimal()):
        raise InputError(f"{text!r}: a source is NAME or NAME:LENGTH, the length a number of symbols")
    return generate(name, int(length) if length else _SOURCE_LENGTH)


def list_sources() -> str:
    """The sources, a line each, with their entropy rate where chance decides."""
    from ait.sources.registry import SOURCES

    lines = []
    for name, source in SOURCES.items():
        rate = f"entropy rate {source.entropy_rate:.6f} bits" if source.seeded else "written by a short program"
        lines.append(f"{name:<20} {source.summary}; {rate}\n")
    return "".join(lines)


def _alphabet(text: str) -> str | int:
    """A number that does not begin with 0 is a size; anything else lists the symbols."""
    is_size = text.isascii() and text.isdecimal() and not text.startswith("0") and len(text) < 10
    return int(text) if is_size else text


def _names_a_file(text: str) -> bool:
    try:
        # A link that leads nowhere is a file that cannot be read, not a string of symbols.
        return os.path.lexists(text)
    except (OSError, ValueError):
        # Longer than any file name, or with a NUL: then it is a string of symbols.
        return False


def _looks_like_a_path(text: str) -> bool:
    """Whether a mistyped file name is the likelier reading: a folder separator, or a name with an extension."""
    return "/" in text or (Path(text).suffix[1:].isalnum() and " " not in text and len(text) < 256)
