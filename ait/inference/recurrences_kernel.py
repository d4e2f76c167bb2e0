"""Which linear form of its fill each symbol of a register is, and how often each form was right."""

from __future__ import annotations

import numpy as np

from ait.jit import kernel


@kernel
def count_forms(symbols: np.ndarray, cells: int, balance: np.ndarray) -> None:
    """Add to ``balance[taps, form]`` 1 for each symbol 0 and -1 for each symbol 1 that is this form of the fill.

    A form is a set of fill bits whose parity is the symbol: symbol t < L is bit L - 1 - t alone. Bit L - i of ``taps``
    says whether x_(t-i) enters. ``balance``, int64, is (2^L, 2^L); trusts the symbols to be 0 and 1.
    """
    forms = np.zeros(cells, np.int64)
    for taps in range(balance.shape[0]):
        for time in range(symbols.size):
            form = np.int64(0)
            if time < cells:
                form = np.int64(1) << (cells - 1 - time)
            else:
                for back in range(1, cells + 1):
                    if taps >> (cells - back) & 1:
                        form ^= forms[(time - back) % cells]
            forms[time % cells] = form
            balance[taps, form] += 1 - 2 * symbols[time]
