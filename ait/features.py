"""Complexities as features: a transformer, in scikit-learn's manner, from many sequences to an array of numbers.

It keeps scikit-learn's contract (get_params, set_params, clone, fit, transform, feature names, pipelines) without
needing scikit-learn.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from collections.abc import Sequence as Items
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from ait.errors import AitError, InputError
from ait.estimate import Estimate
from ait.reports.choice import MEASURES
from ait.sequence import Sequence, as_sequence

Chosen = str | Callable[[Sequence], Estimate]


class ComplexityTransformer:
    """Rows of symbols, or of real values, as complexities in bits.

    Args:
        measures: names of a report's measures ("LZ76", "KT", "BDM classical", "zlib", ...), or functions from a
            Sequence to an Estimate.
        alphabet: the alphabet's symbols, or its size. If left out, a row of texts is read as :func:`ait.as_sequence`
            reads it, and numbers have as many symbols as the largest number in the data of ``fit`` tells.
        discretise: for real values: a method of :func:`ait.discretise`, used for each row by itself.
        symbols: symbols of the discretisation.
        per_symbol: whether bits are divided by the row's symbols.
        n_jobs: threads; None for one, -1 for as many as there are processors. The work is compiled code, which runs
            beside other threads.

    >>> made = ComplexityTransformer(("LZ76", "KT")).fit(["0101010101", "0110100110"])
    >>> made.transform(["0101010101", "0110100110"]).round(2).tolist()
    [[9.97, 12.02], [16.61, 12.02]]
    >>> made.get_feature_names_out().tolist()
    ['lz76', 'kt']
    """

    def __init__(
        self,
        measures: Items[Chosen] = ("block entropy", "LZ76", "KT"),
        *,
        alphabet: str | int | None = None,
        discretise: str | None = None,
        symbols: int = 2,
        per_symbol: bool = False,
        n_jobs: int | None = None,
    ) -> None:
        # As scikit-learn wants it: kept as given, looked at in fit.
        self.measures = measures
        self.alphabet = alphabet
        self.discretise = discretise
        self.symbols = symbols
        self.per_symbol = per_symbol
        self.n_jobs = n_jobs

    def __repr__(self) -> str:
        return f"ComplexityTransformer({', '.join(f'{name}={value!r}' for name, value in self.get_params().items())})"

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The arguments, by name; ``deep`` changes nothing, as none of them has arguments of its own."""
        return {name: getattr(self, name) for name in _ARGUMENTS}

    def set_params(self, **params: Any) -> ComplexityTransformer:
        """Change arguments by name (InputError if there is no such one); fit anew afterwards."""
        for name, value in params.items():
            if name not in _ARGUMENTS:
                raise InputError(f"there is no argument {name!r}: {', '.join(_ARGUMENTS)}")
            setattr(self, name, value)
        return self

    def fit(self, X: Any, y: Any = None) -> ComplexityTransformer:
        """Learn the alphabet of numbers, and check the arguments.

        Args:
            X: rows: strings, lists of symbols, or an array of shape (rows, symbols).
            y: not looked at.

        Raises:
            InputError: if there are no rows, a row cannot be read, or an argument is out of range.
        """
        self.functions_ = [_function(measure) for measure in _listed(self.measures)]
        rows = _rows(X)
        self.alphabet_ = self.alphabet
        if self.alphabet is None and self.discretise is None and not isinstance(rows[0], (str, bytes, Sequence)):
            self.alphabet_ = _alphabet_of(rows)
        self.n_features_in_ = int(rows.shape[1]) if isinstance(rows, np.ndarray) and rows.ndim == 2 else 1
        self._read(0, rows[0])
        return self

    def transform(self, X: Any) -> np.ndarray:
        """The complexities, bits, float64, shape (rows, measures).

        Raises:
            InputError: before fit; if a row cannot be read, or a measure does not apply to it; the message names both.
        """
        if not hasattr(self, "functions_"):
            raise InputError("this transformer has not been fitted: call fit first")
        rows = _rows(X)
        width = int(rows.shape[1]) if isinstance(rows, np.ndarray) and rows.ndim == 2 else 1
        if width != self.n_features_in_:
            expected = f"ComplexityTransformer is expecting {self.n_features_in_} features as input"
            raise InputError(f"X has {width} features, but {expected}")
        workers = self._workers()
        if workers == 1:
            found = [self._measured(at, row) for at, row in enumerate(rows)]
        else:
            with ThreadPoolExecutor(workers) as pool:
                found = list(pool.map(self._measured, range(len(rows)), rows))
        return np.array(found, np.float64).reshape(len(rows), len(self.functions_))

    def fit_transform(self, X: Any, y: Any = None) -> np.ndarray:
        """``fit(X).transform(X)``."""
        return self.fit(X, y).transform(X)

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """A name for each column: the measure's, in small letters joined by underscores."""
        if not hasattr(self, "functions_"):
            raise InputError("this transformer has not been fitted: call fit first")
        return np.array([name for name, _ in self.functions_], object)

    def __sklearn_tags__(self) -> Any:
        """What scikit-learn asks of an estimator: a transformer that needs no y and takes texts, too."""
        from sklearn.utils import InputTags, Tags, TargetTags, TransformerTags

        return Tags(
            estimator_type=None,
            target_tags=TargetTags(required=False),
            transformer_tags=TransformerTags(),
            input_tags=InputTags(two_d_array=True, allow_nan=False),
            requires_fit=True,
        )

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "functions_")

    def _workers(self) -> int:
        if self.n_jobs is None:
            return 1
        if (
            isinstance(self.n_jobs, bool)
            or not hasattr(self.n_jobs, "__index__")
            or self.n_jobs < -1
            or not self.n_jobs
        ):
            raise InputError(f"n_jobs = {self.n_jobs!r}: give a number of threads from 1, or -1 for all processors")
        return (os.cpu_count() or 1) if self.n_jobs == -1 else int(self.n_jobs)

    def _read(self, at: int, row: Any) -> Sequence:
        try:
            if self.discretise is not None:
                from ait.discretisation import discretise

                return discretise(row, self.discretise, self.symbols).sequence
            if isinstance(row, Sequence):
                return row
            if isinstance(self.alphabet_, int) and isinstance(row, np.ndarray) and row.dtype.kind == "f":
                row = _whole(row)
            return as_sequence(row, self.alphabet_)
        except AitError as error:
            raise InputError(f"row {at}: {error}") from error

    def _measured(self, at: int, row: Any) -> list[float]:
        sequence = self._read(at, row)
        figures = []
        for name, function in self.functions_:
            try:
                figures.append(function(sequence).bits)
            except AitError as error:
                raise InputError(f"row {at}, {name}: {error}") from error
        return [figure / len(sequence) for figure in figures] if self.per_symbol else figures


