"""How far each code is from a normal compressor, and what its distances are good for: the page docs/distances.md.

    python -m bench.distances

takes about two minutes.
"""

from __future__ import annotations

import contextlib
import io
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ait.cli.main import main
from ait.measures.distance import FORMULAS, distance
from ait.measures.joint_lengths import code_names
from ait.sources import generate

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "distances.md"
FILES = tuple(
    Path("corpora", name)
    for name in ("us-constitution.txt", "us-declaration.txt", "python-source.txt", "lambda-phage.txt")
)
CODES = tuple(code for code in code_names() if code not in ("urn", "gzip"))
LAWS = ("bernoulli", "markov", "golden-mean", "even", "simple-nonunifilar")
SIZES = (1000, 30_000, 40_000, 300_000, 1_000_000)
LENGTHS, SEEDS = (300, 3000), 4


def console(*arguments: str) -> str:
    """A command and what it prints, as a block."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main(arguments)
    if code:
        raise RuntimeError(f"ait {' '.join(arguments)} ended with {code}")
    return f"```console\n$ ait {' '.join(arguments)}\n{out.getvalue().rstrip()}\n```"


def normality() -> str:
    """The axioms, a row a code, on the four files of corpora/ as bytes."""
    lines = [
        "| code | C(xx) − C(x) | C(x) − C(xy) | \\|C(xy) − C(yx)\\| | distributivity | triangle | d(x, x) | CPU s |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for code in CODES:
        start = time.process_time()
        found = distance(*(ROOT / name for name in FILES), code=code)
        spent, n, own = time.process_time() - start, found.normality, found.matrix.diagonal()
        bits = " | ".join(f"{v:,.0f}" for v in (n.idempotency, n.monotonicity, n.symmetry, n.distributivity))
        lines.append(f"| {code} | {bits} | {n.triangle:.3f} | {own.min():.3f} to {own.max():.3f} | {spent:.2f} |")
    return "\n".join(lines)


def windows() -> str:
    """d(x, x) for random bytes x: whether a code still sees the first copy."""
    codes = ("zlib", "bz2", "lzma", "zstd", "context-tree", "context-mixing")
    lines = [f"| bytes | {' | '.join(codes)} |", "|---:|" + "---:|" * len(codes)]
    for size in SIZES:
        x = generate("random-bytes", size)
        cells = []
        for code in codes:
            slow = code.startswith("context") and size > 100_000
            cells.append("" if slow else f"{distance(x, x, code=code).matrix[0, 0]:.3f}")
        lines.append(f"| {size:,} | {' | '.join(cells)} |")
    return "\n".join(lines)


def neighbours(length: int) -> str:
    """The share of sequences whose nearest other one comes from the same source, a row a code, a column a form."""
    drawn = [generate(law, length, seed) for law in LAWS for seed in range(SEEDS)]
    same = np.repeat(np.arange(len(LAWS)), SEEDS)
    lines = [f"| code | {' | '.join(FORMULAS)} |", "|---|" + "---:|" * len(FORMULAS)]
    for code in CODES:
        cells = []
        for form in FORMULAS:
            matrix = distance(*drawn, code=code, form=form).matrix.copy()
            np.fill_diagonal(matrix, np.inf)
            cells.append(f"{100 * float((same[matrix.argmin(axis=1)] == same).mean()):.0f} %")
        lines.append(f"| {code} | {' | '.join(cells)} |")
    return "\n".join(lines)


def page() -> Iterator[str]:
    """The page, paragraph by paragraph."""
    distance("0110", "1001")  # The first call compiles.
    names = [str(name) for name in FILES]
    yield "# Distances: how alike, by code lengths"
    yield "Made by `python -m bench.distances`, with what the commands print."
    yield (
        "What two inputs have in common need not be described twice. With K for Kolmogorov complexity, the normalised "
        "information distance max(K(x|y), K(y|x))/max(K(x), K(y)) is a metric up to small terms, and no computable "
        "normalised distance sees a likeness that it does not (Li, Chen, Li, Ma and Vitányi 2004). `ait distance` and "
        "`ait.distance` put a real code in the place of K, one of three ways:"
    )
    yield "\n".join(f"- `{form}`: {formula}" for form, formula in FORMULAS.items())
    yield (
        "with C(x, y) the smaller of C(xy) and C(yx), and C(y|x) = C(xy) - C(x). For a predictor C(y|x) is what it "
        "says: the code of y by a predictor that has seen x, and that goes on learning. A compressor is given one "
        "input behind the other. Inputs are read over one alphabet; its description is charged to none."
    )
    yield console("distance", names[0], names[1], "--code", "all")
    yield console("distance", *names)
    yield (
        "`--picture tree.png` draws the tree (extra: `ait[plot]`), `--newick` writes it for other programs, `--json` "
        'has the matrix with all code lengths, `--csv` a row a pair. From Python: `ait.distance(x, y, z, code="lzma")` '
        "has `.matrix`, `.lengths`, `.normality`."
    )
    yield "## Which axioms hold"
    yield (
        "All figures are estimates: a ratio of upper bounds bounds nothing. That the compression distance is a metric "
        "was proved by Cilibrasi and Vitányi (2005) for *normal* compressors, for which four statements hold up to "
        "O(log n) bits. No real code is one, so that each result says by how much its code misses them. On the four "
        "files of `corpora/`, in bits (log2 n is 19), the worst of all pairs or triples; 0 where the axiom holds:"
    )
    yield normality()
    yield (
        "Monotonicity, distributivity and the triangle inequality hold for nearly all codes on real files; what fails "
        "is C(xx) = C(x). A statistical model cannot say *the same again*: KT and context trees of bounded depth stay "
        "far from it however long x is, and d(x, x) near 1 does not mean that the code sees nothing. It sees common "
        "statistics and no common passages. Dictionary coders are the other way round. Context mixing has both."
    )
    yield "## Windows"
    yield (
        "A dictionary coder forgets. d(x, x) of random bytes, which nothing but the copy can shorten: zlib's window is "
        "32 kB, bz2's block 900 kB, and past them they find nothing in common between a file and itself (Cebrián, "
        "Alfonseca and Ortega 2005 found it so):"
    )
    yield windows()
    yield "## Sources of known law"
    yield (
        f"{SEEDS} sequences from each of {', '.join(LAWS)}; the share whose nearest other sequence comes from the same "
        f"source. By chance it would be {100 * (SEEDS - 1) // (len(LAWS) * SEEDS - 1)} %. Two sequences of one source "
        "share no passages, only a law: context trees find it in 300 bits, while lzma and zstd, which look for "
        "passages, do not in 3,000."
    )
    for length in LENGTHS:
        yield f"n = {length:,} bits each:"
        yield neighbours(length)


if __name__ == "__main__":
    PAGE.write_text("\n\n".join(page()) + "\n", encoding="utf-8")
