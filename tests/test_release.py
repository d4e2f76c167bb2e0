"""What a release must agree on: one version everywhere, a citation that can be read, a checklist that is true."""

import re
from configparser import ConfigParser
from pathlib import Path

import ait

ROOT = Path(__file__).parents[1]
CITATION = (ROOT / "CITATION.cff").read_text("utf-8")


def test_the_citation_has_what_the_format_asks_for() -> None:
    for key in ("cff-version", "message", "title", "authors", "version", "license"):
        assert re.search(rf"^{key}:", CITATION, re.MULTILINE), key
    assert "\t" not in CITATION


def test_there_is_one_version_and_one_licence() -> None:
    settings = ConfigParser()
    settings.read(ROOT / "setup.cfg")
    assert re.findall(r"^version: (.+)$", CITATION, re.MULTILINE) == [ait.__version__]
    assert settings["metadata"]["version"] == ait.__version__
    assert re.findall(r"^license: (.+)$", CITATION, re.MULTILINE) == [settings["metadata"]["license"]]
    assert "MIT License" in (ROOT / "LICENSE").read_text("utf-8")


def test_every_python_of_the_checklist_is_one_that_is_named() -> None:
    settings = ConfigParser()
    settings.read(ROOT / "setup.cfg")
    named = re.findall(r":: (3\.\d+)$", settings["metadata"]["classifiers"], re.MULTILINE)
    checklist = (ROOT / "RELEASING.md").read_text("utf-8")
    assert re.findall(r"python(3\.\d+)", checklist) == named
    assert settings["options"]["python_requires"] == f">={named[0]}"


def test_the_makefile_says_what_each_target_does() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    told = set(re.findall(r"make ([\w-]+)", makefile[: makefile.index("report: ")]))
    named = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())  # type: ignore[index]
    assert named - told <= {"help", "test-plain", "test-bounds", "test-python"}
