"""Files of numbers: each format, and one line that says what is wrong and where."""

from pathlib import Path

import numpy as np
import pytest

from ait.errors import InputError, StorageError
from ait.number_files import parse_numbers, read_numbers


def test_formats_are_told_apart(tmp_path: Path) -> None:
    array = np.array([[1.0, 2.0], [3.0, 4.0]])
    np.save(tmp_path / "a.npy", array)
    (tmp_path / "a.csv").write_text("\ufeffx;y\n1;2\n\n3;4\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("1 2\n3 4\n")
    for name in ("a.npy", "a.csv", "a.txt"):
        assert read_numbers(tmp_path / name).tolist() == array.tolist()
        assert read_numbers(tmp_path / name, "2").tolist() == [2.0, 4.0]
    assert read_numbers(tmp_path / "a.csv", "y").tolist() == [2.0, 4.0]


def test_a_chosen_column_may_stand_beside_words() -> None:
    assert parse_numbers(b'who,score\nada,3\n"b, c",-4e1\n', "s", "score").tolist() == [3.0, -40.0]
    assert parse_numbers(b"5\n6\n", "s").tolist() == [5.0, 6.0]


@pytest.mark.parametrize(
    ("data", "column", "message"),
    [
        (b"", None, "empty"),
        (b" \n", None, "empty"),
        (b"a,b\n", None, "header and no numbers"),
        (b"a,b\n1,x\n", None, "row 1, column 2: 'x' is no number"),
        (b"1,2\n3\n", None, "row 2: 1 fields"),
        (b"a,b\n1,2\n", "c", "no column 'c': it has 2 columns named a, b"),
        (b"1 2\n", "3", "no column '3'"),
        (b"\xff\xfe", None, "not UTF-8"),
    ],
)
def test_what_is_no_table_of_numbers_is_refused(data: bytes, column: str | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_numbers(data, "s", column)


def test_arrays_that_are_none_and_files_that_are_missing(tmp_path: Path) -> None:
    (tmp_path / "bad.npy").write_bytes(b"\x93NUMPY\x01\x00rubbish")
    np.save(tmp_path / "deep.npy", np.zeros((2, 2, 2)))
    np.save(tmp_path / "object.npy", np.array([None, 1]), allow_pickle=True)
    for name in ("bad.npy", "deep.npy", "object.npy"):
        with pytest.raises(InputError, match=name):
            read_numbers(tmp_path / name)
    with pytest.raises(StorageError):
        read_numbers(tmp_path / "missing.csv")
