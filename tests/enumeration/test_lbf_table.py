import itertools
from pathlib import Path

import pytest

import ait
from ait.enumeration.lbf_table import enumerate_lbf
from ait.errors import InputError
from ait.machines.lbf import run
from ait.tables.bounds import probability
from ait.tables.counts_table import CountsTable, load


@pytest.fixture(scope="module")
def table() -> CountsTable:
    return enumerate_lbf(16, 6)


def test_masses_of_the_reference(table: CountsTable) -> None:
    """In units of 2^-16, at D = 16; masses do not depend on L for outputs this short."""
    masses = {"0": 23439, "1": 4952, "00": 15879, "01": 3011, "10": 1299, "11": 2113, "000": 12042, "111": 1006}
    assert {x: table.count(x) / 2**4 for x in masses} == masses


def test_every_witness_writes_its_string(table: CountsTable) -> None:
    for row in table.rows():
        if row.string:
            program = f"{row.values['witness']:0{row.values['km']}b}"
            result = run(program, length=len(row.string))
            assert result.output == row.string
            assert result.bits_read == row.values["km"]


def test_every_string_is_bounded_and_bounds_nest(table: CountsTable) -> None:
    wider = enumerate_lbf(12, 6)
    for length in range(1, 7):
        for letters in itertools.product("01", repeat=length):
            x = "".join(letters)
            inner, outer = probability(table, x), probability(wider, x)
            assert outer.low <= inner.low <= inner.high <= outer.high


def test_certified_values_do_not_change_with_more_budget(table: CountsTable) -> None:
    larger = enumerate_lbf(20, 6)
    certified = [row for row in table.rows() if row.string and row.values["certified"]]
    assert len(certified) > 50
    for row in certified:
        found = larger.row(row.string)
        assert found is not None
        assert found.values["km"] == row.values["km"]


def test_the_empty_string_has_all_the_mass(table: CountsTable) -> None:
    row = table.row("")
    assert row is not None
    assert row.count == table.total
    assert sum(table.fields[f"mass_{name}"] for name in ("reached", "halted", "dead", "undecided", "unexpanded")) == (
        table.total
    )


def test_saved_and_loaded(table: CountsTable, tmp_path: Path) -> None:
    table.save(tmp_path / "lbf.ait")
    assert list(load(tmp_path / "lbf.ait").rows()) == list(table.rows())


def test_two_workers_find_the_same(table: CountsTable) -> None:
    assert list(ait.enumerate_lbf(16, 6, workers=2).rows()) == list(table.rows())


def test_limits() -> None:
    with pytest.raises(InputError):
        enumerate_lbf(3, 4)
    with pytest.raises(InputError):
        enumerate_lbf(16, 0)
