"""Claim: the complexity of a sample is that of its law and n times the entropy rate."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ait.inference.automata import NOWHERE, Automata
from ait.inference.infer import infer
from ait.inference.model_set import Floats, log2_sum
from ait.lab import pictures
from ait.lab.record import Cell, Figure, Finding, Number, Record, Size, Table, Told, Verdict, overall, quiet
from ait.lab.redundancy import expected_redundancy, variance_of_surprise
from ait.sequence import as_sequence
from ait.sources.processes import Process, unifilar

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_AUTOMATA = {Size.SMALL: (2, 8), Size.DEFAULT: (3, 8), Size.LARGE: (3, 8)}
"""States, and parts of a probability."""
_PATHS = {Size.SMALL: 8, Size.DEFAULT: 24, Size.LARGE: 96}
_NOISY = {Size.SMALL: 100, Size.DEFAULT: 400, Size.LARGE: 1000}
_LONGEST = {Size.SMALL: 1024, Size.DEFAULT: 4096, Size.LARGE: 16384}
_ALL = 11
_COIN = 0.125
_EXACT = 1e-9
_NEAR = 0.5
_DIRICHLET = ((0.25, 0.75), (0.2, 0.3, 0.5), (0.1, 0.2, 0.3, 0.4))
_LAWS: tuple[tuple[str, list[tuple[int, int]], list[int]], ...] = (
    ("01 again and again", [(1, NOWHERE), (NOWHERE, 0)], []),
    ("even process", [(0, 1), (NOWHERE, 0)], [4]),
    ("golden mean", [(0, 1), (0, NOWHERE)], [4]),
    ("coin, ones 1/8", [(0, 0)], [1]),
    ("fair coins", [(0, 0)], [4]),
)


@dataclass(frozen=True, eq=False)
class _Law:
    """One automaton of the set, K bits with log2 Z, and its excess on sample paths.

    ``excess``: evidence - (-log2 p(x)) in bits, shape (paths, lengths); ``evidence`` likewise.
    """

    name: str
    code_bits: float
    process: Process
    lengths: tuple[int, ...]
    excess: Floats
    evidence: Floats

    @cached_property
    def mean(self) -> Floats:
        return np.asarray(self.excess.mean(axis=0))


def run(seed: int = 0, size: Size = Size.DEFAULT, told: Told = quiet) -> Record:
    """Automata of up to 2 or 3 states; sample paths of up to 1,024, 4,096 or 16,384 symbols."""
    models = Automata(*_AUTOMATA[size])
    lengths = tuple(2**i for i in range(2, _LONGEST[size].bit_length()))
    laws = []
    for number, (name, edges, eighths) in enumerate(_LAWS):
        levels = [level * models.parts // 8 for level in eighths]
        told("laws", number, len(_LAWS))
        laws.append(_law(models, name, models.index_of(edges, levels), lengths, _PATHS[size], seed + 1000 * number))
    told("laws", len(_LAWS), len(_LAWS))
    noise = _noise(_NOISY[size], lengths, seed)
    findings = (
        _bound(models, laws),
        _is_k(laws),
        _dimension(lengths[-1]),
        _accurate(noise, lengths, laws),
        _ends(laws),
    )
    return Record(
        "structure-and-noise",
        seed,
        size,
        overall(findings),
        f"{findings[0].statistic}; {findings[3].statistic}",
        "The excess over -log2 p(x) is at most K(p) + log2 Z on every string, a theorem; it reaches that only once the "
        "law is told from all others, and a family with d real parameters pays (d/2) log2 n instead. And -log2 p(x) "
        "itself is nH only to within the order of the root of n, which soon outweighs K(p).",
        f"the evidence of {models.description}, weights 2^-K/Z, in the place of K(x), which cannot be computed; "
        f"{_PATHS[size]} paths a law",
        findings,
        _numbers(laws, noise, lengths),
        (_excess_table(laws), _noise_table(noise, lengths), _redundancy_table(lengths)),
        (
            Figure("excess", "What the law costs", _EXCESS, lambda axes: _draw_excess(axes, laws), 3.8),
            Figure("noise", "What chance adds", _NOISE, lambda axes: _draw_noise(axes, noise, lengths, laws)),
        ),
        (
            "Solomonoff 1978; Barron and Cover, Minimum complexity density estimation, 1991",
            "Clarke and Barron 1990; Krichevsky and Trofimov 1981",
            "Kontoyiannis, Second-order noiseless source coding theorems, 1997",
        ),
    )


_EXCESS = (
    "Bits of the Bayes mixture above -log2 p(x), mean over paths. Dotted: K(p) + log2 Z of the same colour, which no "
    "string can exceed; where a law is told from all others, the excess ends there. "
    "Dashed: the expected excess of the add-1/2 mixture for an unknown coin, half a bit more when n doubles."
)
_NOISE = (
    "-log2 p(x) - nH of single paths of a coin with 1/8 ones, and one standard deviation by theory, the root of nV. "
    "The horizontal line is what the law itself costs."
)


def _law(models: Automata, name: str, index: int, lengths: tuple[int, ...], paths: int, seed: int) -> _Law:
    edges, ones = models.graph(index)
    transitions = np.zeros((2, len(edges), len(edges)))
    for state, row in enumerate(edges.tolist()):
        for symbol, after in enumerate(row):
            if after != NOWHERE:
                transitions[symbol, state, after] = ones[state] if symbol else 1 - ones[state]
    # The automaton of the set starts in its first state, not in the stationary distribution.
    process = Process(transitions, np.eye(len(edges))[0], unifilar(transitions).entropy_rate)
    log_z = log2_sum(-models.code_bits)
    excess, evidence = np.empty((paths, len(lengths))), np.empty((paths, len(lengths)))
    for path in range(paths):
        x = process.sample(lengths[-1], seed + path)
        for column, n in enumerate(lengths):
            found = infer(as_sequence(x[:n], alphabet=2), models)
            evidence[path, column] = found.evidence_bits
            excess[path, column] = found.evidence_bits + float(found.log_likelihoods[index])
    return _Law(name, float(models.code_bits[index]) + log_z, process, lengths, excess, evidence)


def _noise(paths: int, lengths: tuple[int, ...], seed: int) -> Floats:
    """-log2 p(x) - nH of coins with 1/8 ones, shape (paths, lengths)."""
    process = unifilar(np.array([[[1 - _COIN]], [[_COIN]]]))
    bits = np.array([-math.log2(1 - _COIN), -math.log2(_COIN)])
    rows = []
    for path in range(paths):
        surprise = np.cumsum(bits[process.sample(lengths[-1], seed + 100_000 + path)])
        rows.append([surprise[n - 1] - n * process.entropy_rate for n in lengths])
    return np.array(rows)


def _bound(models: Automata, laws: list[_Law]) -> Finding:
    small = Automata(2, 8) if models.states > 2 else models
    worst, count = -math.inf, 0
    for n in range(1, _ALL + 1):
        for x in itertools.product((0, 1), repeat=n):
            # The excess of model i less K_i + log2 Z is log2 of its posterior probability, for every i at once.
            joint = small.log_likelihoods(np.array(x)) - small.code_bits
            worst, count = max(worst, float(joint.max()) - log2_sum(joint)), count + 1
    paths = max(float((law.excess - law.code_bits).max()) for law in laws)
    return Finding(
        "On every string the excess over -log2 p(x) is at most K(p) + log2 Z, for every p of the set.",
        Verdict.HOLDS if max(worst, paths) <= _EXACT else Verdict.FAILS,
        f"largest excess - (K + log2 Z): {worst:.3f} bits over all {count:,} strings of up to {_ALL} symbols and all "
        f"{small.size:,} models; {paths:.3f} on the paths",
        "One term of a sum is at most the sum.",
    )


def _is_k(laws: list[_Law]) -> Finding:
    short = {law.name: law.code_bits - float(law.mean[-1]) for law in laws}
    near = [name for name, bits in short.items() if bits < _NEAR]
    worst = max(short, key=lambda name: short[name])
    verdict = Verdict.HOLDS if len(near) == len(laws) else Verdict.ONLY_IF if near else Verdict.FAILS
    return Finding(
        "The excess is K(p).",
        verdict,
        f"within {_NEAR} bits of K + log2 Z after {laws[0].lengths[-1]:,} symbols for {len(near)} of {len(laws)} laws; "
        f"most below: {worst}, by {short[worst]:.2f} bits",
        "Only if one automaton alone explains the data: a law that several automata give costs -log2 of their weights "
        "together.",
    )


def _slopes(n: int) -> list[tuple[int, float]]:
    return [(len(p) - 1, expected_redundancy(p, 2 * n) - expected_redundancy(p, n)) for p in _DIRICHLET]


def _dimension(n: int) -> Finding:
    slopes = _slopes(n // 2)
    worst = max(abs(slope - d / 2) for d, slope in slopes)
    told = ", ".join(f"{slope:.4f} for d = {d}" for d, slope in slopes)
    return Finding(
        "A family with d real parameters pays (d/2) log2 n + O(1) where one law of a list pays its K.",
        Verdict.HOLDS if worst < 0.01 else Verdict.FAILS,
        f"growth of the expected excess of the add-1/2 mixture from {n // 2:,} to {n:,} symbols: {told}",
        "Exact expectations, memoryless sources over 2, 3 and 4 symbols. A law with real parameters has no finite K; "
        "for n symbols it is told with (d/2) log2 n bits.",
    )


def _accurate(noise: Floats, lengths: tuple[int, ...], laws: list[_Law]) -> Finding:
    spread = noise.std(axis=0, ddof=1)
    slope = float(np.polyfit(np.log2(lengths[3:]), np.log2(spread[3:]), 1)[0])
    law = next(law for law in laws if law.name.startswith("coin"))
    inside = float(spread[-1]) < 1
    return Finding(
        "So K(p) + nH is what a sample of n symbols costs, up to a constant.",
        Verdict.HOLDS if inside else Verdict.ONLY_IF,
        f"standard deviation of -log2 p(x) at n = {lengths[-1]:,}: {spread[-1]:.1f} bits (theory "
        f"{math.sqrt(lengths[-1] * variance_of_surprise(_COIN)):.1f}), growing as n^{slope:.3f}; the law costs "
        f"{law.code_bits:.1f}",
        "Only if nH stands for -log2 p(x), or all strings are equally likely: else they differ by the order of the "
        "root of n.",
    )


def _ends(laws: list[_Law]) -> Finding:
    structure, coins = laws[0], laws[-1]
    grown = float(structure.evidence[:, -1].max() - structure.evidence[:, 3].min())
    n = coins.lengths[-1]
    above = float(np.abs(coins.evidence[:, -1] - n).max())
    return Finding(
        "Pure structure costs its law alone however long it is, pure noise its length.",
        Verdict.HOLDS if abs(grown) < 1 and above <= coins.code_bits + _EXACT else Verdict.FAILS,
        f"01 again and again: {structure.evidence[0, -1]:.2f} bits at n = {n:,}, {grown:+.2f} since n = "
        f"{structure.lengths[3]}; fair coins: within {above:.2f} bits of n",
    )


def _numbers(laws: list[_Law], noise: Floats, lengths: tuple[int, ...]) -> tuple[Number, ...]:
    found = []
    for law in laws:
        error = float(law.excess[:, -1].std(ddof=1) / math.sqrt(len(law.excess)))
        found.append(Number(f"K + log2 Z, {law.name}", law.code_bits))
        found.append(Number(f"excess, {law.name}", float(law.mean[-1]), error, note=f"n = {lengths[-1]:,}"))
    found.append(Number("least excess on any path", min(float(law.excess.min()) for law in laws)))
    spread = float(noise[:, -1].std(ddof=1))
    found.append(Number("standard deviation of -log2 p(x)", spread, spread / math.sqrt(2 * (len(noise) - 1))))
    return tuple(found)


def _excess_table(laws: list[_Law]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for law in laws:
        for column, n in enumerate(law.lengths):
            sample = law.excess[:, column]
            rows.append(
                (law.name, n, float(sample.mean()), float(sample.max()), law.code_bits, n * law.process.entropy_rate)
            )
    return Table("excess", "Excess over -log2 p(x)", ("law", "n", "mean", "largest", "K + log2 Z", "nH"), tuple(rows))


def _noise_table(noise: Floats, lengths: tuple[int, ...]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for column, n in enumerate(lengths):
        theory = math.sqrt(n * variance_of_surprise(_COIN))
        rows.append((n, float(noise[:, column].mean()), float(noise[:, column].std(ddof=1)), theory))
    return Table(
        "noise", "-log2 p(x) - nH, coin with 1/8 ones", ("n", "mean", "standard deviation", "theory"), tuple(rows)
    )


def _redundancy_table(lengths: tuple[int, ...]) -> Table:
    rows: list[tuple[Cell, ...]] = [(n, *(expected_redundancy(p, n) for p in _DIRICHLET)) for n in lengths]
    columns = ("n", *(f"d = {len(p) - 1}" for p in _DIRICHLET))
    return Table("redundancy", "Expected excess of the add-1/2 mixture over nH, exact", columns, tuple(rows))


def _draw_excess(axes: Axes, laws: list[_Law]) -> None:
    for colour, law in zip(pictures.SERIES, laws, strict=False):
        axes.plot(law.lengths, law.mean, marker="o", color=colour, label=law.name)
        axes.axhline(law.code_bits, color=colour, linestyle=":", linewidth=1)
    n = np.array(laws[0].lengths)
    axes.plot(
        n,
        [expected_redundancy(_DIRICHLET[0], int(each)) for each in n],
        "--",
        color=pictures.INK,
        label="one real parameter",
    )
    axes.set_xscale("log", base=2)
    axes.set_xlabel("symbols")
    axes.set_ylabel("bits above −log2 p(x)")
    axes.legend(frameon=False, fontsize="small", loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)


def _draw_noise(axes: Axes, noise: Floats, lengths: tuple[int, ...], laws: list[_Law]) -> None:
    n = np.array(lengths)
    for path in noise[:60]:
        axes.plot(n, path, color=pictures.FAINT, linewidth=0.7)
    theory = np.sqrt(n * variance_of_surprise(_COIN))
    for sign in (1, -1):
        axes.plot(n, sign * theory, color=pictures.SERIES[0], label="± root of nV" if sign > 0 else None)
    law = next(law for law in laws if law.name.startswith("coin"))
    axes.axhline(law.code_bits, color=pictures.SERIES[1], label="K(p) + log2 Z")
    axes.set_xlabel("symbols")
    axes.set_ylabel("bits")
    axes.legend(frameon=False, loc="lower left")
