"""Families of q over a model set: a point mass, the posterior cut off, products over the set's axes (mean field)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ait.errors import InputError
from ait.inference.infer import Inference
from ait.inference.model_set import Floats, check_index
from ait.notebook import Shown

_TOLERANCE = 1e-12
_SWEEPS = 1000


def point_mass(size: int, index: int) -> Floats:
    """All probability on one of ``size`` models: -ELBO is then its two-part length.

    >>> point_mass(3, 1).tolist()
    [0.0, 1.0, 0.0]
    """
    q = np.zeros(size)
    q[check_index(index, size)] = 1.0
    return q


def truncated(found: Inference, count: int) -> Floats:
    """The posterior, cut down to its ``count`` likeliest models; the gap is -log2 of the posterior mass that is kept.

    Raises:
        InputError: if ``count`` is less than 1 or more than there are models.
    """
    size = len(found.log_joint)
    if not 1 <= count <= size:
        raise InputError(f"a posterior over {size:,} models is cut down to 1 to {size:,} of them, not {count}")
    kept = np.argsort(-found.log_joint, kind="stable")[:count]
    q = np.zeros(size)
    with np.errstate(under="ignore"):
        q[kept] = np.exp2(found.log_joint[kept] - found.log_joint[found.best])
    return np.asarray(q / q.sum(), np.float64)


@dataclass(frozen=True, eq=False)
class MeanField(Shown):
    """A product q over the axes of a model set.

    Attributes:
        factors: a distribution for each axis.
        q: their product, laid out as the models are, shape (size,).
        description_bits: -ELBO(q).
        sweeps: how often all axes were fitted.
        converged: whether the last sweep gained less than 10^-12 bits.
    """

    factors: tuple[Floats, ...]
    q: Floats
    description_bits: float
    sweeps: int
    converged: bool


def mean_field(found: Inference, most_sweeps: int = _SWEEPS) -> MeanField:
    """The best product q = Π q_a over the axes of the model set that coordinate ascent finds.

    It starts from the marginals of the posterior where these have a finite ELBO, and from the best point mass, and
    keeps the better end: each is a local optimum, and never worse than the two-part code.

    Raises:
        InputError: if every model excludes the sequence.
    """
    shape = found.models.shape
    joint = found.log_joint.reshape(shape)
    posterior = found.posterior.reshape(shape)
    axes = range(len(shape))
    marginals = [posterior.sum(axis=tuple(other for other in axes if other != axis)) for axis in axes]
    place = np.unravel_index(found.best, shape)
    points = [point_mass(size, int(at)) for size, at in zip(shape, place, strict=True)]
    ends = [
        _ascend(found, joint, [factor / factor.sum() for factor in start], most_sweeps) for start in (marginals, points)
    ]
    return min(ends, key=lambda end: end.description_bits)


def _ascend(found: Inference, joint: Floats, factors: list[Floats], most_sweeps: int) -> MeanField:
    impossible = np.isneginf(joint)
    finite = np.where(impossible, 0.0, joint)
    bits, sweeps, converged = found.description_bits(_product(factors)), 0, False
    while not converged and sweeps < most_sweeps and math.isfinite(bits):
        for axis in range(len(factors)):
            expected = _against(finite, factors, axis)
            excluded = _against(impossible.astype(np.float64), factors, axis) > 0
            exponents = np.where(excluded, -np.inf, expected)
            with np.errstate(under="ignore"):
                weights = np.exp2(exponents - exponents.max())
            factors[axis] = weights / weights.sum()
        after, sweeps = found.description_bits(_product(factors)), sweeps + 1
        converged, bits = bits - after < _TOLERANCE, after
    return MeanField(tuple(factors), _product(factors), bits, sweeps, converged)


def _product(factors: list[Floats]) -> Floats:
    whole = np.ones(1)
    for factor in factors:
        whole = np.multiply.outer(whole, factor).ravel()
    return whole


def _against(values: Floats, factors: list[Floats], axis: int) -> Floats:
    """The expectation of ``values`` over all axes but one."""
    for other in range(len(factors) - 1, -1, -1):
        if other != axis:
            values = np.tensordot(values, factors[other], axes=([other], [0]))
    return values
