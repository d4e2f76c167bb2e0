"""ait among other programs: broken pipes, full disks, narrow terminals, locales without letters, exit statuses."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from answer_cases import CASES, furnish
from click.testing import CliRunner

from ait.cli import letters, output
from ait.cli.main import ait, main

AIT = f"'{sys.executable}' -m ait"
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(furnish(tmp_path))
    return tmp_path


def bash(line: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A line of bash in which ``ait`` is this checkout's."""
    words = f'set -o pipefail; ait() {{ {AIT} "$@"; }}; {line}'
    known = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "TERM")}
    return subprocess.run(
        ["bash", "-c", words], capture_output=True, env={**known, **environment}, timeout=300, check=False
    )


@pytest.mark.needs_jit
@pytest.mark.parametrize(
    "line",
    [
        "ait table export turing-5-2 | head -n 1",
        "ait table distributions turing-5-2 --csv | head -n 1",
        "ait table show lbf --top 131071 | head -n 1",
        "ait randomness $(head -c 20000 /dev/zero | tr '\\0' 0) --json | true",
        "ait run turing 1RB1LC_1RC1RB_1RD0LE_1LA1LD_1-H0LA --steps 9000 --diagram --json | true",
        "ait --help | true",
        "ait schema report | true",
        "ait -vv table list | true",
    ],
)
def test_a_reader_that_goes_leaves_no_traceback(line):
    done = bash(line)
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    assert [said for said in done.stderr.splitlines() if not said.lstrip()[:1].isdigit()] == []
    assert done.returncode in (0, 141)


@FULL
@pytest.mark.needs_jit
@pytest.mark.parametrize(
    "line",
    ["report 0101 --measure KT", "table export lbf", "--help", "bdm --help", "--version", "lab list"],
)
def test_a_full_disk_is_one_line_and_a_status(line):
    done = bash(f"ait {line} > /dev/full")
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == ["ait: cannot write the output: No space left on device"]


