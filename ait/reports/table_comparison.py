"""A comparison of two tables as text of at most 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ait.reports.correlation import shown
from ait.tables.bitstrings import LONGEST_WORD
from ait.tables.comparison import Agreement, TableComparison


def text(found: TableComparison) -> str:
    """What the tables hold, how they agree within each length, and where they disagree most.

    >>> from ait.tables.comparison import compare_tables
    >>> print(text(compare_tables("turing-5-2-500", "turing-5-2-500", top=3)).splitlines()[-1])
    No string of a length differs more between the tables than the others do.
    """
    return "\n".join([*_heading(found), "", *_contents(found), "", *_agreement(found), "", *_gaps(found)]) + "\n"


def _heading(found: TableComparison) -> Iterator[str]:
    yield f"A  {found.name_a}"
    yield f"B  {found.name_b}"
    for part in found.note.split("; "):
        yield from textwrap.wrap(f"{part[0].upper()}{part[1:]}.", 80)


def _contents(found: TableComparison) -> Iterator[str]:
    yield "Strings of each length, the length's share of each table, and the share of that"
    yield "share on strings that the other table lacks:"
    yield "length  strings A  strings B       both   share A   share B    only A    only B"
    for a in found.agreements:
        yield (
            f"{a.length:>6}{a.strings_a:>11,}{a.strings_b:>11,}{a.strings_both:>11,}"
            f"{a.mass_a:>10.2g}{a.mass_b:>10.2g}{a.only_a:>10.2g}{a.only_b:>10.2g}"
        )
    if found.longer_a or found.longer_b:
        yield (
            f"Longer strings are not compared, of which A keeps {found.longer_a:,} and B {found.longer_b:,}:"
            f" not all that\noccur are kept in both, or they have over {LONGEST_WORD} symbols."
        )


def _agreement(found: TableComparison) -> Iterator[str]:
    sampled = any(a.sampling is not None for a in found.agreements)
    bounded = any(a.overlapping is not None for a in found.agreements)
    yield "K = -log2 of a string's share of its table, bits; dK = K in B - K in A, over the"
    yield "strings in both; rank correlations with 95 % intervals:"
    # Never both: of a sample nothing is proved.
    last = f"{'overlap':>9}" if bounded else f"{'sampling':>10}" if sampled else ""
    yield f"length  {'Spearman':<21}{'Kendall':<21} mean dK  max |dK|{last}"
    for a in found.agreements:
        if a.mean_difference is not None and a.largest_difference is not None:
            differences = f"{a.mean_difference:>8.3f}{a.largest_difference:>10.3f}"
            yield f"{a.length:>6}  {shown(a.spearman):<21}{shown(a.kendall):<21}{differences}{_explained(a)}"
    if bounded:
        yield "overlap: the strings whose proved intervals overlap, so that what is undecided"
        yield "alone could explain their dK."
    if sampled:
        yield "sampling: the share of the variance of dK that the standard errors explain."


def _explained(a: Agreement) -> str:
    if a.overlapping is not None:
        return f"{100 * a.overlapping:>7.1f} %"
    return "" if a.sampling is None else f"{100 * a.sampling:>8.1f} %"


def _gaps(found: TableComparison) -> Iterator[str]:
    if not found.disagreements:
        yield "No string of a length differs more between the tables than the others do."
        return
    width = max(6, *(len(gap.string) for gap in found.disagreements))
    yield "Largest disagreements, by how far dK is from the mean of the length:"
    yield f"{'string':<{width}}  K in A   K in B       dK  beyond the mean"
    for gap in found.disagreements:
        difference = gap.bits_b - gap.bits_a
        yield f"{gap.string:<{width}}{gap.bits_a:>8.3f}{gap.bits_b:>9.3f}{difference:>9.3f}{gap.beyond_mean:>17.3f}"
