"""Claim: a perfect model reaches the entropy rate and not K. Pi, Thue-Morse, a shift register; all 16-bit strings."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from ait.lab import pictures
from ait.lab.complexity_of_coins import LONGEST, entropy, expected_kt, totals
from ait.lab.linear import linear_code
from ait.lab.record import Cell, Figure, Finding, Number, Record, Size, Table, Told, Verdict, in_words, overall, quiet
from ait.measures.compressors import compressed
from ait.measures.entropy_rate import entropy_rate
from ait.measures.generators import linear_complexity
from ait.measures.lempel_ziv import lempel_ziv_code
from ait.measures.predicted import predicted
from ait.sequence import Sequence, as_sequence
from ait.sources import generate
from ait.sources.programs import program_bits
from ait.sources.words import shift_register

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LENGTHS = {Size.SMALL: 2048, Size.DEFAULT: 1 << 16, Size.LARGE: 1 << 20}
_COIN_TOSSES, _DENSE = "random-bits", "dense register"
_SOURCES = ("pi-bits", "thue-morse", "shift-register", _DENSE, _COIN_TOSSES)
TAPS = (1, 3, 4, 6, 7, 8, 9, 12, 14, 15, 16, 23, 24, 25, 30, 31)
"""A primitive polynomial of 17 terms: the parity of few symbols betrays a register of few taps, and none here."""
DENSE_PROGRAM = f"x=[1]+[0]*30\nfor i in range(n):x+=[sum(x[i+31-t]for t in{TAPS})%2]\nx=x[:n]".replace(", ", ",")
_CODES: Mapping[str, Callable[[Sequence], float]] = {
    "context tree": lambda x: predicted(x, "context-tree").bits,
    "context mixing": lambda x: predicted(x, "context-mixing").bits,
    "Lempel-Ziv code": lambda x: lempel_ziv_code(x).bits,
    "deflate": lambda x: compressed(x, "deflate").bits,
    "lzma-raw": lambda x: compressed(x, "lzma-raw").bits,
    "linear recurrence": lambda x: linear_code(x.symbols[:_REGISTER_TEST]) if _is_linear(x) else math.nan,
}
_REGISTER_TEST = 4096
_NOISE, _SEEN = 0.99, 0.1
_COINS = (Fraction(1, 2), Fraction(3, 10), Fraction(1, 10), Fraction(1, 20), Fraction(1, 100))
_KT_AT = tuple(1 << i for i in range(0, 17))


def run(seed: int = 0, size: Size = Size.DEFAULT, told: Told = quiet) -> Record:
    """Codes on sequences with short programs beside coins; the exact expectation of Km for coins of five kinds."""
    length = _LENGTHS[size]
    costs = _costs(length, seed, told)
    excess = {p: float(totals(LONGEST).expected(p)) - LONGEST * entropy(p) for p in _COINS}
    findings = (*_programs(costs, length), _shannon(excess), _undefined(), _limit())
    return Record(
        "entropy-rate",
        seed,
        size,
        overall(findings),
        findings[4].statistic,
        f"{in_words(findings)} For one sequence entropy rate and K/n may differ as far as they can. On average over "
        "a random source they do not: the expected complexity is defined, lies above nH by Shannon's theorem, and "
        "per symbol it tends to H. What cannot be pressed to zero is H itself; the gap between code length and H "
        "can.",
        f"{length:,} symbols each; Km on LBF, all {1 << LONGEST:,} strings of up to {LONGEST} bits, each certified; "
        "programs in Python, eight bits a character",
        findings,
        _numbers(excess, costs, length),
        (_codes(costs, length), _expectations(), _curves()),
        (
            Figure(
                "expected-complexity",
                "Expected complexity per symbol",
                f"Dots: Σ p(x) Km(x)/n over all strings of n ≤ {LONGEST} symbols, exactly. Line: the mean of KT's "
                "code per symbol, a computable upper bound. Dashed: the entropy rate, below which neither can fall.",
                _draw_expected,
            ),
            Figure(
                "short-programs",
                "Noise to codes, short to programs",
                "The best code that looks for frequencies and repeats, against the length of a Python program; bits "
                "per symbol, logarithmic.",
                lambda axes: _draw_programs(axes, costs, length),
            ),
        ),
        (
            "Levin, Zvonkin 1970; Cover and Thomas, Elements of information theory, theorem 14.3.1: E K(X)/n → H",
            "Brudno 1983: K(x)/n → entropy rate for almost all x of an ergodic source",
            "Massey, Shift-register synthesis and BCH decoding, 1969",
        ),
    )


def _is_linear(x: Sequence) -> bool:
    """Whether a register that the beginning gives goes on to write what follows, which one for noise does not."""
    return linear_complexity(as_sequence(x.symbols[:_REGISTER_TEST], alphabet=2)) < _REGISTER_TEST // 4


def _costs(length: int, seed: int, told: Told) -> dict[str, dict[str, float]]:
    """Bits per symbol by source and code."""
    found: dict[str, dict[str, float]] = {}
    done, total = 0, len(_SOURCES) * (len(_CODES) + 1)
    for name in _SOURCES:
        x = _sequence(name, length, seed)
        found[name] = {}
        for code, measure in _CODES.items():
            found[name][code] = measure(x) / length
            done += 1
            told("codes", done, total)
        found[name]["estimated rate"] = entropy_rate(x, "blocks").bits / length
        done += 1
        told("codes", done, total)
    return found


def _sequence(name: str, length: int, seed: int) -> Sequence:
    if name == _DENSE:
        return Sequence(shift_register(length, TAPS), 2, None, "bits", name)
    return generate(name, length, seed)


def _program(name: str) -> int | None:
    """Bits of the program that writes a source; coins have none."""
    if name == _DENSE:
        return 8 * len(DENSE_PROGRAM)
    return None if name == _COIN_TOSSES else program_bits(name)


def _best(costs: Mapping[str, float]) -> float:
    """The least of the general codes: no linear recurrences, and no estimates."""
    return min(costs[code] for code in _CODES if code != "linear recurrence")


def _programs(costs: Mapping[str, Mapping[str, float]], length: int) -> tuple[Finding, ...]:
    why = {
        "pi-bits": "That no code finds it is seen, not proved: a lower bound of K cannot be computed.",
        "thue-morse": "It has few factors of each length, and codes see that.",
        "shift-register": "Each bit is the parity of two others, and context mixing finds some of that.",
        _DENSE: "Noise is relative to a model class: 62 bits give register and state; Massey finds them.",
    }
    found = []
    for name, reason in why.items():
        best, linear, program = _best(costs[name]), costs[name]["linear recurrence"], (_program(name) or 0) / length
        by_register = "" if math.isnan(linear) else f"; by linear recurrence {linear:.4f}"
        found.append(
            Finding(
                f"Codes see noise where a short program exists: {name}.",
                Verdict.HOLDS if best > _NOISE else Verdict.FAILS,
                f"best code {best:.4f} bits per symbol{by_register}; a program of {program:.4f}; coins "
                f"{_best(costs[_COIN_TOSSES]):.4f}",
                reason,
            )
        )
    return tuple(found)


def _shannon(excess: Mapping[Fraction, float]) -> Finding:
    kraft = all(totals(n).kraft <= 1 and totals(n).certified for n in range(1, LONGEST + 1))
    least, most = min(excess.values()), max(excess.values())
    return Finding(
        "Σ p(x) Km(x) ≥ nH over all strings of 16 symbols, for every coin.",
        Verdict.HOLDS if kraft and least >= 0 else Verdict.FAILS,
        f"Σ p Km - nH for n = 16: {least:.4f} to {most:.4f} bits over {len(excess)} coins; Σ 2^-Km = "
        f"{float(totals(LONGEST).kraft):.6f} ≤ 1 exactly",
        "Km of one length obeys Kraft's inequality, so that Shannon's theorem applies to it.",
    )


def _undefined() -> Finding:
    n = LONGEST
    biased = {p: float(totals(n).expected(p)) / n for p in _COINS}
    worst = min(biased.values())
    return Finding(
        "The expected K of a sample is about its length, or undefined.",
        Verdict.ONLY_IF,
        f"Σ p Km / n at n = {n}: " + ", ".join(f"{float(p):g}: {each:.3f}" for p, each in biased.items()),
        "It is a finite sum for every n. About the length only for fair coins; for the others about nH, down to "
        f"{worst:.2f} n.",
    )


def _limit() -> Finding:
    """The mean of KT's code bounds E K - O(1) from above, nH from below: both per symbol in the limit."""
    n = _KT_AT[-1]
    gaps = {p: expected_kt(float(p), n) / n - entropy(p) for p in _COINS}
    worst = max(gaps.values())
    return Finding(
        "K(x)/n tends to H: the gap between what a model pays and the entropy rate can be pressed to zero.",
        Verdict.HOLDS if 0 <= worst < 1e-3 else Verdict.FAILS,
        f"H ≤ E K/n ≤ H + {worst:.2e} + O(1)/n at n = {n:,}, the worst of {len(gaps)} coins",
        "The upper bound is KT's code, exactly averaged; it decodes, and its decoder is the O(1).",
    )


