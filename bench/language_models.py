"""The tables of docs/language-models.md: bits per byte and speed of SmolLM2 on texts, on foreign data, and by window.

Run as ``OPENBLAS_NUM_THREADS=1 python -m bench.language_models [FILE...]``; ``ait lm fetch`` comes first.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import numpy as np

from ait.language_models.base import Window
from ait.language_models.gguf_model import GgufModel
from ait.language_models.score import score_text
from ait.language_models.weights import weights_file

ROOT = Path(__file__).parents[1]
SIZES = ((256,), (512,), (1024,), (1024, 256, 0), (2048, 1024), (2048, 512, 0))


def prose() -> bytes:
    """This project's own text, code and tables left out: written after the model was trained."""
    whole = ""
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "corpora/README.md", "docs/entropy-rates.md"):
        text = re.sub(r"```.*?```", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL)
        whole += "\n".join(line for line in text.split("\n") if not line.startswith("|")) + "\n\n"
    return whole.encode()


def foreign() -> dict[str, bytes]:
    """Data that no text is like."""
    rng = np.random.default_rng(1)
    return {
        "`a` repeated": b"a" * 20_000,
        "random ACGT": bytes(rng.choice(list(b"ACGT"), 10_000).tolist()),
        "random digits": bytes(rng.choice(list(b"0123456789"), 4_000).tolist()),
        "random bytes": rng.integers(0, 256, 4_000, dtype=np.uint8).tobytes(),
    }


def row(model: GgufModel, name: str, data: bytes, window: Window) -> str:
    """A line of a table."""
    began = time.process_time()
    found = score_text(data, model, window)
    spent = time.process_time() - began
    tokens = len(found.symbols) - 1
    return (
        f"| {name} | {window.size} | {window.stride} | {window.kept} | {len(data):,} | {tokens:,} | "
        f"{found.alone.sum() / len(data):.4f} | {found.bits / len(data):.4f} | {tokens / spent:.0f} |"
    )


def show(line: str) -> None:
    """A line at once, though it goes into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(files: list[str]) -> None:
    """Print all rows."""
    model = GgufModel(weights_file())
    _ = model.weights
    texts = {"this project's prose": prose()}
    texts |= {name: (ROOT / "corpora" / name).read_bytes() for name in ("python-source.txt", "us-constitution.txt")}
    texts |= {name: Path(name).read_bytes() for name in files}
    show("| text | window | stride | kept | bytes | tokens | model alone | guarded | tokens per CPU-second |")
    show("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for name, data in (texts | foreign()).items():
        show(row(model, name, data, Window()))
    for size in SIZES:
        show(row(model, "this project's prose", texts["this project's prose"], Window(*size)))


if __name__ == "__main__":
    main(sys.argv[1:])
