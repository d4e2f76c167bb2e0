"""``ait distance`` on strings, files and pipes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ait import distance
from ait.cli.main import ait, main
from ait.measures.joint_lengths import code_names


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(ait, ["distance", *arguments], input=stdin, catch_exceptions=False)


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["distance", *arguments]) in (1, 2)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err


def test_two_strings_by_all_codes() -> None:
    shown = run("0101010101", "0110110110", "--code", "all").output
    assert all(f"\n{code} " in shown for code in code_names())
    letters = run("abcab", "bcabc", "--code", "all").output
    assert "\nurn " not in letters
    assert "\nkt " in letters


def test_files_of_different_kinds_and_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "genome").write_text("GATTACA" * 20)
    (tmp_path / "book").write_text("To be, or not to be: that is the question.\n")
    arguments = (str(tmp_path / "genome"), str(tmp_path / "book"), "-", "--code", "lzma")
    record = json.loads(run(*arguments, "--json", stdin=b"GATTACA" * 19).output)["distances"][0]
    assert record["names"][2] == "standard input"
    assert record["matrix"][0][2] < 0.3 < record["matrix"][0][1]
    assert record["tree"].endswith(";")
    expected = distance(b"GATTACA" * 20, b"To be, or not to be: that is the question.\n", b"GATTACA" * 19, code="lzma")
    assert record["matrix"] == expected.matrix.tolist()
    shown = run(*arguments, stdin=b"GATTACA" * 19).output
    assert "Average linkage" in shown
    assert "[3]" in shown
    assert run(*arguments, "--csv", stdin=b"GATTACA").output.count("\n") == 7
    assert run(*arguments, "--newick", stdin=b"GATTACA").output.count("\n") == 1


def test_a_picture_is_written(tmp_path: Path) -> None:
    run("0110", "0111", "0000", "--code", "kt", "--picture", str(tmp_path / "tree.svg"))
    assert "0111" in (tmp_path / "tree.svg").read_text()


def test_sources_are_inputs_too() -> None:
    assert "thue-morse:100" in run("--source", "thue-morse:100", "--source", "fibonacci:100", "--code", "kt").output


def test_mistakes_are_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "two INPUTs" in complaint(capsys, "0110")
    assert "once" in complaint(capsys, "-", "-")
    assert "choose one" in complaint(capsys, "01", "10", "--json", "--csv")
    assert ".svg" in complaint(capsys, "01", "10", "--picture", "tree.gif")
    assert "no code 'rar'" in complaint(capsys, "01", "10", "--code", "rar")
    assert "no file" in complaint(capsys, "01", str(tmp_path / "missing.txt"))
