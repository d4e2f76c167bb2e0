"""A language model as a predictor, symbol by symbol: what an arithmetic coder asks for.

Encoder and decoder run the model on one token at a time, in the same order, so both see the same numbers to the last
bit, on the same machine; scoring many tokens at once differs from this in the last digits of float32 only.
"""

from __future__ import annotations

import numpy as np

from ait.errors import InputError
from ait.language_models.base import LanguageModel, Window
from ait.language_models.token_costs import chances
from ait.language_models.token_mixture import TokenMixture
from ait.predictors.base import check_symbol

_NO_DIGIT = "the model {name} has no token for the digit {digit}: it cannot score symbol strings"
MOST_DIGITS = 10


def digit_tokens(model: LanguageModel, k: int) -> tuple[int, ...]:
    """The tokens of the digits 0 to k-1, in which strings over at most ten symbols are told to a model.

    Raises:
        InputError: if k is not 2 to 10, or a digit has no token of its own.
    """
    if not 2 <= k <= MOST_DIGITS:
        raise InputError(f"symbols are rendered as digits where there are 2 to {MOST_DIGITS}, not {k}")
    tokens = list(model.alphabet.tokens)
    wanted = [str(digit).encode() for digit in range(k)]
    missing = [digit.decode() for digit in wanted if digit not in tokens]
    if missing:
        raise InputError(_NO_DIGIT.format(name=model.name, digit=missing[0]))
    return tuple(tokens.index(digit) for digit in wanted)


class LanguageModelPredictor:
    """A guarded language model; see :class:`ait.predictors.base.Predictor`.

    Its symbols are those of the model's :class:`ait.language_models.token_alphabet.TokenAlphabet` or, where ``digits``
    is given, so many symbols rendered as digits, the probabilities renormalised over these.

    Args:
        model: the model.
        window: how far back it looks.
        digits: the alphabet's size for symbol strings.

    Raises:
        InputError: as :func:`digit_tokens`.
    """

    def __init__(self, model: LanguageModel, window: Window | None = None, digits: int | None = None) -> None:
        self.model, self.window = model, window or Window()
        self._allowed = None if digits is None else list(digit_tokens(model, digits))
        self.k = model.alphabet.k if digits is None else digits
        self.description = f"{model.name}, {self.window}, guarded by a match model and adaptive counts"
        self._mixture = TokenMixture(self.k, model.alphabet.literal() if digits is None else None)
        self._stream = model.stream(self.window)
        self._row = self._after(model.start)

    def probabilities(self) -> np.ndarray:
        """See :class:`ait.predictors.base.Predictor`."""
        return self._mixture.probabilities(self._row)

    def update(self, symbol: int) -> None:
        """See :class:`ait.predictors.base.Predictor`."""
        check_symbol(symbol, self.k)
        self._mixture.learn(symbol, float(self._row[symbol]))
        token = symbol if self._allowed is None else self._allowed[symbol]
        # What no token says, the model does not see; after the end nothing comes.
        if token < len(self.model.alphabet.tokens) and token != self.model.alphabet.end:
            self._row = self._after(token)

    def _after(self, token: int) -> np.ndarray:
        """What the model gives each symbol after one more token."""
        scores = self._stream.push(np.array([token], np.int64))[0]
        if self._allowed is not None:
            return chances(scores[self._allowed])
        return np.concatenate([chances(scores), np.zeros(len(self.model.alphabet.escaped))])
