"""Every shipped table keeps its promises: the checks that anyone can repeat, and what the header says of the rows."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from ait.cli.main import ait
from ait.enumeration.verify import verify
from ait.ranks import rank_correlation
from ait.tables.recipes import VARIABLE
from ait.tables.shipped import names, open_any_table, open_table


@pytest.mark.needs_jit
@pytest.mark.parametrize("name", names())
def test_every_shipped_table_passes_its_checks(name: str) -> None:
    table = open_any_table(name)
    done = list(verify(table, witnesses=60))
    sampled = name == "turing-4-4-sampled"
    assert any(("a sample of all" if sampled else "60 witnesses replayed") in sentence for sentence in done)
    assert table.fields["rebuild"].startswith("ait enumerate ")


def test_six_states_write_every_string_of_up_to_sixteen_symbols() -> None:
    table = open_table("turing-6-2-500")
    assert len(table) == 2**17 - 2
    assert all(int(table.dense(length).min()) > 0 for length in range(1, 17))
    assert table.fields["machines"] == 2 * 26**12
    assert table.total + table.fields["non_halting"] + table.fields["undecided"] == 2 * 26**12
    # Of the machines that halt, fewer than one in a million write more than 16 symbols.
    assert 0 < table.fields["total_of_strings_left_out"] / table.total < 1e-6


def test_one_cell_is_written_by_the_machines_that_halt_at_once_and_no_others() -> None:
    for name, states in (("turing-5-2", 5), ("turing-5-2-500", 5), ("turing-6-2-500", 6)):
        at_once = 2 * (4 * states + 2) ** (2 * states - 1)
        assert open_table(name).count("0") == at_once


def test_five_and_six_states_rank_strings_alike() -> None:
    five, six = open_table("turing-5-2-500"), open_table("turing-6-2-500")
    found = []
    for length in (6, 12, 16):
        one, other = five.dense(length).astype(float), six.dense(length).astype(float)
        found.append(rank_correlation(one[one > 0], other[one > 0]))
    assert found == pytest.approx([0.9673, 0.9628, 0.7527], abs=1e-3)
    assert np.argmax(six.dense(12)) == np.argmax(five.dense(12)) == 0


def test_a_damaged_table_is_listed_as_such_and_hides_no_other(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    (tmp_path / "turing-2-5-300.ait").write_bytes(b"not a table")
    text, as_json, as_csv = (CliRunner().invoke(ait, ["table", "list", *form]) for form in ([], ["--json"], ["--csv"]))
    assert text.exit_code == 0
    assert "turing-2-5-300      not readable:" in text.stdout
    assert "turmite-5-2-500" in text.stdout
    found = json.loads(as_json.stdout)
    assert len(found["tables"]) == len(names())
    ((name, reason),) = ((each["name"], each["reason"]) for each in found["not_readable"])
    assert name == "turing-2-5-300"
    assert name not in found["can_be_built"]
    assert reason.endswith("is not a file of ait; ait table build turing-2-5-300 --force  makes it anew")
    assert f"turing-2-5-300,,,,,{reason}" in as_csv.stdout
