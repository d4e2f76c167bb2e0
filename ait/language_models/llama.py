"""Models of the llama architecture: their shape, their weights, and both read from a GGUF file.

Touvron and others, "LLaMA: open and efficient foundation language models" (2023): root-mean-square norms (Zhang and
Sennrich 2019), rotary positions (Su and others 2021), attention with shared keys (Ainslie and others 2023), and a gated
feed-forward part (Shazeer 2020).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from ait.errors import ModelError
from ait.language_models.gguf import Gguf

_LARGEST_NUMBER = 1 << 24


@dataclass(frozen=True)
class LlamaShape:
    """Sizes and constants.

    Attributes:
        width: numbers that stand for a token between layers.
        heads, shared_heads: attention heads, and keys and values among which they share.
        head_width: numbers in a head's query.
        hidden: units of a feed-forward part.
        vocabulary: tokens.
        longest: tokens of context in training.
        epsilon: added to the mean square in norms.
        rotation_base, rotated: base of the rotary frequencies, and how many numbers of a head are rotated.
    """

    width: int
    heads: int
    shared_heads: int
    head_width: int
    hidden: int
    vocabulary: int
    longest: int
    epsilon: float
    rotation_base: float
    rotated: int


@dataclass(frozen=True, eq=False)
class Layer:
    """A layer's weights, float32; a matrix has a row for each of its outputs."""

    attention_norm: np.ndarray
    query: np.ndarray
    key: np.ndarray
    value: np.ndarray
    output: np.ndarray
    feed_forward_norm: np.ndarray
    gate: np.ndarray
    up: np.ndarray
    down: np.ndarray


@dataclass(frozen=True, eq=False)
class Llama:
    """A model's weights, float32.

    Attributes:
        shape: sizes and constants.
        embedding: shape (vocabulary, width).
        layers: from the first to the last.
        norm: the last norm, shape (width,).
        head: what gives the next token's scores, shape (vocabulary, width); often the embedding itself.
        frequencies: of the rotary positions, radians per position, float64, shape (head_width / 2,).
    """

    shape: LlamaShape
    embedding: np.ndarray
    layers: tuple[Layer, ...]
    norm: np.ndarray
    head: np.ndarray
    frequencies: np.ndarray

    @property
    def parameters(self) -> int:
        """How many weights, a head that is the embedding counted once."""
        own = self.embedding.size + self.norm.size + (0 if self.head is self.embedding else self.head.size)
        inside = sum(getattr(layer, each.name).size for layer in self.layers for each in fields(Layer))
        return int(own + inside)


_NAMES = {
    "attention_norm": "attn_norm",
    "query": "attn_q",
    "key": "attn_k",
    "value": "attn_v",
    "output": "attn_output",
    "feed_forward_norm": "ffn_norm",
    "gate": "ffn_gate",
    "up": "ffn_up",
    "down": "ffn_down",
}


def read_llama(file: Gguf) -> Llama:
    """The model in an open GGUF file, its weights as float32 in memory.

    Raises:
        ModelError: if it is of another architecture, has parts that are not known here, or shapes that do not fit.
    """
    architecture = file.field("general.architecture", "none")
    if architecture != "llama":
        raise ModelError(f"{file.path} holds a model of the architecture {architecture}; only llama is read here")
    shape, count = _shape(file), _whole(file, "llama.block_count")
    wanted = _expected(shape, count)
    _check(file, wanted)
    read = {name: file.tensor(name) for name in wanted if name in file.places}
    embedding = read["token_embd.weight"]
    layers = tuple(
        Layer(**{own: read[f"blk.{i}.{theirs}.weight"] for own, theirs in _NAMES.items()}) for i in range(count)
    )
    head = read.get("output.weight", embedding)
    stretches = read.get("rope_freqs.weight", np.ones(1, np.float32))
    return Llama(shape, embedding, layers, read["output_norm.weight"], head, _frequencies(shape, stretches))


def _shape(file: Gguf) -> LlamaShape:
    width, heads = _whole(file, "llama.embedding_length"), _whole(file, "llama.attention.head_count")
    if file.field("llama.rope.scaling.type", "none") != "none":
        raise ModelError(f"{file.path} scales its rotary positions, which is not read here")
    head_width = _whole(file, "llama.attention.key_length", width // heads)
    return LlamaShape(
        width=width,
        heads=heads,
        shared_heads=_whole(file, "llama.attention.head_count_kv", heads),
        head_width=head_width,
        hidden=_whole(file, "llama.feed_forward_length"),
        vocabulary=len(file.field("tokenizer.ggml.tokens")),
        longest=_whole(file, "llama.context_length"),
        epsilon=float(file.field("llama.attention.layer_norm_rms_epsilon")),
        rotation_base=float(file.field("llama.rope.freq_base", 10000.0)),
        rotated=_whole(file, "llama.rope.dimension_count", head_width),
    )


def _whole(file: Gguf, name: str, default: int | None = None) -> int:
    value: Any = file.field(name, default)
    if not isinstance(value, int) or not 0 < value <= _LARGEST_NUMBER:
        raise ModelError(f"{file.path}: field {name} is {value!r}, not a number from 1 to {_LARGEST_NUMBER:,}")
    return value


def _expected(shape: LlamaShape, layers: int) -> dict[str, tuple[int, ...]]:
    """The tensors that a model of this shape has, or may have, with their shapes."""
    if shape.heads % shape.shared_heads or shape.head_width % 2 or shape.rotated % 2:
        raise ModelError(f"{shape.heads} heads of width {shape.head_width} cannot share {shape.shared_heads} keys")
    queries, keys = shape.heads * shape.head_width, shape.shared_heads * shape.head_width
    width, hidden = shape.width, shape.hidden
    inner = {
        "attn_norm": (width,),
        "attn_q": (queries, width),
        "attn_k": (keys, width),
        "attn_v": (keys, width),
        "attn_output": (width, queries),
        "ffn_norm": (width,),
        "ffn_gate": (hidden, width),
        "ffn_up": (hidden, width),
        "ffn_down": (width, hidden),
    }
    outer: dict[str, tuple[int, ...]] = {
        "token_embd.weight": (shape.vocabulary, width),
        "output_norm.weight": (width,),
        "output.weight": (shape.vocabulary, width),
        "rope_freqs.weight": (shape.rotated // 2,),
    }
    return outer | {f"blk.{i}.{name}.weight": size for i in range(layers) for name, size in inner.items()}


def _check(file: Gguf, wanted: dict[str, tuple[int, ...]]) -> None:
    """Nothing missing, nothing left over, all of the right shape: what is not understood would give wrong figures."""
    strange = sorted(file.places.keys() - wanted.keys())
    if strange:
        raise ModelError(f"{file.path} has tensors that no llama model has here: {', '.join(strange[:3])}")
    for name, shape in wanted.items():
        place = file.places.get(name)
        if place is None and name not in ("output.weight", "rope_freqs.weight"):
            raise ModelError(f"{file.path} has no tensor {name}: it is not a whole model of the llama architecture")
        if place is not None and place.shape != shape:
            raise ModelError(f"{file.path}: tensor {name} has shape {place.shape}, which should be {shape}")


def _frequencies(shape: LlamaShape, stretches: np.ndarray) -> np.ndarray:
    """Radians per position for each pair of a head's numbers; pairs beyond the rotated ones stand still."""
    pairs = np.arange(shape.rotated // 2)
    turning = shape.rotation_base ** (-2.0 * pairs / shape.rotated) / stretches.astype(np.float64)
    return np.concatenate([turning, np.zeros(shape.head_width // 2 - turning.size)])
