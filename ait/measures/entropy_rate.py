"""The entropy rate of the source that wrote a sequence, by six methods, and its excess entropy.

Each figure is n·h, an estimate for the whole string, and says what was divided by what, in which logarithm.  The
standard errors tell how far another sequence from the same source would scatter; they know nothing of bias, which
for Lempel-Ziv phrases and match lengths falls only like 1/log n and is then the larger error by far.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from ait.errors import InputError
from ait.estimate import Estimate, Kind
from ait.measures.batch_means import batch_means_error
from ait.measures.block_entropy import block_entropy, block_entropy_and_counts, block_ladder
from ait.measures.block_error import block_rate_error
from ait.measures.block_length import fitting_length
from ait.measures.lempel_ziv import lempel_ziv
from ait.measures.lempel_ziv_78 import lempel_ziv_78_count
from ait.measures.match_length import match_lengths
from ait.measures.predicted import surprisal
from ait.sequence import Sequence, as_sequence
from ait.words import counted

_SCATTER = "standard error of the scatter by batch means; bias not included"


def entropy_rate(x: Any, method: str = "context-tree", **options: Any) -> Estimate:
    """n·h bits, h the entropy rate in bits per symbol.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts.
        method: one of

            - "context-tree": the mean surprisal of context-tree weighting; option ``depth``. What it spends on
              learning is included, so that on average it lies above h.
            - "blocks": h_L, what a symbol tells after the L - 1 before it; options ``length``, chosen by
              :func:`ait.measures.block_length.fitting_length` if left out, and ``correction``, "miller-madow" if
              left out.
            - "lempel-ziv-76": c·log2(n)/n with the c phrases of Lempel and Ziv (1976).
            - "lempel-ziv-78": c·log2(c)/n with the c phrases of Ziv and Lempel (1978).
            - "match-length": 1/mean of Λ_i/log2(i) over i = 2…n - 1, Λ_i one more than the longest match in the i
              symbols before (Kontoyiannis, Algoet, Suhov and Wyner 1998, the growing window).
            - "sliding-match-length": 1/mean of Λ_i/log2(w) over i = w…n - 1, matches beginning in the w symbols
              before; option ``window``, w = ⌊n/2⌋ if left out.

    Returns:
        An Estimate in bits for the whole string; ``per_symbol(n)`` is h. Nothing is proved about it. The standard
        error is that of the scatter, by batch means; Lempel-Ziv phrases have none.

    Raises:
        InputError: if x cannot be read or is too short for the method, or the method or an option is unknown or out of
            range.

    >>> entropy_rate("0001101001000101", "lempel-ziv-76").bits  # six phrases, times log2(16)
    24.0
    >>> entropy_rate("01" * 500, "blocks", length=2).per_symbol(1000)
    0.0
    """
    sequence = as_sequence(x)
    if method not in _METHODS:
        raise InputError(f"method {method!r} is not one of {', '.join(METHODS)}")
    function, accepted = _METHODS[method]
    unknown = sorted(set(options) - set(accepted))
    if unknown:
        known = ", ".join(accepted) or "no option"
        raise InputError(f"method {method!r} takes {known}, not {', '.join(unknown)}")
    return function(sequence, **options)


def excess_entropy(x: Any, length: int, correction: str | None = None) -> Estimate:
    """E_L = H_L - L·h_L: where the line through H_(L-1) and H_L meets L = 0, in bits, not times n.

    As L grows it tends to the excess entropy, the information that the past has about the future (Crutchfield and
    Feldman 2003), from below; with too few windows it is too large. Arguments and errors as in
    :func:`ait.measures.block_entropy.block_entropy`.

    >>> round(excess_entropy("0110" * 1000, 5).bits, 3)  # a period of four holds two bits
    2.0
    """
    ladder = block_ladder(x, length, correction)
    note = block_entropy(x, length, correction).note
    return Estimate(
        ladder.entropies[-1] - length * ladder.rates[-1],
        Kind.ESTIMATE,
        f"excess entropy H_{length} - {length}·h_{length}, {correction or 'plug-in'}",
        f"overlapping blocks of {length}: {counted(ladder.windows[-1], 'windows')}, {ladder.distinct[-1]:,} distinct",
        note=note,
    )


def _depth_in_words(depth: int | None) -> str:
    return "the default depth" if depth is None else f"depth {depth}"


def _context_tree(sequence: Sequence, depth: int | None = None) -> Estimate:
    bits = surprisal(sequence, "context-tree", depth=depth)
    error = _times(len(sequence), batch_means_error(bits))
    return Estimate(
        float(bits.sum()),
        Kind.ESTIMATE,
        "n·h, mean surprisal of context-tree weighting, log base 2",
        f"all context trees up to {_depth_in_words(depth)}, n = {len(sequence)} symbols",
        standard_error=error,
        note=_about(error),
    )


def _blocks(sequence: Sequence, length: int | None = None, correction: str | None = "miller-madow") -> Estimate:
    chosen = fitting_length(sequence) if length is None else length
    estimate, counts = block_entropy_and_counts(sequence, chosen, correction)
    error = _times(len(sequence), block_rate_error(sequence, chosen, counts))
    return replace(estimate, standard_error=error, note="; ".join(filter(None, (estimate.note, _about(error)))))


def _lempel_ziv_76(sequence: Sequence) -> Estimate:
    return lempel_ziv(sequence)


def _lempel_ziv_78(sequence: Sequence) -> Estimate:
    count = lempel_ziv_78_count(sequence)
    return Estimate(
        count * math.log2(count),
        Kind.ESTIMATE,
        "c·log2(c), phrases of Ziv and Lempel 1978",
        f"c = {counted(count, 'phrases')} of n = {counted(len(sequence), 'symbols')}",
    )


def _match_length(sequence: Sequence) -> Estimate:
    if len(sequence) < 3:
        raise InputError(f"match lengths say nothing of {len(sequence)} symbols: at least 3 are needed")
    longest = match_lengths(sequence)[2:] + 1.0
    return _from_matches(
        sequence,
        longest / np.log2(np.arange(2, len(sequence))),
        "n/mean of Λ_i/log2(i), match lengths in a growing window",
        f"Λ_i = 1 + longest match in the i symbols before, i = 2 to {len(sequence) - 1}",
    )


def _sliding_match_length(sequence: Sequence, window: int | None = None) -> Estimate:
    n = len(sequence)
    if n < 4:
        raise InputError(f"sliding match lengths say nothing of {n} symbols: at least 4 are needed")
    w = n // 2 if window is None else window
    if not 2 <= w < n:
        raise InputError(f"a window of {w} in a sequence of {n} symbols: use 2 to {n - 1}")
    longest = match_lengths(sequence, w)[w:] + 1.0
    return _from_matches(
        sequence,
        longest / math.log2(w),
        "n/mean of Λ_i/log2(w), match lengths in a sliding window",
        f"Λ_i = 1 + longest match from the w = {w} symbols before, i = {w} to {n - 1}",
    )


def _from_matches(sequence: Sequence, ratios: np.ndarray, method: str, reference: str) -> Estimate:
    """The rate is 1/mean; its error is the mean's over the mean squared, to first order."""
    n, mean = len(sequence), float(ratios.mean())
    error = _times(n / mean**2, batch_means_error(ratios))
    return Estimate(n / mean, Kind.ESTIMATE, method, reference, standard_error=error, note=_about(error))


def _about(error: float | None) -> str:
    return "" if error is None else _SCATTER


def _times(factor: float, error: float | None) -> float | None:
    return None if error is None else factor * error


_METHODS: MappingProxyType[str, tuple[Callable[..., Estimate], tuple[str, ...]]] = MappingProxyType(
    {
        "context-tree": (_context_tree, ("depth",)),
        "blocks": (_blocks, ("length", "correction")),
        "lempel-ziv-76": (_lempel_ziv_76, ()),
        "lempel-ziv-78": (_lempel_ziv_78, ()),
        "match-length": (_match_length, ()),
        "sliding-match-length": (_sliding_match_length, ("window",)),
    }
)
METHODS: tuple[str, ...] = tuple(_METHODS)
