from __future__ import annotations

import itertools

import numpy as np
import pytest

from ait.measures.lempel_ziv_78 import _most_phrases, lempel_ziv_78_count
from ait.sequence import as_sequence
from tests.naive import entropy_rate as naive


@pytest.mark.parametrize(("k", "n"), [(2, n) for n in range(1, 12)] + [(3, n) for n in range(1, 8)])
def test_all_short_strings_have_the_phrases_of_a_set(k: int, n: int) -> None:
    most = 0
    for word in itertools.product(range(k), repeat=n):
        count = lempel_ziv_78_count(as_sequence(list(word), alphabet=k))
        assert count == len(naive.phrases_78(list(word)))
        most = max(most, count)
    assert most <= _most_phrases(n, k)


def test_longer_strings_over_any_alphabet() -> None:
    rng = np.random.default_rng(3)
    for k in (2, 5, 256, 70_000):
        symbols = rng.integers(0, k, 3000)
        assert lempel_ziv_78_count(as_sequence(symbols, alphabet=k)) == len(naive.phrases_78(symbols.tolist()))


def test_a_constant_string_has_phrases_of_lengths_one_two_three() -> None:
    assert lempel_ziv_78_count("0" * 55) == 10
    assert lempel_ziv_78_count("0" * 56) == 11
