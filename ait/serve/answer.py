"""The calculator's answer to a question, figure by figure as they are found, as plain records for a page to show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ait.errors import AitError, InputError
from ait.estimate import Estimate, Kind
from ait.reports.compare import report
from ait.reports.text import headline_facts, relative_to, sentences
from ait.sequence import Sequence, as_sequence, from_bytes, from_text
from ait.serve.question import Question

_PREVIEW, _NODES_NAMED, _NAMED, _SQUARE = 60, 12, 5, 4
Tell = Callable[[dict[str, Any]], None]


def answer(question: Question, tell: Tell) -> None:
    """Compute what was asked and tell each record as soon as it is known.

    Records have an ``event``: "input", "figure", "left out", "sentence", "witness".

    Raises:
        InputError: if the input cannot be read as what it is said to be.
    """
    if question.kind == "matrix":
        _matrix(question, tell)
    elif question.kind == "graph":
        _graph(question, tell)
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

    section, settings = "Block decomposition, as set", _settings(question)
    if isinstance(x, np.ndarray):
        settings.setdefault("block", _SQUARE)
    for name, code in (("classical sum", "classical"), ("block urn", "urn")):
        _tried(section, name, cells, lambda code=code: bdm(x, code=code, **settings), tell)


def _settings(question: Question) -> dict[str, Any]:
    """What the question sets of the block decomposition."""
    named = {name: getattr(question, name) for name in ("block", "step", "boundary", "table")}
    return {name: value for name, value in named.items() if value is not None}


def _tried(section: str, name: str, symbols: int, compute: Callable[..., Estimate], tell: Tell) -> None:
    """Tell a figure, or why there is none."""
    try:
        tell(_figure(section, name, compute(), symbols))
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
        # The literal length comes with every report.
        chosen = ["KT"] if name == "literal" else [name]
        _tried("Row by row", name, cells.size, lambda n=name, c=chosen: report(by_rows, measures=c).line(n), tell)


def _graph(question: Question, tell: Tell) -> None:
    """The adjacency matrix in the given order and in the canonical one, and what each edge adds."""
    from ait.graphs.files import parse_graph
    from ait.graphs.information import graph_bdm, graph_information

    graph = parse_graph(question.data, question.name or "the page")
    edges, section = len(graph.edges()), "Adjacency matrix"
    kind = "directed" if graph.directed else "undirected"
    order = ", ".join(map(str, graph.nodes[:_NODES_NAMED])) + (", …" if len(graph) > _NODES_NAMED else "")
    facts = f"{len(graph):,} nodes, {edges:,} {kind} edges; order of the nodes: {order}"
    tell({"event": "input", "shown": "graph", "facts": facts})
    listing = Estimate(graph.literal_bits, Kind.EXACT, "literal length", "a bit for each pair of nodes", is_code=True)
    pairs = max(1, round(graph.literal_bits))
    tell(_figure(section, "literal", listing, pairs))
    settings = _settings(question)
    for name, options in (
        ("classical sum, given order", {}),
        ("classical sum, canonical order", {"order": "canonical"}),
        ("block urn, given order", {"code": "urn"}),
    ):
        _tried(section, name, pairs, lambda options=options: graph_bdm(graph, **settings, **options), tell)
    try:
        ranked = graph_information(graph, **settings).ranked()
    except AitError as error:
        tell({"event": "left out", "section": section, "name": "information of the edges", "reason": str(error)})
        return
    for words, chosen in (("most", ranked[:_NAMED]), ("least", ranked[::-1][:_NAMED])):
        named = ", ".join(f"{a} {b} ({bits:+.2f})" for (a, b), bits in chosen)
        tell(
            {
                "event": "sentence",
                "section": section,
                "text": f"Edges of {words} information, bits lost without: {named}.",
            }
        )


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
