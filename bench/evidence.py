"""Which code catches which generator, at which length; and that chance is not accused: the page docs/evidence.md.

    python -m bench.evidence

takes about five minutes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from ait.measures.generators import linear_complexity
from ait.reports.evidence import Evidence, evidence
from ait.sequence import as_sequence
from ait.sources import generate
from ait.sources.generators import GENERATORS, generator_words
from bench.distances import console

PAGE = Path(__file__).parent.parent / "docs" / "evidence.md"
SIZES = (1 << 8, 1 << 10, 1 << 13, 1 << 16)
EXHAUSTED, SAMPLES = 8, 100
Draw = Callable[[int], np.ndarray]


def _fair(count: int, seed: int = 0) -> np.ndarray:
    return np.asarray(generate("random-bytes", 4 * count, seed).symbols).view("<u4")


def _system(count: int) -> np.ndarray:
    return np.frombuffer(os.urandom(4 * count), "<u4")


SUBJECTS: dict[str, tuple[int, Draw]] = {
    **{name: (made.width, lambda n, name=name: generator_words(name, n)) for name, made in GENERATORS.items()},
    "PCG64": (32, _fair),
    "system": (32, _system),
    "counter": (32, lambda n: np.arange(n, dtype=np.uint32)),
    "PCG64, bit 5 stuck": (32, lambda n: _fair(n) & np.uint32(0xFFFFFFDF)),
    "PCG64, 1 kB again and again": (32, lambda n: np.resize(_fair(256), n)),
    "PCG64, each word twice": (32, lambda n: np.repeat(_fair(n), 2)[:n]),
}
VIEWS: dict[str, Callable[[np.ndarray, int], object]] = {
    "whole words": lambda words, width: words.astype("<u4").tobytes(),
    "upper byte of each": lambda words, width: (words >> np.uint32(width - 8)).astype(np.uint8).tobytes(),
    "top bit of each": lambda words, width: as_sequence(words >> np.uint32(width - 1) == 1),
    "lowest bit of each": lambda words, width: as_sequence(words & np.uint32(1) == 1),
}


def cell(found: Evidence) -> str:
    """Bits of evidence and the code that carried them; nothing where there is none."""
    return f"{found.bits:,.0f} {found.best}" if found.bits > 0 else "–"


def table(view: str, sizes: tuple[int, ...] = SIZES) -> str:
    """A row a generator, a column a number of words."""
    lines = [f"| | {' | '.join(f'{size:,} words' for size in sizes)} |", "|---|" + "---:|" * len(sizes)]
    for name, (width, draw) in SUBJECTS.items():
        cells = [cell(evidence(VIEWS[view](draw(size), width))) for size in sizes]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def all_strings(longest: int = EXHAUSTED) -> str:
    """The mean of e over all strings of each length."""
    lines = ["| n | strings | mean of e | largest e | share with e ≥ 2 |", "|---:|---:|---:|---:|---:|"]
    for n in range(1, longest + 1):
        words = np.arange(1 << n)[:, None] >> np.arange(n)[::-1] & 1
        values = np.array([evidence(as_sequence(word.astype(bool))).e_value for word in words])
        share = 100 * float((values >= 2).mean())
        lines.append(f"| {n} | {1 << n:,} | {values.mean():.4f} | {values.max():.3g} | {share:.2f} % |")
    return "\n".join(lines)


def samples(count: int = SAMPLES) -> str:
    """The mean of e over seeded fair strings that are too long to try all."""
    lines = ["| n | strings | mean of e | largest e | share with e ≥ 2 |", "|---:|---:|---:|---:|---:|"]
    for n in (100, 1000, 10_000):
        values = np.array([evidence(generate("random-bits", n, seed)).e_value for seed in range(count)])
        share = 100 * float((values >= 2).mean())
        lines.append(f"| {n:,} | {count} | {values.mean():.4f} | {values.max():.3g} | {share:.2f} % |")
    return "\n".join(lines)


def complexities(count: int = 45_000) -> str:
    """The linear complexity of single bits of each generator's words."""
    places = (("lowest", 0), ("eighth", 7), ("top", -1))
    lines = [f"| | {' | '.join(name for name, _ in places)} |", "|---|" + "---:|" * len(places)]
    for name, (width, draw) in SUBJECTS.items():
        words = draw(count)
        cells = [f"{linear_complexity(words >> np.uint32(place % width) & np.uint32(1) == 1):,}" for _, place in places]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def page() -> Iterator[str]:
    """The page, paragraph by paragraph."""
    evidence("0110")  # The first call compiles.
    yield "# Evidence: is it chance?"
    yield "Made by `python -m bench.evidence`, with what the commands print."
    yield (
        "If all k^n sequences are equally likely, no code saves d bits or more on more than one in 2^d of them. So "
        "what a code saves is evidence: e = 2^saved is an e-value, E[e] ≤ 1 under chance, and 1/e bounds a p-value, "
        "for every n and without any limit theorem. `ait evidence` takes the mixture of many codes, which is one "
        "code: its e is the mean of theirs, so that having tried m of them is paid for, with log2 m bits at most. It "
        "can be as strong as the codes are, never stronger: where nothing is found, nothing is proved."
    )
    yield console("evidence", "--source", "randu:4000")
    yield (
        "Besides the codes of `ait report`, three recognise how generators work (`ait report --with generators` "
        "shows them, too). *shift registers*: Berlekamp and Massey's algorithm predicts every bit, and every 8th, "
        "16th, 32nd and 64th by itself; a sequence of linear complexity L costs about 2L bits. *congruential words*: "
        "from twelve words, read in 66 ways, modulus and multiplier are computed, and all later words cost nothing. "
        "*lagged sums*: bytes that are a·x[i-p] + b·x[i-q] modulo 256 and a small remainder. Each costs a bit or two "
        "more than the listing where it finds nothing."
    )
    yield "## What catches what"
    yield (
        "Bits of evidence, and the code that is shortest; – where the mixture is no shorter than the listing. Each "
        "generator starts from seed 1. `system` is `os.urandom`, which no one can draw again: only that row differs "
        "from one run of this page to the next. PCG64 stands for a good generator, and the last rows for what goes "
        "wrong."
    )
    yield "\n".join(f"- `{name}`: {made.summary}" for name, made in GENERATORS.items())
    for view in VIEWS:
        yield f"### {view.capitalize()}"
        yield table(view)
    yield (
        "A linear congruential generator whose words are seen whole is lost after twelve of them. Of one with a "
        "modulus 2^w the lowest bits have short periods, which a register or a context tree finds; of RANDU the "
        "upper byte is predicted to a few units by the two before it, six times the one less nine times the other. "
        "The additive generator drops its lowest bit, and is caught by the carry that this leaves. Whatever is "
        "linear over bits (shift registers, xorshift, Mersenne Twister) ends at twice its linear complexity: 64 "
        "words for xorshift of 32 bits, 39,874 for Mersenne Twister, whichever bit of the word is looked at. Nothing "
        "here catches the upper half of a 64-bit congruential generator, minstd in single bits or bytes, the upper "
        "byte of lcg-32, the top bit alone of any congruential or additive generator, or PCG64: between these and a "
        "system's source ait sees no difference."
    )
    yield "## Linear complexity of single bits"
    yield (
        "`ait.linear_complexity` of 45,000 bits, one from each word; about 22,500 for fair coins. Bit j, counted "
        "from 0, of a congruential generator modulo 2^w has 2^j + 1 or less; every bit of xorshift 32, of Mersenne "
        "Twister 19,937. The C library's generator drops the one bit that is a register of 31; but what is carried "
        "out of it is a product of two bits of that register, and the lowest bit that it shows has 31 + 31·32/2 = "
        "527:"
    )
    yield complexities()
    yield "## Chance is not accused"
    yield "The mean of e over all strings of n bits, which must not exceed 1:"
    yield all_strings()
    yield "And over seeded fair strings that are too long to try all, from PCG64:"
    yield samples()


if __name__ == "__main__":
    PAGE.write_text("\n\n".join(page()) + "\n", encoding="utf-8")
