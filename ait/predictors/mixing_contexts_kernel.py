"""Context mixing: which contexts there are, and what is remembered of the symbols for them.

Contexts that are a part of the eight bytes before (orders 0 to 6 and sparse ones) come as masks.  Where symbols are
rich enough for text or records there are, besides: the word so far, with the word before and the one before that; what
followed the last two symbols at other times; the place in the line and the symbol above it; and the symbols above
in records, whose length is found by a vote among equal distances between equal symbols (Boyer and Moore's vote).
"""

from __future__ import annotations

import numpy as np

from ait.jit import inline_kernel, lean_kernel
from ait.predictors.mixing_model_kernel import Matches, Model, Past, Whole, hashed

RECENT, WORD, WORD_BEFORE, WORD_BEFORE_THAT, WORDS = 0, 1, 2, 3, 4
PERIOD, VOTES, KINDS, LINE, LINE_ABOVE, LINE_END, PLACES = 0, 1, 2, 3, 4, 5, 6
RICH_CONTEXTS = 6
LONGEST_PERIOD = 2048
DIGIT, OTHER, LETTER, BLANK = 0, 1, 2, 3
_MOST_VOTES = 64
_LONGEST_MATCH = 400
_MOST_MISSES = 7
_HEALING = 15
_WIDEST_LINE = 255
_8, _16, _20, _32 = np.uint64(8), np.uint64(16), np.uint64(20), np.uint64(32)
_LOW, _LOW_TWO = np.uint64(0xFF), np.uint64(0xFFFF)
_NONE = np.uint64(0)
_STEP = np.uint64(0x9E3779B97F4A7C15)


@inline_kernel
def set_keys(model: Model, history: np.ndarray, now: int) -> None:
    """The keys of all contexts of the symbol at ``now``."""
    slots, past = model.slots, model.past
    for i in range(slots.masks.size):
        slots.keys[i] = hashed(past.words[RECENT] & slots.masks[i], np.uint64(i))
    if model.shape.rich:
        _set_rich_keys(slots.keys, slots.masks.size, past, history, now)


@inline_kernel
def _set_rich_keys(keys: np.ndarray, i: int, past: Past, history: np.ndarray, now: int) -> None:
    words, places = past.words, past.places
    latest = words[RECENT] & _LOW
    word = words[WORD]
    keys[i] = hashed(word, np.uint64(101))
    keys[i + 1] = hashed(hashed(word, np.uint64(102)), words[WORD_BEFORE])
    keys[i + 2] = hashed(hashed(word, np.uint64(103)), words[WORD_BEFORE_THAT])
    follow = np.uint64(past.follow[np.int64(words[RECENT] & _LOW_TWO)])
    keys[i + 3] = hashed(((follow & _LOW_TWO) << _8) | latest, np.uint64(104))
    column = min(now - places[LINE], _WIDEST_LINE)
    place = places[LINE_ABOVE] + column
    above = np.uint64(history[place]) if place < places[LINE] else _NONE
    keys[i + 4] = hashed((np.uint64(column) << _8) | above, np.uint64(105))
    period = places[PERIOD]
    above = np.uint64(history[now - period])
    above_that = np.uint64(history[now - 2 * period])
    keys[i + 5] = hashed((((above << _8) | above_that) << _20) | np.uint64(period), np.uint64(106))


@lean_kernel
def remember(model: Model, history: np.ndarray, now: int) -> None:
    """Take note of the symbol at ``now``, for the contexts of those to come."""
    past, shape = model.past, model.shape
    symbol = np.int64(history[now])
    if shape.rich:
        _remember_word(past, symbol)
        _remember_place(past, symbol, now)
        before = np.int64(past.words[RECENT] & _LOW_TWO)
        past.follow[before] = ((past.follow[before] << 8) | symbol) & 0xFFFF
    past.words[RECENT] = (past.words[RECENT] << np.uint64(shape.lane)) | np.uint64(symbol)
    if not shape.rich:
        past.places[KINDS] = np.int64(past.words[RECENT] >> _8) & 255
    for j in range(model.matches.least.size):
        _follow_match(model.matches, j, history, now, past.words[RECENT])


@inline_kernel
def _remember_word(past: Past, symbol: Whole) -> None:
    words = past.words
    letter = past.letters[symbol]
    if letter != _NONE:
        words[WORD] = (words[WORD] + letter) * _STEP
    elif words[WORD] != _NONE:
        words[WORD_BEFORE_THAT] = words[WORD_BEFORE]
        words[WORD_BEFORE] = words[WORD]
        words[WORD] = _NONE


@inline_kernel
def _remember_place(past: Past, symbol: Whole, now: int) -> None:
    places, last = past.places, past.last
    places[KINDS] = ((places[KINDS] << 2) | past.kinds[symbol]) & 255
    if symbol == places[LINE_END]:
        places[LINE_ABOVE] = places[LINE]
        places[LINE] = now + 1
    gap = now - last[0, symbol]
    if gap == last[1, symbol] and 1 < gap < LONGEST_PERIOD:
        if gap == places[PERIOD]:
            places[VOTES] = min(places[VOTES] + 1, _MOST_VOTES)
        elif places[VOTES] == 0:
            places[PERIOD] = gap
            places[VOTES] = 1
        else:
            places[VOTES] -= 1
    last[0, symbol] = now
    last[1, symbol] = gap


@inline_kernel
def _follow_match(matches: Matches, j: int, history: np.ndarray, now: int, recent: np.uint64) -> None:
    """Bring match model ``j`` up to date after the symbol at ``now``: go on, start anew, or give up."""
    pointer, length, misses = matches.state[j, 0], matches.state[j, 1], matches.state[j, 2]
    if pointer > 0:
        if history[pointer] == history[now]:
            length += 1
            if length & _HEALING == 0 and misses > 0:
                misses -= 1
        else:
            length = 0
            misses += 1
        pointer = pointer + 1 if misses <= _MOST_MISSES else 0
    least = matches.least[j]
    h = np.int64(hashed(recent & matches.masks[j], np.uint64(j)) >> _32) & (matches.heads.shape[1] - 1)
    if pointer == 0 or length < least:
        candidate = np.int64(matches.heads[j, h])
        found = _matching(history, candidate, now) if candidate > 0 else 0
        if found >= least:
            pointer, length, misses = candidate, found, 0
    matches.heads[j, h] = now + 1
    matches.state[j, 0] = pointer
    matches.state[j, 1] = length if pointer > 0 else 0
    matches.state[j, 2] = misses if pointer > 0 else 0


@inline_kernel
def _matching(history: np.ndarray, candidate: Whole, now: int) -> int:
    """How many symbols before ``candidate`` are those up to ``now``."""
    found = 0
    while found < _LONGEST_MATCH and found < candidate and history[candidate - 1 - found] == history[now - found]:
        found += 1
    return found
