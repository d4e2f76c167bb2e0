import json as standard_json
import math

import numpy as np
import pytest

import ait
from ait.errors import InputError
from ait.estimate import Estimate, Kind
from ait.reports.choice import MEASURES
from ait.reports.compare import mixture
from ait.reports.json import json
from ait.reports.text import text


def code(bits: float) -> Estimate:
    return Estimate(bits, Kind.UPPER_BOUND, "a code", "a test", is_code=True)


def test_mixture_is_never_far_behind_the_best_and_never_ahead_of_all_together() -> None:
    lengths = [3.0, 7.5, 2000.0]
    bits = mixture(map(code, lengths)).bits
    assert bits == pytest.approx(-math.log2(sum(2.0**-length / 3 for length in lengths)))
    assert bits <= min(lengths) + math.log2(3)


def test_estimates_that_are_no_codes_do_not_enter_the_mixture() -> None:
    estimate = Estimate(0.0, Kind.ESTIMATE, "m", "r")
    assert mixture([estimate, code(5.0)]).bits == 5.0
    with pytest.raises(InputError, match="at least one code"):
        mixture([estimate])


@pytest.mark.parametrize("name", ["thue-morse", "random-bits", "pi", "random-bytes"])
def test_every_measure_gives_a_figure_or_a_reason(name: str) -> None:
    found = ait.report(ait.generate(name, 300))
    named = {line.name for line in found.lines} | {name for name, _ in found.left_out}
    assert named == {"literal"} | {measure.name for measure in MEASURES}
    assert all(reason for _, reason in found.left_out)
    assert found.lines[0].name == "literal"


def test_random_bits_give_no_evidence_and_structure_does() -> None:
    assert ait.report(ait.generate("random-bits", 2000)).evidence < 7
    assert ait.report(ait.generate("thue-morse", 2000)).evidence > 1000


def test_evidence_is_against_the_listing_without_the_alphabet() -> None:
    found = ait.report("0" * 64)
    assert found.evidence == pytest.approx(64 - found.mixture.bits)


def test_the_report_knows_which_measures_are_codes() -> None:
    found = ait.report(ait.generate("thue-morse", 12))
    claimed = {measure.name: measure.is_code for measure in MEASURES}
    assert len(found.lines) == len(MEASURES) + 1
    assert found.codes == sum(line.estimate.is_code for line in found.lines)
    assert all(claimed[line.name] == line.estimate.is_code for line in found.lines[1:])


def test_the_mixture_is_a_code_although_one_of_its_codes_has_no_word_for_some_strings() -> None:
    """Of all strings of 13 symbols D(5) counts the simple ones only, and there its code sums to 1 all the same."""
    total, absent = 0.0, 0
    for value in range(1 << 13):
        found = ait.report(f"{value:013b}", measures=["coding th. | length", "KT"])
        assert found.codes == 3
        absent += len(found.left_out)
        total += 2.0**-found.mixture.bits
    assert absent > 100
    assert total == pytest.approx(1.0)


def test_only_the_measures_asked_for() -> None:
    found = ait.report("0110", measures=["KT"])
    assert [line.name for line in found.lines] == ["literal", "KT"]
    with pytest.raises(InputError, match="no measure 'magic'"):
        ait.report("0110", measures=["magic"])
    with pytest.raises(InputError, match="no 'zstd'"):
        found.line("zstd")


def test_alphabet_is_told_in_every_code_that_needs_it() -> None:
    found = ait.report("abracadabra" * 10)
    for name in ("literal", "KT", "context tree", "Lempel-Ziv code"):
        assert found.line(name).parts["alphabet"] == found.sequence.alphabet_bits
    # Compressors are given the text itself, but the bits of a binary string.
    assert "alphabet" not in found.line("zlib").parts
    assert ait.report("abba" * 10).line("zlib").parts["alphabet"] > 0


def test_text_fits_its_width() -> None:
    found = ait.report(ait.generate("even", 500))
    for width in (60, 80, 120):
        assert max(map(len, text([found], width=width).splitlines())) <= width
        assert max(map(len, text([found] * 7, width=width).splitlines())) <= width
    assert "\x1b[" in text([found], color=True)
    assert "\x1b[" not in text([found])


def test_hostile_text_is_shown_harmlessly() -> None:
    shown = text([ait.report("[red]\x1b[31m\n" * 3)])
    assert "[red]" in shown
    assert "\x1b" not in shown


def test_json_is_complete_and_finite() -> None:
    record = standard_json.loads(json([ait.report("0101"), ait.report(b"bytes")]))
    assert record["format"] == 1
    first, second = record["reports"]
    assert first["input"]["alphabet_bits"] == 0.0
    assert second["input"]["unit"] == "bytes"
    assert {"bits", "low", "high", "kind", "is_code", "method", "reference", "parts"} <= set(first["measures"][0])


def test_str_is_the_text() -> None:
    found = ait.report("0110")
    assert str(found) == text([found])


def test_a_slow_measure_of_a_long_input_is_taken_only_by_name() -> None:
    long = np.zeros((1 << 21) + 1, np.uint8)
    assert dict(ait.report(long, measures=["KT"]).left_out) == {}
    (mixing,) = [measure for measure in MEASURES if measure.name == "context mixing"]
    assert mixing.slow_beyond == len(long) - 1
    left_out = dict(ait.report(long).left_out)
    assert "by name" in left_out["context mixing"]
    assert "by name" in left_out["context tree"]


def test_where_it_is_narrow_the_references_stand_below() -> None:
    found = ait.report("0101")
    wide, narrow = text([found], width=80), text([found], width=60)
    assert max(map(len, narrow.splitlines())) <= 60
    assert "relative to" in wide.splitlines()[3]
    assert "relative to" not in narrow
    assert "\n  KT: memoryless source" in narrow


def test_one_symbol_is_singular_in_a_comparison() -> None:
    assert "  1 bit, k = 2" in text([ait.report("0", measures=["KT"]), ait.report("01", measures=["KT"])])
