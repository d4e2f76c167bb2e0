"""The input with each symbol coloured by what it cost; a pointer, or a screen reader, is told the bits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ait.sequence import Sequence

LONGEST = 4000
_SHADES = 8


@dataclass(frozen=True)
class Cell:
    """One symbol: as it is shown, its cost in words, and its shade, 0 for nothing to 7 for twice the literal cost."""

    shown: str
    title: str
    shade: int


def strip(sequence: Sequence, costs: np.ndarray) -> list[Cell]:
    """The first LONGEST symbols. Control characters and bytes that are no ASCII are shown as dots or hexadecimal.

    Args:
        sequence: the input.
        costs: -log2 of each symbol's probability, bits, shape (n,).
    """
    literal = sequence.literal_bits / len(sequence)
    shades = np.clip(costs[:LONGEST] / (2 * literal) * _SHADES, 0, _SHADES - 1).astype(int).tolist()
    cells = []
    for at, symbol in enumerate(sequence.symbols[:LONGEST].tolist()):
        shown = _shown(sequence, symbol)
        cells.append(Cell(shown, f"position {at + 1}: {costs[at]:.2f} bits", shades[at]))
    return cells


def _shown(sequence: Sequence, symbol: int) -> str:
    if sequence.labels is not None:
        character = sequence.labels[symbol]
        return character if character.isprintable() else "·"
    if sequence.unit == "bytes":
        if symbol in (10, 13):
            return "↵"
        return chr(symbol) if 32 <= symbol < 127 else f"{symbol:02x} "
    return str(symbol) if sequence.k <= 10 else f"{symbol} "
