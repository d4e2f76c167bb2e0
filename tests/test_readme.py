"""Every command and every line of Python in the README does what the README says."""

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
COMMANDS = [
    line[2:].split("  #")[0].strip() for line in README.splitlines() if line.startswith("$ ait ") or line == "$ ait"
]


@pytest.mark.needs_jit
@pytest.mark.parametrize("command", COMMANDS)
def test_command(command: str, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(README)
    arguments = shlex.split(command)
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.needs_jit
def test_prior_is_shown_as_it_is() -> None:
    (shown,) = re.findall(r"^\$ ait prior 0000111\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    done = subprocess.run([sys.executable, "-m", "ait", "prior", "0000111"], capture_output=True, text=True, check=True)
    assert done.stdout == shown


@pytest.mark.needs_jit
def test_python() -> None:
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert tried > 8
    assert failed == 0


def test_it_names_the_two_commands() -> None:
    assert "$ make report" in README
    assert "$ make test" in README
