"""Claim: scaling laws approach the entropy rate and not the Bayes error. Santa Fe, context trees, a small network."""

from __future__ import annotations

import math
from functools import partial
from itertools import pairwise

import numpy as np

from ait.lab import chain_network, scaling_curves, scaling_pictures
from ait.lab.record import Figure, Finding, Number, Record, Size, Told, Verdict, in_words, overall, quiet
from ait.lab.scaling_curves import CLASS, DEPTHS, LIMITS, TAIL, TITLES, Curve, Floats
from ait.lab.torch_here import torch_here
from ait.sources.santa_fe import SantaFe

_NEAR = 0.03
_PLATEAU = 0.05
_Z = 4.0


def run(seed: int = 0, size: Size = Size.DEFAULT, told: Told = quiet) -> Record:
    """Exact curves, sampled ones with their fitted limits, and two decisions over the same loss."""
    with torch_here(seed):
        limits = LIMITS[size]
    process = SantaFe(TAIL)
    curves = (
        scaling_curves.santa_fe(process, limits, seed),
        scaling_curves.tree(limits, seed),
        scaling_curves.network(limits, seed, told),
    )
    local = scaling_curves.local_exponents(process, limits, told)
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
        f"Santa Fe process with a = {TAIL:g}; the even process, seen through contexts of {DEPTHS[0]} to "
        f"{DEPTHS[-1]}; a chain of second order over {chain_network.SYMBOLS} symbols, learned by a network of "
        f"{chain_network.HIDDEN} hidden units; {limits.runs} runs each",
        findings,
        _numbers(curves),
        (
            scaling_pictures.data(process, curves[0]),
            *(scaling_pictures.measured(curve) for curve in curves[1:]),
            scaling_pictures.exponents(local),
            scaling_pictures.decisions(process),
        ),
        (
            Figure(
                "decisions",
                "One loss, two decisions",
                "Excess loss over the symbols learned from, exact (line) and sampled (dots); the error of a fact "
                "given its name is half of it; the error of the whole symbol, above its Bayes error, is gone after "
                "ten symbols.",
                lambda axes: scaling_pictures.draw_decisions(axes, process, curves[0]),
            ),
            Figure(
                "exponent",
                "The exponent, where the class holds the source",
                f"Local exponent of the excess loss. With endless facts it tends to a/(1+a) = {TAIL / (1 + TAIL):g}; a "
                f"learner that counts {CLASS} facts goes from there to 1 when all are met.",
                lambda axes: scaling_pictures.draw_exponents(axes, local),
            ),
            *(
                Figure(
                    f"limit-{curve.name}",
                    f"Fitted limit: {TITLES[curve.name]}",
                    "Mean loss over the runs, the fitted limit with its 95 % interval (band), the entropy rate "
                    f"(line); the Bayes error is {curve.bayes_error:.3f}.",
                    partial(scaling_pictures.draw_limit, curve=curve),
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


def _exact(process: SantaFe, curve: Curve) -> Finding:
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


def _covered(curve: Curve) -> Finding:
    fit = curve.fit
    inside = fit.covers(curve.entropy_rate)
    # No error rate is anywhere near: the two are different quantities, and the fit tells them apart.
    apart = not fit.covers(curve.bayes_error)
    return Finding(
        f"The fitted irreducible loss is the entropy rate and not the Bayes error: {TITLES[curve.name]}.",
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
        Verdict.HOLDS if abs(slopes[-1] - TAIL) < _NEAR else Verdict.FAILS,
        f"slopes of Σ_(k>N) p_k from N = 100 to 100,000: {', '.join(f'{each:.4f}' for each in slopes)}; of Σ p_k (1 "
        f"- p_k)^n at n = 10^6: {process.local_exponent(10**6):.4f}",
    )


def _turn(local: Floats) -> Finding:
    n, counted, law = local[:, 0], local[:, 2], TAIL / (1 + TAIL)
    rests = np.log10(n[np.abs(counted - law) < _PLATEAU])
    decades = float(np.ptp(rests)) if rests.size else 0.0
    last = float(counted[-1])
    return Finding(
        "The local exponent goes from a/(1+a) to 1 when the source lies in the class.",
        Verdict.HOLDS if abs(last - 1) < _NEAR and decades >= 1 else Verdict.FAILS,
        f"{CLASS} facts, counted: within {_PLATEAU} of {law:g} over {decades:.1f} decades of n, {last:.4f} at n = "
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


def _numbers(curves: tuple[Curve, ...]) -> tuple[Number, ...]:
    found = []
    for curve in curves:
        title = TITLES[curve.name]
        found += [
            Number(f"entropy rate, {title}", curve.entropy_rate, unit="bits per symbol"),
            Number(f"fitted limit, {title}", curve.fit.value, curve.fit.error, "bits per symbol"),
            Number(f"Bayes error, {title}", curve.bayes_error, unit="errors per symbol"),
            Number(f"fitted exponent, {title}", curve.fit.exponent, curve.fit.exponent_error, ""),
        ]
    return tuple(found)
