"""Every model set against plain lists in fractions: how many models, which weights, which likelihoods."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from ait.errors import InputError
from ait.inference.automata import Automata
from ait.inference.context_trees import ContextTrees
from ait.inference.grids import MarkovGrid
from ait.inference.infer import infer
from ait.inference.model_set import log2_sum
from ait.inference.periodic import Periodic
from ait.inference.recurrences import LinearRecurrences
from ait.inference.registry import NAMES, model_set
from ait.inference.union import Union
from ait.predictors.base import predictor, surprisals
from ait.sources import generate
from tests.naive import inference as naive

NOISE = (0.0, 0.125, 0.5)
SETS = [
    MarkovGrid(2, 0, 5),
    MarkovGrid(3, 0, 4),
    MarkovGrid(2, 2, 2),
    ContextTrees(2, 3),
    ContextTrees(3, 2),
    Automata(3, 3),
    Periodic(2, 4, NOISE),
    Periodic(3, 3),
    LinearRecurrences(3, NOISE),
    Union([MarkovGrid(2, 1, 3), Automata(2, 4), Periodic(2, 3)]),
]


def strings(k, longest):
    for n in range(longest + 1):
        yield from itertools.product(range(k), repeat=n)


def assert_same_multiset(found, exact):
    """The same likelihoods, whatever the order of the models."""
    assert len(found) == len(exact)
    np.testing.assert_allclose(np.sort(np.exp2(found)), np.sort([float(p) for p in exact]), rtol=1e-12, atol=0)


def test_many_symbols_are_shared_in_the_same_order_as_few():
    few = [grid.row(i) for grid in [MarkovGrid(3, 0, 4)] for i in range(grid.size)]
    many = [grid.row(i) for grid in [MarkovGrid(9, 0, 4)] for i in range(grid.size)]
    assert [row[-3:] for row in many if not any(row[:-3])] == few


@pytest.mark.parametrize(("k", "order", "parts"), [(2, 0, 4), (2, 1, 3), (2, 2, 2), (3, 0, 3), (3, 1, 1)])
def test_grids_are_all_chains(k, order, parts):
    grid = MarkovGrid(k, order, parts)
    assert math.isclose(log2_sum(-grid.code_bits), 0, abs_tol=1e-12)
    for x in strings(k, 6 if k == 2 else 4):
        assert_same_multiset(grid.log_likelihoods(np.array(x, int)), naive.markov_grid(k, order, parts, list(x)))


@pytest.mark.parametrize(("k", "depth"), [(2, 0), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2)])
def test_trees_are_all_trees(k, depth):
    models, exact = ContextTrees(k, depth), naive.trees(k, depth)
    assert {tuple(sorted(models.leaves(i))) for i in range(models.size)} == {tuple(sorted(t)) for _, t in exact}
    cost = {tuple(sorted(leaves)): nodes for nodes, leaves in exact}
    assert [cost[tuple(sorted(models.leaves(i)))] for i in range(models.size)] == models.code_bits.tolist()
    assert log2_sum(-models.code_bits) == 0.0
    for x in [(), (1,), (0, 1, 1, 0, 1, 0, 0), (1, 1, 1, 0, 0, 1, 0, 1), (k - 1, 0, k - 1, k - 1, 0)]:
        found = models.log_likelihoods(np.array(x, int))
        want = [naive.log2(naive.tree_probability(k, models.leaves(i), list(x))) for i in range(models.size)]
        np.testing.assert_allclose(found, want, atol=1e-10)


@pytest.mark.parametrize("name", ["bernoulli", "even", "thue-morse", "simple-nonunifilar"])
def test_the_evidence_of_all_trees_is_context_tree_weighting(name):
    x = generate(name, 3000)
    bits = float(surprisals(predictor("context-tree", 2, depth=4), x.symbols).sum())
    assert math.isclose(infer(x, ContextTrees(2, 4)).evidence_bits, bits, abs_tol=1e-7)


@pytest.mark.parametrize("states", [1, 2, 3])
def test_automata_are_all_graphs(states):
    models = Automata(states, 2)
    ours = [tuple(map(tuple, models.graph(i)[0].tolist())) for i in range(models.size)]
    exact = set().union(*(naive.automaton_graphs(s) for s in range(1, states + 1)))
    assert len(ours) == len(exact)
    assert set(ours) == exact


@pytest.mark.parametrize(("states", "parts"), [(1, 5), (2, 4), (3, 2)])
def test_automata_likelihoods_and_weights(states, parts):
    models = Automata(states, parts)
    assert math.isclose(log2_sum(-models.code_bits), math.log2(1 - 2.0**-states), abs_tol=1e-12)
    for x in [(), (0,), (0, 1, 1, 0, 1), (1, 1, 0, 1, 1, 1, 1, 0)]:
        exact = naive.automata(states, parts, list(x))
        assert_same_multiset(models.log_likelihoods(np.array(x, int)), [p for _, p in exact])
        evidence = sum(w * p for w, p in exact)
        found = infer(list(x), models, normalised=False).evidence_bits if x else 0 - log2_sum(-models.code_bits)
        assert math.isclose(found, -naive.log2(evidence), abs_tol=1e-10)


def test_the_even_process_is_among_the_automata():
    models = Automata(2, 2)
    found = infer(generate("even", 2000, seed=2), models)
    assert found.two_part.witness.text in {
        "A: 0 (1/2) to A or 1 (1/2) to B; B: 1 to A",
        "A: 1 to B; B: 0 (1/2) to B or 1 (1/2) to A",
    }


@pytest.mark.parametrize(("k", "longest"), [(2, 1), (2, 5), (3, 3)])
def test_periodic_words_are_all_primitive_words(k, longest):
    models, words = Periodic(k, longest), naive.primitive_words(k, longest)
    assert sorted(tuple(models.word(i)) for i in range(models.sequences)) == sorted(words)
    assert log2_sum(-models.code_bits) <= 0


def test_noise_is_shared_by_all_fixed_sequences():
    for models in (Periodic(2, 4, NOISE), Periodic(3, 2, NOISE), LinearRecurrences(3, NOISE)):
        x = [models.k - 1, 0, 0, 1, 1, 0, models.k - 1]
        found = models.log_likelihoods(np.array(x)).reshape(-1, len(NOISE))
        for index in range(models.sequences):
            own = models.sequence(index, len(x)).tolist()
            want = [float(naive.noisy(own, Fraction(e), models.k, x)) for e in NOISE]
            np.testing.assert_allclose(np.exp2(found[index]), want, rtol=1e-12)


@pytest.mark.parametrize("cells", [1, 2, 3, 4])
def test_recurrences_are_all_registers(cells):
    models = LinearRecurrences(cells)
    for n in (1, cells, 11):
        ours = [models.sequence(i, n).tolist() for i in range(models.sequences)]
        assert ours == naive.registers(cells, n)
        x = np.arange(n) * 3 // 2 % 2
        want = [sum(a != b for a, b in zip(row, x.tolist(), strict=True)) for row in ours]
        assert models.distances(x).tolist() == want


@pytest.mark.parametrize("models", SETS, ids=lambda models: models.description[:40])
def test_a_model_is_a_predictor_with_the_likelihood_of_its_place(models):
    rng = np.random.default_rng(7)
    size = math.prod(models.shape)
    assert models.code_bits.shape == (size,)
    for index in rng.integers(0, size, 25).tolist():
        x = rng.integers(0, models.k, 9)
        one, bits = models.model(index), 0.0
        for symbol in x.tolist():
            chances = one.probabilities()
            assert math.isclose(chances.sum(), 1, abs_tol=1e-12)
            bits += math.log2(chances[symbol]) if chances[symbol] > 0 else -math.inf
            if math.isinf(bits):
                break
            one.update(symbol)
        assert math.isclose(models.log_likelihoods(x)[index], bits, abs_tol=1e-10)
        assert models.describe(index)


@pytest.mark.parametrize("models", SETS, ids=lambda models: models.description[:40])
def test_every_model_sums_to_one_and_names_are_a_prefix_code(models):
    assert log2_sum(-models.code_bits) <= 1e-12
    n = 6 if models.k == 2 else 4
    rows = [models.log_likelihoods(np.array(x)) for x in itertools.product(range(models.k), repeat=n)]
    np.testing.assert_allclose(np.exp2(np.stack(rows)).sum(axis=0), 1, rtol=1e-10)


def test_the_union_keeps_its_members_apart():
    members = [MarkovGrid(2, 0, 3), Periodic(2, 3), Automata(2, 2)]
    union, x = Union(members), "0101010"
    parts = [infer(x, member).evidence_bits for member in members]
    whole = -math.log2(sum(2.0**-bits for bits in parts) / 3)
    assert math.isclose(infer(x, union).evidence_bits, whole, abs_tol=1e-12)
    assert [union.describe(piece.start) for piece in union.slices()] == [member.describe(0) for member in members]


@pytest.mark.needs_jit
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("k", "n"), [(2, 1), (2, 12), (4, 40), (26, 30), (256, 9)])
def test_every_name_gives_a_set_or_says_why_not(name, k, n):
    if k > 2 and name in ("automata", "recurrences", "lbf", "turing"):
        with pytest.raises(InputError, match="binary"):
            model_set(name, k, n)
    elif name == "markov" and k > 5:
        with pytest.raises(InputError, match="fewer parts"):
            model_set(name, k, n)
    else:
        models = model_set(name, k, n)
        found = models.log_likelihoods(np.arange(n) % k)
        assert found.shape == models.code_bits.shape == (math.prod(models.shape),)
        assert models.k == k


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: model_set("hmm", 2, 9), "no model set is called 'hmm'"),
        (lambda: model_set("automata", 2, 9, depth=3), "automata has no option 'depth'"),
        (lambda: model_set("all", 2, 9, depth=3), "no option 'depth'"),
        (lambda: model_set("automata", 2, 9, states=2.5), "states = 2.5: give a whole number"),
        (lambda: model_set("periodic", 2, 9, noise=0.5), "noise = 0.5: give levels"),
        (lambda: model_set("periodic", 2, 9, noise=["0.5"]), "give levels"),
        (lambda: model_set("trees", 300, 9), "2 to 256 symbols"),
        (lambda: Automata(6, 2), "1 to 5 states"),
        (lambda: Automata(5, 16), "more than 33,554,432"),
        (lambda: ContextTrees(2, 6), "more than|too many"),
        (lambda: ContextTrees(2, -1), "depth of 0 or more"),
        (lambda: MarkovGrid(2, 3, 1000), "too many models"),
        (lambda: MarkovGrid(2, 0, 0), "1 part or more"),
        (lambda: Periodic(2, 27), "more than"),
        (lambda: Periodic(2, 0), "longest period"),
        (lambda: Periodic(2, 3, (0.1, 0.1)), "levels of noise"),
        (lambda: Periodic(2, 3, (1.0,)), "levels of noise"),
        (lambda: LinearRecurrences(13), "1 to 12 cells"),
        (lambda: Union([MarkovGrid(2), MarkovGrid(3)]), "one alphabet"),
        (lambda: MarkovGrid(2, 0, 4).model(5), "no model 5"),
        (lambda: MarkovGrid(2, 0, 4).log_likelihoods(np.array([0, 2])), "symbol 2"),
        (lambda: infer("0101", MarkovGrid(3)), "over 3 symbols"),
    ],
)
def test_wrong_sizes_are_refused_with_the_limit(make, message):
    with pytest.raises(InputError, match=message):
        make()
