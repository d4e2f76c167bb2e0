"""The sampling error of block entropy differences, from the scatter of surprisal along the sequence."""

from __future__ import annotations

import math
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
    to first order h_L scatters as that mean does, which batch means tell.  Where blocks come nearly equally often the
    first order vanishes, though h_L scatters still: the error is therefore at least sqrt(d/2)/(n·ln 2) for n windows,
    as n·ln 2 times the plug-in's loss is half a chi-squared of d degrees of freedom (Wilks 1938), the blocks less the
    contexts that occur.  It is 0 only where each symbol followed from those before it, which says nothing of a rarer
    one not seen yet.  Bias is not included: neither that of too few windows, nor what a longer past would still tell.

    Raises:
        InputError: if the length is out of range, or x cannot be read.

    >>> [round(error, 5) for error in rate_errors("01" * 200, 2)]  # 1/(sqrt(2)·400·ln 2); each tells the next
    [0.00255, 0.0]
    """
    sequence = as_sequence(x)
    check_length(sequence, length)
    return tuple(block_rate_error(sequence, level) for level in range(1, length + 1))


def block_rate_error(sequence: Sequence, length: int, counts: NDArray[np.int64] | None = None) -> float | None:
    """The standard error of h_L alone, bits per symbol; None for fewer than 16 windows.

    ``counts`` are those of :func:`ait.measures.block_entropy.block_entropy_and_counts`, if they are known.
    """
    k, windows = sequence.k, len(sequence) - length + 1
    cut = batches_of(windows)
    if cut is None:
        return None
    if k**length > min(_DENSE, len(sequence)):
        surprisals, freedom = _surprisals(sequence, length)
        return _at_least(batch_means_error(surprisals), freedom, windows)
    batches, size = cut
    sums = np.empty(batches)
    if counts is None:
        counts = np.zeros(k**length, np.int64)
        count_blocks(sequence.symbols, k, length, counts)
    block_sums(sequence.symbols, k, length, _surprisal_of(counts, k), size, sums)
    return _at_least(error_of_means(sums / size), _freedom_of(counts, k), windows)


def _at_least(error: float | None, freedom: int, windows: int) -> float | None:
    """The error, or that of counts whose surprisals are all alike, if that is larger."""
    return None if error is None else max(error, math.sqrt(freedom / 2) / (windows * math.log(2)))


def _freedom_of(counts: NDArray[np.int64], base: int) -> int:
    """How many blocks occur, less the contexts that do."""
    return int(np.count_nonzero(counts)) - int(np.count_nonzero(counts.reshape(-1, base).any(axis=1)))


def _surprisal_of(counts: NDArray[np.int64], base: int) -> NDArray[np.float64]:
    """-log2(count of the block/count of its context) by the block's number; 0 where it does not occur."""
    contexts = np.repeat(counts.reshape(-1, base).sum(axis=1), base)
    seen = counts > 0
    surprisals = np.zeros(counts.size)
    surprisals[seen] = np.log2(contexts[seen] / counts[seen])
    return surprisals


def block_surprisals(sequence: Sequence, length: int) -> NDArray[np.float64]:
    """-log2(count of the block/count of its context) for each window of ``length`` symbols, shape (n - L + 1,)."""
    return _surprisals(sequence, length)[0]


def _surprisals(sequence: Sequence, length: int) -> tuple[NDArray[np.float64], int]:
    """The same, and how many blocks occur, less the contexts that do."""
    n, base = len(sequence), sequence.k + 1
    keys = np.empty(n, np.uint64)
    block_keys(sequence.symbols, sequence.k, length, keys)
    keys = keys[: n - length + 1]
    if base**length <= _DENSE:
        small = keys.view(np.int64)
        counts = np.bincount(small, minlength=base**length)
        return _surprisal_of(counts, base)[small], _freedom_of(counts, base)
    blocks, contexts = _sizes(keys), _sizes(keys // np.uint64(base))
    return np.log2(contexts / blocks), round(float((1 / blocks).sum() - (1 / contexts).sum()))


def _sizes(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """How many keys are equal to each one."""
    _, which, counts = np.unique(keys, return_inverse=True, return_counts=True)
    return np.asarray(counts[which], np.int64)
