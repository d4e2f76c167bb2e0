import itertools

import pytest

from ait.reports.choice import MEASURES, Measure
from ait.sequence import as_sequence

pytestmark = pytest.mark.needs_jit

CODES = [measure for measure in MEASURES if measure.is_code]


@pytest.mark.parametrize("measure", CODES, ids=lambda measure: measure.name)
@pytest.mark.parametrize("symbols", ["01", "yz"])
def test_every_code_of_a_report_satisfies_krafts_inequality(measure: Measure, symbols: str) -> None:
    """Over all strings of a length, as a report makes them: the table for short strings, the default settings."""
    total = 0.0
    for word in itertools.product(symbols, repeat=6):
        estimate = measure.compute(as_sequence("".join(word), alphabet=symbols))
        assert estimate.is_code
        total += 2.0**-estimate.bits
    assert 0 < total <= 1 + 1e-9


@pytest.mark.parametrize("name", ["LBF Km", "LBF -log2 M", "Solomonoff", "BLC KM", "KT"])
def test_also_beyond_the_table(name: str) -> None:
    """Strings that begin alike, 17 symbols long, so that programs are sought for each; with their rest at most 1."""
    (measure,) = [measure for measure in MEASURES if measure.name == name]
    words = ("0" * 12 + "".join(rest) for rest in itertools.product("01", repeat=5))
    assert 0 < sum(2.0 ** -measure.compute(as_sequence(word)).bits for word in words) <= 1 + 1e-9
