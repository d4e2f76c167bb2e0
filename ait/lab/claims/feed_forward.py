"""Claim: a language model's feed-forward layers are its memory, and a lossy one. SmolLM2, rounded and taken apart."""

from __future__ import annotations

import math
from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from ait.lab import pictures
from ait.lab.feed_forward import BITS, FeedForwardStudy, study
from ait.lab.feed_forward_report import verdicts
from ait.lab.record import Cell, Figure, Finding, Number, Record, Size, Table, Told, Verdict, in_words, overall, quiet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ait.language_models.gguf_model import GgufModel

_TOKENS = {Size.SMALL: 48, Size.DEFAULT: 300, Size.LARGE: 1200}
_TEXTS = {"us-constitution": "us-constitution.txt", "contributing": "contributing.md"}


def run(seed: int = 0, size: Size = Size.DEFAULT, told: Told = quiet) -> Record:
    """SmolLM2 on a text that it knows by heart and one that it has not seen. Nothing is left to chance."""
    from ait.language_models.gguf_model import GgufModel
    from ait.language_models.weights import weights_file

    return record_of(GgufModel(weights_file()), texts(), _TOKENS[size], seed, size, told)


def texts() -> dict[str, bytes]:
    """The two texts: the beginning of the United States' Constitution, and this project's guide to contributors."""
    folder = resources.files("ait.lab").joinpath("texts")
    return {name: folder.joinpath(file).read_bytes() for name, file in _TEXTS.items()}


def record_of(
    model: GgufModel,
    given: Mapping[str, bytes],
    tokens: int,
    seed: int = 0,
    size: Size = Size.DEFAULT,
    told: Told = quiet,
) -> Record:
    """The experiment with any model and texts (InputError if a text is too short)."""
    found = study(model, given, tokens, lambda _, done, total: told("models scored", done, total))
    judged = verdicts(found)
    findings = tuple(
        Finding(each.claim, Verdict.HOLDS if each.holds else Verdict.FAILS, each.statistic) for each in judged
    )
    share = found.weights["feed-forward"] / sum(found.weights.values())
    capacity = math.log2(max(found.training_bits(text) for text in found.base) / found.budget_bits)
    return Record(
        "feed-forward",
        seed,
        size,
        overall(findings),
        f"{share:.1%} of the weights; at 3 bits a weight "
        + "; ".join(
            f"{text}: +{_rise(found, 'feed-forward', text):.2f} bits per byte, attention "
            f"+{_rise(found, 'attention', text):.2f}"
            for text in found.base
        ),
        f"{in_words(findings)} The training text is 2^{capacity:.0f} times what the weights can hold at two bits each.",
        f"{model.name}; {tokens:,} tokens each of {', '.join(found.base)}; weights rounded to 2^b values in blocks "
        "of 32",
        findings,
        _numbers(found),
        (_rounding(found), _layers(found)),
        (
            Figure(
                "rate-distortion",
                "Bits per byte after rounding",
                "Only the feed-forward (full) or only the attention weights (dashed) are rounded; a text that may "
                "be known by heart and one that was not seen.",
                lambda axes: _draw_rounding(axes, found),
            ),
            Figure(
                "layers",
                "One layer's feed-forward part taken out",
                "The rise of the code length, by layer; logarithmic.",
                lambda axes: _draw_layers(axes, found),
            ),
            Figure(
                "sparsity",
                "How many units carry nine tenths of what is added",
                "Mean share over the tokens, by layer.",
                lambda axes: _draw_sparsity(axes, found),
            ),
        ),
        (
            "Geva and others, Transformer feed-forward layers are key-value memories, 2021",
            "Allen-Zhu and Li, Physics of language models: part 3.3, 2024",
            "Allal and others, SmolLM2, 2025",
        ),
    )


def _rise(found: FeedForwardStudy, part: str, text: str) -> float:
    return found.rounded[part][3][text] - found.base[text]


def _numbers(found: FeedForwardStudy) -> tuple[Number, ...]:
    weights = [Number(f"weights, {part}", float(count), unit="") for part, count in found.weights.items()]
    base = [Number(f"{text}, as it is", bits, unit="bits per byte") for text, bits in found.base.items()]
    training = [
        Number(f"information in the training text at the rate of {text}", found.training_bits(text))
        for text in found.base
    ]
    return (
        *weights,
        *base,
        Number("what the weights can hold", found.budget_bits, note="two bits each, Allen-Zhu and Li 2024"),
        *training,
        Number("units never among those that carry nine tenths", found.dark, unit="share"),
    )


def _rounding(found: FeedForwardStudy) -> Table:
    rows: list[tuple[Cell, ...]] = [("none", None, None, *(round(bits, 6) for bits in found.base.values()))]
    for part, by_bits in found.rounded.items():
        for bits, costs in by_bits.items():
            rows.append((part, bits, found.error[part][bits], *(round(costs[text], 6) for text in found.base)))
    columns = (
        "part rounded",
        "bits",
        "relative square error of the weights",
        *(f"bits per byte, {each}" for each in found.base),
    )
    return Table("rounding", "Rounded weights", columns, tuple(rows))


def _layers(found: FeedForwardStudy) -> Table:
    rows = tuple(
        (i, *(round(found.removed[text][i] - found.base[text], 6) for text in found.base), share)
        for i, share in enumerate(found.active)
    )
    columns = ("layer", *(f"rise, {text}" for text in found.base), "units that carry nine tenths")
    return Table("layers", "One layer's feed-forward part taken out", columns, rows)


def _draw_rounding(axes: Axes, found: FeedForwardStudy) -> None:
    for i, text in enumerate(found.base):
        for part, style in (("feed-forward", "-"), ("attention", "--")):
            costs = [found.rounded[part][bits][text] for bits in BITS]
            axes.plot(BITS, costs, style, marker="o", color=pictures.SERIES[i], label=f"{text}, {part}")
    axes.invert_xaxis()
    axes.set_xlabel("bits per weight")
    axes.set_ylabel("bits per byte")
    axes.legend()


def _draw_layers(axes: Axes, found: FeedForwardStudy) -> None:
    for i, text in enumerate(found.base):
        rises = np.array(found.removed[text]) - found.base[text]
        axes.semilogy(rises, marker="o", color=pictures.SERIES[i], label=text)
    axes.set_xlabel("layer")
    axes.set_ylabel("rise, bits per byte")
    axes.legend()


def _draw_sparsity(axes: Axes, found: FeedForwardStudy) -> None:
    axes.bar(range(len(found.active)), found.active, color=pictures.SERIES[0])
    axes.set_xlabel("layer")
    axes.set_ylabel("share of the units")
