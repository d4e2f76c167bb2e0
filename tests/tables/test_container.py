from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ait.errors import StorageError, TableError
from ait.storage import write_atomically
from ait.tables import container

TYPES = st.sampled_from(["<u1", "<u2", "<u4", "<u8", "<i8", "?"])


@given(hnp.arrays(TYPES, hnp.array_shapes(min_dims=1, max_dims=2, min_side=0, max_side=8)), st.booleans())
def test_columns_come_back(column: np.ndarray, ordered: bool) -> None:
    if ordered:
        column = np.sort(column.reshape(-1))
    fields = {"total": 2**80, "name": "π"}
    found_fields, columns = container.unpack(container.pack("k", fields, {"c": column}), "k", "file")
    assert found_fields == fields
    assert columns["c"].dtype == column.dtype
    assert np.array_equal(columns["c"], column)


def test_big_endian_input_is_stored_little_endian() -> None:
    _, columns = container.unpack(container.pack("k", {}, {"c": np.array([1, 2, 770], ">u2")}), "k", "file")
    assert columns["c"].tolist() == [1, 2, 770]


def test_every_single_damaged_byte_is_noticed() -> None:
    data = container.pack("k", {"a": 1}, {"c": np.arange(5, dtype=np.uint16)})
    for at in range(len(data)):
        damaged = data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]
        with pytest.raises(TableError, match=r"damaged|not a file|format"):
            container.unpack(damaged, "k", "file")


@pytest.mark.parametrize("cut", [0, 5, 16, 20, 60, -1])
def test_a_cut_file_is_noticed(cut: int) -> None:
    data = container.pack("k", {"a": 1}, {"c": np.arange(5, dtype=np.uint16)})
    with pytest.raises(TableError):
        container.unpack(data[:cut], "k", "file")


def test_kind_and_format_are_checked() -> None:
    data = container.pack("counts table", {}, {})
    with pytest.raises(TableError, match="holds a counts table, not a checkpoint"):
        container.unpack(data, "checkpoint", "file")
    with pytest.raises(TableError, match="another format number"):
        container.unpack(data.replace(b"container 1", b"container 2"), "checkpoint", "file")


def test_floats_are_refused() -> None:
    with pytest.raises(TableError, match="only integer"):
        container.pack("k", {}, {"c": np.zeros(3)})


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "file.ait"
    container.save(path, "k", {}, {"c": np.arange(3, dtype=np.uint8)})
    assert container.load(path, "k")[1]["c"].tolist() == [0, 1, 2]
    with pytest.raises(StorageError, match="no such file"):
        container.load(tmp_path / "absent", "k")
    with pytest.raises(StorageError, match="folder"):
        container.save(tmp_path, "k", {}, {})
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file.ait"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_leaves_no_rubbish() -> None:
    with pytest.raises(StorageError, match="disk is full"):
        write_atomically("/dev/full", b"x" * 100_000)
