"""Several model sets as one: the set is named first, then the model."""

from __future__ import annotations

import math
from collections.abc import Sequence as Members
from functools import cached_property

import numpy as np

from ait.errors import InputError
from ait.inference.model_set import Floats, ModelSet, check_index, check_size, log2_sum
from ait.predictors.base import Predictor


class Union:
    """The union of model sets over one alphabet: each has the same weight 1/m, within it weights w_i = 2^-K_i/Z.

    So a model costs log2 m + K_i + log2 Z bits, and the evidence is at most log2 m bits behind the best set's.

    Raises:
        InputError: if there are none, their alphabets differ, or the models are more than 2^25.
    """

    def __init__(self, members: Members[ModelSet]) -> None:
        if not members or len({member.k for member in members}) > 1:
            raise InputError(f"a union needs sets over one alphabet, not {[member.k for member in members]}")
        self.members, self.k = tuple(members), members[0].k
        self._starts = np.concatenate([[0], np.cumsum([math.prod(member.shape) for member in members])])
        self.size = check_size(int(self._starts[-1]), "join fewer or smaller sets")
        self.shape = (self.size,)

    @property
    def description(self) -> str:
        """How many sets and models."""
        return f"union of {len(self.members)} model sets: {self.size:,} models"

    @cached_property
    def code_bits(self) -> Floats:
        """K_i: which set, and which model by the set's code, whose unused part is left out."""
        own = [member.code_bits for member in self.members]
        return np.concatenate([math.log2(len(own)) + bits + log2_sum(-bits) for bits in own])

    def log_likelihoods(self, symbols: np.ndarray) -> Floats:
        """See :class:`ait.inference.model_set.ModelSet`."""
        return np.concatenate([member.log_likelihoods(symbols) for member in self.members])

    def slices(self) -> list[slice]:
        """Where each member's models stand."""
        return [slice(int(a), int(b)) for a, b in zip(self._starts[:-1], self._starts[1:], strict=True)]

    def _find(self, index: int) -> tuple[ModelSet, int]:
        at = int(np.searchsorted(self._starts, check_index(index, self.size), side="right")) - 1
        return self.members[at], index - int(self._starts[at])

    def model(self, index: int) -> Predictor:
        """See :class:`ait.inference.model_set.ModelSet`."""
        member, own = self._find(index)
        return member.model(own)

    def describe(self, index: int) -> str:
        """See :class:`ait.inference.model_set.ModelSet`."""
        member, own = self._find(index)
        return member.describe(own)
