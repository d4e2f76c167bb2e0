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
    assert jit._cache_folder() == user / "ait"
    (user / "ait").chmod(0o777)
    private = common / f"ait-{os.getuid()}"
    assert jit._cache_folder() == private
    assert private.stat().st_mode & 0o777 == 0o700
    private.chmod(0o777)
    fresh = jit._cache_folder()
    assert fresh.parent == common
    assert fresh.name.startswith("ait-")
    assert fresh not in (private, user / "ait")


def test_caches_that_nobody_used_for_a_month_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    old, recent = tmp_path / "ait" / "kernels-old", tmp_path / "ait" / "kernels-recent"
    for folder in (old, recent):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    assert jit._choose_cache() == tmp_path / "ait" / f"kernels-{jit.kernel_fingerprint()}"
    assert not old.exists()
    assert recent.exists()
