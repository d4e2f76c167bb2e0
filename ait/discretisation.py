"""Real-valued and multichannel series as symbols, and how much of their order the symbols leave out.

A measure of symbols says nothing of what was thrown away on the way to them.  Here the loss is counted: a series of n
values is its sorted values and the order in which they come, one of n! (fewer where values are equal), so
log2 of that many bits; symbols tell part of the order, and the rest is the discretisation's cost.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from ait.errors import InputError
from ait.estimate import Estimate, Kind
from ait.notebook import Shown
from ait.sequence import Sequence

Array = np.ndarray
_MOST_SYMBOLS, _LONGEST_PATTERN, _LARGEST_PRODUCT = 1 << 16, 8, 1 << 24


@dataclass(frozen=True, eq=False)
class Discretised(Shown):
    """Symbols made of a real-valued series, and what they leave out.

    Attributes:
        sequence: the symbols; measures take it as it is. The alphabet is declared by the method, not inferred.
        method: what was done, with its settings.
        cuts: the values between classes, shape (channels, k - 1); None for ordinal patterns. A value equal to a cut
            belongs to the class above it.
        order: bits in the order of the values given the sorted values, exact: log2(n! / product of t!), t the
            multiplicities of equal values; summed over channels.
        kept: bits of it that the symbols tell: exact where each order of the values is equally spread over the
            symbols' sequences (classes by cuts; patterns that do not overlap), else an upper bound.
    """

    sequence: Sequence
    method: str
    cuts: Array | None
    order: Estimate
    kept: Estimate

    @property
    def lost(self) -> Estimate:
        """Order minus kept: what no measure of the symbols can see."""
        bits = self.order.bits - self.kept.bits
        what = "order of the values that the symbols leave out"
        if self.kept.kind is Kind.EXACT:
            return Estimate(bits, Kind.EXACT, what, self.method)
        note = "at least this much: the symbols tell no more than was counted as kept"
        return Estimate(bits, Kind.ESTIMATE, what, self.method, low=bits, note=note)


def discretise(x: Any, method: str = "quantiles", symbols: int = 2, **options: Any) -> Discretised:
    """A real-valued series, or several channels of one length, as symbols.

    Args:
        x: anything that NumPy takes for numbers: shape (n,), or (n, channels); a pandas or polars column too.
        method: "quantiles" (classes of equal size, cut between values), "median" (two such classes), "equal-width"
            (classes of equal width between least and largest), "ordinal" (patterns of the ranks of successive values,
            Bandt and Pompe 2002; equal values rank in order of time).
        symbols: k, the number of classes; for "ordinal" the pattern's length d, which gives d! symbols.
        options: joined="product" (the default: one symbol for all channels, k^channels of them) or "interleaved"
            (channel after channel at each time); for "ordinal" also delay=1 and step=1: patterns of x[t], x[t + delay],
            ..., at every step-th t.

    Raises:
        InputError: if x is empty, has no numbers, has missing or infinite values, is constant where classes need
            values that differ, or an option is not accepted.

    >>> made = discretise([1.0, 7.5, 2.0, 9.0])
    >>> made.sequence.text(), made.cuts.tolist(), round(made.order.bits, 6), round(made.kept.bits, 6)
    ('0101', [[4.75]], 4.584963, 2.584963)
    >>> discretise([4, 7, 9, 10, 6, 11, 3], "ordinal", 3).sequence.symbols.tolist()  # Bandt and Pompe's example
    [0, 0, 4, 2, 4]
    """
    if method not in METHODS:
        raise InputError(f"no discretisation is called {method!r}: use one of {', '.join(METHODS)}")
    chosen = METHODS[method]
    joined = options.pop("joined", "product")
    if joined not in ("product", "interleaved"):
        raise InputError(f"channels are joined as 'product' or 'interleaved', not {joined!r}")
    for name in options:
        if name not in chosen.options:
            raise InputError(f"{method} has no option {name!r}; it has {', '.join((*chosen.options, 'joined'))}")
    values = _values(x)
    _whole(symbols, "symbols", 2, chosen.most)
    if method == "median" and symbols != 2:
        raise InputError(f"a median split has 2 classes, not {symbols}: use quantiles for more")
    channels = [chosen.apply(values[:, c], symbols, **options) for c in range(values.shape[1])]
    k = math.factorial(symbols) if method == "ordinal" else symbols
    told = "".join(f", {name} {value}" for name, value in options.items())
    described = f"{method}, {symbols} {chosen.noun}{told}"
    return Discretised(
        _join([c.symbols for c in channels], k, joined, described),
        described,
        None if channels[0].cuts is None else np.stack([c.cuts for c in channels if c.cuts is not None]),
        _sum([_orders(values[:, c]) for c in range(values.shape[1])], True, "order of the values", described),
        _sum([c.kept for c in channels], channels[0].exact, "order that the symbols tell", described),
    )


@dataclass(frozen=True, eq=False)
class _Channel:
    symbols: Array
    kept: float
    exact: bool
    cuts: Array | None = None


@dataclass(frozen=True)
class _Method:
    apply: Callable[..., _Channel]
    noun: str
    most: int
    options: tuple[str, ...] = ()


def _values(x: Any) -> Array:
    """Shape (n, channels), float64 or whole numbers, all finite."""
    try:
        values = np.asarray(x)
        if np.ma.is_masked(x) or values.dtype.kind not in "biuf":
            values = values.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"these are no numbers in rows of one length: {error}") from error
    if np.ma.is_masked(x):
        raise InputError("this array has masked entries: fill them in or leave them out first")
    if values.ndim not in (1, 2) or values.size == 0:
        raise InputError(f"a series has shape (n,) or (n, channels) with n from 1, not {values.shape}")
    missing = int(np.count_nonzero(~np.isfinite(values))) if values.dtype.kind == "f" else 0
    if missing:
        raise InputError(f"{missing:,} of {values.size:,} values are missing or infinite: fill or drop them first")
    return values.reshape(len(values), -1)


def _whole(value: Any, name: str, least: int, most: int) -> None:
    if isinstance(value, bool) or not hasattr(value, "__index__") or not least <= value <= most:
        raise InputError(f"{name} is a whole number from {least} to {most:,}, not {value!r}")


def _log2_factorials(counts: Array) -> float:
    return math.fsum(math.lgamma(count + 1) for count in counts.tolist()) / math.log(2)


def _orders(values: Array) -> float:
    """log2(n! / product of t!) over the multiplicities t of equal values."""
    multiplicities = np.unique(values, return_counts=True)[1]
    return _log2_factorials(np.array([len(values)])) - _log2_factorials(multiplicities)


def _classes(values: Array, cuts: Array) -> _Channel:
    """Classes by cuts: given the sorted values, one of n! / product of m! arrangements, each of equally many orders."""
    symbols = np.searchsorted(cuts, values, side="right")
    sizes = np.bincount(symbols, minlength=len(cuts) + 1)
    kept = _log2_factorials(np.array([len(values)])) - _log2_factorials(sizes)
    return _Channel(symbols, kept, True, cuts)


def _quantiles(values: Array, symbols: int) -> _Channel:
    """Cut half-way between the two values at each quantile, so that no value lies on a cut unless values are equal."""
    ordered = np.sort(values).astype(np.float64)
    at = np.arange(1, symbols) * len(ordered) // symbols
    below, above = ordered[np.maximum(at - 1, 0)], ordered[at]
    # Halves first: the sum of two large values could overflow.
    cuts = below / 2 + above / 2
    # Equal values stay in one class; rounding must not put the lower value on its own cut.
    cuts = np.where(cuts <= below, above, cuts)
    if len(np.unique(cuts)) < len(cuts) or cuts[0] <= ordered[0]:
        distinct = len(np.unique(ordered))
        raise InputError(
            f"{symbols} classes of equal size cannot be cut from {len(ordered):,} values of which {distinct:,} differ: "
            "ask for fewer symbols, or for equal-width"
        )
    return _classes(values, cuts)


def _equal_width(values: Array, symbols: int) -> _Channel:
    least, largest = float(values.min()), float(values.max())
    if least == largest:
        raise InputError(f"all {len(values):,} values are {least:g}: a constant cannot be divided into classes")
    cuts = least + (largest / symbols - least / symbols) * np.arange(1, symbols)
    return _classes(values, cuts)


def _ordinal(values: Array, length: int, delay: int = 1, step: int = 1) -> _Channel:
    _whole(delay, "delay", 1, 1 << 30)
    _whole(step, "step", 1, 1 << 30)
    span = (length - 1) * delay + 1
    if len(values) < span:
        raise InputError(f"a pattern of {length} values {delay} apart needs {span:,} values, not {len(values):,}")
    starts = np.arange(0, len(values) - span + 1, step)
    windows = values[starts[:, None] + np.arange(length) * delay]
    places = np.argsort(windows, axis=1, kind="stable")
    symbols = np.zeros(len(starts), np.int64)
    for i in range(length):
        # The Lehmer code of the places in order of value: how many of the later ones are smaller.
        symbols = symbols * (length - i) + (places[:, i + 1 :] < places[:, i : i + 1]).sum(axis=1)
    apart = step >= span and len(np.unique(values)) == len(values)
    whole = math.lgamma(length + 1) / math.log(2)
    # A pattern that moves on by one value leaves open only that value's place among the others.
    each = math.log2(length) if delay == step == 1 else whole
    return _Channel(symbols, min(whole + (len(starts) - 1) * (whole if apart else each), _orders(values)), apart)


def _join(channels: list[Array], k: int, joined: str, source: str) -> Sequence:
    if joined == "interleaved":
        symbols, size = np.stack(channels, axis=1).ravel(), k
    else:
        size = k ** len(channels)
        if size > _LARGEST_PRODUCT:
            raise InputError(
                f"{len(channels)} channels of {k} symbols make {k}^{len(channels)} symbols, more than "
                f"{_LARGEST_PRODUCT:,}: use joined='interleaved'"
            )
        symbols = np.zeros(len(channels[0]), np.int64)
        for channel in channels:
            symbols = symbols * k + channel
    narrow = symbols.astype(np.uint8 if size <= 256 else np.uint32)
    note = f"{len(channels)} channels, {joined}" if len(channels) > 1 else ""
    return Sequence(narrow, size, None, "bits" if size == 2 else "numbers", source, 0.0, note)


def _sum(bits: list[float], exact: bool, method: str, reference: str) -> Estimate:
    kind = Kind.EXACT if exact else Kind.UPPER_BOUND
    return Estimate(math.fsum(bits), kind, f"{method}, given the sorted values", reference)


METHODS: Mapping[str, _Method] = MappingProxyType(
    {
        "quantiles": _Method(_quantiles, "classes", _MOST_SYMBOLS),
        "median": _Method(_quantiles, "classes", _MOST_SYMBOLS),
        "equal-width": _Method(_equal_width, "classes", _MOST_SYMBOLS),
        "ordinal": _Method(_ordinal, "values in a pattern", _LONGEST_PATTERN, ("delay", "step")),
    }
)
