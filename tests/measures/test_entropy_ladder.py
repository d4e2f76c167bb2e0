"""The ladder of block entropies: the five estimators are those of block_ladder, with bands that hold the truth."""

import pytest

from ait import InputError, block_entropy, entropy_ladder, excess_entropy, generate
from ait.measures.block_entropy import block_ladder
from ait.measures.entropy_estimators import CORRECTIONS
from ait.measures.entropy_ladder import ESTIMATORS
from ait.sources import SOURCES


def test_each_row_is_that_of_its_estimator() -> None:
    x = generate("markov", 500)
    ladder = entropy_ladder(x, 4)
    for name, correction in zip(ESTIMATORS, CORRECTIONS, strict=True):
        expected = block_ladder(x, 4, correction)
        assert ladder.rates(name) == expected.rates
        assert ladder.rates(name)[2] == pytest.approx(block_entropy(x, 3, correction).per_symbol(500))
        assert ladder.excess(name)[3] == pytest.approx(excess_entropy(x, 4, correction).bits)
    assert ladder.windows == (500, 499, 498, 497)
    assert ladder.length == 4


@pytest.mark.needs_jit
def test_bands_hold_the_truth_where_the_order_is_reached() -> None:
    held = 0
    for seed in range(40):
        low, high = entropy_ladder(generate("golden-mean", 3000, seed), 3).band("miller-madow")[1]
        held += low <= SOURCES["golden-mean"].entropy_rate <= high
    assert held >= 34


def test_the_length_is_a_little_more_than_is_sampled_and_fits() -> None:
    x = generate("golden-mean", 4000)
    ladder = entropy_ladder(x)
    assert ladder.length == ladder.sampled + 3
    assert entropy_ladder("01").length <= 2
    assert entropy_ladder("01").band("nsb") == (None,) * entropy_ladder("01").length
    assert entropy_ladder(bytes(range(256)) * 2).length == 4


def test_the_record_has_all_and_unknown_names_are_refused() -> None:
    record = entropy_ladder("0110" * 50, 3).as_dict()
    assert set(record["estimators"]) == set(ESTIMATORS)
    assert len(record["estimators"]["nsb"]["rates"]) == record["length"] == 3
    with pytest.raises(InputError, match="no estimator 'shannon'"):
        entropy_ladder("0110").rates("shannon")
    with pytest.raises(InputError, match="length"):
        entropy_ladder("0110", 9)
