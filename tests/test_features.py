"""The transformer: figures row by row, threads, and scikit-learn's contract."""

import pickle

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import check_estimator
from sklearn.utils.validation import check_is_fitted

from ait import as_sequence, bdm, generate, lempel_ziv, literal
from ait.errors import InputError
from ait.features import ComplexityTransformer

TEXTS = ["0101010101", "0110100110", "0000000000"]
BITS = np.random.default_rng(0).integers(0, 2, (12, 40))


def test_each_row_has_its_measures() -> None:
    found = ComplexityTransformer(("LZ76", "BDM classical", literal)).fit(TEXTS)
    expected = [[lempel_ziv(text).bits, bdm(text).bits, literal(text).bits] for text in TEXTS]
    assert found.transform(TEXTS) == pytest.approx(np.array(expected))
    assert found.get_feature_names_out().tolist() == ["lz76", "bdm_classical", "literal"]
    halves = ComplexityTransformer(("LZ76",), per_symbol=True).fit_transform(TEXTS)
    assert halves == pytest.approx(np.array(expected)[:, :1] / 10)


@pytest.mark.parametrize("n_jobs", [None, 2, -1])
def test_threads_change_nothing(n_jobs: int | None) -> None:
    made = ComplexityTransformer(n_jobs=n_jobs).fit(BITS)
    expected = [[lempel_ziv(as_sequence(row, alphabet=2)).bits] for row in BITS]
    assert made.transform(BITS)[:, 1:2] == pytest.approx(np.array(expected))


def test_the_alphabet_is_that_of_the_fitted_rows() -> None:
    rows = [[0, 1, 2, 0], [0, 0, 0, 0]]
    made = ComplexityTransformer((literal,)).fit(rows)
    assert made.transform([[0, 0, 0, 0]])[0, 0] == pytest.approx(4 * np.log2(3))
    with pytest.raises(InputError, match=r"row 0: symbol 3 is outside the alphabet 0\.\.2"):
        made.transform([[3, 0]])
    assert ComplexityTransformer((literal,), alphabet="ACGT").fit_transform(["ACCA"])[0, 0] == 8.0


def test_real_values_are_discretised() -> None:
    values = np.random.default_rng(1).normal(size=(5, 30))
    found = ComplexityTransformer((literal,), discretise="median").fit_transform(values)
    assert found.ravel().tolist() == [30.0] * 5
    with pytest.raises(InputError, match="row 0: symbols are whole numbers"):
        ComplexityTransformer().fit(values)


def test_data_frames_and_columns() -> None:
    expected = ComplexityTransformer().fit_transform(BITS)
    for frame in (pd.DataFrame(BITS), pl.DataFrame(BITS)):
        assert np.array_equal(ComplexityTransformer().fit_transform(frame), expected)
    texts = ComplexityTransformer(("LZ76",)).fit_transform(TEXTS)
    for column in (pd.Series(TEXTS), pl.Series(TEXTS), np.array(TEXTS, object), pd.DataFrame({"x": TEXTS})):
        assert np.array_equal(ComplexityTransformer(("LZ76",)).fit_transform(column), texts)


def test_columns_are_sequences() -> None:
    bits = BITS.ravel()
    for column in (pd.Series(bits), pl.Series(bits), pd.Series(bits, dtype="Int64"), pd.Series(bits == 1)):
        assert as_sequence(column).symbols.tolist() == bits.tolist()
        assert bdm(column).bits == bdm(bits).bits
    for frame in (pd.DataFrame({"a": [0, 1], "b": [1, 1]}), pl.DataFrame({"a": [0, 1], "b": [1, 1]})):
        with pytest.raises(InputError, match="this array has 2"):
            as_sequence(frame)
    letters = list("GATTACA")
    for column in (pd.Series(letters), pl.Series(letters), pd.Series(letters, dtype="category")):
        assert as_sequence(column).text() == "GATTACA"
    sides = ["heads", "tails", "tails"]
    for column in (pd.Series(sides), pl.Series(sides)):
        read = as_sequence(column)
        assert read.symbols.tolist() == [0, 1, 1]
        assert "2 labels numbered in their order: heads, tails" in read.note
    for column in (pd.Series(["a", None]), pl.Series(["a", None]), pd.Series([1, None], dtype="Int64")):
        with pytest.raises(InputError, match=r"fill in or leave out|whole numbers"):
            as_sequence(column)


