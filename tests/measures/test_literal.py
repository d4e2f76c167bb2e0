from __future__ import annotations

import math

import numpy as np
import pytest

from ait.errors import InputError
from ait.estimate import Kind
from ait.measures.literal import literal
from ait.sequence import as_sequence


def test_the_literal_length_is_n_log2_k_and_exact() -> None:
    estimate = literal(as_sequence(np.array([0, 1, 2, 2, 1]), alphabet=3))
    assert estimate.bits == pytest.approx(5 * math.log2(3))
    assert estimate.kind is Kind.EXACT
    assert estimate.is_code


def test_an_inferred_alphabet_is_charged_as_its_own_part() -> None:
    estimate = literal("GATTACA")
    assert dict(estimate.parts) == {"data": 14.0, "alphabet": 4.0}
    assert estimate.bits == 18.0


def test_a_constant_string_is_not_free() -> None:
    assert literal("0000").bits == 4.0


def test_an_empty_input_is_refused() -> None:
    with pytest.raises(InputError, match="empty"):
        literal("")
