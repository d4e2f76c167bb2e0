"""Prequential codes: each symbol predicted from those before, by the mixture or by the best model so far."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ait.errors import InputError
from ait.inference.infer import Inference
from ait.inference.model_set import Floats, log2_sum
from ait.notebook import Shown

MOST_STEPS = 4 * 10**9
"""See :func:`effort`: about a minute."""


@dataclass(frozen=True, eq=False)
class Prequential(Shown):
    """Bits for each symbol in turn, shape (n,), by two ways to predict.

    Attributes:
        mixture: the Bayes mixture; the sum is the evidence (with weights divided by Z, else log2 Z less).
        best: the two-part minimiser of the symbols before, of several the first; infinite where it excludes what comes.
    """

    mixture: Floats
    best: Floats

    @property
    def mixture_bits(self) -> float:
        """The code length by the mixture."""
        return float(self.mixture.sum())

    @property
    def best_bits(self) -> float:
        """The code length by the best model so far: Dawid's plug-in code, Poland and Hutter's static MDL (2005)."""
        return float(self.best.sum())


def prequential(found: Inference) -> Prequential:
    """Price a sequence symbol by symbol.

    Raises:
        InputError: if n·(n + models) is more than 4·10^9.

    >>> from ait.inference.infer import infer
    >>> found = infer("0001000", "bernoulli", parts=4)
    >>> curve = prequential(found)
    >>> round(curve.mixture_bits - found.evidence_bits, 9), curve.best[:4].tolist()
    (0.0, [0.0, 0.0, 0.0, inf])
    """
    symbols, models = found.sequence.symbols, found.models
    check_effort(found)
    prior = found.log_prior
    before = np.zeros(len(prior))
    whole = log2_sum(prior)
    mixture, best = np.empty(len(symbols)), np.empty(len(symbols))
    for now in range(len(symbols)):
        joint = prior + before
        chosen = int(joint.argmax())
        after = models.log_likelihoods(symbols[: now + 1])
        # Where all models are excluded already nothing can be predicted, at no price but infinity.
        best[now] = math.inf if np.isneginf(before[chosen]) else before[chosen] - after[chosen]
        evidence = log2_sum(prior + after)
        mixture[now] = math.inf if math.isinf(whole) else whole - evidence
        before, whole = after, evidence
    return Prequential(mixture, best)


def effort(found: Inference) -> int:
    """How many steps :func:`prequential` takes: every beginning is read anew, and priced by every model."""
    n = len(found.sequence)
    return n * (n + len(found.log_likelihoods))


def check_effort(found: Inference) -> None:
    """Raise InputError if the models and symbols are too many for :func:`prequential`."""
    if effort(found) > MOST_STEPS:
        raise InputError(
            f"{len(found.log_likelihoods):,} models on {len(found.sequence):,} symbols, one after the other, are more "
            f"than {MOST_STEPS:,} steps: the mixture's code length is the evidence; for the rest use fewer"
        )
