"""BDM, the urn, windows and randomness over the shipped tables of three and four symbols, beside single look-ups."""

import itertools
import math
from pathlib import Path

import numpy as np
import pytest

from ait import as_sequence, bdm, ctm, local_complexity, open_table, perturbation, randomness
from ait.coder import decode, encode
from ait.errors import TableError
from ait.measures.default_table import default_table
from ait.measures.table_shares import counts_of, mass_at_length, share_of
from ait.predictors.base import predictor
from ait.predictors.block_law import block_law

TABLES = {3: "turing-3-3-400", 4: "turing-2-4"}


@pytest.mark.parametrize("k", TABLES)
@pytest.mark.parametrize("length", [1, 2, 4, 6])
def test_the_law_of_a_length_is_every_single_look_up(k: int, length: int) -> None:
    table = open_table(TABLES[k])
    law = block_law(table, length)
    words = ["".join(word) for word in itertools.product("0123"[:k], repeat=length)]
    expected = [table.count(word) for word in words]
    assert law.law == pytest.approx(np.array(expected) / sum(expected))
    assert sum(expected) == mass_at_length(table, length)
    with np.errstate(divide="ignore"):
        assert law.bits == pytest.approx(math.log2(table.total) - np.log2(np.array(expected, float)))


@pytest.mark.parametrize("k", TABLES)
def test_the_classical_sum(k: int) -> None:
    symbols = np.random.default_rng(k).integers(0, k, 60)
    data = as_sequence(symbols, alphabet=k)
    pieces = [as_sequence(symbols[i : i + 5], alphabet=k) for i in range(0, 60, 5)]
    distinct = {tuple(piece.symbols.tolist()): piece for piece in pieces}
    often = [sum(tuple(p.symbols.tolist()) == key for p in pieces) for key in distinct]
    expected = sum(ctm(piece, TABLES[k]).bits for piece in distinct.values()) + sum(map(math.log2, often))
    assert bdm(data, 5, table=TABLES[k]).bits == pytest.approx(expected)
    assert bdm(data, 5).reference.endswith(f"table {default_table(k)}")
    again = perturbation(data, block=5, table=TABLES[k])
    other = symbols.copy()
    other[17] = (other[17] + 1) % k
    anew = bdm(as_sequence(other, alphabet=k), 5, table=TABLES[k]).bits
    assert again.bits[17, other[17]] == pytest.approx(anew - again.estimate.bits)


@pytest.mark.parametrize("k", TABLES)
def test_the_urn_is_a_predictor_of_symbols_that_decodes(k: int) -> None:
    symbols = np.random.default_rng(0).integers(0, k, 203).astype(np.uint8)

    def fresh():
        return predictor("urn", k, 203, block=5, table=TABLES[k])

    data = encode(symbols, fresh())
    assert np.array_equal(decode(data, 203, fresh()), symbols)
    bits = bdm(as_sequence(symbols, alphabet=k), 5, "urn", TABLES[k]).bits
    assert bits - 1e-6 <= 8 * len(data) <= bits * 1.001 + 9


@pytest.mark.parametrize("k", TABLES)
def test_windows_and_shares(k: int) -> None:
    table = open_table(TABLES[k])
    symbols = np.random.default_rng(1).integers(0, k, 40).astype(np.uint8)
    found = local_complexity(as_sequence(symbols, alphabet=k), 5, TABLES[k])
    expected = [share_of(table, symbols[i : i + 5]).bits for i in range(36)]
    assert found.tolist() == pytest.approx(expected)
    counts, relative = counts_of(table, symbols.reshape(8, 5))
    assert relative is None
    assert counts.tolist() == [table.count("".join(map(str, row))) for row in symbols.reshape(8, 5).tolist()]


def test_symmetries_hold_where_the_theory_has_them() -> None:
    text = "0112201002"
    images = [
        "".join(names[int(s)] for s in way) for names in itertools.permutations("012") for way in (text, text[::-1])
    ]
    whole = {round(bdm(as_sequence(image, alphabet=3), 10).bits, 9) for image in images}
    shares = {randomness(as_sequence(image, alphabet=3)).machines.likelihood for image in images}
    assert len(whole) == len(shares) == 1
    # Relabelling maps blocks to blocks everywhere, reversal only where blocks end where they begin.
    relabelled = {round(bdm(as_sequence(image + image, alphabet=3), 7).bits, 9) for image in images[::2]}
    assert len(relabelled) == 1


def test_fewer_symbols_than_the_table_s_and_the_alphabet_of_chance() -> None:
    two = randomness("HTHTHTHT", 3)
    assert two.sequence.k == 3
    assert two.table == default_table(3)
    share = share_of(open_table(two.table), np.array([0, 1] * 4))
    assert two.machines.likelihood == pytest.approx(float(share.share))
    assert two.machines.bayes_factor == pytest.approx(3.0**-8 / float(share.share))
    assert randomness("HTHTHTHT", 2).machines.posterior != two.machines.posterior


# acss 0.2-5, its examples: K.4, from a sample of the machines of 4 states and 4 symbols.
ACSS_K4 = {"HEHHEE": 18.55227, "HSHSHHSHSS": 29.37852, "GHHGGHGHUE": 31.75832, "00030101": 24.92399}


@pytest.mark.parametrize(("text", "bits"), ACSS_K4.items())
def test_the_sample_agrees_with_the_published_one_within_both_errors(text: str, bits: float) -> None:
    found = randomness(text, 4, table="turing-4-4-sampled").complexity
    # The rarest counts there are 5 or 10, so the published figure is itself off by up to 0.64 bit.
    assert abs(found.bits - bits) < 3 * math.hypot(found.standard_error, 0.4)


def test_ctm_takes_the_table_for_as_many_symbols(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIT_TABLES", str(tmp_path))
    for k, name in ((2, "turing-5-2"), (3, "turing-3-3-400"), (4, "turing-4-4-sampled")):
        x = [0, k - 1, 0, 1]
        assert ctm(x) == ctm(x, name)
    with pytest.raises(TableError, match="make one by  ait table build turing-4-9-sampled"):
        ctm(list(range(9)))
    with pytest.raises(TableError, match="declare a smaller alphabet"):
        ctm(list(range(10)))
