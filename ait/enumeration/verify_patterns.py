"""Checks of a table over more than two symbols: sums, and that its rows are classes, each once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ait.enumeration.symbols_sample_table import UNIT_BITS
from ait.tables.counts_table import CountsTable
from ait.tables.pattern_table import PatternTable
from ait.tables.patterns_kernel import patterns


def checks(table: CountsTable) -> Iterator[tuple[bool, str]]:
    """Each check as (whether it holds, what it says)."""
    if not isinstance(table, PatternTable):
        yield False, "it is not a table of patterns"
        return
    fields, fold = table.fields, 2 * table.symbols
    canonical = patterns(table.lengths, table.words, np.uint64(table.bits))
    yield np.array_equal(canonical, table.words), "every row is the least string of its class"
    if table.is_sampled:
        yield from _sample(table)
        return
    strings = zip(table.counts.tolist(), table.orbits.tolist(), strict=True)
    counted = sum(count * many for count, many in strings) + int(fields["total_of_strings_left_out"])
    yield counted == table.total, f"counts, each for every string of its class, sum to the total, {table.total:,}"
    radix, entries = table.symbols * (2 * fields["states"] + 1), fields["states"] * table.symbols
    machines = table.symbols * radix**entries
    accounted = table.total + fields["non_halting"] + fields["undecided"]
    undecided = fold * _sum(table.extras["undecided_by_span"])
    yield (
        machines == fields["machines"] == accounted and undecided == fields["undecided"],
        f"halting, non-halting and undecided machines sum to all {machines:,}; undecided {undecided / machines:.3e}",
    )
    timed = _sum(table.extras["halting_by_steps"]) + _sum(table.extras.get("late_machines", np.zeros(0, np.uint64)))
    walked = table.symbols**2 * radix ** (entries - 1) + fold * timed
    yield walked == table.total, "halting machines by number of steps sum to the total"


def _sample(table: PatternTable) -> Iterator[tuple[bool, str]]:
    fields, errors, carried = table.fields, table.columns["standard_error"], table.columns["carried"]
    counted = table.mass_of(np.arange(len(table)))
    yield counted == table.total, f"estimated counts, each for every string of its class, sum to {table.total:,}"
    radix, entries = table.symbols * (2 * fields["states"] + 1), fields["states"] * table.symbols
    machines = table.symbols * radix**entries
    yield machines == fields["machines"], f"they are a sample of all {machines:,} machines"
    # The one cell of those that halt at once is known; all else was drawn.
    drawn = table.lengths > 1
    exact = int(table.counts[0]) == 2**UNIT_BITS // radix and int(errors[0]) == 0
    yield exact and bool(np.all(errors[drawn] > 0)), "the machines that halt at once are counted, all else has an error"
    yield bool(np.all(carried[drawn] > 0)), f"every class was written by a machine run: {int(carried.sum()):,} did so"


def _sum(column: np.ndarray) -> int:
    return int(sum(column.tolist()))
