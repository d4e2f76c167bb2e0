"""Distances as a table, CSV, a tree in text, Newick's notation, and a picture of the tree."""

from __future__ import annotations

from collections.abc import Sequence as Items
from typing import TYPE_CHECKING, Any

from ait.errors import MissingExtraError
from ait.measures.clusters import average_linkage
from ait.measures.distance import Distances
from ait.measures.joint_lengths import JointLengths
from ait.reports.drawn import drawn
from ait.reports.rows import Cell, Rows

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_NAME, _LEAST_COLUMNS = 24, 24


def distance_text(found: Items[Distances], width: int = 80) -> str:
    """Two inputs: a row a code. More: for each code the matrix, how normal the code is, and the tree."""
    if len(found[0].names) == 2:
        return _pair(found)
    return "\n".join(_many(one, width) for one in found)


def distance_record(found: Items[Distances]) -> dict[str, Any]:
    """The same for JSON, with the tree."""
    return {"distances": [{**one.as_dict(), "tree": newick(one)} for one in found]}


def distance_tables(found: Items[Distances]) -> list[Rows]:
    """A row for each code and pair of inputs, an input and itself included."""
    columns = ("code", "form", "first", "second", "distance", "bits_first", "bits_second")
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        alone, joint = one.lengths.alone.tolist(), one.lengths.joint.tolist()
        for i, first in enumerate(one.names):
            for j in range(i, len(one.names)):
                numbers = (float(one.matrix[i, j]), alone[i], alone[j], joint[i][j], joint[j][i])
                rows.append((_code(one.lengths), one.form, first, one.names[j], *map(float, numbers)))
    return [Rows("pair", (*columns, "bits_first_second", "bits_second_first"), rows)]


def _code(lengths: JointLengths) -> str:
    return lengths.reference.split(":")[0]


def _pair(found: Items[Distances]) -> str:
    first, second = found[0].names
    lines = [f"x = {first}", f"y = {second}", found[0].method, ""]
    lengths = "".join(f"{name:>10}" for name in ("C(x)", "C(y)", "C(xy)", "C(yx)"))
    lines.append(f"{'code':<15}{'d(x, y)':>8}{lengths}{'d(x, x)':>8}{'d(y, y)':>8}")
    for one in found:
        (x, y), joint, d = one.lengths.alone, one.lengths.joint, one.matrix
        bits = "".join(f"{v:>10,.{1 if v < 1e5 else 0}f}" for v in (x, y, joint[0, 1], joint[1, 0]))
        lines.append(f"{_code(one.lengths):<15}{d[0, 1]:>8.4f}{bits}{d[0, 0]:>8.4f}{d[1, 1]:>8.4f}")
    lines += ["", "Lengths in bits. d(x, x) is 0 for a metric: what stands there is how far the code is from one."]
    return "\n".join(lines) + "\n"


