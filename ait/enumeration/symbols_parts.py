"""The parts of a walk over machines with k symbols, as named arrays: made by the kernel, merged, empty."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ait.enumeration import output_table_kernel as table
from ait.enumeration import symbols_walk_kernel as walk
from ait.enumeration.space import Part
from ait.enumeration.symbols_step_kernel import Layout
from ait.errors import AitError
from ait.tables.bitstrings import bits_a_symbol

_ROWS = ("length", "word", "count", "least_steps", "witness")
_SUMS = ("machines", "nodes", "undecided_by_span", "halting_by_steps")
_FATES = 4

NO_SPLIT = EVERY_LENGTH = 0


def layout(symbols: int) -> Layout:
    """The tape of machines with so many symbols: as many cells as fit in a 64-bit word."""
    bits = bits_a_symbol(symbols)
    cells = 64 // bits
    return Layout(
        np.uint64(bits), np.uint64(bits * cells), np.uint64(2**bits - 1), np.uint64(2 ** (bits * cells) - 1), cells
    )


def empty(steps: int) -> Part:
    """The part in which nothing has been walked yet."""
    kinds = (np.uint8, np.uint64, np.uint64, np.uint32, np.uint64)
    return {
        "machines": np.zeros(_FATES, np.uint64),
        "nodes": np.zeros(walk.TALLY - _FATES, np.uint64),
        "undecided_by_span": np.zeros(steps + 2, np.uint64),
        "halting_by_steps": np.zeros(steps + 1, np.uint64),
        **{name: np.zeros(0, kind) for name, kind in zip(_ROWS, kinds, strict=True)},
    }


def merge(one: Part, other: Part) -> Part:
    """Two parts of a walk added up: counts, and of equal outputs the witness of fewest steps, then the least."""
    merged = {name: one[name] + other[name] for name in _SUMS}
    room = len(one["length"]) + len(other["length"])
    columns = {name: np.empty(room, one[name].dtype) for name in _ROWS}
    used = table.merge(_rows(one), _rows(other), *_rows(columns))
    return merged | {name: column[:used] for name, column in columns.items()}


def _rows(part: Part) -> table.Rows:
    """The columns of the rows as the kernel takes them: one word an output, in two dimensions."""
    return part["length"], part["word"].reshape(-1, 1), part["count"], part["least_steps"], part["witness"]


def root(states: int, symbols: int) -> np.ndarray:
    """The frame from which all reduced machines descend, one row; none where there is but one state."""
    frame = np.zeros((1 if states > 1 else 0, walk.FRAME + states * symbols), np.uint64)
    frame[:, [walk.STATES, walk.SYMBOLS, walk.WEIGHT]] = 1
    frame[:, walk.OPEN] = states * symbols
    # They first move right, into the next state, having written the blank or a new symbol.
    frame[:, walk.CHOICE], frame[:, walk.END] = 4, 6
    return frame


@lru_cache(maxsize=4)
def trunk(states: int, symbols: int, steps: int, keep: int, longest: int) -> tuple[Part, np.ndarray]:
    """The walk from the root down to the nodes with ``keep`` open entries; with those, as frames."""
    return explore(root(states, symbols), states, symbols, steps, keep, longest=longest)


def explore(
    roots: np.ndarray,
    states: int,
    symbols: int,
    steps: int,
    keep: int = NO_SPLIT,
    keep_open: bool = False,
    longest: int = EVERY_LENGTH,
) -> tuple[Part, np.ndarray]:
    """Walk all below ``roots``, frames of the kernel, down to nodes with ``keep`` open entries; these are returned.

    With ``keep_open`` the nodes that ran out of steps are returned as well; their END is 0. Outputs of more than
    ``longest`` symbols, or than fit in a word, are counted together.

    Raises:
        AitError: if a machine is not accounted for.
    """
    part = empty(steps)
    tally = np.zeros(walk.TALLY, np.uint64)
    radix = symbols * (2 * states + 1)
    powers = np.array([radix**power for power in range(states * symbols)], np.uint64)
    most = layout(symbols).cells
    settings = np.array([states, symbols, steps, keep, keep_open, min(longest or most, most)], np.int64)
    outputs, kept = walk.explore(
        roots, layout(symbols), settings, powers, tally, part["undecided_by_span"], part["halting_by_steps"]
    )
    part["machines"], part["nodes"] = tally[:_FATES], tally[_FATES:]
    expected = machines_below(roots, states, symbols) - machines_below(kept, states, symbols)
    if int(part["machines"][:3].sum()) != expected:
        raise AitError(f"a walk of {expected} machines accounts for {part['machines'].tolist()}; please report this")
    part.update(zip(_ROWS, _sorted_rows(outputs), strict=True))
    return part, kept


def machines_below(frames: np.ndarray, states: int, symbols: int) -> int:
    """How many machines are children of these frames, or descend from them."""
    total, radix = 0, symbols * (2 * states + 1)
    for frame in frames.tolist():
        used, seen = frame[walk.STATES], frame[walk.SYMBOLS]
        options = min(seen + 1, symbols)
        weights = 0
        for choice in range(frame[walk.CHOICE], frame[walk.END]):
            written, after = choice % options, choice // (2 * options)
            weights += (symbols - seen if written == seen else 1) * (states - used if after == used else 1)
        total += frame[walk.WEIGHT] * weights * radix ** (frame[walk.OPEN] - 1)
    return total


def _sorted_rows(outputs: np.ndarray) -> list[np.ndarray]:
    """The columns of a hash table's rows, by length, then word."""
    rows = outputs[outputs[:, table.STEPS_LENGTH] != 0]
    lengths = (rows[:, table.STEPS_LENGTH] & table.LENGTH_MASK).astype(np.uint8)
    steps = (rows[:, table.STEPS_LENGTH] >> table.LENGTH_BITS).astype(np.uint32)
    order = np.lexsort((rows[:, table.WORD], lengths))
    columns = (lengths, rows[:, table.WORD], rows[:, table.COUNT], steps, rows[:, table.WITNESS])
    return [column[order] for column in columns]
