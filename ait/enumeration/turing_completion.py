"""From the machines that were walked to all machines on both blank symbols: the exact counts behind D(s).

Left out of the walk were the machines that halt at once, those whose first move is to the left, and the other blank
symbol.  Mirroring a machine reverses its output; exchanging its symbols, and the blank with them, complements it.
So with N the counts of the walk, full(s) = N(s) + N(reverse) + N(complement) + N(reverse complement), and '0' and '1'
have 2·(4n + 2)^(2n - 1) each (Soler-Toscano, Zenil, Delahaye and Gauvrit 2014).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ait.enumeration.space import Part
from ait.enumeration.turing import TuringSpace
from ait.errors import AitError
from ait.tables.bitstrings import complement, reverse

_CELLS_A_WORD = 64


@dataclass(frozen=True, eq=False)
class Completion:
    """How many machines give each output, over all machines and both blank symbols.

    Attributes:
        lengths, words: the outputs of up to 64 cells, by length, then by value; shape (rows,).
        counts: the machines that give each, uint64; D(s) = count / total.
        least_steps: the fewest steps in which one of them does so.
        witness, blank, mirrored: which one does, see :func:`ait.machines.turing.witness`: the published number of a
            machine in normal form; its symbols are to be exchanged where ``blank`` is 1, which is also the
            symbol that fills the tape, and left and right where ``mirrored`` is 1. Of several the least of these
            numbers, in this order.
        long_strings, long_columns: the outputs of more than 64 cells and their other columns, under the same names.
        total: all machines that halt within the step limit, T.
        undecided_by_span: reduced machines that were left undecided, by visited cells; U is four times their sum.
    """

    lengths: np.ndarray
    words: np.ndarray
    counts: np.ndarray
    least_steps: np.ndarray
    witness: np.ndarray
    blank: np.ndarray
    mirrored: np.ndarray
    long_strings: tuple[str, ...]
    long_columns: dict[str, np.ndarray]
    total: int
    undecided_by_span: np.ndarray


def complete_counts(part: Part, space: TuringSpace) -> Completion:
    """The counts over all machines of a finished walk.

    Raises:
        AitError: if the walk is not finished, or does not account for every machine.

    >>> from ait.enumeration.driver import walk
    >>> space = TuringSpace(2, 6)
    >>> found = complete_counts(walk(space), space)
    >>> found.total, len(found.lengths), int(found.counts[0])
    (6088, 22, 2000)
    """
    space.check(part)
    at_once = 2 * (4 * space.states + 2) ** (2 * space.states - 1)
    rows = _short_rows(part, at_once)
    strings, columns = _long_rows(part)
    total = 2 * at_once + 4 * int(part["machines"][0])
    counted = int(rows["counts"].sum()) + int(columns["counts"].sum())
    if counted != total:
        raise AitError(
            f"the completed counts sum to {counted}, not to the {total} machines that halt; please report this"
        )
    return Completion(
        **rows,
        long_strings=strings,
        long_columns=columns,
        total=total,
        undecided_by_span=part["undecided_by_span"],
    )


def _short_rows(part: Part, at_once: int) -> dict[str, np.ndarray]:
    """Each output and its three images, and the outputs of one cell; equal ones are added up."""
    # Halting at once on blank 0 writes '0' (number 0); exchanging the symbols gives '1' on blank 1.
    lengths = np.concatenate([part["length"], np.ones(1, np.uint8)])
    words, witness = (np.concatenate([part[name], np.zeros(1, np.uint64)]) for name in ("word", "witness"))
    # The one output '0' is its own mirror image, so that half its machines are counted through each.
    counts = np.concatenate([part["count"], np.array([at_once // 2], np.uint64)])
    steps = np.concatenate([part["least_steps"], np.ones(1, np.uint32)])
    turned = complement(lengths, words)
    images = np.concatenate([words, reverse(lengths, words), turned, reverse(lengths, turned)])
    flags = np.repeat(np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.uint8), len(words), axis=0)
    lengths, counts, steps, witness = (np.tile(column, 4) for column in (lengths, counts, steps, witness))
    order = np.lexsort((flags[:, 1], flags[:, 0], witness, steps, images, lengths))
    lengths, images = lengths[order], images[order]
    first = np.flatnonzero(np.diff(lengths, prepend=0) | (np.diff(images, prepend=np.uint64(0)) != 0))
    best = order[first]
    return {
        "lengths": lengths[first],
        "words": images[first],
        "counts": np.add.reduceat(counts[order], first),
        "least_steps": steps[best],
        "witness": witness[best],
        "blank": flags[best, 0],
        "mirrored": flags[best, 1],
    }


def _long_rows(part: Part) -> tuple[tuple[str, ...], dict[str, np.ndarray]]:
    """The same for outputs of more than 64 cells, which are few."""
    found: dict[str, tuple[int, tuple[int, int, int, int]]] = {}
    names = ("long_length", "long_count", "long_least_steps", "long_witness")
    for words, length, count, steps, witness in zip(
        part["long_words"], *(part[name].tolist() for name in names), strict=True
    ):
        cells = "".join(f"{word:0{_CELLS_A_WORD}b}" for word in words.tolist())[:length]
        turned = cells.translate(str.maketrans("01", "10"))
        images = ((cells, 0, 0), (cells[::-1], 0, 1), (turned, 1, 0), (turned[::-1], 1, 1))
        for image, blank, mirrored in images:
            best = (steps, witness, blank, mirrored)
            before = found.get(image, (0, best))
            found[image] = (before[0] + count, min(before[1], best))
    strings = tuple(sorted(found, key=lambda string: (len(string), string)))
    rows = [(found[string][0], *found[string][1]) for string in strings]
    kinds = {"counts": "u8", "least_steps": "u4", "witness": "u8", "blank": "u1", "mirrored": "u1"}
    return strings, {
        name: np.array([row[index] for row in rows], np.dtype(kind)) for index, (name, kind) in enumerate(kinds.items())
    }