def _numbers(
    excess: Mapping[Fraction, float], costs: Mapping[str, Mapping[str, float]], length: int
) -> tuple[Number, ...]:
    return (
        *(Number(f"Σ p Km - nH, n = {LONGEST}, p = {float(p):g}", each) for p, each in excess.items()),
        *(Number(f"Σ 2^-Km over strings of {n}", float(totals(n).kraft), unit="") for n in (8, LONGEST)),
        *(Number(f"best code, {name}", _best(costs[name]), unit="bits per symbol") for name in _SOURCES),
        *(
            Number(f"program, {name}", bits / length, unit="bits per symbol")
            for name in _SOURCES
            if (bits := _program(name)) is not None
        ),
    )


def _codes(costs: Mapping[str, Mapping[str, float]], length: int) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for code in (*_CODES, "estimated rate"):
        rows.append((code, *(None if math.isnan(costs[name][code]) else costs[name][code] for name in _SOURCES)))
    programs = (_program(name) for name in _SOURCES)
    rows.append(("program", *(None if bits is None else bits / length for bits in programs)))
    note = (
        "Upper bounds of K on their machines, but for the estimated rate (block entropies), which is no bound. "
        "Nothing but nH on average bounds K from below. Linear recurrence: blank where none is found."
    )
    return Table("codes", f"{length:,} symbols, bits per symbol", ("code", *_SOURCES), tuple(rows), note)


