"""The usual companions of a short sequence's complexity: entropies, alternations and change complexity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ait.errors import InputError
from ait.measures.block_entropy import block_ladder
from ait.notebook import Shown
from ait.sequence import as_sequence


@dataclass(frozen=True)
class SymbolStatistics(Shown):
    """Plain statistics of a sequence.

    Attributes:
        entropy: of the symbols' frequencies, bits per symbol.
        pair_entropy: of the frequencies of the n - 1 overlapping pairs, bits per pair; None for a single symbol.
        alternations: how often a symbol differs from the one before.
        alternation_share: alternations / (n - 1); None for a single symbol.
        longest_run: symbols in the longest run of equal ones.
        change_complexity: see :func:`change_complexity`; None for fewer than three symbols.
    """

    entropy: float
    pair_entropy: float | None
    alternations: int
    alternation_share: float | None
    longest_run: int
    change_complexity: float | None


def symbol_statistics(x: Any) -> SymbolStatistics:
    """Entropies, alternations, runs and change complexity of a sequence.

    Raises:
        InputError: if x cannot be read.

    >>> found = symbol_statistics("010011010001")
    >>> round(found.entropy, 4), round(found.pair_entropy, 4), found.alternations, found.longest_run
    (0.9799, 1.8676, 7, 3)
    """
    sequence = as_sequence(x)
    symbols, n = sequence.symbols, len(sequence)
    differs = np.flatnonzero(symbols[1:] != symbols[:-1])
    runs = np.diff(np.concatenate([[0], differs + 1, [n]]))
    entropies = block_ladder(sequence, min(2, n)).entropies
    return SymbolStatistics(
        entropies[0],
        entropies[1] if n > 1 else None,
        len(differs),
        len(differs) / (n - 1) if n > 1 else None,
        int(runs.max()),
        change_complexity(sequence) if 2 < n <= _LONGEST else None,
    )


_LONGEST = 20_000
"""The triangle of differences has n^2/2 cells."""


def change_complexity(x: Any) -> float:
    """Complexity as change (Aksentijevic and Gibson 2012), meant for binary strings; no number of bits.

    The differences of neighbouring symbols (0 where equal, 1 where not), the differences of these, and so on make a
    triangle; column i from the left holds n - i cells, and its share of ones is added up over all columns.

    Args:
        x: a sequence of 3 to 20,000 symbols.

    Raises:
        InputError: if it is shorter or longer, or cannot be read.

    >>> round(change_complexity("01100100"), 6)
    3.871429
    """
    sequence = as_sequence(x)
    n = len(sequence)
    if not 3 <= n <= _LONGEST:
        raise InputError(f"change complexity is for 3 to {_LONGEST:,} symbols, not {n:,}")
    ones = np.zeros(n - 1)
    row = (sequence.symbols[1:] != sequence.symbols[:-1]).astype(np.uint8)
    while row.size:
        ones[: row.size] += row
        row = row[1:] ^ row[:-1]
    return float((ones / np.arange(n - 1, 0, -1)).sum())
