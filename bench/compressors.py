"""Our codes beside general compressors: bits, speed, the Pareto front, chunks, a trained prior, known sources.

    python -m bench.compressors [FILE...]

writes docs/compressors.md in a few minutes, with a table for each further file. Every code word was decoded first.
"""

from __future__ import annotations

import _pydecimal
import hashlib
import os
import pydoc_data
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ait.coder import decode, encode
from ait.measures.compressors import ALL_COMPRESSORS, compressed, decompressed, header_once, payload
from ait.measures.lempel_ziv import lempel_ziv_code
from ait.measures.literal import literal
from ait.measures.predicted import predicted
from ait.measures.trained_dictionary import train_dictionary
from ait.predictors.base import predictor
from ait.sequence import Sequence, as_sequence
from ait.sources import SOURCES, generate

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "compressors.md"
PYTHON = f"Python {sys.version.split()[0]}"
PREDICTORS = {"context mixing": "context-mixing", "context tree": "context-tree", "KT": "kt"}
LAWS = ("bernoulli", "markov", "golden-mean", "even", "simple-nonunifilar")
ROUNDS, LONG = 3, 1 << 18
CHUNK, DICTIONARY = 2048, 1 << 14
PIECES = (64, 256, 1024, 4096)
SYMBOLS = 200_000


@dataclass(frozen=True)
class Row:
    """One code on one input: bits, what is counted besides the bits of its bytes, and bytes of input a second."""

    code: str
    bits: float
    speed: float


def inputs(files: list[Path]) -> dict[str, Path]:
    """What is measured, by a heading."""
    folder = Path(pydoc_data.__file__).parent
    return {
        "English text: `corpora/us-constitution.txt`": ROOT / "corpora" / "us-constitution.txt",
        f"Source: `_pydecimal.py` of {PYTHON}": Path(_pydecimal.__file__),
        f"Documentation: `pydoc_data/topics.py` of {PYTHON}": folder / "topics.py",
        "DNA: `corpora/lambda-phage.txt`": ROOT / "corpora" / "lambda-phage.txt",
        **{f"`{path.name}`, SHA-256 {hashlib.sha256(path.read_bytes()).hexdigest()[:12]}": path for path in files},
    }


