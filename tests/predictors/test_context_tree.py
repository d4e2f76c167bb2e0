from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from ait.errors import InputError
from ait.predictors import context_tree as module
from ait.predictors.base import predictor
from ait.predictors.context_tree import ContextTree
from tests.known_values_measures import CTW_EXAMPLE
from tests.naive import predictors as naive

SMALL = [
    *[(2, depth, n, past) for depth in range(5) for n in (1, 7) for past in ((), (0, 1, 0))],
    (2, 9, 7, ()),
    *[(3, depth, 4, past) for depth in range(3) for past in ((), (2, 1))],
    (4, 2, 4, (3,)),
    (5, 1, 3, ()),
]


def probability(symbols: list[int], k: int, depth: int, past: list[int]) -> float:
    return float(2.0 ** -ContextTree(k, depth, past).surprisals(np.array(symbols)).sum())


def test_the_published_example() -> None:
    example = CTW_EXAMPLE
    x, past = ([int(c) for c in example[name]] for name in ("x", "past"))
    assert naive.context_tree(x, 2, example["depth"], past) == example["probability"]
    assert probability(x, 2, example["depth"], past) == pytest.approx(float(example["probability"]), rel=1e-12)


@pytest.mark.parametrize(("k", "depth", "n", "past"), SMALL)
def test_all_short_strings_have_the_exact_weighted_probability(
    k: int, depth: int, n: int, past: tuple[int, ...]
) -> None:
    total = 0.0
    for word in itertools.product(range(k), repeat=n):
        exact = naive.context_tree(list(word), k, depth, list(past))
        found = probability(list(word), k, depth, list(past))
        assert found == pytest.approx(float(exact), rel=1e-12)
        total += found
    assert total == pytest.approx(1.0)


@pytest.mark.parametrize(("k", "depth"), [(2, 6), (3, 3), (6, 2), (200, 1)])
def test_one_by_one_and_all_at_once_agree(k: int, depth: int) -> None:
    symbols = np.random.default_rng(2).integers(0, k, 300) // 2
    together = ContextTree(k, depth).surprisals(symbols)
    single = ContextTree(k, depth)
    for symbol, bits in zip(symbols.tolist(), together, strict=True):
        chances = single.probabilities()
        assert chances.shape == (k,)
        assert chances.min() > 0
        assert chances.sum() == pytest.approx(1.0)
        assert -math.log2(chances[symbol]) == pytest.approx(bits, rel=1e-12)
        single.update(symbol)


def test_long_strings_agree_with_the_log_domain_where_ratios_leave_every_float() -> None:
    rng = np.random.default_rng(3)
    pieces = [np.zeros(1500, int), rng.integers(0, 2, 1500), np.tile([0, 1, 1], 500), np.ones(1500, int)]
    symbols = np.concatenate(pieces)
    tree = ContextTree(2, 8)
    bits = tree.surprisals(symbols).sum()
    assert bits == pytest.approx(-naive.log2_context_tree(symbols.tolist(), 8), rel=1e-9)
    assert np.abs(tree.tree.nodes[:, 4]).max() > 8


def test_nodes_are_added_in_pieces_without_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    symbols = np.random.default_rng(4).integers(0, 2, 3000)
    expected = ContextTree(2, 12).surprisals(symbols)
    monkeypatch.setattr(module, "_FIRST_NODES", 40)
    assert np.array_equal(ContextTree(2, 12).surprisals(symbols), expected)


def test_a_markov_source_costs_its_entropy_and_little_more() -> None:
    rng = np.random.default_rng(5)
    n = 50_000
    symbols, flips = [0], rng.random(n)
    for flip in flips[1:]:
        symbols.append(0 if symbols[-1] == 1 else int(flip < 0.5))
    assert ContextTree(2, 16).surprisals(np.array(symbols)).sum() / n == pytest.approx(2 / 3, abs=0.01)


def test_depths_and_pasts_out_of_range_are_refused() -> None:
    with pytest.raises(InputError, match=r"depth -1 is out of range: over 2 symbols it is 0 to 1024"):
        ContextTree(2, -1)
    with pytest.raises(InputError, match=r"over 256 symbols it is 0 to 128"):
        ContextTree(256, 129)
    with pytest.raises(InputError, match="symbol 2"):
        ContextTree(2, 3, [0, 2])
    with pytest.raises(InputError, match=r"at most 1 to 2,147,483,647 nodes, not 0"):
        ContextTree(2, 3, most_nodes=0)


def test_too_many_nodes_are_refused_before_they_are_made_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    symbols = np.random.default_rng(6).integers(0, 2, 5000)
    tree = ContextTree(2, 40, most_nodes=5000)
    with pytest.raises(InputError, match=r"after (\d|,)+ symbols .* more than 5,000 nodes .*use a depth below 40"):
        tree.surprisals(symbols)
    learnt = tree.now - 40
    assert 1000 < learnt < 5000
    assert tree.tree.used[0] <= 5000
    whole = ContextTree(2, 40).surprisals(symbols)
    tree.most_nodes = 1 << 20
    assert np.array_equal(tree.surprisals(symbols[learnt:]), whole[learnt:])

    def full(*_: object) -> np.ndarray:
        raise MemoryError

    poor = ContextTree(2, 40)
    monkeypatch.setattr(module.np, "ones", full)
    with pytest.raises(InputError, match=r"no memory for (\d|,)+ nodes .*use a depth below 40"):
        poor.surprisals(symbols)


def test_the_default_depth_and_the_registry() -> None:
    assert predictor("context-tree", 2).description == "all context trees up to depth 16"
    assert "depth 4, symbols told in 8 binary decisions" in predictor("context-tree", 256).description
