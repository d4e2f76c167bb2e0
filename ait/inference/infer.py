"""A sequence priced by all models of a set at once: evidence, posterior, two-part code, ELBO and its gap."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ait.errors import InputError
from ait.estimate import Estimate, Kind, Witness
from ait.inference.divergence import check_distribution, divergence_bits
from ait.inference.model_set import Floats, ModelSet, log2_sum
from ait.inference.registry import model_set
from ait.notebook import Grid, Shown
from ait.sequence import Sequence, as_sequence

_SHOWN = 8


@dataclass(frozen=True, eq=False, repr=False)
class Inference(Shown):
    """What a model set says about one sequence; lengths in bits, arrays of shape (size,).

    Attributes:
        models: the set.
        sequence: x.
        normalised: whether weights are w_i = 2^-K_i/Z, with Z = Σ 2^-K_i; else w_i = 2^-K_i.
        log_likelihoods: log2 p(x | i).
    """

    models: ModelSet
    sequence: Sequence
    normalised: bool
    log_likelihoods: Floats

    def __repr__(self) -> str:
        told = "none allows the sequence"
        if math.isfinite(self.evidence_bits):
            told = f"evidence {self.evidence_bits:.2f}, two-part {self.two_part_bits:.2f} bits"
        return f"Inference({len(self.sequence):,} symbols, {len(self.log_likelihoods):,} models: {told})"

    def _shown(self) -> Mapping[str, Any]:
        shown: dict[str, Any] = {
            "sequence": self.sequence,
            "models": len(self.log_likelihoods),
            "weights": "normalised" if self.normalised else "2^-K",
        }
        if not math.isfinite(self.evidence_bits):
            return shown | {"evidence": "no model allows the sequence"}
        best = np.argsort(-self.posterior, kind="stable")[:_SHOWN].tolist()
        rows = [
            (self.models.describe(i), self.models.code_bits[i], 0.0 - self.log_likelihoods[i], self.posterior[i])
            for i in best
        ]
        head = ("model", "its bits", "the data's", "posterior")
        return shown | {"evidence": self.evidence, "two-part": self.two_part, "most likely": Grid(head, rows)}

    @cached_property
    def log2_z(self) -> float:
        """log2 Z, at most 0: how much of the code that names models is in use."""
        return log2_sum(-self.models.code_bits)

    @cached_property
    def log_prior(self) -> Floats:
        """log2 w_i."""
        return -self.models.code_bits - (self.log2_z if self.normalised else 0.0)

    @cached_property
    def log_joint(self) -> Floats:
        """log2 w_i p(x | i)."""
        return self.log_prior + self.log_likelihoods

    @cached_property
    def evidence_bits(self) -> float:
        """-log2 Σ w_i p(x | i); infinite where every model excludes x."""
        return 0.0 - log2_sum(self.log_joint)

    @property
    def evidence(self) -> Estimate:
        """The Bayes mixture as a code: -log2 Σ w_i p(x | i).

        Raises:
            InputError: if every model excludes x.
        """
        self._insist_on_a_model()
        return self._estimate(self.evidence_bits, "evidence -log2 Σ w p(x)", {"data": self.evidence_bits})

    @cached_property
    def log_posterior(self) -> Floats:
        """log2 of the posterior probabilities (InputError if every model excludes x)."""
        self._insist_on_a_model()
        return self.log_joint + self.evidence_bits

    @cached_property
    def posterior(self) -> Floats:
        """The posterior probabilities, with sum 1."""
        with np.errstate(under="ignore"):
            weights = np.exp2(self.log_posterior)
        return np.asarray(weights / weights.sum(), np.float64)

    @cached_property
    def best(self) -> int:
        """The model with the shortest two-part code; of several the first."""
        self._insist_on_a_model()
        return int(self.log_joint.argmax())

    @property
    def two_part_bits(self) -> float:
        """min_i K_i + log2 Z - log2 p(x | i), log2 Z only with normalised weights."""
        return 0.0 - float(self.log_joint.max())

    @property
    def two_part(self) -> Estimate:
        """The two-part code: the best model is named, and then the data by it; its witness is that model in words.

        Raises:
            InputError: if every model excludes x.
        """
        best = self.best
        parts = {"model": float(self.models.code_bits[best]), "data": 0.0 - float(self.log_likelihoods[best])}
        if self.normalised:
            parts["normaliser"] = self.log2_z
        witness = Witness("model", self.models.describe(best), f"model {best}")
        return self._estimate(self.two_part_bits, "two-part MDL", parts, witness)

    def description_bits(self, q: Floats) -> float:
        """-ELBO(q) = E_q[-log2 p(x | i)] + KL(q‖w), in bits; infinite where q holds a model that excludes x.

        Raises:
            InputError: if q is not a distribution over the models.
        """
        weights = check_distribution(q, len(self.log_joint))
        inside = weights > 0
        costs = np.log2(weights[inside]) - self.log_joint[inside]
        return float((weights[inside] * costs).sum())

    def elbo(self, q: Floats) -> float:
        """The evidence lower bound, in bits: at most log2 Σ w_i p(x | i); -inf where q holds what excludes x."""
        return -self.description_bits(q)

    def gap(self, q: Floats) -> float:
        """KL(q‖posterior) = evidence - ELBO, in bits, to machine precision; infinite where it is."""
        return divergence_bits(check_distribution(q, len(self.log_joint)), self.log_posterior)

    def _insist_on_a_model(self) -> None:
        if math.isinf(self.evidence_bits):
            raise InputError(
                f"no model gives this sequence of {len(self.sequence)} symbols a positive probability "
                f"({self.models.description}): use a larger set, or one with noise"
            )

    def _estimate(self, bits: float, method: str, parts: dict[str, float], witness: Witness | None = None) -> Estimate:
        if self.sequence.alphabet_bits > 0:
            parts = {**parts, "alphabet": self.sequence.alphabet_bits}
            bits += self.sequence.alphabet_bits
        weights = "" if self.normalised else "; weights not divided by Z"
        reference = self.models.description + weights
        return Estimate(bits, Kind.UPPER_BOUND, method, reference, parts=parts, is_code=True, witness=witness)


def infer(x: Any, models: ModelSet | str = "all", *, normalised: bool = True, **options: Any) -> Inference:
    """Price a sequence by every model of a set.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts.
        models: a model set, or the name of one, see :func:`ait.inference.registry.model_set`.
        normalised: whether weights are divided by Z = Σ 2^-K_i, so that they sum to 1. Z can be computed from the set
            alone, so either gives a code; without, -log2 of M_low itself for the programs of a machine.
        options: of the named model set.

    Returns:
        An :class:`Inference`: its evidence, posterior, two-part code, ELBO, gap.

    Raises:
        InputError: if x cannot be read, or is not over the set's alphabet.

    >>> found = infer("0001000", "bernoulli", parts=4)  # p = 0, 1/4, 1/2, 3/4, 1: a model costs log2 5 bits
    >>> round(5 * 4**7 * 2.0 ** -found.evidence_bits)  # 3^6 + 2^7 + 3
    860
    >>> found.two_part.witness.text, round(found.two_part_bits - found.evidence_bits, 6)  # log2(860/729)
    ('independent symbols, 0: 3/4, 1: 1/4', 0.238418)
    """
    sequence = as_sequence(x)
    chosen = model_set(models, sequence.k, len(sequence), **options) if isinstance(models, str) else models
    if chosen.k != sequence.k:
        raise InputError(f"the models are over {chosen.k} symbols, the sequence over {sequence.k}")
    return Inference(chosen, sequence, normalised, chosen.log_likelihoods(sequence.symbols))
