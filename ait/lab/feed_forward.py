"""How a language model's feed-forward layers store what it knows: rounding them, taking them out, watching them.

In bits of code length throughout: what a text costs by the model as it is, and by the model changed.  Geva and others,
"Transformer feed-forward layers are key-value memories" (2021), say that knowledge sits in these layers; Allen-Zhu and
Li, "Physics of language models: part 3.3" (2024), that a model can hold about two bits of it for each weight.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ait.errors import InputError
from ait.language_models.base import Window
from ait.language_models.gguf_model import GgufModel
from ait.language_models.llama import Llama
from ait.language_models.llama_stream import LlamaStream, Watch
from ait.language_models.perturbation import (
    ATTENTION,
    FEED_FORWARD,
    rounded,
    weights_of,
    with_rounded,
    without_feed_forward,
)

BITS = (8, 6, 5, 4, 3, 2)
KNOWLEDGE_BITS = 2.0
"""Bits of knowledge per weight, Allen-Zhu and Li (2024)."""
TRAINING_TOKENS = 2e12
"""SmolLM2-135M's training text: Allal and others, "SmolLM2: when Smol goes big" (2025)."""

_BATCH = 256
_MOST_OF = 0.9

Told = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Text:
    """A text to be scored: its tokens, int64, and how many bytes they say."""

    tokens: np.ndarray
    size: int


@dataclass(frozen=True)
class FeedForwardStudy:
    """What was measured; all lengths in bits per byte, by text.

    Attributes:
        weights: how many weights the "feed-forward", "attention" and "other" parts have.
        texts: the tokens and bytes of each text.
        base: what each text costs by the model as it is.
        rounded: by part ("feed-forward", "attention"), bits per weight and text.
        error: the relative mean square error of the weights, by part and bits.
        removed: by text, with the feed-forward part of each layer taken out, shape (layers,).
        active: by layer, the share of units that carry nine tenths of what is added, a mean over all tokens.
        dark: the share of units, over all layers, that are never among these for any token.
    """

    weights: Mapping[str, int]
    texts: Mapping[str, tuple[int, int]]
    base: Mapping[str, float]
    rounded: Mapping[str, Mapping[int, Mapping[str, float]]]
    error: Mapping[str, Mapping[int, float]]
    removed: Mapping[str, tuple[float, ...]]
    active: tuple[float, ...]
    dark: float

    @property
    def budget_bits(self) -> float:
        """What the weights can hold, at two bits each."""
        return KNOWLEDGE_BITS * sum(self.weights.values())

    def training_bits(self, text: str) -> float:
        """The information in the training text, at the bits per token of one of the texts here."""
        tokens, size = self.texts[text]
        return TRAINING_TOKENS * self.base[text] * size / tokens


def study(
    model: GgufModel, texts: Mapping[str, bytes], tokens: int = 1000, told: Told | None = None
) -> FeedForwardStudy:
    """Score texts by a model whose feed-forward and attention weights are rounded, or a layer taken out.

    Args:
        model: the model.
        texts: by name; of each the first ``tokens`` tokens are taken.
        tokens: 16 to as many as the model was trained on at once.
        told: the name of what is scored, how many scorings are done, of how many.

    Raises:
        InputError: if there is no text, one is too short, or the number of tokens is out of range.
    """
    llama = model.weights
    if not texts or not 16 <= tokens <= llama.shape.longest:
        raise InputError(f"the study takes texts of 16 to {llama.shape.longest:,} tokens, not {tokens}")
    read = {name: _text(model, name, data, tokens) for name, data in texts.items()}
    total = 1 + 2 * len(BITS) + len(llama.layers)
    done = 0

    def scored(name: str, changed: Llama, watch: Watch | None = None) -> dict[str, float]:
        nonlocal done
        found = {key: _bits_per_byte(changed, text, model.start, watch) for key, text in read.items()}
        done += 1
        if told is not None:
            told(name, done, total)
        return found

    activity = _Activity(llama)
    base = scored("as it is", llama, activity.see)
    parts = {"feed-forward": FEED_FORWARD, "attention": ATTENTION}
    by_bits = {
        part: {bits: scored(f"{part}, {bits} bits", with_rounded(llama, names, bits)) for bits in BITS}
        for part, names in parts.items()
    }
    errors = {part: {bits: _error(llama, names, bits) for bits in BITS} for part, names in parts.items()}
    without = [scored(f"layer {i} out", without_feed_forward(llama, i)) for i in range(len(llama.layers))]
    held = {part: weights_of(llama, names) for part, names in parts.items()}
    return FeedForwardStudy(
        weights={**held, "other": llama.parameters - sum(held.values())},
        texts={name: (text.tokens.size, text.size) for name, text in read.items()},
        base=base,
        rounded=by_bits,
        error=errors,
        removed={name: tuple(each[name] for each in without) for name in read},
        active=activity.shares(),
        dark=activity.dark(),
    )


