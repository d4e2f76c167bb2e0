"""A block decomposition and a perturbation map as text, CSV and a picture."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ait.estimate import Estimate
from ait.measures.bdm_normalised import NormalisedBdm
from ait.measures.perturbation import Perturbation
from ait.reports.drawn import drawn
from ait.reports.rows import ESTIMATE_COLUMNS, Rows, csv, estimate_cells

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FILES = (".npy", ".csv")
_SERIES_AT_MOST, _STRIP_WIDTH = 2000, 500
_SCALES = ("least", "largest", "min_max", "literal_bits", "per_literal")
_CHANGED = {"change": "changed", "delete": "deleted", "insert": "with a symbol put before it"}


def bdm_text(estimate: Estimate, scales: NormalisedBdm | None) -> str:
    """A decomposition: its bits, where they are paid, and the two scales where there are any."""
    error = "" if estimate.standard_error is None else f" ± {estimate.standard_error:,.4f}"
    rows = [(estimate.method, f"{estimate.bits:,.4f}{error} bits, {estimate.kind.value}")]
    rows += [(f"  {name}", f"{bits:,.4f}") for name, bits in estimate.parts.items()]
    rows.append(("of", estimate.reference))
    if scales is not None:
        rows.append(("min-max", f"{scales.min_max:.4f}, from {scales.least:,.4f} to {scales.largest:,.4f} bits"))
        rows.append(("n log2 k", f"{scales.per_literal:.4f} times the {scales.literal_bits:,.0f} bits of the listing"))
    rows += [("note", part) for part in estimate.note.split("; ") if part]
    width = max(len(name) for name, _ in rows)
    return "".join(f"{name:<{width}}  {value}\n" for name, value in rows)


def bdm_record(estimate: Estimate, scales: NormalisedBdm | None) -> dict[str, Any]:
    """The same for JSON."""
    record: dict[str, Any] = {"estimate": estimate.as_dict()}
    if scales is not None:
        record["scales"] = {name: getattr(scales, name) for name in _SCALES}
    return record


def bdm_tables(estimate: Estimate, scales: NormalisedBdm | None) -> list[Rows]:
    """The same as one row, where the bits are paid in a column ``parts``."""
    parts = "; ".join(f"{name} {bits!r}" for name, bits in estimate.parts.items())
    ends = tuple(None if scales is None else getattr(scales, name) for name in _SCALES)
    cells = (*estimate_cells(estimate), parts, *ends)
    return [Rows("figure", (*ESTIMATE_COLUMNS, "parts", *_SCALES), [cells])]


def perturbation_text(found: Perturbation, top: int) -> str:
    """What a map shows: its spread, and the places that matter most and least."""
    values = found.map().ravel()
    signs = int((values > 1e-9).sum()), int((values < -1e-9).sum())
    lines = [
        f"{found.estimate.method}: {found.estimate.bits:,.4f} bits ({found.estimate.reference})",
        f"each of {values.size:,} places {_CHANGED[found.kind]}: mean {values.mean():+,.4f} bits,"
        f" from {values.min():+,.4f} to {values.max():+,.4f}",
        f"{signs[0]:,} places add bits, {signs[1]:,} save some, {values.size - sum(signs):,} change nothing",
    ]
    for word, order, count in (("add", -values, signs[0]), ("save", values, signs[1])):
        if top and count:
            lines.append(f"places that {word} most: {_places(found, order, min(top, count))}")
    return "\n".join(lines) + "\n"


def _places(found: Perturbation, order: np.ndarray, top: int) -> str:
    values = found.map()
    chosen = np.argsort(order, kind="stable")[:top]
    named = [np.unravel_index(int(at), values.shape) for at in chosen]
    return ", ".join(f"{' '.join(str(int(i)) for i in place)} ({values[place]:+.4f})" for place in named)


def perturbation_record(found: Perturbation) -> dict[str, Any]:
    """The same for JSON, with the whole map."""
    return {
        "kind": found.kind,
        "estimate": found.estimate.as_dict(),
        "shape": list(found.bits.shape),
        "bits": found.bits.tolist(),
    }


def perturbation_tables(found: Perturbation) -> list[Rows]:
    """The whole map, a row a place and a column a symbol that could stand there."""
    bits = found.bits[..., None] if found.kind == "delete" else found.bits
    axes = ("row", "column") if bits.ndim == 3 else ("place",)
    symbols = ("bits",) if found.kind == "delete" else tuple(f"bits_if_{symbol}" for symbol in range(bits.shape[-1]))
    return [
        Rows("place", (*axes, *symbols), ((*place, *bits[place].tolist()) for place in np.ndindex(bits.shape[:-1])))
    ]


def perturbation_file(found: Perturbation, name: str) -> bytes:
    """The map as the bytes of a file: .npy as it is, else CSV with a row a place and a column a symbol."""
    if name.endswith(".npy"):
        stream = io.BytesIO()
        np.save(stream, found.bits, allow_pickle=False)
        return stream.getvalue()
    return csv(perturbation_tables(found)).encode()


def perturbation_picture(found: Perturbation, name: str) -> bytes:
    """The map as a picture, in the format of the name: .png, .svg or .pdf.

    Red adds bits, blue saves some. An array is shown as it is, a short sequence as a line, and a long one in rows
    of the same length, to be read like a text.

    Raises:
        MissingExtraError: without matplotlib.
    """
    values = found.map()
    is_series = values.ndim == 1 and values.size <= _SERIES_AT_MOST

    def draw(figure: Figure) -> None:
        axes = figure.add_subplot()
        if is_series:
            _draw_series(axes, values)
        else:
            figure.colorbar(_draw_map(axes, values), ax=axes).set_label("bits added")
        what = f"{found.estimate.method}, {found.estimate.bits:,.1f} bits"
        axes.set_title(f"{what}, and each place {_CHANGED[found.kind]}")

    return drawn(name, (8, 3 if is_series else 6), draw)


def _draw_series(axes: Axes, values: np.ndarray) -> None:
    places = np.arange(values.size)
    for chosen, colour in ((values > 0, "#b2182b"), (values <= 0, "#2166ac")):
        axes.vlines(places[chosen], 0, values[chosen], color=colour, linewidth=max(0.6, min(4.0, 400 / values.size)))
    axes.axhline(0, color="black", linewidth=0.6)
    axes.set_xlabel("place")
    axes.set_ylabel("bits added")


def _draw_map(axes: Axes, values: np.ndarray) -> Any:
    if values.ndim == 1:
        width = min(_STRIP_WIDTH, 1 << math.ceil(math.log2(math.sqrt(values.size))))
        padded = np.full(-(-values.size // width) * width, np.nan)
        padded[: values.size] = values
        values = padded.reshape(-1, width)
        axes.set_xlabel(f"place within a row of {width:,}")
        axes.set_ylabel("row")
    largest = float(np.nanmax(np.abs(values))) or 1.0
    return axes.imshow(values, cmap="RdBu_r", vmin=-largest, vmax=largest, interpolation="nearest", aspect="auto")
