"""The study of feed-forward layers as files: all figures as CSV, and what they show as Markdown, verdict by verdict."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ait.lab.feed_forward import BITS, KNOWLEDGE_BITS, TRAINING_TOKENS, FeedForwardStudy

_HALF = 0.5


@dataclass(frozen=True)
class Verdict:
    """A claim, whether the figures bear it out, and the statistic that says so."""

    claim: str
    holds: bool
    statistic: str


def verdicts(study: FeedForwardStudy) -> list[Verdict]:
    """What the study says of each claim."""
    return [
        _share(study),
        *_rounding(study),
        *_knowledge(study),
        _distortion(study),
        _spread(study),
        _sparse(study),
        _budget(study),
    ]


def _share(study: FeedForwardStudy) -> Verdict:
    share = study.weights["feed-forward"] / sum(study.weights.values())
    return Verdict("The feed-forward layers hold most of the weights.", share > _HALF, f"{share:.1%} of all weights")


def _rounding(study: FeedForwardStudy) -> list[Verdict]:
    """At the coarsest rounding that both survive, three bits, text by text."""
    found = []
    for text, base in study.base.items():
        rises = {part: study.rounded[part][3][text] - base for part in study.rounded}
        each = {part: rises[part] / (study.weights[part] / 1e6) for part in rises}
        found.append(
            Verdict(
                f"Rounding the feed-forward layers to 3 bits costs more than rounding attention ({text}).",
                rises["feed-forward"] > rises["attention"],
                f"+{rises['feed-forward']:.4f} against +{rises['attention']:.4f} bits per byte; per million weights "
                f"{each['feed-forward']:.5f} against {each['attention']:.5f}",
            )
        )
    return found


def _knowledge(study: FeedForwardStudy) -> list[Verdict]:
    """What is known of one text is lost with the feed-forward layers; how to read any text, with attention."""
    known, new = min(study.base, key=study.base.__getitem__), max(study.base, key=study.base.__getitem__)
    if known == new:
        return []
    ratios = {
        part: (by_bits[3][known] - study.base[known]) / (by_bits[3][new] - study.base[new])
        for part, by_bits in study.rounded.items()
    }
    return [
        Verdict(
            f"Rounding the feed-forward layers hurts the best-known text ({known}) more, against the least-known "
            f"({new}), than rounding attention does.",
            ratios["feed-forward"] > ratios["attention"],
            f"ratio of the two rises at 3 bits: feed-forward {ratios['feed-forward']:.2f}, attention "
            f"{ratios['attention']:.2f}",
        )
    ]


def _distortion(study: FeedForwardStudy) -> Verdict:
    """Rate-distortion theory gives a factor of 4 for each bit where the rate is high; 2^b - 1 steps give more below."""
    errors = study.error["feed-forward"]
    factors = [
        (errors[low] / errors[high]) ** (1.0 / (high - low))
        for high, low in pairwise(bits for bits in BITS if bits >= 4)
    ]
    return Verdict(
        "Each bit less multiplies the error of the feed-forward weights by about 4, as rate-distortion theory says.",
        all(3.5 < factor < 5.0 for factor in factors),
        "factors per bit, from 8 bits down to 4: " + ", ".join(f"{factor:.2f}" for factor in factors),
    )


def _spread(study: FeedForwardStudy) -> Verdict:
    rises = np.mean([np.array(each) - study.base[text] for text, each in study.removed.items()], axis=0)
    worst = int(np.argmax(rises))
    return Verdict(
        "What is known is spread over the layers: no one of them is worth half of all rises together.",
        bool(rises[worst] < _HALF * rises.sum()),
        f"layer {worst} alone +{rises[worst]:.4f} bits per byte, {rises[worst] / rises.sum():.1%} of the sum of "
        f"{rises.sum():.4f}; median layer +{float(np.median(rises)):.4f}",
    )


def _sparse(study: FeedForwardStudy) -> Verdict:
    mean = float(np.mean(study.active))
    return Verdict(
        "Activations are sparse: a tenth of the units carry nine tenths of what is added.",
        mean <= 0.1,
        f"{mean:.1%} of the units on average, from {min(study.active):.1%} to {max(study.active):.1%} by layer; "
        f"{study.dark:.1%} of all units are never among them in this text",
    )


def _budget(study: FeedForwardStudy) -> Verdict:
    text = max(study.base, key=lambda name: study.base[name])
    training = study.training_bits(text)
    return Verdict(
        "The model cannot have stored its training text.",
        training > study.budget_bits,
        f"{sum(study.weights.values()):,} weights at {KNOWLEDGE_BITS:g} bits hold {study.budget_bits:.2e} bits; "
        f"{TRAINING_TOKENS:.0e} tokens at the rate of {text} hold {training:.2e}: "
        f"2^{math.log2(training / study.budget_bits):.1f} times as many",
    )


def csv(study: FeedForwardStudy) -> str:
    """One row a change of the model: what was changed, how, and bits per byte of each text."""
    stream = io.StringIO()
    texts = list(study.base)
    stream.write(",".join(["part", "change", *texts]) + "\n")

    def row(part: str, change: str, costs: dict[str, float]) -> None:
        stream.write(",".join([part, change, *(f"{costs[text]:.6f}" for text in texts)]) + "\n")

    row("none", "as it is", dict(study.base))
    for part, by_bits in study.rounded.items():
        for bits, costs in by_bits.items():
            row(part, f"{bits} bits", dict(costs))
    for i in range(len(study.active)):
        row("feed-forward", f"layer {i} out", {text: study.removed[text][i] for text in texts})
    return stream.getvalue()


def markdown(study: FeedForwardStudy, model: str) -> str:
    """The verdicts, then the tables."""
    texts = ", ".join(f"{name} ({count:,} tokens, {size:,} bytes)" for name, (count, size) in study.texts.items())
    blocks = [
        "# How a language model's feed-forward layers store what it knows",
        f"{model}. Texts: {texts}. Lengths are bits per byte by the model alone; weights are rounded to 2^b values, "
        "evenly from minus to plus the greatest of each block of 32. Made by `ait lm study`.",
        _verdict_table(study),
        _rounding_table(study),
        _layer_table(study),
    ]
    return "\n\n".join(blocks) + "\n"


def _verdict_table(study: FeedForwardStudy) -> str:
    rows = ["| claim | verdict | by |", "|---|---|---|"]
    rows += [f"| {each.claim} | {'holds' if each.holds else 'fails'} | {each.statistic} |" for each in verdicts(study)]
    return "\n".join(rows)


def _rounding_table(study: FeedForwardStudy) -> str:
    texts = list(study.base)
    heads = [f"{part}: {text}" for part in study.rounded for text in texts]
    rows = ["## Rounded weights", "", "| bits | " + " | ".join(heads) + " |", "|---|" + "---:|" * len(heads)]
    rows.append("| as it is | " + " | ".join(f"{study.base[text]:.4f}" for _ in study.rounded for text in texts) + " |")
    for bits in BITS:
        cells = [f"{study.rounded[part][bits][text]:.4f}" for part in study.rounded for text in texts]
        rows.append(f"| {bits} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _layer_table(study: FeedForwardStudy) -> str:
    texts = list(study.base)
    rows = ["## One layer's feed-forward part taken out", ""]
    rows.append("| layer | " + " | ".join(f"rise, {text}" for text in texts) + " | units that carry nine tenths |")
    rows.append("|---:|" + "---:|" * (len(texts) + 1))
    for i, share in enumerate(study.active):
        cells = [f"{study.removed[text][i] - study.base[text]:+.4f}" for text in texts]
        rows.append(f"| {i} | " + " | ".join(cells) + f" | {share:.1%} |")
    return "\n".join(rows)
