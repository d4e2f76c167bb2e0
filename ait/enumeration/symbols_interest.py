"""Where a sample of machines spends its effort: how interesting a node is, found out by small samples made before it.

Let the children of the nodes of one kind hold a share A of all machines, cost c each to run, and write outputs that are
worth V = sum of share·value.  Met with probability effort·p·g each, they cost effort·A·c·g and add V/(effort·g) to the
variance, so that for all kinds together g = sqrt(V/(A·c)) is best (Neyman 1934).  An output of a length that has N
classes, of share D each on average, is worth 1/(N^1.5·D²): what is made small is the sum of the relative variances of
all classes, those of one length weighing N^1.5 times less each.  Without that weight short strings, few as they are,
come out several times worse, and the long ones hardly better.  A node's kind is the cells that it has visited, its
undefined entries and its symbols.  The pilots decide nothing but g; the sample itself draws numbers of its own.
"""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

import numpy as np

from ait.enumeration import symbols_parts as parts
from ait.enumeration import symbols_sample_kernel as kernel

LEAST_PILOT_NODES, MOST_PILOT_NODES = 4_000, 2_000_000
"""Nodes of the last pilot; a small sample has a smaller one."""

_STAGES = (0.05, 0.25, 1.0)
"""The pilots' shares of these nodes; each takes values and interest from the one before."""

LEAST_EFFORT = 10.0
"""Of effort times interest: no single node then weighs a tenth of all machines, and sums of weights fit in words."""

_PILOT_STEPS = 500
_STEP_COST = 0.05
"""What a step costs, in runs of no steps."""

_LENGTH_WEIGHT = 1.5
"""0 is for the number of good classes, nearly all of the longest strings; 2 for each length's share as a whole."""

_HITS = 10.0
"""So many outputs of a wider kind are counted with those of a narrower one, which may have few of its own."""

_DESCENT = 8.0
"""A child's share is smaller than its parent's by about this or more, so that its interest may be higher by as much."""

_LOCK = Lock()


def interest(states: int, symbols: int, steps: int, longest: int, nodes: int) -> np.ndarray:
    """How interesting nodes are, by cells visited, undefined entries and symbols used, from pilots of so many nodes.

    Scaled so that a replicate of some effort runs about as many nodes, while few of them are met surely.

    Returns:
        Powers of 2^(1/4), shape (longest + 1, states·symbols + 1, symbols + 1).
    """
    with _LOCK:
        return _interest(
            states, symbols, min(steps, _PILOT_STEPS), longest, min(max(nodes, LEAST_PILOT_NODES), MOST_PILOT_NODES)
        )


@lru_cache(maxsize=4)
def _interest(states: int, symbols: int, steps: int, longest: int, nodes: int) -> np.ndarray:
    cells = np.arange(longest + 1.0)
    guess = 2.0 ** (1.5 * np.minimum(cells, 6) + 0.75 * np.maximum(cells - 6, 0) - 9)
    found = np.tile(guess[:, None, None], (1, states * symbols + 1, symbols + 1))
    values = 4.0**cells
    for stage, share in enumerate(_STAGES):
        lengths, notes = _pilot((states, symbols, steps, longest), stage, share * nodes, found, values)
        if stage:
            found = _best(notes)
        values = _values(lengths, symbols)
    found.setflags(write=False)
    return found


def _pilot(
    sizes: tuple[int, int, int, int], stage: int, nodes: float, interest: np.ndarray, values: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """A sample of about so many nodes or more, or of most there are: shares by output length, and notes."""
    states, symbols, _, longest = sizes
    random = np.random.SeedSequence([stage, states, symbols, 2**32 - 1]).generate_state(1, np.uint64)
    effort, before = max(nodes, LEAST_EFFORT), 0.0
    while True:
        tally, notes = np.zeros(kernel.TALLY), np.zeros((*interest.shape, kernel.NOTES))
        rows = kernel.sample(
            parts.root(states, symbols)[0],
            parts.layout(symbols),
            np.array(sizes, np.int64),
            effort,
            np.maximum(interest, LEAST_EFFORT / effort),
            random,
            tally,
            notes,
            values,
        )
        if tally[kernel.NODES_RUN] >= nodes / 2 or tally[kernel.NODES_RUN] < 1.2 * before:
            lengths = (rows[:, kernel.NODES_LENGTH] & kernel.LENGTH_MASK).astype(np.int64)
            shares = np.bincount(lengths, rows[:, kernel.SUM].astype(np.float64), longest + 1) / kernel.UNIT
            return shares, notes
        effort, before = 4.0 * effort, tally[kernel.NODES_RUN]


def _values(shares: np.ndarray, symbols: int) -> np.ndarray:
    """What an output of each length is worth, see above; 0 where nothing was written. The largest is 1."""
    seen = np.arange(len(shares)) > 0
    seen &= shares > 0
    values = np.zeros(len(shares))
    # N^2 / share^2 is 1/D^2.
    values[seen] = _classes(len(shares) - 1, symbols)[seen] ** (2.0 - _LENGTH_WEIGHT) / shares[seen] ** 2
    return np.asarray(values / values.max())


def _classes(longest: int, symbols: int) -> np.ndarray:
    """How many strings of each length there are up to relabelling: Stirling numbers of the second kind, summed.

    >>> _classes(4, 3).tolist()
    [1.0, 1.0, 2.0, 5.0, 14.0]
    """
    # By the number of different symbols; one more symbol is one of those, or new.
    ways, found = np.zeros(symbols + 1), [1.0]
    ways[0] = 1.0
    for _ in range(longest):
        ways = ways * np.arange(symbols + 1.0) + np.concatenate([[0.0], ways[:-1]])
        found.append(float(ways.sum()))
    return np.array(found)


def _best(notes: np.ndarray) -> np.ndarray:
    """The best interest by what a pilot noted; kinds with few outputs lean on the wider kind that they belong to."""
    cost = notes[..., kernel.RUN_SHARE] + _STEP_COST * notes[..., kernel.RUN_STEPS]
    worth, squares = notes[..., kernel.WORTH], notes[..., kernel.WORTH_SQUARED]
    ratio = np.full((1, 1, 1), worth.sum() / cost.sum())
    for axes in ((1, 2), (2,), ()):
        c, v, s = (np.sum(part, axis=axes, keepdims=True) for part in (cost, worth, squares))
        # What one output is worth; where there are none, what it may well be worth by the wider kind.
        one = np.divide(s, v, out=np.full_like(v, s.sum() / v.sum()), where=v > 0)
        ratio = (v + _HITS * one) / (c + _HITS * one / ratio)
    best = np.sqrt(ratio)
    for span in range(best.shape[0] - 2, 0, -1):
        best[span, 1:] = np.maximum(best[span, 1:], best[span + 1, :-1] / _DESCENT)
    best /= np.sum(best * notes[..., kernel.RUN_SHARE])
    # Coarse, so that it does not hang on how a processor rounds the last digit.
    return np.asarray(2.0 ** (np.round(4.0 * np.log2(best)) / 4.0))
