"""Average linkage (UPGMA): a tree of things between which distances are known (Sokal and Michener 1958)."""

from __future__ import annotations

import numpy as np

from ait.errors import InputError


def average_linkage(matrix: np.ndarray) -> np.ndarray:
    """Join the two nearest clusters until one is left; clusters are as far apart as their members are on average.

    Args:
        matrix: float64, shape (m, m), symmetric; the diagonal is not looked at.

    Returns:
        float64, shape (m - 1, 4), as ``scipy.cluster.hierarchy.linkage`` has it: the two clusters joined (an
        input's number, or m and the number of an earlier row), their distance, and how many inputs are in it.

    Raises:
        InputError: if the matrix is not square and symmetric, or holds fewer than two things.

    >>> average_linkage(np.array([[0, 1, 4], [1, 0, 6], [4, 6, 0.0]])).tolist()
    [[0.0, 1.0, 1.0, 2.0], [2.0, 3.0, 5.0, 3.0]]
    """
    distances = np.array(matrix, np.float64)
    m = len(distances)
    if m < 2 or distances.shape != (m, m) or not np.allclose(distances, distances.T):
        raise InputError(f"a tree is made from a symmetric matrix of two things or more, not from {np.shape(matrix)}")
    np.fill_diagonal(distances, np.inf)
    numbers, sizes = np.arange(m), np.ones(m)
    rows = []
    for made in range(m, 2 * m - 1):
        a, b = divmod(int(distances.argmin()), m)
        together = sizes[a] + sizes[b]
        rows.append([*sorted((float(numbers[a]), float(numbers[b]))), float(distances[a, b]), float(together)])
        merged = (sizes[a] * distances[a] + sizes[b] * distances[b]) / together
        distances[a], distances[:, a] = merged, merged
        distances[a, a] = np.inf
        distances[b], distances[:, b] = np.inf, np.inf
        numbers[a], sizes[a] = made, together
    return np.array(rows)
