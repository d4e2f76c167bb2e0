"""Kolmogorov's structure function over a model set: how short the data get when models of up to k bits are allowed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError
from ait.inference.infer import Inference
from ait.inference.model_set import Floats
from ait.notebook import Shown


@dataclass(frozen=True, eq=False)
class StructureFunction(Shown):
    """h_x(k) = min over models with K_i <= k of -log2 p(x | i), by its steps; all of shape (steps,).

    For a set S as model, p(x | S) = 1/|S| on its members, this is Kolmogorov's log2 |S|; with probabilities it is that
    of Vereshchagin and Vitanyi (2004) for the models listed.

    Attributes:
        model_bits: the k where it falls, increasing.
        data_bits: h_x there, decreasing.
        models: which model is reached.
    """

    model_bits: Floats
    data_bits: Floats
    models: NDArray[np.int64]

    def at(self, bits: float) -> float:
        """h_x(bits); infinite where no model of so few bits allows x.

        The comparison allows for rounding in K_i by 10^-9 bits.
        """
        steps = int(np.searchsorted(self.model_bits, bits + 1e-9, side="right"))
        return float(self.data_bits[steps - 1]) if steps else math.inf

    def minimal_sufficient(self, slack: float = 0.0) -> int:
        """The step of the minimal sufficient statistic: the least K with K + h_x(K) within ``slack`` of the shortest.

        Raises:
            InputError: if the slack is negative.
        """
        if not slack >= 0:
            raise InputError(f"the slack of a sufficient statistic is 0 bits or more, not {slack}")
        total = self.model_bits + self.data_bits
        return int(np.flatnonzero(total <= total.min() + slack + 1e-9)[0])


def structure_function(found: Inference) -> StructureFunction:
    """The structure function of a sequence, from the whole enumeration.

    Raises:
        InputError: if every model excludes the sequence.

    >>> from ait.inference.infer import infer
    >>> steps = structure_function(infer("0001000", "bernoulli", parts=4))
    >>> steps.model_bits.round(3).tolist(), steps.data_bits.round(3).tolist()
    ([2.322], [4.49])
    """
    found.log_posterior  # noqa: B018  refuses where there is no model at all
    data, model = 0.0 - found.log_likelihoods, found.models.code_bits
    order = np.lexsort((data, model))
    least = np.minimum.accumulate(data[order])
    before = np.concatenate([[math.inf], least[:-1]])
    falls = order[least < before]
    return StructureFunction(model[falls], data[falls], falls.astype(np.int64))
