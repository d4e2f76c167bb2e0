"""Claim: the cross-entropy that is trained is the gap between ELBO and evidence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ait.inference.ans import Stack, frequencies, owner
from ait.lab import pictures
from ait.lab.record import Cell, Figure, Finding, Number, Record, Size, Table, Told, Verdict, quiet
from ait.lab.two_coins import (
    BLOCK,
    TRUTH,
    Source,
    coin_given,
    description_bits,
    evidence,
    expected_bits,
    fitted,
    log_joint,
    sample,
)
from ait.sources.noise import random_bytes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BLOCKS = {Size.SMALL: 256, Size.DEFAULT: 512, Size.LARGE: 4096}
_WRONG = (0.75, 0.25, 0.5)
_PARTS = (4, 8, 16, 32, 64)
_EXACT = 1e-9
_SIGMAS = 4
_TERMS = ("entropy", "chance of the sample", "wrong model", "inference", "model")


@dataclass(frozen=True, eq=False)
class _Row:
    """One way to code the sample: where its bits go, per symbol.

    ``coded`` is what a real message took, ``chained`` one whose draws use its own bits; ``spread`` is their standard
    deviation over draws from q.
    """

    name: str
    terms: tuple[float, ...]
    predicted: float
    coded: float
    chained: float
    spread: float
    cross_entropy: float

    @property
    def gap(self) -> float:
        return self.terms[3]


def run(seed: int = 0, size: Size = Size.DEFAULT, told: Told = quiet) -> Record:
    """Blocks of 8 symbols, each from one of two coins: 256, 512 or 4,096 of them."""
    blocks = sample(_BLOCKS[size], seed)
    grids = [(parts, *fitted(blocks, parts)) for parts in _PARTS]
    _, likeliest, model_bits = min(grids, key=lambda grid: evidence(blocks, grid[1]).sum() + grid[2])
    ways = (
        ("right model, posterior", TRUTH, "posterior", 0.0),
        ("right model, likelier coin", TRUTH, "likelier", 0.0),
        ("right model, either coin", TRUTH, "even", 0.0),
        ("wrong model, posterior", _WRONG, "posterior", 0.0),
        ("wrong model, either coin", _WRONG, "even", 0.0),
        ("fitted model, posterior", likeliest, "posterior", model_bits),
    )
    rows = []
    for done, (name, source, kind, bits) in enumerate(ways):
        told("codes", done, len(ways))
        rows.append(_row(name, blocks, source, kind, bits, seed))
    told("codes", len(ways), len(ways))
    findings = (
        _as_said(rows),
        _decomposition(rows),
        _coded(rows),
        _chained(rows),
        _wrong_model(rows),
        _minimum(blocks, grids),
    )
    return Record(
        "cross-entropy-gap",
        seed,
        size,
        findings[0].verdict,
        findings[0].statistic,
        "Cross-entropy is the code length itself, per symbol. It splits into entropy, KL(p*‖p), KL(q‖posterior)/n and "
        "model bits/n, and the gap between ELBO and evidence is the third of these alone. It is 0 when q is the "
        "posterior, whether or not the model is right.",
        f"blocks of {BLOCK} symbols, each from a coin with {TRUTH[1]} or {TRUTH[2]} ones, either with probability "
        f"1/2, the coin not told; {len(blocks):,} blocks; models of the same form",
        findings,
        _numbers(rows),
        (_table(rows), _grid_table(blocks, grids)),
        (
            Figure("terms", "Where the bits go", _CAPTION, lambda axes: _draw(axes, rows), 3.8),
            Figure("parts", "How finely to tell the model", _GRID, lambda axes: _draw_parts(axes, blocks, grids)),
        ),
        (
            "Hinton and van Camp 1993; Frey, Graphical models for machine learning and digital communication, 1998",
            "Rissanen, Stochastic complexity, 1987",
        ),
    )


_CAPTION = (
    "Bits per symbol by term, from left to right; the diamond is what real messages took, initial bits taken off. The "
    "gap between ELBO and evidence is the part called inference. The chance of the sample may be negative."
)
_GRID = (
    "The cross-entropy of the best model on the grid never rises with the grid's fineness; with the bits that name the "
    "model there is a best one."
)


def _row(name: str, blocks: NDArray[np.int64], source: Source, kind: str, model_bits: float, seed: int) -> _Row:
    n = blocks.size
    own = evidence(blocks, source)
    costs = description_bits(blocks.sum(axis=1), source, kind)
    entropy = expected_bits(TRUTH)
    wrong = expected_bits(source) - entropy
    # What chance adds, under the truth and in how wrong the model looks: 0 on average, of the order of 1/sqrt(n).
    chance = float(own.sum()) / n - entropy - wrong
    terms = entropy, chance, wrong, float((costs - own).sum()) / n, model_bits / n
    coded = [(_coded_bits(blocks, source, kind, seed, chained) + model_bits) / n for chained in (False, True)]
    predicted, spread = (float(costs.sum()) + model_bits) / n, _spread(blocks, source, kind)
    return _Row(name, terms, predicted, coded[0], coded[1], spread, float(own.sum()) / n)


def _coded_bits(blocks: NDArray[np.int64], source: Source, kind: str, seed: int, chained: bool = False) -> float:
    """Net bits of one message for all blocks.

    The coins are drawn from the initial bits, all of them first; or ``chained``, each from the message so far.
    """
    stack = Stack.filled(bytes(random_bytes(len(blocks) * 2 + 64, seed + 1)))
    before = stack.bits
    share, *coins = source
    prior = frequencies(np.array([1 - share, share]))
    tosses = [frequencies(np.array([1 - p, p])) for p in coins]
    qs = [frequencies(q) for q in coin_given(blocks.sum(axis=1), source, kind)]
    drawn = [] if chained else [_pop(stack, q) for q in qs]
    for place, (block, q) in enumerate(zip(blocks.tolist(), qs, strict=True)):
        coin = _pop(stack, q) if chained else drawn[place]
        for symbol in reversed(block):
            _push(stack, tosses[coin], symbol)
        _push(stack, prior, coin)
    return stack.bits - before


def _pop(stack: Stack, ends: NDArray[np.uint64]) -> int:
    symbol, start, frequency = owner(ends, stack.peek())
    stack.pop(start, frequency)
    return symbol


def _push(stack: Stack, ends: NDArray[np.uint64], symbol: int) -> None:
    stack.push(int(ends[symbol]), int(ends[symbol + 1] - ends[symbol]))


def _spread(blocks: NDArray[np.int64], source: Source, kind: str) -> float:
    """The standard deviation of the net length per symbol over draws from q."""
    joint, q = log_joint(blocks.sum(axis=1), source), coin_given(blocks.sum(axis=1), source, kind)
    costs = np.where(q > 0, np.log2(np.where(q > 0, q, 1.0)) - joint, 0.0)
    variance = (q * costs**2).sum(axis=-1) - (q * costs).sum(axis=-1) ** 2
    return math.sqrt(max(0.0, float(variance.sum()))) / blocks.size


def _as_said(rows: list[_Row]) -> Finding:
    one, other = rows[0], rows[2]
    same = abs(one.cross_entropy - other.cross_entropy) < _EXACT
    apart = abs(one.gap) < _EXACT < other.gap
    return Finding(
        "The cross-entropy is the gap between ELBO and evidence.",
        Verdict.FAILS if same and apart else Verdict.HOLDS,
        f"one model, one cross-entropy, {one.cross_entropy:.4f} bits per symbol: the gap is {abs(one.gap):.1e} with q "
        f"the posterior and {other.gap:.4f} with another q",
        "The gap depends on q, the cross-entropy does not.",
    )


def _decomposition(rows: list[_Row]) -> Finding:
    worst = max(abs(sum(row.terms) - row.predicted) for row in rows)
    return Finding(
        "Per symbol, code length = H + KL(p*‖p) + KL(q‖posterior)/n + model bits/n, and what chance adds to it.",
        Verdict.HOLDS if worst < _EXACT else Verdict.FAILS,
        f"largest |sum of the terms - predicted length| of {len(rows)} codes: {worst:.1e} bits per symbol",
        "On the average that is 0; in one sample it is of the order of 1/sqrt(n).",
    )


def _coded(rows: list[_Row]) -> Finding:
    exact = max(abs(row.coded - row.predicted) for row in rows if row.spread < _EXACT)
    drawn = [abs(row.coded - row.predicted) / row.spread for row in rows if row.spread >= _EXACT]
    return Finding(
        "Real messages have the predicted length.",
        Verdict.HOLDS if exact < _EXACT and max(drawn) < _SIGMAS else Verdict.FAILS,
        f"largest |coded - predicted|: {exact:.1e} bits per symbol where every draw costs the same; "
        f"{max(drawn):.1f} standard deviations where only the mean over q does",
        f"Allowed: {_EXACT:g} bits, {_SIGMAS} standard deviations.",
    )


def _chained(rows: list[_Row]) -> Finding:
    row = max((each for each in rows if each.spread >= _EXACT), key=lambda each: abs(each.chained - each.predicted))
    sigmas = abs(row.chained - row.predicted) / row.spread
    exact = max(abs(each.chained - each.predicted) for each in rows if each.spread < _EXACT)
    return Finding(
        "So have chained messages, in which each draw takes its bits from the message before.",
        Verdict.HOLDS if sigmas < _SIGMAS else Verdict.ONLY_IF if exact < _EXACT else Verdict.FAILS,
        f"{row.name}: {row.chained:.4f} for {row.predicted:.4f} bits per symbol, {sigmas:.1f} standard deviations; "
        f"posterior: to {exact:.1e}",
        "Only if q is the posterior, or the bits are clean: what is drawn right after it was pushed is no chance.",
    )


def _wrong_model(rows: list[_Row]) -> Finding:
    row = rows[3]
    return Finding(
        "The gap is 0 only if the model is right.",
        Verdict.FAILS if abs(row.gap) < _EXACT < row.terms[2] else Verdict.HOLDS,
        f"a wrong model, {row.terms[2]:.4f} bits per symbol worse than the truth, q its posterior: gap "
        f"{abs(row.gap):.1e}",
        "The posterior is the model's own; the truth does not enter.",
    )


def _minimum(blocks: NDArray[np.int64], grids: list[tuple[int, Source, float]]) -> Finding:
    lengths = [(evidence(blocks, source).sum(), bits) for _, source, bits in grids]
    by_fit = grids[int(np.argmin([data for data, _ in lengths]))][0]
    by_length = grids[int(np.argmin([data + bits for data, bits in lengths]))][0]
    return Finding(
        "Minimising the cross-entropy of the sample minimises the description length.",
        Verdict.HOLDS if by_fit == by_length else Verdict.ONLY_IF,
        f"grid with the least cross-entropy: 1/{by_fit}; with the shortest description: 1/{by_length}",
        "Only if the model's own bits are the same for all candidates, or counted.",
    )


def _numbers(rows: list[_Row]) -> tuple[Number, ...]:
    return (
        Number("entropy", expected_bits(TRUTH), unit="bits per symbol"),
        Number("KL of the wrong model", rows[3].terms[2], unit="bits per symbol"),
        *(Number(f"coded, {row.name}", row.coded, unit="bits per symbol") for row in rows),
    )


def _table(rows: list[_Row]) -> Table:
    columns = ("code", *_TERMS, "sum", "predicted", "coded", "chained")
    told: list[tuple[Cell, ...]] = [
        (row.name, *row.terms, sum(row.terms), row.predicted, row.coded, row.chained) for row in rows
    ]
    return Table("terms", "Bits per symbol, term by term", columns, tuple(told))


def _grid_table(blocks: NDArray[np.int64], grids: list[tuple[int, Source, float]]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for parts, source, bits in grids:
        data = float(evidence(blocks, source).sum())
        rows.append((parts, *source, data, bits, data + bits))
    columns = ("parts", "share", "first coin", "second coin", "data bits", "model bits", "sum")
    return Table("grids", "The likeliest model of each grid", columns, tuple(rows))


def _draw(axes: Axes, rows: list[_Row]) -> None:
    for place, row in enumerate(rows):
        left, below = 0.0, 0.0
        for colour, bits in zip(pictures.SERIES, row.terms, strict=False):
            axes.barh(place, bits, left=left if bits >= 0 else below, color=colour, height=0.62)
            left, below = left + max(bits, 0.0), below + min(bits, 0.0)
        axes.plot(row.coded, place, "D", color=pictures.INK, markersize=4)
    axes.set_yticks(range(len(rows)), [row.name for row in rows])
    axes.invert_yaxis()
    axes.set_xlabel("bits per symbol")
    axes.set_xlim(left=min(0.0, *(sum(min(bits, 0.0) for bits in row.terms) for row in rows)))
    for colour, term in zip(pictures.SERIES, _TERMS, strict=False):
        axes.barh(0, 0, color=colour, label=term)
    axes.legend(frameon=False, fontsize="small", loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=3)


def _draw_parts(axes: Axes, blocks: NDArray[np.int64], grids: list[tuple[int, Source, float]]) -> None:
    parts = [grid[0] for grid in grids]
    data = np.array([evidence(blocks, source).sum() for _, source, _ in grids]) / blocks.size
    model = np.array([bits for *_, bits in grids]) / blocks.size
    axes.plot(parts, data, marker="o", color=pictures.SERIES[0], label="cross-entropy of the best model")
    axes.plot(parts, data + model, marker="o", color=pictures.SERIES[1], label="and the bits that name it")
    axes.set_xscale("log", base=2)
    axes.set_xticks(parts, [f"1/{each}" for each in parts])
    axes.set_xlabel("steps of the grid")
    axes.set_ylabel("bits per symbol")
    axes.legend(frameon=False)
