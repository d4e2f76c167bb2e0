"""Tables of arrays: look-ups under every image, lists of a shape, files, damage, comparison, export."""

import json

import numpy as np
import pytest

from ait.cli.main import main
from ait.enumeration.turmite_table import enumerate_turmites
from ait.enumeration.turmite_verify import replays
from ait.enumeration.verify import verify
from ait.errors import TableError
from ait.tables import container
from ait.tables.array_comparison import compare_array_tables
from ait.tables.array_table import KIND, ArrayTable, load
from ait.tables.arrays import images, to_cells, to_words
from ait.tables.describe import commonest, describe, export_rows
from ait.tables.shipped import open_array_table, open_table
from tests.naive import turmite as naive

FOUR = open_array_table("turmite-4-2-500")
SMALL = enumerate_turmites(2, 6)


def test_four_states_write_so_many_arrays_of_each_shape():
    # Counted here first; 60,016 of the 65,536 squares of 4 x 4 are written by four states.
    expected = {(2, 2): 16, (3, 3): 512, (3, 4): 4096, (2, 5): 1024, (2, 6): 4062, (3, 5): 30_860, (4, 4): 60_016}
    for (rows, columns), count in expected.items():
        assert np.count_nonzero(FOUR.dense(rows, columns)) == count
        assert np.count_nonzero(FOUR.dense(columns, rows)) == count
    assert (FOUR.total, FOUR.fields["machines"]) == (492_407_824_384, 2 * 34**8)
    assert FOUR.count([[0]]) == 2 * 34**7


def test_every_image_has_the_count_of_its_class():
    chance = np.random.default_rng(2)
    for index in chance.integers(0, len(FOUR.words), 40).tolist():
        shape = int(FOUR.shapes[index])
        cells = to_cells(FOUR.words[index : index + 1], shape >> 8, shape & 0xFF)
        found = {(image.shape[1:], int(to_words(image)[0])) for image in images(cells)}
        assert len(found) == FOUR.orbits[index]
        assert {int(FOUR.find(image)[0]) for image in images(cells)} == {index}
        text = tuple("".join(map(str, row)) for row in cells[0].tolist())
        assert naive.least_image(text) == text
        dense = FOUR.dense(*cells.shape[1:])
        assert dense[int(FOUR.words[index])] == FOUR.counts[index] == FOUR.count(cells[0])


def test_lists_of_a_shape_hold_all_its_machines():
    for rows, columns in ((1, 1), (1, 3), (3, 1), (2, 3), (4, 4), (4, 5)):
        assert int(FOUR.dense(rows, columns).sum()) == FOUR.mass_of_shape(rows, columns)
    assert np.array_equal(FOUR.dense(2, 3).reshape((2,) * 6).transpose(0, 3, 1, 4, 2, 5).ravel(), FOUR.dense(3, 2))
    assert FOUR.count(np.ones((7, 7), int)) == 0
    assert FOUR.row(np.ones((1, 15), int)) is None


@pytest.mark.needs_jit
def test_witnesses_of_arrays_wider_than_the_register_write_them():
    wide = np.flatnonzero(FOUR.shapes & 0xFF > 8)
    assert len(wide) > 500
    assert all(replays(FOUR, int(index)) for index in wide[::5])


def test_files_bring_back_what_was_saved(tmp_path):
    path = tmp_path / "small.ait"
    SMALL.save(path)
    again = load(path)
    assert (again.name, dict(again.fields)) == ("small", dict(SMALL.fields))
    for name in ("shapes", "words", "counts"):
        assert np.array_equal(getattr(again, name), getattr(SMALL, name))
    assert len(list(verify(open_array_table(path), 5))) == 6
    with pytest.raises(TableError, match="holds arrays, not strings"):
        open_table(path)
    with pytest.raises(TableError, match="holds strings, not arrays"):
        open_array_table("turing-5-2-500")


def save_with(tmp_path, fields=None, **changes):
    rows = {"row shapes": SMALL.shapes, "row words": SMALL.words, "row counts": SMALL.counts}
    rows |= {f"row {name}": column for name, column in SMALL.columns.items()}
    rows |= {f"extra {name}": column for name, column in SMALL.extras.items()}
    path = tmp_path / "changed.ait"
    container.save(path, KIND, {**SMALL.fields, **(fields or {})}, {**rows, **changes})
    return path


