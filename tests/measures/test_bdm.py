from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from ait.coder import decode, encode, encode_bits
from ait.errors import InputError, TableError
from ait.estimate import Kind
from ait.measures.bdm import bdm
from ait.predictors.base import Predictor, predictor, surprisals
from ait.sequence import as_sequence
from tests.known_values_measures import BDM_CLASSICAL, URN_BITS_PER_FAIR_COIN, URN_OF_01_18
from tests.measures.small_table import ABSENT, LONGEST, small_counts, small_table
from tests.naive import bdm as naive

TABLE = small_table()
COUNTS = small_counts()


class Plain:
    """A predictor behind its bare interface, so that the coder cannot use its kernels."""

    description = "plain"

    def __init__(self, inner: Predictor) -> None:
        self.k, self.probabilities, self.update = inner.k, inner.probabilities, inner.update


def strings(n: int) -> list[str]:
    return ["".join(word) for word in itertools.product("01", repeat=n)]


@pytest.mark.parametrize(("block", "n"), [(1, 7), (2, 7), (3, 8), (4, 9), (5, 4), (6, 11)])
def test_all_short_strings_have_the_plain_classical_sum(block: int, n: int) -> None:
    for text in strings(n):
        for boundary in ("smaller", "drop"):
            estimate = bdm(text, block, table=TABLE, boundary=boundary)
            expected = naive.classical(text, block, COUNTS, TABLE.total, drop=boundary == "drop")
            assert estimate.bits == pytest.approx(expected, abs=1e-9)
            assert estimate.kind is Kind.ESTIMATE
            assert not estimate.is_code


@pytest.mark.parametrize(("block", "n"), [(1, 7), (2, 7), (3, 8), (4, 9), (5, 4), (6, 11)])
def test_all_short_strings_have_the_exact_urn_probability_which_sums_to_one(block: int, n: int) -> None:
    kraft = 0.0
    for text in strings(n):
        estimate = bdm(as_sequence(text, alphabet="01"), block, "urn", TABLE)
        assert 2.0**-estimate.bits == pytest.approx(float(naive.urn(text, block, COUNTS)), rel=1e-9)
        assert estimate.is_code
        kraft += 2.0**-estimate.bits
    assert kraft == pytest.approx(1.0)


@pytest.mark.parametrize("block", [1, 3, 5, 6])
@pytest.mark.parametrize("n", [4, 6, 200, 3001])
def test_the_urn_bit_by_bit_costs_what_it_costs_by_blocks_and_decodes(block: int, n: int) -> None:
    symbols = (np.random.default_rng(n).random(n) < 0.3).astype(np.uint8)
    sequence = as_sequence(symbols, alphabet=2)

    def fresh() -> Predictor:
        return predictor("urn", 2, n, block=block, table=TABLE)

    estimate = bdm(sequence, block, "urn", TABLE)
    assert surprisals(fresh(), symbols).sum() == pytest.approx(estimate.bits, rel=1e-12)
    data, bits = encode_bits(sequence, fresh())
    assert estimate.bits - 1e-6 <= bits <= estimate.bits * 1.001 + 2
    assert np.array_equal(decode(data, n, fresh()), symbols)
    assert encode(symbols[:200], Plain(fresh())) == encode(symbols[:200], fresh())


def test_the_urn_one_by_one_and_all_at_once_agree() -> None:
    symbols = np.random.default_rng(1).integers(0, 2, 203)
    for n in (203, None):
        together = predictor("urn", 2, n, block=5, table=TABLE).surprisals(symbols)
        single = predictor("urn", 2, n, block=5, table=TABLE)
        for symbol, bits in zip(symbols.tolist(), together, strict=True):
            chances = single.probabilities()
            assert chances.sum() == pytest.approx(1.0)
            assert -math.log2(chances[symbol]) == pytest.approx(bits, rel=1e-12)
            single.update(symbol)


def test_more_symbols_than_announced_are_refused() -> None:
    urn = predictor("urn", 2, 7, block=5, table=TABLE)
    with pytest.raises(InputError, match="7 symbols were announced"):
        surprisals(urn, np.zeros(8, int))


