"""The Bayes mixture of a model set as a predictor, so that :mod:`ait.coder` writes the evidence in real bytes."""

from __future__ import annotations

import numpy as np

from ait.inference.model_set import Floats, ModelSet, log2_sum
from ait.predictors.base import check_symbol


class ModelMixture:
    """P(next = a) = Σ w_i p(x a | i) / Σ w_i p(x | i), with w_i = 2^-K_i/Z.

    Each symbol is tried behind all symbols so far, under every model: n symbols cost n·(n + models)·k steps. Where
    every model excludes what came, all symbols are equally likely from there on.

    >>> from ait.coder import encode_bits
    >>> from ait.inference.infer import infer
    >>> models = infer("0001000", "bernoulli", parts=4).models
    >>> encode_bits("0001000", ModelMixture(models))[1] - infer("0001000", models).evidence_bits < 2
    True
    """

    def __init__(self, models: ModelSet) -> None:
        self.k, self.description = models.k, f"Bayes mixture: {models.description}"
        self._models, self._symbols = models, np.zeros(0, np.int64)
        self._prior = -models.code_bits
        self._after: list[float] | None = None

    def probabilities(self) -> Floats:
        """See :class:`ait.predictors.base.Predictor`; a probability may be 0."""
        weights = np.array(self._continuations())
        if np.isneginf(weights).all():
            return np.full(self.k, 1 / self.k)
        chances = np.exp2(weights - weights.max())
        return np.asarray(chances / chances.sum(), np.float64)

    def update(self, symbol: int) -> None:
        """See :class:`ait.predictors.base.Predictor`."""
        check_symbol(symbol, self.k)
        self._symbols = np.append(self._symbols, symbol)
        self._after = None

    def _continuations(self) -> list[float]:
        """log2 of the evidence of the symbols so far and each next one."""
        if self._after is None:
            longer = [np.append(self._symbols, symbol) for symbol in range(self.k)]
            self._after = [log2_sum(self._prior + self._models.log_likelihoods(each)) for each in longer]
        return self._after
