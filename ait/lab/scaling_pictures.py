"""Tables and pictures of the claim about scaling laws."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ait.lab import pictures
from ait.lab.record import Cell, Table
from ait.lab.scaling_curves import CLASS, TAIL, TITLES, Curve, Floats
from ait.sources.santa_fe import SantaFe

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def data(process: SantaFe, curve: Curve) -> Table:
    """Exact and sampled losses of the Santa Fe process over data."""
    rows = tuple(
        (
            int(n),
            process.loss_after(int(n)),
            float(mean),
            float(error),
            process.local_exponent(int(n)),
        )
        for n, mean, error in zip(
            curve.at,
            curve.losses.mean(axis=0),
            curve.losses.std(axis=0, ddof=1) / math.sqrt(len(curve.losses)),
            strict=True,
        )
    )
    return Table(
        "santa-fe", "Santa Fe: loss over data", ("n", "exact", "sampled", "standard error", "local exponent"), rows
    )


def measured(curve: Curve) -> Table:
    """Mean test losses of a curve with their standard errors."""
    rows = tuple(
        (float(at), float(mean), float(error), float(mean) - curve.entropy_rate)
        for at, mean, error in zip(
            curve.at,
            curve.losses.mean(axis=0),
            curve.losses.std(axis=0, ddof=1) / math.sqrt(len(curve.losses)),
            strict=True,
        )
    )
    what = "depth" if curve.name == "context-tree" else "n"
    return Table(
        curve.name,
        f"Test loss: {TITLES[curve.name]}",
        (what, "loss", "standard error", "above the entropy rate"),
        rows,
    )


def exponents(local: Floats) -> Table:
    """The local exponents, as a table."""
    rows = tuple(tuple(float(each) for each in row) for row in local)
    return Table("exponents", "Local exponents", ("n", "endless facts", f"{CLASS} facts, counted"), rows, "Exact sums.")


def decisions(process: SantaFe) -> Table:
    """Error rates of two decisions beside the loss, exact."""
    rows: list[tuple[Cell, ...]] = []
    bayes = 1 - float(process.probability(np.array([1]))[0])
    for n in (0, 1, 2, 5, 10, 20, 50, 100, 1000, 10**4, 10**5, 10**6):
        whole = process.error_of_names_and_facts(n)
        rows.append((n, process.unseen(n), whole, whole - bayes, process.error_of_facts(n)))
    columns = ("n", "excess loss", "error, whole symbol", "above Bayes", "error, fact given its name")
    return Table("decisions", "Two decisions over one loss", columns, tuple(rows), "Exact.")


def draw_decisions(axes: Axes, process: SantaFe, curve: Curve) -> None:
    """The excess loss and both error rates over data."""
    n = np.unique(np.logspace(0, 6, 49).round().astype(int))
    axes.loglog(n, [process.unseen(int(each)) for each in n], color=pictures.SERIES[0], label="excess loss, bits")
    axes.loglog(
        curve.at,
        curve.losses.mean(axis=0) - curve.entropy_rate,
        "o",
        color=pictures.SERIES[0],
        label="the same, sampled",
    )
    axes.loglog(
        n, [process.error_of_facts(int(each)) for each in n], color=pictures.SERIES[1], label="error, fact given name"
    )
    above = [process.error_of_names_and_facts(int(each)) - curve.bayes_error for each in n]
    axes.loglog(n, above, color=pictures.SERIES[3], label="error above Bayes, whole symbol")
    axes.set_ylim(1e-5, 1)
    axes.set_xlabel("symbols learned from")
    axes.legend()


def draw_exponents(axes: Axes, local: Floats) -> None:
    """The local exponents over data."""
    axes.semilogx(local[:, 0], local[:, 1], color=pictures.SERIES[0], label="endless facts")
    axes.semilogx(local[:, 0], local[:, 2], color=pictures.SERIES[1], label=f"{CLASS} facts, counted")
    for level in (TAIL / (1 + TAIL), 1.0):
        axes.axhline(level, color=pictures.FAINT, zorder=0)
    axes.set_xlabel("symbols learned from")
    axes.set_ylabel("local exponent")
    axes.legend()


def draw_limit(axes: Axes, curve: Curve) -> None:
    """A measured curve with its fitted limit and the entropy rate."""
    error = curve.losses.std(axis=0, ddof=1) / math.sqrt(len(curve.losses))
    axes.errorbar(curve.at, curve.losses.mean(axis=0), error, fmt="o-", color=pictures.SERIES[0], label="test loss")
    axes.axhspan(curve.fit.low, curve.fit.high, color=pictures.SERIES[1], alpha=0.35, linewidth=0, label="fitted limit")
    axes.axhline(curve.entropy_rate, color=pictures.SERIES[2], label="entropy rate")
    if curve.name == "network":
        axes.set_xscale("log")
    axes.set_xlabel("depth of the contexts" if curve.name == "context-tree" else "symbols learned from")
    axes.set_ylabel("bits per symbol")
    axes.legend()