@pytest.mark.parametrize("block", range(1, 21))
def test_packing_agrees_with_cutting_for_every_block_size_and_remainder(block: int) -> None:
    from ait.measures.bdm_kernel import count_packed, pack_blocks

    rng = np.random.default_rng(block)
    for n in (1, 7, 8, 9, 63, 64, 1000, *rng.integers(1, 500, 6).tolist()):
        text = "".join(map(str, rng.integers(0, 2, n)))
        blocks, tail = naive.cut(text, block)
        symbols = as_sequence(text).symbols
        pieces = (symbols[: n // 8 * 8].view("<u8"), symbols[n // 8 * 8 :])
        words, counts = np.empty(len(blocks), np.uint32), np.zeros(1 << block, np.int64)
        assert pack_blocks(*pieces, block, words) == int(tail or "0", 2)
        assert words.tolist() == [int(word, 2) for word in blocks]
        assert count_packed(*pieces, block, counts) == int(tail or "0", 2)
        assert np.array_equal(counts, np.bincount(words, minlength=1 << block))


def test_blocks_without_a_count_are_a_part_of_their_own_or_refused() -> None:
    estimate = bdm("110100" * 3 + "000000", 6, table=TABLE)
    assert estimate.parts["blocks without a count"] > 12
    assert "1 distinct blocks have no count" in estimate.note
    with pytest.raises(TableError, match="no count of 110100"):
        bdm("110100" * 3, 6, table=TABLE, missing="refuse")
    with pytest.raises(TableError, match="no count of 101"):
        bdm("000000101", 6, table=TABLE, missing="refuse")
    assert all(word not in COUNTS for word in ABSENT)


def test_dropped_symbols_are_counted_in_the_note() -> None:
    assert "the last 3 symbols are left out" in bdm("000000111", 6, table=TABLE, boundary="drop").note
    assert "left out" not in bdm("000000111", 6, table=TABLE).note
    assert bdm("111", 6, table=TABLE, boundary="drop").bits == 0.0
    assert bdm("111", 6, table=TABLE).bits == pytest.approx(naive.figure("111", COUNTS, TABLE.total))


def test_impossible_arguments_are_refused() -> None:
    with pytest.raises(InputError, match="for binary sequences, not for 4 symbols"):
        bdm("GATTACA", table=TABLE)
    with pytest.raises(InputError, match="for binary sequences, not for 256 symbols"):
        predictor("urn", 256, table=TABLE)
    for arguments in ({"code": "huffman"}, {"boundary": "wrap", "step": 1}, {"missing": "maximum"}):
        with pytest.raises(InputError, match="is not one of"):
            bdm("0101", 2, table=TABLE, **arguments)
    with pytest.raises(InputError, match="blocks have 1 to 20 symbols, not 21"):
        bdm("0101", 21, table=TABLE)
    for block in (0, -1, True, 2.0, (2, 2)):
        with pytest.raises(InputError, match="give a whole number from 1"):
            bdm("0101", block, table=TABLE)
    for code in ("classical", "urn"):
        with pytest.raises(TableError, match="no string of 7 symbols"):
            bdm("01" * 20, LONGEST + 1, code, TABLE)
    with pytest.raises(TableError, match="there is no table 'turing-9'"):
        bdm("0101", table="turing-9")


@pytest.mark.parametrize(("text", "bits"), BDM_CLASSICAL.items())
def test_the_classical_sums_are_those_of_other_programs(text: str, bits: float) -> None:
    found = bdm(text, table="turing-5-2-500").bits
    assert found == pytest.approx(bits, abs=5e-5 if text.startswith("01") else 1e-12)


@pytest.mark.parametrize(("n", "bits", "tolerance"), URN_BITS_PER_FAIR_COIN)
def test_the_urn_s_bits_for_each_fair_coin(n: int, bits: float, tolerance: float) -> None:
    coins = np.random.default_rng(n).integers(0, 2, n)
    assert bdm(coins, 12, "urn").bits / n == pytest.approx(bits, abs=tolerance)


def test_the_urn_s_bits_for_a_repeated_block() -> None:
    estimate = bdm(as_sequence("01" * 18, alphabet="01"), 12, "urn")
    assert estimate.bits == pytest.approx(URN_OF_01_18, abs=0.05)
    assert estimate.parts["new blocks"] > estimate.parts["repeats"]
    assert bdm("01" * 18, 12, "urn").bits == estimate.bits
    assert bdm("ab" * 18, 12, "urn").parts["alphabet"] > 0


@pytest.mark.needs_jit
def test_on_fair_coins_the_classical_sum_falls_far_below_and_the_urn_does_not() -> None:
    coins = np.random.default_rng(1).integers(0, 2, 1_200_000)
    assert bdm(coins).per_symbol(1_200_000) == pytest.approx(0.13, abs=0.02)
    assert bdm(coins, code="urn").per_symbol(1_200_000) > 1.0


def test_the_string_without_a_count_is_named_and_not_invented() -> None:
    with pytest.raises(TableError, match="no count of 000110100111"):
        bdm("000110100111", missing="refuse")
    estimate = bdm("000110100111")
    assert estimate.parts["distinct blocks"] == 0.0
    assert estimate.bits == pytest.approx(19.46 + 6 + 12, abs=0.01)
