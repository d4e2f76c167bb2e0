"""The picture of size against speed: docs/figures/compressors-pareto.png."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from bench import machine
from bench.areas.compressors import FIGURE, LEMPEL_ZIV, PREDICTORS, on_front

FILE = machine.ROOT / "docs" / FIGURE
# Colours that the common kinds of colour blindness tell apart (Okabe and Ito 2008).
OURS, THEIRS = "#D55E00", "#0072B2"


def draw(extra: dict[str, Any], file: Path = FILE) -> None:
    """Draw it: a row of panels for each input, writing on the left and reading on the right."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    files = extra["files"]
    figure, panels = plt.subplots(
        len(files), 2, figsize=(12, 4.4 * len(files)), sharex="col", sharey="row", squeeze=False, layout="constrained"
    )
    for pair, (heading, one) in zip(panels, files.items(), strict=True):
        for panel, speed, verb in zip(pair, ("write", "read"), ("writing", "reading"), strict=True):
            _panel(panel, one, speed)
            panel.set_title(f"{heading.replace('`', '')}: {verb}", fontsize=9, loc="left")
        pair[0].set_ylabel("bits per byte")
    for panel, verb in zip(panels[-1], ("written", "read"), strict=True):
        panel.set_xlabel(f"MB {verb} per second of processor time")
    # Names are put where the panels will be, and the layout is not to move them again.
    figure.canvas.draw()
    figure.set_layout_engine("none")
    for pair, one in zip(panels, files.values(), strict=True):
        for panel, speed in zip(pair, ("write", "read"), strict=True):
            rows, size = one["rows"], one["size"]
            _labels(panel, [(row["code"].split(",")[0], (row[speed] / 1e6, row["bits"] / size)) for row in rows])
    file.parent.mkdir(exist_ok=True)
    figure.savefig(file, dpi=100, metadata={"Software": None})
    plt.close(figure)


def _panel(panel: Any, one: dict[str, Any], speed: str) -> None:
    from matplotlib import ticker

    rows, size = one["rows"], one["size"]
    points = [(row[speed] / 1e6, row["bits"] / size) for row in rows]
    front = sorted(point for row, point in zip(rows, points, strict=True) if on_front(row, rows, speed))
    panel.plot(*zip(*front, strict=True), color="0.6", linewidth=1, zorder=1)
    for row, point in zip(rows, points, strict=True):
        own = row["code"] in (*PREDICTORS, LEMPEL_ZIV)
        colour, filled = OURS if own else THEIRS, point in front
        panel.plot(*point, "s" if own else "o", color=colour, markerfacecolor=colour if filled else "none", zorder=2)
    panel.set_xscale("log")
    panel.set_yscale("log")
    panel.yaxis.set_major_locator(ticker.LogLocator(subs=(1, 1.2, 1.5, 2, 2.5, 3, 4, 5)))
    panel.yaxis.set_major_formatter(ticker.FormatStrFormatter("%g"))
    panel.yaxis.set_minor_locator(ticker.NullLocator())
    panel.margins(x=0.14, y=0.1)
    panel.grid(alpha=0.25, linewidth=0.5)
    panel.spines[["top", "right"]].set_visible(False)


def _labels(panel: Any, named: list[tuple[str, tuple[float, float]]]) -> list[tuple[float, ...]]:
    """Write each name where it covers no point and no other name, the nearest such place first; all boxes."""
    renderer = panel.figure.canvas.get_renderer()
    pixels = panel.figure.dpi / 72
    at = {name: panel.transData.transform(point) for name, point in named}
    taken = [(x - 5, y - 5, x + 5, y + 5) for x, y in at.values()]
    for name, point in sorted(named, key=lambda item: item[1]):
        label = panel.annotate(
            name,
            point,
            fontsize=7.5,
            xytext=(0, 0),
            textcoords="offset points",
            arrowprops={"arrowstyle": "-", "color": "0.7", "linewidth": 0.5, "shrinkA": 0, "shrinkB": 3},
        )
        width, height = renderer.get_text_width_height_descent(name, label.get_fontproperties(), False)[:2]
        x, y = at[name]
        free = []
        for dx, dy in _PLACES:
            left, low = x + dx * pixels, y + dy * pixels
            box = (left - 1, low - 2, left + width + 1, low + height + 2)
            if any(_overlap(box, other) for other in taken):
                continue
            free.append((dx, dy, box))
            # A name nearer to another point would be taken for that one's.
            if all(_gap(box, (x, y)) <= _gap(box, point) for point in at.values()):
                break
        else:
            (dx, dy, box), *_ = free or [(dx, dy, box)]
        label.set_position((dx, dy))
        taken.append(box)
    return taken


def _by_distance() -> list[tuple[float, float]]:
    """Offsets of a name's lower left corner in points, those nearest to the point first."""
    found = [(float(dx), float(dy)) for dx in range(-100, 70, 4) for dy in range(-60, 61, 4)]
    return sorted(found, key=lambda at: max(0.0, -at[0] - 36, at[0]) ** 2 + (at[1] + 3) ** 2 + at[0] ** 2 / 50)


_PLACES = _by_distance()


def _gap(box: tuple[float, ...], point: tuple[float, float]) -> float:
    """How far a point is from a box, in pixels."""
    across = max(box[0] - point[0], point[0] - box[2], 0.0)
    return math.hypot(across, max(box[1] - point[1], point[1] - box[3], 0.0))


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
