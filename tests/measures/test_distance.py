"""Distances: their formulas by hand, their lengths by the codes alone, and what is said of the axioms."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from ait import InputError, distance, generate, predicted
from ait.measures.common_alphabet import over_common_alphabet
from ait.measures.compressors import COMPRESSORS, payload
from ait.measures.distance import FORMULAS
from ait.measures.joint_lengths import PREDICTORS, JointLengths, code_names, joint_lengths
from ait.predictors.context_tree import ContextTree
from ait.sequence import as_sequence

WORDS = ("0110100110010110", "0101010101010101", "0000000000111")


@pytest.mark.parametrize("code", PREDICTORS)
def test_a_pair_costs_what_the_predictor_asks_for_both_in_one_go(code: str) -> None:
    sequences = over_common_alphabet([as_sequence(word) for word in WORDS])
    found = joint_lengths(sequences, code)
    for i, j in itertools.product(range(3), repeat=2):
        together = predicted(WORDS[i] + WORDS[j], code).bits
        if code == "urn":
            # The urn is told how many symbols come, and prices the last block accordingly; here more may follow.
            continue
        assert found.joint[i, j] == pytest.approx(together, abs=1e-6)
        assert found.conditional[i, j] == pytest.approx(together - found.alone[i], abs=1e-6)


def test_what_is_known_is_a_tree_that_has_seen_it() -> None:
    x, y = as_sequence("01101" * 30), as_sequence("00101" * 20)
    tree = ContextTree(2)
    tree.surprisals(x.symbols)
    known = float(tree.surprisals(y.symbols).sum())
    assert joint_lengths([x, y], "context-tree").conditional[0, 1] == pytest.approx(known)


@pytest.mark.parametrize("code", [*COMPRESSORS, "ppmd", "brotli"])
def test_a_compressor_gets_a_byte_for_each_symbol(code: str) -> None:
    found = joint_lengths([as_sequence(word) for word in WORDS], code)
    data = [word.encode() for word in WORDS]
    assert found.alone.tolist() == [8.0 * len(payload(d, code)) for d in data]
    assert found.joint[2, 1] == 8.0 * len(payload(data[2] + data[1], code))


def test_the_three_forms_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths = JointLengths(np.array([10.0, 20.0]), np.array([[12.0, 26.0], [24.0, 23.0]]), "by hand")
    monkeypatch.setattr("ait.measures.distance.joint_lengths", lambda *_: lengths)
    # C(x, y) = min(26, 24), C(y|x) = 26 - 10, C(x|y) = 24 - 20.
    expected = {"ncd": (24 - 10) / 20, "conditional": 16 / 20, "sum": (16 + 4) / 24}
    diagonals = {"ncd": (2 / 10, 3 / 20), "conditional": (2 / 10, 3 / 20), "sum": (4 / 12, 6 / 23)}
    for form in FORMULAS:
        found = distance("01", "10", form=form)
        assert found.matrix[0, 1] == found.matrix[1, 0] == pytest.approx(expected[form])
        assert found.matrix.diagonal() == pytest.approx(diagonals[form])
        n = found.normality
        assert (n.idempotency, n.monotonicity, n.symmetry) == (3.0, 0.0, 2.0)


def test_missed_axioms_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    joint = np.array([[10.0, 40.0, 11.0], [40.0, 10.0, 12.0], [11.0, 12.0, 10.0]])
    lengths = JointLengths(np.array([10.0, 10.0, 13.0]), joint, "by hand")
    monkeypatch.setattr("ait.measures.distance.joint_lengths", lambda *_: lengths)
    n = distance("01", "10", "11").normality
    assert n.distributivity == 40 + 13 - 11 - 12
    assert n.monotonicity == 3.0
    assert n.triangle == pytest.approx(30 / 10 - (11 - 10) / 13 - (12 - 10) / 13)


@pytest.mark.needs_jit
def test_a_copy_is_near_and_noise_is_far() -> None:
    x, y = generate("random-bytes", 3000, 1), generate("random-bytes", 3000, 2)
    for code in ("context-mixing", "lzma", "zstd"):
        matrix = distance(x, y, code=code).matrix
        assert 0.98 < matrix[0, 1] < 1.1
        assert max(matrix.diagonal()) < 0.05


@pytest.mark.needs_jit
@pytest.mark.parametrize("form", FORMULAS)
def test_sources_of_one_law_are_nearer_to_each_other(form: str) -> None:
    laws = ("golden-mean", "golden-mean", "bernoulli", "bernoulli")
    matrix = distance(
        *(generate(law, 2000, seed) for seed, law in enumerate(laws)), code="context-tree", form=form
    ).matrix
    np.fill_diagonal(matrix, np.inf)
    assert matrix.argmin(axis=1).tolist() == [1, 0, 3, 2]


def test_distances_beyond_the_window_of_a_dictionary_are_those_of_strangers() -> None:
    x = generate("random-bytes", 40_000)
    assert distance(x, x, code="zlib").matrix[0, 0] > 0.99
    assert distance(x, x, code="lzma").matrix[0, 0] < 0.02


def test_alphabets_are_joined() -> None:
    bits, letters = over_common_alphabet([as_sequence("0110"), as_sequence("ab0", alphabet="0ab")])
    assert bits.k == letters.k == 4
    assert (bits.text(), letters.text()) == ("0110", "ab0")
    book, genome = over_common_alphabet([as_sequence(b"hello ACG"), as_sequence("GATTACA")])
    assert genome.symbols.tobytes() == b"GATTACA"
    assert book.k == genome.k == 256
    few, many = over_common_alphabet([as_sequence([0, 1, 2]), as_sequence([0, 700])])
    assert few.k == many.k == 701
    assert few.symbols.tolist() == [0, 1, 2]


def test_inputs_that_do_not_fit_and_words_that_are_unknown_are_refused() -> None:
    with pytest.raises(InputError, match="same form"):
        distance([0, 5, 3], "abc")
    with pytest.raises(InputError, match="two inputs"):
        distance("0110")
    with pytest.raises(InputError, match="no form 'ncx'"):
        distance("01", "10", form="ncx")
    with pytest.raises(InputError, match=r"no code 'rar'.*context-tree.*lzma"):
        distance("01", "10", code="rar")
    with pytest.raises(InputError, match="as many names"):
        distance("01", "10", names=["one"])
    with pytest.raises(InputError, match="binary"):
        distance("012", "10", code="urn")


def test_progress_is_told_and_a_record_has_plain_types() -> None:
    told = []
    found = distance("0110", "0111", "1", code="kt", progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    record = found.as_dict()
    assert record["names"] == ["1", "2", "3"]
    assert record["bits_alone"][2] == 1.0
    assert record["kind"] == "estimate"
    assert set(code_names()) >= {"kt", "lzma"}
