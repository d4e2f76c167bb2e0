"""The parts of a walk over Turing machines, as named arrays: made by a kernel, merged, empty."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from ait.enumeration import output_table_kernel as table
from ait.enumeration import turing_frame_kernel as node
from ait.enumeration import turing_walk_kernel as walk
from ait.enumeration.space import Part
from ait.enumeration.turing_step_kernel import ALL_UNDEFINED_0, ALL_UNDEFINED_1
from ait.errors import AitError

_SHORT = ("length", "word", "count", "least_steps", "witness")
_LONG = ("long_length", "long_words", "long_count", "long_least_steps", "long_witness")

# Subtrees start at the nodes that halt with so many undefined entries left: 913, 10,956 and 135,380 of them.
_OPEN_AT_SPLIT = {4: 4, 5: 5, 6: 6}
_NO_SPLIT = 0


def empty(steps: int) -> Part:
    """The part in which nothing has been walked yet."""
    no_words = np.zeros(0, np.uint64)
    return {
        "machines": np.zeros(3, np.uint64),
        "nodes": np.zeros(walk.TALLY - 3, np.uint64),
        "undecided_by_span": np.zeros(steps + 2, np.uint64),
        "halting_by_steps": np.zeros(steps + 1, np.uint64),
        **dict(zip(_SHORT, (np.zeros(0, np.uint8), no_words, no_words, np.zeros(0, np.uint32), no_words), strict=True)),
        "long_length": np.zeros(0, np.uint32),
        "long_words": np.zeros((0, 0), np.uint64),
        "long_count": no_words,
        "long_least_steps": np.zeros(0, np.uint32),
        "long_witness": no_words,
    }


def merge(one: Part, other: Part) -> Part:
    """Two parts of a walk added up: counts, and of equal outputs the witness of fewest steps, then the least."""
    sums = ("machines", "nodes", "undecided_by_span", "halting_by_steps")
    merged = {name: one[name] + other[name] for name in sums}
    for names in (_SHORT, _LONG):
        merged |= zip(
            names, _merge_outputs([one[name] for name in names], [other[name] for name in names]), strict=True
        )
    return merged


def _merge_outputs(one: list[np.ndarray], other: list[np.ndarray]) -> list[np.ndarray]:
    if len(one[0]) == 0 or len(other[0]) == 0:
        return one if len(other[0]) == 0 else other
    room = len(one[0]) + len(other[0])
    flat = one[1].ndim == 1
    width = 1 if flat else max(one[1].shape[1], other[1].shape[1])
    sides = []
    for rows in (one, other):
        words = rows[1].reshape(len(rows[1]), -1)
        padded = np.pad(words, ((0, 0), (0, width - words.shape[1]))) if words.shape[1] < width else words
        sides.append((rows[0], padded, rows[2], rows[3], rows[4]))
    merged = [np.empty(room, rows.dtype) for rows in one]
    merged[1] = np.empty((room, width), np.uint64)
    used = table.merge(sides[0], sides[1], *merged)
    if flat:
        merged[1] = merged[1].reshape(-1)
    return [rows[:used] for rows in merged]


@lru_cache(maxsize=4)
def trunk(states: int, steps: int, ngram: int, keep_open: bool = False) -> tuple[Part, np.ndarray, np.ndarray]:
    """The walk from the root down to where subtrees start; with those, and the open ends above, see :func:`explore`."""
    root = np.zeros((1 if states > 1 else 0, node.FRAME), np.uint64)
    root[:, node.TABLE_0], root[:, node.TABLE_1] = ALL_UNDEFINED_0, ALL_UNDEFINED_1
    root[:, [node.STATES, node.WEIGHT]] = 1
    root[:, node.OPEN] = 2 * states
    # Reduced machines first move right, into the next state, having written 0 or 1.
    root[:, node.HOPEFUL] = 0b11
    root[:, node.CHOICE], root[:, node.END] = 4, 6
    part, kept = explore(root, states, steps, ngram, _OPEN_AT_SPLIT.get(states, _NO_SPLIT), keep_open)
    subtrees = kept[:, node.END] > 0
    return part, kept[subtrees], kept[~subtrees]


def explore(
    roots: np.ndarray, states: int, steps: int, ngram: int, keep: int = _NO_SPLIT, keep_open: bool = False
) -> tuple[Part, np.ndarray]:
    """Walk all below ``roots``, frames of the kernel, down to nodes with ``keep`` open entries; these are returned.

    With ``keep_open`` the nodes that ran out of steps are returned as well; their END is 0.

    Raises:
        AitError: if a machine is not accounted for.
    """
    part = empty(steps)
    tally = np.zeros(walk.TALLY, np.uint64)
    powers = np.array([(4 * states + 2) ** power for power in range(2 * states)], np.uint64)
    settings = np.array([states, steps, ngram, keep, keep_open], np.int64)
    outputs, longs, kept = walk.explore(
        roots, settings, powers, tally, part["undecided_by_span"], part["halting_by_steps"]
    )
    part["machines"], part["nodes"] = tally[:3], tally[3:]
    expected = below(roots, states) - below(kept[kept[:, node.END] > 0], states)
    if int(part["machines"].sum()) != expected:
        raise AitError(f"a walk of {expected} machines accounts for {part['machines'].tolist()}; please report this")
    part.update(zip(_SHORT, _short_rows(outputs), strict=True))
    part.update(zip(_LONG, _long_rows(longs), strict=True))
    return part, kept


def below(frames: np.ndarray, states: int) -> int:
    """How many machines are children of these frames, or descend from them."""
    fields = [node.WEIGHT, node.STATES, node.OPEN, node.CHOICE, node.END]
    total = 0
    for (weight, used, opened, first, end), alike in zip(
        *(found.tolist() for found in np.unique(frames[:, fields], axis=0, return_counts=True)), strict=True
    ):
        old = min(end - first, 4 * used - first)
        new = (end - first - old) * (states - used)
        total += alike * weight * (old + new) * (4 * states + 2) ** (opened - 1)
    return total


def output_columns(outputs: Iterable[tuple[str, int, int, int]]) -> Part:
    """The columns of a part for (string, machines, steps, witness); equal strings are added up."""
    found: dict[str, tuple[int, tuple[int, int]]] = {}
    for string, machines, steps, witness in outputs:
        count, best = found.get(string, (0, (steps, witness)))
        found[string] = count + machines, min(best, (steps, witness))
    strings = sorted(found, key=lambda string: (len(string), string))
    short = [string for string in strings if len(string) <= node.CELLS_A_WORD]
    long = strings[len(short) :]
    width = -(-len(long[-1]) // node.CELLS_A_WORD) if long else 0
    long_words = np.zeros((len(long), width), np.uint64)
    for row, string in enumerate(long):
        for place in range(0, len(string), node.CELLS_A_WORD):
            word = string[place : place + node.CELLS_A_WORD].ljust(node.CELLS_A_WORD, "0")
            long_words[row, place // node.CELLS_A_WORD] = int(word, 2)
    words = np.array([int(string, 2) for string in short], np.uint64)
    columns: Part = {}
    for names, kind, chosen, packed in ((_SHORT, np.uint8, short, words), (_LONG, np.uint32, long, long_words)):
        rows = [(len(string), found[string][0], *found[string][1]) for string in chosen]
        lengths, counts, steps_taken, witnesses = np.array(rows, np.uint64).reshape(len(rows), 4).T
        arrays = (lengths.astype(kind), packed, counts.copy(), steps_taken.astype(np.uint32), witnesses.copy())
        columns.update(zip(names, arrays, strict=True))
    return columns


def _short_rows(outputs: np.ndarray) -> list[np.ndarray]:
    """The columns of a hash table's rows, by length, then word."""
    rows = outputs[outputs[:, table.STEPS_LENGTH] != 0]
    lengths = (rows[:, table.STEPS_LENGTH] & table.LENGTH_MASK).astype(np.uint8)
    steps = (rows[:, table.STEPS_LENGTH] >> table.LENGTH_BITS).astype(np.uint32)
    order = np.lexsort((rows[:, table.WORD], lengths))
    columns = (lengths, rows[:, table.WORD], rows[:, table.COUNT], steps, rows[:, table.WITNESS])
    return [column[order] for column in columns]


def _long_rows(longs: np.ndarray) -> list[np.ndarray]:
    """The columns of long outputs, each once, by length, then words; as many words as the longest needs."""
    longest = int(longs[:, node.LONG_LENGTH].max(initial=0))
    columns = [
        longs[:, node.LONG_LENGTH].astype(np.uint32),
        longs[:, node.LONG_WORDS : node.LONG_WORDS - (-longest // node.CELLS_A_WORD)],
        longs[:, node.LONG_COUNT],
        longs[:, node.LONG_STEPS].astype(np.uint32),
        longs[:, node.LONG_WITNESS],
    ]
    return _merge_sorted([np.ascontiguousarray(column) for column in columns])


def _merge_sorted(columns: list[np.ndarray]) -> list[np.ndarray]:
    half = len(columns[0]) // 2
    if half == 0:
        return columns
    halves = [[column[part] for column in columns] for part in (slice(half), slice(half, None))]
    return _merge_outputs(_merge_sorted(halves[0]), _merge_sorted(halves[1]))
