"""How far a graph can be moved by single knock-outs: its reprogrammability, from the information signature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ait.errors import InputError
from ait.notebook import Shown


@dataclass(frozen=True)
class Reprogrammability(Shown):
    """Two indices of a signature.

    Attributes:
        relative: the median absolute deviation of the values over the largest of their magnitudes: 0 for a signature
            that is flat, or all but flat (Zenil, Kiani et al. 2019).
        relative_positive: the same of the positive values alone, as algodyn 0.1.0 computes it; 0 if there are none.
        absolute: | area under the positive values - area over the negative ones |, bits times elements: how one-sided
            the signature is. The paper leaves the interpolation between the values open; here it is linear. (algodyn
            has a function of that name, which is empty.)
    """

    relative: float
    relative_positive: float
    absolute: float


def reprogrammability(signature: np.ndarray) -> Reprogrammability:
    """The indices of an information signature, bits, shape (elements,), in any order.

    Raises:
        InputError: if it is empty.

    >>> reprogrammability(np.array([4.0, 2.0, 0.0, -2.0]))
    Reprogrammability(relative=0.5, relative_positive=0.25, absolute=3.0)
    """
    values = np.sort(np.asarray(signature, np.float64).ravel())[::-1]
    if not values.size:
        raise InputError("a signature of no values has no reprogrammability: the graph has no such element")
    positive, negative = values[values > 0], values[values < 0]
    areas = float(np.trapezoid(positive)), float(np.trapezoid(-negative))
    return Reprogrammability(_relative(values), _relative(positive), abs(areas[0] - areas[1]))


def _relative(values: np.ndarray) -> float:
    largest = float(np.abs(values).max()) if values.size else 0.0
    return float(np.median(np.abs(values - np.median(values)))) / largest if largest else 0.0
