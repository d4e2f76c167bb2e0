import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ait.errors import StorageError, TableError
from ait.storage import write_atomically
from ait.tables import container
from ait.tables.shipped import open_table

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


def written(header: object, payload: bytes = b"") -> bytes:
    """A container with any header at all, and a checksum that fits."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    body = container.MAGIC + len(text).to_bytes(8, "little") + text + payload
    return body + hashlib.sha256(body).digest()


FOUR = zstandard.ZstdCompressor().compress(b"abcd")
HUGE_FRAME = bytes.fromhex("28b52ffde0") + (1 << 45).to_bytes(8, "little") + bytes.fromhex("010000")


@pytest.mark.parametrize(
    ("shape", "payload", "more"),
    [
        ([-1, -4], FOUR, {}),
        ([-2, -2], FOUR, {}),
        ([5], FOUR, {}),
        ([3], FOUR, {}),
        ([4.0], FOUR, {}),
        ("4", FOUR, {}),
        ([1 << 40], FOUR, {}),
        ([1] * 70, FOUR, {}),
        ([4], HUGE_FRAME, {}),
        ([4], FOUR, {"bytes": -3}),
        ([4], FOUR, {"bytes": 1000}),
        ([1], FOUR, {"type": "<f4"}),
        ([1], FOUR, {"type": "|O"}),
        ([4], FOUR, {"name": []}),
    ],
)
def test_a_hostile_column_is_refused(shape: object, payload: bytes, more: dict[str, object]) -> None:
    """The checksum fits, so that only what the header says is wrong with it."""
    entry = {"name": "a", "type": "|u1", "shape": shape, "delta": False, "bytes": len(payload), **more}
    with pytest.raises(TableError, match="damaged"):
        container.unpack(written({"kind": "k", "fields": {}, "columns": [entry]}, payload), "k", "file")


def test_a_hostile_header_is_refused() -> None:
    entry = {"name": "a", "type": "|u1", "shape": [4], "delta": False, "bytes": len(FOUR)}
    whole = {"kind": "k", "fields": {}, "columns": [entry]}
    assert container.unpack(written(whole, FOUR), "k", "file")[1]["a"].tolist() == [97, 98, 99, 100]
    with pytest.raises(TableError, match="two columns 'a'"):
        container.unpack(written({**whole, "columns": [entry, entry]}, 2 * FOUR), "k", "file")
    for header in ([], "text", None, {}, {**whole, "fields": []}, b"[" * 100_000, b"\xff"):
        with pytest.raises(TableError, match="damaged"):
            container.unpack(written(header, FOUR), "k", "file")


def test_names_may_be_as_long_as_names_can_be(tmp_path: Path) -> None:
    write_atomically(tmp_path / ("a" * 255), b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["a" * 255]
    with pytest.raises(StorageError, match="too long"):
        write_atomically(tmp_path / ("a" * 256), b"x")
    with pytest.raises(TableError, match="there is no table"):
        open_table("a" * 300)


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


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    link, file = tmp_path / "link", tmp_path / "file"
    file.write_bytes(b"old")
    link.symlink_to(file)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
