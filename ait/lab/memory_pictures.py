"""The pictures of the claim about feed-forward memories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ait.lab import pictures, support
from ait.lab.learning_order import GROUPS
from ait.lab.memory_study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_capacity(axes: Axes, study: Study) -> None:
    """Bits memorised per parameter over bits given, by size and by precision."""
    loads = np.array(study.limits.loads)
    for i, memory in enumerate(study.memories):
        mean, error = study.per_parameter(memory)
        axes.errorbar(loads, mean, error, fmt="o-", color=pictures.SERIES[i], label=f"{memory.hidden} units")
    for i, (bits, memory) in enumerate(study.trained_at.items()):
        mean, _ = study.per_parameter(memory)
        axes.plot(loads[: mean.size], mean, "--", color=pictures.SERIES[3 + i], label=f"{bits} bits")
    axes.plot([0, loads[-1]], [0, loads[-1]], color=pictures.FAINT, zorder=0)
    axes.set_ylim(0, 2.8)
    axes.set_xlabel("bits to learn per parameter")
    axes.set_ylabel("bits memorised per parameter")
    axes.legend(ncols=2)


def draw_order(axes: Axes, study: Study) -> None:
    """What is left to learn of each part over the steps, mean over the runs."""
    order = study.by_frequency
    axes.semilogx(order.steps, order.rule.mean(axis=0), color=pictures.INK, label="rule, unmet keys")
    for i, (low, high) in enumerate(GROUPS):
        left = order.facts[..., i].mean(axis=0) / 3
        axes.semilogx(order.steps, left, color=pictures.SERIES[i], label=f"facts of rank {low} to {high}")
    axes.axhline(0.5, color=pictures.FAINT, zorder=0)
    axes.set_ylim(0, 1.4)
    axes.set_xlabel("steps")
    axes.set_ylabel("share not yet learned")
    axes.legend(fontsize=8)


def draw_codes(axes: Axes, study: Study) -> None:
    """The three codes beside the plain listing and the noise."""
    names = ("prequential", "variational", "two_part")
    places = np.arange(len(study.codes))
    for i, name in enumerate(names):
        lengths = [getattr(each, name) for each in study.codes]
        errors = [each.std(ddof=1) / each.size**0.5 for each in lengths]
        axes.bar(
            places + 0.27 * (i - 1),
            [each.mean() for each in lengths],
            0.25,
            yerr=errors,
            color=pictures.SERIES[i],
            ecolor=pictures.INK,
            label=name.replace("_", "-"),
        )
    axes.axhline(study.codes[0].uniform, color=pictures.INK, linestyle="--", linewidth=0.9, label="uniform")
    axes.axhline(float(study.codes[0].noise.mean()), color=pictures.SERIES[3], linestyle=":", label="noise alone")
    axes.set_xticks(places, [f"{each.hidden} units" for each in study.codes])
    axes.set_ylabel("bits")
    axes.legend(fontsize=8)


def draw_support(axes: Axes, temperature: float) -> None:
    """A law of two modes and what is made of it."""
    law = support.two_modes()
    axes.fill_between(np.arange(support.POINTS), law, color=pictures.FAINT, label="the law")
    for i, (name, model) in enumerate(
        {
            "maximum likelihood": support.best_bell(law, reverse=False).law,
            "reverse divergence": support.best_bell(law, reverse=True).law,
            f"temperature {temperature:g}": support.sharpened(law, temperature),
        }.items()
    ):
        axes.plot(model, color=pictures.SERIES[i], label=name)
    axes.set_xlabel("point")
    axes.set_ylabel("probability")
    axes.legend()
