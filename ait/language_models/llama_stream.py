"""The forward pass of a llama model over a stream of tokens, with cached keys and a window that slides.

Rotary positions act through differences alone, so a token keeps its position and its rotated key for good, however far
the stream has come; the oldest tokens fall out ``stride`` at a time.  The first tokens stay: attention rests on them
when it has nothing to say, and a window without them loses its footing (Xiao and others, "Efficient streaming language
models with attention sinks", 2023).  Their keys are rotated anew so that they stand just before the window.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ait.errors import InputError
from ait.language_models.base import Window
from ait.language_models.llama import Layer, Llama

BATCH = 256

Watch = Callable[[int, np.ndarray], None]
"""Told the number of a layer and the activations of its feed-forward units, float32, shape (tokens, hidden)."""


class LlamaStream:
    """A llama model reading tokens one batch after another.

    Args:
        model: the weights.
        window: how far back it looks.
        watch: told the activations of each feed-forward part.
    """

    def __init__(self, model: Llama, window: Window, watch: Watch | None = None) -> None:
        shape = model.shape
        self.model, self.window, self.watch = model, window, watch
        size = (len(model.layers), shape.shared_heads, window.size, shape.head_width)
        self.keys, self.values = np.zeros(size, np.float32), np.zeros(size, np.float32)
        self.plain = np.zeros((*size[:2], window.kept, shape.head_width), np.float32)
        self.seen, self.length = 0, 0

    def push(self, tokens: np.ndarray) -> np.ndarray:
        """Read tokens: the scores (logits) of what comes after each, float32, shape (n, vocabulary).

        Raises:
            InputError: if a token is not in the vocabulary.
        """
        tokens = np.asarray(tokens, np.int64)
        if tokens.size and not 0 <= int(tokens.min()) <= int(tokens.max()) < self.model.shape.vocabulary:
            raise InputError(f"tokens are numbers below {self.model.shape.vocabulary:,}, not {int(tokens.max()):,}")
        scores = np.empty((tokens.size, self.model.shape.vocabulary), np.float32)
        start = 0
        while start < tokens.size:
            if self.length == self.window.size:
                self._slide()
            stop = min(start + BATCH, tokens.size, start + self.window.size - self.length)
            self._forward(tokens[start:stop], scores[start:stop])
            start = stop
        return scores

    def state(self) -> dict[str, np.ndarray]:
        """All that :meth:`restore` needs to go on from here."""
        places = np.array([self.seen, self.length], np.int64)
        keys, values = self.keys[:, :, : self.length], self.values[:, :, : self.length]
        return {"places": places, "keys": keys, "values": values, "plain": self.plain}

    def restore(self, state: dict[str, np.ndarray]) -> None:
        """Go on where another stream of the same model and window was (InputError if it was not such a one)."""
        self.seen, self.length = (int(place) for place in state["places"])
        fits = state["keys"].shape == self.keys[:, :, : self.length].shape and state["plain"].shape == self.plain.shape
        if not fits:
            raise InputError("this state belongs to a stream of another model or window")
        self.keys[:, :, : self.length] = state["keys"]
        self.values[:, :, : self.length] = state["values"]
        self.plain[:] = state["plain"]

    def _slide(self) -> None:
        """Let the oldest tokens fall out, and turn the keys of those that stay to just before the window."""
        kept, stride = self.window.kept, self.window.stride
        for cache in (self.keys, self.values):
            cache[:, :, kept : self.length - stride] = cache[:, :, kept + stride : self.length].copy()
        self.length -= stride
        turns = self._turns(np.arange(kept) + self.seen - self.length)
        self.keys[:, :, :kept] = _turned(self.plain, turns)

    def _turns(self, positions: np.ndarray) -> np.ndarray:
        """The rotations at given positions: complex64, shape (positions, head_width / 2)."""
        angles = positions[:, None] * self.model.frequencies
        turns: np.ndarray = np.exp(1j * angles).astype(np.complex64)
        return turns

    def _forward(self, tokens: np.ndarray, scores: np.ndarray) -> None:
        model, epsilon = self.model, self.model.shape.epsilon
        turns = self._turns(np.arange(self.seen, self.seen + tokens.size))
        x = model.embedding[tokens]
        for i, layer in enumerate(model.layers):
            x += self._attention(i, layer, _normed(x, layer.attention_norm, epsilon), turns)
            hidden = _gated(_normed(x, layer.feed_forward_norm, epsilon), layer)
            if self.watch is not None:
                self.watch(i, hidden)
            x += hidden @ layer.down.T
        self.seen += tokens.size
        self.length += tokens.size
        np.matmul(_normed(x, model.norm, epsilon), model.head.T, out=scores)

    def _attention(self, i: int, layer: Layer, x: np.ndarray, turns: np.ndarray) -> np.ndarray:
        shape, n = self.model.shape, len(x)
        new, stop = self.length, self.length + n
        plain = _by_head(x @ layer.key.T, shape.shared_heads)
        first = min(max(self.window.kept - self.seen, 0), n)
        self.plain[i, :, self.seen : self.seen + first] = plain[:, :first]
        self.keys[i, :, new:stop] = _turned(plain, turns)
        self.values[i, :, new:stop] = _by_head(x @ layer.value.T, shape.shared_heads)
        queries = _turned(_by_head(x @ layer.query.T, shape.heads), turns)
        # The heads that share a key go through one product, as so many more rows of it.
        grouped = queries.reshape(shape.shared_heads, -1, shape.head_width) * np.float32(shape.head_width**-0.5)
        weights = grouped @ self.keys[i, :, :stop].transpose(0, 2, 1)
        if n > 1:
            later = np.triu(np.full((n, n), -np.inf, np.float32), 1)
            weights.reshape(shape.heads, n, stop)[:, :, new:] += later
        weights -= weights.max(axis=-1, keepdims=True)
        np.exp(weights, out=weights)
        mixed = weights @ self.values[i, :, :stop]
        mixed /= weights.sum(axis=-1, keepdims=True)
        together = mixed.reshape(shape.heads, n, shape.head_width).transpose(1, 0, 2).reshape(n, -1)
        attended: np.ndarray = together @ layer.output.T
        return attended


def _normed(x: np.ndarray, weights: np.ndarray, epsilon: float) -> np.ndarray:
    mean_square = np.einsum("ij,ij->i", x, x)[:, None] / np.float32(x.shape[1])
    normed: np.ndarray = x * (1.0 / np.sqrt(mean_square + np.float32(epsilon))) * weights
    return normed


def _gated(x: np.ndarray, layer: Layer) -> np.ndarray:
    """silu(gate)·up, where silu(g) = g / (1 + e^-g), written with tanh, which cannot overflow."""
    gate = x @ layer.gate.T
    gate *= np.float32(0.5) + np.float32(0.5) * np.tanh(np.float32(0.5) * gate)
    gate *= x @ layer.up.T
    gated: np.ndarray = gate
    return gated


def _by_head(x: np.ndarray, heads: int) -> np.ndarray:
    """(n, heads·width) as (heads, n, width), contiguous."""
    return np.ascontiguousarray(x.reshape(len(x), heads, -1).transpose(1, 0, 2))


def _turned(x: np.ndarray, turns: np.ndarray) -> np.ndarray:
    """Neighbouring numbers of a head as complex ones, each rotated by its position."""
    turned: np.ndarray = (x.view(np.complex64) * turns).view(np.float32)
    return turned
