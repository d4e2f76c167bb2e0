"""The learning curve of a predictor: L(n)/n after n symbols, for n on the way to the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ait.errors import InputError
from ait.measures.predicted import surprisal
from ait.notebook import Shown
from ait.sequence import as_sequence

_POINTS = 200


@dataclass(frozen=True)
class LearningCurve(Shown):
    """How many bits the first n symbols cost, for some n.

    Attributes:
        predictor: its name.
        lengths: n, growing, the last one the whole: int64, shape (points,).
        bits: L(n), the bits of the first n symbols, the alphabet's description left out: float64, shape (points,).
    """

    predictor: str
    lengths: np.ndarray
    bits: np.ndarray

    def _shown(self) -> Mapping[str, Any]:
        return {
            "predictor": self.predictor,
            "symbols": int(self.lengths[-1]),
            "bits": float(self.bits[-1]),
            "L(n)/n at growing n": self.per_symbol,
        }

    @property
    def per_symbol(self) -> np.ndarray:
        """L(n)/n in bits per symbol; for a predictor that learns the source it falls to the entropy rate."""
        rates: np.ndarray = self.bits / self.lengths
        return rates

    @property
    def slopes(self) -> np.ndarray:
        """Bits per symbol between one point and the next, from n = 0: what a symbol costs by then; shape (points,)."""
        steps: np.ndarray = np.diff(self.bits, prepend=0.0) / np.diff(self.lengths, prepend=0)
        return steps


def learning_curve(x: Any, name: str, points: int = _POINTS, **options: Any) -> LearningCurve:
    """L(n)/n of a predictor along a sequence, at lengths that grow by about the same factor.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts.
        name: a predictor's name, see :func:`ait.measures.predicted.predicted`.
        points: at most so many lengths, the whole among them; every length if there are fewer symbols.
        options: the predictor's own options.

    Raises:
        InputError: if x cannot be read, ``points`` is below 1, or the name or an option is not accepted.

    >>> curve = learning_curve("0001", "kt")
    >>> curve.lengths.tolist(), curve.bits.round(3).tolist()  # 1, log2 4/3, log2 6/5, log2 8
    ([1, 2, 3, 4], [1.0, 1.415, 1.678, 4.678])
    >>> curve.per_symbol.round(3).tolist()
    [1.0, 0.708, 0.559, 1.17]
    """
    if points < 1:
        raise InputError(f"a learning curve has at least 1 point, not {points}")
    sequence = as_sequence(x)
    costs = surprisal(sequence, name, **options)
    n = len(costs)
    lengths = np.unique(np.geomspace(1, n, points).round().astype(np.int64)) if points > 1 else np.array([n])
    return LearningCurve(name, lengths, np.cumsum(costs)[lengths - 1])
