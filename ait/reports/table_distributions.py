"""Halting times and output lengths, or shapes, of a table as text of at most 80 columns."""

from __future__ import annotations

from collections.abc import Iterator

from ait.tables.distributions import Distributions, LengthRow

_SINGLE_LENGTHS = 20
"""Longer outputs are shown by ranges, each twice as wide as the one before."""


def text(found: Distributions) -> str:
    """When machines halt, how long what they write is, and in how few steps they write it.

    >>> from ait.tables.distributions import table_distributions
    >>> text(table_distributions("turing-5-2-500")).splitlines()[4].split()
    ['1', '4,829,076,871,168', '6.499281e-01']
    """
    return "\n".join([*_times(found), "", *(_shapes(found) if found.shapes else _lengths(found))]) + "\n"


def _times(found: Distributions) -> Iterator[str]:
    halts, rest = f"{found.name}: {found.total:,} machines halt,", _open(found)
    yield from [f"{halts} {rest}"] if len(halts) + len(rest) < 80 else [halts, rest]
    if (error := found.total_standard_error) is not None:
        yield f"Estimated from a sample, as all below; standard error of the total {error:,}."
    yield ""
    yield "Of these, by the number of steps, the halting one included:"
    yield f"{'steps':>11}{'in so many or fewer':>26}{'need more, share':>23}"
    last = max(found.halting_times)
    for steps in _marks(last):
        more = found.running_after(steps)
        yield f"{steps:>11,}{found.total - more:>26,}{more / found.total:>23.6e}"


def _open(found: Distributions) -> str:
    if found.undecided:
        return f"{found.undecided:,} are undecided"
    # What was not drawn may hold undecided machines.
    return "all others never do" if found.total_standard_error is None else "no other one drawn is undecided"


def _marks(last: int) -> list[int]:
    """1, 2, 3, 5, 10, 20, 30, 50, ... and the last."""
    marks = {factor * 10**power for power in range(len(str(last))) for factor in (1, 2, 3, 5)}
    return sorted({mark for mark in marks if mark < last} | {last})


def _lengths(found: Distributions) -> Iterator[str]:
    yield "By the length of the output; steps: the fewest in which a string is written, the"
    yield "least, median and most over the strings of that length:"
    rows: list[tuple[str, ...]] = [("length", "strings", "machines", "share", "least", "median", "most")]
    rows += [
        _cells(f"{row.length:,}", [row], found, row.median_steps)
        for row in found.lengths
        if row.length <= _SINGLE_LENGTHS
    ]
    first, last = _SINGLE_LENGTHS + 1, 2 * _SINGLE_LENGTHS
    while any(row.length >= first for row in found.lengths):
        chosen = [row for row in found.lengths if first <= row.length <= last]
        if chosen:
            ends = sorted({chosen[0].length, chosen[-1].length})
            rows.append(_cells("-".join(f"{length:,}" for length in ends), chosen, found, None))
        first, last = last + 1, 2 * last
    yield from _columns([*rows, *_not_kept(found)])


def _cells(name: str, rows: list[LengthRow], found: Distributions, median: int | None) -> tuple[str, ...]:
    strings, machines = sum(row.strings for row in rows), sum(row.machines for row in rows)
    least = [row.least_steps for row in rows if row.least_steps is not None]
    most = [row.most_steps for row in rows if row.most_steps is not None]
    steps = (f"{min(least):,}", "" if median is None else f"{median:,}", f"{max(most):,}") if least else ("", "", "")
    return name, f"{strings:,}", f"{machines:,}", f"{machines / found.total:.3e}", *steps


def _shapes(found: Distributions) -> Iterator[str]:
    yield "By the shape of the output, in either orientation; steps: the fewest in which an"
    yield "array is written, the least, median and most over the arrays up to symmetry:"
    rows: list[tuple[str, ...]] = [("shape", "arrays", "machines", "share", "least", "median", "most")]
    for row in found.shapes:
        counts = f"{row.rows} x {row.columns}", f"{row.arrays:,}", f"{row.machines:,}"
        steps = f"{row.least_steps:,}", f"{row.median_steps:,}", f"{row.most_steps:,}"
        rows.append((*counts, f"{row.machines / found.total:.3e}", *steps))
    yield from _columns([*rows, *_not_kept(found)])


def _not_kept(found: Distributions) -> list[tuple[str, ...]]:
    machines = found.machines_longer
    return [("not kept", "", f"{machines:,}", f"{machines / found.total:.3e}", "", "", "")] if machines else []


def _columns(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Each column as wide as its widest cell, to the right, as far apart as 80 columns allow."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    gap = max(1, min(3, (80 - sum(widths)) // len(widths)))
    for row in rows:
        yield "".join(f"{cell:>{gap + width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
