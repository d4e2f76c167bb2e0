import csv as standard_csv
import io
import math
from pathlib import Path

import numpy as np
import pytest

from ait.errors import InputError
from ait.lab.invariance import Study, study
from ait.lab.invariance_report import csv, markdown
from ait.measures.prior import prior
from ait.ranks import rank_correlation, ranks
from ait.tables.shipped import open_table

stats = pytest.importorskip("scipy.stats")


@pytest.fixture(scope="module")
def small() -> Study:
    return study(6, bits=20)


def test_ranks_and_correlations_are_scipys() -> None:
    random = np.random.default_rng(1)
    for _ in range(20):
        one, other = random.integers(0, 6, 30).astype(float), random.integers(0, 4, 30).astype(float)
        assert ranks(one).tolist() == stats.rankdata(one).tolist()
        assert rank_correlation(one, other) == pytest.approx(stats.spearmanr(one, other).statistic, abs=1e-12)


def test_a_correlation_that_the_classes_explain_vanishes() -> None:
    classes = np.repeat([0, 1, 2], 8)
    within = np.tile([0, 1, 2, 3, 3, 2, 1, 0], 3)
    other = np.tile([0, 0, 1, 1, 0, 0, 1, 1], 3)
    one, two = 10.0 * classes + within, 10.0 * classes + other
    assert rank_correlation(one, two) > 0.7
    assert abs(rank_correlation(one, two, classes)) < abs(rank_correlation(one, two)) / 2
    assert math.isnan(rank_correlation(np.ones(5), np.arange(5.0)))


@pytest.mark.needs_jit
def test_figures_are_those_of_the_measures(small: Study) -> None:
    table = open_table("turing-5-2-500")
    for value in range(0, 64, 7):
        x = small.string(value)
        found = prior(x, bits=20)
        assert small.figures["LBF Km"][value] == found.km
        assert small.figures["LBF -log2 M"][value] == pytest.approx(24 - math.log2(found.mass_low))
        assert small.figures["-log2 D, turing-5-2-500"][value] == pytest.approx(math.log2(table.total / table.count(x)))
        assert found.halting is not None
        kp = small.figures["LBF KP"][value]
        # The study knows programs of up to D bits; beyond, a bound from a program that was put together counts too.
        assert (found.halting.kp > 20) if math.isnan(kp) else (found.halting.kp == kp)
    assert set(small.figures["BLC KM"].tolist()) == {10.0}


@pytest.mark.needs_jit
def test_shortest_programs_are_no_shorter_than_probability_allows(small: Study) -> None:
    for mean, largest in small.slack().values():
        assert 0 <= mean <= largest


@pytest.mark.needs_jit
def test_reports(small: Study) -> None:
    rows = list(standard_csv.DictReader(io.StringIO(csv(small))))
    assert len(rows) == 64
    assert rows[5]["string"] == "000101"
    assert float(rows[5]["LBF Km"]) == small.figures["LBF Km"][5]
    text = markdown(small)
    for heading in ("The figures", "Rank correlations", "Shortest program", "disagree most"):
        assert heading in text


@pytest.mark.needs_jit
def test_the_saved_study_is_what_the_code_finds() -> None:
    saved = Path(__file__).parents[2] / "docs" / "studies" / "invariance-12.csv"
    rows = list(standard_csv.DictReader(io.StringIO(saved.read_text())))
    assert len(rows) == 4096
    for row in rows[::117]:
        found = prior(row["string"], bits=24)
        assert found.certified
        assert found.km == float(row["LBF Km"])
        assert row["BLC KM"] == "16"


def test_limits() -> None:
    with pytest.raises(InputError, match="4 to 16"):
        study(3)
