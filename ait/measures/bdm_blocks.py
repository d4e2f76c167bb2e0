"""What a block decomposition was told, read and checked: the data, the cutting into blocks, and their laws."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ait.errors import InputError
from ait.measures.block_counts import Laws, as_cells, check_block, default_block, laws_of, symbols_of
from ait.measures.block_layout import BOUNDARIES, Cutting, cutting
from ait.measures.default_table import default_table
from ait.sequence import Sequence, as_sequence
from ait.tables.shipped import AnyTable

MISSING = ("literal", "refuse")
Table = str | Path | AnyTable | Laws
"""A shipped table by its name, a file, a table, or the laws of one."""


@dataclass(frozen=True)
class Blocks:
    """Data to be decomposed, and how: all that :func:`ait.measures.bdm.bdm` and its kin were told, checked."""

    cells: np.ndarray
    sequence: Sequence | None
    cut: Cutting
    laws: Laws
    missing: str

    @property
    def k(self) -> int:
        """How many symbols the table's blocks are made of."""
        return symbols_of(self.laws)

    @property
    def reference(self) -> str:
        """The settings in words."""
        size = " x ".join(map(str, self.cut.block))
        step = "" if self.cut.is_partition else f" every {' x '.join(map(str, self.cut.step))}"
        return f"blocks of {size}{step}, table {self.laws.name}"


def read_blocks(x: Any, block: Any, step: Any, boundary: str, table: Table | None, missing: str) -> Blocks:
    """The arguments of :func:`ait.measures.bdm.bdm`, read and checked (InputError, TableError)."""
    cells, sequence = as_cells(x), None
    if cells is None:
        sequence = as_sequence(x)
        cells = sequence.symbols
    for name, value, accepted in (("boundary", boundary, BOUNDARIES), ("missing", missing, MISSING)):
        if value not in accepted:
            raise InputError(f"{name} {value!r} is not one of {', '.join(accepted)}")
    if table is None:
        table = default_table(2 if sequence is None else sequence.k, cells.ndim)
    laws = laws_of(table, cells.ndim)
    if sequence is not None and sequence.k > symbols_of(laws):
        kind = "binary sequences" if symbols_of(laws) == 2 else f"sequences of {symbols_of(laws)} symbols"
        raise InputError(
            f"table {laws.name} is for {kind}, not for {sequence.k} symbols: declare the alphabet, read as bits,"
            " or name another table"
        )
    cut = cutting(cells.ndim, default_block(laws) if block is None else block, step, boundary)
    check_block(cut.block, symbols_of(laws))
    return Blocks(cells, sequence, cut, laws, missing)
