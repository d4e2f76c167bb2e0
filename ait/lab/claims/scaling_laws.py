"""Claim: scaling laws approach the entropy rate and not the Bayes error. Santa Fe, context trees, a small network."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ait.lab import chain_network, pictures
from ait.lab.record import Cell, Figure, Finding, Number, Record, Size, Table, Told, Verdict, in_words, overall, quiet
from ait.lab.scaling import (
    Irreducible,
    fit_geometric,
    fit_power,
    learned_bias_excess,
    measured_depth_losses,
    sampled_losses,
)
from ait.lab.torch_here import torch_here
from ait.sources.processes import even
from ait.sources.santa_fe import SantaFe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]

_A = 1.0
_CLASS = 512
_DEPTHS = range(1, 8, 2)
_NEAR = 0.03
_PLATEAU = 0.05
_Z = 4.0
_EVEN_BAYES_ERROR = 1 / 3
"""In the state that 2/3 of the time sees, both symbols have 1/2; in the other there is no choice."""


@dataclass(frozen=True)
class _Limits:
    runs: int
    longest: int
    learned: int
    tested: int
    trained: int
    points: int


_LIMITS = {
    Size.SMALL: _Limits(4, 12, 1 << 16, 1 << 13, 12, 11),
    Size.DEFAULT: _Limits(12, 17, 1 << 20, 1 << 16, 17, 31),
    Size.LARGE: _Limits(32, 20, 1 << 22, 1 << 18, 19, 61),
}


@dataclass(frozen=True)
class _Curve:
    """Losses of several runs over what grows, what they were fitted to tend to, and what is known of the source."""

    name: str
    at: Floats
    losses: Floats
    fit: Irreducible
    entropy_rate: float
    bayes_error: float


def run(seed: int = 0, size: Size = Size.DEFAULT, told: Told = quiet) -> Record:
    """Exact curves, sampled ones with their fitted limits, and two decisions over the same loss."""
    with torch_here(seed):
        limits = _LIMITS[size]
    process = SantaFe(_A)
    curves = (_santa_fe(process, limits, seed), _tree(limits, seed), _network(limits, seed, told))
    local = _local_exponents(process, limits, told)
    findings = (
        _exact(process, curves[0]),
        *(_covered(curve) for curve in curves),
        _memory(process),
        _turn(local),
        _whole(process),
        _fact(process),
    )
    return Record(
        "scaling-laws",
        seed,
        size,
        overall(findings),
        f"{findings[1].statistic}; {findings[-1].statistic}",
        f"{in_words(findings)} Exactly: an error rate obeys the same law where the decision needs the rare facts: "
        "the error of a fact given its name is half the excess loss, and its Bayes error is approached by the same "
        "power. Only a decision that ignores the tail saturates at its Bayes error while the loss goes on falling.",
        f"Santa Fe process with a = {_A:g}; the even process, seen through contexts of {_DEPTHS[0]} to "
        f"{_DEPTHS[-1]}; a chain of second order over {chain_network.SYMBOLS} symbols, learned by a network of "
        f"{chain_network.HIDDEN} hidden units; {limits.runs} runs each",
        findings,
        _numbers(curves),
        (
            _data(process, curves[0]),
            *(_measured(curve) for curve in curves[1:]),
            _exponents(local),
            _decisions(process),
        ),
        (
            Figure(
                "decisions",
                "One loss, two decisions",
                "Excess loss over the symbols learned from, exact (line) and sampled (dots); the error of a fact "
                "given its name is half of it; the error of the whole symbol, above its Bayes error, is gone after "
                "ten symbols.",
                lambda axes: _draw_decisions(axes, process, curves[0]),
            ),
            Figure(
                "exponent",
                "The exponent, where the class holds the source",
                f"Local exponent of the excess loss. With endless facts it tends to a/(1+a) = {_A / (1 + _A):g}; a "
                f"learner that counts {_CLASS} facts goes from there to 1 when all are met.",
                lambda axes: _draw_exponents(axes, local),
            ),
            *(
                Figure(
                    f"limit-{curve.name}",
                    f"Fitted limit: {_TITLES[curve.name]}",
                    "Mean loss over the runs, the fitted limit with its 95 % interval (band), the entropy rate "
                    f"(line); the Bayes error is {curve.bayes_error:.3f}.",
                    partial(_draw_limit, curve=curve),
                )
                for curve in curves[1:]
            ),
        ),
        (
            "Dębowski 2011; Hutter, Learning curve theory, 2021; Michaud and others, The quantization model of "
            "neural scaling, 2023",
            "Kaplan and others, Scaling laws for neural language models, 2020; Hoffmann and others 2022",
            "Rissanen 1986: (d/2) log n / n, so that the loss of the next symbol falls like d/(2n)",
        ),
    )


_TITLES = {
    "santa-fe": "facts over data",
    "context-tree": "even process over context depth",
    "network": "a small network over data",
}


def _santa_fe(process: SantaFe, limits: _Limits, seed: int) -> _Curve:
    n = np.array([1 << i for i in range(7, limits.longest + 1)])
    losses = sampled_losses(process, n, limits.runs, seed)
    first = float(process.probability(np.array([1]))[0])
    return _Curve(
        "santa-fe", n.astype(float), losses, fit_power(n.astype(float), losses), process.entropy_rate, 1 - first
    )


def _tree(limits: _Limits, seed: int) -> _Curve:
    process = even()
    losses = np.array(
        [
            measured_depth_losses(process, _DEPTHS, limits.learned, limits.tested, seed * limits.runs + run)
            for run in range(limits.runs)
        ]
    )
    depths = np.array(_DEPTHS, np.float64)
    return _Curve(
        "context-tree", depths, losses, fit_geometric(depths, losses), process.entropy_rate, _EVEN_BAYES_ERROR
    )


def _network(limits: _Limits, seed: int, told: Told) -> _Curve:
    process = chain_network.chain()
    n = np.array([1 << i for i in range(8, limits.trained + 1)])
    found = chain_network.curves(n, limits.tested, limits.runs, seed, told)
    fit = fit_power(n.astype(float), found.losses)
    return _Curve(
        "network", n.astype(float), found.losses, fit, process.entropy_rate, chain_network.bayes_error(process)
    )


def _local_exponents(process: SantaFe, limits: _Limits, told: Told) -> Floats:
    """Columns: n, exponent with endless facts, exponent of a learner that counts a class of facts; rows over n."""
    probabilities = process.probability(np.arange(1, _CLASS + 1))
    probabilities /= probabilities.sum()
    n = np.logspace(0.5, 8, limits.points).round()
    excess = []
    for i, each in enumerate(n):
        excess.append(learned_bias_excess(probabilities, each))
        told("exponents", i + 1, n.size)
    counted = -np.diff(np.log(excess)) / np.diff(np.log(n))
    middle = np.sqrt(n[1:] * n[:-1])
    endless = [process.local_exponent(round(each)) for each in middle]
    return np.column_stack([middle, endless, counted])


def _exact(process: SantaFe, curve: _Curve) -> Finding:
    truth = np.array([process.loss_after(int(each)) for each in curve.at])
    error = curve.losses.std(axis=0, ddof=1) / math.sqrt(len(curve.losses))
    z = (curve.losses.mean(axis=0) - truth) / error
    worst = float(np.abs(z).max())
    # With few runs the quotient has Student's tails.
    limit = _Z if len(curve.losses) > 8 else 4 * _Z
    return Finding(
        "Sampled learners lose what the exact curve H(K) + Σ p_k (1 - p_k)^n says.",
        Verdict.HOLDS if worst < limit else Verdict.FAILS,
        f"largest |z| over {z.size} amounts of data: {worst:.2f}",
    )


def _covered(curve: _Curve) -> Finding:
    fit = curve.fit
    inside = fit.covers(curve.entropy_rate)
    # No error rate is anywhere near: the two are different quantities, and the fit tells them apart.
    apart = not fit.covers(curve.bayes_error)
    return Finding(
        f"The fitted irreducible loss is the entropy rate and not the Bayes error: {_TITLES[curve.name]}.",
        Verdict.HOLDS if inside and apart else Verdict.FAILS,
        f"fitted limit {fit.value:.5f}, 95 % interval [{fit.low:.5f}, {fit.high:.5f}]; H = {curve.entropy_rate:.5f}, "
        f"Bayes error {curve.bayes_error:.5f}",
        "95 % means that one run in twenty misses.",
    )


def _memory(process: SantaFe) -> Finding:
    sizes = (100, 1000, 10_000, 100_000)
    slopes = [math.log(process.unknown(a) / process.unknown(b)) / math.log(b / a) for a, b in pairwise(sizes)]
    return Finding(
        "In the size of the memory the exponent is a, in data a/(1+a).",
        Verdict.HOLDS if abs(slopes[-1] - _A) < _NEAR else Verdict.FAILS,
        f"slopes of Σ_(k>N) p_k from N = 100 to 100,000: {', '.join(f'{each:.4f}' for each in slopes)}; of Σ p_k (1 "
        f"- p_k)^n at n = 10^6: {process.local_exponent(10**6):.4f}",
    )


def _turn(local: Floats) -> Finding:
    n, counted, law = local[:, 0], local[:, 2], _A / (1 + _A)
    rests = np.log10(n[np.abs(counted - law) < _PLATEAU])
    decades = float(np.ptp(rests)) if rests.size else 0.0
    last = float(counted[-1])
    return Finding(
        "The local exponent goes from a/(1+a) to 1 when the source lies in the class.",
        Verdict.HOLDS if abs(last - 1) < _NEAR and decades >= 1 else Verdict.FAILS,
        f"{_CLASS} facts, counted: within {_PLATEAU} of {law:g} over {decades:.1f} decades of n, {last:.4f} at n = "
        f"{n[-1]:.1e}",
        "In the end each of the d parameters costs 1/(2n ln 2) bits a symbol.",
    )


def _whole(process: SantaFe) -> Finding:
    bayes = 1 - float(process.probability(np.array([1]))[0])
    left = process.error_of_names_and_facts(1000) - bayes
    ratio = process.unseen(1000) / process.unseen(100_000)
    return Finding(
        "The error of the whole symbol saturates while the loss goes on falling.",
        Verdict.HOLDS if left < 1e-9 and ratio > 5 else Verdict.FAILS,
        f"error above Bayes at n = 1,000: {left:.1e}; the excess loss falls {ratio:.1f}-fold from there to n = 100,000",
        "The likeliest symbol is the commonest name with its fact: nothing else is ever decided.",
    )


def _fact(process: SantaFe) -> Finding:
    n = [10**i for i in range(7)]
    gap = max(abs(process.error_of_facts(each) - (process.loss_after(each) - process.entropy_rate) / 2) for each in n)
    return Finding(
        "No error rate obeys a scaling law.",
        Verdict.FAILS if gap < 1e-9 else Verdict.HOLDS,
        f"error of a fact given its name less half the excess loss: at most {gap:.1e} for n = 1 to 10^6",
        "A fact that was not met is a fair coin: one bit of loss, half an error. The same power, to the same Bayes "
        "error, 0.",
    )


def _numbers(curves: tuple[_Curve, ...]) -> tuple[Number, ...]:
    found = []
    for curve in curves:
        title = _TITLES[curve.name]
        found += [
            Number(f"entropy rate, {title}", curve.entropy_rate, unit="bits per symbol"),
            Number(f"fitted limit, {title}", curve.fit.value, curve.fit.error, "bits per symbol"),
            Number(f"Bayes error, {title}", curve.bayes_error, unit="errors per symbol"),
            Number(f"fitted exponent, {title}", curve.fit.exponent, curve.fit.exponent_error, ""),
        ]
    return tuple(found)


def _data(process: SantaFe, curve: _Curve) -> Table:
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


def _measured(curve: _Curve) -> Table:
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
        f"Test loss: {_TITLES[curve.name]}",
        (what, "loss", "standard error", "above the entropy rate"),
        rows,
    )


def _exponents(local: Floats) -> Table:
    rows = tuple(tuple(float(each) for each in row) for row in local)
    return Table(
        "exponents", "Local exponents", ("n", "endless facts", f"{_CLASS} facts, counted"), rows, "Exact sums."
    )


def _decisions(process: SantaFe) -> Table:
    rows: list[tuple[Cell, ...]] = []
    bayes = 1 - float(process.probability(np.array([1]))[0])
    for n in (0, 1, 2, 5, 10, 20, 50, 100, 1000, 10**4, 10**5, 10**6):
        whole = process.error_of_names_and_facts(n)
        rows.append((n, process.unseen(n), whole, whole - bayes, process.error_of_facts(n)))
    columns = ("n", "excess loss", "error, whole symbol", "above Bayes", "error, fact given its name")
    return Table("decisions", "Two decisions over one loss", columns, tuple(rows), "Exact.")


def _draw_decisions(axes: Axes, process: SantaFe, curve: _Curve) -> None:
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


def _draw_exponents(axes: Axes, local: Floats) -> None:
    axes.semilogx(local[:, 0], local[:, 1], color=pictures.SERIES[0], label="endless facts")
    axes.semilogx(local[:, 0], local[:, 2], color=pictures.SERIES[1], label=f"{_CLASS} facts, counted")
    for level in (_A / (1 + _A), 1.0):
        axes.axhline(level, color=pictures.FAINT, zorder=0)
    axes.set_xlabel("symbols learned from")
    axes.set_ylabel("local exponent")
    axes.legend()


def _draw_limit(axes: Axes, curve: _Curve) -> None:
    error = curve.losses.std(axis=0, ddof=1) / math.sqrt(len(curve.losses))
    axes.errorbar(curve.at, curve.losses.mean(axis=0), error, fmt="o-", color=pictures.SERIES[0], label="test loss")
    axes.axhspan(curve.fit.low, curve.fit.high, color=pictures.SERIES[1], alpha=0.35, linewidth=0, label="fitted limit")
    axes.axhline(curve.entropy_rate, color=pictures.SERIES[2], label="entropy rate")
    if curve.name == "network":
        axes.set_xscale("log")
    axes.set_xlabel("depth of the contexts" if curve.name == "context-tree" else "symbols learned from")
    axes.set_ylabel("bits per symbol")
    axes.legend()
