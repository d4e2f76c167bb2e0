"""Any other language model, by one function from tokens to scores; those of the package transformers as an example."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ait.errors import MissingExtraError, ModelError
from ait.language_models.base import Window
from ait.language_models.token_alphabet import TokenAlphabet, token_alphabet
from ait.language_models.tokenizer import byte_letters

Scores = Callable[[list[int]], np.ndarray]
"""From tokens to the scores (logits) of what comes after each: shape (n, vocabulary)."""


@dataclass(frozen=True, eq=False)
class FunctionModel:
    """A language model given by functions; see :class:`ait.language_models.base.LanguageModel`.

    For each batch of tokens the whole window is computed anew, since a function keeps nothing.

    Attributes:
        name: for people.
        alphabet: the tokens' bytes, and the end.
        start: the token before the first.
        size: bytes of the weights.
        fingerprint: under which token costs are kept; another one for other weights.
        encode: from text to tokens, -1 - byte where there is none; surrogate escapes stand for bytes that are no text.
        scores: the model.
    """

    name: str
    alphabet: TokenAlphabet
    start: int
    size: int
    fingerprint: str
    encode: Callable[[str], list[int]]
    scores: Scores

    def stream(self, window: Window) -> FunctionStream:
        """See :class:`ait.language_models.base.LanguageModel`."""
        return FunctionStream(self.scores, window)


class FunctionStream:
    """A stream that computes its window anew; the first tokens stay, the oldest others fall out."""

    def __init__(self, scores: Scores, window: Window) -> None:
        self._scores, self._window = scores, window
        self._seen: list[int] = []

    def push(self, tokens: np.ndarray) -> np.ndarray:
        """See :class:`ait.language_models.base.Stream`."""
        rows: list[np.ndarray] = []
        waiting = tokens.tolist()
        while waiting:
            size, kept, stride = self._window.size, self._window.kept, self._window.stride
            if len(self._seen) >= size:
                self._seen = self._seen[:kept] + self._seen[kept + stride :]
            part = waiting[: size - len(self._seen)]
            self._seen += part
            rows.append(np.asarray(self._scores(self._seen), np.float32)[-len(part) :])
            waiting = waiting[len(part) :]
        return np.concatenate(rows)

    def state(self) -> dict[str, np.ndarray]:
        """See :class:`ait.language_models.base.ResumableStream`."""
        return {"seen": np.array(self._seen, np.int64)}

    def restore(self, state: dict[str, np.ndarray]) -> None:
        """See :class:`ait.language_models.base.ResumableStream`."""
        self._seen = state["seen"].tolist()


def transformers_model(model: Any, tokenizer: Any, name: str) -> FunctionModel:
    """A causal model of the package transformers whose tokenizer works on bytes (GPT-2's, Llama 3's, SmolLM's, ...).

    Args:
        model: e.g. ``AutoModelForCausalLM.from_pretrained(folder)``.
        tokenizer: e.g. ``AutoTokenizer.from_pretrained(folder)``.
        name: for people, and for the token costs that are kept: another one for other weights.

    Raises:
        ModelError: if the tokenizer's tokens are not bytes, or it has no token that ends a text.
        MissingExtraError: if torch is not installed.
    """
    try:
        import torch
    except ImportError as error:
        raise MissingExtraError("torch", "neural") from error
    words: Sequence[str] = tokenizer.convert_ids_to_tokens(list(range(model.config.vocab_size)))
    special, end = set(tokenizer.all_special_ids), tokenizer.eos_token_id
    if end is None:
        raise ModelError(f"the tokenizer of {name} has no token that ends a text")
    tokens = [None if i in special else _bytes_of(word) for i, word in enumerate(words)]
    if len({token for token in tokens if token is not None and len(token) == 1}) < 128:
        raise ModelError(f"the tokenizer of {name} does not work on bytes")
    single = {token[0]: i for i, token in reversed(list(enumerate(tokens))) if token is not None and len(token) == 1}

    def encode(text: str) -> list[int]:
        found: list[int] = []
        for piece, foreign in _pieces(text):
            if foreign:
                found += [single.get(byte, -1 - byte) for byte in piece.encode("utf-8", "surrogateescape")]
            else:
                found += tokenizer.encode(piece, add_special_tokens=False)
        return found

    def scores(seen: list[int]) -> np.ndarray:
        with torch.no_grad():
            given: np.ndarray = model(torch.tensor([seen])).logits[0].float().cpu().numpy()
        return given

    size = sum(weights.numel() * weights.element_size() for weights in model.parameters())
    start = end if tokenizer.bos_token_id is None else tokenizer.bos_token_id
    return FunctionModel(name, token_alphabet(tokens, end), start, size, f"transformers {name}", encode, scores)


def _bytes_of(word: str | None) -> bytes | None:
    letters = byte_letters()
    if not word or any(letter not in letters for letter in word):
        return None
    return bytes(letters[letter] for letter in word)


def _pieces(text: str) -> list[tuple[str, bool]]:
    """The text cut into stretches of text and of surrogate escapes, and which of the two each is."""
    pieces: list[tuple[str, bool]] = []
    for letter in text:
        foreign = "\ud800" <= letter <= "\udfff"
        if pieces and pieces[-1][1] == foreign:
            pieces[-1] = (pieces[-1][0] + letter, foreign)
        else:
            pieces.append((letter, foreign))
    return pieces
