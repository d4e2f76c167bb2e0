"""A small made-up table of binary strings of up to six symbols, some of them without a count."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np

from ait.tables.counts_table import CountsTable

ABSENT = ("101", "0010", "11011", "110100", "001011")
LONGEST = 6


def small_counts() -> Mapping[str, int]:
    words = ["".join(w) for length in range(1, LONGEST + 1) for w in itertools.product("01", repeat=length)]
    return {word: 10 ** (7 - len(word)) + 97 * int(word, 2) for word in words if word not in ABSENT}


def small_table(undecided: int = 0) -> CountsTable:
    """The table; ``undecided`` reduced machines have visited three cells so far."""
    rows = sorted((len(word), int(word, 2), count) for word, count in small_counts().items())
    lengths, words, counts = (np.array(column) for column in zip(*rows, strict=True))
    by_span = np.zeros(10, np.uint64)
    by_span[3] = undecided
    return CountsTable(
        "small",
        {"formalism": "turing", "total": int(counts.sum()) + 1000, "unit": "machines"},
        lengths.astype(np.uint8),
        words.astype(np.uint64),
        counts.astype(np.uint64),
        extras={"undecided_by_span": by_span},
    )
