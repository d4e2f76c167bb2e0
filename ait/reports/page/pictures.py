"""Which pictures an input gets, in the order of the page."""

from __future__ import annotations

import numpy as np

from ait.reports.choice import lacks_table, turing_table
from ait.reports.compare import Report
from ait.reports.page import curves, spread
from ait.reports.page.ladder import ladder
from ait.reports.page.maps import Map, array_maps, sequence_map

_LONG_ENOUGH = 32


def pictures(report: Report, costs: dict[str, np.ndarray], best: str, truth: float | None) -> list[Map]:
    """Every picture that the input is long enough for, and of the right kind.

    Args:
        report: the figures.
        costs: the surprisals under each predictor, see :func:`ait.reports.page.curves.costs`.
        best: the predictor of least bits.
        truth: the entropy rate of the source in bits per symbol, where it is known.
    """
    found = [] if report.cells is None else array_maps(report.cells)
    found.append(
        Map(
            "Every measure against the literal length",
            curves.measures(report, truth),
            "Diamond: exact or proved bounds (the line is the interval). Triangle: an upper bound, a code that "
            "decodes. Circle: an estimate, nothing is proved.",
        )
    )
    found.append(Map("Spread over machines", *spread.spread(report)))
    if costs and len(report.sequence) >= _LONG_ENOUGH:
        found += _along(report, costs, best, truth)
    if report.cells is None and len(report.sequence) > 1:
        changed = sequence_map(report.sequence)
        if changed is not None:
            found.append(changed)
    return [one for one in found if one.picture]


def _along(report: Report, costs: dict[str, np.ndarray], best: str, truth: float | None) -> list[Map]:
    sequence, n = report.sequence, len(report.sequence)
    found = [
        Map(
            "Learning curves",
            curves.learning(report, costs, truth),
            "What each predictor has paid per symbol so far, its learning included. The description of an inferred "
            "alphabet is not in these curves.",
        ),
        Map("Block ladder", *ladder(sequence, truth)),
        Map(
            "Cost along the input",
            curves.along(costs[best], sequence.literal_bits / n, best),
            f"Mean surprisal of each stretch under {best}, the shortest of the predictors here.",
        ),
    ]
    if not lacks_table(sequence.k):
        window = curves.window_of(sequence)
        found.append(
            Map(
                "Complexity along the input",
                curves.windows(sequence, window),
                f"-log2 of D(w | length) for every window of {window} symbols, table {turing_table(sequence.k)}: what "
                "small Turing machines find hard, given the length.",
            )
        )
    return found
