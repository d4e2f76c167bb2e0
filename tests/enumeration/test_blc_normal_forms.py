from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ait.enumeration.blc_normal_forms import NormalForms, normal_forms
from ait.enumeration.driver import walk
from ait.errors import InputError
from tests.known_values_blc import CLOSED_TERMS, LARGEST_NORMAL_FORM, WITH_NORMAL_FORM
from tests.naive import blc as naive


def test_all_terms_are_decided_and_agree_with_the_textbook() -> None:
    for row in normal_forms(14)[4:]:
        sizes = [len(naive.code(naive.normalize(term, 40)[0])) for term in naive.terms(row.bits)]
        assert (row.terms, row.normal, row.endless, row.undecided) == (len(sizes), len(sizes), 0, ())
        assert row.largest == max(sizes, default=0)


@pytest.mark.needs_jit
def test_the_published_numbers_up_to_28_bits() -> None:
    rows = normal_forms(28)[1:]
    assert [row.terms for row in rows] == CLOSED_TERMS[1:29]
    assert [row.normal for row in rows] == WITH_NORMAL_FORM[:28]
    assert [row.largest for row in rows] == LARGEST_NORMAL_FORM[:28]
    assert all(row.terms == row.normal + row.endless and row.undecided == () for row in rows)


@pytest.mark.slow
@pytest.mark.needs_jit
def test_the_published_numbers_up_to_34_bits() -> None:
    rows = normal_forms(34)
    assert [row.largest for row in rows[1:]] == LARGEST_NORMAL_FORM
    assert [row.normal for row in rows[1:32]] == WITH_NORMAL_FORM
    # Computed here; no published count is known for these sizes.
    assert [row.normal for row in rows[32:]] == [975_507, 1_757_787, 3_278_660]
    assert all(row.undecided == () for row in rows)


def test_a_walk_is_the_same_for_any_number_of_workers_and_after_a_restart(tmp_path: Path) -> None:
    space = NormalForms(20)
    once, twice = walk(space), walk(space, workers=2, checkpoint=tmp_path / "walk")
    resumed = walk(space, checkpoint=tmp_path / "walk", resume=True)
    for name, column in once.items():
        np.testing.assert_array_equal(column, twice[name])
        np.testing.assert_array_equal(column, resumed[name])
    assert space.nodes(once) == sum(CLOSED_TERMS[:21])
    assert space.share_done(once) == 1.0


@pytest.mark.needs_jit
def test_a_small_budget_leaves_terms_undecided_and_changes_nothing_else() -> None:
    for full, cut in zip(normal_forms(26), normal_forms(26, steps=4, tokens=30), strict=True):
        assert full.undecided == ()
        assert cut.normal + cut.endless + len(cut.undecided) == cut.terms == full.terms
        assert cut.normal <= full.normal
        assert cut.endless <= full.endless
        assert cut.largest <= full.largest
        assert all(len(code) == cut.bits for code in cut.undecided)
    assert len(cut.undecided) > 100


def test_merging_takes_the_first_term_of_the_largest_normal_form() -> None:
    space = NormalForms(8)
    a, b = space.empty(), space.empty()
    a["sizes"][8] = 1, 1, 8, 1, 0
    b["sizes"][8] = 1, 1, 8, 0, 0
    for first, second in ((a, b), (b, a)):
        merged = space.merge({k: v.copy() for k, v in first.items()}, second)
        assert merged["sizes"][8].tolist() == [2, 2, 8, 0, 0]
    merged = space.merge(space.merge(space.empty(), a), space.empty())
    assert merged["sizes"][8].tolist() == [1, 1, 8, 1, 0]


def test_what_is_out_of_range_is_refused() -> None:
    with pytest.raises(InputError, match="4 to 60 bits"):
        NormalForms(3)
    with pytest.raises(InputError, match="too few"):
        NormalForms(20, steps=0)
    with pytest.raises(InputError, match="too few"):
        NormalForms(20, tokens=10)
