"""-v says on standard error what is done, and changes nothing on standard output."""

import logging

import pytest
from answer_cases import furnish
from click.testing import CliRunner, Result

from ait.cli.main import ait
from ait.tables import shipped

pytestmark = pytest.mark.needs_jit


def run(*arguments: str) -> Result:
    # What was opened before would not be opened again.
    shipped._load_version.cache_clear()
    done = CliRunner().invoke(ait, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0
    assert logging.getLogger("ait").handlers == []
    assert logging.getLogger("ait").level == logging.NOTSET
    return done


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(furnish(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("report", "0110", "--measure", "coding theorem"), ("table turing-5-2: ", "rows, SHA-256 ", "theorem: 0.")),
        (("report", "0123456789", "--measure", "coding theorem"), ("coding theorem left out: ",)),
        (("bdm", "010101010101"), ("table turing-5-2: ",)),
        (("distance", "0110", "012", "--code", "all"), ("code lzma: ", "code urn left out: ")),
        (("entropy-rate", "01"), ("blocks: ", "left out: ")),
        (("search", "0101", "--bits", "12"), ("walk: ", "walk over after ")),
        (("enumerate", "turing", "--states", "2", "--steps", "6", "--out", "d", "--force"), ("threads: ", "wrote ")),
        (("perturb", "0101", "--out", "map.csv"), ("wrote ", "map.csv")),
        (("lm", "info", "--model", "tiny.gguf"), ("language model",)),
        (("table", "list", "--json"), ("table lbf: ",)),
    ],
)
def test_what_is_done_is_said_beside_the_answer(folder, arguments, words):
    plain = run(*arguments)
    for said in (run("-v", *arguments), run(*arguments, "--verbose")):
        assert said.stdout_bytes == plain.stdout_bytes
        assert said.stderr.startswith("ait: version ")
        assert "compiled kernels: " in said.stderr
        assert [word for word in words if word not in said.stderr] == []
        assert all(line.startswith("ait: ") for line in said.stderr.splitlines())
    assert "ait: table" not in plain.stderr


def test_twice_says_more(folder):
    arguments = ("report", "short.txt", "--measure", "KT")
    once, twice, either = run("-v", *arguments), run("-vv", *arguments), run("-v", *arguments, "-v")
    assert "read short.txt, 13 bytes" not in once.stderr
    for each in (twice, either):
        assert "ait.storage: read short.txt, 13 bytes" in each.stderr
        assert each.stdout == once.stdout


def test_the_library_itself_says_nothing(capfd):
    from ait.reports.compare import report

    report("0110", measures=["KT"])
    assert logging.getLogger("ait").handlers == []
    assert capfd.readouterr() == ("", "")
