"""The calculator's answer to a question, figure by figure as they are found, as plain records for a page to show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ait.errors import AitError, InputError
from ait.estimate import Estimate
from ait.reports.compare import report
from ait.reports.text import headline_facts, relative_to, sentences
from ait.sequence import Sequence, as_sequence, from_bytes, from_text
from ait.serve.question import Question

_PREVIEW = 60
Tell = Callable[[dict[str, Any]], None]


def answer(question: Question, tell: Tell) -> None:
    """Compute what was asked and tell each record as soon as it is known.

    Records have an ``event``: "input", "figure", "left out", "sentence", "witness".

    Raises:
        InputError: if the input cannot be read as what it is said to be.
    """
    if question.kind == "matrix":
        _matrix(question, tell)
    else:
        _sequence(_read_sequence(question), question, tell)


def _read_sequence(question: Question) -> Sequence:
    source = f"file {question.name}" if question.name else "the page"
    if question.kind == "string":
        return from_text(_text(question).rstrip("\n"), alphabet=_alphabet(question.alphabet), source=source)
    return from_bytes(question.data, unit=question.kind, alphabet=None, source=source)


def _alphabet(text: str | None) -> str | int | None:
    """A number that does not begin with 0 is a size; anything else lists the symbols."""
    if text is not None and text.isascii() and text.isdecimal() and not text.startswith("0") and len(text) < 10:
        return int(text)
    return text


def _text(question: Question) -> str:
    try:
        return question.data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("the input is not UTF-8 text: look at it as bytes or bits") from error


def _sequence(sequence: Sequence, question: Question, tell: Tell) -> None:
    """All measures of a report, what follows from them, and the block decomposition as it was asked for."""
    tell({"event": "input", "shown": sequence.preview(_PREVIEW), "facts": headline_facts(sequence)})
    n = len(sequence)

    def each(name: str, figure: Estimate | str) -> None:
        if isinstance(figure, Estimate):
            tell(_figure("Every measure", name, figure, n))
        else:
            tell({"event": "left out", "section": "Every measure", "name": name, "reason": figure})

    whole = report(sequence, each=each)
    tell(_figure("Every measure", "universal mixture", whole.mixture, n))
    for sentence in sentences(whole):
        tell({"event": "sentence", "section": "Every measure", "text": sentence})
    for line in whole.lines:
        witness = line.estimate.witness
        if witness is not None:
            tell({"event": "witness", "name": line.name, "machine": witness.kind, "text": witness.text})
    _blocks(sequence, n, question, tell)


def _blocks(x: Any, cells: int, question: Question, tell: Tell) -> None:
    """The classical sum and the urn with the block, step, boundary and table of the question."""
    from ait.measures.bdm import bdm

    section = "Block decomposition, as set"
    settings = {
        name: getattr(question, name)
        for name in ("block", "step", "boundary", "table")
        if getattr(question, name) is not None
    }
    for name, code in (("classical sum", "classical"), ("block urn", "urn")):
        try:
            tell(_figure(section, name, bdm(x, code=code, **settings), cells))
        except AitError as error:
            tell({"event": "left out", "section": section, "name": name, "reason": str(error)})


def _matrix(question: Question, tell: Tell) -> None:
    """The array by two-dimensional blocks, and its rows one after another as a sequence."""
    cells = read_matrix(_text(question))
    rows, columns = cells.shape
    tell({"event": "input", "shown": f"{rows:,} x {columns:,}", "facts": f"{cells.size:,} cells, {cells.sum():,} ones"})
    _blocks(cells, cells.size, question, tell)
    by_rows = as_sequence(cells.ravel(), alphabet=2)
    for name in ("literal", "LZ76", "KT", "context tree", "context mixing", "bz2", "lzma-raw", "zstd"):
        _one(name, by_rows, "Row by row", tell)


def _one(name: str, sequence: Sequence, section: str, tell: Tell) -> None:
    try:
        figure = report(sequence, measures=[name] if name != "literal" else ["KT"]).line(name)
        tell(_figure(section, name, figure, len(sequence)))
    except AitError as error:
        tell({"event": "left out", "section": section, "name": name, "reason": str(error)})


def read_matrix(text: str) -> np.ndarray:
    """Rows of 0 and 1, with or without spaces, commas or semicolons between them, as uint8.

    Raises:
        InputError: if there is no row, a row has another length than the first, or a cell is not 0 or 1.

    >>> read_matrix("0110\\n1,0,0,1").tolist()
    [[0, 1, 1, 0], [1, 0, 0, 1]]
    """
    rows = [line.translate(str.maketrans("", "", " \t\r,;")) for line in text.splitlines()]
    rows = [row for row in rows if row]
    if not rows:
        raise InputError("the matrix is empty: give rows of 0 and 1")
    for number, row in enumerate(rows, 1):
        if row.strip("01"):
            raise InputError(f"row {number} has a cell {row.strip('01')[0]!r}: cells are 0 and 1 here")
        if len(row) != len(rows[0]):
            raise InputError(f"row {number} has {len(row)} cells, and the first has {len(rows[0])}")
    return np.frombuffer("".join(rows).encode(), np.uint8).reshape(len(rows), -1) - ord("0")


def _figure(section: str, name: str, estimate: Estimate, symbols: int) -> dict[str, Any]:
    return {
        "event": "figure",
        "section": section,
        "name": name,
        "bits": estimate.bits,
        "per_symbol": estimate.per_symbol(symbols),
        "kind": estimate.kind.value,
        "is_code": estimate.is_code,
        "low": estimate.low,
        "high": estimate.high,
        "standard_error": estimate.standard_error,
        "reference": relative_to(estimate),
        "method": estimate.method,
    }
