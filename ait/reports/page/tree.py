"""Several inputs on one page: how far they are from one another by one stated code, and the tree that follows."""

from __future__ import annotations

from collections.abc import Sequence as Items
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from ait.errors import InputError
from ait.measures.clusters import average_linkage
from ait.measures.distance import Distances, distance
from ait.reports.page.picture import FAINT, SERIES, picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ait.reports.compare import Report
    from ait.reports.progress import Progress
    from ait.sequence import Sequence

CODES = (("context-mixing", 2_000_000), ("lzma", 40_000_000))
"""The codes to measure with, and how many symbols in all each may be given: about a quarter of a minute's work."""
MOST_INPUTS = 64
_LABEL, _LEAF = 20, 0.27


@dataclass(frozen=True)
class Tree:
    """What the page shows: either the distances, or why there are none.

    Attributes:
        picture: the tree, or "".
        names: the inputs, shape (m,).
        rows: the distances, shape (m, m), as text and as a share of the greatest for shading.
        sentences: what was measured, by which code, how normal it is; or why nothing was.
    """

    picture: str = ""
    names: tuple[str, ...] = ()
    rows: list[list[tuple[str, float]]] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)


def tree(reports: Items[Report], progress: Progress | None = None) -> Tree:
    """The normalised compression distances of two inputs or more, and their tree by average linkage.

    By context mixing while all pairs together are few symbols, by LZMA beyond, and not at all beyond that: then the
    reason stands in the sentences.
    """
    sequences = [report.sequence for report in reports]
    work, command = (len(sequences) + 1) * sum(map(len, sequences)), "ait distance measures them, however long it takes"
    if len(sequences) > MOST_INPUTS:
        return Tree(sentences=[f"No tree here: {len(sequences)} inputs, and a page shows {MOST_INPUTS}; {command}."])
    code = next((name for name, most in CODES if work <= most), None)
    if code is None:
        refusal = f"No tree here: all pairs are {work:,} symbols to code, more than the {CODES[-1][1]:,} allowed a page"
        return Tree(sentences=[f"{refusal}; {command}."])
    names = tuple(label(sequence, i) for i, sequence in enumerate(sequences, 1))
    told = None if progress is None else lambda done, total: progress("distances", done, total)
    try:
        found = distance(*sequences, code=code, names=names, progress=told)
    except InputError as error:
        return Tree(sentences=[f"No tree here: {error}."])
    return Tree(_picture(found), names, _rows(found), _sentences(found, work))


def label(sequence: Sequence, number: int) -> str:
    """A short name for an input: its number on the page, and its file, its source or its beginning."""
    origin, _, name = sequence.source.partition(" ")
    shown = sequence.preview(_LABEL)
    if origin == "file":
        shown = PurePath(name).name
    elif origin == "source":
        shown = name
    shown = "".join(c if c.isprintable() else "?" for c in shown)
    return f"[{number}] " + (shown if len(shown) <= _LABEL else shown[: _LABEL - 1] + "…")


def _rows(found: Distances) -> list[list[tuple[str, float]]]:
    most = max(float(found.matrix.max()), 1e-9)
    return [[(f"{far:.3f}", max(0.0, far / most)) for far in row] for row in found.matrix.tolist()]


def _sentences(found: Distances, work: int) -> list[str]:
    own = found.matrix.diagonal()
    first = CODES[0]
    why = "" if work <= first[1] else f" (all pairs are {work:,} symbols; {first[0]} is used up to {first[1]:,})"
    return [
        f"Distance: {found.method}. Code: {found.reference}{why}.",
        "Tree: average linkage (UPGMA). Two branches meet at the mean distance between their inputs. An estimate: "
        "distances between codes, not between complexities.",
        f"An input and itself are {own.min():.3f} to {own.max():.3f} apart, which is 0 for a metric; the triangle "
        f"inequality is missed by at most {found.normality.triangle:.3f}.",
    ]


def _picture(found: Distances) -> str:
    rows = average_linkage(found.matrix).tolist()
    m = len(found.names)
    leaves: list[list[int]] = [[i] for i in range(m)]
    for a, b, _, _ in rows:
        leaves.append(leaves[int(a)] + leaves[int(b)])
    order = leaves[-1]
    heights = [float(order.index(i)) for i in range(m)]
    ends = [0.0] * m

    def draw(axes: Axes) -> None:
        for a, b, far, _ in rows:
            one, other = int(a), int(b)
            # Down one branch, across, and up the other: a bracket open towards the leaves.
            x, y = (ends[one], far, far, ends[other]), (heights[one], heights[one], heights[other], heights[other])
            axes.plot(x, y, color=SERIES[0], linewidth=1.4, solid_joinstyle="miter")
            # Between the leaves of the two branches no line runs.
            between = max(map(order.index, leaves[one])) + 0.5
            axes.annotate(
                f"{far:.2f}", (far, between), (-3, 0), textcoords="offset points", fontsize=8, ha="right", va="center"
            )
            heights.append((heights[one] + heights[other]) / 2)
            ends.append(far)
        axes.set_yticks(range(m), [found.names[i] for i in order], fontsize=9)
        axes.set_ylim(m - 0.5, -0.5)
        axes.set_xlim(min(0.0, *(row[2] for row in rows)), 1.02 * max(1e-9, rows[-1][2]))
        axes.set_xlabel("normalised compression distance")
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.grid(axis="x", linewidth=0.5, color=FAINT)

    joined = "; ".join(
        f"{' and '.join(' with '.join(found.names[i] for i in leaves[int(side)]) for side in (a, b))} meet at {far:.3f}"
        for a, b, far, _ in rows
    )
    return picture("tree", f"Tree of the inputs by average linkage: {joined}", draw, height=0.8 + _LEAF * m)
