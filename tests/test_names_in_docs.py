"""Every public name, row of a report, predictor and compressor stands on a page of the documentation."""

import re
from pathlib import Path

import pytest

import ait
from ait.cli.main import ait as group
from ait.measures.compressors import ALL_COMPRESSORS
from ait.measures.entropy_rate import METHODS
from ait.predictors import base
from ait.reports.choice import ARRAY_MEASURES, MEASURES
from ait.tables.shipped import names

DOCS = Path(__file__).parents[1] / "docs"
# api.md lists all names by itself.
TEXTS = {path: path.read_text("utf-8") for path in DOCS.rglob("*.md") if path.name != "api.md"}
MEASURE_PAGES = "".join(text for path, text in TEXTS.items() if path.parent.name in ("measures", "machines"))
INDEX = (DOCS / "measures.md").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(set(ait.__all__) - {"__version__"}))
def test_every_public_name_stands_on_a_page_of_its_measure(name: str) -> None:
    assert re.search(rf"\bait\.{name}\b", MEASURE_PAGES)


@pytest.mark.parametrize("measure", [*MEASURES, *ARRAY_MEASURES], ids=lambda measure: measure.name)
def test_every_row_of_a_report_is_in_the_index(measure) -> None:  # type: ignore[no-untyped-def]
    name = re.escape(measure.name.replace("|", "\\|"))
    row = re.search(rf"^\| (?:.*, )?{name}(?:, .*)? \|.*$", INDEX, re.MULTILINE)
    assert row is not None
    assert row[0].endswith("| yes |" if measure.is_code else "| no |")


def test_every_predictor_compressor_method_and_table_is_named() -> None:
    whole = MEASURE_PAGES + "".join(TEXTS.values())
    for name in (*base._HOMES, *ALL_COMPRESSORS, *METHODS, *names()):
        assert re.search(rf"\b{re.escape(name)}\b", whole), name


def test_every_command_is_in_the_readme() -> None:
    readme = (DOCS.parent / "README.md").read_text("utf-8")
    assert [name for name in group.commands if f"ait {name}" not in readme] == []


def test_every_kind_is_told_in_the_same_words() -> None:
    for page in ("README.md", "docs/reading.md", "docs/glossary.md"):
        text = (DOCS.parent / page).read_text("utf-8")
        assert [kind.value for kind in ait.Kind if kind.value not in text] == []


def test_each_page_of_a_measure_says_what_kind_it_is_and_where_it_is_from() -> None:
    pages = [text for path, text in TEXTS.items() if path.parent.name == "measures" and path.name != "inputs.md"]
    assert len(pages) > 12
    for text in pages:
        assert "Source" in text
        assert "imit" in text
        assert any(kind in text.lower() for kind in ("*exact", "*estimate", "*upper bound", "*bounds", "proved"))


def test_the_glossary_is_in_order() -> None:
    terms = re.findall(r"^\*\*(.+)\*\*$", (DOCS / "glossary.md").read_text("utf-8"), re.MULTILINE)
    keys = [re.sub(r"[^a-zω]", "", term.lower()).replace("ω", "omega") for term in terms]
    assert len(terms) > 40
    assert len(set(terms)) == len(terms)
    assert [key[:1] for key in keys] == sorted(key[:1] for key in keys)
