"""Claim: a feed-forward memory is lossy, with a capacity in bits per parameter. Small networks, random associations."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ait.lab import memory_pictures, support
from ait.lab.learning_order import GROUPS
from ait.lab.memory_study import LIMITS, PRECISIONS, Study, run_all
from ait.lab.network_codes import Codes
from ait.lab.record import Cell, Figure, Finding, Number, Record, Size, Table, Told, Verdict, in_words, overall, quiet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PUBLISHED = (1.5, 4.0)
"""Allen-Zhu and Li report 2 bits a parameter, Morris and others 3.6, for language models; a half to spare."""
_WHOLE = 0.98
_ALIKE = 0.9
_TEMPERATURE = 0.5
_SAMPLE = 64


def run(seed: int = 0, size: Size = Size.DEFAULT, told: Told = quiet) -> Record:
    """Capacity, precision, the order of learning, three codes by one network, and what a model leaves out."""
    study = run_all(LIMITS[size], seed, told)
    findings = (
        _capacity(study),
        _lossy(study),
        *_precision(study),
        _frequency(study),
        *_structure(study),
        *_codes(study),
        *_support(),
    )
    return Record(
        "memory-capacity",
        seed,
        size,
        overall(findings),
        findings[0].statistic,
        in_words(findings),
        f"networks of two layers, {', '.join(str(each.hidden) for each in study.memories)} hidden units, "
        f"{study.limits.steps:,} steps of Adam; keys of 16 signs, labels of 4 random bits",
        findings,
        _numbers(study),
        (_bits_table(study), _precision_table(study), _order_table(study), _codes_table(study), _support_table()),
        (
            Figure(
                "capacity",
                "Bits memorised per parameter",
                "N·S less the total cross-entropy, over the bits that were to be learned (line: all of them). Full: "
                f"floating point; dashed: {study.middle} units, trained at fewer bits per parameter.",
                lambda axes: memory_pictures.draw_capacity(axes, study),
            ),
            Figure(
                "order",
                "What is learned first",
                "Share of each part's bits not yet learned, over steps; facts met with frequency 1/rank, the rule "
                "tested on keys that were never met.",
                lambda axes: memory_pictures.draw_order(axes, study),
            ),
            Figure(
                "codes",
                "Three codes for the same labels",
                f"{study.limits.labels:,} labels by networks of two sizes, mean and standard error.",
                lambda axes: memory_pictures.draw_codes(axes, study),
            ),
            Figure(
                "support",
                "What is left out",
                "A law of two modes, the single bell that maximum likelihood fits, the one of least reverse "
                f"divergence, and the law itself at temperature {_TEMPERATURE}.",
                _draw_support,
            ),
        ),
        (
            "Allen-Zhu and Li, Physics of language models: part 3.3, 2024: 2 bits per parameter",
            "Morris and others, How much do language models memorize?, 2025: 3.6 bits per parameter",
            "Blier and Ollivier, The description length of deep learning models, 2018",
            "Hinton and van Camp, Keeping neural networks simple by minimizing the description length of the "
            "weights, 1993",
        ),
    )


def _capacity(study: Study) -> Finding:
    found = {memory.hidden: study.capacity(memory) for memory in study.memories}
    values = [value for value, _ in found.values()]
    inside = all(_PUBLISHED[0] <= value <= _PUBLISHED[1] for value in values)
    return Finding(
        "A feed-forward memory holds about 2 to 3.6 bits per parameter, whatever its size.",
        Verdict.HOLDS if inside and max(values) < 1.5 * min(values) else Verdict.FAILS,
        "most bits per parameter: "
        + ", ".join(
            f"{hidden} units {value:.2f}" + ("" if math.isnan(error) else f" ± {error:.2f}")
            for hidden, (value, error) in found.items()
        ),
        f"Holds: from {_PUBLISHED[0]} to {_PUBLISHED[1]}, and alike within a half. It is what training of this "
        "length finds, a lower bound of what the weights could hold.",
    )


def _lossy(study: Study) -> Finding:
    loads = np.array(study.limits.loads)
    below = min(float(study.per_parameter(each)[0][0] / loads[0]) for each in study.memories)
    above = max(float(study.per_parameter(each)[0][-1] / loads[-1]) for each in study.memories)
    return Finding(
        "Below its capacity the memory is exact, above it lossy.",
        Verdict.HOLDS if below > _WHOLE and above < 0.9 else Verdict.FAILS,
        f"share of the bits memorised: at least {below:.1%} at {loads[0]} bits per parameter, at most {above:.1%} at "
        f"{loads[-1]}",
    )


def _precision(study: Study) -> tuple[Finding, ...]:
    middle = next(each for each in study.memories if each.hidden == study.middle)
    whole = study.capacity(middle)[0]
    found = []
    for bits, memory in study.trained_at.items():
        held = study.capacity(memory)[0]
        found.append(
            Finding(
                f"Trained at {bits} bits, a parameter holds what it does in floating point.",
                Verdict.HOLDS if held >= _ALIKE * whole else Verdict.FAILS,
                f"{held:.2f} bits per parameter against {whole:.2f} ({held / whole:.0%}); no more than {bits} is "
                "possible",
                "2^(bits · parameters) networks can be told apart by no more bits than that.",
            )
        )
    return tuple(found)


def _frequency(study: Study) -> Finding:
    at = study.by_frequency.learned_at[:, 1:]
    ordered = int(np.all(np.diff(at, axis=1) > 0, axis=1).sum())
    names = ", ".join(
        f"{low}-{high}: {step:.0f}" for (low, high), step in zip(GROUPS, np.nanmean(at, axis=0), strict=True)
    )
    return Finding(
        "Facts are learned in the order of their frequency, the tail last.",
        Verdict.HOLDS if ordered == len(at) else Verdict.FAILS,
        f"in order in {ordered} of {len(at)} runs; half learned at step, by rank: {names}",
    )


def _structure(study: Study) -> tuple[Finding, ...]:
    found = []
    for words, order in (("met with frequency 1/rank", study.by_frequency), ("all met equally often", study.alike)):
        rule, facts = order.learned_at[:, 0], order.learned_at[:, 1:]
        first = int((rule < np.nanmin(facts, axis=1)).sum())
        found.append(
            Finding(
                f"Structure is learned before facts, {words}.",
                Verdict.HOLDS if first == len(rule) else Verdict.FAILS,
                f"the rule first in {first} of {len(rule)} runs: half learned at step {np.nanmean(rule):.0f}, the "
                f"first facts at {np.nanmean(np.nanmin(facts, axis=1)):.0f}",
                "What counts is how often a thing is met: a rule is met with every fact, but one fact in six is the "
                "commonest.",
            )
        )
    return tuple(found)


def _codes(study: Study) -> tuple[Finding, ...]:
    found = []
    for codes in study.codes:
        steps = (codes.variational - codes.prequential, codes.two_part - codes.variational)
        for words, more in zip(("prequential < variational", "variational < two-part"), steps, strict=True):
            error = float(more.std(ddof=1) / math.sqrt(more.size))
            found.append(
                Finding(
                    f"Code lengths of one network of {codes.hidden} units: {words}.",
                    Verdict.HOLDS if bool((more > 0).all()) else Verdict.FAILS,
                    f"difference {more.mean():+.0f} ± {error:.0f} bits over {more.size} runs of {codes.labels:,} "
                    "labels",
                    _why_prequential(codes)
                    if words.startswith("prequential")
                    else "Bits-back does not pay for digits of the weights that do not matter.",
                )
            )
    return tuple(found)


def _why_prequential(codes: Codes) -> str:
    return (
        "No theorem: the mean over the variational law and the learner on the way are different bounds. The "
        "prequential code wins where the network is larger than its labels, and its prior a bad one."
    )


def _support() -> tuple[Finding, ...]:
    law = support.two_modes()
    forward, backward = support.best_bell(law, reverse=False), support.best_bell(law, reverse=True)
    cold = support.sharpened(law, _TEMPERATURE)
    missing = float((law * (1 - law) ** _SAMPLE).sum())
    return (
        Finding(
            "Maximum likelihood shrinks the support.",
            Verdict.HOLDS if support.lost_mass(law, forward.law) > LOST else Verdict.FAILS,
            f"probability left out by the best bell: {support.lost_mass(law, forward.law):.2e} of a law with two modes",
            "What is left out costs an infinite likelihood, so that the model covers too much rather than too little.",
        ),
        Finding(
            "Maximum likelihood on a sample keeps the support of the source.",
            Verdict.ONLY_IF,
            f"frequencies of {_SAMPLE} draws leave out {missing:.4f} of the probability on average, Σ p (1 - p)^n",
            "Only if the model gives something to what it has not seen, as every softmax does.",
        ),
        Finding(
            "Minimising the reverse divergence shrinks the support.",
            Verdict.HOLDS if support.lost_mass(law, backward.law) > LOST else Verdict.FAILS,
            f"probability left out: {support.lost_mass(law, backward.law):.4f}; mean {backward.mean:g}, width "
            f"{backward.width:g}: one mode",
            "What the model does not say costs nothing: tuning by reward with a KL penalty is of this kind.",
        ),
        Finding(
            "Sampling below temperature 1 shrinks the support.",
            Verdict.HOLDS if support.effective_points(cold) < _ALIKE * support.effective_points(law) else Verdict.FAILS,
            f"2^entropy goes from {support.effective_points(law):.2f} to {support.effective_points(cold):.2f} points "
            f"at T = {_TEMPERATURE}, and {support.lost_mass(law, cold):.4f} of the probability is left out",
            "No probability becomes 0: it is the effective support that shrinks.",
        ),
    )


LOST = 0.05


def _numbers(study: Study) -> tuple[Number, ...]:
    found = {f"capacity, {each.hidden} units": each for each in study.memories}
    found |= {f"capacity, trained at {bits} bits": each for bits, each in study.trained_at.items()}
    return tuple(Number(name, *study.capacity(each), "bits per parameter") for name, each in found.items())


def _bits_table(study: Study) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for i, load in enumerate(study.limits.loads):
        rows.append((load, *(float(study.per_parameter(each)[0][i]) for each in study.memories)))
    columns = ("bits to learn per parameter", *(f"{each.hidden} units" for each in study.memories))
    return Table("capacity", "Bits memorised per parameter", columns, tuple(rows))


def _precision_table(study: Study) -> Table:
    middle = next(each for each in study.memories if each.hidden == study.middle)
    copies = study.limits.copies
    rows: list[tuple[Cell, ...]] = []
    for bits in PRECISIONS:
        after = (middle.rounded[bits] / middle.parameters).reshape(-1, copies).mean(axis=1)
        held = study.capacity(study.trained_at[bits])[0] if bits in study.trained_at else None
        rows.append((bits, float(after.max()), study.limits.loads[int(after.argmax())], held))
    columns = ("bits per parameter", "most memorised, rounded afterwards", "at a load of", "most memorised, trained so")
    note = "To 2^b values from minus to plus each tensor's greatest."
    return Table("precision", f"Lower precision, {study.middle} units", columns, tuple(rows), note)


def _order_table(study: Study) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for words, order in (("frequency 1/rank", study.by_frequency), ("equal frequency", study.alike)):
        for run, steps in enumerate(order.learned_at):
            rows.append((words, run, *(None if math.isnan(each) else float(each) for each in steps)))
    columns = ("facts", "run", "rule", *(f"ranks {low} to {high}" for low, high in GROUPS))
    return Table("order", "The step at which half of the bits are learned", columns, tuple(rows))


def _codes_table(study: Study) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for codes in study.codes:
        for run in range(len(codes.noise)):
            parts = (codes.prequential, codes.variational, codes.divergence, codes.two_part, codes.model, codes.noise)
            rows.append((codes.hidden, run, codes.uniform, *(float(each[run]) for each in parts)))
    columns = (
        "units",
        "run",
        "uniform",
        "prequential",
        "variational",
        "of it weights",
        "two-part",
        "of it weights ",
        "noise",
    )
    note = "Bits. Noise: what the labels cost who knows how they were made."
    return Table("codes", "Three codes for the same labels", columns, tuple(rows), note)


def _support_table() -> Table:
    law = support.two_modes()
    models = {
        "the law": law,
        "maximum likelihood": support.best_bell(law, reverse=False).law,
        "reverse divergence": support.best_bell(law, reverse=True).law,
        **{f"temperature {t:g}": support.sharpened(law, t) for t in (0.9, 0.7, 0.5, 0.3, 0.1)},
    }
    rows = tuple((name, support.effective_points(each), support.lost_mass(law, each)) for name, each in models.items())
    note = "Left out: where the model gives less than a hundredth of the law's probability. Exact."
    return Table("support", "What is left out", ("model", "2^entropy", "probability left out"), rows, note)


def _draw_support(axes: Axes) -> None:
    memory_pictures.draw_support(axes, _TEMPERATURE)
