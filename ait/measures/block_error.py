"""The sampling error of block entropy differences, from the scatter of surprisal along the sequence."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ait.measures.batch_means import batch_means_error, batches_of, error_of_means
from ait.measures.block_count_kernel import block_keys, block_sums, count_blocks
from ait.measures.block_entropy import check_length
from ait.sequence import Sequence, as_sequence

_DENSE = 1 << 20


def rate_errors(x: Any, length: int) -> tuple[float | None, ...]:
    """Standard errors of h_1…h_L of :func:`ait.measures.block_entropy.block_ladder`, bits per symbol.

    The plug-in h_L is the mean over the sequence of -log2 of each symbol's frequency after the L - 1 before it, and
    to first order h_L scatters as that mean does, which batch means tell.  Bias is not included: neither that of too
    few windows, nor what a longer past would still tell.

    Raises:
        InputError: if the length is out of range, or x cannot be read.

    >>> rate_errors("01" * 200, 2)
    (0.0, 0.0)
    """
    sequence = as_sequence(x)
    check_length(sequence, length)
    return tuple(block_rate_error(sequence, level) for level in range(1, length + 1))


def block_rate_error(sequence: Sequence, length: int, counts: NDArray[np.int64] | None = None) -> float | None:
    """The standard error of h_L alone, bits per symbol; None for fewer than 16 windows.

    ``counts`` are those of :func:`ait.measures.block_entropy.block_entropy_and_counts`, if they are known.
    """
    k, cut = sequence.k, batches_of(len(sequence) - length + 1)
    if cut is None or k**length > min(_DENSE, len(sequence)):
        return batch_means_error(block_surprisals(sequence, length))
    batches, size = cut
    sums = np.empty(batches)
    if counts is None:
        counts = np.zeros(k**length, np.int64)
        count_blocks(sequence.symbols, k, length, counts)
    block_sums(sequence.symbols, k, length, _surprisal_of(counts, k), size, sums)
    return error_of_means(sums / size)


def _surprisal_of(counts: NDArray[np.int64], base: int) -> NDArray[np.float64]:
    """-log2(count of the block/count of its context) by the block's number; 0 where it does not occur."""
    contexts = np.repeat(counts.reshape(-1, base).sum(axis=1), base)
    seen = counts > 0
    surprisals = np.zeros(counts.size)
    surprisals[seen] = np.log2(contexts[seen] / counts[seen])
    return surprisals


def block_surprisals(sequence: Sequence, length: int) -> NDArray[np.float64]:
    """-log2(count of the block/count of its context) for each window of ``length`` symbols, shape (n - L + 1,)."""
    n, base = len(sequence), sequence.k + 1
    keys = np.empty(n, np.uint64)
    block_keys(sequence.symbols, sequence.k, length, keys)
    keys = keys[: n - length + 1]
    if base**length <= _DENSE:
        small = keys.view(np.int64)
        return _surprisal_of(np.bincount(small, minlength=base**length), base)[small]
    return np.log2(_sizes(keys // np.uint64(base)) / _sizes(keys))


def _sizes(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """How many keys are equal to each one."""
    _, which, counts = np.unique(keys, return_inverse=True, return_counts=True)
    return np.asarray(counts[which], np.int64)
