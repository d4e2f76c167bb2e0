import itertools
from pathlib import Path

import pytest

from ait import report, sample_turing
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


@pytest.mark.parametrize(
    "measure", [measure for measure in MEASURES if "Turing" in measure.name or "coding" in measure.name]
)
@pytest.mark.parametrize("symbols", ["012", "0123"])
def test_the_machines_of_more_symbols_are_codes_or_say_that_they_are_not(measure: Measure, symbols: str) -> None:
    words = [as_sequence("".join(word), alphabet=symbols) for word in itertools.product(symbols, repeat=3)]
    if measure.name == "coding th., 6 states":
        assert measure.refusal(words[0]).startswith("needs a binary string")
        return
    found = [measure.compute(word) for word in words]
    assert {estimate.is_code for estimate in found} == {measure.is_code_for(words[0])}
    assert measure.is_code_for(words[0]) == (measure.name != "coding theorem" or len(symbols) == 3)
    if found[0].is_code:
        assert 0 < sum(2.0**-estimate.bits for estimate in found) <= 1 + 1e-9
    assert all("turing" in estimate.reference for estimate in found)


def test_ten_symbols_have_no_table_and_dna_has_one() -> None:
    measure = next(measure for measure in MEASURES if measure.name == "BDM classical")
    assert (
        measure.refusal(as_sequence("01234")) == "needs a string of 2 to 9 symbols, and this one has an alphabet of 10"
    )
    assert measure.refusal(as_sequence(b"GATTACA")).endswith("read it as bits (--as bits)")
    dna = measure.compute(as_sequence("GATTACA" * 8, alphabet="ACGT"))
    assert "turing-4-4-sampled" in dna.reference
    assert dna.standard_error is not None


def test_tables_of_five_to_nine_symbols_are_used_once_they_are_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIT_TABLES", str(tmp_path))
    x = as_sequence("0123401", alphabet="01234")
    by_tables = ("coding theorem", "coding th. | length", "BDM classical", "BDM urn, Turing")
    measures = [measure for measure in MEASURES if measure.name in by_tables]
    assert {measure.refusal(x) for measure in measures} == {
        "no table of strings of 5 symbols ships with the package: make one by  ait table build turing-4-5-sampled"
    }
    sample_turing(4, 5, 100, 1e4, replicates=4).save(tmp_path / "turing-4-5-sampled.ait")
    assert {measure.refusal(x) for measure in measures} == {""}
    for measure in measures:
        found = measure.compute(x)
        assert "turing-4-5-sampled" in found.reference
        assert found.is_code == measure.is_code_for(x)
    assert "What each change would do" in report(x).html()


@pytest.mark.parametrize("name", ["LBF Km", "LBF -log2 M", "Solomonoff", "BLC KM", "KT"])
def test_also_beyond_the_table(name: str) -> None:
    """Strings that begin alike, 17 symbols long, so that programs are sought for each; with their rest at most 1."""
    (measure,) = [measure for measure in MEASURES if measure.name == name]
    words = ("0" * 12 + "".join(rest) for rest in itertools.product("01", repeat=5))
    assert 0 < sum(2.0 ** -measure.compute(as_sequence(word)).bits for word in words) <= 1 + 1e-9
