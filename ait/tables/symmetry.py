"""What a symmetric table stores: of each string, its reversal, its complement and both together, only the least.

Counting over both blank symbols makes D(s) the same for all four, and one witness serves them all once it is
said which blank symbol it starts on and whether it is mirrored.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ait.tables.bitstrings import complement, reverse

if TYPE_CHECKING:
    from ait.tables.counts_table import CountsTable

SYMMETRY = "reversal and complement"


def is_reduced(fields: Mapping[str, Any]) -> bool:
    """Whether the header says that rows are stored up to symmetry."""
    return fields.get("symmetry") == SYMMETRY


def reduce(table: CountsTable) -> dict[str, np.ndarray]:
    """A table's columns as they are stored; symmetric rows once."""
    rows = {"lengths": table.lengths, "words": table.words, "counts": table.counts, **table.columns}
    if is_reduced(table.fields):
        lengths, words = table.lengths, table.words
        turned = complement(lengths, words)
        images = [reverse(lengths, words), turned, reverse(lengths, turned)]
        least = np.all([words <= image for image in images], axis=0)
        rows = {name: column[least] for name, column in rows.items()}
    stored = {f"row {name}": column for name, column in rows.items()}
    stored |= {f"extra {name}": column for name, column in table.extras.items()}
    if table.long_strings:
        bits = np.frombuffer("".join(table.long_strings).encode(), np.uint8) - ord("0")
        stored["long lengths"] = np.array([len(string) for string in table.long_strings], np.uint32)
        stored["long bits"] = np.packbits(bits)
        stored |= {f"long {name}": column for name, column in table.long_columns.items()}
    return stored


def expand(rows: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The rows of all four images, each once, ordered by length and value.

    Mirroring the machine reverses its output; running it on the other blank, with symbols exchanged, complements
    it: the columns ``mirrored`` and ``blank`` follow.
    """
    lengths, words = rows["lengths"], rows["words"]
    turned = complement(lengths, words)
    images = [words, reverse(lengths, words), turned, reverse(lengths, turned)]
    whole = {name: np.concatenate([column] * 4) for name, column in rows.items()}
    whole["words"] = np.concatenate(images)
    count = len(words)
    for name, flips in (("mirrored", (1, 3)), ("blank", (2, 3))):
        if name in whole:
            for image in flips:
                whole[name][image * count : (image + 1) * count] ^= 1
    # Stable, so that of equal images the first is kept and the choice does not depend on chance.
    order = np.lexsort((whole["words"], whole["lengths"]))
    sorted_lengths, sorted_words = whole["lengths"][order], whole["words"][order]
    fresh = np.ones(len(order), np.bool_)
    fresh[1:] = (sorted_lengths[1:] != sorted_lengths[:-1]) | (sorted_words[1:] != sorted_words[:-1])
    return {name: column[order[fresh]] for name, column in whole.items()}
