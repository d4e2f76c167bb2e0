import os
import tempfile
from pathlib import Path

import pytest

from ait import jit


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs owners and permissions of files")
def test_compiled_code_is_kept_where_nobody_else_can_put_any(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user, common = tmp_path / "user", tmp_path / "common"
    common.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(user))
    monkeypatch.setattr(tempfile, "tempdir", str(common))
    assert jit.cache_folder() == user / "ait"
    (user / "ait").chmod(0o777)
    private = common / f"ait-{os.getuid()}"
    assert jit.cache_folder() == private
    assert private.stat().st_mode & 0o777 == 0o700
    private.chmod(0o777)
    fresh = jit.cache_folder()
    assert fresh.parent == common
    assert fresh.name.startswith("ait-")
    assert fresh not in (private, user / "ait")


def test_caches_that_nobody_used_for_a_month_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    jit._cache_of.cache_clear()
    old, recent = tmp_path / "ait" / "kt_kernel-old", tmp_path / "ait" / "kt_kernel-recent"
    for folder in (old, recent):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    file = jit._kernel_files()["kt_kernel"]
    assert jit._cache_of(file) == tmp_path / "ait" / f"kt_kernel-{jit.kernel_fingerprint(file)}"
    assert not old.exists()
    assert recent.exists()
    jit._cache_of.cache_clear()


def test_an_edit_changes_the_fingerprint_of_what_uses_the_file_and_of_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports = {"base_kernel": "", "middle_kernel": "base_kernel", "top_kernel": "middle_kernel", "other_kernel": ""}
    files = {name: tmp_path / f"{name}.py" for name in imports}
    monkeypatch.setattr(jit, "_kernel_files", lambda: files)

    def fingerprints(base: str) -> dict[str, str]:
        jit._read.cache_clear()
        for name, imported in imports.items():
            files[name].write_text(f"from ait.{imported} import step\n" if imported else "def step(): ...\n")
        files["base_kernel"].write_text(base)
        return {name: jit.kernel_fingerprint(file) for name, file in files.items()}

    before, after = fingerprints("one = 1"), fingerprints("one = 2")
    assert {name for name in files if before[name] != after[name]} == {"base_kernel", "middle_kernel", "top_kernel"}
    assert len(set(before.values())) == 4
    jit._read.cache_clear()