def _many(one: Distances, width: int) -> str:
    names = [_short(name) for name in one.names]
    margin = max(map(len, names)) + 5
    fit = max(1, (width - margin) // 8)
    lines = [one.method, f"of {one.reference}", ""]
    for start in range(0, len(names), fit):
        shown = range(start, min(start + fit, len(names)))
        lines.append(" " * margin + "".join(f"{f'[{j + 1}]':>8}" for j in shown))
        for i, name in enumerate(names):
            row = "".join(f"{one.matrix[i, j]:>8.4f}" for j in shown)
            lines.append(f"{f'[{i + 1}]':<5}{name:<{margin - 5}}{row}")
        lines.append("")
    return "\n".join([*lines, normality_text(one), "", "Average linkage:", "", tree_text(one, width)])


def normality_text(one: Distances) -> str:
    """How far the code is from a normal compressor, in a sentence for each axiom."""
    n, diagonal = one.normality, one.matrix.diagonal()
    return (
        f"d(x, x), 0 for a metric: from {diagonal.min():.4f} to {diagonal.max():.4f}.\n"
        f"A normal compressor misses these by a few times log2 n = {n.allowance:.0f} bits; this one by\n"
        f"  {n.idempotency:,.1f} bits  C(xx) = C(x)\n"
        f"  {n.monotonicity:,.1f} bits  C(xy) >= C(x), C(y)\n"
        f"  {n.symmetry:,.1f} bits  C(xy) = C(yx)\n"
        f"  {n.distributivity:,.1f} bits  C(xy) + C(z) <= C(xz) + C(yz)\n"
        f"Triangle inequality of d, missed by at most {n.triangle:.4f}."
    )


def _short(name: str) -> str:
    shown = "".join(c if c.isprintable() else "?" for c in name)
    return shown if len(shown) <= _NAME else "…" + shown[1 - _NAME :]


def newick(one: Distances) -> str:
    """The tree by average linkage in Newick's notation; a branch is half the distance, so that leaves are level.

    Negative branches, which a matrix that is no metric can bring, are written as they are.
    """
    rows = average_linkage(one.matrix)
    parts = ["'" + name.replace("'", "''") + "'" for name in one.names]
    heights = [0.0] * len(parts)
    for a, b, far, _ in rows.tolist():
        sides = [f"{parts[int(side)]}:{far / 2 - heights[int(side)]:.6f}" for side in (a, b)]
        parts.append(f"({','.join(sides)})")
        heights.append(far / 2)
    return parts[-1] + ";"


def tree_text(one: Distances, width: int = 80) -> str:
    """The tree by average linkage, drawn in characters: the further right two branches meet, the less alike."""
    rows = average_linkage(one.matrix).tolist()
    m = len(one.names)
    leaves: list[list[int]] = [[i] for i in range(m)]
    for a, b, _, _ in rows:
        leaves.append(leaves[int(a)] + leaves[int(b)])
    order = leaves[-1]
    names = [_short(one.names[i]) for i in order]
    margin = max(map(len, names)) + 1
    room, farthest = max(_LEAST_COLUMNS, width - margin - 2), max(row[2] for row in rows)
    # Each branch goes on in the row of its last leaf; a meeting takes at least one column more than those before it.
    columns, canvas = [0] * m, [[" "] * (room + m + 1) for _ in order]
    for made, (a, b, far, _) in enumerate(rows, m):
        upper, lower = (order.index(leaves[int(side)][-1]) for side in (a, b))
        first, second = columns[int(a)], columns[int(b)]
        at = max(round(room * far / farthest) if farthest > 0 else 0, first + 1, second + 1)
        columns.append(at)
        for row, begin in ((upper, first), (lower, second)):
            start = begin + 1 if begin > 0 else 0
            canvas[row][start:at] = "─" * (at - start)
        canvas[upper][at], canvas[lower][at] = "┐", "┘" if made == 2 * m - 2 else "┴"
        for row in range(upper + 1, lower):
            canvas[row][at] = "│"
    drawn = ["".join(line).rstrip() for line in canvas]
    scale = f"{'':<{margin}}0{f'{farthest:.4f}':>{max(columns)}}"
    return "\n".join([*(f"{name:<{margin}}{line}" for name, line in zip(names, drawn, strict=True)), scale]) + "\n"


def distance_picture(one: Distances, name: str) -> bytes:
    """The tree as a picture, in the format of the name: .png, .svg or .pdf.

    Raises:
        MissingExtraError: without matplotlib or SciPy.
    """
    try:
        from scipy.cluster.hierarchy import dendrogram
    except ImportError as error:
        raise MissingExtraError("scipy", "plot") from error
    formula, _, _ = one.method.partition(",")

    def draw(figure: Figure) -> None:
        axes = figure.add_subplot()
        labels = [_short(name) for name in one.names]
        dendrogram(average_linkage(one.matrix), labels=labels, orientation="left", color_threshold=0, ax=axes)
        axes.set_xlim(left=max(axes.get_xlim()[0], 1e-9), right=0)
        axes.set_xlabel(f"{formula} by {_code(one.lengths)}, average linkage")
        for side in ("left", "right", "top"):
            axes.spines[side].set_visible(False)

    return drawn(name, (8, 1.6 + 0.3 * len(one.names)), draw)
