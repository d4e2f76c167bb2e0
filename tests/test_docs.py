"""Every console and Python block of the documentation does what the page says."""

import doctest
from pathlib import Path

import doc_blocks
import pytest

DOCS = doc_blocks.ROOT / "docs"
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
BLOCKS = [(page, command) for page in PAGES for command in doc_blocks.commands((DOCS / page).read_text("utf-8"))]


@pytest.mark.needs_jit
@pytest.mark.slow
@pytest.mark.parametrize("page", sorted({page for page, command in BLOCKS if not command.why_not}))
def test_commands_print_what_the_page_shows(page: str, tmp_path: Path) -> None:
    """A page's commands one after another, as a reader would paste them."""
    doc_blocks.furnish(tmp_path)
    for command in (command for of, command in BLOCKS if of == page and not command.why_not):
        printed = doc_blocks.run(command.line, tmp_path)
        assert doc_blocks.plain(printed) == doc_blocks.plain(command.shown), command.line


@pytest.mark.needs_jit
@pytest.mark.parametrize("page", [page for page in PAGES if ">>> " in (DOCS / page).read_text("utf-8")])
def test_python(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(doc_blocks.ROOT)
    flags = doctest.NORMALIZE_WHITESPACE
    failed, tried = doctest.testfile(str(DOCS / page), module_relative=False, encoding="utf-8", optionflags=flags)
    assert tried > 0
    assert failed == 0


def test_what_is_not_run_says_why() -> None:
    assert all(len(command.why_not) > 10 for _, command in BLOCKS if command.why_not)


def test_a_block_is_split_into_commands() -> None:
    text = (
        "<!-- not run: it takes an hour -->\n```console\n$ ait x\nout\n```\n\n```console\n$ a \\\n  b\n1\n2\n$ c\n```\n"
    )
    assert [(c.line, c.shown, c.why_not) for c in doc_blocks.commands(text)] == [
        ("ait x", "out\n", "it takes an hour"),
        ("a \\\n  b", "1\n2\n", ""),
        ("c", "", ""),
    ]
    assert doc_blocks.plain("zlib 1.2.13,  level 9\n") == doc_blocks.plain("zlib 1.3.1, level 9")
