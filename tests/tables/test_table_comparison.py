"""Tables side by side: every figure against a plain recomputation, and the ends of each scale."""

import itertools
import json
import math
import re
import sys

import numpy as np
import pytest
from click.testing import CliRunner

from ait.cli.main import ait
from ait.enumeration.lbf_table import enumerate_lbf
from ait.enumeration.turing_table import enumerate_turing
from ait.errors import MissingExtraError, TableError
from ait.reports.table_comparison import text
from ait.tables.bounds import bits, probability
from ait.tables.comparison import compare_tables
from ait.tables.counts_table import CountsTable
from ait.tables.intervals import intervals

stats = pytest.importorskip("scipy.stats")

SHORT, LONG = enumerate_turing(3, 6), enumerate_turing(3, 21)
LBF = enumerate_lbf(18, 7)


def made(counts: dict[str, int], errors: dict[str, int] | None = None, total: int = 1 << 20) -> CountsTable:
    """A table of a few strings without any symmetry."""
    rows = sorted(counts, key=lambda word: (len(word), word))
    columns = {} if errors is None else {"standard_error": np.array([errors[word] for word in rows], np.uint64)}
    return CountsTable(
        "made",
        {"formalism": "sample", "total": total, "unit": "machines"},
        np.array([len(word) for word in rows], np.uint8),
        np.array([int(word, 2) for word in rows], np.uint64),
        np.array([counts[word] for word in rows], np.uint64),
        columns,
    )


def figures(table: CountsTable, length: int) -> dict[str, float]:
    words = ["".join(word) for word in itertools.product("01", repeat=length)]
    return {word: math.log2(table.total / table.count(word)) for word in words if table.count(word)}


def orbit(word: str) -> str:
    opposite = word.translate(str.maketrans("01", "10"))
    return min(word, word[::-1], opposite, opposite[::-1])


@pytest.mark.parametrize(("one", "other", "folded"), [(SHORT, LONG, True), (LONG, LBF, False)])
def test_every_figure_is_that_of_a_plain_recomputation(one: CountsTable, other: CountsTable, folded: bool) -> None:
    found = compare_tables(one, other, top=3)
    for agreement in found.agreements:
        a, b = figures(one, agreement.length), figures(other, agreement.length)
        both = sorted(a.keys() & b.keys())
        assert (agreement.strings_a, agreement.strings_b, agreement.strings_both) == (len(a), len(b), len(both))
        distinct = sorted({orbit(word) for word in both}) if folded else both
        assert agreement.observations == len(distinct)
        counts = {word: one.count(word) for word in a}
        assert agreement.mass_a == pytest.approx(sum(counts.values()) / one.total)
        missing = sum(counts[word] for word in a if word not in b)
        assert agreement.only_a == pytest.approx(missing / sum(counts.values()) if a else 0.0)
        differences = [b[word] - a[word] for word in both]
        if not both:
            assert agreement.mean_difference is None
            continue
        assert agreement.mean_difference == pytest.approx(np.mean(differences))
        assert agreement.largest_difference == pytest.approx(max(map(abs, differences)))
        x, y = ([column[word] for word in distinct] for column in (a, b))
        if agreement.spearman.value is None:
            assert len(x) < 2 or np.ptp(np.round(x, 9)) == 0 or np.ptp(np.round(y, 9)) == 0
            continue
        assert agreement.spearman.value == pytest.approx(stats.spearmanr(np.round(x, 9), np.round(y, 9)).statistic)
        assert agreement.kendall.value == pytest.approx(naive_kendall(np.round(x, 9), np.round(y, 9)))


def naive_kendall(one: np.ndarray, other: np.ndarray) -> float:
    """tau-b over all pairs."""
    pairs = list(itertools.combinations(range(len(one)), 2))
    first, second = (np.sign([column[i] - column[j] for i, j in pairs]) for column in (one, other))
    return float(first @ second / math.sqrt((first @ first) * (second @ second)))


@pytest.mark.parametrize("table", [SHORT, LONG, LBF])
def test_intervals_of_many_rows_are_those_of_each(table: CountsTable) -> None:
    for length in range(1, 8):
        rows = np.arange(table.at_length(length).start, table.at_length(length).stop)
        found = intervals(table, rows)
        assert found is not None
        for row, low, high in zip(rows, found.low, found.high, strict=True):
            proved = probability(table, table.row_at(int(row)).string)
            assert bits(proved.high) == pytest.approx(low, abs=1e-9)
            assert bits(proved.low) == pytest.approx(high, abs=1e-9)


def test_more_steps_stay_within_what_fewer_proved() -> None:
    """The walk of 6 steps leaves machines undecided; that of 21 decides them: every interval holds the new figure."""
    found = compare_tables(SHORT, LONG)
    assert {agreement.overlapping for agreement in found.agreements if agreement.strings_both} == {1.0}
    assert "the same space" in found.note
    assert "different spaces" in compare_tables(LONG, LBF).note


