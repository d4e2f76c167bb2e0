"""Several inputs on one page: every figure side by side, and how alike the measures rank the inputs."""

from __future__ import annotations

import math
from collections.abc import Sequence as Items
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np

from ait.errors import MissingExtraError
from ait.estimate import Kind
from ait.reports.compare import Report
from ait.reports.optional import ALL_MEASURES

_FEWEST, _ALL_ORDERS = 3, 8


@dataclass(frozen=True)
class Row:
    """One measure over all inputs: its kinds, which may differ with the table that fits an input; bits per symbol, or
    None where it does not apply; the cheapest code is marked."""

    name: str
    kinds: tuple[Kind, ...]
    figures: tuple[float | None, ...]
    best: tuple[bool, ...]


def rows(reports: Items[Report]) -> list[Row]:
    """A row for each measure that at least one report has."""
    made = []
    for name in ("literal", *(measure.name for measure in ALL_MEASURES)):
        found = [next((line for line in report.lines if line.name == name), None) for report in reports]
        kinds = [line.estimate.kind for line in found if line is not None]
        if not kinds:
            continue
        figures = tuple(
            None if line is None else line.estimate.per_symbol(len(report.sequence))
            for line, report in zip(found, reports, strict=True)
        )
        best = tuple(line is report.best for line, report in zip(found, reports, strict=True))
        made.append(Row(name, tuple(dict.fromkeys(kinds)), figures, best))
    return made


def mixtures(reports: Items[Report]) -> Row:
    """The universal mixture of each input's codes."""
    figures = tuple(report.mixture.per_symbol(len(report.sequence)) for report in reports)
    return Row("universal mixture", (Kind.UPPER_BOUND,), figures, tuple(False for _ in reports))


def chance(inputs: int) -> str:
    """How easily unrelated measures would seem to agree on so few inputs, in a sentence; "" for fewer than three.

    For up to 8 inputs by all their orders, beyond by the normal law of rho with variance 1/(m - 1).

    >>> chance(4)
    'Two unrelated measures that rank 4 inputs without ties reach |rho| of 1.00 or more in 8.3 % of all cases.'
    """
    if inputs < _FEWEST:
        return ""
    if inputs > _ALL_ORDERS:
        at, share = 1.959964 / math.sqrt(inputs - 1), 0.05
    else:
        order = np.arange(inputs)
        orders = np.array(list(permutations(range(inputs))))
        rho = np.abs(1 - 6 * ((orders - order) ** 2).sum(axis=1) / (inputs * (inputs * inputs - 1)))
        # The least value that chance reaches in at most one of twenty cases; for few inputs even 1 is more common.
        values = np.unique(rho.round(9))
        shares = [float((rho >= value - 1e-9).mean()) for value in values]
        at, share = next(
            ((value, share) for value, share in zip(values, shares, strict=True) if share <= 0.05),
            (values[-1], shares[-1]),
        )
    return (
        f"Two unrelated measures that rank {inputs} inputs without ties reach |rho| of {at:.2f} or more in "
        f"{100 * share:.1f} % of all cases."
    )


def correlations(made: Items[Row]) -> list[tuple[str, list[float | None]]]:
    """Spearman's rank correlation between the measures that have a figure for every input; none for fewer than three.

    None stands where one of the two ranks nothing: it is the same for all inputs.
    """
    whole = [row for row in made if None not in row.figures]
    if not whole or len(whole[0].figures) < _FEWEST:
        return []
    try:
        from scipy.stats import rankdata
    except ImportError as error:
        raise MissingExtraError("scipy", "html") from error

    ranks = {row.name: rankdata([round(figure or 0.0, 12) for figure in row.figures]) for row in whole}
    ranking = [name for name, found in ranks.items() if len(set(found.tolist())) > 1]
    table: dict[tuple[str, str], float] = {}
    for one, other in combinations(ranking, 2):
        table[one, other] = table[other, one] = float(np.corrcoef(ranks[one], ranks[other])[0, 1])
    return [(one, [1.0 if one == other else table.get((one, other)) for other in ranking]) for one in ranking]