class _Activity:
    """How many units of each feed-forward part carry nine tenths of what it adds, token by token."""

    def __init__(self, model: Llama) -> None:
        # What a unit adds is its activation times its column; its weight in the sum is that column's length.
        self._lengths = [np.linalg.norm(layer.down, axis=0) for layer in model.layers]
        self._needed: list[list[float]] = [[] for _ in model.layers]
        self._ever = [np.zeros(layer.down.shape[1], bool) for layer in model.layers]

    def see(self, layer: int, hidden: np.ndarray) -> None:
        carried = (hidden * self._lengths[layer]) ** 2
        order = np.argsort(-carried, axis=1)
        sums = np.cumsum(np.take_along_axis(carried, order, axis=1), axis=1)
        needed = (sums < _MOST_OF * sums[:, -1:]).sum(axis=1) + 1
        self._needed[layer] += (needed / carried.shape[1]).tolist()
        for row, count in zip(order, needed.tolist(), strict=True):
            self._ever[layer][row[:count]] = True

    def shares(self) -> tuple[float, ...]:
        return tuple(float(np.mean(needed)) for needed in self._needed)

    def dark(self) -> float:
        return float(1.0 - np.mean(np.concatenate(self._ever)))


def _text(model: GgufModel, name: str, data: bytes, tokens: int) -> Text:
    symbols = model.alphabet.encode(data, model)
    symbols = symbols[symbols < len(model.alphabet.tokens)][:tokens]
    if symbols.size < tokens:
        raise InputError(f"the text {name} has {symbols.size:,} tokens, and {tokens:,} are wanted")
    return Text(symbols, len(model.alphabet.decode(symbols)))


def _bits_per_byte(model: Llama, text: Text, start: int, watch: Watch | None) -> float:
    # The whole text fits into the window, so that only the weights differ between two scorings.
    stream = LlamaStream(model, Window(max(64, 2 * text.tokens.size)), watch)
    before = np.concatenate([[start], text.tokens[:-1]])
    bits = 0.0
    for first in range(0, before.size, _BATCH):
        scores = stream.push(before[first : first + _BATCH])
        scores -= scores.max(axis=1, keepdims=True)
        own = scores[np.arange(len(scores)), text.tokens[first : first + _BATCH]].sum(dtype=np.float64)
        bits += float(np.log2(np.exp(scores).sum(axis=1, dtype=np.float64)).sum() - own / np.log(2.0))
    return bits / text.size


def _error(model: Llama, parts: tuple[str, ...], bits: int) -> float:
    """Mean square of what rounding changes, relative to the weights' own."""
    lost = whole = 0.0
    for layer in model.layers:
        for part in parts:
            weights = getattr(layer, part)
            lost += float(np.square(rounded(weights, bits) - weights).sum(dtype=np.float64))
            whole += float(np.square(weights).sum(dtype=np.float64))
    return lost / whole
