"""Every --help is whole lines of 80 columns, with examples that work."""

import re
import shlex
from pathlib import Path

import click
import doc_blocks
import pytest
from click.testing import CliRunner
from example_runs import NOT_RUN, REDUCED, furnish, run

from ait.cli.examples import listed
from ait.cli.main import ait
from ait.tables import recipes


def pages(command: click.Command, path: tuple[str, ...] = ()):
    yield " ".join(("ait", *path)), command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from pages(inner, (*path, name))


PAGES = dict(pages(ait))
EXAMPLES = sorted({re.sub(r"\s*\\\n\s*", " ", each) for page in PAGES.values() for each in listed(page.epilog or "")})


def shown(page: str, width: int) -> str:
    done = CliRunner().invoke(ait, [*page.split()[1:], "--help"], terminal_width=width)
    assert done.exit_code == 0
    return done.output


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole_and_fits(page):
    text = shown(page, 80)
    assert max(map(len, text.splitlines())) <= 80
    commands, _, examples = text.partition("\n  Examples:\n")
    assert "..." not in commands.replace("[ARGS]...", "").replace("INPUT...", "").replace("FILE...", "")
    assert page in examples
    assert text.count("-h, --help") == 1
    assert max(map(len, shown(page, 60).partition("\n  Examples:\n")[0].splitlines())) <= 60


@pytest.mark.parametrize("page", PAGES)
def test_a_page_s_examples_are_its_own(page):
    examples = listed(PAGES[page].epilog or "")
    assert examples
    assert [each for each in examples if f"{page} " not in f"{each} ".replace("\\\n", "")] == []


def test_what_is_reduced_or_left_out_is_an_example():
    assert set(REDUCED) | set(NOT_RUN) <= set(EXAMPLES)
    assert not set(REDUCED) & set(NOT_RUN)


def test_examples_name_files_of_the_checkout():
    named = {word for each in EXAMPLES for word in shlex.split(each) if word.startswith("corpora/") and "*" not in word}
    assert {name for name in named if not (doc_blocks.ROOT / name).is_file()} == set()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One folder for all of them: some read what others have written."""
    place = tmp_path_factory.mktemp("examples")
    furnish(place)
    return place


@pytest.fixture
def home(folder, monkeypatch):
    monkeypatch.chdir(folder)
    monkeypatch.setenv("AIT_LM_GGUF", str(folder / "other.gguf"))
    monkeypatch.setenv(recipes.VARIABLE, str(folder / "tables"))
    monkeypatch.setattr("ait.language_models.cost_store.user_cache", lambda name: folder / name)
    monkeypatch.setitem(recipes.RECIPES, "turing-small", recipes.Recipe(2, 3, 38, 0.1))
    # Machines of all states are walked again where an example has written their table before.
    for table in folder.glob("*.ait"):
        table.unlink()
    return folder


@pytest.mark.needs_jit
@pytest.mark.parametrize("example", [each for each in EXAMPLES if each not in NOT_RUN])
def test_an_example_works(home, example):
    line = example
    if example in REDUCED:
        assert REDUCED[example][1][0] in example
        line = example.replace(*REDUCED[example][1])
    done = run(line)
    assert done.status == 0, done.complaints
    written = re.findall(r"(?:>|--out|--html|--picture) (\S+)", line)
    assert done.output or written
    for name in written:
        path = Path(name.replace("~", "home"))
        assert path.is_dir() or path.stat().st_size > 0