_ARGUMENTS = tuple(name for name in inspect.signature(ComplexityTransformer.__init__).parameters if name != "self")


def _listed(measures: Any) -> list[Chosen]:
    if isinstance(measures, str) or callable(measures):
        raise InputError("measures is a list of them, one too: (measure,)")
    found = list(measures)
    if not found:
        raise InputError("measures is empty: name one at least")
    return found


def _function(measure: Chosen) -> tuple[str, Callable[[Sequence], Estimate]]:
    """A measure's feature name, and what computes it (InputError where it refuses)."""
    if callable(measure):
        return getattr(measure, "__name__", type(measure).__name__), measure
    chosen = next((known for known in MEASURES if known.name.casefold() == str(measure).casefold()), None)
    if chosen is None:
        raise InputError(f"there is no measure {measure!r}: {', '.join(known.name for known in MEASURES)}")
    return "_".join("".join(c if c.isalnum() else " " for c in chosen.name.casefold()).split()), _Named(chosen.name)


@dataclass(frozen=True)
class _Named:
    """A report's measure by its name, so that a fitted transformer can be pickled."""

    name: str

    def __call__(self, sequence: Sequence) -> Estimate:
        chosen = next(known for known in MEASURES if known.name == self.name)
        if refusal := chosen.refusal(sequence):
            raise InputError(f"does not apply: {refusal}")
        return chosen.compute(sequence)


def _rows(X: Any) -> Any:
    """What can be gone through row by row: a list, or an array of two dimensions (a data frame becomes one)."""
    if isinstance(X, (str, bytes)):
        raise InputError("X is rows of sequences, not one sequence: [sequence]")
    if hasattr(X, "tocsr"):
        raise InputError("sparse input is not supported: give a dense array, X.toarray()")
    if hasattr(X, "__array__"):
        X = np.asarray(X)
        if X.dtype.kind == "c":
            raise InputError("Complex data not supported: give the symbols, or real values to discretise")
        if X.ndim == 2 and not X.shape[1]:
            raise InputError(f"0 feature(s) (shape={X.shape}) while a minimum of 1 is required.")
        if X.dtype.kind in "OU" and X.ndim == 2 and X.shape[1] == 1:
            X = X[:, 0]
        if X.dtype.kind in "OU" and X.ndim == 1:
            X = X.tolist()
        elif X.ndim != 2:
            raise InputError(
                f"X has shape {X.shape}: rows of symbols are an array of two dimensions. Reshape your data"
            )
    elif not isinstance(X, list):
        X = list(X)
    if not len(X):
        raise InputError("X has no rows: give at least one")
    return X


def _alphabet_of(rows: Any) -> int:
    largest = 1
    for at, row in enumerate(rows):
        try:
            largest = max(largest, as_sequence(_whole(np.asarray(row))).k - 1)
        except AitError as error:
            raise InputError(f"row {at}: {error}") from error
    return largest + 1


def _whole(row: np.ndarray) -> np.ndarray:
    """Whole numbers that came as floats, as whole numbers; anything else as it is, to be refused where it is read."""
    if row.dtype.kind == "f" and np.isfinite(row).all() and (row == np.floor(row)).all():
        return row.astype(np.int64)
    return row