@pytest.mark.needs_jit
@pytest.mark.parametrize("form", ["", "--json", "--csv", "--markdown"])
@pytest.mark.parametrize(
    "words",
    [
        ("distance", "0110", "0011", "1111", "--code", "kt"),
        ("report", "λμλλ…", "--measure", "KT"),
        ("run", "blc", "\\x.x"),
        ("table", "show", "turmite-4-2-500"),
    ],
)
def test_a_locale_without_letters(words, form, monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr("sys.stdout", stream)
    assert main([*words, *([form] if form else [])]) == 0
    stream.flush()
    printed = stream.buffer.getvalue().decode("ascii")
    assert "\\u2500" not in printed
    if form == "--json":
        found = json.loads(printed)
        assert words[0] != "report" or found["reports"][0]["input"]["preview"] == "λμλλ…"


def test_the_c_locale_and_an_ascii_stream():
    for environment in ({"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}):
        done = bash("ait run blc '\\x.x' && ait --help && ait run blc --help", **environment)
        assert (done.returncode, done.stderr) == (0, b"")
    assert "λx.x→…".encode("ascii", letters.ERRORS) == b"\\x.x->..."
    assert "é😀\ud800".encode("ascii", letters.ERRORS) == b"\\xe9\\U0001f600\\ud800"
    assert "\ud800λ".encode("utf-8", letters.ERRORS) == "\\ud800λ".encode()


@pytest.mark.needs_jit
@pytest.mark.parametrize("columns", ["60", "80"])
def test_lines_fit_where_they_have_a_blank(folder, columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    widest = min(120, int(columns))
    # What these print is laid out as it must be; an experiment's run is told as it goes.
    for words in (
        case for name, cases in CASES.items() for case in cases if name.split("-")[0] not in ("run", "lab", "enumerate")
    ):
        done = CliRunner().invoke(ait, list(words), catch_exceptions=False)
        assert done.exit_code == 0
        long = [line for line in done.stdout.splitlines() if len(line) > widest and " " in line.strip()[:widest]]
        # A hash and a list of programs have no blank beyond their name.
        assert [line for line in long if len(line.split()) > 2] == []


def test_folding():
    assert output.fold("a bb ccc\n", 80) == "a bb ccc\n"
    assert output.fold("name   one two three\nnext\n", 14) == "name   one two\n       three\nnext\n"
    assert output.fold("  one two three", 8) == "  one\n    two\n    three"
    assert output.fold("x" * 99 + " y", 80) == "x" * 99 + "\n  y"
    assert output.fold("x" * 99, 80) == "x" * 99


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {}])
def test_colour_only_where_it_is_welcome(environment):
    code = "import sys, os; from ait.cli.output import use_color; sys.stdout.isatty = lambda: True; print(use_color())"
    done = bash(f"'{sys.executable}' -c '{code}'", **environment)
    assert done.stdout.strip() == (b"True" if not environment else b"False")


def arguments(command: click.Command) -> list[click.Argument]:
    return [each for each in command.params if isinstance(each, click.Argument)]


@pytest.mark.needs_jit
@pytest.mark.parametrize(
    ("words", "data"),
    [
        (("report", "-", "--measure", "KT"), bytes(range(256))),
        (("bdm", "-", "--as", "bits"), b"\x00\xff\x80"),
        (("perturb", "-", "--as", "bits"), b"\x00\xff"),
        (("distance", "-", "0101", "--code", "kt"), b"0101"),
        (("evidence", "-", "--measure", "KT"), bytes(range(256))),
        (("entropy-rate", "-", "--method", "lempel-ziv-76"), bytes(range(256))),
        (("infer", "-", "--models", "bernoulli"), b"0110\n"),
        (("randomness", "-"), b"0110100110"),
        (("graph", "-", "--samples", "0"), b"a b\nb c\n"),
        (("discretise", "-"), b"1 2 3 4 5"),
        (("lm", "score", "-", "--model", "tiny.gguf", "--no-cache"), b"\xff\x00text"),
        (("prior", "-", "--bits", "12"), b"0101\n"),
        (("search", "-", "--bits", "12"), b"0101\n"),
    ],
)
def test_standard_input_in_the_place_of_every_input(folder, words, data):
    done = CliRunner().invoke(ait, list(words), input=data, catch_exceptions=False)
    assert done.exit_code == 0
    assert len(done.stdout) > 5


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("run", "turing", "1RB1LB_1LA1-H"), 0, ""),
        (("--help",), 0, ""),
        (("table", "show", "no-such-table"), 1, "there is no table"),
        (("report", "no/such/file"), 1, "there is no file"),
        (("run", "lbf", "2"), 1, ""),
        (("nonsense",), 2, "No such command"),
        (("report",), 2, "no INPUT"),
        (("report", "01", "--json", "--csv"), 2, "choose one"),
        (("report", "--source", "list", "--json"), 2, "leave --json out"),
        (("prior", "-", "--given", "-"), 2, "give - once"),
        (("distance", "01", "10", "--newick", "--csv"), 2, "choose one"),
        (("search", "01", "--workers", "0"), 2, "--workers"),
        ((), 2, ""),
    ],
)
def test_exit_statuses(words, status, said, capsys):
    assert main(words) == status
    printed = capsys.readouterr()
    assert said in printed.err
    assert bool(printed.err) == (status > 0)
    assert "Traceback" not in printed.err
    if words and status:
        assert (printed.out, printed.err.count("\n")) == ("", 1)


def test_ctrl_c(monkeypatch, capsys):
    monkeypatch.setattr("ait.machines.lbf.run", _interrupt)
    assert main(["run", "lbf", "1"]) == 130
    assert capsys.readouterr().err == "ait: interrupted\n"


def _interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_walk_that_runs_out_of_memory_says_where_its_work_is(tmp_path, monkeypatch, capfd):
    def walk(space, *, checkpoint, **options):
        checkpoint.write_bytes(b"finished jobs")
        raise MemoryError

    monkeypatch.setattr("ait.enumeration.driver.walk", walk)
    out = tmp_path / "table.ait"
    assert main(["enumerate", "turing", "--states", "2", "--steps", "6", "--out", str(out)]) == 1
    told = capfd.readouterr().err.splitlines()
    assert told == [
        f"ait: finished work is kept in {out}.checkpoint; run the same command with --resume to go on",
        "ait: there is not enough memory for an input or a limit of this size",
    ]
