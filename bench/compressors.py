"""Our codes beside general compressors: bits, in chunks, with a trained prior, on known sources.

    python -m bench.compressors [FILE...]

writes docs/compressors.md in a few minutes, with a table for each further file. Every code word was decoded first. How
fast they are stands in docs/benchmarks.md, from one run with all other speeds.
"""

from __future__ import annotations

import hashlib
import sys
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
from bench.areas.compressors import LEMPEL_ZIV, PREDICTORS, inputs
from bench.machine import ROOT

PAGE = ROOT / "docs" / "compressors.md"
LAWS = ("bernoulli", "markov", "golden-mean", "even", "simple-nonunifilar")
CHUNK, DICTIONARY = 2048, 1 << 14
PIECES = (64, 256, 1024, 4096)
SYMBOLS = 200_000


@dataclass(frozen=True)
class Row:
    """One code on one input: its bits."""

    code: str
    bits: float


def headed(files: list[Path]) -> dict[str, Path]:
    """What is measured, by a heading."""
    named = {f"`{path.name}`, SHA-256 {hashlib.sha256(path.read_bytes()).hexdigest()[:12]}": path for path in files}
    return {**inputs(), **named}


def by_predictor(code: str, sequence: Sequence) -> Row:
    """One of our predictors, with the bytes that the arithmetic coder wrote."""

    def fresh():
        options = {"labels": sequence.labels} if code == "context mixing" else {}
        return predictor(PREDICTORS[code], sequence.k, len(sequence), **options)

    word = encode(sequence, fresh())
    if decode(word, len(sequence), fresh()).tolist() != sequence.symbols.tolist():
        raise AssertionError(f"{code} does not decode")
    return Row(f"**{code}**", 8.0 * len(word) + sequence.alphabet_bits)


def by_compressor(name: str, data: bytes) -> Row:
    """A compressor at its best level."""
    chosen = ALL_COMPRESSORS[name]
    stored = payload(data, name)
    if decompressed(stored, name, len(data)) != data:
        raise AssertionError(f"{name} does not decode")
    flag = " (1)" if chosen.prior else ""
    return Row(f"{name}, {chosen.default}{flag}", 8.0 * len(stored))


def rows(path: Path) -> list[Row]:
    """All codes on one file, the shortest first."""
    data, sequence = path.read_bytes(), as_sequence(path)
    found = [by_predictor(code, sequence) for code in PREDICTORS]
    found.append(Row(f"**{LEMPEL_ZIV}**", lempel_ziv_code(sequence).bits))
    found += [by_compressor(name, data) for name in ALL_COMPRESSORS if name != "gzip"]
    return sorted(found, key=lambda row: row.bits)


def table(path: Path) -> str:
    """Bits of all codes on one file."""
    found, size = rows(path), path.stat().st_size
    least = found[0].bits
    lines = [
        "| code, level | bytes | bits per byte | % of raw | times the shortest |",
        "|---|---:|---:|---:|---:|",
    ]
    for row in found:
        lines.append(
            f"| {row.code} | {row.bits / 8:,.0f} | {row.bits / size:.4f} | {100 * row.bits / 8 / size:.2f} | "
            f"{row.bits / least:.3f} |"
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
    versions = "; ".join(dict.fromkeys(chosen.library() for chosen in ALL_COMPRESSORS.values()))
    yield "# Codes beside compressors"
    yield f"Made by `python -m bench.compressors{' FILE...' if files else ''}`."
    yield (
        "A size is that of bytes which were written and decoded again: our predictors' (bold) by the arithmetic coder, "
        "and the description of the alphabet where it is not that of bytes; a compressor's without what a known length "
        "makes needless (see `ait.compressed`). How fast each is, writing and reading, and which are on the frontier "
        "of size and speed: [benchmarks](benchmarks.md). No code here has seen any text before, but (1): brotli's "
        "built-in dictionary of 122,784 bytes is a hidden prior of English and HTML."
    )
    yield f"Versions: {versions}."
    yield (
        "What is not decoded is easily believed: pyppmd 1.3.1 cannot read what its PPMd, variant I, of order 16 writes "
        "for CPython 3.11's `_pydecimal.py`; so that code reads everything back as it writes it, and takes variant H "
        "where that fails."
    )
    for heading, path in headed(files).items():
        yield f"## {heading}"
        yield table(path)
    text, topics = (list(inputs().values())[i].read_bytes() for i in (0, 2))
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
