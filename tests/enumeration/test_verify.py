import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ait.enumeration.lbf_table import enumerate_lbf
from ait.enumeration.turing_table import enumerate_turing
from ait.enumeration.verify import verify
from ait.errors import TableError
from ait.tables.counts_table import CountsTable

Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def machines() -> CountsTable:
    return enumerate_turing(3, 21)


@pytest.fixture(scope="module")
def programs() -> CountsTable:
    return enumerate_lbf(14, 5)


def changed(table: CountsTable, change: Change) -> CountsTable:
    """A copy of the table after ``change`` has been at its parts."""
    parts = {
        "fields": dict(table.fields),
        "counts": table.counts.copy(),
        "columns": {name: column.copy() for name, column in table.columns.items()},
        "extras": {name: column.copy() for name, column in table.extras.items()},
    }
    change(parts)
    return dataclasses.replace(table, **parts)


def add(array: np.ndarray, row: int, amount: int) -> None:
    array[row] = int(array[row]) + amount


def test_a_sound_table_passes_every_check(machines: CountsTable, programs: CountsTable) -> None:
    said = list(verify(machines))
    assert any("reversal" in line for line in said)
    assert said[-1] == f"{len(machines):,} witnesses replayed"
    assert list(verify(programs))[-1] == f"{len(programs):,} witnesses replayed"
    assert list(verify(programs, witnesses=5))[-1] == "5 witnesses replayed"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda parts: add(parts["counts"], 0, 1), "counts sum to"),
        (lambda parts: [add(parts["counts"], row, 3 - 6 * row) for row in (0, 1)], "mirror image or complement"),
        (lambda parts: parts["fields"].update(non_halting=1), "machines accounted for"),
        (lambda parts: add(parts["extras"]["undecided_by_span"], 3, 1), "undecided by span"),
        (lambda parts: add(parts["extras"]["halting_by_steps"], 3, 1), "by steps sum to"),
        (lambda parts: add(parts["columns"]["least_steps"], 9, -1), "witness of"),
        (lambda parts: add(parts["columns"]["witness"], 9, 1), "witness of"),
        (lambda parts: parts["fields"].pop("states"), "not whole: 'states'"),
        (lambda parts: parts["extras"].pop("undecided_by_span"), "not whole"),
        (lambda parts: parts["columns"].pop("witness"), "not whole"),
        (lambda parts: parts["fields"].update(formalism="abacus"), "unknown formalism: 'abacus'"),
    ],
)
def test_a_wrong_table_of_machines_is_found_out(machines: CountsTable, change: Change, complaint: str) -> None:
    with pytest.raises(TableError, match=complaint):
        list(verify(changed(machines, change)))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda parts: parts["fields"].update(mass_dead=1), "classes of program mass"),
        (lambda parts: add(parts["counts"], 0, -1), "empty string"),
        (lambda parts: add(parts["counts"], 3, 1 << 18), "M\\(x\\) <"),
        (lambda parts: parts["columns"]["km"].fill(1), "prefix-free"),
        (lambda parts: add(parts["columns"]["km"], 2, 60), "copy's"),
        (lambda parts: add(parts["columns"]["witness"], 9, 1), "witness of"),
        (lambda parts: parts["fields"].pop("length"), "not whole"),
    ],
)
def test_a_wrong_table_of_programs_is_found_out(programs: CountsTable, change: Change, complaint: str) -> None:
    with pytest.raises(TableError, match=complaint):
        list(verify(changed(programs, change)))
