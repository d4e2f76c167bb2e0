from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

import pytest

from ait.errors import InputError, MissingExtraError
from ait.language_models.weights import VARIABLE
from ait.reports.choice import ARRAY_MEASURES, MEASURES
from ait.reports.compare import report
from ait.reports.optional import ALL_MEASURES, GROUPS, chosen
from tests.language_models.gguf_writer import tiny_model

pytestmark = pytest.mark.needs_jit


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    path = tiny_model(tmp_path / "tiny.gguf")
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def test_optional_measures_come_when_asked_for(tiny: Path) -> None:
    told: list[tuple[str, int, int]] = []
    plain = report("0110100110010110", measures=["KT"])
    found = report(
        "0110100110010110",
        measures=["KT"],
        include="lm",
        progress=lambda name, done, total: told.append((name, done, total)),
    )
    assert [line.name for line in found.lines] == ["literal", "KT", "SmolLM2"]
    assert found.codes == plain.codes + 1
    assert told[-1] == ("SmolLM2", 17, 17)
    assert [line.name for line in report("0110", measures=["SmolLM2"]).lines] == ["literal", "SmolLM2"]


def test_the_fast_set_has_none_of_them_and_all_has_every_one() -> None:
    optional = {measure.name for group in GROUPS.values() for measure in group}
    assert not optional & {measure.name for measure in chosen(None, ())[0]}
    assert chosen(None, "all")[0] == list(ALL_MEASURES)
    assert chosen(None, ["lm"]) == ([*ARRAY_MEASURES, *MEASURES, *GROUPS["lm"]], {"SmolLM2"})
    assert len({measure.name for measure in ALL_MEASURES}) == len(ALL_MEASURES)
    with pytest.raises(InputError, match=r"no optional group 'gpt': choose from compressors, generators, lm, all"):
        chosen(None, "gpt")


def test_what_is_not_here_is_told_and_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(importlib.metadata, "files", lambda name: None)
    found = report("0110", measures=["KT"], include="lm")
    assert found.codes == 2
    assert "ait lm fetch" in dict(found.left_out)["SmolLM2"]


def test_long_inputs_are_scored_only_when_the_model_is_named(tiny: Path) -> None:
    (measure,) = GROUPS["lm"]
    assert measure.slow_beyond == 1 << 16
    assert "lm" in GROUPS
    text = b"and " * (1 + (1 << 14))
    everything = report(text, include="all")
    assert "slow beyond 65,536 symbols" in dict(everything.left_out)["SmolLM2"]


def test_compressors_come_as_a_group_and_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [measure.name for measure in GROUPS["compressors"]]
    assert names == ["brotli", "ppmd", "lz4", "bzip3", "zopfli", "libdeflate", "zpaq"]
    monkeypatch.setitem(sys.modules, "bz3", None)
    found = report("0110100110010110", measures=["KT"], include="compressors")
    assert [line.name for line in found.lines] == ["literal", "KT", *(name for name in names if name != "bzip3")]
    assert found.codes == 8
    assert dict(found.left_out) == {"bzip3": str(MissingExtraError("bzip3", "compressors"))}
    assert "hidden prior" in found.line("brotli").reference
