"""The console and Python blocks of README and docs: found, run, compared, and written anew.

``python tests/doc_blocks.py docs/start.md ...`` writes what the commands print now into the page.  A console block is
run command by command; ``<!-- not run: REASON -->`` in the line before it says why one is not.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r"^(?P<why><!-- not run: [^\n]+ -->\n)?```console\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
# Versions of libraries differ from machine to machine, and so may the last digits of what they write.
_VERSION = re.compile(r"\d+(?:\.\d+){2,}(?:\S*)")
_TIME = re.compile(r"\(\d+ s\)")
_SECONDS = 300


@dataclass(frozen=True)
class Command:
    """A command of a page, what the page says that it prints, and why it is not run ("" where it is)."""

    line: str
    shown: str
    why_not: str = ""


def commands(text: str) -> list[Command]:
    """All commands of a page's console blocks, in order."""
    found = []
    for block in _BLOCK.finditer(text):
        why = (block["why"] or "").removeprefix("<!-- not run: ").removesuffix(" -->\n")
        found += [Command(line, shown, why) for line, shown in _split(block["body"])]
    return found


def _split(body: str) -> list[tuple[str, str]]:
    """(command, what follows it) for each line that begins with a dollar; lines may go on after a backslash."""
    pieces = re.split(r"^\$ ((?:[^\n]*\\\n)*[^\n]*)\n", body, flags=re.MULTILINE)
    return list(zip(pieces[1::2], pieces[2::2], strict=True))


def run(command: str, folder: Path) -> str:
    """What a command prints, and what it complains of if it fails, in a folder with the checkout's files."""
    words = f"ait() {{ '{sys.executable}' -m ait \"$@\"; }}; python() {{ '{sys.executable}' \"$@\"; }}; {command}"
    # Tables that were built here before would be listed too; compiled kernels and weights stay where they are.
    own = {"AIT_TABLES": str(folder / ".tables")}
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "NO_COLOR": "1", **own}
    done = subprocess.run(
        ["bash", "-c", words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    # Progress and notes go to standard error, and depend on how busy the machine is.
    whole = done.stdout if done.returncode == 0 else done.stdout + done.stderr
    return whole.decode("utf-8", "replace")


def plain(text: str) -> str:
    """Text without what may differ between machines: versions, seconds, and blanks that only align."""
    return re.sub(r"\s+", " ", _TIME.sub("(TIME)", _VERSION.sub("VERSION", text))).strip()


def furnish(folder: Path) -> Path:
    """A folder in which a page's commands find the checkout's files and may write their own."""
    for path in ROOT.iterdir():
        if path.suffix == ".md" or path.name in ("corpora", "docs"):
            (folder / path.name).symlink_to(path)
    return folder


def rewritten(text: str, folder: Path) -> str:
    """The page with what its commands print now."""

    def renew(block: re.Match[str]) -> str:
        if block["why"]:
            return block[0]
        lines = [f"$ {line}\n{run(line, folder)}" for line, _ in _split(block["body"])]
        return "```console\n" + "".join(lines) + "```"

    return _BLOCK.sub(renew, text)


def main() -> None:
    """Rewrite the pages named on the command line."""
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(name)
            path.write_text(rewritten(path.read_text(encoding="utf-8"), furnish(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
