"""Size and speed of our codes and of general compressors, both ways, and which are on the Pareto frontier."""

from __future__ import annotations

import _pydecimal
import bz2
import functools
import lzma
import pydoc_data
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import timing
from bench.case import Area, Case, Peer, Work, module, require
from bench.machine import ROOT
from bench.numbers import three

PYTHON = f"Python {sys.version.split()[0]}"
PREDICTORS = {"context mixing": "context-mixing", "context tree": "context-tree", "KT": "kt"}
LEMPEL_ZIV = "Lempel-Ziv code"
BUDGET, MOST = 1.0, 5
FIGURE = "figures/compressors-pareto.png"
ALT = (
    "Bits per byte against megabytes a second, for each code on four files, writing and reading; a line joins the "
    "codes that no other beats in both"
)


def inputs() -> dict[str, Path]:
    """What is measured, by a heading."""
    folder = Path(pydoc_data.__file__).parent
    return {
        "English text: `corpora/us-constitution.txt`": ROOT / "corpora" / "us-constitution.txt",
        f"Source: `_pydecimal.py` of {PYTHON}": Path(_pydecimal.__file__),
        f"Documentation: `pydoc_data/topics.py` of {PYTHON}": folder / "topics.py",
        "DNA: `corpora/lambda-phage.txt`": ROOT / "corpora" / "lambda-phage.txt",
    }


def _seconds(work: Work) -> float:
    """The least of a few rounds; a long one is done once."""
    spent: list[float] = []
    while not spent or (sum(spent) < BUDGET and len(spent) < MOST):
        spent.append(timing.timed(work)[1])
    return min(spent)


def _both_ways(
    code: str, size: int, bits: Callable[[bytes], float], write: Work, read: Callable[[bytes], Work]
) -> dict:
    written, first = timing.timed(write)
    writing = min(first, _seconds(write)) if first < BUDGET else first
    back = read(written)
    restored, first = timing.timed(back)
    require(bytes(restored) == bytes(_expected(code)), f"{code} does not decode")
    reading = min(first, _seconds(back)) if first < BUDGET else first
    return {"code": code, "bits": bits(written), "write": size / writing, "read": size / reading}


_BEFORE: dict[str, bytes] = {}


def _expected(code: str) -> bytes:
    return _BEFORE[code]


def _by_predictor(code: str, path: Path) -> dict:
    import ait
    from ait.coder import decode, encode
    from ait.predictors.base import predictor

    sequence = ait.as_sequence(path)

    def fresh() -> Any:
        options = {"labels": sequence.labels} if code == "context mixing" else {}
        return predictor(PREDICTORS[code], sequence.k, len(sequence), **options)

    _BEFORE[code] = sequence.symbols.tobytes()
    return _both_ways(
        code,
        path.stat().st_size,
        lambda word: 8.0 * len(word) + sequence.alphabet_bits,
        lambda: encode(sequence, fresh()),
        lambda word: lambda: decode(word, len(sequence), fresh()).astype(sequence.symbols.dtype).tobytes(),
    )


def _by_lempel_ziv(path: Path) -> dict:
    import ait
    from ait.measures.lempel_ziv import lempel_ziv_code, lempel_ziv_decode, lempel_ziv_encode

    sequence = ait.as_sequence(path)
    _BEFORE[LEMPEL_ZIV] = sequence.symbols.tobytes()
    return _both_ways(
        LEMPEL_ZIV,
        path.stat().st_size,
        lambda _: lempel_ziv_code(sequence).bits,
        lambda: lempel_ziv_encode(sequence),
        lambda word: (
            lambda: lempel_ziv_decode(word, len(sequence), sequence.k).astype(sequence.symbols.dtype).tobytes()
        ),
    )


def _by_compressor(name: str, data: bytes) -> dict:
    from ait.measures.compressors import ALL_COMPRESSORS, decompressed, payload

    chosen = ALL_COMPRESSORS[name]
    flag = " (1)" if chosen.prior else ""
    code = f"{name}, {chosen.default}{flag}"
    _BEFORE[code] = data
    return _both_ways(
        code,
        len(data),
        lambda stored: 8.0 * len(stored),
        lambda: payload(data, name),
        lambda stored: lambda: decompressed(stored, name, len(data)),
    )


def measured() -> dict[str, Any]:
    """All codes on all inputs; which packages are missing."""
    from ait.errors import MissingExtraError
    from ait.measures.compressors import ALL_COMPRESSORS

    found: dict[str, Any] = {"files": {}, "missing": {}, "versions": []}
    small = ROOT / "corpora" / "us-declaration.txt"
    for code in PREDICTORS:  # The first calls compile.
        _by_predictor(code, small)
        _by_predictor(code, ROOT / "corpora" / "lambda-phage.txt")
    _by_lempel_ziv(small)
    for heading, path in inputs().items():
        data = path.read_bytes()
        rows = [*(_by_predictor(code, path) for code in PREDICTORS), _by_lempel_ziv(path)]
        for name in ALL_COMPRESSORS:
            if name in found["missing"] or name == "gzip":
                continue
            try:
                rows.append(_by_compressor(name, data))
            except MissingExtraError as error:
                found["missing"][name] = str(error)
        rows.sort(key=lambda row: row["bits"])
        found["files"][heading] = {"size": len(data), "rows": rows}
    found["versions"] = list(
        dict.fromkeys(chosen.library() for name, chosen in ALL_COMPRESSORS.items() if name not in found["missing"])
    )
    return found


