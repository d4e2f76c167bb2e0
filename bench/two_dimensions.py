"""The shipped tables of arrays beside the published one of squares up to 4 x 4, of pybdm 0.1.0: ranks, differences.

``python -m bench.two_dimensions`` prints the rows of the table in docs/two-dimensions.md; it needs the extra ``peers``.
"""

from __future__ import annotations

import gzip
import math
import pickle
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ait.ranks import correlations
from ait.tables.array_table import ArrayTable
from ait.tables.arrays import least_words, to_cells
from ait.tables.shipped import open_array_table

TABLES = "turmite-4-2-500", "turmite-5-2-500"
SIZES = 2, 3, 4


def published(size: int) -> np.ndarray:
    """-log2 D of the squares of one size in the published table, by number; nan where it has none, shape (2^cells,)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pybdm
    path = Path(pybdm.__file__).parent / "ctmdata" / "ctm-b2-d4x4.pkl.gz"
    # The file comes with the installed package, as trusted as its code.
    table = pickle.loads(gzip.decompress(path.read_bytes()))[size, size]
    found = np.full(1 << size * size, np.nan)
    for key, bits in table.items():
        found[int("".join(symbol for symbol in str(key) if symbol in "01"), 2)] = bits
    return found


def rows(table: ArrayTable) -> Iterator[str]:
    """A row for each size of square: classes in both tables, rank correlation, and how far -log2 D is apart."""
    for size in SIZES:
        words = np.arange(1 << size * size, dtype=np.uint64)
        theirs, counts = published(size), table.dense(size, size).astype(float)
        both = (least_words(to_cells(words, size, size)) == words) & np.isfinite(theirs) & (counts > 0)
        difference = -np.log2(counts[both] / table.total) - theirs[both]
        spearman, kendall = (found.value for found in correlations(counts[both], -theirs[both]))
        error = 0.0
        if table.is_sampled:
            errors = table.dense(size, size, "standard_error")[both] / counts[both] / math.log(2)
            error = float(np.sqrt(np.mean(errors**2)))
        spread, largest = difference.std(), np.abs(difference).max()
        yield (
            f"| {table.name} | {size} x {size} | {both.sum():,} | {spearman:.4f} | {kendall:.4f} |"
            f" {difference.mean():+.3f} | {spread:.3f} | {largest:.3f} | {error:.3f} |"
        )


if __name__ == "__main__":
    for chosen in TABLES:
        sys.stdout.write("\n".join(rows(open_array_table(chosen))) + "\n")