def test_a_table_agrees_with_itself() -> None:
    found = compare_tables(LONG, LONG)
    assert found.disagreements == ()
    for agreement in found.agreements:
        assert agreement.mean_difference == agreement.largest_difference == agreement.only_a == 0.0
        assert agreement.spearman.value is None or agreement.spearman.value == pytest.approx(1.0)
        assert agreement.kendall.value is None or agreement.kendall.value == pytest.approx(1.0)


def test_opposite_rankings_and_the_worst_disagreement() -> None:
    words = ["".join(word) for word in itertools.product("01", repeat=4)]
    rising = {word: 1000 + 7 * index for index, word in enumerate(words)}
    falling = {word: 2000 - 7 * index for index, word in enumerate(words)}
    (agreement,) = compare_tables(made(rising), made(falling)).agreements
    assert agreement.spearman.value == pytest.approx(-1.0)
    assert agreement.kendall.value == pytest.approx(-1.0)
    found = compare_tables(made(rising), made({**rising, "0110": 1}), top=1)
    assert [gap.string for gap in found.disagreements] == ["0110"]
    assert found.disagreements[0].bits_b == 20.0


@pytest.mark.parametrize("truth", [0.0, 0.5, 0.9])
def test_intervals_hold_the_truth_about_as_often_as_they_say(truth: float) -> None:
    """Normal pairs of a known correlation r, for which Spearman's is 6/pi asin(r/2) and Kendall's 2/pi asin(r)."""
    from ait.ranks import correlations

    rng = np.random.default_rng(1)
    held = np.zeros(2)
    for _ in range(400):
        one = rng.normal(size=80)
        other = truth * one + math.sqrt(1 - truth**2) * rng.normal(size=80)
        spearman, kendall = correlations(one, other)
        for at, (found, value) in enumerate(
            [(spearman, 6 / math.pi * math.asin(truth / 2)), (kendall, 2 / math.pi * math.asin(truth))]
        ):
            assert found.low is not None
            assert found.high is not None
            held[at] += found.low <= value <= found.high
    assert 0.90 <= held.min() / 400 <= held.max() / 400 <= 0.99


def test_standard_errors_explain_what_they_caused() -> None:
    rng = np.random.default_rng(2)
    words = ["".join(word) for word in itertools.product("01", repeat=8)]
    truth = dict.fromkeys(words, 20000)
    sampled = {word: int(rng.poisson(20_000)) for word in words}
    errors = {word: int(math.sqrt(count)) for word, count in sampled.items()}
    agreement = compare_tables(made(truth), made(sampled, errors)).agreements[0]
    assert agreement.sampling is not None
    assert 0.75 < agreement.sampling <= 1.0
    wide = {word: 10_000 + 100 * index for index, word in enumerate(words)}
    assert compare_tables(made(wide), made(sampled, errors)).agreements[0].sampling == pytest.approx(0.0, abs=0.01)
    assert compare_tables(made(truth), made(truth, dict.fromkeys(words, 0))).agreements[0].sampling == 1.0
    assert "sampling: the share" in text(compare_tables(made(truth), made(sampled, errors)))


def test_lengths_that_a_table_did_not_keep_are_left_out_and_counted() -> None:
    found = compare_tables(LONG, enumerate_turing(3, 21, longest=4))
    assert (found.longest, len(found.agreements), found.longer_b) == (4, 4, 0)
    assert found.longer_a == len(LONG) - 2 - 4 - 8 - 16
    assert f"of which A keeps {found.longer_a} and B 0" in text(found)


def test_the_command_line() -> None:
    run = CliRunner().invoke(ait, ["table", "compare", "turing-5-2-500", "lbf", "--top", "2"])
    assert run.exit_code == 0
    assert max(map(len, run.output.splitlines())) <= 80
    assert "Spearman" in run.output
    # Nothing is proved of a sample, and without that column the lines are short enough.
    run = CliRunner().invoke(ait, ["table", "compare", "turing-2-4", "turing-4-4-sampled"])
    assert "  sampling\n" in run.output
    assert "overlap:" not in run.output
    assert re.search(r"^ +12 .* 0\.1 %$", run.output, re.MULTILINE)
    record = json.loads(CliRunner().invoke(ait, ["table", "compare", "turing-5-2-500", "lbf", "--json"]).output)
    assert record["format"] == 1
    assert len(record["disagreements"]) == 10
    assert record["agreements"][3]["strings_both"] == 16


def test_what_cannot_be_compared_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TableError, match="no string in common"):
        compare_tables(made({"00": 4}), made({"11": 4}))
    with pytest.raises(TableError, match="there is no table"):
        compare_tables("absent", LONG)
    monkeypatch.setitem(sys.modules, "scipy.stats", None)
    with pytest.raises(MissingExtraError, match=r"ait\[lab\]"):
        compare_tables(SHORT, LONG)
