"""What a predictor is, and the predictors by name.

A predictor gives the next symbol's probabilities and is then told the symbol.  That is all a code needs: the
symbol costs -log2 of its probability, and the coder makes real bits of it.
"""

from __future__ import annotations

import importlib
import inspect
import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Protocol, runtime_checkable

import numpy as np

from ait.errors import InputError

LARGEST_ALPHABET = 1 << 24

_HOMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "kt": ("ait.predictors.kt", "KrichevskyTrofimov"),
        "context-tree": ("ait.predictors.context_tree", "ContextTree"),
        "context-mixing": ("ait.predictors.context_mixing", "ContextMixing"),
        "urn": ("ait.predictors.block_urn", "BlockUrn"),
        "shift-register": ("ait.predictors.shift_register", "ShiftRegister"),
        "solomonoff": ("ait.predictors.solomonoff", "Solomonoff"),
        "mixture": ("ait.predictors.mixture", "mixture_of"),
    }
)


class Predictor(Protocol):
    """Probabilities of the next symbol, given all symbols so far.

    Attributes:
        k: the alphabet's size.
        description: what predicts, with its settings, for an Estimate's reference.
    """

    @property
    def k(self) -> int: ...

    @property
    def description(self) -> str: ...

    def probabilities(self) -> np.ndarray:
        """The probabilities of the next symbol: float64, shape (k,), all positive, with sum 1."""
        ...

    def update(self, symbol: int) -> None:
        """Tell the symbol that came. Raises InputError if it is not in 0..k-1."""
        ...


@runtime_checkable
class FastPredictor(Predictor, Protocol):
    """A predictor that takes many symbols at once."""

    def surprisals(self, symbols: np.ndarray) -> np.ndarray:
        """-log2 of the probability of each symbol in turn, bits, shape (n,); the predictor has then seen them."""
        ...


def predictor(name: str, k: int, n: int | None = None, **options: Any) -> Predictor:
    """A fresh predictor by name.

    Args:
        name: "kt", "context-tree", "context-mixing", "urn", "mixture", "shift-register", "solomonoff".
        k: the alphabet's size.
        n: how many symbols are to come, for those predictors that use it.
        options: the predictor's own, see its class.

    Raises:
        InputError: if the name, an option or its value is not accepted.

    >>> predictor("kt", 2).probabilities().tolist()
    [0.5, 0.5]
    """
    if name not in _HOMES:
        raise InputError(f"no predictor is called {name!r}: use one of {', '.join(_HOMES)}")
    if not 2 <= k <= LARGEST_ALPHABET:
        raise InputError(f"a predictor's alphabet has 2 to {LARGEST_ALPHABET} symbols, not {k}")
    module, attribute = _HOMES[name]
    make = getattr(importlib.import_module(module), attribute)
    accepted = list(inspect.signature(make).parameters)[1:]
    for option in options:
        if option not in accepted:
            raise InputError(f"{name} has no option {option!r}; it has {', '.join(accepted) or 'none'}")
    if "n" in accepted:
        options["n"] = n
    made: Predictor = make(k, **options)
    return made


def surprisals(chosen: Predictor, symbols: np.ndarray) -> np.ndarray:
    """-log2 of the probability that a predictor gave each symbol in turn: bits, float64, shape (n,).

    The predictor has seen the symbols afterwards.

    Raises:
        InputError: if a symbol is not in the predictor's alphabet.
    """
    if isinstance(chosen, FastPredictor):
        check_symbols(symbols, chosen.k)
        return chosen.surprisals(symbols)
    bits = np.empty(len(symbols))
    for i, symbol in enumerate(symbols.tolist()):
        check_symbol(symbol, chosen.k)
        bits[i] = -math.log2(chosen.probabilities()[symbol])
        chosen.update(symbol)
    return bits


def check_symbol(symbol: int, k: int) -> None:
    """Raise InputError if a symbol is not in 0..k-1."""
    if not 0 <= symbol < k:
        raise InputError(f"symbol {symbol} is not in the predictor's alphabet 0..{k - 1}")


def check_symbols(symbols: np.ndarray, k: int) -> None:
    """Raise InputError if one of the symbols is not in 0..k-1."""
    if len(symbols):
        check_symbol(int(symbols.min()), k)
        check_symbol(int(symbols.max()), k)
