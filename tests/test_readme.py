"""Every command and every line of Python in the README does what the README says."""

import doctest
import re
from pathlib import Path

import doc_blocks
import pytest

README = (doc_blocks.ROOT / "README.md").read_text("utf-8")


@pytest.mark.needs_jit
@pytest.mark.parametrize("command", doc_blocks.commands(README), ids=lambda command: command.line)
def test_command(command: doc_blocks.Command, tmp_path: Path) -> None:
    printed = doc_blocks.run(command.line, doc_blocks.furnish(tmp_path))
    assert doc_blocks.plain(printed) == doc_blocks.plain(command.shown)


@pytest.mark.needs_jit
def test_python() -> None:
    failed, tried = doctest.testfile(str(doc_blocks.ROOT / "README.md"), module_relative=False, encoding="utf-8")
    assert tried > 8
    assert failed == 0


def test_it_names_the_two_commands() -> None:
    assert re.search(r"^make report ", README, re.MULTILINE)
    assert re.search(r"^make test ", README, re.MULTILINE)


def test_its_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert len(links) > 15
    assert [link for link in links if "://" not in link and not (doc_blocks.ROOT / link).exists()] == []
