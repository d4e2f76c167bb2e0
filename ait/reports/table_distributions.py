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
    # Many strings and many machines do not meet: the more symbols, the fewer states were walked.
    strings = max(8, *(len(f" {row.strings:,}") for row in found.lengths))
    widths = strings, 30 - strings
    yield (
        f"{'length':>11}{'strings':>{widths[0]}}{'machines':>{widths[1]}}{'share':>10}"
        f"{'least':>11}{'median':>7}{'most':>11}"
    )
    for row in found.lengths:
        if row.length <= _SINGLE_LENGTHS:
            yield _line(f"{row.length:,}", [row], found, row.median_steps, widths)
    first, last = _SINGLE_LENGTHS + 1, 2 * _SINGLE_LENGTHS
    while any(row.length >= first for row in found.lengths):
        rows = [row for row in found.lengths if first <= row.length <= last]
        if rows:
            ends = sorted({rows[0].length, rows[-1].length})
            yield _line("-".join(f"{length:,}" for length in ends), rows, found, None, widths)
        first, last = last + 1, 2 * last
    yield from _not_kept(found, widths)


def _shapes(found: Distributions) -> Iterator[str]:
    yield "By the shape of the output, in either orientation; steps: the fewest in which an"
    yield "array is written, the least, median and most over the arrays up to symmetry:"
    yield f"{'shape':>11}{'arrays':>8}{'machines':>23}{'share':>10}{'least':>8}{'median':>8}{'most':>12}"
    for row in found.shapes:
        name, share = f"{row.rows} x {row.columns}", row.machines / found.total
        yield (
            f"{name:>11}{row.arrays:>8,}{row.machines:>23,}{share:>10.3e}"
            f"{row.least_steps:>8,}{row.median_steps:>8,}{row.most_steps:>12,}"
        )
    yield from _not_kept(found, (8, 23))


def _not_kept(found: Distributions, widths: tuple[int, int]) -> Iterator[str]:
    if machines := found.machines_longer:
        yield f"{'not kept':>11}{'':>{widths[0]}}{machines:>{widths[1]},}{machines / found.total:>10.3e}"


def _line(name: str, rows: list[LengthRow], found: Distributions, median: int | None, widths: tuple[int, int]) -> str:
    strings, machines = sum(row.strings for row in rows), sum(row.machines for row in rows)
    least = [row.least_steps for row in rows if row.least_steps is not None]
    most = [row.most_steps for row in rows if row.most_steps is not None]
    steps = f"{min(least):>11,}{'' if median is None else f'{median:,}':>7}{max(most):>11,}" if least else ""
    return f"{name:>11}{strings:>{widths[0]},}{machines:>{widths[1]},}{machines / found.total:>10.3e}{steps}"
