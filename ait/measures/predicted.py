"""The code length that a sequential predictor gives a sequence, as one figure or symbol by symbol."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from ait.errors import InputError
from ait.estimate import Estimate, Kind
from ait.measures.parts import with_alphabet
from ait.predictors.base import Predictor, predictor, surprisals
from ait.sequence import Sequence, as_sequence

_LANGUAGE_MODEL = "smollm2"
_READERS = ("context-mixing",)
_KEPT: WeakKeyDictionary[Sequence, dict[str, np.ndarray]] = WeakKeyDictionary()
"""Costs of each symbol by predictors without options, as long as the sequence itself lives."""
_MOST_KEPT = 1 << 23
_KEEPING = Lock()
_METHODS = {
    "kt": "KT sequential code",
    "context-tree": "context-tree weighting",
    "context-mixing": "context mixing",
    "urn": "block urn",
    "mixture": "Bayes mixture of predictors",
}


def predicted(x: Any, name: str, **options: Any) -> Estimate:
    """Σ -log2 P(symbol | symbols before), the length of the code that a predictor makes with an arithmetic coder.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts.
        name: a predictor's name: "kt", "context-tree", "context-mixing", "urn", "mixture", see
            :func:`ait.predictors.base.predictor`; or "smollm2", see :func:`ait.measures.language_model.language_model`.
        options: the predictor's own options.

    Returns:
        An Estimate in bits: an upper bound, and a code. :mod:`ait.coder` writes it, at most 2 bits and 0.1 % longer.

    Raises:
        InputError: if x cannot be read, or the name or an option is not accepted.

    >>> predicted(b"", "kt")
    Traceback (most recent call last):
    ait.errors.InputError: the bytes is empty: a complexity needs at least one symbol
    >>> round(2.0 ** -predicted("0011", "kt").parts["data"] * 128, 9)  # P_e(2, 2) = 3/128
    3.0
    """
    sequence = as_sequence(x)
    if name == _LANGUAGE_MODEL:
        from ait.measures.language_model import language_model

        return language_model(sequence, **_named(options, "window", "keep", "progress"))
    chosen = _predictor(sequence, name, options)
    return _estimate(sequence, chosen, _METHODS.get(name, f"{name} sequential code"), "" if options else name)


def surprisal(x: Any, name: str, **options: Any) -> np.ndarray:
    """-log2 P(symbol | symbols before) for each symbol: bits, float64, shape (n,).

    Arguments and errors as in :func:`predicted`, whose part "data" is the sum.

    >>> surprisal("0001", "kt").round(3).tolist()
    [1.0, 0.415, 0.263, 3.0]
    """
    sequence = as_sequence(x)
    if name == _LANGUAGE_MODEL:
        from ait.measures.language_model import language_model_surprisal

        return language_model_surprisal(sequence, **_named(options, "window", "keep"))
    kept = None if options else _KEPT.get(sequence, {}).get(name)
    if kept is not None:
        return kept.copy()
    return surprisals(_predictor(sequence, name, options), sequence.symbols)


def context_tree(x: Any, depth: int | None = None, past: Any = "") -> Estimate:
    """The code length of context-tree weighting (Willems, Shtarkov and Tjalkens 1995).

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts.
        depth: how many symbols a context has at most; see :class:`ait.predictors.context_tree.ContextTree`.
        past: the symbols before the first, in time order, over the same alphabet; zeros before these.

    Raises:
        InputError: if x or the past cannot be read, or the depth is out of range.

    >>> round(32768 * 2.0 ** -context_tree("0110100", depth=3, past="010").parts["data"], 9)
    95.0
    """
    sequence = as_sequence(x)
    before = [] if len(past) == 0 else _like(sequence, past)
    chosen = predictor("context-tree", sequence.k, len(sequence), depth=depth, past=before)
    return _estimate(sequence, chosen, _METHODS["context-tree"])


def _named(options: Mapping[str, Any], *accepted: str) -> dict[str, Any]:
    for option in options:
        if option not in accepted:
            raise InputError(f"{_LANGUAGE_MODEL} has no option {option!r}; it has {', '.join(accepted)}")
    return dict(options)


def _predictor(sequence: Sequence, name: str, options: Mapping[str, Any]) -> Predictor:
    """The predictor; one that reads text is told how the symbols are written, as the alphabet's part pays for."""
    if name in _READERS:
        options = {"labels": sequence.labels, **options}
    return predictor(name, sequence.k, len(sequence), **options)


def _like(sequence: Sequence, past: Any) -> list[int]:
    """The symbols of another sequence over the same alphabet."""
    if isinstance(past, str) and sequence.k == 2 and sequence.labels is None:
        read = as_sequence(past, alphabet="01")
    elif isinstance(past, str):
        read = as_sequence(past, alphabet="".join(sequence.labels) if sequence.labels else None)
    elif isinstance(past, (bytes, Sequence)):
        read = as_sequence(past)
    else:
        read = as_sequence(past, alphabet=sequence.k)
    symbols: list[int] = read.symbols.tolist()
    return symbols


def _estimate(sequence: Sequence, chosen: Predictor, method: str, name: str = "") -> Estimate:
    costs = surprisals(chosen, sequence.symbols)
    if name:
        _keep(sequence, name, costs)
    bits = float(costs.sum())
    parts = with_alphabet({"data": bits}, sequence)
    return Estimate(sum(parts.values()), Kind.UPPER_BOUND, method, chosen.description, parts=parts, is_code=True)


def _keep(sequence: Sequence, name: str, costs: np.ndarray) -> None:
    """Keep what a symbol costs each: a report's page asks for it after the report has asked for the sum."""
    with _KEEPING:
        kept = sum(each.size for of_one in _KEPT.values() for each in of_one.values())
        if kept + costs.size <= _MOST_KEPT:
            _KEPT.setdefault(sequence, {})[name] = costs
