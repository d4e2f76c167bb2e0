"""``ait entropy-rate``: all methods, one of them, the ladder, and what is refused."""

import json

import pytest
from click.testing import CliRunner, Result

from ait import entropy_rate, generate
from ait.cli.entropy_rate import _CORRECTIONS, _METHODS
from ait.cli.main import ait, main
from ait.measures.entropy_ladder import ESTIMATORS
from ait.measures.entropy_rate import METHODS


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(ait, ["entropy-rate", *arguments], input=stdin, catch_exceptions=False)


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["entropy-rate", *arguments]) in (1, 2)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err


def test_the_names_are_those_of_the_functions() -> None:
    assert _METHODS == METHODS
    assert _CORRECTIONS == ESTIMATORS


def test_all_methods_beside_the_truth() -> None:
    shown = run("--source", "golden-mean:3000").output
    x = generate("golden-mean", 3000)
    for method in METHODS:
        assert f"{entropy_rate(x, method).per_symbol(3000):.6f}" in shown
    assert "the truth" in shown
    assert "0.666667" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_one_method_with_its_options_and_the_ladder_as_json() -> None:
    arguments = ("--source", "even:2000", "--method", "blocks", "--correction", "plug-in", "--length", "5")
    record = json.loads(run(*arguments, "--ladder", "--json").output)
    expected = entropy_rate(generate("even", 2000), "blocks", length=5, correction=None)
    assert record["rates"][0]["bits_per_symbol"] == expected.per_symbol(2000)
    assert record["rates"][0]["standard_error_per_symbol"] == pytest.approx(expected.standard_error / 2000)
    assert record["ladder"]["estimators"]["plug-in"]["rates"][4] == pytest.approx(expected.per_symbol(2000))
    assert record["true_rate"] == pytest.approx(2 / 3)
    assert "overlapping blocks of 5" in run(*arguments).output
    shown = run(*arguments, "--ladder").output
    rungs = shown.partition("h_L, bits")[2].splitlines()[2:7]
    assert [line.split()[0] for line in rungs] == list("12345")


def test_strings_and_pipes_and_methods_that_do_not_apply() -> None:
    assert "the truth" not in run("0110100110010110").output
    assert (
        run("-", stdin=b"0110100110010110\n").output.splitlines()[3:] == run("0110100110010110").output.splitlines()[3:]
    )
    assert "at least 3" in " ".join(run("01").output.split())


def test_mistakes_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert "give one INPUT" in complaint(capsys)
    assert "give one INPUT" in complaint(capsys, "0110", "--source", "even")
    assert "no source 'odd'" in complaint(capsys, "--source", "odd:5")
    assert "at least 3" in complaint(capsys, "01", "--method", "match-length")
    assert "--window is for sliding-match-length" in complaint(capsys, "0110", "--method", "blocks", "--window", "2")
    assert "use a length" in complaint(capsys, "0110", "--length", "9")
    assert "'shannon' is not one of" in complaint(capsys, "0110", "--method", "shannon")
