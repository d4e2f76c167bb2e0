"""What a model set is: models that can be listed, each with a code length and a sequential likelihood."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError
from ait.predictors.base import Predictor, check_symbols

Floats = NDArray[np.float64]
MOST_MODELS = 1 << 25
"""A quarter of a gigabyte for each array over the models, of which an inference keeps half a dozen."""

Item = TypeVar("Item")


class ModelSet(Protocol):
    """Models 0, 1, ..., size - 1 over one alphabet, each of which gives every sequence a probability.

    Attributes:
        k: the alphabet's size.
        description: which models, for an Estimate's reference.
        shape: the axes along which the models are laid out, in C order; one axis where there is no structure.
        code_bits: K_i, the bits that name model i by a prefix code, shape (size,): Σ 2^-K_i is at most 1.
    """

    @property
    def k(self) -> int: ...

    @property
    def description(self) -> str: ...

    @property
    def shape(self) -> tuple[int, ...]: ...

    @property
    def code_bits(self) -> Floats: ...

    def log_likelihoods(self, symbols: np.ndarray) -> Floats:
        """log2 p(symbols | i) for every model, shape (size,); -inf where a model excludes the symbols."""
        ...

    def model(self, index: int) -> Predictor:
        """Model ``index`` as a fresh predictor, whose probabilities may be 0."""
        ...

    def describe(self, index: int) -> str:
        """Model ``index`` in words: enough to write it down again."""
        ...


def log2_sum(exponents: Floats) -> float:
    """log2 Σ 2^e; -inf of nothing.

    >>> log2_sum(np.array([3.0, 3.0])), log2_sum(np.array([-np.inf]))
    (4.0, -inf)
    """
    top = float(exponents.max(initial=-math.inf))
    if math.isinf(top):
        return top
    return top + math.log2(float(np.exp2(exponents - top).sum()))


def log2_exact(value: Fraction) -> float:
    """log2 of a positive fraction, however large its terms."""
    shift = value.numerator.bit_length() - value.denominator.bit_length()
    scaled = value / Fraction(2) ** shift
    return shift + math.log2(scaled.numerator / scaled.denominator)


def check_index(index: int, size: int) -> int:
    """``index`` as it is (InputError if there is no such model)."""
    if not 0 <= index < size:
        raise InputError(f"there is no model {index}: this set has the models 0 to {size - 1}")
    return int(index)


def check_size(size: int, remedy: str) -> int:
    """``size`` as it is (InputError if it is beyond 2^25 models, with the remedy)."""
    if size > MOST_MODELS:
        raise InputError(f"this set has {size:,} models, more than {MOST_MODELS:,}: {remedy}")
    return size


def checked(symbols: np.ndarray, k: int) -> np.ndarray:
    """The symbols as int64, shape (n,) (InputError if one is outside the alphabet)."""
    given = np.asarray(symbols)
    if given.ndim != 1 or (given.size and not np.issubdtype(given.dtype, np.integer)):
        raise InputError(f"symbols are a one-dimensional array of whole numbers, not {given.ndim}-dimensional")
    check_symbols(given, k)
    return given.astype(np.int64)


def context_counts(symbols: np.ndarray, k: int, order: int) -> NDArray[np.int64]:
    """How often each symbol follows each context of ``order`` symbols, zeros before the first; shape (k^order, k).

    A context's number has its latest symbol as the least significant digit.

    >>> context_counts(np.array([0, 1, 1]), 2, 1).tolist()
    [[1, 1], [0, 1]]
    """
    given = np.concatenate([np.zeros(order, np.int64), checked(symbols, k)])
    size = given.size - order
    context = np.zeros(size, np.int64)
    for back in range(order, 0, -1):
        context = context * k + given[order - back : order - back + size]
    counts = np.bincount(context * k + given[order:], minlength=k ** (order + 1))
    return np.asarray(counts.reshape(k**order, k), np.int64)