def _timed(work: Callable[[], object], rounds: int) -> tuple[object, float]:
    """The result, and the processor time of the quickest of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return result, max(best, 1e-6)


def by_predictor(code: str, sequence: Sequence, size: int) -> Row:
    """One of our predictors, with the bytes that the arithmetic coder wrote."""

    def fresh():
        options = {"labels": sequence.labels} if code == "context mixing" else {}
        return predictor(PREDICTORS[code], sequence.k, len(sequence), **options)

    word, seconds = _timed(lambda: encode(sequence, fresh()), ROUNDS if size < LONG else 1)
    if decode(word, len(sequence), fresh()).tolist() != sequence.symbols.tolist():
        raise AssertionError(f"{code} does not decode")
    return Row(f"**{code}**", 8.0 * len(word) + sequence.alphabet_bits, size / seconds)


def by_compressor(name: str, data: bytes) -> Row:
    """A compressor at its best level."""
    chosen = ALL_COMPRESSORS[name]
    stored, seconds = _timed(lambda: payload(data, name), ROUNDS if len(data) < LONG else 1)
    if decompressed(stored, name, len(data)) != data:
        raise AssertionError(f"{name} does not decode")
    flag = " (1)" if chosen.prior else ""
    return Row(f"{name}, {chosen.default}{flag}", 8.0 * len(stored), len(data) / seconds)


def rows(path: Path) -> list[Row]:
    """All codes on one file, the shortest first."""
    data, sequence = path.read_bytes(), as_sequence(path)
    found = [by_predictor(code, sequence, len(data)) for code in PREDICTORS]
    estimate, seconds = _timed(lambda: lempel_ziv_code(sequence), 1)
    found.append(Row("**Lempel-Ziv code**", estimate.bits, len(data) / seconds))
    found += [by_compressor(name, data) for name in ALL_COMPRESSORS if name != "gzip"]
    return sorted(found, key=lambda row: row.bits)


def on_front(row: Row, others: list[Row]) -> bool:
    """Whether no other code is both shorter and faster."""
    return not any(other.bits <= row.bits and other.speed > row.speed for other in others)


def table(path: Path) -> str:
    """Bits, ratio and speed of all codes on one file."""
    found, size = rows(path), path.stat().st_size
    least = found[0].bits
    lines = [
        "| code, level | bytes | bits per byte | % of raw | times the shortest | kB per CPU s | front |",
        "|---|---:|---:|---:|---:|---:|:---:|",
    ]
    for row in found:
        lines.append(
            f"| {row.code} | {row.bits / 8:,.0f} | {row.bits / size:.4f} | {100 * row.bits / 8 / size:.2f} | "
            f"{row.bits / least:.3f} | {row.speed / 1000:,.0f} | {'•' if on_front(row, found) else ''} |"
        )
    plain = literal(as_sequence(path)).bits
    return (
        "\n".join(lines) + f"\n\n{size:,} bytes; the plain listing over the symbols that occur has {plain:,.0f} bits."
    )


def chunk_table(data: bytes) -> str:
    """Whole and in chunks, for figures beside those of Delétang and others."""
    lines = [
        f"| code | whole, % of raw | chunks of {CHUNK:,}, all counted | header once, as in the paper |",
        "|---|---:|---:|---:|",
    ]
    raw = 8 * len(data)
    for name in ALL_COMPRESSORS:
        cells = [compressed(data, name), compressed(data, name, chunk=CHUNK), header_once(data, name, chunk=CHUNK)]
        lines.append(f"| {name} | " + " | ".join(f"{100 * cell.bits / raw:.1f}" for cell in cells) + " |")
    pieces = [data[i : i + CHUNK] for i in range(0, len(data), CHUNK)]
    for code, name in PREDICTORS.items():
        whole, parts = predicted(data, name).bits, sum(predicted(piece, name).bits for piece in pieces)
        lines.append(f"| **{code}** | {100 * whole / raw:.1f} | {100 * parts / raw:.1f} | no header |")
    return "\n".join(lines)


def dictionary_table(text: bytes) -> str:
    """zstd with and without a dictionary trained on another part of the same text."""
    cut = len(text) * 4 // 5
    lines = [
        "| pieces of | zstd | with the dictionary | pays for itself after |",
        "|---:|---:|---:|---:|",
    ]
    for size in PIECES:
        samples = [text[i : i + size] for i in range(0, cut - size, size)]
        prior = train_dictionary(samples, DICTIONARY)
        fresh = [text[i : i + size] for i in range(cut, min(len(text), cut + 100_000) - size, size)]
        total = sum(map(len, fresh))
        plain = sum(compressed(piece, "zstd").bits for piece in fresh)
        primed = sum(compressed(piece, "zstd", dictionary=prior).bits for piece in fresh)
        lengths = len(prior.data) / ((plain - primed) / 8 / total)
        lines.append(
            f"| {size:,} bytes | {plain / total:.3f} | {primed / total:.3f} | {lengths / 1000:,.0f} kB of text |"
        )
    return "\n".join(lines)


def known_table() -> str:
    """How much more than -log2 p(x) each code needs on sources of known law."""
    lines = [f"| code | {' | '.join(LAWS)} |", "|---|" + "---:|" * len(LAWS)]
    drawn = {law: generate(law, SYMBOLS) for law in LAWS}
    truth = {law: SOURCES[law].process.bits(x) for law, x in drawn.items()}

    def line(code: str, bits: Callable[[Sequence], float]) -> str:
        cells = (f"{100 * (bits(drawn[law]) / truth[law] - 1):+.2f}" for law in LAWS)
        return f"| {code} | {' | '.join(cells)} |"

    lines += [
        line("**context tree**, depth 16", lambda x: predicted(x, "context-tree").bits),
        line("**context tree**, depth 48", lambda x: predicted(x, "context-tree", depth=48).bits),
        line("**context mixing**", lambda x: predicted(x, "context-mixing").bits),
    ]
    for name in ("zpaq", "ppmd", "bzip3", "brotli", "lzma-raw", "zstd", "bz2", "libdeflate"):
        lines.append(line(name, lambda x, name=name: _packed_or_not(x, name)))
    return "\n".join(lines)


def _packed_or_not(x: Sequence, name: str) -> float:
    """A compressor on eight symbols a byte, or on one, whichever is shorter."""
    return min(compressed(x, name).bits, compressed(bytes(48 + x.symbols), name).bits)


def page(files: list[Path]) -> Iterator[str]:
    """The page, paragraph by paragraph."""
    for k in (2, 4, 256):  # The first calls compile.
        for name in PREDICTORS.values():
            encode([0, 1] * 20, predictor(name, k))
    lempel_ziv_code("0110")
    versions = "; ".join(dict.fromkeys(chosen.library() for chosen in ALL_COMPRESSORS.values()))
    yield "# Codes beside compressors"
    yield f"Made by `python -m bench.compressors{' FILE...' if files else ''}`."
    yield (
        f"All figures are of one run on one core, load average {os.getloadavg()[0]:.1f} on "
        f"{os.cpu_count()} cores. A size is that of bytes which were written and decoded again: our "
        "predictors' (bold) by the arithmetic coder, and the description of the alphabet where it is not that of "
        "bytes; a compressor's without what a known length makes needless (see `ait.compressed`). Speed is that of "
        "writing, by processor time, and of our codes with kernels already compiled; decoding takes context mixing "
        "and trees as long again. *Front*: no other code is both shorter and faster. No code here has seen any text "
        "before, but (1): brotli's built-in dictionary of 122,784 bytes is a hidden prior of English and HTML."
    )
    yield f"Versions: {versions}."
    yield (
        "What is not decoded is easily believed: pyppmd 1.3.1 cannot read what its PPMd, variant I, of order 16 writes "
        "for CPython 3.11's `_pydecimal.py`; so that code reads everything back as it writes it, and takes variant H "
        "where that fails. Its speed is that of both directions."
    )
    for heading, path in inputs(files).items():
        yield f"## {heading}"
        yield table(path)
    text, topics = (list(inputs([]).values())[i].read_bytes() for i in (0, 2))
    yield f"## In chunks of {CHUNK:,} bytes"
    yield (
        'Delétang and others, "Language modeling is compression" (2024), give every compressor chunks of 2,048 bytes, '
        "as their models' windows hold, and count its header once: they take `len(C(b'\\0'))` off every other chunk. "
        "That is more than a header, since the byte itself and the end of the stream are in it: the last column is no "
        "code's length; the one before it is the size of what decodes. The text of the Constitution:"
    )
    yield chunk_table(text)
    yield "## A prior on the table: zstd with a trained dictionary"
    yield (
        f"A dictionary of {DICTIONARY:,} bytes, trained on the first four fifths of Python's documentation, and pieces "
        "of the rest, each compressed by itself; bits per byte. The dictionary's own bytes are not in these figures; "
        "the last column says how much text of the kind it takes until what is saved is more than they are."
    )
    yield dictionary_table(topics)
    yield "## Sources whose law is known"
    yield (
        f"{SYMBOLS:,} bits of each source: how many per cent more than -log2 p(x) under the true law each code needs. "
        "The compressors were given eight symbols a byte and one symbol a byte, and the shorter output counts."
    )
    yield known_table()


if __name__ == "__main__":
    PAGE.write_text("\n\n".join(page([Path(name) for name in sys.argv[1:]])) + "\n", encoding="utf-8")
