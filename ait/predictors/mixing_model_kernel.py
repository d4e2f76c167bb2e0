"""Context mixing: what a model consists of, the logistic curve, and where a context's cells are.

A context owns rows of cells, one row for at most four binary decisions in turn.  A cell is one decision in one context:
the probability of a one (18 bits, exclusive-or one half, so that zero is "nothing seen"), how often it was
adapted (6 bits), and its bit history (8 bits).  Rows are found by a hash of 64 bits, of which 32 are kept in the row's
first cell; of two rows that may hold a context, the one less used gives way.  Two contexts that share a row
by accident, or one that was driven out, cost compression and nothing else: what is mixed here are predictions, with
weights learnt from their success, not the parts of a Bayes mixture, and whatever the cells hold is a probability.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np

from ait.jit import inline_kernel, lean_kernel

Whole: TypeAlias = int | np.int64

CURVE_STEPS, CURVE_END = 4096, 12.0
_CURVE_SCALE = CURVE_STEPS / (2.0 * CURVE_END)
_NEAR_END = 11.99
_GOLDEN, _ODD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
_FIRST_SHIFT, _SECOND_SHIFT = np.uint64(29), np.uint64(32)
_LOW_WORD = np.uint64(0xFFFFFFFF)
_ONE = np.uint32(1)
ROW_DECISIONS = 4


class Tables(NamedTuple):
    """``squash`` float64 (CURVE_STEPS + 2,): 1/(1 + e^-x) at even steps; ``stretch`` float64 (4096,): its inverse;
    ``successor`` uint8 (2·histories,): a bit history after a zero and a one; ``rates`` int64 (1024,): 2^16/(n + 1.6).
    """

    squash: np.ndarray
    stretch: np.ndarray
    successor: np.ndarray
    rates: np.ndarray


class Shape(NamedTuple):
    """The alphabet: its size, its binary decisions a symbol, the bits that hold a symbol in the recent past, how many
    decisions the first row takes, and whether symbols are rich enough (more than 16) for words, columns and records."""

    k: int
    width: int
    lane: int
    split: int
    rich: bool


class Slots(NamedTuple):
    """``cells`` uint32; ``offsets`` int64, ``row_bits`` uint64, both (contexts,): each context's part of the cells;
    ``row_length``: cells a row. ``masks`` uint64: what of the recent past is a context, for those that are just that;
    ``keys`` uint64 (contexts,), ``rows`` int64 (2, contexts): the present contexts, and their rows; ``marks`` uint32
    (2, contexts): scratch space. ``chances`` uint32 (contexts·256,): the probability of a one after each bit history
    (22 bits), how often adapted (10 bits)."""

    cells: np.ndarray
    offsets: np.ndarray
    row_bits: np.ndarray
    row_length: int
    masks: np.ndarray
    keys: np.ndarray
    rows: np.ndarray
    marks: np.ndarray
    chances: np.ndarray


class Mixer(NamedTuple):
    """One line for each decision of a symbol: ``inputs`` float64 (width, N), N a multiple of 8; ``chosen`` int64
    (width, sets): where the chosen weights begin; ``outputs`` float64 (width, sets), ``guesses`` float64 (width,
    sets + 1): what they say, on the logistic scale and as probabilities, and last all of them together.
    ``weights`` float64: vectors of N, those of set s from ``starts[s]`` on; ``final`` float64 (2^width, sets);
    ``seen`` int64 (1,): decisions so far."""

    inputs: np.ndarray
    weights: np.ndarray
    starts: np.ndarray
    chosen: np.ndarray
    outputs: np.ndarray
    guesses: np.ndarray
    final: np.ndarray
    seen: np.ndarray


class Refiner(NamedTuple):
    """``shifts`` float32: how far a probability at each knot of the logistic scale is off, for each context of three
    kinds; ``at`` int64 (width, 4): the cells in use for each decision, and their knot."""

    shifts: np.ndarray
    at: np.ndarray


class Past(NamedTuple):
    """``words`` uint64: the recent past and hashes of words; ``places`` int64: see the names in the contexts' file;
    ``letters`` uint64 (256,): a letter's number, 0 for what is none; ``kinds`` int64 (256,): digit, other, letter,
    blank; ``last`` int64 (2, 256): where a symbol was last, and how long after the time before; ``follow`` int64
    (65536,): what followed two symbols, latest lowest."""

    words: np.ndarray
    places: np.ndarray
    letters: np.ndarray
    kinds: np.ndarray
    last: np.ndarray
    follow: np.ndarray


class Matches(NamedTuple):
    """One row for each match model. ``state`` int64 (models, 3): where the match goes on (0: none), its length, its
    misses; ``least`` int64, ``masks`` uint64 (models,): how long a match is at least, and that part of the recent past;
    ``heads`` int32 (models, 2^bits): where a context was last; ``chances`` int64 (models·128,): that the match is
    right, 22 bits; ``at`` int64 (width, models): 2·cell + expected bit for each decision, or -1."""

    state: np.ndarray
    least: np.ndarray
    masks: np.ndarray
    heads: np.ndarray
    chances: np.ndarray
    at: np.ndarray


class Blend(NamedTuple):
    """``shares`` float64 (3,): weights of the mixed prediction, of KT and of the uniform law; ``now`` float64 (3,):
    what they say about a one; ``counts`` float64 (2·2^width,): zeros and ones of each decision."""

    shares: np.ndarray
    now: np.ndarray
    counts: np.ndarray


class Model(NamedTuple):
    """All that prediction needs, but for the symbols themselves."""

    shape: Shape
    tables: Tables
    slots: Slots
    mixer: Mixer
    refiner: Refiner
    past: Past
    matches: Matches
    blend: Blend


@inline_kernel
def squashed(tables: Tables, x: float) -> float:
    """1/(1 + e^-x), between steps by a straight line."""
    y = x * _CURVE_SCALE + CURVE_STEPS // 2
    i = int(y)
    part = y - i
    result: float = tables.squash[i] * (1.0 - part) + tables.squash[i + 1] * part
    return result


@inline_kernel
def within_curve(x: float) -> float:
    """x, or the curve's end nearest to it."""
    return min(max(x, -_NEAR_END), _NEAR_END)