def test_scikit_learn_s_contract() -> None:
    made = ComplexityTransformer(("LZ76",), n_jobs=2)
    copy = clone(made)
    assert copy is not made
    assert copy.get_params() == made.get_params()
    assert copy.set_params(per_symbol=True) is copy
    assert copy.per_symbol
    assert not hasattr(copy, "functions_")
    check_is_fitted(copy.fit(BITS))
    assert copy.n_features_in_ == 40
    coins = [generate("random-bits", 64, seed=seed).text() for seed in range(20)]
    patterns = [("01" * 32)[shift : shift + 60] + "1010" for shift in (0, 1)] * 10
    line = make_pipeline(ComplexityTransformer(("LZ76", "KT")), LogisticRegression(max_iter=1000))
    line.fit(coins + patterns, [1] * 20 + [0] * 20)
    assert line.score(coins + patterns, [1] * 20 + [0] * 20) == 1.0
    assert line[:-1].get_feature_names_out().tolist() == ["lz76", "kt"]
    assert "LZ76" in repr(line)


def test_a_fitted_transformer_can_be_kept() -> None:
    made = ComplexityTransformer(("LZ76", "BDM classical")).fit(TEXTS)
    assert np.array_equal(pickle.loads(pickle.dumps(made)).transform(TEXTS), made.transform(TEXTS))


# What scikit-learn asks for and this does not give: rows of values with ties, or of one value alone, cannot be split by
# their median, and an object that is no number is a wrong value here and no wrong type.
REFUSED = {"check_estimators_dtypes", "check_fit2d_1feature", "check_dtype_object"}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_scikit_learn_s_own_checks() -> None:
    made = ComplexityTransformer(("LZ76",), discretise="median")
    found = check_estimator(made, on_fail=None, on_skip=None)
    assert {check["check_name"] for check in found if check["status"] == "failed"} <= REFUSED
    assert sum(check["status"] == "passed" for check in found) >= 40


def test_what_is_refused() -> None:
    with pytest.raises(InputError, match="call fit first"):
        ComplexityTransformer().transform(TEXTS)
    with pytest.raises(InputError, match="call fit first"):
        ComplexityTransformer().get_feature_names_out()
    with pytest.raises(InputError, match="no argument 'depth'"):
        ComplexityTransformer().set_params(depth=1)
    for wrong, said in (
        ("LZ76", "is a list of them"),
        ((), "measures is empty"),
        (("magic",), "no measure 'magic'"),
    ):
        with pytest.raises(InputError, match=said):
            ComplexityTransformer(wrong).fit(TEXTS)
    with pytest.raises(InputError, match="not one sequence"):
        ComplexityTransformer().fit("0101")
    with pytest.raises(InputError, match="no rows"):
        ComplexityTransformer().fit([])
    with pytest.raises(InputError, match="Reshape your data"):
        ComplexityTransformer().fit(np.zeros(4, int))
    with pytest.raises(InputError, match="expecting 40 features"):
        ComplexityTransformer().fit(BITS).transform(BITS[:, :5])
    with pytest.raises(InputError, match="n_jobs = 0"):
        ComplexityTransformer(n_jobs=0).fit(BITS).transform(BITS)
    with pytest.raises(InputError, match="row 0, bdm_classical: does not apply"):
        ComplexityTransformer(("BDM classical",)).fit(["abc"]).transform(["abc"])
