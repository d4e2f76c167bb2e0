"""Solomonoff's predictor on LBF: what comes next is weighed by all programs of up to D bits that wrote what came.

mu(x) is the mass of the programs of up to D bits that write x, a string of n symbols; beyond D the share of the copy
program, 2^-(n + 7), is added in closed form.  P(b | x) = mu(xb) / (mu(x0) + mu(x1)) with one D for all prefixes
(Solomonoff 1964; the semimeasure normalized).  A string's code length is at most -log2 mu(x), so at most n + 7 bits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ait.enumeration.lbf_search import Found, search
from ait.enumeration.lbf_target import LONGEST_TARGET
from ait.errors import InputError
from ait.notebook import Shown
from ait.predictors.base import check_symbol, check_symbols

BITS = 24
LEAST_PROBABILITY = 2.0**-60
"""No symbol gets less; only after a very long string that a program writes would it.

The other symbol is not lowered for it, so n symbols are priced at most n·2^-60 beyond Kraft's inequality.
"""
_COPY_BITS = 7


@dataclass(frozen=True, eq=False)
class Forecast(Shown):
    """How a string was predicted, symbol by symbol; float64 arrays of shape (n,).

    Attributes:
        probability: P(symbol | symbols before), as the predictor gives it.
        low, high: what is proved about M(xb) / (M(x0) + M(x1)), M being the universal prior itself.
        loss: -log2 of (mu(x0) + mu(x1)) / mu(x), the mass in bits of programs that write x and no more, as far as
            D shows; the surprisals and the losses sum to -log2 mu(x).
        informed: how many symbols were predicted by other programs of up to D bits than the copy program alone;
            from there on the prediction says nothing.
    """

    probability: np.ndarray
    low: np.ndarray
    high: np.ndarray
    loss: np.ndarray
    informed: int


class Solomonoff:
    """P(b | x) = mu(xb) / (mu(x0) + mu(x1)), from all LBF programs of up to ``bits`` bits.

    One symbol costs one search (15 ms at 24 bits); :meth:`surprisals` makes one search for all.

    Raises:
        InputError: if k is not 2, or ``bits`` is out of range.

    >>> solomonoff = Solomonoff(2, bits=16)
    >>> (solomonoff.probabilities() * (23439 + 4952)).round(6).tolist()
    [23439.0, 4952.0]
    """

    def __init__(self, k: int, bits: int = BITS) -> None:
        if k != 2:
            raise InputError(f"LBF writes bits: it predicts symbols of 2 kinds, not of {k}; read the input as bits")
        search("0", bits=bits)
        self.k, self.bits, self.seen = k, bits, ""
        self.description = f"LBF, all programs of up to {bits} bits"

    def probabilities(self) -> np.ndarray:
        """See :class:`ait.predictors.base.Predictor`."""
        size = len(self.seen) + 1
        zero, one = _weights(search(self.seen + "0", bits=self.bits), np.array([size]))
        both = np.logaddexp2(zero, one)
        clipped = np.clip(2.0 ** np.concatenate([zero - both, one - both]), LEAST_PROBABILITY, 1.0)
        return np.asarray(clipped)

    def update(self, symbol: int) -> None:
        """See :class:`ait.predictors.base.Predictor`."""
        check_symbol(symbol, self.k)
        self.seen += str(symbol)

    def surprisals(self, symbols: np.ndarray) -> np.ndarray:
        """See :class:`ait.predictors.base.FastPredictor`."""
        check_symbols(symbols, self.k)
        if not len(symbols):
            return np.zeros(0)
        before = len(self.seen)
        self.seen += (symbols + ord("0")).astype(np.uint8).tobytes().decode()
        return np.asarray(-np.log2(forecast(self.seen, self.bits, since=before).probability))


def forecast(string: str, bits: int = BITS, *, since: int = 0) -> Forecast:
    """Predict each symbol of a string of 0 and 1 from those before it, with bounds on what M itself would say.

    Args:
        string: up to 1,000,000 symbols.
        bits: D, 4 to 48.
        since: leave out the first so many symbols.

    Raises:
        InputError: if the string is empty or not binary, or ``bits`` is out of range.

    >>> bool(forecast("0" * 20).probability[10:].min() > 0.9)
    True
    """
    if not isinstance(string, str):
        raise InputError(f"a forecast needs a string of 0 and 1, not {type(string).__name__}")
    if not 0 <= since < len(string) <= LONGEST_TARGET:
        raise InputError(f"1 to {LONGEST_TARGET} symbols can be predicted, from the first on, not {len(string)}")
    found = search(string, bits=bits)
    sizes = np.arange(since + 1, len(string) + 1)
    opened = np.array([found.open_before(int(size)) for size in sizes], float)
    came, other = _weights(found, sizes)
    came_most, other_most = _weights(found, sizes, opened)
    both, before = np.logaddexp2(came, other), _whole(found, sizes - 1)
    return Forecast(
        np.clip(2.0 ** (came - both), LEAST_PROBABILITY, 1.0),
        2.0 ** (came - np.logaddexp2(came, other_most)),
        2.0 ** (came_most - np.logaddexp2(came_most, other)),
        np.maximum(before - both, 0.0),
        _informed(found),
    )


def _weights(found: Found, sizes: np.ndarray, more: np.ndarray | float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """log2 of mu, and ``more``, in units of 2^-(D+4), for prefixes and for those with the last symbol exchanged."""
    share = _copy_share(found, sizes)
    came, other = found.part["mass"][sizes] + more, found.part["aside"][sizes] + more
    return _add(came, share), _add(other, share)


def _whole(found: Found, sizes: np.ndarray) -> np.ndarray:
    """log2 of mu for prefixes, the empty one included."""
    mass = np.array([found.low(int(size)) for size in sizes], float)
    return _add(mass, _copy_share(found, sizes))


def _copy_share(found: Found, sizes: np.ndarray) -> np.ndarray:
    """log2 of what the copy program adds to strings of these sizes: nothing where it is among the programs run."""
    longer = sizes + _COPY_BITS > found.space.bits
    return np.where(longer, found.unit_bits - _COPY_BITS - sizes.astype(float), -np.inf)


def _add(mass: np.ndarray, share: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.asarray(np.logaddexp2(np.log2(mass), share))


def _informed(found: Found) -> int:
    sizes = np.arange(1, len(found.space.target) + 1)
    spoken = found.part["mass"][sizes] + found.part["aside"][sizes]
    # As long as the copy program is within D, it is counted, with the same mass on either symbol.
    copies = np.where(np.isinf(_copy_share(found, sizes)), 2.0 ** (found.unit_bits - _COPY_BITS + 1.0 - sizes), 0.0)
    silent = np.flatnonzero(spoken <= copies)
    return int(silent[0]) if len(silent) else len(sizes)