@inline_kernel
def hashed(key: np.uint64, salt: np.uint64) -> np.uint64:
    """A hash of two words."""
    h = (key + salt) * _GOLDEN
    h ^= h >> _FIRST_SHIFT
    return h * _ODD


@inline_kernel
def _row_of(slots: Slots, i: int, key: np.uint64) -> tuple[int, np.uint32]:
    """The first of the two rows that may be context ``i``'s, and the mark that tells whether one is."""
    h = key * _GOLDEN
    h ^= h >> _SECOND_SHIFT
    h *= _ODD
    row = np.int64(h >> (np.uint64(64) - slots.row_bits[i]))
    return slots.offsets[i] + row * slots.row_length, np.uint32(h & _LOW_WORD) | _ONE


@inline_kernel
def take_rows(slots: Slots, half: int, partial: Whole) -> None:
    """Find where each context's row for the decisions after ``partial`` begins; what has no row is given one.

    All rows are looked at before any is searched: the memory then answers all contexts at the same time.
    """
    for i in range(slots.keys.size):
        first, mark = _row_of(slots, i, part_key(slots.keys[i], partial))
        slots.rows[half, i] = first
        slots.marks[0, i] = mark
        slots.marks[1, i] = slots.cells[first]
    for i in range(slots.keys.size):
        if slots.marks[1, i] != slots.marks[0, i]:
            slots.rows[half, i] = _other_row(slots, slots.rows[half, i], slots.marks[0, i])


@inline_kernel
def _other_row(slots: Slots, first: Whole, mark: np.uint32) -> Whole:
    """The second row where the first is another context's; the less used of the two, made new, where both are."""
    cells, length = slots.cells, slots.row_length
    other = first ^ length
    if cells[other] == mark:
        return other
    if (cells[other + 1] >> 8) & 63 < (cells[first + 1] >> 8) & 63:
        first = other
    for j in range(1, length):
        cells[first + j] = 0
    cells[first] = mark
    return first


@lean_kernel
def peek_row(slots: Slots, i: int, key: np.uint64) -> int:
    """As :func:`take_rows` for one context, but where there is none, the row of zeros at the end."""
    cells, length = slots.cells, slots.row_length
    first, mark = _row_of(slots, i, key)
    if cells[first] == mark:
        return first
    other = first ^ length
    if cells[other] == mark:
        return other
    empty: int = cells.size - length
    return empty


@inline_kernel
def part_key(key: np.uint64, partial: Whole) -> np.uint64:
    """The key of a context's row for the decisions after those that ``partial`` tells."""
    return key + np.uint64(partial) * _ODD


@inline_kernel
def place_in_row(shape: Shape, level: int, partial: Whole) -> Whole:
    """Which cell of its row is that of the decision ``partial`` at ``level``."""
    steps = level - shape.split if level >= shape.split else level
    return (1 << steps) | (partial & ((1 << steps) - 1))
