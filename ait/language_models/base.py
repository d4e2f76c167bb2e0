"""What a language model is to this package: tokens, a start, and a stream that scores what comes next.

Any model can be brought in by an object with these few things; :mod:`ait.language_models.transformers` is an example.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from ait.errors import InputError
from ait.language_models.token_alphabet import TokenAlphabet

_LEAST_WINDOW = 16


@dataclass(frozen=True)
class Window:
    """How far back a model looks.

    Attributes:
        size: tokens at most, the first ones that stay included.
        stride: how many fall out at a time, 0 for a quarter of the size: a prediction sees between ``size - stride``
            and ``size`` tokens.
        kept: how many of the first tokens never fall out.

    Raises:
        InputError: if these do not fit each other.
    """

    size: int = 2048
    stride: int = 0
    kept: int = 4

    def __post_init__(self) -> None:
        if self.size < _LEAST_WINDOW:
            raise InputError(f"a window has at least {_LEAST_WINDOW} tokens, not {self.size}")
        if self.stride == 0:
            object.__setattr__(self, "stride", self.size // 4)
        if self.kept < 0 or not 1 <= self.stride <= self.size - self.kept - 1:
            raise InputError(
                f"a window of {self.size} tokens that keeps {self.kept} has a stride of 1 to "
                f"{self.size - max(self.kept, 0) - 1}, not {self.stride}"
            )

    def __str__(self) -> str:
        return f"window {self.size:,}, stride {self.stride:,}"


class Stream(Protocol):
    """A model that reads tokens and says what it expects after each."""

    def push(self, tokens: np.ndarray) -> np.ndarray:
        """Read tokens: the scores (logits) of what comes after each, float32, shape (n, vocabulary)."""
        ...


@runtime_checkable
class ResumableStream(Stream, Protocol):
    """A stream whose state can be kept, so that an interrupted run goes on to the same figures."""

    def state(self) -> dict[str, np.ndarray]:
        """Arrays, all that :meth:`restore` needs."""
        ...

    def restore(self, state: dict[str, np.ndarray]) -> None:
        """Go on from a state that a stream of the same model and window had."""
        ...


class LanguageModel(Protocol):
    """A model of text.

    Attributes:
        name: for people, e.g. "SmolLM2-135M-Instruct Q4_1".
        alphabet: its tokens as bytes, and which of them ends a text.
        start: the token before the first.
        size: the bytes of its file, or of its weights: what a receiver would have to be sent.
        fingerprint: differs between models that score differently; costs are kept under it.
    """

    @property
    def name(self) -> str: ...

    @property
    def alphabet(self) -> TokenAlphabet: ...

    @property
    def start(self) -> int: ...

    @property
    def size(self) -> int: ...

    @property
    def fingerprint(self) -> str: ...

    def encode(self, text: str) -> list[int]:
        """A text's tokens; surrogate escapes stand for bytes that are no text; -1 - byte where there is no token."""
        ...

    def stream(self, window: Window) -> Stream:
        """A fresh stream, before the start."""
        ...
