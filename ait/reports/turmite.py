"""One run of a turmite as text."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ait.errors import InputError
from ait.machines import turmite
from ait.words import counted

_TALLEST, _WIDEST = 200, 200
_MOST_LINES = 20_000
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def turmite_text(machine: turmite.Turmite, result: turmite.Run, blank: int, diagram: bool) -> str:
    """What a turmite did: its status, its output, and the plane after each step where it is wanted.

    Raises:
        InputError: if the diagram would be too large to read.
    """
    rows, columns = result.cells.shape
    taken = counted(result.steps, "steps")
    status = f"{result.status.value} after {taken}, on a plane of {blank}; {rows:,} x {columns:,} cells"
    lines = [f"machine  {machine}", f"status   {status}", "", *_picture(result.cells, None)]
    if diagram:
        lines += _diagram(machine, result, blank)
    return "\n".join(lines) + "\n"


def _picture(cells: np.ndarray, head: tuple[int, int] | None) -> Iterator[str]:
    """The cells, ones as '#' and zeros as '.', the head's in brackets; a large plane's upper left part."""
    for row, line in enumerate(cells[:_TALLEST, :_WIDEST].tolist()):
        yield "".join(
            f"[{'.#'[cell]}]" if head == (row, at) else f" {'.#'[cell]} " for at, cell in enumerate(line)
        ).rstrip()
    if cells.shape[0] > _TALLEST or cells.shape[1] > _WIDEST:
        yield f"... the first {_TALLEST} rows and {_WIDEST} columns"


def _diagram(machine: turmite.Turmite, result: turmite.Run, blank: int) -> Iterator[str]:
    rows, columns = result.cells.shape
    if columns > _WIDEST or (result.steps + 1) * (rows + 2) > _MOST_LINES:
        raise InputError(
            f"a diagram of {result.steps:,} steps on {rows:,} x {columns:,} cells is too large to read: at most"
            f" {_MOST_LINES:,} lines and {_WIDEST} columns, use --steps"
        )
    for step, frame in enumerate(turmite.frames(machine, result.steps, blank)):
        yield ""
        yield f"step {step}, state {_LETTERS[frame.state]}"
        yield from _picture(frame.cells, frame.head)
