"""The law of bits that become certain: fair until some moment, and then what a rule says that knows the past.

The moment t is unknown: with probability 1/2 it never comes, else each of 0…n - 1 is as likely.  So P(x) is
½·2^-n + Σ_{t ≥ T} 2^-t/(2n), where T is one more than the place of the last bit that the rule got wrong: about
T + log2 n bits, and never more than n + 1.  What the rule says of a bit depends on those before alone, so each sequence
of right and wrong is one of bits and the other way round, and the sum over all x is 1.
"""

from __future__ import annotations

import math

import numpy as np

_FAR = 1000


def chance_of_wrong(seen: int, last: int, n: int) -> float:
    """The probability that the rule is wrong at place ``seen`` of ``n``, when the last wrong one was at ``last`` - 1.

    >>> chance_of_wrong(0, 0, 1), chance_of_wrong(3, 3, 4)  # 1/2·1/2, and 1/32 out of 1/16·(1 + 1/4)
    (0.25, 0.4)
    """
    return math.pow(2.0, _log_mass(seen + 1, seen + 1, n) - _log_mass(seen, last, n))


def certainty_bits(last: int, n: int) -> float:
    """-log2 P of all n bits, the last wrong one at ``last`` - 1.

    >>> certainty_bits(1, 1), round(2.0 ** -certainty_bits(0, 1), 9)  # 1/4, 3/4
    (2.0, 0.75)
    """
    return -_log_mass(n, last, n)


def certainty_surprisals(wrong: np.ndarray, first: int, last: int, n: int) -> np.ndarray:
    """-log2 P of each right (0) or wrong (1): bits, float64; the first comes at place ``first`` of ``n``."""
    places = np.arange(first, first + wrong.size + 1)
    lasts = np.concatenate([[last], np.where(wrong == 1, places[1:], 0)])
    runs = places - np.maximum.accumulate(lasts)
    near = np.minimum(runs, _FAR)
    factors = np.log2((2 * n - places - 2) / n + 2.0 ** (near + 1) / n)
    factors[runs > _FAR] = runs[runs > _FAR] + 1 - math.log2(n)
    bits: np.ndarray = 1 + factors[:-1] - factors[1:]
    return bits


def _log_mass(seen: int, last: int, n: int) -> float:
    """log2 of the probability of the first N = ``seen`` bits, T = ``last``.

    2^-N·½·(1 + ((n - N) + 2^(N-T+1) - 2)/n): the moment never comes, or has not yet, or was one of T…N - 1. The power
    may be beyond all floating-point numbers, and is then all that counts.
    """
    run = seen - last
    if run > _FAR:
        return run - seen - math.log2(n)
    return -seen - 1 + math.log2((2 * n - seen - 2) / n + 2.0 ** (run + 1) / n)
