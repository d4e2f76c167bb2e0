"""``ait evidence`` on strings, sources and pipes."""

import json

import pytest
from click.testing import CliRunner, Result

from ait import evidence, generate
from ait.cli.main import ait, main


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(ait, ["evidence", *arguments], input=stdin, catch_exceptions=False)


def test_a_string_and_a_source() -> None:
    shown = run("01" * 30, "--source", "random-bits:200").output
    first, second = shown.split("\n200 bits")[0], shown.split("\n200 bits")[1]
    assert f"evidence     {evidence('01' * 30).bits:,.2f} bits" in first
    assert "p-value      at most" in first
    assert "proves nothing" in second
    assert max(map(len, shown.splitlines())) <= 100


def test_a_pipe_as_json_with_one_code() -> None:
    data = bytes(generate("lcg-32", 400).symbols)
    record = json.loads(run("-", "--as", "bytes", "--json", "--measure", "congruential words", stdin=data).output)
    found = record["evidence"][0]
    assert found["codes"] == 2
    assert found["best"]["name"] == "congruential words"
    assert found["e_value"] is None
    assert found["bits"] > 2500
    assert found["p_value_at_most"] > 0


def test_mistakes_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, words in (([], "no INPUT"), (["-", "-"], "once"), (["01", "--measure", "rar"], "no measure 'rar'")):
        assert main(["evidence", *arguments]) in (1, 2)
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.count("\n") == 1
        assert words in captured.err
