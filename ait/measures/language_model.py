"""The code length of a text or a symbol string by a language model, guarded so that no input costs absurd amounts."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ait.errors import InputError
from ait.estimate import Estimate, Kind
from ait.language_models.base import LanguageModel, Window
from ait.language_models.cost_store import CostStore
from ait.language_models.gguf_model import GgufModel
from ait.language_models.predictor import MOST_DIGITS
from ait.language_models.score import StringScore, TextScore, score_string, score_text
from ait.language_models.token_costs import Progress
from ait.language_models.weights import weights_file
from ait.measures.parts import with_alphabet
from ait.sequence import Sequence, as_sequence

SMOLLM2 = "smollm2"


def language_model(
    x: Any,
    model: str | Path | LanguageModel = SMOLLM2,
    window: Window | None = None,
    *,
    keep: bool = True,
    progress: Progress | None = None,
) -> Estimate:
    """The length of the code that a language model makes with an arithmetic coder, its guard and the end included.

    Text and bytes are cut into the model's tokens. A string over at most ten symbols is rendered as digits: the figure
    is then renormalised over the digits that are allowed, and the note tells the free one too.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts.
        model: "smollm2" (see ``ait lm fetch``), a GGUF file of the llama architecture, or any
            :class:`ait.language_models.base.LanguageModel`.
        window: how far back the model looks; 2,048 tokens, 512 falling out at a time, if left out.
        keep: whether the tokens' costs are kept on disk for the next time, and an interrupted run's state.
        progress: told how many tokens are done, and of how many.

    Returns:
        An Estimate in bits: an upper bound, and a code. :mod:`ait.language_models.text_code` writes it. The model's
        size is not counted; the note tells the length with it.

    Raises:
        InputError: if x has more than ten symbols that have no text.
        ModelError: if the model's file is absent or cannot be used.
        MissingExtraError: if the package regex is not installed.

    Source: Delétang and others, "Language modeling is compression" (2024), for raw and adjusted lengths.
    """
    sequence = as_sequence(x)
    chosen, found = _scored(sequence, model, window, keep, progress)
    reference = f"{chosen.name} ({chosen.size / 1e6:.1f} MB), {found.window}, start {_start(chosen)}"
    if isinstance(found, StringScore):
        parts = with_alphabet({"data": found.bits}, sequence)
        method = "language model, symbols as digits"
        note = (
            f"without the guard {float(found.among.sum()):,.2f} bits; free among all tokens, with the end, "
            f"{float(found.free.sum()):,.2f}; the model's size is not counted"
        )
    else:
        # The text tells its own alphabet: nothing is charged for that.
        parts = found.parts()
        method = "language model"
        note = (
            f"{found.bits / found.size:.4f} bits per byte; with the model's size {found.adjusted:,.0f} bits; the text "
            "may be among what the model was trained on"
        )
    return Estimate(sum(parts.values()), Kind.UPPER_BOUND, method, reference, parts=parts, is_code=True, note=note)


def language_model_surprisal(
    x: Any, model: str | Path | LanguageModel = SMOLLM2, window: Window | None = None, *, keep: bool = True
) -> np.ndarray:
    """Bits for each symbol of a string rendered as digits, or for each byte of a text: float64, shape (n,).

    A token's bits are spread evenly over its bytes, and the end's stand on the last one, so that the sum is the code's
    length, but for the names of symbols that were rendered as digits. Arguments and errors: see :func:`language_model`.
    """
    _, found = _scored(as_sequence(x), model, window, keep, None)
    if isinstance(found, StringScore):
        return found.guarded
    tokens = found.tokens()
    bits = np.concatenate([np.full(len(said), cost / len(said)) for said, cost in tokens if said])
    bits[-1] += tokens[-1][1]
    return bits


def open_model(model: str | Path | LanguageModel = SMOLLM2) -> LanguageModel:
    """A language model by name, by its file, or as it is; errors as in :func:`language_model`."""
    if model == SMOLLM2:
        return _opened(weights_file())
    if isinstance(model, str) and not model.endswith(".gguf"):
        raise InputError(f"no language model is called {model!r}: use {SMOLLM2!r} or a GGUF file's name")
    return _opened(Path(model)) if isinstance(model, (str, Path)) else model


@lru_cache(maxsize=1)
def _opened(path: Path) -> GgufModel:
    return GgufModel(path)


def _scored(
    sequence: Sequence,
    model: str | Path | LanguageModel,
    window: Window | None,
    keep: bool,
    progress: Progress | None,
) -> tuple[LanguageModel, TextScore | StringScore]:
    refusal = no_text(sequence)
    if refusal:
        raise InputError(f"a language model {refusal}")
    chosen, store = open_model(model), CostStore() if keep else None
    if sequence.k <= MOST_DIGITS:
        return chosen, score_string(sequence.symbols, sequence.k, chosen, window, store, progress)
    return chosen, score_text(text_of(sequence), chosen, window, store, progress)


def no_text(sequence: Sequence) -> str:
    """Why a language model cannot read a sequence; "" if it can."""
    if sequence.k <= MOST_DIGITS or sequence.labels is not None or sequence.k == 256:
        return ""
    return f"reads text, bytes, or strings over at most {MOST_DIGITS} symbols, not {sequence.k:,} numbers"


def text_of(sequence: Sequence) -> bytes:
    """The bytes that a model reads."""
    if sequence.labels is not None:
        return sequence.text().encode("utf-8", "surrogatepass")
    return sequence.symbols.tobytes()


def _start(model: LanguageModel) -> str:
    """The start token by its name where the file has one, else by its number."""
    if isinstance(model, GgufModel):
        word: bytes = model.file.field("tokenizer.ggml.tokens")[model.start]
        return word.decode("utf-8", "replace")
    return f"token {model.start}"
