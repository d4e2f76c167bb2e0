"""The bench itself: records to files and pages, skipping, resuming, Ctrl-C."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path

import pytest
from click.testing import CliRunner

from ait.cli.main import FAILED, INTERRUPTED, WRONG, ait, main
from ait.errors import InputError, MissingExtraError, StorageError
from ait.lab import bench, registry, store
from ait.lab.page import figure, write_pages
from ait.lab.record import Figure, Finding, Number, Record, Size, Table, Verdict, overall

pytest.importorskip("matplotlib")
pytest.importorskip("jinja2")

NAMES = ("invariance", "feed-forward")


def record(name: str, seed: int = 0, size: Size = Size.DEFAULT) -> Record:
    return Record(
        name,
        seed,
        size,
        Verdict.ONLY_IF,
        "p = 0.5",
        "only if <b>it</b> is so",
        "nothing",
        (Finding("a part", Verdict.FAILS, "q = 2"),),
        (Number("one", 1.5, 0.25), Number("endless", math.inf), Number("none", math.nan)),
        (Table("rows", "Rows", ("x", "y"), ((1, None), (2, 0.5), ("a,b", True))),),
        (Figure("line", "A line", "It rises.", lambda axes: axes.plot([0, 1], color="#1f6fbf")),),
        ("Somebody 1999",),
    )


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    ran: list[str] = []

    def run(name: str, seed: int, size: Size, told: object) -> Record:
        ran.append(name)
        return record(name, seed, size)

    monkeypatch.setattr(bench, "run", run)
    return ran


def test_every_experiment_has_a_module_and_says_its_claim() -> None:
    root = Path(registry.__file__).parent / "claims"
    for each in registry.EXPERIMENTS.values():
        assert (root / f"{each.module.rpartition('.')[2]}.py").is_file()
        assert each.claim.endswith(".")
    files = {path.stem for path in root.glob("*.py")} - {"__init__"}
    assert files == {each.module.rpartition(".")[2] for each in registry.EXPERIMENTS.values()}


def test_a_record_comes_back_from_its_files(tmp_path: Path) -> None:
    names = {path.name for path in store.save(record("invariance"), tmp_path, 1.25)}
    assert names == {"line.svg", "line.png", "rows.csv", "numbers.csv", "record.json"}
    found = store.load("invariance", tmp_path)
    assert found is not None
    assert not found.skipped
    assert [each["value"] for each in found.facts["numbers"][:2]] == [1.5, math.inf]
    assert math.isnan(found.facts["numbers"][2]["value"])
    assert found.facts["tables"][0]["rows"] == [[1, None], [2, 0.5], ["a,b", True]]
    rows = list(csv.reader(io.StringIO((tmp_path / "invariance" / "rows.csv").read_text())))
    assert rows == [["x", "y"], ["1", ""], ["2", "0.5"], ["a,b", "True"]]
    assert found.is_of(0, "default")
    assert not found.is_of(1, "default")
    json.loads((tmp_path / "invariance" / "record.json").read_text(), parse_constant=lambda word: pytest.fail(word))


def test_pictures_and_pages_are_the_same_each_time(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        store.save(record("invariance"), tmp_path / folder, 1.0)
        write_pages(tmp_path / folder)
    for file in ("invariance/line.svg", "invariance/line.png", "invariance.html", "index.html"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_pages_escape_and_hold_everything(tmp_path: Path) -> None:
    store.save(record("invariance"), tmp_path, 1.0)
    assert [path.name for path in write_pages(tmp_path)] == ["index.html", "invariance.html"]
    page, index = (tmp_path / "invariance.html").read_text(), (tmp_path / "index.html").read_text()
    for text in (page, index):
        assert "&lt;b&gt;it&lt;/b&gt;" in text
        assert 'class="verdict holds-only-if"' in text
        assert "var(--series-0)" in text
        assert "#1f6fbf" not in text.partition("</style>")[2]
        assert "<script" not in text
        assert "http:" not in text.replace("http://www.w3.org", "")
    assert "∞" in page
    assert "0.25" in page


def test_figures_are_shown_in_six_digits() -> None:
    assert [figure(each) for each in (12, 3.14159265, 1e-9, -2.0, 1e12, 1234567.8)] == [
        "12",
        "3.14159",
        "1.000e-09",
        "-2.0",
        "1.000e+12",
        "1,234,567.8",
    ]


def test_what_cannot_run_is_skipped_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(name: str, seed: int, size: Size, told: object) -> Record:
        if name == "feed-forward":
            raise MissingExtraError("torch", "neural")
        return record(name)

    monkeypatch.setattr(bench, "run", run)
    outcomes = list(bench.run_into(tmp_path, NAMES))
    assert [bool(each.skipped) for each in outcomes] == [False, True]
    index = (tmp_path / "index.html").read_text()
    assert "ait[neural]" in index
    assert "not run" in index
    assert not (tmp_path / "feed-forward.html").exists()


def test_a_skip_leaves_an_earlier_result(tmp_path: Path) -> None:
    store.save(record("invariance"), tmp_path, 1.0)
    store.save_skipped("invariance", "no torch", tmp_path)
    found = store.load("invariance", tmp_path)
    assert found is not None
    assert found.skipped == ""


def test_resuming_keeps_what_ran_with_the_same_seed(tmp_path: Path, faked: list[str]) -> None:
    list(bench.run_into(tmp_path, NAMES, 3))
    kept = list(bench.run_into(tmp_path, NAMES, 3, resume=True))
    assert [each.kept for each in kept] == [True, True]
    assert len(faked) == 2
    list(bench.run_into(tmp_path, NAMES, 4, resume=True))
    assert len(faked) == 4


def test_an_interrupt_loses_nothing_that_has_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(name: str, seed: int, size: Size, told: object) -> Record:
        if name == "feed-forward":
            raise KeyboardInterrupt
        return record(name)

    monkeypatch.setattr(bench, "run", run)
    assert main(["lab", "run", "all", "--out", str(tmp_path)]) == INTERRUPTED
    assert "A line" in (tmp_path / "invariance.html").read_text()
    assert "p = 0.5" in (tmp_path / "index.html").read_text()


def test_the_command(tmp_path: Path, faked: list[str]) -> None:
    runner = CliRunner()
    listed = runner.invoke(ait, ["lab", "list"], catch_exceptions=False)
    # What an experiment needs and is not here may take a line more.
    names = [line.split()[0] for line in listed.output.splitlines() if not line.startswith(" ")]
    assert names == list(registry.EXPERIMENTS)
    done = runner.invoke(ait, ["lab", "run", "invariance", "--out", str(tmp_path)], catch_exceptions=False)
    assert "holds only if" in done.output
    assert (tmp_path / "index.html").is_file()
    assert faked == ["invariance"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing"], "choose from all, "),
        (["all", "--seed", "-1"], "whole number from 0, not -1"),
        (["all", "--size", "huge"], "small"),
    ],
)
def test_bad_arguments_get_one_line(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lab", "run", *arguments, "--out", str(tmp_path / "out")]) in (FAILED, WRONG)
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_bad_values_are_refused() -> None:
    for arguments, words in (
        (("x",), "no experiment"),
        (("invariance", -1), "not -1"),
        (("invariance", 0, "x"), "not 'x'"),
    ):
        with pytest.raises(InputError, match=words):
            registry.run(*arguments)


def test_a_damaged_result_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "invariance").mkdir()
    for text in ("{", '{"format": 9, "name": "invariance"}', "[]", '{"format": 1, "name": "other"}'):
        (tmp_path / "invariance" / "record.json").write_text(text)
        with pytest.raises(StorageError, match="remove it"):
            store.load("invariance", tmp_path)


def test_the_whole_follows_from_its_parts() -> None:
    holds, fails, only = (Finding("", verdict, "") for verdict in (Verdict.HOLDS, Verdict.FAILS, Verdict.ONLY_IF))
    assert overall((holds, holds)) is Verdict.HOLDS
    assert overall((fails, fails)) is Verdict.FAILS
    assert overall((holds, fails)) is Verdict.ONLY_IF
    assert overall((holds, only)) is Verdict.ONLY_IF


def test_a_record_finds_its_parts() -> None:
    found = record("invariance")
    assert found.number("one") == 1.5
    assert found.table("rows").rows[0] == (1, None)
    with pytest.raises(KeyError):
        found.number("two")


def test_the_page_of_docs_has_every_claim_and_its_pictures() -> None:
    docs = Path(__file__).parents[2] / "docs"
    page = (docs / "theory.md").read_text("utf-8")
    for each in registry.EXPERIMENTS.values():
        assert f"## {each.title}\n\n> {each.claim}\n" in page
    pictures = [part.partition(")")[0] for part in page.split("](")[1:] if part.startswith("figures/")]
    assert len(pictures) == 2
    assert all(0 < (docs / name).stat().st_size < 100_000 for name in pictures)
