"""The input with each symbol coloured by what it cost; a pointer, or a screen reader, is told the bits."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import combining

import numpy as np

from ait.sequence import Sequence

LONGEST = 4000
"""Symbols that a page shows one by one, those of several inputs together."""
_SHADES = 8


@dataclass(frozen=True)
class Cell:
    """One symbol: as it is shown, its place and cost, and its shade, 0 for nothing to 7 for twice the literal cost."""

    shown: str
    title: str
    shade: int


def strip(sequence: Sequence, costs: np.ndarray, longest: int = LONGEST) -> list[Cell]:
    """The first ``longest`` symbols. Control characters and bytes that are no ASCII are shown as dots or hexadecimal.

    Args:
        sequence: the input.
        costs: -log2 of each symbol's probability, bits, shape (n,).
        longest: how many symbols are shown.
    """
    literal = sequence.literal_bits / len(sequence)
    shades = np.clip(costs[:longest] / (2 * literal) * _SHADES, 0, _SHADES - 1).astype(int).tolist()
    cells = []
    for at, symbol in enumerate(sequence.symbols[:longest].tolist()):
        shown = _shown(sequence, symbol)
        cells.append(Cell(shown, f"{at + 1}: {costs[at]:.2f} bits", shades[at]))
    return cells


def _shown(sequence: Sequence, symbol: int) -> str:
    if sequence.labels is not None:
        character = sequence.labels[symbol]
        if combining(character):
            # An accent alone would sit on whatever stands before it.
            return "◌" + character
        return character if character.isprintable() else "·"
    if sequence.unit == "bytes":
        if symbol in (10, 13):
            return "↵"
        return chr(symbol) if 32 <= symbol < 127 else f"{symbol:02x} "
    return str(symbol) if sequence.k <= 10 else f"{symbol} "
