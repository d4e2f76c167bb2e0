"""Claim: capabilities emerge at once. Exact match of k symbols over the exactly known loss of the Santa Fe process."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ait.lab import pictures
from ait.lab.record import Cell, Figure, Finding, Number, Record, Size, Table, Told, Verdict, overall, quiet
from ait.sources.santa_fe import SantaFe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]

_A = 1.0
_LENGTHS = (1, 4, 16, 64, 256, 1024)
_DECADES, _PER_DECADE = 10, 8
_RUNS = {Size.SMALL: 40, Size.DEFAULT: 400, Size.LARGE: 4000}
_TRAINED_ON, _ASKED, _QUIZZES = 4096, 16, 64
_LOW, _HIGH = 0.1, 0.9
_Z = 4.0
_BEND = 0.01


def run(seed: int = 0, size: Size = Size.DEFAULT, told: Told = quiet) -> Record:
    """A learner of facts, asked for k facts at once: exactly, and by sampling learners and questions."""
    process = SantaFe(_A)
    n = np.logspace(0, _DECADES, _DECADES * _PER_DECADE + 1).round().astype(np.int64)
    unseen = np.array([process.unseen(int(each)) for each in n])
    exponents = np.array([process.local_exponent(int(each)) for each in n])
    widths = {k: width(n.astype(np.float64), (1 - unseen / 2) ** k) for k in _LENGTHS}
    sampled = _sampled(process, _RUNS[size], seed, told)
    findings = (
        _power(process, sampled),
        _together(sampled),
        _smooth(n, unseen, exponents, widths),
        _sudden(process, widths),
    )
    return Record(
        "emergence",
        seed,
        size,
        overall(findings),
        findings[3].statistic,
        "Exact match of k symbols is p^k if errors are independent: it stays at nothing long after the loss has "
        "begun to fall, and rises late. But it is not sudden: on a power law the rise takes as many decades however "
        "long the answer; k moves it and does not sharpen it. Nothing happens to the loss meanwhile.",
        f"Santa Fe process with a = {_A:g}; a learner that remembers every fact it has met and guesses the others",
        findings,
        (
            Number(f"z of exact match of {_ASKED} facts against p^{_ASKED}", sampled.z, 1.0, ""),
            Number("exact match, sampled", sampled.mean, sampled.error, "share"),
            Number("exact match, p^k", sampled.independent, unit="share"),
            Number("exact match of one fact asked k times", sampled.same, sampled.same_error, "share"),
            Number("limit of the rise's width", limit_width(process), unit="decades"),
        ),
        (_table(n, unseen), _widths(process, widths)),
        (
            Figure(
                "exact-match",
                "One loss, many scores",
                "The chance that k facts are all right, p^k, over the symbols learned from; dashed, the excess loss "
                "that all of them come from. A longer answer is right later, and over as many decades.",
                lambda axes: _draw(axes, n, unseen),
            ),
        ),
        (
            "Schaeffer, Miranda and Koyejo, Are emergent abilities of large language models a mirage?, 2023",
            "Wei and others, Emergent abilities of large language models, 2022",
            "Dębowski, On the vocabulary of grammar-based codes and the logical consistency of texts, 2011",
        ),
    )


def width(n: Floats, score: Floats) -> float | None:
    """Decades of n in which a rising score goes from 10 % to 90 % of the way from chance to 1; None if it does not.

    >>> n = np.logspace(0, 8, 4001)
    >>> round(width(n, np.exp(-(n**-0.5) * 50)), 2)
    2.68
    """
    way = (score - score[0]) / (1 - score[0])
    if way[-1] < _HIGH:
        return None
    low, high = (float(np.interp(level, way, np.log10(n))) for level in (_LOW, _HIGH))
    return high - low


def limit_width(process: SantaFe) -> float:
    """The same for exp(-c n^-α), which (1 - c n^-α/k)^k becomes: log10(ln 10 / ln(10/9)) / α, whatever c."""
    return math.log10(math.log(1 / _LOW) / math.log(1 / _HIGH)) * (1 + process.a) / process.a


class _Sampled:
    """Learners that were trained and asked."""

    def __init__(self, right: Floats, same: Floats, independent: float) -> None:
        self.mean, self.error = float(right.mean()), float(right.std(ddof=1) / math.sqrt(right.size))
        self.same, self.same_error = float(same.mean()), float(same.std(ddof=1) / math.sqrt(same.size))
        self.independent = independent
        self.z = (self.mean - independent) / self.error


def _sampled(process: SantaFe, runs: int, seed: int, told: Told) -> _Sampled:
    """By run, the share of quizzes of 16 questions that are all right, and that one question asked 16 times is."""
    right, same = np.empty(runs), np.empty(runs)
    asked = _ASKED * _QUIZZES
    for i in range(runs):
        names, _ = process.sample(_TRAINED_ON + asked, seed * runs + i)
        known = np.isin(names[_TRAINED_ON:], names[:_TRAINED_ON]).reshape(_QUIZZES, _ASKED)
        # What is not known is guessed, right with 1/2: averaged, not drawn; the same fact twice is one guess.
        facts = names[_TRAINED_ON:].reshape(_QUIZZES, _ASKED)
        guesses = [np.unique(row[~seen]).size for row, seen in zip(facts, known, strict=True)]
        right[i] = np.mean(0.5 ** np.array(guesses))
        same[i] = np.mean(np.where(known[:, 0], 1.0, 0.5))
        told("learners", i + 1, runs)
    return _Sampled(right, same, (1 - process.error_of_facts(_TRAINED_ON)) ** _ASKED)


def _power(process: SantaFe, found: _Sampled) -> Finding:
    p = 1 - process.error_of_facts(_TRAINED_ON)
    return Finding(
        "Exact match of k symbols is p^k.",
        Verdict.HOLDS if abs(found.z) < _Z else Verdict.FAILS,
        f"z = {found.z:+.2f} over sampled learners: {found.mean:.5f} ± {found.error:.5f} against {p:.5f}^{_ASKED} = "
        f"{found.independent:.5f}",
        "Different facts are learned all but independently here.",
    )


def _together(found: _Sampled) -> Finding:
    z = (found.same - found.independent) / found.same_error
    return Finding(
        "It is p^k whatever the k symbols are.",
        Verdict.FAILS if abs(z) > _Z else Verdict.HOLDS,
        f"z = {z:+.0f}: the same fact asked {_ASKED} times is right with {found.same:.5f}, that is p, not p^{_ASKED}",
        "In general only max(0, 1 - k(1 - p)) ≤ exact match ≤ p (Fréchet).",
    )


def _smooth(n: NDArray[np.int64], unseen: Floats, exponents: Floats, widths: dict[int, float | None]) -> Finding:
    k = 64
    score = (1 - unseen / 2) ** k
    rising = (score > _LOW) & (score < _HIGH)
    bend = float(np.ptp(exponents[rising]))
    return Finding(
        "Where the score rises, the loss goes on as before.",
        Verdict.HOLDS if bend < _BEND else Verdict.FAILS,
        f"local exponent of the excess loss between {exponents[rising].min():.5f} and {exponents[rising].max():.5f} "
        f"while exact match of {k} goes from {_LOW:.0%} to {_HIGH:.0%}",
        f"As before: the exponent changes by less than {_BEND}.",
    )


def _sudden(process: SantaFe, widths: dict[int, float | None]) -> Finding:
    known = {k: each for k, each in widths.items() if each is not None}
    shortest, longest = min(known), max(known)
    narrower = known[longest] < 0.5 * known[shortest]
    return Finding(
        "The longer the answer, the more sudden the rise.",
        Verdict.HOLDS if narrower else Verdict.FAILS,
        "decades of data from 10 % to 90 %: " + ", ".join(f"k = {k}: {each:.2f}" for k, each in known.items()),
        "(1 - c n^-α)^k is exp(-k c n^-α) for large k: k moves it along log n, and its width stays "
        f"{limit_width(process):.2f}.",
    )


def _table(n: NDArray[np.int64], unseen: Floats) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (int(each), float(loss), *(float((1 - loss / 2) ** k) for k in _LENGTHS))
        for each, loss in zip(n[::_PER_DECADE], unseen[::_PER_DECADE], strict=True)
    ]
    columns = ("symbols learned from", "excess loss, bits", *(f"exact match of {k}" for k in _LENGTHS))
    return Table("scores", "Scores from one loss", columns, tuple(rows), "Exact.")


def _widths(process: SantaFe, widths: dict[int, float | None]) -> Table:
    rows = tuple((k, None if each is None else each, limit_width(process)) for k, each in widths.items())
    note = "From 10 % to 90 % of the way from chance to 1, by linear interpolation in log n."
    return Table("widths", "How many decades the rise takes", ("k", "decades", "limit"), rows, note)


def _draw(axes: Axes, n: NDArray[np.int64], unseen: Floats) -> None:
    for i, k in enumerate(_LENGTHS):
        axes.semilogx(n, (1 - unseen / 2) ** k, color=pictures.SERIES[i], label=f"k = {k}")
    axes.semilogx(n, unseen, "--", color=pictures.INK, label="excess loss, bits")
    axes.set_xlabel("symbols learned from")
    axes.set_ylabel("exact match")
    axes.legend(loc="lower right", bbox_to_anchor=(1, 0.05), fontsize=8)
