from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ait.errors import InputError
from ait.measures.match_length import match_lengths
from ait.sequence import as_sequence
from tests.naive import entropy_rate as naive


@pytest.mark.parametrize(("k", "n"), [(2, n) for n in range(1, 9)] + [(3, n) for n in range(1, 6)])
def test_all_short_strings_match_as_far_as_every_start_tried(k: int, n: int) -> None:
    for word in itertools.product(range(k), repeat=n):
        sequence = as_sequence(list(word), alphabet=k)
        assert match_lengths(sequence).tolist() == naive.match_lengths(list(word), n)
        for window in range(1, min(n, 4) + 1):
            assert match_lengths(sequence, window).tolist() == naive.match_lengths(list(word), window)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 2), min_size=1, max_size=150), st.integers(1, 200))
def test_longer_strings_use_several_levels_of_the_set(symbols: list[int], window: int) -> None:
    sequence = as_sequence(symbols, alphabet=3)
    assert match_lengths(sequence, window).tolist() == naive.match_lengths(symbols, window)


def test_two_and_three_levels() -> None:
    symbols = np.random.default_rng(5).integers(0, 2, 5000)
    found = match_lengths(symbols, window=700)
    text = "".join(map(str, symbols.tolist()))
    for i in range(700, 5000, 97):
        length = int(found[i])
        begins = text.find(text[i : i + length], i - 700)
        assert begins < i
        longer = text.find(text[i : i + length + 1], i - 700)
        assert longer == i


def test_a_periodic_string_matches_to_its_end() -> None:
    assert match_lengths("01" * 3000)[2:].tolist() == list(range(5998, 0, -1))
    assert match_lengths("01" * 3000, window=1).max() == 0


def test_an_empty_window_is_refused() -> None:
    with pytest.raises(InputError, match="a window of 0 symbols"):
        match_lengths("0101", 0)
