from __future__ import annotations

import struct
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from ait.errors import AitError, ModelError, StorageError
from ait.language_models.gguf import open_gguf
from ait.language_models.llama import read_llama
from ait.language_models.quantisation import FORMATS
from tests.language_models.gguf_writer import tiny_fields, tiny_model, tiny_tensors, write_gguf


def test_fields_and_tensors_come_back(tmp_path: Path) -> None:
    file = open_gguf(tiny_model(tmp_path / "tiny.gguf"))
    assert file.field("general.architecture") == "llama"
    assert file.field("llama.rope.freq_base") == 100.0
    assert file.field("absent", 7) == 7
    for name, tensor in tiny_tensors().items():
        assert np.array_equal(file.tensor(name), tensor)
    with pytest.raises(ModelError, match="no field absent"):
        file.field("absent")
    with pytest.raises(ModelError, match="no tensor absent"):
        file.tensor("absent")


@pytest.mark.parametrize("kind", [0, 1, 2, 3, 8, 30])
def test_every_format_gives_back_its_own_values(tmp_path: Path, kind: int) -> None:
    """What was rounded to a format once is not changed by it again, and rounding stays within half a step."""
    x = np.random.default_rng(kind).normal(size=(8, 64)).astype(np.float32)
    once = open_gguf(write_gguf(tmp_path / "once", {}, {"x": x}, kind)).tensor("x")
    step = {0: 0.0, 1: 2e-3, 30: 3e-2, 8: 0.02, 3: 0.2, 2: 0.3}[kind]
    assert np.abs(once - x).max() <= step
    assert (np.abs(once - x).max() == 0) == (kind == 0)


def test_quantised_blocks_are_what_the_format_says() -> None:
    scale, least = np.float16(0.5).tobytes(), np.float16(-1).tobytes()
    packed = bytes([i | (15 - i) << 4 for i in range(16)])
    low, high = np.arange(16.0), 15.0 - np.arange(16.0)
    q = np.concatenate([low, high])

    def read(kind: int, data: bytes) -> list[float]:
        found: list[float] = FORMATS[kind].read(np.frombuffer(data, np.uint8)[None, :])[0].tolist()
        return found

    assert read(2, scale + packed) == (0.5 * (q - 8)).tolist()
    assert read(3, scale + least + packed) == (0.5 * q - 1).tolist()
    assert read(8, scale + np.arange(-16, 16, dtype=np.int8).tobytes()) == (0.5 * np.arange(-16, 16)).tolist()


def test_a_file_cut_short_anywhere_is_refused(tmp_path: Path) -> None:
    whole = tiny_model(tmp_path / "tiny.gguf").read_bytes()
    path = tmp_path / "cut.gguf"
    for size in [*range(0, 64), *range(64, len(whole) - 32, 997)]:
        path.write_bytes(whole[:size])
        with pytest.raises(ModelError, match=r"empty|damaged|cut short|no GGUF file"):
            open_gguf(path)


def test_damage_never_gives_anything_but_one_clear_error(tmp_path: Path) -> None:
    whole = bytearray(tiny_model(tmp_path / "tiny.gguf").read_bytes())
    path, rng, refused = tmp_path / "damaged.gguf", np.random.default_rng(3), 0
    for _ in range(300):
        damaged = bytearray(whole)
        for place in rng.integers(4, 3000, 3):
            damaged[place] = int(rng.integers(256))
        path.write_bytes(damaged)
        refused += _is_refused(path)
    assert refused > 100


def _is_refused(path: Path) -> bool:
    with suppress(AitError):
        read_llama(open_gguf(path))
        return False
    return True


def test_announced_sizes_are_not_trusted(tmp_path: Path) -> None:
    path = tmp_path / "huge.gguf"
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 1 << 60, 1 << 60) + bytes(100))
    with pytest.raises(ModelError, match="items are announced"):
        open_gguf(path)
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", 9, 0, 0))
    with pytest.raises(ModelError, match="version 9"):
        open_gguf(path)
    with pytest.raises(StorageError, match="no such file"):
        open_gguf(tmp_path / "absent.gguf")
    with pytest.raises(StorageError, match="folder"):
        open_gguf(tmp_path)


def test_models_that_are_not_understood_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.gguf"

    def refused(match: str, tensors: dict[str, np.ndarray] | None = None, **fields: object) -> None:
        write_gguf(path, tiny_fields(**fields), tiny_tensors() if tensors is None else tensors)
        with pytest.raises(ModelError, match=match):
            read_llama(open_gguf(path))

    refused("architecture mamba", **{"general.architecture": b"mamba"})
    refused("scales its rotary", **{"llama.rope.scaling.type": b"yarn"})
    refused("no field llama.block_count", **{"llama.block_count": None})
    refused("not a number from 1", **{"llama.embedding_length": 0})
    refused("cannot share", **{"llama.attention.head_count_kv": 3})
    refused("no llama model has", tensors=tiny_tensors() | {"blk.0.attn_q.bias": np.zeros(32, np.float32)})
    refused("should be", tensors=tiny_tensors() | {"blk.0.ffn_up.weight": np.zeros((32, 32), np.float32)})
    missing = tiny_tensors()
    del missing["blk.1.ffn_up.weight"]
    refused("no tensor blk.1.ffn_up.weight", tensors=missing)
