"""Block entropies for all lengths by five estimators, with bands: how h_L falls, and where the data ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ait.errors import InputError
from ait.measures.block_entropy import BlockLadder, block_ladder, longest_sampled
from ait.measures.block_error import rate_errors
from ait.measures.entropy_estimators import CORRECTIONS
from ait.notebook import Grid, Shown
from ait.sequence import as_sequence

BAND = 1.96
PLUG_IN = "plug-in"
ESTIMATORS: tuple[str, ...] = tuple(correction or PLUG_IN for correction in CORRECTIONS)


@dataclass(frozen=True)
class EntropyLadder(Shown):
    """Estimates for blocks of 1…L symbols; entry i of each row belongs to length i + 1.

    Attributes:
        ladders: for each of :data:`ESTIMATORS` H_L (bits per block) and h_L (bits per symbol).
        errors: the standard errors of h_L by batch means, bits per symbol; None for too short a sequence. They tell the
            scatter and know nothing of bias.
        sampled: the longest blocks of which 16 windows were seen per different block: beyond, every estimator guesses.
    """

    ladders: tuple[BlockLadder, ...]
    errors: tuple[float | None, ...]
    sampled: int

    @property
    def length(self) -> int:
        """L, the longest blocks."""
        return len(self.errors)

    @property
    def windows(self) -> tuple[int, ...]:
        """How many windows of each length there are."""
        return self.ladders[0].windows

    @property
    def distinct(self) -> tuple[int, ...]:
        """How many different blocks of each length occur."""
        return self.ladders[0].distinct

    def rates(self, estimator: str) -> tuple[float, ...]:
        """h_1…h_L by one of the estimators, bits per symbol."""
        return self._ladder(estimator).rates

    def excess(self, estimator: str) -> tuple[float, ...]:
        """E_1…E_L, H_L - L·h_L: where the line through H_(L-1) and H_L meets L = 0, bits."""
        ladder = self._ladder(estimator)
        pairs = zip(ladder.entropies, ladder.rates, strict=True)
        return tuple(whole - length * rate for length, (whole, rate) in enumerate(pairs, 1))

    def band(self, estimator: str) -> tuple[tuple[float, float] | None, ...]:
        """For each length h_L less and plus 1.96 standard errors."""
        pairs = zip(self.rates(estimator), self.errors, strict=True)
        return tuple(None if error is None else (rate - BAND * error, rate + BAND * error) for rate, error in pairs)

    def _shown(self) -> Mapping[str, Any]:
        columns = [self.rates(name) for name in ESTIMATORS]
        bands = [None if error is None else BAND * error for error in self.errors]
        rows = list(zip(range(1, self.length + 1), *columns, bands, self.windows, self.distinct, strict=True))
        return {
            "rates": Grid(("L", *ESTIMATORS, "±", "windows", "different"), rows),
            "well sampled": f"blocks of up to {self.sampled} symbols; beyond, every estimator guesses",
        }

    def as_dict(self) -> dict[str, Any]:
        """Plain types only, ready for JSON."""
        return {
            "length": self.length,
            "longest_well_sampled": self.sampled,
            "windows": list(self.windows),
            "distinct": list(self.distinct),
            "standard_errors": list(self.errors),
            "estimators": {
                name: {
                    "block_entropies": list(self._ladder(name).entropies),
                    "rates": list(self.rates(name)),
                    "excess_entropies": list(self.excess(name)),
                }
                for name in ESTIMATORS
            },
        }

    def _ladder(self, estimator: str) -> BlockLadder:
        if estimator not in ESTIMATORS:
            raise InputError(f"there is no estimator {estimator!r}: choose from {', '.join(ESTIMATORS)}")
        return self.ladders[ESTIMATORS.index(estimator)]


def entropy_ladder(x: Any, length: int | None = None) -> EntropyLadder:
    """H_L, h_L and the excess entropy for blocks of 1…``length`` symbols, by five estimators, with standard errors.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts.
        length: the longest blocks; three more than are well sampled if left out, which shows how estimators part.

    Raises:
        InputError: if the length is out of range, or x cannot be read.

    >>> ladder = entropy_ladder("0110" * 100, 3)
    >>> [round(h, 3) for h in ladder.rates("plug-in")], round(ladder.excess("plug-in")[2], 3)
    ([1.0, 1.0, 0.0], 2.0)
    """
    sequence = as_sequence(x)
    sampled = longest_sampled(sequence)
    if length is None:
        # k^L of the longest must be below 2^64, and blocks fit the sequence.
        most = int(63 / np.log2(sequence.k + 1))
        length = max(1, min(sampled + 3, len(sequence), most))
    ladders = tuple(block_ladder(sequence, length, correction) for correction in CORRECTIONS)
    return EntropyLadder(ladders, rate_errors(sequence, length), sampled)
