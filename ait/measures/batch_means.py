"""The standard error of the mean of a stationary series, by batch means."""

from __future__ import annotations

import math

import numpy as np

_FEWEST = 4


def batch_means_error(values: np.ndarray) -> float | None:
    """How far the mean of ``values`` may lie from that of the process: one standard deviation.

    The series is cut into about √n stretches of √n values; how their means scatter says how much the mean of all
    does, whatever the dependence over distances well below √n.  This is what a bootstrap of whole stretches tends to,
    without its noise (Künsch 1989).  None for fewer than 16 values.

    >>> batch_means_error(np.tile([0.0, 1.0], 50))  # every stretch of ten has the same mean
    0.0
    """
    cut = batches_of(values.size)
    if cut is None:
        return None
    batches, size = cut
    return error_of_means(values[: batches * size].reshape(batches, size).mean(axis=1))


def batches_of(values: int) -> tuple[int, int] | None:
    """How many stretches so many values are cut into, and how many values each has; None for fewer than 16."""
    size = math.isqrt(values)
    return None if size < _FEWEST else (values // size, size)


def error_of_means(means: np.ndarray) -> float:
    """The standard error of the mean of all, from the means of the stretches."""
    return float(means.std(ddof=1)) / math.sqrt(means.size)
