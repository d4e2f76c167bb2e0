"""Context mixing: gated logistic mixing with several weight sets, and the maps that refine its result.

Each set holds many weight vectors, of which a small context chooses one; each vector mixes all inputs on the logistic
scale and learns from its own success by descending the coding cost (Mahoney, "Adaptive weighing of context models for
lossless data compression", 2005; Mattern, "Mixing strategies in data compression", 2012).  A last mixer mixes what the
vectors say.  Its result is refined by maps from a probability to the frequency of ones where it was said.
"""

from __future__ import annotations

import numpy as np

from ait.jit import inline_kernel
from ait.predictors.mixing_contexts_kernel import KINDS, RECENT
from ait.predictors.mixing_model_kernel import (
    CURVE_END,
    CURVE_STEPS,
    Matches,
    Mixer,
    Model,
    Tables,
    Whole,
    hashed,
    place_in_row,
    squashed,
    within_curve,
)

SETS = 5
LEVELS, MATCH_SIZES, ORDERS_SEEN = 8, 17, 8
KNOTS = 33
REFINED = 1 << 16
_LEAST_RATE, _EXTRA_RATE, _RATE_FADES = 0.003, 0.03, 0.0005
_FINAL_RATE = 0.002
_REFINER_RATE = 0.02
_UNREFINED, _REFINED_EACH = 0.4, 0.2
_KNOTS_PER_UNIT = (KNOTS - 1) / (2.0 * CURVE_END)
_STEPS_PER_KNOT = CURVE_STEPS // (KNOTS - 1)
_BYTE, _TWO_BYTES, _8, _48 = np.uint64(0xFF), np.uint64(0xFFFF), np.uint64(8), np.uint64(48)
_NOTHING = np.uint64(0)


@inline_kernel
def _longest(matches: Matches, level: int) -> int:
    """0 if no match predicts, else 1 and more for longer ones."""
    longest = 0
    for j in range(matches.least.size):
        if matches.at[level, j] >= 0:
            longest = max(longest, 1 + min(matches.state[j, 1], 31) // 2)
    return longest


@inline_kernel
def choose(model: Model, level: int, partial: Whole) -> None:
    """Choose weight vectors: by the decision, the last symbol, the match, the orders seen, the kinds before."""
    slots, mixer = model.slots, model.mixer
    size, starts, chosen = mixer.inputs.shape[1], mixer.starts, mixer.chosen
    half = 1 if level >= model.shape.split else 0
    local = place_in_row(model.shape, level, partial)
    seen = 0
    for i in range(1, min(ORDERS_SEEN, slots.keys.size)):
        if slots.cells[slots.rows[half, i] + local] & 255 != 0:
            seen += 1
    chosen[level, 0] = starts[0] + partial * size
    chosen[level, 1] = starts[1] + np.int64(model.past.words[RECENT] & _BYTE) * size
    chosen[level, 2] = starts[2] + (_longest(model.matches, level) * LEVELS + level) * size
    chosen[level, 3] = starts[3] + (seen * LEVELS + level) * size
    chosen[level, 4] = starts[4] + model.past.places[KINDS] * size


@inline_kernel
def _dot(weights: np.ndarray, inputs: np.ndarray) -> float:
    """The scalar product as eight sums in a fixed order, which needs no leave to reorder to run on vector units."""
    a = b = c = d = e = f = g = h = 0.0
    for j in range(inputs.size // 8):
        i = 8 * j
        a += weights[i] * inputs[i]
        b += weights[i + 1] * inputs[i + 1]
        c += weights[i + 2] * inputs[i + 2]
        d += weights[i + 3] * inputs[i + 3]
        e += weights[i + 4] * inputs[i + 4]
        f += weights[i + 5] * inputs[i + 5]
        g += weights[i + 6] * inputs[i + 6]
        h += weights[i + 7] * inputs[i + 7]
    return ((a + e) + (b + f)) + ((c + g) + (d + h))


@inline_kernel
def mix(mixer: Mixer, tables: Tables, level: int, partial: Whole) -> float:
    """What all weight vectors together say, on the logistic scale."""
    total = 0.0
    inputs = mixer.inputs[level]
    for s in range(SETS):
        # A view from its start on: the compiler then sees that no index is negative, and uses vectors.
        start = mixer.chosen[level, s]
        output = within_curve(_dot(mixer.weights[start : start + inputs.size], inputs))
        mixer.outputs[level, s] = output
        mixer.guesses[level, s] = squashed(tables, output)
        total += output * mixer.final[partial, s]
    total = within_curve(total)
    mixer.guesses[level, SETS] = squashed(tables, total)
    return total


@inline_kernel
def refine(model: Model, total: float, level: int, partial: Whole) -> float:
    """The probability of a one, part of it by what came where the same was said before."""
    shifts, at, curve = model.refiner.shifts, model.refiner.at, model.tables.squash
    recent = model.past.words[RECENT]
    y = (total + CURVE_END) * _KNOTS_PER_UNIT
    knot = int(y)
    part = y - knot
    at[level, 0] = partial * KNOTS + knot
    at[level, 1] = ((np.int64(recent & _BYTE) << 8 | partial) + 256) * KNOTS + knot
    at[level, 2] = (
        np.int64(hashed((recent & _TWO_BYTES) << _8 | np.uint64(partial), _NOTHING) >> _48) + 256 + REFINED
    ) * KNOTS + knot
    low, high = curve[knot * _STEPS_PER_KNOT], curve[(knot + 1) * _STEPS_PER_KNOT]
    one: float = _UNREFINED * model.mixer.guesses[level, SETS]
    nearer = 1 if part >= 0.5 else 0
    for j in range(3):
        below = low + shifts[at[level, j]]
        above = high + shifts[at[level, j] + 1]
        one += _REFINED_EACH * (below * (1.0 - part) + above * part)
        at[level, j] += nearer
    at[level, 3] = knot + nearer
    return one


@inline_kernel
def learn_weights(mixer: Mixer, level: int, partial: Whole, bit: Whole) -> None:
    """Descend the coding cost: each vector its own, the last mixer that of the whole."""
    inputs = mixer.inputs[level]
    rate = _LEAST_RATE + _EXTRA_RATE / (1.0 + _RATE_FADES * mixer.seen[0])
    last = (bit - mixer.guesses[level, SETS]) * _FINAL_RATE
    for s in range(SETS):
        error = (bit - mixer.guesses[level, s]) * rate
        start = mixer.chosen[level, s]
        weights = mixer.weights[start : start + inputs.size]
        for i in range(inputs.size):
            weights[i] += error * inputs[i]
        mixer.final[partial, s] += last * mixer.outputs[level, s]
    mixer.seen[0] += 1


@inline_kernel
def learn_shifts(model: Model, level: int, bit: Whole) -> None:
    """Move what :func:`refine` used towards the outcome."""
    shifts, at = model.refiner.shifts, model.refiner.at
    aim = bit - model.tables.squash[at[level, 3] * _STEPS_PER_KNOT]
    for j in range(3):
        here = at[level, j]
        shifts[here] += np.float32((aim - shifts[here]) * _REFINER_RATE)
