"""Discretisation: classes and patterns against the definition, and the loss against counting every order."""

import itertools
import math
from collections import Counter

import numpy as np
import pytest

from ait.discretisation import METHODS, discretise
from ait.errors import InputError
from ait.estimate import Kind


def kept_by_counting(values, method, symbols, **options):
    """Entropy, in bits, of the symbol sequence when every order of the values is equally likely."""
    seen = Counter(
        discretise(order, method, symbols, **options).sequence.symbols.tobytes()
        for order in set(itertools.permutations(values))
    )
    total = sum(seen.values())
    return math.log2(total), -sum(c / total * math.log2(c / total) for c in seen.values())


@pytest.mark.parametrize(
    ("values", "method", "symbols"),
    [
        ((1, 2, 3, 4, 5, 6), "quantiles", 2),
        ((1, 2, 3, 4, 5, 6), "quantiles", 3),
        ((1, 1, 2, 3, 3), "median", 2),
        ((0, 1, 2, 9), "equal-width", 3),
        ((1, 1, 1, 5, 7), "equal-width", 2),
    ],
)
def test_what_classes_keep_is_the_entropy_over_all_orders(values, method, symbols) -> None:
    made = discretise(values, method, symbols)
    order, kept = kept_by_counting(values, method, symbols)
    assert made.order.bits == pytest.approx(order, abs=1e-9)
    assert made.kept.bits == pytest.approx(kept, abs=1e-9)
    assert made.lost.bits == pytest.approx(order - kept, abs=1e-9)
    assert made.lost.kind is Kind.EXACT


def test_patterns_that_do_not_overlap_keep_exactly_their_orders() -> None:
    made = discretise([3, 1, 2, 6, 5, 4], "ordinal", 3, step=3)
    assert made.kept.kind is Kind.EXACT
    assert made.kept.bits == pytest.approx(2 * math.log2(6))
    assert made.kept.bits == pytest.approx(kept_by_counting(range(6), "ordinal", 3, step=3)[1])


def test_patterns_that_overlap_keep_no_more_than_is_said() -> None:
    for values in (range(6), (1, 1, 2, 2, 3, 3)):
        made = discretise(values, "ordinal", 3)
        assert made.kept.kind is Kind.UPPER_BOUND
        assert kept_by_counting(values, "ordinal", 3)[1] <= made.kept.bits + 1e-9
        assert made.lost.low == made.lost.bits


def test_ordinal_patterns_are_the_sorted_places_in_order_of_the_alphabet() -> None:
    values = np.random.default_rng(5).integers(0, 4, 40)
    patterns = {pattern: i for i, pattern in enumerate(itertools.permutations(range(4)))}
    expected = [
        patterns[tuple(sorted(range(4), key=lambda i, t=t: (values[t + 2 * i], i)))]
        for t in range(0, len(values) - 6, 3)
    ]
    assert discretise(values, "ordinal", 4, delay=2, step=3).sequence.symbols.tolist() == expected


def test_classes_of_equal_size_differ_by_one_at_most_where_all_values_differ() -> None:
    random = np.random.default_rng(1)
    for n, k in itertools.product((2, 7, 100, 1001), (2, 3, 7)):
        if n >= k:
            sizes = np.bincount(discretise(random.permutation(n) / 7, "quantiles", k).sequence.symbols, minlength=k)
            assert sizes.max() - sizes.min() <= 1


def test_cuts_say_the_same_as_the_symbols() -> None:
    values = np.random.default_rng(2).normal(size=(50, 2))
    made = discretise(values, "quantiles", 3, joined="interleaved")
    assert made.cuts is not None
    expected = np.stack([np.searchsorted(made.cuts[c], values[:, c], side="right") for c in range(2)], axis=1)
    assert made.sequence.symbols.reshape(50, 2).tolist() == expected.tolist()
    product = discretise(values, "quantiles", 3).sequence
    assert (product.k, product.symbols.tolist()) == (9, (3 * expected[:, 0] + expected[:, 1]).tolist())


def test_neighbouring_floats_and_huge_ones_are_told_apart() -> None:
    one = np.nextafter(1.0, 2)
    assert discretise([1.0, one], "median").sequence.text() == "01"
    assert discretise([-1.7e308, 1.7e308], "equal-width").sequence.text() == "01"
    assert discretise([-1.7e308, 1.7e308], "median").sequence.text() == "01"


@pytest.mark.parametrize(
    ("x", "method", "symbols", "options", "message"),
    [
        ([], "median", 2, {}, "shape"),
        ([1.0, float("nan"), float("inf")], "median", 2, {}, "2 of 3 values are missing or infinite"),
        (["a", "b"], "median", 2, {}, "no numbers"),
        ([[1, 2], [3]], "median", 2, {}, "no numbers"),
        (None, "median", 2, {}, "not"),
        ([5, 5, 5], "median", 2, {}, "of which 1 differ"),
        ([5, 5, 5], "equal-width", 2, {}, "constant"),
        ([1, 2, 3], "quantiles", 4, {}, "ask for fewer"),
        ([1, 2, 3], "quantiles", 2.5, {}, "whole number"),
        ([1, 2, 3], "median", 3, {}, "2 classes"),
        ([1, 2, 3], "ordinal", 9, {}, "from 2 to 8"),
        ([1, 2, 3], "ordinal", 3, {"delay": 2}, "needs 5 values"),
        ([1, 2, 3], "ordinal", 2, {"step": 0}, "step"),
        ([1, 2, 3], "median", 2, {"step": 1}, "no option 'step'"),
        ([1, 2, 3], "median", 2, {"joined": "mixed"}, "'product' or 'interleaved'"),
        (np.eye(30) + np.arange(30)[:, None], "quantiles", 4, {}, "interleaved"),
        ([1, 2], "fourier", 2, {}, "fourier"),
    ],
)
def test_what_cannot_be_discretised_is_refused_in_a_line(x, method, symbols, options, message) -> None:
    with pytest.raises(InputError, match=message):
        discretise(x, method, symbols, **options)


def test_every_method_takes_columns_of_data_frames() -> None:
    class Column:
        def __array__(self, dtype=None, copy=None):
            return np.array([3.0, 1.0, 2.0, 7.0])

    for method in METHODS:
        assert (
            discretise(Column(), method).sequence.symbols.tolist()
            == discretise([3.0, 1, 2, 7], method).sequence.symbols.tolist()
        )
