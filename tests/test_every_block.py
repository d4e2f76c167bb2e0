"""No block of the documentation goes untried: each is run by a test, or says why not."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import doc_blocks
import pytest

ROOT = doc_blocks.ROOT
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "corpora").glob("*.md")])
BLOCK = re.compile(
    r"^(?P<why><!-- not run: [^\n]+ -->\n)?```(?P<kind>[^\n]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE
)
# What a block of each kind needs, for its own test to run it: see test_docs.py, test_readme.py and below.
KINDS = {"console": r"^\$ ", "python": r"^>>> ", "sh": "", "text": "", "{toctree}": "", "{eval-rst}": ""}
DRY = 'make() { command make --dry-run VENV=nowhere "$@" >/dev/null; }; set -e; '
# How much goes untried, the publishing commands of RELEASING.md aside: what needs the network, or takes minutes.
MOST_NOT_RUN = 9


@dataclass(frozen=True)
class Block:
    page: str
    kind: str
    body: str
    why: str


BLOCKS = [
    Block(path.relative_to(ROOT).as_posix(), found["kind"], found["body"], found["why"] or "")
    for path in PAGES
    for found in BLOCK.finditer(path.read_text("utf-8"))
]
SHELL = [block for block in BLOCKS if block.kind == "sh" and not block.why]


def test_every_block_is_of_a_kind_that_is_run() -> None:
    assert len(BLOCKS) > 100
    for block in BLOCKS:
        assert block.kind in KINDS, block
        # The gallery's are whole programs, which its own test runs.
        shape = "" if block.page == "docs/gallery.md" else KINDS[block.kind]
        assert block.why or re.search(shape, block.body, re.MULTILINE), block


def test_python_and_commands_stand_on_pages_whose_tests_run_them() -> None:
    for block in BLOCKS:
        if block.kind in ("console", "python") and not block.why:
            assert block.page == "README.md" or block.page.startswith("docs/"), block


def test_few_are_not_run_and_each_says_why() -> None:
    left = [block for block in BLOCKS if block.why]
    assert sum(block.page != "RELEASING.md" for block in left) <= MOST_NOT_RUN
    assert all(len(block.why) > 30 for block in left)


@pytest.mark.parametrize("block", SHELL, ids=lambda block: block.page)
def test_shell_blocks_run(block: Block) -> None:
    """Every command of them, but make only says what it would do: a target that is not there fails."""
    done = subprocess.run(["bash", "-c", DRY + block.body], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_target_that_is_not_there_fails() -> None:
    done = subprocess.run(["bash", "-c", DRY + "make nothing"], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode != 0


def test_the_commands_that_write_a_version_do(tmp_path: Path) -> None:
    """RELEASING.md's first block, but for its commit, on copies of the files that it changes."""
    block = next(block for block in BLOCKS if block.page == "RELEASING.md" and "VERSION=" in block.body)
    (tmp_path / "ait").mkdir()
    for name in ("setup.cfg", "CITATION.cff", "CHANGELOG.md", "ait/__init__.py"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## 0.1.0 (unreleased)\n")
    done = subprocess.run(
        ["bash", "-ec", 'git() { test "$1" = commit; }; ' + block.body],
        cwd=tmp_path,
        env={**os.environ, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "\nversion = 0.2.0\n" in (tmp_path / "setup.cfg").read_text()
    assert '\n__version__ = "0.2.0"\n' in (tmp_path / "ait" / "__init__.py").read_text()
    assert re.search(r"^## 0\.2\.0 \(\d{4}-\d\d-\d\d\)$", (tmp_path / "CHANGELOG.md").read_text(), re.MULTILINE)
    citation = (tmp_path / "CITATION.cff").read_text()
    assert re.search(r"^version: 0\.2\.0\ndate-released: \d{4}-\d\d-\d\d\nlicense: MIT$", citation, re.MULTILINE)
