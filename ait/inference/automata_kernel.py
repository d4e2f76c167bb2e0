"""Every automaton's likelihood: a sequence runs through each graph once, and the counts serve all probabilities."""

from __future__ import annotations

import numpy as np

from ait.jit import kernel, lean_kernel


@lean_kernel
def count_moves(edges: np.ndarray, symbols: np.ndarray, counts: np.ndarray) -> bool:
    """Fill ``counts``, shape (states, 2), for one graph; False as soon as a symbol leads nowhere."""
    counts[:] = 0
    state = 0
    for time in range(symbols.size):
        symbol = symbols[time]
        after = edges[state, symbol]
        if after < 0:
            return False
        counts[state, symbol] += 1
        state = after
    return True


@kernel
def likelihoods(
    edges: np.ndarray, starts: np.ndarray, symbols: np.ndarray, zeros: np.ndarray, ones: np.ndarray, out: np.ndarray
) -> None:
    """log2 p(symbols | model) for all models, graph after graph.

    ``edges`` int8 (graphs, states, 2), -1 for nowhere; ``starts`` (graphs + 1,): the models of each graph, whose free
    states take all pairs (zeros[j], ones[j]) of log2 probabilities, the last state varying fastest. Trusts all sizes.
    """
    states = edges.shape[1]
    counts = np.zeros((states, 2), np.int64)
    for graph in range(edges.shape[0]):
        first, after = starts[graph], starts[graph + 1]
        if not count_moves(edges[graph], symbols, counts):
            out[first:after] = -np.inf
            continue
        out[first] = 0.0
        filled = 1
        for state in range(states):
            if edges[graph, state, 0] < 0 or edges[graph, state, 1] < 0:
                continue
            # From the back, so that each old entry is read before it is overwritten.
            for old in range(filled - 1, -1, -1):
                before = out[first + old]
                for j in range(ones.size - 1, -1, -1):
                    bits = counts[state, 0] * zeros[j] + counts[state, 1] * ones[j]
                    out[first + old * ones.size + j] = before + bits
            filled *= ones.size
