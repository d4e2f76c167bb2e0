"""Models that anyone can list: predictors by name, each with a code length."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from ait.errors import InputError
from ait.inference.model_set import Floats, check_index, checked, log2_sum
from ait.predictors.base import Predictor, surprisals

_SLACK = 1e-9


class Listed:
    """A model set from predictors, those of :mod:`ait.predictors` or one's own.

    Args:
        makers: by name, what makes a fresh predictor; all over the same alphabet.
        bits: K of each, in the same order; log2 of their number if left out.

    Raises:
        InputError: if there are none, their alphabets differ, or no prefix code has such lengths.

    >>> from ait.inference.infer import infer
    >>> from ait.predictors.base import predictor
    >>> tree, counter = (lambda: predictor("context-tree", 2)), (lambda: predictor("kt", 2))
    >>> found = infer("01" * 40, Listed({"kt": counter, "context-tree": tree}))
    >>> found.two_part.witness.text, round(found.two_part_bits - found.evidence_bits, 9)
    ('context-tree', 0.0)
    """

    def __init__(self, makers: Mapping[str, Callable[[], Predictor]], bits: Mapping[str, float] | None = None) -> None:
        alphabets = {make().k for make in makers.values()}
        if len(alphabets) != 1:
            raise InputError(f"models are listed over one alphabet, not over {sorted(alphabets) or 'none'}")
        self.k, self.names = alphabets.pop(), tuple(makers)
        self._makers = tuple(makers.values())
        if bits is not None and set(bits) != set(makers):
            raise InputError(
                f"code lengths are needed for {', '.join(self.names)}, not for {', '.join(bits) or 'none'}"
            )
        equal = math.log2(len(self.names))
        self.code_bits: Floats = np.array([equal if bits is None else float(bits[name]) for name in self.names])
        if not np.isfinite(self.code_bits).all() or log2_sum(-self.code_bits) > _SLACK:
            raise InputError(f"no prefix code has the lengths {self.code_bits.tolist()}: the sum of 2^-K is above 1")
        self.shape = (len(self.names),)

    @property
    def description(self) -> str:
        """The names."""
        return f"{len(self.names)} predictors: {', '.join(self.names)}"

    def log_likelihoods(self, symbols: np.ndarray) -> Floats:
        """See :class:`ait.inference.model_set.ModelSet`."""
        given = checked(symbols, self.k)
        return np.array([0.0 - float(surprisals(make(), given).sum()) for make in self._makers])

    def model(self, index: int) -> Predictor:
        """See :class:`ait.inference.model_set.ModelSet`."""
        return self._makers[check_index(index, len(self.names))]()

    def describe(self, index: int) -> str:
        """See :class:`ait.inference.model_set.ModelSet`."""
        return self.names[check_index(index, len(self.names))]
