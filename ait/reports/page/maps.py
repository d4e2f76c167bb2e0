"""What single changes do to the block decomposition, as a map: of a sequence, or of an array of 0 and 1."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ait.reports.array_choice import SQUARE
from ait.reports.choice import BLOCK, lacks_table, turing_table
from ait.reports.page.picture import INK, SERIES, picture
from ait.reports.page.raster import raster, shrunk

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ait.measures.perturbation import Perturbation
    from ait.sequence import Sequence

LONGEST, MOST_CELLS = 32_768, 1 << 20
"""Symbols of a sequence, and cells of an array, beyond which a map shows the beginning, and says so."""
_AS_BARS, _WIDEST = 400, 192
_ADDS, _SAVES = "--series-3", "--series-0"


@dataclass(frozen=True)
class Map:
    """A picture with its heading and caption."""

    heading: str
    picture: str
    caption: str


def sequence_map(sequence: Sequence) -> Map | None:
    """How many bits BDM grows when each symbol is changed; None for alphabets without a table."""
    from ait.measures.perturbation import perturbation

    if lacks_table(sequence.k):
        return None
    shown = replace(sequence, symbols=sequence.symbols[:LONGEST])
    block = BLOCK if sequence.k == 2 else None
    found = perturbation(shown, block=block, table=turing_table(sequence.k))
    values = found.map()
    words = _words(found, f"each of {_counted(len(shown), len(sequence), 'symbols')} changed")
    told = _told(found, "symbol", "" if sequence.k == 2 else ", the mean over the other symbols")
    if len(values) <= _AS_BARS:
        return Map("What each change would do", _bars(values, words), told)
    width = 1 << math.ceil(math.log2(math.sqrt(2 * len(values))))
    padded = np.zeros(-(-len(values) // width) * width)
    padded[: len(values)] = values
    cut = "" if len(shown) == len(sequence) else f" The first {LONGEST:,} of {len(sequence):,} symbols."
    caption = f"{told} Read it like a text: {width} symbols a row.{cut}"
    return Map("What each change would do", _signed("changes", padded.reshape(-1, width), words), caption)


def array_maps(cells: np.ndarray) -> list[Map]:
    """The array itself, the cost of each window, and how many bits BDM grows when each cell is flipped."""
    from ait.measures.perturbation import perturbation

    rows, columns = cells.shape
    cut = ""
    if cells.size > MOST_CELLS:
        rows = max(1, MOST_CELLS // columns)
        cut, cells = f" The first {rows:,} of {len(cells):,} rows.", cells[:rows]
    small, side = shrunk(cells.astype(np.float64), _WIDEST)
    scale = "" if side == 1 else f" One square is the mean of {side} x {side} cells."
    ones = int(cells.sum())
    itself = raster("cells", f"The array, {rows:,} rows of {columns:,} cells, {ones:,} of them 1", [(small, "--ink")])
    found = perturbation(cells, block=SQUARE)
    flipped, _ = shrunk(found.map(), _WIDEST)
    changes = _signed("changes", flipped, _words(found, f"each of {cells.size:,} cells flipped"))
    maps = [
        Map("The array", itself, f"{rows:,} x {columns:,} cells, {ones:,} of them 1, which are filled.{scale}{cut}"),
        Map("What each flip would do", changes, f"{_told(found, 'cell', '')}{scale}{cut}"),
    ]
    if min(rows, columns) >= SQUARE:
        maps.insert(1, _windows(cells, scale + cut))
    return maps


def _windows(cells: np.ndarray, more: str) -> Map:
    from ait.measures.bdm_blocks import read_blocks
    from ait.measures.bdm_classical import block_figures
    from ait.measures.block_counts import array_keys

    blocks = read_blocks(cells, SQUARE, 1, "drop", None, "literal")
    bits = block_figures(blocks, blocks.cut.block)[array_keys(cells, blocks.cut.axes(cells.shape), 2)]
    least, most = float(bits.min()), float(bits.max())
    small, _ = shrunk((bits - least) / max(most - least, 1e-9), _WIDEST)
    squares, ends = (
        f"window of {SQUARE} x {SQUARE} cells",
        f"from {least:.2f} to {most:.2f} bits, mean {bits.mean():.2f}",
    )
    words = f"-log2 D of each {squares}: {ends}"
    caption = (
        f"-log2 D of every {squares}, table {blocks.laws.name}: no colour for {least:.2f} bits, full colour for "
        f"{most:.2f}.{more}"
    )
    return Map("What each square costs", raster("squares", words, [(small, "--series-0")]), caption)


def _signed(name: str, values: np.ndarray, words: str) -> str:
    largest = max(float(np.abs(values).max()), 1e-9)
    layers = [(np.clip(values / largest, 0, 1), _ADDS), (np.clip(-values / largest, 0, 1), _SAVES)]
    return raster(name, words, layers)


def _bars(values: np.ndarray, words: str) -> str:
    def draw(axes: Axes) -> None:
        edges = np.arange(len(values) + 1) + 0.5
        axes.stairs(np.maximum(values, 0), edges, fill=True, color=SERIES[3], linewidth=0)
        axes.stairs(np.minimum(values, 0), edges, fill=True, color=SERIES[0], linewidth=0)
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.set_xlim(0.5, len(values) + 0.5)
        axes.set_xlabel("position")
        axes.set_ylabel("bits added")
        axes.locator_params(axis="x", integer=True)

    return picture("changes", words, draw, height=2.4)


def _told(found: Perturbation, place: str, how: str) -> str:
    values = found.map()
    up, down = float(values.max()), float(-values.min())
    words = [
        f"By how many bits {found.estimate.method} ({found.estimate.reference}) grows when a {place} is changed{how}."
    ]
    if up > 0:
        words.append(f"Red: the change adds bits, up to {up:.2f}, so the {place} keeps an order.")
    if down > 0:
        words.append(f"Blue: it saves bits, up to {down:.2f}, so the {place} breaks one.")
    return " ".join(words)


def _words(found: Perturbation, what: str) -> str:
    values = found.map()
    return (
        f"Change of {found.estimate.method}, {found.estimate.bits:,.1f} bits, with {what}: mean {values.mean():+.2f}, "
        f"from {values.min():+.2f} to {values.max():+.2f} bits"
    )


def _counted(shown: int, whole: int, unit: str) -> str:
    return f"{whole:,} {unit}" if shown == whole else f"the first {shown:,} of {whole:,} {unit}"
