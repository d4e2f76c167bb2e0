"""A comparison of two tables of arrays as text of at most 80 columns."""

from __future__ import annotations

from collections.abc import Iterator

from ait.reports.correlation import shown
from ait.tables.array_comparison import ArrayComparison


def text(found: ArrayComparison) -> str:
    """What the tables hold, how they agree within each shape, and where they disagree most."""
    return "\n".join([*_contents(found), "", *_agreement(found), "", *_gaps(found)]) + "\n"


def _contents(found: ArrayComparison) -> Iterator[str]:
    yield f"A  {found.name_a}"
    yield f"B  {found.name_b}"
    yield f"Arrays of up to {found.most_cells} cells; a class of images, turned, reflected or with 0 and 1"
    yield "exchanged, counts once. Arrays of each shape, and its share of each table:"
    yield "shape     arrays A   arrays B       both   share A   share B"
    for a in found.agreements:
        yield (
            f"{_shape(a.rows, a.columns):<8}{a.arrays_a:>10,}{a.arrays_b:>11,}{a.arrays_both:>11,}"
            f"{a.mass_a:>10.2g}{a.mass_b:>10.2g}"
        )


def _shape(rows: int, columns: int) -> str:
    return f"{rows} x {columns}"


def _agreement(found: ArrayComparison) -> Iterator[str]:
    sampled = any(a.largest_error is not None for a in found.agreements)
    yield "K = -log2 of an array's share of its table, bits; dK = K in B - K in A, over the"
    yield "classes in both; rank correlations with 95 % intervals:"
    yield f"shape    {'Spearman':<21}{'Kendall':<21} mean dK  max |dK|{'  error' if sampled else ''}"
    for a in found.agreements:
        if a.mean_difference is not None and a.largest_difference is not None:
            error = "" if a.largest_error is None else f"{a.largest_error:>7.2f}"
            yield (
                f"{_shape(a.rows, a.columns):<9}{shown(a.spearman):<21}{shown(a.kendall):<21}"
                f"{a.mean_difference:>8.3f}{a.largest_difference:>10.3f}{error}"
            ).rstrip()
    if sampled:
        yield "error: the largest standard error of a K of the shape, from sampling."


def _gaps(found: ArrayComparison) -> Iterator[str]:
    if not found.disagreements:
        yield "No array of a shape differs more between the tables than the others do."
        return
    width = max(5, *(len(gap.array) for gap in found.disagreements))
    yield "Largest disagreements, by how far dK is from the mean of the shape:"
    yield f"{'array':<{width}}  K in A   K in B       dK  beyond the mean"
    for gap in found.disagreements:
        difference = gap.bits_b - gap.bits_a
        yield f"{gap.array:<{width}}{gap.bits_a:>8.3f}{gap.bits_b:>9.3f}{difference:>9.3f}{gap.beyond_mean:>17.3f}"
