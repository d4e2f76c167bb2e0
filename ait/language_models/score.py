"""A text or a symbol string scored by a language model: what each token costs, alone and guarded, and in all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ait.errors import InputError
from ait.language_models.base import LanguageModel, Window
from ait.language_models.cost_store import CostStore
from ait.language_models.predictor import digit_tokens
from ait.language_models.token_costs import Progress, Task, token_costs
from ait.language_models.token_mixture import GUARD, TokenMixture

CONTAMINATION = (
    "The model may have been trained on this very text, or on texts that quote it: then the figure says how well it is "
    "remembered, not how regular it is. Only what was written after the training tells the two apart."
)


@dataclass(frozen=True, eq=False)
class TextScore:
    """What a text costs.

    Attributes:
        model: by which.
        window: how far back it looked.
        size: the text's bytes.
        symbols: int64, shape (n,), the end last; see :class:`ait.language_models.token_alphabet.TokenAlphabet`.
        alone: bits of each by the model alone, with its guard against what it holds impossible.
        guarded: bits of each by the model with its experts: what is coded.
    """

    model: LanguageModel
    window: Window
    size: int
    symbols: np.ndarray
    alone: np.ndarray
    guarded: np.ndarray

    @property
    def bits(self) -> float:
        """The length of the code, the end of the text paid for."""
        return float(self.guarded.sum())

    @property
    def adjusted(self) -> float:
        """The length for a receiver who does not have the model: its file is sent too."""
        return self.bits + 8.0 * self.model.size

    def tokens(self) -> list[tuple[bytes, float]]:
        """Each token's bytes and bits; b"" for the end."""
        alphabet, end = self.model.alphabet, self.model.alphabet.end
        said = (b"" if symbol == end else alphabet.bytes_of(symbol) for symbol in self.symbols.tolist())
        return list(zip(said, self.guarded.tolist(), strict=True))

    def parts(self) -> dict[str, float]:
        """Where the bits are paid."""
        beyond = self.symbols >= len(self.model.alphabet.tokens)
        escaped, end = float(self.guarded[beyond].sum()), float(self.guarded[-1])
        parts = {"tokens": self.bits - escaped - end, "end": end}
        return {**parts, "escaped bytes": escaped} if escaped else parts


@dataclass(frozen=True, eq=False)
class StringScore:
    """What a string over at most ten symbols costs, rendered as digits.

    Attributes:
        model, window: as in :class:`TextScore`.
        free: bits of each digit by the model alone, among all tokens; then of the end: float64, shape (n + 1,).
        among: bits of each digit by the model alone, renormalised over the k allowed ones, shape (n,).
        guarded: bits of each by the renormalised model with its experts: what is coded, given n.
    """

    model: LanguageModel
    window: Window
    free: np.ndarray
    among: np.ndarray
    guarded: np.ndarray

    @property
    def bits(self) -> float:
        """The length of the code, given the number of symbols."""
        return float(self.guarded.sum())


def score_text(
    data: bytes,
    model: LanguageModel,
    window: Window | None = None,
    store: CostStore | None = None,
    progress: Progress | None = None,
) -> TextScore:
    """Score a text.

    Args:
        data: any bytes; what no token can say is paid for as such.
        model: by which.
        window: how far back it looks.
        store: where token costs are kept.
        progress: told how many tokens are done.

    Raises:
        InputError: if the text is empty, or the model's tokenizer does not give it back.
        KeyboardInterrupt: after Ctrl-C, when what was done is kept.
    """
    if not data:
        raise InputError("the text is empty: a complexity needs at least one byte")
    window, alphabet = window or Window(), model.alphabet
    symbols = np.append(alphabet.encode(data, model), alphabet.end)
    is_token = symbols < len(alphabet.tokens)
    costs = token_costs(Task(model, window, symbols[is_token]), store, progress)[:, 0]
    chance = np.zeros(symbols.size)
    chance[is_token] = np.exp2(-costs)
    guarded = TokenMixture(alphabet.k, alphabet.literal()).surprisals(symbols, chance)
    return TextScore(model, window, len(data), symbols, _alone(chance, alphabet.k), guarded)


def score_string(
    symbols: np.ndarray,
    k: int,
    model: LanguageModel,
    window: Window | None = None,
    store: CostStore | None = None,
    progress: Progress | None = None,
) -> StringScore:
    """Score a string over k symbols, 2 to 10, rendered as digits; arguments and errors as in :func:`score_text`."""
    if not len(symbols):
        raise InputError("the string is empty: a complexity needs at least one symbol")
    window, allowed = window or Window(), digit_tokens(model, k)
    tokens = np.append(np.array(allowed, np.int64)[symbols], model.alphabet.end)
    costs = token_costs(Task(model, window, tokens, allowed), store, progress)
    among = costs[:-1, 1]
    guarded = TokenMixture(k).surprisals(np.asarray(symbols), np.exp2(-among))
    return StringScore(model, window, costs[:, 0], among, guarded)


def break_even(score: TextScore, other_bits: float) -> float | None:
    """From how many bytes on the model pays for itself against a code that needs none; None if it never does.

    At the rates of this text, which a longer one would not keep exactly.

    Args:
        score: the model's figure.
        other_bits: the other code's length of the same text.
    """
    saved = (other_bits - score.bits) / score.size
    return 8.0 * score.model.size / saved if saved > 0 else None


def _alone(chance: np.ndarray, k: int) -> np.ndarray:
    bits: np.ndarray = -np.log2((1.0 - GUARD) * chance + GUARD / k)
    return bits
