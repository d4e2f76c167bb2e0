from __future__ import annotations

import gc

import numpy as np
import pytest

from ait.errors import InputError
from ait.estimate import Kind
from ait.measures import predicted as module
from ait.measures.bdm import bdm
from ait.measures.predicted import context_tree, predicted, surprisal
from ait.sequence import as_sequence
from ait.sources import generate
from tests.known_values_measures import CTW_EXAMPLE


def test_the_published_context_tree_as_an_estimate() -> None:
    estimate = context_tree(CTW_EXAMPLE["x"], depth=CTW_EXAMPLE["depth"], past=CTW_EXAMPLE["past"])
    assert 2.0 ** -estimate.parts["data"] == pytest.approx(float(CTW_EXAMPLE["probability"]), rel=1e-12)
    assert estimate.kind is Kind.UPPER_BOUND
    assert estimate.is_code
    assert dict(estimate.parts) == {"data": estimate.bits}


def test_the_past_is_read_over_the_alphabet_of_the_input() -> None:
    text = as_sequence("GATTACA", alphabet="ACGT")
    numbers = as_sequence([2, 0, 3, 3, 0, 1, 0], alphabet=4)
    by_text = context_tree(text, depth=2, past="TA").bits
    assert by_text == context_tree(numbers, depth=2, past=[3, 0]).bits
    assert by_text == context_tree(numbers, depth=2, past=np.array([3, 0])).bits
    assert by_text == context_tree(numbers, depth=2, past=as_sequence("TA", alphabet="ACGT")).bits
    assert by_text != context_tree(text, depth=2).bits
    assert context_tree(b"abc", depth=1, past=b"c").bits == context_tree(b"abc", depth=1, past=[99]).bits
    with pytest.raises(InputError, match="'2'"):
        context_tree("0101", past="012")
    with pytest.raises(InputError, match="'X'"):
        context_tree(text, past="X")


@pytest.mark.parametrize("name", ["kt", "context-tree", "urn", "mixture"])
def test_surprisals_sum_to_the_figure(name: str) -> None:
    x = "0110100110010110" * 4
    bits = surprisal(x, name)
    assert bits.shape == (64,)
    assert bits.dtype == np.float64
    assert bits.min() > 0
    assert predicted(x, name).parts["data"] == pytest.approx(bits.sum())


def test_the_urn_by_name_is_the_measure_s() -> None:
    x = "0110100110010110" * 4
    assert predicted(x, "urn").bits == pytest.approx(bdm(x, code="urn").bits, rel=1e-12)
    assert predicted(x, "urn", table="lbf", block=5).bits == pytest.approx(bdm(x, 5, "urn", "lbf").bits, rel=1e-12)
    members = predicted(x, "mixture", members=("kt", "urn"))
    assert members.bits <= min(predicted(x, "kt").bits, predicted(x, "urn").bits) + 1 + 1e-9


def test_options_reach_the_predictor() -> None:
    assert predicted("01" * 50, "context-tree", depth=1).bits == context_tree("01" * 50, depth=1).bits
    assert "depth 1" in predicted("01" * 50, "context-tree", depth=1).reference
    with pytest.raises(InputError, match="no option 'block'"):
        predicted("0101", "kt", block=3)


def test_costs_are_kept_for_the_page_while_the_sequence_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    sequence = generate("golden-mean", 300, 5)
    figure = predicted(sequence, "kt")
    assert list(module._KEPT[sequence]) == ["kt"]
    monkeypatch.setattr(module, "surprisals", None)
    found = surprisal(sequence, "kt")
    assert found.sum() == figure.bits
    found[:] = 0
    assert surprisal(sequence, "kt").sum() == figure.bits
    monkeypatch.undo()
    assert surprisal(sequence, "context-tree", depth=2).sum() == predicted(sequence, "context-tree", depth=2).bits
    assert list(module._KEPT[sequence]) == ["kt"]
    before = len(module._KEPT)
    del sequence
    gc.collect()
    assert len(module._KEPT) < before
    monkeypatch.setattr(module, "_MOST_KEPT", 0)
    sequence = generate("golden-mean", 300, 5)
    predicted(sequence, "kt")
    assert sequence not in module._KEPT