def on_front(row: dict[str, Any], others: list[dict[str, Any]], speed: str = "write") -> bool:
    """Whether no other code is as short and faster, or as fast and shorter."""
    return not any(
        (other["bits"] <= row["bits"] and other[speed] > row[speed])
        or (other["bits"] < row["bits"] and other[speed] >= row[speed])
        for other in others
    )


def shown(extra: dict[str, Any]) -> list[str]:
    """The tables, and the picture's place."""
    parts = [
        f"![{ALT}]({FIGURE})",
        f"Versions: {'; '.join(extra['versions'])}."
        + "".join(f" Not measured: {name}, {why}." for name, why in extra["missing"].items()),
    ]
    for heading, file in extra["files"].items():
        parts += [f"### {heading}", _table(file)]
    return parts


def _table(file: dict[str, Any]) -> str:
    rows, size = file["rows"], file["size"]
    zlib_row = next(row for row in rows if row["code"].startswith("zlib"))
    lines = [
        "| code, level | bits per byte | times the shortest | write, MB per CPU s | times zlib | read, MB per CPU s | "
        "times zlib | front |",
        "|---|---:|---:|---:|---:|---:|---:|:---:|",
    ]
    for row in rows:
        front = [words for words, speed in (("write", "write"), ("read", "read")) if on_front(row, rows, speed)]
        bold = "**" if row["code"] in (*PREDICTORS, LEMPEL_ZIV) else ""
        lines.append(
            f"| {bold}{row['code']}{bold} | {row['bits'] / size:.4f} | {row['bits'] / rows[0]['bits']:.3f} × | "
            f"{three(row['write'] / 1e6)} | {three(row['write'] / zlib_row['write'])} × | "
            f"{three(row['read'] / 1e6)} | {three(row['read'] / zlib_row['read'])} × | {', '.join(front)} |"
        )
    return "\n".join(lines)


@functools.cache
def _text() -> bytes:
    return (ROOT / "corpora" / "us-constitution.txt").read_bytes()


def _direct(name: str) -> Work:
    text = _text()
    if name == "zstd":
        zstandard = module("zstandard")
        return lambda: zstandard.ZstdCompressor(level=19).compress(text)
    return {
        "zlib": lambda: zlib.compress(text, 9),
        "bz2": lambda: bz2.compress(text, 9),
        "lzma": lambda: lzma.compress(text, preset=9 | lzma.PRESET_EXTREME),
    }[name]


def _ours(name: str) -> Work:
    import ait

    text = _text()
    return lambda: ait.compressed(text, name)


def _same_size(name: str) -> Callable[[Any, Any], str]:
    def check(ours: Any, theirs: Any) -> str:
        from ait.measures.compressors import decompressed, payload

        stored = payload(_text(), name)
        require(decompressed(stored, name, len(_text())) == _text(), "it does not decode")
        require(ours.bits == 8 * len(stored), f"{ours.bits} bits for {len(stored)} bytes")
        # Within 1 %: zlib is given more memory, lzma a dictionary of the input's size.
        require(theirs is None or abs(len(theirs) / len(stored) - 1) < 0.01, "another size")
        return "round trip; the same size within 1 %"

    return check


PROSE = (
    "First what our interface costs beside the library called directly; lzma gains by a dictionary no larger than the "
    "input. Then all codes, writing and reading, each at "
    "its strongest reasonable level, with kernels compiled: sizes are those of bytes that were written and decoded "
    "again, without what a known length makes needless; our own codes are bold. *Front*: no other code is both as "
    "short and faster, in writing or in reading. (1): brotli's built-in dictionary is a hidden prior of English and "
    "HTML. pyppmd 1.3.1 cannot read all that it writes; so our interface reads everything back as it writes it, and "
    "the speed of writing is that of both directions. PPMd, bzip3 and zpaq trust what they decode: reading takes a "
    "process of its own, whose start counts. [More on the sizes](compressors.md)."
)
AREA = Area(
    "compressors",
    "Compressors: size and speed",
    PROSE,
    tuple(
        Case(
            f"`ait.compressed`, {name}, 45 kB of text",
            45_345,
            "bytes",
            functools.partial(_ours, name),
            _same_size(name),
            Peer(f"Python's {name}, called directly", functools.partial(_direct, name)),
            budget=2,
            tracked=name == "zlib",
        )
        for name in ("zlib", "bz2", "lzma", "zstd")
    ),
    extra=measured,
    show=shown,
)
