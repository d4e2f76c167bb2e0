"""Models that write one sequence, with or without noise: what periodic, recurrent and program models share."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError
from ait.inference.model_set import Floats, check_index, check_size, checked
from ait.predictors.base import check_symbol


class FixedSequences(ABC):
    """Sequences that can be listed, each seen through each of some levels of noise.

    With noise e a symbol is the sequence's own with probability 1 - e, and each other one with probability e/(k - 1).
    The levels are equally likely and told with log2(levels) bits; the only level 0 makes the models deterministic: a
    sequence then has probability 1 or 0. The models form a product of ``axes`` and the levels.

    Args:
        k: the alphabet's size.
        axes: how the sequences are laid out.
        noise: the levels, each from 0 to below 1.

    Raises:
        InputError: if a level is out of range or comes twice, or the models are more than 2^25.
    """

    def __init__(self, k: int, axes: tuple[int, ...], noise: tuple[float, ...]) -> None:
        if not noise or len(set(noise)) != len(noise) or not all(0 <= level < 1 for level in noise):
            raise InputError(f"levels of noise are different numbers from 0 to below 1, not {noise}")
        self.k, self.noise, self.axes = k, tuple(map(float, noise)), axes
        self.sequences = math.prod(axes)
        self.size = check_size(self.sequences * len(noise), "use shorter sequences or fewer levels of noise")
        self.shape = axes if len(noise) == 1 else (*axes, len(noise))

    @property
    @abstractmethod
    def name(self) -> str:
        """Which sequences."""

    @property
    def description(self) -> str:
        """Which sequences, the noise, and how many models that makes."""
        levels = "" if self.noise == (0.0,) else f", each with noise {', '.join(f'{e:g}' for e in self.noise)}"
        return f"{self.name}{levels}: {self.size:,} models"

    @property
    @abstractmethod
    def sequence_bits(self) -> Floats:
        """The bits that name each sequence, shape (sequences,)."""

    @abstractmethod
    def distances(self, symbols: NDArray[np.int64]) -> NDArray[np.int64]:
        """In how many places each sequence differs from the symbols, shape (sequences,)."""

    @abstractmethod
    def sequence(self, index: int, n: int) -> NDArray[np.int64]:
        """The first n symbols of a sequence."""

    @abstractmethod
    def describe_sequence(self, index: int) -> str:
        """One sequence in words."""

    @property
    def code_bits(self) -> Floats:
        """K_i: the sequence, and the level of noise."""
        return np.repeat(self.sequence_bits + math.log2(len(self.noise)), len(self.noise))

    def log_likelihoods(self, symbols: np.ndarray) -> Floats:
        """See :class:`ait.inference.model_set.ModelSet`."""
        given = checked(symbols, self.k)
        wrong = self.distances(given).astype(np.float64)
        columns = [self._log_likelihoods(wrong, len(given), level) for level in self.noise]
        return np.stack(columns, axis=1).ravel()

    def _log_likelihoods(self, wrong: Floats, n: int, level: float) -> Floats:
        if level == 0:
            return np.where(wrong > 0, -np.inf, 0.0)
        return wrong * math.log2(level / (self.k - 1)) + (n - wrong) * math.log2(1 - level)

    def log2_complexity(self, n: int) -> float:
        """log2 Σ_x max_i p(x | i) over all x of n symbols: without noise the number of different sequences.

        Raises:
            InputError: with noise, where there is no short formula.
        """
        if self.noise != (0.0,):
            raise InputError("the NML complexity of sequences with noise has no short formula")
        return math.log2(len({self.sequence(index, n).tobytes() for index in range(self.sequences)}))

    def model(self, index: int) -> NoisySequence:
        """See :class:`ait.inference.model_set.ModelSet`."""
        at, level = divmod(check_index(index, self.size), len(self.noise))
        return NoisySequence(self, at, self.noise[level], self.describe(index))

    def describe(self, index: int) -> str:
        """See :class:`ait.inference.model_set.ModelSet`."""
        at, level = divmod(check_index(index, self.size), len(self.noise))
        noise = f", noise {self.noise[level]:g}" if self.noise[level] else ""
        return self.describe_sequence(at) + noise


class NoisySequence:
    """One sequence seen through noise, as a predictor."""

    def __init__(self, models: FixedSequences, index: int, level: float, description: str) -> None:
        self.k, self.description = models.k, description
        self._models, self._index, self._level, self._now = models, index, level, 0
        self._known = np.zeros(0, np.int64)

    def probabilities(self) -> Floats:
        """See :class:`ait.predictors.base.Predictor`; a probability may be 0."""
        if self._now >= len(self._known):
            self._known = self._models.sequence(self._index, 2 * self._now + 16)
        if self._now >= len(self._known):
            raise InputError(f"this model writes {len(self._known)} symbols and no more")
        chances = np.full(self.k, self._level / (self.k - 1))
        chances[self._known[self._now]] = 1 - self._level
        return chances

    def update(self, symbol: int) -> None:
        """See :class:`ait.predictors.base.Predictor`."""
        check_symbol(symbol, self.k)
        self._now += 1
