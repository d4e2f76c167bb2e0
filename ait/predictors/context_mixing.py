"""Context mixing: many contexts predict each binary decision of a symbol, and what proves right gains weight.

The strongest predictor here that knows nothing beforehand, for real files.  The idea is Mahoney's, "Adaptive weighing
of context models for lossless data compression" (2005); its parts stand in the kernels beside this module.
"""

from __future__ import annotations

from collections.abc import Sequence as Symbols

import numpy as np

from ait.errors import InputError
from ait.predictors.base import check_symbol, check_symbols
from ait.predictors.context_mixing_kernel import mixing_distribution, mixing_surprisals
from ait.predictors.context_mixing_tables import first_chances, tables
from ait.predictors.mixing_contexts_kernel import (
    BLANK,
    DIGIT,
    LETTER,
    LINE,
    LINE_END,
    LONGEST_PERIOD,
    OTHER,
    PERIOD,
    PLACES,
    RICH_CONTEXTS,
    WORDS,
)
from ait.predictors.mixing_inputs_kernel import INPUTS_PER_CONTEXT, INPUTS_PER_MATCH, MATCH_CELLS
from ait.predictors.mixing_mixer_kernel import KNOTS, LEVELS, MATCH_SIZES, ORDERS_SEEN, REFINED, SETS
from ait.predictors.mixing_model_kernel import (
    ROW_DECISIONS,
    Blend,
    Matches,
    Mixer,
    Model,
    Past,
    Refiner,
    Shape,
    Slots,
)

LARGEST_ALPHABET = 256
_BEFORE = 2 * LONGEST_PERIOD
_UNKNOWN_LENGTH = 1 << 16
_LEAST_ROW_BITS, _MOST_ROW_BITS = 10, 17
_HEAD_BITS = 16
_LINE_CELLS = 16
_FIRST_WEIGHT = 0.15
_FIRST_SHARES = (0.4, 0.3, 0.3)
# Contexts in symbols before, for 2, up to 4 and up to 16 symbols; beyond, orders 0 to 6 and three sparse ones as masks.
_BIT_ORDERS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 24, 28, 32, 40)
_BASE_ORDERS = (0, 1, 2, 3, 4, 6, 8, 10, 11, 12, 14, 16, 18, 20, 24)
_DIGIT_ORDERS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12)
_RICH_MASKS = (*((1 << 8 * order) - 1 for order in range(7)), 0xFFFF00, 0xFF00FF, 0xFF0000)
_LEAST_MATCHES = {1: (24, 32), 2: (12, 20), 4: (6, 10), 8: (5, 8)}


class ContextMixing:
    """Context mixing over an alphabet of k <= 256 symbols.

    Args:
        k: the alphabet's size, 2 to 256.
        n: how many symbols are to come, by which the tables are sized: as for 65,536 if it is left out. More or
            fewer may come.
        labels: the symbols' own characters where they have some, by which letters, digits, blanks and
            line ends are known; 256 symbols without labels are taken for bytes of text in ASCII.

    ``model``, ``history`` (zeros, and the symbols so far) and ``now`` (where the next symbol goes) are for whoever
    drives its kernels.

    Raises:
        InputError: if k is out of range.

    >>> mixing = ContextMixing(2)
    >>> bits = mixing.surprisals(np.array([0, 1] * 50))
    >>> bool(bits[:16].sum() < 18), bool(bits[-16:].sum() < 1)
    (True, True)
    """

    def __init__(self, k: int, n: int | None = None, labels: Symbols[str] | None = None) -> None:
        if k > LARGEST_ALPHABET:
            raise InputError(f"context mixing is for at most {LARGEST_ALPHABET} symbols, not {k}: read it as bytes")
        self.k = k
        self.now = _BEFORE
        self.history = np.zeros(self.now + 64, np.uint8)
        self.model = _new_model(k, _UNKNOWN_LENGTH if n is None else n, labels)

    @property
    def description(self) -> str:
        """How many contexts and match models there are."""
        contexts, matches = self.model.slots.keys.size, self.model.matches.least.size
        return f"{contexts} contexts and {matches} match models, mixed, refined and guarded by KT and the uniform law"

    def probabilities(self) -> np.ndarray:
        """See :class:`ait.predictors.base.Predictor`."""
        chances = np.empty((3, self.k))
        mixing_distribution(self.model, self.history, self.now, chances)
        shares = self.model.blend.shares
        mixed: np.ndarray = (shares[:, None] * chances).sum(axis=0)
        mixed /= mixed.sum()
        return mixed

    def update(self, symbol: int) -> None:
        """See :class:`ait.predictors.base.Predictor`."""
        check_symbol(symbol, self.k)
        self.surprisals(np.array([symbol]))

    def surprisals(self, symbols: np.ndarray) -> np.ndarray:
        """See :class:`ait.predictors.base.FastPredictor`."""
        check_symbols(symbols, self.k)
        bits = np.empty(len(symbols))
        stop = self.append(symbols)
        mixing_surprisals(self.model, self.history, self.now, stop, bits)
        self.now = stop
        return bits

    def append(self, symbols: np.ndarray) -> int:
        """Put symbols that are to be learnt behind ``now`` in the history; returns where they end."""
        stop = self.now + len(symbols)
        if stop >= self.history.size:
            grown = np.zeros(max(stop + 1, 2 * self.history.size), np.uint8)
            grown[: self.now] = self.history[: self.now]
            self.history = grown
        self.history[self.now : stop] = symbols
        return stop