def test_damaged_and_untrue_tables_are_refused(tmp_path):
    for changes in (
        {"row words": SMALL.words[::-1].copy()},
        {"row words": SMALL.words + np.uint64(1 << 40)},
        {"row counts": SMALL.counts[1:]},
        {"row shapes": SMALL.shapes.astype(np.uint32)},
        {"row shapes": SMALL.shapes >> np.uint16(8)},
    ):
        with pytest.raises(TableError, match="damaged"):
            load(save_with(tmp_path, **changes))
    with pytest.raises(TableError, match="damaged"):
        load(save_with(tmp_path, {"total": 0}))
    more = SMALL.counts.copy()
    more[3] += np.uint64(1)
    witness = SMALL.columns["witness"][::-1].copy()
    for changes, complaint in (
        ({"row counts": more}, "sum"),
        ({"row witness": witness}, "witness"),
        ({"extra halting_by_steps": SMALL.extras["halting_by_steps"] + np.uint64(1)}, "by steps"),
    ):
        with pytest.raises(TableError, match=complaint):
            list(verify(load(save_with(tmp_path, **changes))))
    with pytest.raises(TableError, match="machines"):
        list(verify(load(save_with(tmp_path, {"undecided": 8}))))


def test_look_ups_refuse_what_is_no_array():
    for cells in (np.zeros((1, 2, 2, 2), int), np.full((1, 2, 2), 2)):
        with pytest.raises(TableError, match="arrays of 0 and 1"):
            SMALL.find(cells)
    with pytest.raises(TableError, match="1 to 64 cells"):
        SMALL.find(np.zeros((1, 9, 9), int))
    with pytest.raises(TableError, match="1 to 20 cells"):
        SMALL.dense(5, 5)


def test_descriptions_and_exports_name_arrays():
    assert describe(SMALL)["arrays"] == len(SMALL) == 58
    assert [row.string for row in commonest(SMALL, 3)] == ["0", "00", "01"]
    header, rows = export_rows(SMALL, True)
    listed = list(rows)
    assert header == ["array", "count", "images", "least_steps", "witness"]
    assert sum(int(row[1]) * int(row[2]) for row in listed) == SMALL.total


def test_comparison_counts_classes_once_and_finds_a_changed_one():
    found = compare_array_tables(SMALL, FOUR)
    by_shape = {(a.rows, a.columns): a for a in found.agreements}
    assert by_shape[2, 2].arrays_both == np.count_nonzero(SMALL.dense(2, 2))
    assert by_shape[4, 4].arrays_a == 0
    assert by_shape[1, 3].mass_a == pytest.approx(SMALL.dense(1, 3).sum() / SMALL.total)
    counts = FOUR.counts.copy()
    at = int(FOUR.find(np.eye(3, dtype=int)[None])[0])
    counts[at] *= np.uint64(2)
    changed = ArrayTable("changed", FOUR.fields, FOUR.shapes, FOUR.words, counts, FOUR.columns, FOUR.extras)
    worst = compare_array_tables(FOUR, changed, top=1).disagreements[0]
    assert worst.array == FOUR.row_at(at).string
    assert worst.bits_b - worst.bits_a == pytest.approx(-1)


@pytest.mark.parametrize(
    "command", [["list"], ["show", "turmite-4-2-500"], ["verify", "turmite-4-2-500", "--witnesses", "9"]]
)
def test_the_command_line_shows_tables_of_arrays(command, capsys):
    assert main(["table", *command]) == 0
    assert "arrays" in capsys.readouterr().out


def test_the_command_line_walks_compares_and_samples(tmp_path, capsys):
    whole, sample = str(tmp_path / "whole.ait"), str(tmp_path / "sample.ait")
    assert main(["enumerate", "turmite", "--states", "2", "--steps", "6", "--out", whole]) == 0
    assert "58 arrays" in capsys.readouterr().out
    assert main(["enumerate", "turmite", "--states", "3", "--steps", "50", "--sample", "2", "--out", sample]) == 0
    assert main(["table", "compare", whole, sample]) == 0
    assert "largest standard error" in capsys.readouterr().out
    assert main(["table", "compare", whole, sample, "--json"]) == 0
    assert json.loads(capsys.readouterr().out[0:])["name_b"] == "sample"
    assert main(["table", "compare", "lbf", whole]) == 1
    assert "holds arrays" in capsys.readouterr().err
    assert main(["enumerate", "turmite", "--states", "6", "--steps", "6", "--out", str(tmp_path / "six.ait")]) == 1
    assert "64 bits" in capsys.readouterr().err


def test_the_command_line_runs_turmites(capsys):
    assert main(["run", "turmite", "1RB1UB_1LA1-H", "--diagram"]) == 0
    shown = capsys.readouterr().out
    assert "halted after 6 steps" in shown
    assert "step 6" in shown
    assert (
        main(["run", "turmite", "7733", "--states", "2", "--symmetry", "1", "--exchanged", "--blank", "1", "--json"])
        == 0
    )
    assert json.loads(capsys.readouterr().out)["output"] == [[1, 0], [0, 0], [0, 1]]
    for command in (["1XB1UB_1LA1-H"], ["x", "--states", "2"], ["1RB1UB_1LA1-H", "--symmetry", "9"]):
        assert main(["run", "turmite", *command]) == 1
        assert capsys.readouterr().err.startswith("ait: ")
    assert main(["run", "turmite", "1RB1RB_1UA1UA", "--diagram"]) == 1
    assert "too large to read" in capsys.readouterr().err
