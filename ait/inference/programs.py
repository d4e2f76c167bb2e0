"""All programs of a small machine as a model set: LBF's minimal programs, and Turing machines read lazily."""

from __future__ import annotations

import math
from abc import abstractmethod
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ait.enumeration.lbf_leaves import lbf_leaves
from ait.enumeration.turing_leaves import turing_leaves
from ait.errors import InputError
from ait.inference.fixed import FixedSequences
from ait.inference.model_set import Floats, check_index
from ait.machines.lbf import run

_SYMBOLS = 2
_STEPS = 1_000_000


class Words(FixedSequences):
    """Programs whose output of n symbols is known as a word; they say nothing about symbol n + 1.

    A sequence of fewer symbols is priced by all words that begin so.
    """

    def __init__(self, words: NDArray[np.int64], length: int, noise: tuple[float, ...]) -> None:
        self.words, self.length = words, length
        super().__init__(2, (len(words),), noise)

    def distances(self, symbols: NDArray[np.int64]) -> NDArray[np.int64]:
        """See :class:`ait.inference.fixed.FixedSequences`."""
        n = len(symbols)
        if n > self.length:
            raise InputError(f"these programs were run to {self.length} symbols; the sequence has {n}")
        number = int("".join(map(str, symbols.tolist())) or "0", 2)
        different = (self.words >> (self.length - n)) ^ number
        found = np.zeros(len(different), np.int64)
        for place in range(n):
            found += different >> place & 1
        return found

    def sequence(self, index: int, n: int) -> NDArray[np.int64]:
        """See :class:`ait.inference.fixed.FixedSequences`; at most the symbols that are known."""
        word = int(self.words[check_index(index, self.sequences)])
        return np.array([word >> (self.length - 1 - place) & 1 for place in range(min(n, self.length))], np.int64)

    @abstractmethod
    def describe_sequence(self, index: int) -> str:
        """See :class:`ait.inference.fixed.FixedSequences`."""


class LbfPrograms(Words):
    """Every minimal LBF program of up to ``bits`` bits of every output of ``length`` symbols; K_i is its size in bits.

    No program begins another, for each n apart. Σ 2^-K_i = Z_n = Σ_x M_low(x) over all x of n symbols is below 1: other
    programs halt early, write nothing more, or are longer. Without dividing by Z_n (``normalised=False`` in
    :func:`ait.inference.infer.infer`) the evidence is -log2 M_low(x) itself, and the least K_i is Km(x) where a program
    of ``bits`` bits reaches it.

    Raises:
        InputError: if a limit is out of range (30 bits, 22 symbols).
    """

    def __init__(self, length: int, bits: int = 20, noise: tuple[float, ...] = (0.0,)) -> None:
        self.bits = bits
        self._leaves = lbf_leaves(bits, length)
        super().__init__(self._leaves.words, length, noise)

    @property
    def name(self) -> str:
        """See :class:`ait.inference.fixed.FixedSequences`."""
        return f"LBF programs of up to {self.bits} bits that write {self.length} symbols"

    @cached_property
    def sequence_bits(self) -> Floats:
        """See :class:`ait.inference.fixed.FixedSequences`."""
        return self._leaves.sizes.astype(np.float64)

    def program(self, index: int) -> str:
        """The bits of one program."""
        at = check_index(index, self.sequences)
        return format(int(self._leaves.bits[at]), f"0{int(self._leaves.sizes[at])}b")

    def describe_sequence(self, index: int) -> str:
        """See :class:`ait.inference.fixed.FixedSequences`."""
        told = run(self.program(index), length=self.length, steps=_STEPS)
        return f"LBF {told.text} ({self.program(index)})"


class TuringMachines(Words):
    """Every Turing machine of ``states`` states and two symbols that halts on ``length`` cells, on either blank.

    A machine is told entry by entry when it first needs one; what it never needs is not told, and neither are the names
    of states not yet entered. So K_i = log2 of all machines over those that agree with the leaf, and one bit for the
    blank symbol. Σ 2^-K_i is the share of all machines that halt with so many cells.

    Raises:
        InputError: if a limit is out of range (4 states, 62 cells).
    """

    def __init__(self, length: int, states: int = 3, noise: tuple[float, ...] = (0.0,)) -> None:
        self.states = states
        self._leaves = turing_leaves(states, length)
        words = self._leaves.words
        super().__init__(np.concatenate([words, (1 << length) - 1 - words]), length, noise)

    @property
    def name(self) -> str:
        """See :class:`ait.inference.fixed.FixedSequences`."""
        return f"Turing machines of {self.states} states that halt on {self.length} cells"

    @cached_property
    def sequence_bits(self) -> Floats:
        """See :class:`ait.inference.fixed.FixedSequences`."""
        bits = 1 + math.log2(self._leaves.machines) - np.log2(self._leaves.weights.astype(np.float64))
        return np.concatenate([bits, bits])

    def describe_sequence(self, index: int) -> str:
        """See :class:`ait.inference.fixed.FixedSequences`."""
        blank, at = divmod(check_index(index, self.sequences), len(self._leaves.words))
        entries = [_spelled(int(digit)) for digit in self._leaves.tables[at]]
        rows = ["".join(entries[start : start + _SYMBOLS]) for start in range(0, len(entries), _SYMBOLS)]
        # On blank 1 the machine runs with its symbols exchanged.
        return f"Turing machine {'_'.join(rows)}, symbols {'exchanged' if blank else 'as they are'}"


def _spelled(digit: int) -> str:
    """An entry of a table as in 1RB, 1-H where it halts, and dots where it is never read."""
    if digit < 0:
        return "..."
    if digit < _SYMBOLS:
        return f"{digit}-H"
    digit -= _SYMBOLS
    return f"{digit & 1}{'RL'[digit >> 1 & 1]}{'ABCD'[digit >> 2]}"
