"""Linear recurrences over GF(2): every feedback shift register up to a length, with every fill and noise."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError
from ait.inference.fixed import FixedSequences
from ait.inference.model_set import Floats, check_index

MOST_CELLS = 12


class LinearRecurrences(FixedSequences):
    """x_t = c_1 x_(t-1) + ... + c_L x_(t-L) mod 2, for every c and every first L symbols; L = ``cells`` itself.

    Shorter recurrences are among them (the last c are 0, and the first symbols are then free), as is whatever is
    periodic with period L. Taps and fill cost L bits each. The models form a product: taps x fill (x noise), with c_1
    and x_1 the most significant bits.

    Args:
        cells: L, 1 to 12.
        noise: levels of noise, see :class:`ait.inference.fixed.FixedSequences`.

    Raises:
        InputError: if a number is out of range.

    >>> register = LinearRecurrences(3)
    >>> register.describe(0b011 * 8 + 0b001), register.sequence(0b011 * 8 + 0b001, 10).tolist()
    ('x_t = x_(t-2) + x_(t-3), from 001', [0, 0, 1, 0, 1, 1, 1, 0, 0, 1])
    """

    def __init__(self, cells: int = 6, noise: tuple[float, ...] = (0.0,)) -> None:
        if not 1 <= cells <= MOST_CELLS:
            raise InputError(f"a register has 1 to {MOST_CELLS} cells, not {cells}")
        self.cells = cells
        super().__init__(2, (1 << cells, 1 << cells), noise)

    @property
    def name(self) -> str:
        """See :class:`ait.inference.fixed.FixedSequences`."""
        return f"linear recurrences over GF(2) with {self.cells} cells"

    @cached_property
    def sequence_bits(self) -> Floats:
        """See :class:`ait.inference.fixed.FixedSequences`."""
        return np.full(self.sequences, 2.0 * self.cells)

    def distances(self, symbols: NDArray[np.int64]) -> NDArray[np.int64]:
        """See :class:`ait.inference.fixed.FixedSequences`.

        Symbol t of all fills together is one linear form of the fill; a Walsh-Hadamard transform of how often each form
        was right and wrong gives the distance of every fill (Siegenthaler's attack, all fills at once).
        """
        from ait.inference.recurrences_kernel import count_forms

        fills = 1 << self.cells
        balance = np.zeros((fills, fills), np.int64)
        count_forms(symbols, self.cells, balance)
        for cell in range(self.cells):
            pairs = balance.reshape(fills, -1, 2, 1 << cell)
            balance = np.stack([pairs[:, :, 0] + pairs[:, :, 1], pairs[:, :, 0] - pairs[:, :, 1]], axis=2)
        return np.asarray((len(symbols) - balance.reshape(-1)) // 2, np.int64)

    def sequence(self, index: int, n: int) -> NDArray[np.int64]:
        """See :class:`ait.inference.fixed.FixedSequences`."""
        taps, fill = divmod(check_index(index, self.sequences), 1 << self.cells)
        # The register's newest symbol is its lowest bit, that is x_(t-1) stands at bit 0 and x_(t-L) at bit L - 1.
        reversed_taps = int(f"{taps:0{self.cells}b}"[::-1], 2)
        out, register = np.empty(n, np.int64), fill
        for time in range(n):
            if time < self.cells:
                out[time] = fill >> (self.cells - 1 - time) & 1
                continue
            out[time] = bin(register & reversed_taps).count("1") & 1
            register = (register << 1 | int(out[time])) & (1 << self.cells) - 1
        return out

    def describe_sequence(self, index: int) -> str:
        """See :class:`ait.inference.fixed.FixedSequences`."""
        taps, fill = divmod(check_index(index, self.sequences), 1 << self.cells)
        terms = [f"x_(t-{back})" for back in range(1, self.cells + 1) if taps >> (self.cells - back) & 1]
        return f"x_t = {' + '.join(terms) or '0'}, from {fill:0{self.cells}b}"
