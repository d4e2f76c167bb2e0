"""The pictures of docs/gallery.md, each made by the block of code that stands beside it: ``make gallery``.

A block saves NAME.png, or ``--picture NAME.png`` does; the page shows it as figures/gallery-NAME.png.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

DOCS = Path(__file__).parent
PAGE, FIGURES = DOCS / "gallery.md", DOCS / "figures"
LARGEST, WIDEST = 60_000, 900
_BLOCK = re.compile(
    r"^!\[(?P<alt>[^\]]+)\]\(figures/gallery-(?P<name>[\w-]+)\.png\)\n+```(?P<kind>\w+)\n(?P<code>.*?)^```$",
    re.DOTALL | re.M,
)
_FROM_THE_LAB = {"emergence": "lab/emergence/exact-match.png"}


@dataclass(frozen=True)
class Example:
    """One picture of the page: its name, what it shows in words, and the code that makes it."""

    name: str
    alt: str
    kind: str
    code: str

    @property
    def made(self) -> str:
        """Where the code leaves the picture."""
        return _FROM_THE_LAB.get(self.name, f"{self.name}.png")


def examples() -> list[Example]:
    """All of them, in the order of the page."""
    return [Example(*found.group("name", "alt", "kind", "code")) for found in _BLOCK.finditer(PAGE.read_text("utf-8"))]


def run(example: Example, folder: Path) -> bytes:
    """Run an example's code in a folder beside which the corpora stand; the picture as it is shipped."""
    environment = {**os.environ, "PYTHONPATH": str(DOCS.parent), "MPLBACKEND": "Agg", "COLUMNS": "80"}
    code = example.code
    if example.kind == "python":
        command = [sys.executable, "-c", code]
    else:
        lines = [line[2:] for line in code.splitlines() if line.startswith("$ ")]
        command = ["bash", "-ec", f"ait() {{ '{sys.executable}' -m ait \"$@\"; }}\n" + "\n".join(lines)]
    if not (folder / "corpora").exists():
        (folder / "corpora").symlink_to(DOCS.parent / "corpora")
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{example.name}: {done.stderr}")
    return smaller((folder / example.made).read_bytes())


def smaller(picture: bytes) -> bytes:
    """A PNG file with at most 900 columns and 128 colours: drawings lose nothing that can be seen."""
    with Image.open(io.BytesIO(picture)) as whole:
        image = Image.alpha_composite(Image.new("RGBA", whole.size, "white"), whole.convert("RGBA")).convert("RGB")
    if image.width > WIDEST:
        image = image.resize((WIDEST, round(image.height * WIDEST / image.width)), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    image.quantize(128, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(stream, "png", optimize=True)
    return stream.getvalue()


def main() -> None:
    """Make every picture anew, or those that are named."""
    wanted = set(sys.argv[1:])
    for example in examples():
        if wanted and example.name not in wanted:
            continue
        with tempfile.TemporaryDirectory() as folder:
            data = run(example, Path(folder))
        (FIGURES / f"gallery-{example.name}.png").write_bytes(data)
        note = "" if len(data) <= LARGEST else f"  larger than {LARGEST:,}"
        sys.stdout.write(f"{example.name:<16}{len(data):>8,} bytes{note}\n")


if __name__ == "__main__":
    main()
