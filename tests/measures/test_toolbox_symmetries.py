"""Symmetries where the theory has them, on the shipped tables; and error bars from a table that is a sample."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ait import as_sequence, bdm, ctm, local_complexity, open_table, perturbation, randomness
from ait.measures.local import windows_of
from ait.tables.array_table import ArrayTable
from ait.tables.pattern_table import PatternTable
from ait.tables.shipped import open_array_table


@settings(deadline=None, max_examples=40, derandomize=True)
@given(st.integers(0, 10**6), st.sampled_from([2, 3, 4]), st.integers(1, 4), st.integers(1, 4))
def test_turned_mirrored_and_inverted_arrays_have_the_same_bits(seed: int, block: int, tall: int, wide: int) -> None:
    """A table of arrays is closed under them, and so is the cutting where blocks fill the array."""
    cells = np.random.default_rng(seed).integers(0, 2, (block * tall, block * wide)).astype(np.uint8)
    expected = bdm(cells, block).bits
    for turns in range(4):
        for image in (np.rot90(cells, turns), np.rot90(cells[::-1], turns), 1 - np.rot90(cells, turns)):
            assert bdm(np.ascontiguousarray(image), block).bits == pytest.approx(expected, abs=1e-9)
    assert bdm(cells, block, boundary="periodic").bits == pytest.approx(expected, abs=1e-9)


@settings(deadline=None, max_examples=40, derandomize=True)
@given(st.text("01", min_size=1, max_size=70), st.integers(1, 12), st.integers(1, 12))
def test_inverted_strings_have_the_same_bits_and_reversed_ones_where_blocks_are_the_same(
    text: str, block: int, step: int
) -> None:
    step = min(step, block)
    inverted = text.translate(str.maketrans("01", "10"))
    expected = bdm(text, block, step=step).bits
    assert bdm(inverted, block, step=step).bits == pytest.approx(expected, abs=1e-9)
    if len(text) >= block and (len(text) - block) % step == 0:
        assert bdm(text[::-1], block, step=step).bits == pytest.approx(expected, abs=1e-9)


def test_a_map_turns_with_its_array() -> None:
    cells = np.random.default_rng(3).integers(0, 2, (12, 12)).astype(np.uint8)
    whole = perturbation(cells, block=4).map()
    turned = perturbation(np.ascontiguousarray(np.rot90(cells)), block=4).map()
    assert turned == pytest.approx(np.rot90(whole), abs=1e-9)
    rows = perturbation(cells, "delete", block=4).map()
    columns = perturbation(np.ascontiguousarray(cells.T), "delete", axis=1, block=4).map()
    assert rows == pytest.approx(columns, abs=1e-9)


def sampled() -> PatternTable:
    """The whole table of (2,3) as if each count had been estimated with a tenth of it as standard error."""
    whole = open_table("turing-2-3")
    errors = np.maximum(1, whole.counts // np.uint64(10)).astype(np.uint64)
    return PatternTable(
        "sampled", whole.fields, whole.lengths, whole.words, whole.counts, {"standard_error": errors}, whole.extras
    )


def test_standard_errors_of_a_sample_become_error_bars() -> None:
    table = sampled()
    text = as_sequence("0120", alphabet=3)
    found = randomness(text, table=table, window=3)
    each = ctm(text, table).standard_error
    assert each == pytest.approx(0.1 / math.log(2), rel=0.02)
    assert found.complexity.standard_error == found.given_length.standard_error == each
    assert found.machines.standard_error == pytest.approx(each)
    low, high = found.machines.within(1.0)
    factor = found.machines.log2_bayes_factor
    assert low == pytest.approx(1 / (1 + 2 ** -(factor - each)))
    assert high == pytest.approx(1 / (1 + 2 ** -(factor + each)))
    assert low < found.machines.posterior < high
    assert found.local.standard_errors.tolist() == pytest.approx(
        [ctm(as_sequence(word, alphabet=3), table).standard_error for word in ("012", "120")]
    )
    assert windows_of(text, 2, open_table("turing-2-3")).standard_errors is None
    assert local_complexity(text, 2, table).tolist() == local_complexity(text, 2, "turing-2-3").tolist()


def test_they_are_shown() -> None:
    from ait.reports.randomness import randomness_record, randomness_text

    found = randomness(as_sequence("0120", alphabet=3), table=sampled(), window=3)
    shown = randomness_text(found)
    assert " ± 0.14" in shown
    assert "at 1.96 standard errors" in shown
    assert "standard errors up to" in shown
    record = randomness_record(found)
    assert record["local"]["standard_errors"] == found.local.standard_errors.tolist()
    assert record["machines"]["standard_error"] == found.machines.standard_error


def test_a_sum_from_a_sample_has_a_standard_error() -> None:
    table = sampled()
    text = as_sequence("012" * 2 + "210" + "001", alphabet=3)
    found = bdm(text, 3, table=table)
    each = {word: ctm(as_sequence(word, alphabet=3), table).standard_error for word in ("012", "210", "001")}
    # 012 and 210 are of one class: their errors are the same error.
    assert found.standard_error == pytest.approx(math.hypot(each["012"] + each["210"], each["001"]))
    assert bdm(text, 3, table="turing-2-3").standard_error is None
    cells = np.random.default_rng(0).integers(0, 2, (8, 8)).astype(np.uint8)
    whole = open_array_table("turmite-4-2-500")
    assert bdm(cells, 4, table=whole).standard_error is None
    columns = {**whole.columns, "standard_error": whole.counts // np.uint64(10)}
    drawn = ArrayTable("drawn", whole.fields, whole.shapes, whole.words, whole.counts, columns, whole.extras)
    assert bdm(cells, 4, table=drawn).standard_error > 0.0