def _new_model(k: int, n: int, labels: Symbols[str] | None) -> Model:
    width = (k - 1).bit_length()
    lane = width if width <= 2 else 4 if width <= 4 else 8
    shape = Shape(k, width, lane, width - ROW_DECISIONS if width > ROW_DECISIONS else width, lane == 8)
    matches = _new_matches(width, lane)
    slots = _new_slots(shape, n)
    return Model(
        shape,
        tables(),
        slots,
        _new_mixer(width, slots.keys.size, matches.least.size),
        Refiner(np.zeros((256 + 2 * REFINED) * KNOTS, np.float32), np.zeros((width, 4), np.int64)),
        _new_past(k, labels),
        matches,
        Blend(np.array(_FIRST_SHARES), np.zeros(3), np.zeros(4 << width)),
    )


def _mask(symbols: int, lane: int) -> int:
    return (1 << min(symbols * lane, 64)) - 1


def _new_slots(shape: Shape, n: int) -> Slots:
    if shape.rich:
        masks = _RICH_MASKS
    else:
        orders = {1: _BIT_ORDERS, 2: _BASE_ORDERS, 4: _DIGIT_ORDERS}[shape.lane]
        masks = tuple(_mask(order, shape.lane) for order in orders)
    contexts = len(masks) + (RICH_CONTEXTS if shape.rich else 0)
    row_length = 1 << min(shape.width, ROW_DECISIONS)
    most = min(max(n.bit_length(), _LEAST_ROW_BITS), _MOST_ROW_BITS)
    # A context of few bits needs few rows, whatever the number of symbols.
    bits = [max(_LEAST_ROW_BITS, min(most, mask.bit_count() + 6)) for mask in masks]
    bits += [most] * (contexts - len(masks))
    ends = np.cumsum([row_length << b for b in bits])
    return Slots(
        cells=_aligned(int(ends[-1]) + row_length),
        offsets=np.concatenate([[0], ends[:-1]]).astype(np.int64),
        row_bits=np.array(bits, np.uint64),
        row_length=row_length,
        masks=np.array(masks, np.uint64),
        keys=np.zeros(contexts, np.uint64),
        rows=np.zeros((2, contexts), np.int64),
        marks=np.zeros((2, contexts), np.uint32),
        chances=np.tile(first_chances(), contexts),
    )


def _aligned(size: int) -> np.ndarray:
    """Zeros of which each row of cells lies in one cache line."""
    room = np.zeros(size + _LINE_CELLS, np.uint32)
    skip = -(room.ctypes.data // room.itemsize) % _LINE_CELLS
    return room[skip : skip + size]


def _new_mixer(width: int, contexts: int, matches: int) -> Mixer:
    inputs = INPUTS_PER_CONTEXT * contexts + INPUTS_PER_MATCH * matches + 1
    inputs += -inputs % 8
    sizes = np.array([1 << width, 256, MATCH_SIZES * LEVELS, ORDERS_SEEN * LEVELS, 256])
    ends = np.cumsum(sizes * inputs)
    return Mixer(
        inputs=np.zeros((width, inputs)),
        weights=np.full(int(ends[-1]), _FIRST_WEIGHT),
        starts=np.concatenate([[0], ends[:-1]]).astype(np.int64),
        chosen=np.zeros((width, SETS), np.int64),
        outputs=np.zeros((width, SETS)),
        guesses=np.zeros((width, SETS + 1)),
        final=np.full((1 << width, SETS), 1.0 / SETS),
        seen=np.zeros(1, np.int64),
    )


def _new_past(k: int, labels: Symbols[str] | None) -> Past:
    names = list(labels) if labels is not None else [chr(i) if k == 256 else "" for i in range(k)]
    letters, kinds = np.zeros(256, np.uint64), np.full(256, OTHER, np.int64)
    folded: dict[str, int] = {}
    for symbol, name in enumerate(names):
        if name.isalpha():
            letters[symbol] = folded.setdefault(name.lower(), len(folded) + 1)
            kinds[symbol] = LETTER
        elif name.isdigit():
            kinds[symbol] = DIGIT
        elif name.isspace():
            kinds[symbol] = BLANK
    places = np.zeros(PLACES, np.int64)
    places[PERIOD] = 1
    places[LINE] = _BEFORE
    places[LINE_END] = names.index("\n") if "\n" in names else -1
    last = np.zeros((2, 256), np.int64)
    return Past(np.zeros(WORDS, np.uint64), places, letters, kinds, last, np.zeros(1 << 16, np.int64))


def _new_matches(width: int, lane: int) -> Matches:
    least = _LEAST_MATCHES[lane]
    return Matches(
        state=np.zeros((len(least), 3), np.int64),
        least=np.array(least, np.int64),
        masks=np.array([_mask(symbols, lane) for symbols in least], np.uint64),
        heads=np.zeros((len(least), 1 << _HEAD_BITS), np.int32),
        chances=np.full(len(least) * MATCH_CELLS, 3 << 20, np.int64),
        at=np.full((width, len(least)), -1, np.int64),
    )
