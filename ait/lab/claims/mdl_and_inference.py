"""Claim: on models that can be listed, variational inference and MDL are one objective."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ait.inference.ans import Stack, frequencies
from ait.inference.bits_back import bits_back_encode
from ait.inference.families import mean_field, point_mass, truncated
from ait.inference.infer import Inference, infer
from ait.inference.model_set import Floats, log2_sum
from ait.inference.programs import TuringMachines
from ait.inference.recurrences import LinearRecurrences
from ait.lab import pictures
from ait.lab.record import Cell, Figure, Finding, Number, Record, Size, Table, Told, Verdict, overall, quiet
from ait.sources import generate
from ait.sources.noise import random_bytes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_AUTOMATA = {Size.SMALL: (2, 8), Size.DEFAULT: (3, 8), Size.LARGE: (3, 8)}
"""States, and parts of a probability."""
_BITS = {Size.SMALL: 16, Size.DEFAULT: 22, Size.LARGE: 26}
_DRAWS = {Size.SMALL: 60, Size.DEFAULT: 400, Size.LARGE: 2000}
_COUNTS = (1, 2, 5, 10, 30, 100, 300, 1000, 3000, 10_000)
_CELLS, _REGISTER = 5, 0b01001_00001
"""x_t = x_(t-2) + x_(t-5), of period 31, from 00001."""
_EXACT = 1e-9
_MESSAGE = 1e-6
_ONE_POINT = 0.01


@dataclass(frozen=True, eq=False)
class _Case:
    """One sequence under one set: name, inference, -ELBO by family."""

    name: str
    found: Inference
    lengths: dict[str, float]

    @property
    def gap(self) -> float:
        return self.found.two_part_bits - self.found.evidence_bits


def run(seed: int = 0, size: Size = Size.DEFAULT, told: Told = quiet) -> Record:
    """Automata of up to 2 or 3 states, noisy registers and LBF programs of up to 16, 22 or 26 bits."""
    cases: list[_Case] = []
    for name, text, models, options in _inputs(seed, size):
        told("sets", len(cases), 7)
        found = infer(text, models, **options)
        cases.append(_Case(name, found, _families(found)))
    told("sets", 7, 7)
    draws = _draws(cases[1].found, seed, _DRAWS[size], told)
    findings = (
        _identity(cases),
        _same_answer(cases),
        _won_back(cases[1].found, draws),
        _complexity_replaced(cases),
        _grouping(),
    )
    return Record(
        "mdl-and-inference",
        seed,
        size,
        overall(findings),
        f"{findings[0].statistic}; {findings[1].statistic}",
        "One functional, -ELBO(q) = E_q[-log2 p(x|i)] + KL(q‖w), over different families of q: that is exact. But the "
        "families have different minima: over point masses the two-part code, over all q the Bayes mixture, which is "
        "shorter by -log2 of the best model's posterior. They agree where the posterior is one model.",
        "; ".join(dict.fromkeys(case.found.models.description for case in cases)) + "; weights 2^-K/Z",
        findings,
        _numbers(cases, draws),
        (_table(cases), _truncations(cases)),
        (
            Figure("families", "One functional, many families", _CAPTION, lambda axes: _draw_families(axes, cases)),
            Figure(
                "bits-back", "Bits-back coding, message by message", _BACK, lambda axes: _draw_back(axes, cases, draws)
            ),
        ),
        (
            "Rissanen 1978; Wallace and Boulton 1968",
            "Hinton and van Camp, Keeping neural networks simple by minimizing the description length, 1993",
            "Solomonoff 1964",
            "Townsend, Bird and Barber, Practical lossless compression with latent variables, 2019",
        ),
    )


_CAPTION = (
    "How far -ELBO lies above the evidence when q is the posterior cut down to its best models: at one model it is the "
    "two-part code, with all of them the Bayes mixture. Diamonds: mean field, a product over taps, fill and noise."
)
_BACK = (
    "Net length of real messages, initial bits taken off. Drawn from the posterior, every message costs the evidence; "
    "drawn from another q, messages differ, and their mean is -ELBO(q)."
)


def _inputs(seed: int, size: Size) -> Iterator[tuple[str, Any, str, dict[str, Any]]]:
    automata: dict[str, Any] = dict(zip(("states", "parts"), _AUTOMATA[size], strict=True))
    yield "fair coins, 48 symbols", generate("random-bits", 48, seed), "automata", automata
    yield "even process, 100", generate("even", 100, seed), "automata", automata
    yield "golden mean, 1000", generate("golden-mean", 1000, seed), "automata", automata
    yield "thue-morse, 64", generate("thue-morse", 64), "automata", automata
    noise: dict[str, Any] = {"cells": _CELLS, "noise": (0.0, 0.0625, 0.125, 0.25)}
    register = LinearRecurrences(_CELLS).sequence(_REGISTER, 30) ^ generate("bernoulli", 30, seed).symbols
    yield "noisy register, 30", register.tolist(), "recurrences", noise
    yield "01 again and again, 100", "01" * 50, "periodic", {"longest": 8}
    yield "0110100110, 10", "0110100110", "lbf", {"bits": _BITS[size]}


def _families(found: Inference) -> dict[str, float]:
    size = len(found.log_joint)
    lengths = {"point mass": found.description_bits(point_mass(size, found.best))}
    for count in (2, 10, 100):
        if count <= size:
            lengths[f"best {count}"] = found.description_bits(truncated(found, count))
    if len(found.models.shape) > 1:
        lengths["mean field"] = mean_field(found).description_bits
    return {**lengths, "posterior": found.description_bits(found.posterior)}


def _identity(cases: list[_Case]) -> Finding:
    errors = []
    for case in cases:
        found = case.found
        errors += [
            abs(case.lengths["point mass"] - found.two_part_bits),
            abs(case.lengths["posterior"] - found.evidence_bits),
        ]
        for q in (truncated(found, 2), 0.5 * truncated(found, 1) + 0.5 * found.posterior):
            errors.append(abs(found.description_bits(q) - found.evidence_bits - found.gap(q)))
    worst = max(errors)
    return Finding(
        "It is one functional: at a point mass the two-part length, at the posterior the evidence, and in between the "
        "evidence and KL(q‖posterior).",
        Verdict.HOLDS if worst < _EXACT else Verdict.FAILS,
        f"largest error of the identities over {len(errors)} checks: {worst:.1e} bits",
        f"Exact: below {_EXACT:g}.",
    )


def _same_answer(cases: list[_Case]) -> Finding:
    gaps = [case.gap for case in cases]
    small = sum(gap < _ONE_POINT for gap in gaps)
    verdict = Verdict.HOLDS if small == len(gaps) else Verdict.ONLY_IF if small else Verdict.FAILS
    return Finding(
        "So the best two-part code is as short as the best q.",
        verdict,
        f"-log2 of the best model's posterior: {min(gaps):.4f} to {max(gaps):.2f} bits; below {_ONE_POINT} in {small} "
        f"of {len(gaps)} cases",
        "The gap is -log2 of the best model's posterior probability: none only where the posterior is one model.",
    )


def _draws(found: Inference, seed: int, count: int, told: Told) -> dict[str, Floats]:
    """Net bits of real messages: drawn from the posterior, and from a flatter q, a model for each message."""
    flatter = found.posterior**0.5
    qs = {"posterior": found.posterior, "another q": flatter / flatter.sum()}
    bits = {}
    for name, q in qs.items():
        told(f"messages, {name}", 0, count)
        initial = (bytes(random_bytes(64, seed * count + i)) for i in range(count))
        bits[name] = np.array([bits_back_encode(found, q, each).net_bits for each in initial])
    told("messages, another q", count, count)
    return bits


def _won_back(found: Inference, draws: dict[str, Floats]) -> Finding:
    worst = float(np.abs(draws["posterior"] - found.evidence_bits).max())
    # Where each model is drawn once, the mean is no sample: every message weighed by q.
    q = truncated(found, 12)
    ends = frequencies(q)
    costs = []
    for model in np.flatnonzero(q).tolist():
        stack = Stack.filled(bytes(random_bytes(64, model)))
        stack.push(int(ends[model]), int(ends[model + 1] - ends[model]))
        below = b"".join(
            word.to_bytes(8, "big")
            for word in (*stack.words, stack.head & (1 << 64) - 1, stack.head >> 64 & (1 << 64) - 1)
        )
        costs.append(q[model] * bits_back_encode(found, q, below).net_bits)
    mean = abs(sum(costs) - found.description_bits(q))
    return Finding(
        "Bits-back coding wins the gap back in real messages: for every draw when q is the posterior, on the mean over "
        "q always -ELBO.",
        Verdict.HOLDS if max(worst, mean) < _MESSAGE else Verdict.FAILS,
        f"posterior: largest |net - evidence| of {len(draws['posterior'])} messages {worst:.1e} bits; q of 12 models: "
        f"|mean net + ELBO| {mean:.1e} bits",
        "The first message still needs its initial bits from somewhere; net, they are not paid.",
    )


def _complexity_replaced(cases: list[_Case]) -> Finding:
    errors = []
    for case in cases:
        found = case.found
        q = point_mass(len(found.log_joint), found.best)
        inside = q > 0
        kl = float((q[inside] * (np.log2(q[inside]) - found.log_prior[inside])).sum())
        errors.append(abs(kl - float(found.models.code_bits[found.best]) - found.log2_z))
    kept = max(errors) < _EXACT
    return Finding(
        "Variational inference puts a KL divergence in the place of the uncomputable K(M).",
        Verdict.FAILS if kept else Verdict.HOLDS,
        f"|KL(point mass‖w) - (K + log2 Z)|: at most {max(errors):.1e} bits",
        "KL(q‖w) = E_q[K] + log2 Z - H(q): it contains the K of the weights and lowers it by q's entropy. What makes "
        "it computable is that K is the length in a code that was chosen, not Kolmogorov's.",
    )


def _grouping() -> Finding:
    models = TuringMachines(4, 3)
    found = infer("0101", models, normalised=False)
    single = 1 + math.log2(14**6)
    lazy, evidence = found.two_part_bits, found.evidence_bits
    by_output = -log2_sum(-models.code_bits[np.isfinite(found.log_likelihoods)])
    depends = single - by_output > 1 and abs(by_output - evidence) < _EXACT
    return Finding(
        "The two-part length, like the evidence, is a matter of the distributions alone.",
        Verdict.FAILS if depends else Verdict.HOLDS,
        f"0101 by all Turing machines of three states: two-part {single:.2f} bits machine by machine, "
        f"{lazy:.2f} with what a machine never reads left out, {by_output:.2f} output by output; "
        f"evidence {evidence:.2f} each time",
        "It depends on what is called one model.",
    )


def _numbers(cases: list[_Case], draws: dict[str, Floats]) -> tuple[Number, ...]:
    found = cases[1].found
    q = found.posterior**0.5
    q = q / q.sum()
    sample = draws["another q"]
    error = float(sample.std(ddof=1) / math.sqrt(len(sample)))
    return (
        *(Number(f"gap of the two-part code, {case.name}", case.gap) for case in cases),
        Number("mean net length, another q", float(sample.mean()), error, note="messages of the even process"),
        Number("-ELBO of that q", found.description_bits(q)),
        Number("evidence", found.evidence_bits, note="even process"),
    )


def _table(cases: list[_Case]) -> Table:
    names = ("point mass", "best 2", "best 10", "best 100", "mean field", "posterior")
    rows: list[tuple[Cell, ...]] = []
    for case in cases:
        best = case.found.models.describe(case.found.best)
        rows.append((case.name, *(case.lengths.get(name) for name in names), case.found.evidence_bits, best))
    return Table(
        "families", "-ELBO in bits by family of q", ("sequence", *names, "evidence", "best model"), tuple(rows)
    )


def _truncations(cases: list[_Case]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for case in cases:
        for count in (each for each in _COUNTS if each <= len(case.found.log_joint)):
            rows.append((case.name, count, case.found.gap(truncated(case.found, count))))
    return Table(
        "truncated", "The gap of the posterior cut down to its best models", ("sequence", "models", "gap"), tuple(rows)
    )


def _draw_families(axes: Axes, cases: list[_Case]) -> None:
    for colour, case in zip(pictures.SERIES, cases, strict=False):
        counts = [count for count in _COUNTS if count <= len(case.found.log_joint)]
        gaps = [case.found.gap(truncated(case.found, count)) for count in counts]
        axes.plot(counts, gaps, marker="o", color=colour, label=case.name)
        if "mean field" in case.lengths:
            axes.plot([1], [case.lengths["mean field"] - case.found.evidence_bits], "D", color=colour)
    axes.set_xscale("log")
    axes.set_xlabel("models kept in q")
    axes.set_ylabel("bits above the evidence")
    axes.legend(frameon=False, fontsize="small")


def _draw_back(axes: Axes, cases: list[_Case], draws: dict[str, Floats]) -> None:
    found = cases[1].found
    flatter = found.posterior**0.5
    flatter = flatter / flatter.sum()
    for row, (name, q) in enumerate((("posterior", found.posterior), ("another q", flatter))):
        spread = np.linspace(-0.28, 0.28, len(draws[name]))
        axes.scatter(draws[name], row + spread, s=5, linewidths=0, color=pictures.SERIES[row])
        axes.vlines(found.description_bits(q), row - 0.42, row + 0.42, color=pictures.INK, linewidth=0.8, zorder=0)
    axes.set_yticks([0, 1], ["q = posterior", "another q"])
    axes.set_ylim(-0.6, 1.6)
    axes.set_xlabel("net bits of a message; upright line: −ELBO(q)")
