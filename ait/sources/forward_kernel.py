"""The inner loops of a finite-state source: the forward algorithm, and drawing symbols from given uniform numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ait.jit import kernel

Floats = NDArray[np.float64]


@kernel
def forward_bits(transitions: Floats, start: Floats, symbols: NDArray[np.uint8]) -> float:
    """-log2 p(symbols), infinite where p is 0; trusts every symbol to be below len(transitions).

    ``transitions[x, i, j]`` is the probability to write x and go to state j, in state i.
    """
    states = start.size
    belief = start.copy()
    after = np.empty(states)
    bits = 0.0
    for time in range(symbols.size):
        step = transitions[symbols[time]]
        total = 0.0
        for j in range(states):
            mass = 0.0
            for i in range(states):
                mass += belief[i] * step[i, j]
            after[j] = mass
            total += mass
        if total == 0.0:
            return np.inf
        bits -= np.log2(total)
        for j in range(states):
            belief[j] = after[j] / total
    return bits


@kernel
def draw_symbols(transitions: Floats, start: Floats, uniforms: Floats) -> NDArray[np.uint8]:
    """One symbol for each uniform number but the first, which chooses the state to start in.

    A number that rounding leaves beyond the last sum takes the last move that has any probability.
    """
    k, states = transitions.shape[0], start.size
    out = np.empty(uniforms.size - 1, np.uint8)
    left = uniforms[0]
    state = 0
    for i in range(states):
        if start[i] > 0.0:
            state = i
            left -= start[i]
            if left < 0.0:
                break
    for time in range(out.size):
        left = uniforms[time + 1]
        chosen, target = 0, 0
        for move in range(k * states):
            probability = transitions[move // states, state, move % states]
            if probability > 0.0:
                chosen, target = move // states, move % states
                left -= probability
                if left < 0.0:
                    break
        out[time] = chosen
        state = target
    return out
