"""Halting times and output lengths: every machine that halts once, as brute force counts them."""

import dataclasses
import json
from collections import Counter

import numpy as np
import pytest
from click.testing import CliRunner

from ait.cli.main import ait
from ait.enumeration.turing_table import enumerate_turing
from ait.enumeration.turmite_table import enumerate_turmites
from ait.errors import TableError
from ait.machines import turmite
from ait.reports.table_distributions import text
from ait.tables.distributions import Distributions, LengthRow, table_distributions
from ait.tables.shipped import names, open_array_table, open_table
from tests.naive import turing as naive
from tests.naive import turing_symbols as naive_symbols


@pytest.mark.parametrize("limit", [1, 2, 5, None])
def test_both_equal_brute_force(limit):
    times, lengths, least = Counter(), Counter(), {}
    for table in naive.all_machines(2):
        for blank in (0, 1):
            halted, output, steps = naive.simulate(table, limit or 6, blank)
            if halted:
                times[steps] += 1
                lengths[len(output)] += 1
                least[output] = min(steps, least.get(output, steps))
    found = table_distributions(enumerate_turing(2, limit))
    assert found.halting_times == dict(sorted(times.items()))
    assert list(found.halting_times) == sorted(times)
    assert {row.length: row.machines for row in found.lengths} == lengths
    for row in found.lengths:
        steps = sorted(taken for string, taken in least.items() if len(string) == row.length)
        assert row.strings == len(steps)
        expected = steps[0], steps[(len(steps) - 1) // 2], steps[-1]
        assert (row.least_steps, row.median_steps, row.most_steps) == expected
    assert found.running_after(1) == sum(count for steps, count in times.items() if steps > 1)
    assert (found.running_after(0), found.running_after(6)) == (found.total, 0)


@pytest.mark.parametrize(
    "name", [name for name in names() if name.startswith("turing") and not name.endswith("sampled")]
)
def test_every_machine_that_halts_has_one_time_and_one_length(name):
    found, table = table_distributions(name), open_table(name)
    assert sum(found.halting_times.values()) == table.total
    assert sum(row.machines for row in found.lengths) + found.machines_longer == table.total
    assert sum(row.strings for row in found.lengths) == (len(table) if table.symbols == 2 else table.orbits.sum())
    assert all(len(line) <= 80 for line in text(found).splitlines())
    assert max(found.halting_times) <= table.fields["steps"]


@pytest.mark.parametrize(("states", "symbols", "limit"), [(2, 3, 12), (1, 4, 3)])
def test_each_string_of_several_symbols_counts_once(states, symbols, limit):
    counts, least = naive_symbols.tree(states, symbols, limit)
    found = table_distributions(enumerate_turing(states, limit, symbols=symbols))
    assert found.total == sum(counts.values())
    assert {row.length for row in found.lengths} == {len(string) for string in counts}
    for row in found.lengths:
        steps = sorted(taken for string, taken in least.items() if len(string) == row.length)
        assert row.strings == len(steps)
        assert row.machines == sum(many for string, many in counts.items() if len(string) == row.length)
        expected = steps[0], steps[(len(steps) - 1) // 2], steps[-1]
        assert (row.least_steps, row.median_steps, row.most_steps) == expected


@pytest.mark.parametrize("limit", [1, 3, 6])
def test_turmites_equal_brute_force(limit):
    times, shapes, least = Counter(), Counter(), {}
    for number in range(18**4):
        machine = turmite.from_number(number, 2)
        for blank in (0, 1):
            found = turmite.run(machine, steps=limit, blank=blank)
            if found.status is turmite.Status.HALTED:
                times[found.steps] += 1
                shapes[tuple(sorted(found.cells.shape))] += 1
                key = found.cells.shape, found.cells.tobytes()
                least[key] = min(found.steps, least.get(key, found.steps))
    found = table_distributions(enumerate_turmites(2, limit))
    assert found.halting_times == dict(sorted(times.items()))
    assert {(row.rows, row.columns): row.machines for row in found.shapes} == shapes
    for row in found.shapes:
        steps = [taken for (shape, _), taken in least.items() if shape == (row.rows, row.columns)]
        assert (row.arrays, row.least_steps, row.most_steps) == (len(steps), min(steps), max(steps))


@pytest.mark.parametrize("name", [name for name in names() if name.startswith("turmite")])
def test_every_turmite_that_halts_has_one_time_and_one_shape(name):
    found, table = table_distributions(name), open_array_table(name)
    assert sum(found.halting_times.values()) == table.total
    assert sum(row.machines for row in found.shapes) + found.machines_longer == table.total
    assert sum(row.arrays * (2 if row.rows < row.columns else 1) for row in found.shapes) == len(table)
    assert all(len(line) <= 80 for line in text(found).splitlines())


def test_a_sample_is_said_to_be_one():
    table = enumerate_turmites(3, 40, one_in=5, seed=3)
    found = table_distributions(table)
    assert found.total_standard_error == table.fields["total_standard_error"] > 0
    assert table_distributions(enumerate_turmites(2, 40)).total_standard_error is None
    lines = text(found).splitlines()
    assert lines[1] == (
        f"Estimated from a sample, as all below; standard error of the total {found.total_standard_error:,}."
    )
    assert max(map(len, lines)) <= 80
    # That none of those drawn is undecided proves nothing of the others.
    assert "all others never do" not in text(dataclasses.replace(found, undecided=0))


def test_between_500_steps_and_the_busy_beaver_of_five_states():
    found, early = table_distributions("turing-5-2"), table_distributions("turing-5-2-500")
    assert {steps: n for steps, n in found.halting_times.items() if steps <= 500} == early.halting_times
    assert found.running_after(500) == found.total - early.total == 229_824
    # The champion alone: 4! ways to name its other states, both blanks, mirrored or not, either symbol at the end.
    assert found.halting_times[47_176_870] == 24 * 8
    assert (found.lengths[-1].length, found.lengths[-1].most_steps) == (12_289, 47_176_870)


def test_the_text_holds_what_the_figures_say():
    lines = text(table_distributions(enumerate_turing(2, 4))).splitlines()
    assert lines[0] == "turing-2-2-4: 6,032 machines halt, 2,280 are undecided"
    assert lines[4].split()[:2] == ["1", "4,000"]
    assert max(map(len, lines)) <= 80
    assert (
        text(table_distributions(enumerate_turing(2)))
        .splitlines()[0]
        .endswith("6,088 machines halt, all others never do")
    )
    short = text(table_distributions(enumerate_turing(2, longest=2)))
    assert "not kept" in short


def test_other_tables_and_damaged_ones_are_refused():
    for name in ("lbf", "turing-4-4-sampled"):
        with pytest.raises(TableError, match=f"{name} does not say when its machines halt"):
            table_distributions(name)
    table = enumerate_turing(2, 6)
    extras = {**table.extras, "halting_by_steps": table.extras["halting_by_steps"] * np.uint64(2)}
    with pytest.raises(TableError, match="its halting times sum to"):
        table_distributions(dataclasses.replace(table, extras=extras))


def test_the_command_shows_them():
    shown = CliRunner().invoke(ait, ["table", "distributions", "turing-5-2"])
    assert shown.exit_code == 0
    assert "47,176,870" in shown.output
    record = json.loads(CliRunner().invoke(ait, ["table", "distributions", "turing-5-2-500", "--json"]).output)
    assert record["format"] == 1
    assert record["halting_times"]["1"] == 4 * 22**9
    record = json.loads(CliRunner().invoke(ait, ["table", "distributions", "turmite-4-2-500", "--json"]).output)
    assert record["lengths"] == []
    assert [(row["rows"], row["columns"]) for row in record["shapes"][:5]] == [(1, 1), (1, 2), (1, 3), (1, 4), (2, 2)]
    wrong = CliRunner().invoke(ait, ["table", "distributions", "lbf"])
    assert wrong.exit_code != 0


def test_commonest_strings_are_shown_with_their_least_steps():
    shown = CliRunner().invoke(ait, ["table", "show", "turing-5-2", "--top", "3"]).output.splitlines()
    assert shown[-1].split() == ["00", "1,374,193,306,912", "0.099619", "2"]


def test_columns_never_touch_however_long_the_counts():
    # As in the table of all machines of two states and six symbols.
    lengths = (
        LengthRow(1, 6, 637_729_200_000_000_000, 1, 1, 1),
        LengthRow(12, 2_176_416_576, 6_355_024_421_760, 34, 43, 206),
    )
    total = sum(row.machines for row in lengths)
    lines = text(Distributions("long", total, {1: total}, lengths, 0, 1)).splitlines()
    assert lines[-2].split()[:3] == ["1", "6", "637,729,200,000,000,000"]
    assert lines[-1].split()[:3] == ["12", "2,176,416,576", "6,355,024,421,760"]
    assert len({len(line) for line in lines[-3:]}) == 1
    assert max(map(len, lines)) <= 80


def test_flat_forms_hold_the_totals_too():
    found = table_distributions("turmite-5-2-500")
    lines = CliRunner().invoke(ait, ["table", "distributions", "turmite-5-2-500", "--csv"]).stdout.splitlines()
    assert lines[0].startswith("table,total,total_standard_error,undecided,machines_longer,")
    assert lines[1].startswith(f"totals,{found.total},,{found.undecided},{found.machines_longer},")
