"""The page is whole and needs nothing else, no input gets out of its place, and its figures are the report's."""

import os
import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from ait.cli.report import report_command
from ait.errors import InputError, MissingExtraError, StorageError
from ait.reports.compare import Report, report
from ait.reports.page.html import html
from ait.reports.page.several import correlations, rows
from ait.reports.page.strip import LONGEST
from ait.reports.text import format_bits
from ait.sources import generate

pytest.importorskip("jinja2")
stats = pytest.importorskip("scipy.stats")

VOID = {"meta", "link", "br", "img", "input", "hr"}
FAST = ("BDM urn, Turing", "block entropy", "KT", "context tree", "zlib")


class Page(HTMLParser):
    """Tags that must nest, names, links and visible text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.names: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attributes:
            if name == "id":
                self.names.append(value or "")
            if name in ("href", "src", "xlink:href"):
                self.links.append(value or "")

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def long_report() -> Report:
    return report(generate("golden-mean", 600, 0), measures=FAST)


def test_a_page_is_well_formed_and_needs_nothing_else(long_report: Report) -> None:
    text = html([long_report, long_report])
    page = Page(text)
    assert page.open == []
    assert len(page.names) == len(set(page.names))
    assert page.links
    assert all(link.startswith("data:image/png") or link[1:] in page.names for link in page.links)
    assert {link[0] for link in page.links} <= {"#", "d"}
    assert set(re.findall(r"https?://[^\"' <)]+", text)) <= {
        "http://www.w3.org/1999/xlink",
        "http://www.w3.org/2000/svg",
    }
    assert page.tags.count("script") == 1
    assert "default-src 'none'" in text
    assert "#0a0" not in text
    assert 'name="viewport"' in text
    assert "prefers-color-scheme: dark" in text


def test_the_figures_are_the_reports(long_report: Report) -> None:
    text = "".join(Page(html([long_report])).text)
    for line in long_report.lines:
        assert line.name in text
        assert format_bits(line.estimate.bits) in text
    assert "entropy rate of the source 0.666667" in text


@pytest.mark.parametrize(
    ("source", "rate"), [("even, seed 7", "0.666667"), ("thue-morse", "0.000000"), ("file even", ""), ("even", "")]
)
def test_the_truth_is_known_of_every_seed_of_our_sources_and_of_nothing_else(source: str, rate: str) -> None:
    named = source if source.startswith("file") or not rate else f"source {source}"
    sequence = replace(generate("even", 60, 7), source=named)
    assert generate("even", 60, 7).source == "source even, seed 7"
    text = html([report(sequence, measures=["KT"])])
    assert ("entropy rate of the source" in text) == bool(rate)
    assert f"entropy rate of the source {rate}" in text or not rate


def test_the_same_figures_give_the_same_page(long_report: Report) -> None:
    assert html([long_report]) == html([long_report])


def test_every_symbol_of_the_strip_tells_its_cost(long_report: Report) -> None:
    titles = re.findall(r'title="(\d+): ([\d.]+) bits"', html([long_report]))
    assert [int(place) for place, _ in titles] == list(range(1, 601))
    best = min(("KT", "context tree", "BDM urn, Turing"), key=lambda name: long_report.line(name).bits)
    assert sum(float(bits) for _, bits in titles) == pytest.approx(long_report.line(best).bits, abs=600 * 0.005)


def test_what_is_not_shown_is_said() -> None:
    text = "".join(Page(html([report(generate("golden-mean", LONGEST + 1234, 0), measures=["KT"])])).text)
    assert "1,234 more are not shown" in text


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>{{7*7}}", "</style></svg>&lt;"]
)
def test_nothing_in_the_input_becomes_part_of_the_page(hostile: str) -> None:
    text = html([report(hostile, measures=["KT"])])
    page = Page(text)
    assert page.open == []
    assert page.tags.count("script") == 1
    assert "img" not in page.tags
    assert hostile[:20] in "".join(page.text)
    named = html([report(Path(__file__).read_bytes()[:200], measures=["KT"])])
    assert Page(named).open == []


@pytest.mark.parametrize(
    "x", ["0", "01", "0110100110010110", b"\x00\xff", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "0" * 64]
)
def test_short_and_odd_inputs_have_pages_too(x: str | bytes) -> None:
    page = Page(html([report(x, measures=["LBF Km", "KT", "coding theorem"] if set(x) <= set("01") else ["KT"])]))
    assert page.open == []


def test_programs_of_a_short_string_are_shown_with_their_runs() -> None:
    text = html([report("010101010101", measures=["coding theorem", "LBF Km"])])
    assert ";+]" in text
    assert "Step by step" in text
    assert text.count('<svg role="img"') == 5


def test_rank_correlations_are_scipys() -> None:
    reports = [
        report(generate(name, 300, 1), measures=FAST) for name in ("golden-mean", "even", "random-bits", "thue-morse")
    ]
    made = rows(reports)
    table = dict(correlations(made))
    figures = {row.name: row.figures for row in made}
    names = list(table)
    assert "literal" not in table
    assert len(names) >= 4
    for i, name in enumerate(names):
        assert table[name][i] == 1.0
        for j, other in enumerate(names):
            assert table[name][j] == pytest.approx(stats.spearmanr(figures[name], figures[other]).statistic)
    assert correlations(rows(reports[:2])) == []


def test_without_the_extra_one_sentence_names_it(monkeypatch: pytest.MonkeyPatch, long_report: Report) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtraError, match=r"ait\[html\]"):
        html([long_report])
    with pytest.raises(InputError):
        html([])


def test_notebooks_show_the_table(long_report: Report) -> None:
    fragment = long_report._repr_html_()
    assert Page(fragment).open == []
    assert fragment.count("<tr>") == len(long_report.lines) + 1
    assert "<script" not in report("<script>", measures=["KT"])._repr_html_()


def test_what_keeps_a_page_from_being_written_is_said_before_anything_is_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ait.reports.compare.report", None)
    for place, words in ((tmp_path, "it is a folder"), (tmp_path / "none" / "x.html", "no such file or folder")):
        done = CliRunner().invoke(report_command, ["0101", "--html", str(place)])
        assert isinstance(done.exception, StorageError)
        assert words in str(done.exception)
    monkeypatch.setattr("ait.reports.page.html.find_spec", lambda package: None)
    done = CliRunner().invoke(report_command, ["0101", "--html", str(tmp_path / "x.html")])
    assert isinstance(done.exception, MissingExtraError)


def test_the_page_on_standard_output() -> None:
    arguments = ["0101", "--measure", "KT", "--html", "-"]
    done = CliRunner().invoke(report_command, arguments, catch_exceptions=False)
    assert Page(done.stdout).open == []
    assert done.stdout.startswith("<!doctype html>")
    assert not Path("-").exists()
    both = CliRunner().invoke(report_command, [*arguments, "--json"])
    assert both.exit_code == 2
    assert "give the page a file" in both.output


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text there")
def test_a_file_whose_name_is_no_text_has_a_page(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.txt")
    Path(name).write_text("0101010101")
    done = CliRunner().invoke(
        report_command, [name, "--measure", "KT", "--html", str(tmp_path / "r.html")], catch_exceptions=False
    )
    assert done.exit_code == 0
    assert r"bad\udcff.txt" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_command_writes_the_page_and_nothing_on_standard_output(tmp_path: Path) -> None:
    file = tmp_path / "r.html"
    done = CliRunner().invoke(
        report_command, ["0101010101", "--measure", "KT", "--html", str(file)], catch_exceptions=False
    )
    assert (done.exit_code, done.stdout) == (0, "")
    assert Page(file.read_text(encoding="utf-8")).open == []


def test_a_name_that_is_no_text_leaves_the_page_text() -> None:
    found = report("0101", measures=["KT"])
    page = html([replace(found, sequence=replace(found.sequence, source="odd\udcff.txt"))])
    assert "from odd\\udcff.txt" in page
    assert page.encode("utf-8")