def _expectations() -> Table:
    rows = []
    for n in range(1, LONGEST + 1):
        found = totals(n)
        rows.append((n, float(found.kraft), *(float(found.expected(p)) - n * entropy(p) for p in _COINS)))
    columns = ("n", "Σ 2^-Km", *(f"Σ p Km - nH, p = {float(p):g}" for p in _COINS))
    return Table("expectations", "The expected complexity above nH, in bits", columns, tuple(rows), "Exact.")


def _curves() -> Table:
    rows = tuple((n, *(expected_kt(float(p), n) / n - entropy(p) for p in _COINS)) for n in _KT_AT)
    columns = ("n", *(f"p = {float(p):g}" for p in _COINS))
    return Table("kt", "The mean of KT's code above H, bits per symbol", columns, rows, "Exact sums.")


def _draw_expected(axes: Axes) -> None:
    n = np.arange(1, LONGEST + 1)
    for i, p in enumerate(_COINS[:4]):
        colour = pictures.SERIES[i]
        axes.semilogx(n, [float(totals(int(each)).expected(p)) / each for each in n], "o", color=colour)
        axes.semilogx(
            _KT_AT, [expected_kt(float(p), each) / each for each in _KT_AT], color=colour, label=f"p = {float(p):g}"
        )
        axes.axhline(entropy(p), color=colour, linestyle="--", linewidth=0.9)
    axes.set_ylim(0, 4.2)
    axes.set_xlabel("symbols, n")
    axes.set_ylabel("bits per symbol")
    axes.legend()


def _draw_programs(axes: Axes, costs: Mapping[str, Mapping[str, float]], length: int) -> None:
    places = np.arange(len(_SOURCES))
    axes.bar(places - 0.2, [_best(costs[name]) for name in _SOURCES], 0.36, color=pictures.SERIES[0], label="best code")
    programs = [(i + 0.2, bits / length) for i, name in enumerate(_SOURCES) if (bits := _program(name)) is not None]
    axes.bar([x for x, _ in programs], [y for _, y in programs], 0.36, color=pictures.SERIES[1], label="program")
    axes.set_yscale("log")
    axes.set_xticks(places, [name.replace("-", "\n").replace(" ", "\n") for name in _SOURCES])
    axes.set_ylabel("bits per symbol")
    axes.legend()
