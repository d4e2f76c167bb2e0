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
    size = math.isqrt(values.size)
    if size < _FEWEST:
        return None
    batches = values.size // size
    means = values[: batches * size].reshape(batches, size).mean(axis=1)
    return float(means.std(ddof=1)) / math.sqrt(batches)
