"""The Bayes mixture of predictors: never more than -log2 w_i bits behind its member i.

P(x) = Σ w_i·P_i(x).  Symbol by symbol, a member's weight is multiplied by the probability that it gave, and the
weights are scaled to sum to 1; they are kept as mantissa and exponent, so that a member that is thousands of bits
behind can still come back.
"""

from __future__ import annotations

import math
from collections.abc import Sequence as Members

import numpy as np

from ait.errors import InputError
from ait.predictors.base import Predictor, check_symbol, predictor, surprisals

_DEFAULT_MEMBERS = ("kt", "context-tree")


def mixture_of(k: int, n: int | None = None, members: Members[str] = _DEFAULT_MEMBERS) -> Mixture:
    """The mixture, with equal weights, of predictors given by their names."""
    return Mixture([predictor(name, k, n) for name in members])


class Mixture:
    """The Bayes mixture of predictors over the same alphabet.

    Args:
        members: the predictors; the mixture takes them over.
        weights: their prior probabilities; equal if left out.

    Raises:
        InputError: if there are no members, their alphabets differ, or the weights are not positive or do not sum to 1.

    >>> from ait.predictors.kt import KrichevskyTrofimov
    >>> Mixture([KrichevskyTrofimov(2), KrichevskyTrofimov(2)]).surprisals(np.array([1, 1])).round(3).tolist()
    [1.0, 0.415]
    """

    def __init__(self, members: Members[Predictor], weights: Members[float] | None = None) -> None:
        if not members:
            raise InputError("a mixture needs at least one predictor")
        if len({member.k for member in members}) > 1:
            raise InputError(f"the members of a mixture share one alphabet, not {[member.k for member in members]}")
        prior = np.full(len(members), 1.0 / len(members)) if weights is None else np.asarray(weights, np.float64)
        if prior.shape != (len(members),) or not np.all(prior > 0) or not math.isclose(prior.sum(), 1.0, abs_tol=1e-9):
            raise InputError(f"{len(members)} members need as many positive weights with sum 1, not {weights}")
        self.members = tuple(members)
        self.k = self.members[0].k
        self._mantissas, self._exponents = np.frexp(prior)

    @property
    def description(self) -> str:
        """The members' own descriptions."""
        return "mixture of " + "; ".join(member.description for member in self.members)

    @property
    def weights(self) -> np.ndarray:
        """The posterior probabilities of the members, float64, with sum 1."""
        scaled = np.ldexp(self._mantissas, self._exponents - self._exponents.max())
        weights: np.ndarray = scaled / scaled.sum()
        return weights

    def probabilities(self) -> np.ndarray:
        """See :class:`ait.predictors.base.Predictor`."""
        mixed = np.zeros(self.k)
        for weight, member in zip(self.weights, self.members, strict=True):
            mixed += weight * member.probabilities()
        return mixed

    def update(self, symbol: int) -> None:
        """See :class:`ait.predictors.base.Predictor`."""
        check_symbol(symbol, self.k)
        given = np.array([member.probabilities()[symbol] for member in self.members])
        self._mantissas, shift = np.frexp(self._mantissas * given)
        self._exponents = self._exponents + shift
        for member in self.members:
            member.update(symbol)

    def surprisals(self, symbols: np.ndarray) -> np.ndarray:
        """See :class:`ait.predictors.base.FastPredictor`."""
        start = np.log2(self._mantissas) + self._exponents
        steps = np.stack([surprisals(member, symbols) for member in self.members])
        behind = start[:, None] - np.cumsum(np.insert(steps, 0, 0.0, axis=1), axis=1)
        whole = np.logaddexp2.reduce(behind, axis=0)
        self._exponents = np.floor(behind[:, -1]).astype(np.int64)
        self._mantissas = np.exp2(behind[:, -1] - self._exponents)
        bits: np.ndarray = whole[:-1] - whole[1:]
        return bits
