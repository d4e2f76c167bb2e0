"""Context mixing: what contexts and matches say about a binary decision, and what they learn from its outcome.

Every context gives two inputs, on the logistic scale ln(p/(1-p)): its cell's probability, and how often a one came
where cells of this context had the same bit history.  A match model gives the symbol that followed the longest earlier
match, as sure as such matches were right before.
"""

from __future__ import annotations

import numpy as np

from ait.jit import inline_kernel
from ait.predictors.mixing_model_kernel import Matches, Model, Whole, place_in_row

INPUTS_PER_CONTEXT, INPUTS_PER_MATCH = 2, 2
MATCH_CELLS = 128
_BIAS = 0.3
_CELL_LIMIT, _CHANCE_LIMIT = 40, 255
_MATCH_SHIFT = 6
_HALF_CELL = 1 << 17
_FULL_CELL = (1 << 18) - 1
_FULL_CHANCE = (1 << 22) - 1


@inline_kernel
def context_inputs(model: Model, level: int, partial: Whole) -> None:
    """Fill in what the contexts' cells say; a cell that saw nothing says nothing."""
    slots, stretch, inputs = model.slots, model.tables.stretch, model.mixer.inputs
    half = 1 if level >= model.shape.split else 0
    local = place_in_row(model.shape, level, partial)
    for i in range(slots.keys.size):
        cell = np.int64(slots.cells[slots.rows[half, i] + local])
        history = cell & 255
        if history == 0:
            inputs[level, 2 * i] = 0.0
            inputs[level, 2 * i + 1] = 0.0
        else:
            inputs[level, 2 * i] = stretch[((cell >> 14) ^ _HALF_CELL) >> 6]
            inputs[level, 2 * i + 1] = stretch[np.int64(slots.chances[(i << 8) | history]) >> 20]


@inline_kernel
def match_inputs(model: Model, history: np.ndarray, level: int, partial: Whole) -> None:
    """Fill in what the matches say, and last the constant input; a match of another symbol says nothing."""
    matches, inputs, width = model.matches, model.mixer.inputs, model.shape.width
    at = INPUTS_PER_CONTEXT * model.slots.keys.size
    for j in range(matches.least.size):
        matches.at[level, j] = -1
        inputs[level, at] = 0.0
        inputs[level, at + 1] = 0.0
        pointer, length = matches.state[j, 0], matches.state[j, 1]
        expected = np.int64(history[pointer]) | (1 << width)
        if pointer > 0 and expected >> (width - level) == partial:
            bit = (expected >> (width - 1 - level)) & 1
            bucket = length if length < 16 else min(16 + ((length - 16) >> 3), 31)
            cell = (j * 32 + bucket) * 4 + min(matches.state[j, 2], 3)
            matches.at[level, j] = 2 * cell + bit
            sign = 2.0 * bit - 1.0
            chance = matches.chances[cell] >> 10
            inputs[level, at] = sign * model.tables.stretch[chance]
            inputs[level, at + 1] = sign * (chance - 2048) * (1.0 / 1024.0)
        at += INPUTS_PER_MATCH
    inputs[level, at] = _BIAS


@inline_kernel
def learn_cells(model: Model, level: int, partial: Whole, bit: Whole) -> None:
    """Move probabilities towards the outcome, the faster the less they have seen, and lengthen the bit histories."""
    slots, tables = model.slots, model.tables
    cells, chances, rates = slots.cells, slots.chances, tables.rates
    half = 1 if level >= model.shape.split else 0
    local = place_in_row(model.shape, level, partial)
    cell_aim, chance_aim = _FULL_CELL * bit, _FULL_CHANCE * bit
    for i in range(slots.keys.size):
        at = slots.rows[half, i] + local
        cell = np.int64(cells[at])
        history = cell & 255
        if history != 0:
            here = (i << 8) | history
            chance = np.int64(chances[here]) >> 10
            count = np.int64(chances[here]) & 1023
            chance += ((chance_aim - chance) * rates[count]) >> 16
            count += 1 if count < _CHANCE_LIMIT else 0
            chances[here] = np.uint32((chance << 10) | count)
        own = (cell >> 14) ^ _HALF_CELL
        count = (cell >> 8) & 63
        own += ((cell_aim - own) * rates[count]) >> 16
        later = np.int64(tables.successor[2 * history + bit])
        count += 1 if count < _CELL_LIMIT else 0
        cells[at] = np.uint32(((own ^ _HALF_CELL) << 14) | (count << 8) | later)


@inline_kernel
def learn_matches(matches: Matches, level: int, bit: Whole) -> None:
    """Move the trust in such matches towards whether they were right."""
    for j in range(matches.least.size):
        at = matches.at[level, j]
        if at >= 0:
            aim = _FULL_CHANCE if (at & 1) == bit else 0
            matches.chances[at >> 1] += (aim - matches.chances[at >> 1]) >> _MATCH_SHIFT
