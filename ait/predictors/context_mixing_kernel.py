"""Context mixing: the guarded prediction of each binary decision, and loops over whole symbols.

The mixed prediction shares its weight with the memoryless KT rule and the uniform law, as a Bayes mixture in which
1/(t + 24) of the weight is dealt out anew after symbol t (Herbster and Warmuth, "Tracking the best expert", 1998).  So
no string costs more than a few bits above its literal length, whatever the mixing learns.

Only additions, multiplications, divisions and whole numbers enter, in a fixed order: the decoder sees the same numbers.
"""

from __future__ import annotations

import math

import numpy as np

from ait.jit import inline_kernel, kernel
from ait.predictors.context_tree_kernel import is_free
from ait.predictors.mixing_contexts_kernel import remember, set_keys
from ait.predictors.mixing_inputs_kernel import context_inputs, learn_cells, learn_matches, match_inputs
from ait.predictors.mixing_mixer_kernel import choose, learn_shifts, learn_weights, mix, refine
from ait.predictors.mixing_model_kernel import Blend, Model, Whole, part_key, peek_row, take_rows

_FLOOR = 6e-6
_SETTLED = 24.0


@inline_kernel
def predict(model: Model, history: np.ndarray, level: int, partial: Whole) -> float:
    """The probability of a one for the decision ``partial`` at ``level``, guarded."""
    context_inputs(model, level, partial)
    match_inputs(model, history, level, partial)
    choose(model, level, partial)
    total = mix(model.mixer, model.tables, level, partial)
    shares, now, counts = model.blend.shares, model.blend.now, model.blend.counts
    now[0] = min(max(refine(model, total, level, partial), _FLOOR), 1.0 - _FLOOR)
    now[1] = (counts[2 * partial + 1] + 0.5) / (counts[2 * partial] + counts[2 * partial + 1] + 1.0)
    now[2] = _uniform(model.shape.k, model.shape.width, level, partial)
    one: float = shares[0] * now[0] + shares[1] * now[1] + shares[2] * now[2]
    return one


@inline_kernel
def _uniform(k: int, width: int, level: int, partial: Whole) -> float:
    """The share of the symbols below k, among those that begin so, that go on with a one."""
    half = 1 << (width - 1 - level)
    whole = min(k - ((partial << (width - level)) - (1 << width)), 2 * half)
    return (whole - half) / whole


@inline_kernel
def weigh(blend: Blend, bit: Whole, one: float) -> None:
    """Bayes' rule after the bit to which :func:`predict` gave the probability ``one``."""
    came = one if bit == 1 else 1.0 - one
    for j in range(3):
        said = blend.now[j] if bit == 1 else 1.0 - blend.now[j]
        blend.shares[j] *= said / came


@inline_kernel
def begin_symbol(model: Model, history: np.ndarray, now: int) -> None:
    """Find the contexts of the symbol at ``now``, and their first rows."""
    set_keys(model, history, now)
    take_rows(model.slots, 0, 1)


@inline_kernel
def end_symbol(model: Model, history: np.ndarray, now: int) -> None:
    """Learn the symbol at ``now``, decision by decision, deal out shares anew, and remember it."""
    k, width = model.shape.k, model.shape.width
    shares, counts = model.blend.shares, model.blend.counts
    symbol = np.int64(history[now])
    partial: Whole = np.int64(1)
    for level in range(width):
        bit = (symbol >> (width - 1 - level)) & 1
        if is_free(partial, level, width, k):
            counts[2 * partial + bit] += 1.0
            learn_cells(model, level, partial, bit)
            learn_matches(model.matches, level, bit)
            learn_weights(model.mixer, level, partial, bit)
            learn_shifts(model, level, bit)
        partial = 2 * partial + bit
    anew = 1.0 / (counts[2] + counts[3] + _SETTLED)
    total = shares[0] + shares[1] + shares[2]
    for j in range(3):
        shares[j] = (1.0 - anew) * (shares[j] / total) + anew / 3.0
    remember(model, history, now)


@kernel
def mixing_surprisals(model: Model, history: np.ndarray, now: int, stop: int, bits: np.ndarray) -> None:
    """-log2 of the probability of the symbols from ``now`` to ``stop``, which are learnt."""
    for place in range(now, stop):
        bits[place - now] = _learn_symbol(model, history, place)


@inline_kernel
def _learn_symbol(model: Model, history: np.ndarray, now: int) -> float:
    """The body of the loop: a function of its own, since :func:`ait.jit.inline_kernel` keeps no reference counts."""
    k, width = model.shape.k, model.shape.width
    symbol = np.int64(history[now])
    begin_symbol(model, history, now)
    partial: Whole = np.int64(1)
    surprisal = 0.0
    for level in range(width):
        if level == model.shape.split:
            take_rows(model.slots, 1, partial)
        bit = (symbol >> (width - 1 - level)) & 1
        if is_free(partial, level, width, k):
            one = predict(model, history, level, partial)
            surprisal -= math.log2(one if bit == 1 else 1.0 - one)
            weigh(model.blend, bit, one)
        partial = 2 * partial + bit
    end_symbol(model, history, now)
    return surprisal


@kernel
def mixing_distribution(model: Model, history: np.ndarray, now: int, chances: np.ndarray) -> None:
    """What each of the three shares gives each symbol at ``now``, shape (3, k). Learns nothing."""
    k, width, split = model.shape.k, model.shape.width, model.shape.split
    slots, blend = model.slots, model.blend
    set_keys(model, history, now)
    chances[:] = 1.0
    for level in range(width):
        half = 1 if level >= split else 0
        for partial in range(1 << level, 2 << level):
            size = 1 << (width - 1 - level)
            first = partial * 2 * size - (1 << width)
            if first >= k or not is_free(partial, level, width, k):
                continue
            for i in range(slots.keys.size):
                key = part_key(slots.keys[i], partial >> (level - split) if half == 1 else 1)
                slots.rows[half, i] = peek_row(slots, i, key)
            predict(model, history, level, partial)
            for symbol in range(first, min(first + 2 * size, k)):
                for j in range(3):
                    chances[j, symbol] *= blend.now[j] if symbol >= first + size else 1.0 - blend.now[j]
