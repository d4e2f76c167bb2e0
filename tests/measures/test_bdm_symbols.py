"""Block decomposition over three symbols, and the urn as a code of strings and of arrays."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from small_squares import Rectangles
from small_symbols import Ternary, base, figure

from ait import as_sequence, bdm, normalised_bdm, perturbation
from ait.coder import decode, encode
from ait.errors import DecodeError, InputError, TableError
from ait.measures.array_code import decode_array, encode_array
from ait.measures.block_layout import BOUNDARIES
from ait.predictors.base import surprisals
from ait.predictors.block_urn import BlockUrn
from tests.naive import blocks as naive

TABLE = Ternary()


@pytest.mark.parametrize("boundary", BOUNDARIES)
@pytest.mark.parametrize(("block", "step"), [(1, 1), (2, 2), (3, 3), (3, 2), (4, 1)])
def test_the_sum_of_every_short_string(block: int, step: int, boundary: str) -> None:
    for word in itertools.product(range(3), repeat=6):
        cells = np.array(word, np.uint8)
        expected = naive.classical(cells, (block,), (step,), boundary, figure)
        found = bdm(as_sequence(word, alphabet=3), block, table=TABLE, boundary=boundary, step=step)
        assert found.bits == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("boundary", BOUNDARIES)
@pytest.mark.parametrize(("block", "step"), [(3, 3), (4, 1), (4, 3)])
@pytest.mark.parametrize("kind", ["change", "delete", "insert"])
def test_perturbation_is_recomputation(block: int, step: int, boundary: str, kind: str) -> None:
    cells = np.random.default_rng(block).integers(0, 3, 23).astype(np.uint8)
    data = as_sequence(cells, alphabet=3)

    def whole(perturbed: np.ndarray) -> float:
        return naive.classical(perturbed, (block,), (step,), boundary, figure)

    found = perturbation(data, kind, block=block, table=TABLE, boundary=boundary, step=step)
    if kind == "delete":
        expected = [whole(np.delete(cells, i)) for i in range(23)]
    elif kind == "insert":
        expected = [[whole(np.insert(cells, i, v)) for v in range(3)] for i in range(24)]
    else:
        expected = [[whole(np.concatenate([cells[:i], [v], cells[i + 1 :]])) for v in range(3)] for i in range(23)]
    assert found.bits == pytest.approx(np.array(expected) - whole(cells), abs=1e-9)


@pytest.mark.parametrize(("block", "n"), [(1, 5), (2, 5), (3, 6)])
def test_the_urn_has_the_exact_probability_which_sums_to_one(block: int, n: int) -> None:
    kraft = 0.0
    for word in map("".join, itertools.product("012", repeat=n)):
        pieces = [word[i : i + block] for i in range(0, n, block)]
        whole = [piece for piece in pieces if len(piece) == block]
        chance = math.prod((whole[:t].count(r) + base(r)) / (t + 1) for t, r in enumerate(whole))
        chance *= base(pieces[-1]) if len(pieces[-1]) < block else Fraction(1)
        estimate = bdm(as_sequence(word, alphabet="012"), block, "urn", TABLE)
        assert 2.0**-estimate.bits == pytest.approx(float(chance), rel=1e-9)
        kraft += 2.0**-estimate.bits
    assert kraft == pytest.approx(1.0)


@pytest.mark.parametrize("n", [4, 9, 500])
def test_the_urn_decodes(n: int) -> None:
    symbols = (np.random.default_rng(n).random(n) * 3.4).astype(np.uint8) % 3
    block = 4
    pieces = [(n // block, TABLE.law((block,)))] + ([(1, TABLE.law((n % block,)))] if n % block else [])
    estimate = bdm(as_sequence(symbols, alphabet=3), block, "urn", TABLE)
    assert surprisals(BlockUrn.of_pieces(3, "urn", pieces), symbols).sum() == pytest.approx(estimate.bits, rel=1e-9)
    single, spent = BlockUrn.of_pieces(3, "urn", pieces), 0.0
    for symbol in symbols.tolist():
        spent -= math.log2(single.probabilities()[symbol])
        single.update(symbol)
    assert spent == pytest.approx(estimate.bits, rel=1e-9)
    data = encode(symbols, BlockUrn.of_pieces(3, "urn", pieces))
    assert 8 * len(data) <= estimate.bits * 1.001 + 9
    assert np.array_equal(decode(data, n, BlockUrn.of_pieces(3, "urn", pieces)), symbols)


@pytest.mark.parametrize("shape", [(3, 3), (9, 6), (10, 7), (2, 11), (1, 1)])
@pytest.mark.parametrize("block", [3, (2, 3), 1])
def test_the_urn_of_an_array_decodes(shape: tuple[int, int], block: int | tuple[int, int]) -> None:
    cells = (np.random.default_rng(sum(shape)).random(shape) < 0.3).astype(np.uint8)
    estimate = bdm(cells, block, "urn", Rectangles())
    assert estimate.is_code
    data = encode_array(cells, block, table=Rectangles())
    assert estimate.bits - 1e-6 <= 8 * len(data) <= estimate.bits * 1.001 + 9
    assert np.array_equal(decode_array(data, shape, block, table=Rectangles()), cells)
    with pytest.raises(DecodeError):
        decode_array(data + b"\x01", shape, block, table=Rectangles())


def test_the_urn_of_arrays_is_a_code() -> None:
    kraft = sum(
        2.0 ** -bdm(np.array(cells).reshape(3, 3), 2, "urn", Rectangles()).bits
        for cells in itertools.product((0, 1), repeat=9)
    )
    assert kraft == pytest.approx(1.0)


def test_scales_and_refusals() -> None:
    found = normalised_bdm(as_sequence("012" * 9, alphabet="012"), 3, table=TABLE)
    assert found.literal_bits == pytest.approx(27 * math.log2(3))
    assert 0.0 <= found.min_max <= 1.0
    assert bdm("0101", 2, table=TABLE).bits == pytest.approx(figure((2,), "01") + 1)
    with pytest.raises(InputError, match="for sequences of 3 symbols, not for 4"):
        bdm("GATTACA", 2, table=TABLE)
    with pytest.raises(InputError, match="blocks of 3 symbols have 1 to 15 symbols, not 16"):
        bdm(as_sequence("012", alphabet=3), 16, table=TABLE)
    with pytest.raises(TableError, match="no count of 002"):
        bdm(as_sequence("002", alphabet=3), 3, table=TABLE, missing="refuse")
    with pytest.raises(InputError, match=r"coded by ait\.coder\.encode"):
        encode_array("0101", 2, table=TABLE)
    with pytest.raises(InputError, match="for binary sequences, not for 3 symbols"):
        BlockUrn(3)


@pytest.mark.parametrize("boundary", BOUNDARIES)
@pytest.mark.parametrize("step", [1, 4, 11])
def test_where_far_more_blocks_could_occur_than_do(step: int, boundary: str) -> None:
    cells = np.tile(np.random.default_rng(step).integers(0, 3, 13).astype(np.uint8), 5)[:61]
    found = bdm(as_sequence(cells, alphabet=3), 11, table=TABLE, boundary=boundary, step=step)
    assert found.bits == pytest.approx(naive.classical(cells, (11,), (step,), boundary, figure), abs=1e-9)
    urn = bdm(as_sequence(cells, alphabet=3), 11, "urn", TABLE)
    pieces = [(5, TABLE.law((11,))), (1, TABLE.law((6,)))]
    assert surprisals(BlockUrn.of_pieces(3, "urn", pieces), cells).sum() == pytest.approx(urn.bits, rel=1e-9)
